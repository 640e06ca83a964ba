"""`TextStream`: a growing text in, its redacted form out, as early as nothing that follows can change it.

Invariants:
- what was given out is a beginning of the final text: nothing is ever taken back;
- while no bound is hit, the whole output is the redacted whole text, however it was cut into pieces;
- a digit that is not decided is never given out: when a bound is hit it leaves masked, and so do the
  digits after it until the run has ended.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from redactors.conversation.opening import LONGEST, ends_runs, passing, plain, word_at
from redactors.conversation.turns import HELD
from redactors.digits import digit_atoms
from redactors.finding import Finding
from redactors.gate import COMPANION, look
from redactors.redactor import Redactor
from redactors.splicing import splice

_CHAT_LINE = re.compile(r"(?m)^[^\n:]{1,40}:[ \t]")


@dataclass(frozen=True, slots=True)
class Bounds:
    """`characters`, `seconds`: how much and how long is held at most. `quiet`: characters without anything
    that could be part of a number after which what stood before them is decided. `context`: characters
    kept of what was given out. `few`: digits that make no entity, given up after `words` plain words."""

    characters: int = 8192
    seconds: float = 8.0
    quiet: int = 256
    context: int = 512
    few: int = 2
    words: int = 3


BOUNDS = Bounds()


class TextStream:
    """One text. `feed` its pieces, then `end`; `replacement` gives what stands for a finding."""

    def __init__(
        self, redactor: Redactor, replacement: Callable[[Finding], str] | None = None, bounds: Bounds = BOUNDS
    ) -> None:
        self._redactor = redactor
        self._replacement = replacement or (lambda finding: f"[{finding.entity}]")
        self._bounds = bounds
        self._text = ""
        self._shown = 0
        self._read = 0
        self._quiet = 0
        self._words = 0
        self._masking = False
        self._since: float | None = None
        self._chat = False

    @property
    def held(self) -> int:
        """Characters that wait."""
        return len(self._text) - self._shown

    def feed(self, delta: str, at: float | None = None) -> str:
        """Takes the next characters at `at`, seconds on the caller's clock; gives what can be shown now."""
        self._text += delta
        out: list[str] = []
        while True:
            if self._read == self._shown and not self._masking:
                out.append(self._passed())
            if not self._over_next_word():
                break
            if self._decided():
                out.append(self._cut(self._read))
        out.append(self._bounded(at))
        return "".join(out)

    def end(self) -> str:
        """The text is over: gives the rest."""
        return self._cut(len(self._text))

    def _passed(self) -> str:
        start = self._shown
        self._shown = self._read = passing(self._text, start)
        out = self._text[start : self._shown]
        self._forget()
        return out

    def _over_next_word(self) -> bool:
        """Reads one more word of what is held; False where it is not over yet."""
        found = word_at(self._text, self._read)
        if found is None:
            return False
        word, after = found
        if plain(word):
            self._quiet += after - self._read
            self._words += ends_runs(word)
        else:
            self._quiet = self._words = 0
        self._read = after
        return True

    def _decided(self) -> bool:
        if self._quiet >= self._bounds.quiet:
            return not self._may_be_chat()
        if self._words < self._bounds.words or self._masking:
            return False
        if self._read - self._shown > self._bounds.quiet:
            return False
        held = self._text[self._shown : self._read]
        if any(not (c.isascii() and (c.isalnum() or c in " .,!?'\n-")) for c in held):
            return False
        near = self._text[max(0, self._shown - self._bounds.quiet) : self._read]
        return (
            len(digit_atoms(held)) <= self._bounds.few and not look(near).bits & COMPANION and not self._may_be_chat()
        )

    def _may_be_chat(self) -> bool:
        """Whether lines begin with names: then digits of far apart lines may belong together."""
        self._chat = self._chat or _CHAT_LINE.search(self._text[: self._read]) is not None
        return self._chat

    def _bounded(self, at: float | None) -> str:
        if self.held <= LONGEST and self._read == self._shown and not self._masking and at is None:
            return ""
        if not self.held:
            self._since = None
            return ""
        if self._since is None:
            self._since = at
        late = at is not None and self._since is not None and at - self._since >= self._bounds.seconds
        if self.held <= self._bounds.characters and not late:
            return ""
        self._masking = True
        out = self._cut(len(self._text), keep=True)
        self._since = at
        return out

    def _cut(self, end: int, *, keep: bool = False) -> str:
        """The held text up to `end`, redacted; digits that are not decided as dots."""
        text = self._text if end == len(self._text) else self._text[:end]
        findings = [f for f in self._redactor.find(text) if f.end > self._shown]
        inside = [_from(f, self._shown) for f in findings]
        held = text[self._shown :]
        if self._masking:
            inside = _with_digits(held, inside)
        out = splice(held, inside, lambda f: HELD if f.entity == "" else self._replacement(f))
        self._shown = self._read = end
        if not keep:
            self._quiet = self._words = 0
        self._masking, self._since = keep, None
        self._forget()
        return out

    def _forget(self) -> None:
        extra = self._shown - 2 * self._bounds.context
        if extra > 0:
            cut = self._text.find(" ", self._shown - self._bounds.context, self._shown)
            cut = cut if cut >= 0 else self._shown - self._bounds.context
            self._text = self._text[cut:]
            self._shown -= cut
            self._read -= cut


def _from(finding: Finding, start: int) -> Finding:
    return Finding(
        finding.entity, max(0, finding.start - start), finding.end - start, finding.score, finding.rule, finding.value
    )


def _with_digits(text: str, findings: list[Finding]) -> list[Finding]:
    masks: list[Finding] = []
    for atom in digit_atoms(text):
        covered = any(f.start < atom.end and atom.start < f.end for f in findings)
        if not covered and not (masks and masks[-1].end > atom.start):
            masks.append(Finding("", atom.start, atom.end, 0.0, "held"))
    return sorted([*findings, *masks], key=lambda f: f.start)
