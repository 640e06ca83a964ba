"""`Conversation`: turns in, what may be shown out. Pure: no clock, no I/O; time comes in with the turn.

Invariants:
- at no time do the texts given out show more of a card than `carddata.display_of` allows;
- digits of two speakers, and of two conversations, never join;
- a turn that was taken once gives the same answer again and changes nothing.
"""

from collections.abc import Sequence
from typing import Literal

from carddata import InputError
from redactors.conversation.answering import LONGEST_QUESTION
from redactors.conversation.memory import Memory
from redactors.conversation.released import Recall, Release, Released, spelled
from redactors.conversation.requests import Ask
from redactors.conversation.scan import Island, Kind, Scan, scan
from redactors.conversation.settings import LIMITS, Limits
from redactors.conversation.turns import Turn
from redactors.conversation.voice import Voice
from redactors.finding import Finding
from redactors.redactor import Redactor

Role = Literal["customer", "agent", "bot", "system"]
RecallMode = Literal["edit", "none"]

_LASTING = frozenset({Ask.CARD, Ask.OTHER, Ask.FACT})
"""What takes the place of a request for a card, for a customer who has not spoken yet."""
_TOLD = 256
"""Characters of what the other side has said in digits of its own."""


class Conversation:
    """One conversation; `copy` it before a turn to be able to go back."""

    def __init__(self, redactor: Redactor, limits: Limits = LIMITS) -> None:
        self._redactor = redactor
        self._limits = limits
        self._memory = Memory()
        self._voices: dict[str, Voice] = {}
        self._answers: dict[str, tuple[int, str, Released]] = {}
        self._ask: tuple[Ask, int] | None = None
        self._told = ""
        self._last: tuple[Role, str] | None = None

    def question(self, role: Role) -> str:
        """What another side has said right before a turn of `role`, the end of it; empty: nothing."""
        return self._last[1] if self._last is not None and self._last[0] != role else ""

    def copy(self) -> "Conversation":
        """An independent conversation in the same state."""
        other = Conversation(self._redactor, self._limits)
        other._memory = self._memory.copy()
        other._voices = {name: voice.copy(other._memory) for name, voice in self._voices.items()}
        other._answers = dict(self._answers)
        other._ask, other._told, other._last = self._ask, self._told, self._last
        return other

    @property
    def size(self) -> int:
        """Bytes of the texts of all turns kept, as UTF-8."""
        return self._memory.size

    def turn(
        self,
        turn_id: str,
        role: Role,
        text: str,
        at: float | None = None,
        speaker: str | None = None,
        recall: RecallMode = "edit",
        read: Scan | None = None,
    ) -> Released:
        """Takes the next turn. `at`: seconds on the caller's clock. `speaker` tells two of one role apart.

        `recall` "none": the surface cannot edit, so undecided digits of this turn are never shown and it
        is never recalled. `read`: `scan` of the same text, made elsewhere. A `turn_id` that was taken gives
        its answer again; InputError if it comes with another text, and for too many speakers.
        """
        name = f"{role}:{speaker or ''}"
        if turn_id in self._answers:
            return self._again(turn_id, name, text)
        if name not in self._voices and len(self._voices) >= self._limits.speakers:
            raise InputError("too many speakers in one conversation: start another", path="speaker")
        read = read or scan(self._redactor, text, question=self.question(role))
        self._last = role, text[-LONGEST_QUESTION:]
        turn = self._memory.add(turn_id, text, read.findings, editable=recall == "edit")
        for voice in self._voices.values():
            voice.late(turn.number, at)
        voice = self._voices.get(name) or self._joins(name, role)
        if role == "customer":
            voice.heard(turn, read, at, self._told)
            if voice.answered:
                self._ask = None
                for other in self._customers():
                    other.passed_over()
        else:
            self._said(voice, turn, read, at)
        for each in self._voices.values():
            each.settle(turn.number)
        self._memory.keep_echoes(cell for each in self._voices.values() for cell in each.ledger.cells)
        return self._answered(turn, name)

    def end(self) -> Released:
        """No more turns: decides what is open, gives back what proved harmless, and forgets everything."""
        for voice in self._voices.values():
            voice.close()
        recalls, releases = self._changes(None)
        self.wipe()
        return Released((), (), recalls, releases)

    def wipe(self) -> None:
        """Forgets everything and decides nothing: what was held back is never shown."""
        self._memory.wipe()
        self._voices.clear()
        self._answers.clear()
        self._ask, self._told, self._last = None, "", None

    def finished(self) -> tuple[list[tuple[int, Finding]], list[str]]:
        """For whole transcripts: ends it and gives every turn's findings, by index from 0, and final text."""
        for voice in self._voices.values():
            voice.close()
        turns = list(self._memory.turns.values())
        findings = [(turn.number - 1, finding) for turn in turns for finding in turn.findings()]
        texts = [spelled(turn.parts()) for turn in turns]
        self.wipe()
        return findings, texts

    def _again(self, turn_id: str, name: str, text: str) -> Released:
        number, said_by, released = self._answers[turn_id]
        turn = self._memory.turns.get(number)
        if turn is None or turn.text != text or name != said_by:
            raise InputError("this turn was taken already: give each turn an id of its own", path="turn_id")
        return released

    def _joins(self, name: str, role: Role) -> Voice:
        voice = Voice(name, self._memory, self._limits)
        if role == "customer" and self._ask is not None:
            voice.asked(*self._ask)
        self._voices[name] = voice
        return voice

    def _customers(self) -> list[Voice]:
        return [voice for name, voice in self._voices.items() if name.startswith("customer:")]

    def _said(self, voice: Voice, turn: Turn, read: Scan, at: float | None) -> None:
        """A turn of an agent, a bot or the system: a reading back, a request, or numbers of its own."""
        islands: Sequence[Island] = [i for i in read.islands if i.kind is not Kind.COUNTED]
        if read.asked is not None:
            islands = [i for i in islands if len(i.atoms) > 1]
        gives = read.asked is None or (read.asked is Ask.NEXT and bool(islands))
        for customer in self._customers():
            islands = customer.ledger.read_back(turn, islands, dictated=read.dictated)
            for finding in turn.own:
                if finding.entity in ("PAN", "TRACK_DATA") and finding.value is not None:
                    customer.ledger.learn(finding.value.expose())
        if read.asked is not None:
            if self._ask is None or self._ask[0] is not Ask.CARD or read.asked in _LASTING:
                self._ask = read.asked, turn.number
            for customer in self._customers():
                customer.asked(read.asked, turn.number)
        elif "?" not in turn.text:
            for customer in self._customers():
                customer.acknowledged()
        self._told = (self._told + "".join(f" {island.digits} " for island in islands))[-_TOLD:]
        voice.gave(turn, islands if gives else [], at, dictated=read.dictated)

    def _answered(self, turn: Turn, name: str) -> Released:
        recalls, releases = self._changes(turn)
        turn.changed = False
        turn.shown, turn.told = turn.parts(), tuple(turn.findings())
        released = Released(turn.shown, turn.told, recalls, releases)
        self._answers[turn.id] = (turn.number, name, released)
        gone = self._memory.trim(self._limits)
        for voice in self._voices.values():
            voice.forget(gone)
        for old in gone:
            self._answers.pop(old.id, None)
        return released

    def _changes(self, now: Turn | None) -> tuple[tuple[Recall, ...], tuple[Release, ...]]:
        recalls: list[Recall] = []
        releases: list[Release] = []
        for turn in self._memory.turns.values():
            if turn is now or not turn.changed:
                continue
            turn.changed = False
            parts = turn.parts()
            if parts == turn.shown:
                continue
            before = {(f.start, f.end, f.entity, _value(f)) for f in turn.told}
            turn.told = tuple(turn.findings())
            new = [f for f in turn.told if (f.start, f.end, f.entity, _value(f)) not in before]
            turn.shown = parts
            if not turn.editable and new:
                continue
            if new:
                recalls += [Recall(turn.id, finding, parts) for finding in new]
            else:
                releases.append(Release(turn.id, parts))
        return tuple(recalls), tuple(releases)


def _value(finding: Finding) -> str | None:
    return None if finding.value is None else finding.value.expose()
