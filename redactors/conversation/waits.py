"""`Wait`: a number in a growing text, or what may be one, until what follows has decided it."""

import re
from dataclasses import dataclass

from redactors.conversation.opening import awaits_card, goes_on
from redactors.conversation.settings import Bounds
from redactors.dictation import MOST_UNKNOWN, REACH

_SERIES = 600
"""Characters in which the parts of one number stand that all have the same between them."""
_CUE_BEHIND = 128
"""Characters after a number in which a cue for it is over."""
_CODED = re.compile(r"[&%\\=]")


@dataclass(slots=True)
class Wait:
    """A number, or what may be one, at `start`, since `at`.

    `plain`: the plain text counted when its last word was read, which ends at `last`. `need`: plain text that must
    follow. `unknown`: words after it that a number reaches over seldom; `ended`: none reaches on. `masked`: its digits
    leave as dots. `chat`, `named`: a name stood before it, and one after it. `coded`: a tag may hide it.
    `weighed`: whether a card that follows would make it a code was looked at.
    """

    start: int
    at: float | None
    plain: int
    need: int = 0
    unknown: int = 0
    last: int = 0
    ended: bool = False
    masked: bool = False
    chat: bool = False
    named: bool = False
    coded: bool = False
    weighed: bool = False

    def go_on(self, word: str, place: int, plain: int, *, chat: bool) -> None:
        """Takes in a word at `place` that may be a part of it; `plain`: the plain text before."""
        self.plain, self.unknown, self.last = plain, 0, place + len(word)
        self.chat = self.chat or chat
        self.coded = self.coded or _CODED.search(word) is not None

    def out_of_reach(self, place: int) -> bool:
        """Whether no number reaches from it to the word at `place`."""
        return place - self.last > REACH

    def over(self, place: int) -> bool:
        """Whether no number goes on with the word at `place`, whatever that is."""
        return self.unknown > MOST_UNKNOWN or self.out_of_reach(place)

    def end(self, held: str, bounds: Bounds) -> None:
        """No number reaches on; `held`: the text from its beginning to there."""
        self.ended = True
        self.need = max(self.need, bounds.code if "^" in held else bounds.number)
        if self.chat:
            self.need = max(self.need, bounds.answer)

    def decided(self, text: str, read: int, plain: int, bounds: Bounds) -> bool:
        """Whether nothing after `text[:read]` can change what it is; `plain`: the plain text counted by then."""
        if not self.ended or plain - self.plain < self.need:
            return False
        if not self.weighed:
            # Only now what stands behind it is read: "4111 is the code".
            self.weighed = True
            low = max(0, self.start - bounds.context)
            if awaits_card(text[low : min(read, self.last + _CUE_BEHIND)], self.start - low):
                self.need = max(self.need, bounds.code)
                return self.decided(text, read, plain, bounds)
        return not goes_on(text[self.start : read][:_SERIES])

    def shift(self, back: int) -> None:
        """All places are `back` less now."""
        self.start -= back
        self.last -= back
