"""Where a growing text stands in HTML: inside a tag or a comment that is not closed yet, or not."""

import re

from redactors.normaliser import views
from redactors.view import View

_OPEN = re.compile(r"<!--|<[A-Za-z/!?]")
_ANGLE = re.compile(r"[<>]")
_LONGEST_TAG = 2000
"""Characters of a tag, as `decoding` reads it."""
_CODED = re.compile(r"[&%\\=]")


class Markup:
    """`read` whole words one after the other; `start` is the place of the word that opened what is still open."""

    def __init__(self) -> None:
        self.start: int | None = None
        self._comment = False

    def read(self, word: str, place: int) -> None:
        """Takes the next word, which begins at `place`."""
        if self.start is not None and not self._comment and place - self.start > _LONGEST_TAG:
            self.forget()
        if "<" not in word and _CODED.search(word) is not None:
            word = views(View(word))[-1].text
        at = 0
        while True:
            if self.start is None:
                opened = _OPEN.search(word, at)
                if opened is None:
                    return
                self.start, self._comment = place, opened[0] == "<!--"
                at = opened.start() + 2
            elif self._comment:
                at = word.find("-->", at) + 3
                if at < 3:
                    return
                self.start = None
            else:
                angle = _ANGLE.search(word, at)
                if angle is None:
                    return
                self.start = None
                at = angle.start() if angle[0] == "<" else angle.end()

    def forget(self) -> None:
        """What is open counts as text."""
        self.start, self._comment = None, False

    def shift(self, back: int) -> None:
        """All places are `back` less now; what lies before the text counts as text."""
        if self.start is not None:
            self.start -= back
            if self.start < 0:
                self.forget()
