"""`TextStream`: a growing text in, its redacted form out, as early as nothing that follows can change it.

Invariants:
- what was given out is a beginning of the final text: nothing is ever taken back;
- while no bound is hit, the whole output is the redacted whole text, however it was cut into pieces;
- a digit that is not decided is never given out: when a bound is hit it leaves masked, and so do the
  digits after it until the run has ended.

A word that may be or hide a digit opens a `Wait`; the first word that no number reaches over ends it. It is
decided when so much plain text has followed as a detector looks at, and then what stands before the next one goes.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable

from redactors.conversation.markup import Markup
from redactors.conversation.opening import LONGEST, Word, begins, dates, kind_of
from redactors.conversation.settings import BOUNDS, Bounds
from redactors.conversation.turns import HELD
from redactors.conversation.waits import Wait
from redactors.digits import digit_atoms
from redactors.finding import Finding
from redactors.redactor import Redactor
from redactors.splicing import splice
from redactors.turns import names_speaker

_SPACE = re.compile(r"\s+")
_NAME = re.compile(r"[:>](?![/\w])|[0-9][:.h][0-9]{2}")
_SLICE = 512
"""Characters taken at once, so that the bounds hold within a long piece too."""
_NAME_REACH = 140
"""Characters from the beginning of a line in which a speaker's name and a time are over."""
_WITHIN_A_LINE = ", "
"""Stands for what was dropped of a line: it begins no turn."""
Span = tuple[int, int]


class TextStream:
    """One text. `feed` its pieces, then `end`; `replacement` gives what stands for a finding.

    `hide`: more spans of a text whose digits are never shown.
    """

    def __init__(
        self,
        redactor: Redactor,
        replacement: Callable[[Finding], str] | None = None,
        bounds: Bounds = BOUNDS,
        hide: Callable[[str], Iterable[Span]] | None = None,
    ) -> None:
        self._redactor = redactor
        self._replacement = replacement or (lambda finding: f"[{finding.entity}]")
        self._bounds = bounds
        self._hide = hide
        self._text = ""
        self._shown = 0  # what was given out
        self._read = 0  # whole words looked at
        self._seen = 0  # characters looked at for the end of a word
        self._plain = 0  # characters of plain words, ever
        self._waits: deque[Wait] = deque()
        self._marks: deque[tuple[int, int]] = deque([(0, 0)])  # places, and the plain characters before them
        self._line = 0
        self._named = 0  # the plain characters before the last name of a chat
        self._markup = Markup()
        self._chat = False
        self._begun: float | None = None  # when the unfinished word began
        self._masked = 0  # digits before it leave as dots
        self._stuck = False  # the unfinished word must wait for its end
        self._cut_short = False  # the beginning of the word that is read next was read as a word
        self._glued = False
        self._blind = False  # inside a word that was too long to be held

    @property
    def held(self) -> int:
        """Characters that wait."""
        return len(self._text) - self._shown

    @property
    def due(self) -> float | None:
        """When something will have been held too long: `feed` nothing then. None: nothing is timed."""
        begun = self._waits[0].at if self._waits and self.held else None
        if begun is None and self._begun is not None and _has_digit(self._text[self._read :]):
            begun = self._begun
        return None if begun is None else begun + self._bounds.seconds

    def feed(self, delta: str, at: float | None = None) -> str:
        """Takes the next characters at `at`, seconds on the caller's clock; gives what can be shown now."""
        return "".join(self._fed(delta[i : i + _SLICE], at) for i in range(0, len(delta) or 1, _SLICE))

    def _fed(self, delta: str, at: float | None) -> str:
        if self._begun is None and delta:
            self._begun = at
        self._text += delta
        out = [self._unread()] if self._blind else []
        self._words(at)
        out.append(self._released())
        due = self.due
        if self.held > self._bounds.characters or (at is not None and due is not None and at >= due):
            out.append(self._bound(at))
        self._forget()
        return "".join(out)

    def end(self) -> str:
        """The text is over: gives the rest."""
        if self._blind:
            return self._unread()
        self._read = len(self._text)
        if self._waits and self._waits[0].masked:
            self._masked = self._waits[1].start if len(self._waits) > 1 else self._read
        self._waits.clear()
        return self._cut(self._read)

    def _words(self, at: float | None) -> None:
        """Looks at every word that is over, and at the beginning of one that is too long to be held."""
        while (space := _SPACE.search(self._text, self._seen)) is not None:
            word = self._text[self._read : space.start()]
            if word:
                self._begun = self._begun if _has_digit(word) else at
                self._take(word, space[0])
            self._line = space.end() if "\n" in space[0] or "\r" in space[0] else self._line
            self._read = self._seen = space.end()
            self._stuck, self._begun = False, at
        self._seen = len(self._text)
        if self._read == self._seen:
            self._begun = None
        if self._seen - self._read > LONGEST and not self._stuck:
            sure = begins(self._text[self._read :])
            if sure:
                self._take(self._text[self._read : self._read + sure], "")
                self._read += sure
            self._stuck = self._seen - self._read > LONGEST

    def _take(self, word: str, space: str) -> None:
        start = self._read
        kind = kind_of(word)
        tagged = self._markup.start
        self._markup.read(word, start)
        wait = self._waits[-1] if self._waits and not self._waits[-1].ended else None
        closes = tagged is not None and self._markup.start != tagged
        if self._glued or (closes and wait is not None) or dates(word):
            kind = Word.WAITS
        self._glued = word[-1] == "="
        if self._hide is None:
            self._follow(word, space, digits=kind is Word.WAITS)
        if kind is Word.WAITS:
            if wait is None:
                wait = Wait(start, self._begun, self._plain)
                self._waits.append(wait)
            wait.go_on(word, start, self._plain, chat=self._chat)
        elif not self._enclosed() and (kind is not Word.OPEN or (wait is not None and wait.out_of_reach(start))):
            self._plain += len(word) + 1
            if wait is not None:
                whole = space != "" and not self._cut_short
                wait.unknown += not self._cut_short
                if (kind is Word.ENDS and whole) or wait.over(start):
                    wait.end(self._text[wait.start : start + len(word) + len(space)], self._bounds)
            if self._markup.start is None and self._plain - self._marks[-1][1] >= LONGEST:
                self._marks.append((start, self._plain))
        self._cut_short = space == ""

    def _follow(self, word: str, space: str, *, digits: bool) -> None:
        """Keeps a chat's numbers while the next lines may continue them."""
        named = self._names(word, space)
        if named:
            self._chat, self._named = True, self._plain
        answers = digits and self._plain - self._named <= self._bounds.answer
        for each in self._waits:
            if each.chat and (not each.named if named else answers and each.named):
                each.named = True
                each.need = max(each.need, self._plain - each.plain + self._bounds.turn)

    def _names(self, word: str, space: str) -> bool:
        """Whether a speaker's name or a time may end here that begins a line of a chat."""
        if _NAME.search(word) is None:
            return False
        begin = max(0, self._line, self._read - _NAME_REACH)
        more = "" if "\n" in space else "…"
        return names_speaker(self._text[begin : self._read + len(word)] + space + more, self._read - begin)

    def _enclosed(self) -> bool:
        """Whether an open tag or comment may hide a part of what waits, or bring it together with what follows."""
        if self._markup.start is None or not self._waits:
            return False
        return self._waits[0].coded or self._waits[0].start <= self._markup.start

    def _released(self) -> str:
        """What is decided, up to the first thing that waits."""
        waits, last = self._waits, None
        while waits and not self._enclosed() and waits[0].decided(self._text, self._read, self._plain, self._bounds):
            last = waits.popleft()
            if last.masked:
                self._masked = waits[0].start if waits else self._read
        end = max(self._shown, waits[0].start) if waits else self._read
        if last is not None:
            return self._cut(end, last.at)
        out, self._shown = self._text[self._shown : end], end
        return out

    def _cut(self, end: int, at: float | None = None) -> str:
        """The text up to `end`, redacted; what is masked or hidden as dots. A finding over `end` still waits."""
        text = self._text[: self._read]
        findings = [f for f in self._redactor.find(text) if f.end > self._shown]
        over = next((f for f in findings if f.start < end < f.end), None)
        if over is not None:
            end = max(over.start, self._shown)
            self._waits.appendleft(Wait(end, at, self._plain, self._bounds.number, ended=True))
        inside = [_from(f, self._shown) for f in findings if f.end <= end]
        dots = [] if self._hide is None else list(self._hide(text))
        if self._masked > self._shown:
            dots += [(a.start, a.end) for a in digit_atoms(text) if a.start < self._masked]
        start, self._shown = self._shown, end
        places = sorted((max(a, start) - start, b - start) for a, b in dots if start < b <= end)
        inside = _with_dots(inside, places)
        held = text[start:end]
        return splice(held, inside, lambda f: HELD if f.entity == "" else self._replacement(f))

    def _bound(self, at: float | None) -> str:
        """All that is held goes, its digits as dots; but not the beginning of a word of letters."""
        word = self._text[self._read :]
        self._blind = len(word) > LONGEST
        if not self._blind and _has_digit(word):
            self._read, self._begun = len(self._text), None
        self._masked = self._read
        self._waits.clear()
        self._markup.forget()
        out = self._cut(self._read)
        self._waits.append(Wait(self._read, at, self._plain, masked=True, chat=self._chat))
        return out + self._unread() if self._blind else out

    def _unread(self) -> str:
        """The rest of a word that nobody reads: letters and digits as dots."""
        space = _SPACE.search(self._text, self._read)
        end = len(self._text) if space is None else space.start()
        out = "".join(HELD if char.isalnum() else char for char in self._text[self._read : end])
        self._shown = self._read = self._seen = end
        for wait in self._waits:
            wait.start = wait.last = end
        self._blind = space is None
        return out

    def _forget(self) -> None:
        """Drops what stands too far before what is held to matter."""
        marks, least = self._marks, self._bounds.context
        if not self._chat:
            while len(marks) > 1 and marks[1][0] <= self._shown and marks[-1][1] - marks[1][1] >= least:
                marks.popleft()
        cut = max(marks[0][0], self._shown - self._bounds.kept)
        if cut < least:
            return
        # Else what follows would begin a line, and a word with a colon would be a speaker.
        head = "" if self._text[cut - 1] == "\n" else _WITHIN_A_LINE
        self._text = head + self._text[cut:]
        cut -= len(head)
        self._shown -= cut
        self._read -= cut
        self._seen -= cut
        self._line -= cut
        self._masked -= cut
        self._markup.shift(cut)
        for wait in self._waits:
            wait.shift(cut)
        kept = [(place - cut, plain) for place, plain in marks if place >= cut]
        if not kept or kept[0][0] > self._shown:
            # What is held must not be dropped: the first mark stands before it.
            kept.insert(0, (0, marks[-len(kept) - 1][1]))
        self._marks = deque(kept)


def _from(finding: Finding, start: int) -> Finding:
    return Finding(
        finding.entity, max(0, finding.start - start), finding.end - start, finding.score, finding.rule, finding.value
    )


def _has_digit(text: str) -> bool:
    return any(map(str.isnumeric, text))


def _with_dots(findings: list[Finding], dots: list[Span]) -> list[Finding]:
    """`findings`, and between them one dot for each of `dots`, which are sorted."""
    out: list[Finding] = []
    at = 0
    queue = deque(findings)
    for start, end in dots:
        while queue and queue[0].start < end:
            at = queue[0].end
            out.append(queue.popleft())
        if start >= at:
            out.append(Finding("", start, end, 0.0, "held"))
            at = end
    return [*out, *queue]
