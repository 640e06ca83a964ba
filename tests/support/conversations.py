"""Random conversations with a card in pieces, each piece marked, and what a viewer can join of it."""

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from carddata import display_of, luhn_check_digit, luhn_valid
from redactors import Finding, Redactor
from redactors.conversation import Conversation, Recall, Release, Released
from redactors.conversation.released import Parts
from tests.support import phrases
from tests.support.dictation import LANGUAGES, Fragment, plain, said, spoken
from tests.support.harmless import harmless

_PREFIXES = (
    ("4", 16), ("4", 16), ("4", 16), ("4", 19), ("4", 13), ("52", 16), ("54", 16), ("2300", 16), ("34", 15), ("37", 15),
    ("6011", 16), ("65", 16), ("3530", 16), ("36", 14), ("301", 14), ("62", 16), ("62", 17), ("62", 19), ("67", 13),
    ("56", 14), ("6304", 18), ("50", 12), ("2200", 16), ("9792", 16),
)  # fmt: skip
HELD = "\u2022"
Role = Literal["customer", "agent", "bot", "system"]


@dataclass(frozen=True, slots=True)
class Mark:
    """`text[start:end]` shows the digits `places` of the secret `name`."""

    start: int
    end: int
    name: str
    places: frozenset[int]


@dataclass(slots=True)
class Said:
    """One turn; `marks` say where secrets stand in it."""

    role: Role
    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    speaker: str | None = None
    at: float | None = None
    recall: Literal["edit", "none"] = "edit"
    innocent: bool = False

    def add(self, fragments: Iterable[Fragment], name: str, places: list[frozenset[int]]) -> None:
        """Appends digits; `places[i]`: which of the secret's digits the i-th one gives away."""
        for text, shows in fragments:
            given = frozenset().union(*(places[i] for i in shows))
            if given:
                self.marks.append(Mark(len(self.text), len(self.text) + len(text), name, given))
            self.text += text


@dataclass(slots=True)
class Made:
    """A conversation and its secrets: cards by name, whose digits the table allows; of others none is."""

    turns: list[Said]
    secrets: dict[str, str]

    def allowed(self, name: str) -> frozenset[int]:
        """The places of the secret that may be shown."""
        if not name.startswith("card"):
            return frozenset()
        digits = self.secrets[name]
        display = display_of(digits, suspect=not luhn_valid(digits))
        size = len(digits)
        return frozenset(range(len(display.first6))) | frozenset(range(size - len(display.last4), size))


class Screen:
    """A viewer's screen: what each turn reads now, after every recall and release, and what it ever read."""

    def __init__(self) -> None:
        self.parts: dict[str, Parts] = {}
        self.ever: dict[str, list[Parts]] = {}

    @property
    def texts(self) -> dict[str, str]:
        """What each turn reads now."""
        return {turn: Release(turn, parts).text for turn, parts in self.parts.items()}

    def show(self, turn_id: str | None, released: Released) -> None:
        """Takes in what a turn, or the end (None), gave out."""
        changes: list[Recall | Release] = [*released.recalls, *released.releases]
        shown = [(change.turn_id, change.parts) for change in changes]
        for turn, parts in ([(turn_id, released.parts)] if turn_id is not None else []) + shown:
            self.parts[turn] = parts
            self.ever.setdefault(turn, []).append(parts)


def readable(text: str, parts: Parts) -> set[int]:
    """Offsets of `text` that can be read in `parts`; AssertionError if they show anything else.

    A dot stands for a stretch of any length, a finding for just its span.
    """
    pattern = ""
    for part in parts:
        if isinstance(part, Finding):
            pattern += f"(?s:.{{{part.end - part.start}}})"
            continue
        pattern += "(?s:.+?)".join(f"({re.escape(piece)})" for piece in part.split(HELD))
    match = re.fullmatch(pattern, text)
    assert match is not None, "other text than the turn's is shown"
    return {at for group in range(1, match.re.groups + 1) for at in range(*match.span(group))}


def leaked(made: Made, screen: Screen) -> dict[str, set[int]]:
    """Digits of each secret that can be read, or could once, over all turns together, beyond what may be shown."""
    joined: dict[str, set[int]] = {name: set() for name in made.secrets}
    for i, turn in enumerate(made.turns):
        if not turn.marks or str(i) not in screen.parts:
            continue
        for parts in screen.ever[str(i)]:
            seen = readable(turn.text, parts)
            for mark in turn.marks:
                if any(at in seen and turn.text[at].isalnum() for at in range(mark.start, mark.end)):
                    joined[mark.name] |= mark.places
    over = {name: places - made.allowed(name) for name, places in joined.items()}
    return {name: places for name, places in over.items() if places}


def play(redactor: Redactor, made: Made, after: Callable[[Screen], None] | None = None) -> Screen:
    """The screen after all turns and the end; `after(screen)` is called after each turn and the end."""
    conversation, screen = Conversation(redactor), Screen()
    for i, turn in enumerate(made.turns):
        given = conversation.turn(str(i), turn.role, turn.text, turn.at, speaker=turn.speaker, recall=turn.recall)
        screen.show(str(i), given)
        if after is not None:
            after(screen)
    screen.show(None, conversation.end())
    if after is not None:
        after(screen)
    return screen


def made_card(dice: random.Random) -> str:
    """A Luhn-valid number of an issuer."""
    prefix, length = dice.choice(_PREFIXES)
    payload = prefix + "".join(dice.choice("0123456789") for _ in range(length - 1 - len(prefix)))
    return payload + luhn_check_digit(payload)


def without_card(dice: random.Random) -> Made:
    """A conversation full of other numbers."""
    turns = [Said(role, text, innocent=True) for role, text in harmless(dice, dice.randint(1, 4))]  # type: ignore[arg-type]
    return Made(turns, {})


def with_card(dice: random.Random) -> Made:
    """A card over 1 to 16 turns, asked for or not, with all that people say meanwhile."""
    if dice.random() < 0.08:
        return _of_two_customers(dice)
    return _Customer(dice, "card0").conversation()


def _of_two_customers(dice: random.Random) -> Made:
    """Two people take turns in one conversation, each with a card."""
    one, other = (_Customer(dice, f"card{i}", speaker=name).conversation() for i, name in enumerate(("ann", "bob")))
    left, turns = [one.turns, other.turns], []
    while any(left):
        turns.append(dice.choice([queue for queue in left if queue]).pop(0))
    for turn in turns:
        turn.at = None
    return Made(turns, one.secrets | other.secrets)


class _Customer:
    """Makes one conversation in which one card is given."""

    def __init__(self, dice: random.Random, name: str, speaker: str | None = None) -> None:
        self.dice, self.name, self.speaker = dice, name, speaker
        self.language = dice.choice(LANGUAGES)
        self.card = made_card(dice)
        self.secrets = {name: self.card}
        self.turns: list[Said] = []
        self.asks = dice.choice(("first", "first", "middle", "none", "none"))
        if len(self.card) == 12:
            self.asks = "first"
        if self.asks == "first" and dice.random() < 0.15:
            self.card = self.card[:-1] + str((int(self.card[-1]) + dice.randint(1, 9)) % 10)
            self.secrets[name] = self.card
        self.dictates: Role = "customer"
        if self.asks == "none" and speaker is None and dice.random() < 0.08:
            self.dictates = "agent"

    def conversation(self) -> Made:
        dice = self.dice
        if dice.random() < 0.3 and self.speaker is None:
            self._innocent(dice.randint(1, 2))
        if self.asks == "first":
            asker: Role = dice.choice(("agent", "agent", "bot"))
            self._say(asker, phrases.REQUESTS)
        elif self.asks == "none" and self.dictates == "customer" and dice.random() < 0.1:
            self._say("customer", phrases.ANNOUNCED)
        most = 4 if self.dictates == "agent" else 16
        cuts = sorted(dice.sample(range(1, len(self.card)), dice.randint(0, min(most, len(self.card)) - 1)))
        style = dice.random()
        bounds = list(zip([0, *cuts], [*cuts, len(self.card)], strict=True))
        middle = dice.randrange(len(bounds))
        for n, (first, end) in enumerate(bounds):
            if self.asks == "middle" and n == middle:
                self._say("agent", phrases.REQUESTS)
            self._group(first, end, n + 1, style)
            if n + 1 < len(bounds):
                self._meanwhile(end)
        if self.dictates == "customer" and dice.random() < 0.25:
            self._read_back(0, len(self.card), "agent")
        self._after()
        self._turn("agent").text = "thank you"
        self._surfaces()
        return Made(self.turns, self.secrets)

    def _turn(self, role: Role) -> Said:
        speaker = self.speaker if role == "customer" else None
        self.turns.append(Said(role, speaker=speaker))
        return self.turns[-1]

    def _say(self, role: Role, table: dict[str, tuple[str, ...]], **numbers: int) -> None:
        self._turn(role).text = self.dice.choice(table[self.language]).format(**numbers)

    def _innocent(self, count: int) -> None:
        for role, text in harmless(self.dice, count):
            turn = self._turn(role)  # type: ignore[arg-type]
            turn.text, turn.innocent = text, True
        self._turn("agent").text = "thanks"

    def _group(self, first: int, end: int, n: int, style: float) -> None:
        """One group of the card, in prose or bare, now and then wrong at first or twice."""
        dice, size = self.dice, end - first
        chance, wrong = dice.random(), None
        template = "{}"
        if style < 0.4 or dice.random() < 0.4:
            prose = phrases.PROSE[self.language] if self.dictates == "customer" else phrases.BARE
            template = dice.choice(prose)
        if size >= 2 + 2 * (not first) and self.dictates == "customer" and chance < 0.04:
            wrong, template = self._mistyped(first, end), dice.choice(phrases.CORRECTED[self.language])
        elif size >= 2 + 2 * (not first) and self.dictates == "customer" and chance < 0.08:
            wrong, template = self._mistyped(first, end), dice.choice(phrases.CORRECTIONS[self.language])
            self._fill(self._turn("customer"), "{wrong}", first, end, n, wrong)
        self._fill(self._turn(self.dictates), template, first, end, n, wrong)
        if self.dictates == "customer" and 0.08 < chance < 0.1:
            self._fill(self._turn("customer"), "{}", first, end, n, None)

    def _mistyped(self, first: int, end: int) -> str:
        digits = list(self.card[first:end])
        at = self.dice.randrange(0 if first else 2, len(digits))
        digits[at] = str((int(digits[at]) + self.dice.randint(1, 9)) % 10)
        return "".join(digits)

    def _fill(self, turn: Said, template: str, first: int, end: int, n: int, wrong: str | None) -> None:
        half = first + (end - first + 1) // 2
        slots = {"{}": (first, end), "{a}": (first, half), "{b}": (half, end)}
        rest = template
        while rest:
            opened = rest.find("{")
            turn.text += rest if opened < 0 else rest[:opened]
            if opened < 0:
                return
            slot, rest = rest[opened : (close := rest.index("}") + 1)], rest[close:]
            if slot == "{n}":
                turn.text += str(n % 10 if turn.text.endswith(":4") else n)
            elif slot == "{wrong}":
                assert wrong is not None
                places = [
                    frozenset({first + i}) if d == self.card[first + i] else frozenset[int]()
                    for i, d in enumerate(wrong)
                ]
                turn.add(plain(wrong), self.name, places)
            elif slots[slot][0] < slots[slot][1]:
                self._digits(turn, *slots[slot])

    def _digits(self, turn: Said, first: int, end: int) -> None:
        places = [frozenset({place}) for place in range(first, end)]
        turn.add(said(self.card[first:end], self.language, self.dice), self.name, places)

    def _meanwhile(self, done: int) -> None:
        """What comes between two groups."""
        dice, chance = self.dice, self.dice.random()
        numbers = {"done": done, "left": len(self.card) - done}
        if chance < 0.3:
            self._say("agent" if self.dictates == "customer" else "customer", phrases.ACKNOWLEDGEMENTS, **numbers)
        elif chance < 0.42 and self.dictates == "customer":
            last = next(t for t in reversed(self.turns) if t.marks)
            shown = [place for mark in last.marks for place in mark.places]
            self._read_back(min(shown, default=0) if dice.random() < 0.7 else 0, done, "agent")
        elif chance < 0.55:
            self._say(dice.choice(("customer", "agent")), phrases.CHATTER)
        elif chance < 0.57 and self.speaker is None:
            for _ in range(dice.randint(2, 18)):
                self._turn(dice.choice(("agent", "agent", "customer"))).text = dice.choice(
                    ("hm", "one moment", "still there?", "yes")
                )

    def _read_back(self, first: int, end: int, role: Role) -> None:
        turn, ending = self._turn(role), end - first > 4 and self.dice.random() < 0.3
        if ending:
            first = end - 4
        before, _, after = self.dice.choice((phrases.ENDING if ending else phrases.READ_BACK)[self.language]).partition(
            "{}"
        )
        turn.text = before
        write = self.dice.choice((plain, plain, spoken))
        places = [frozenset({place}) for place in range(first, end)]
        turn.add(write(self.card[first:end], self.language, self.dice), self.name, places)
        turn.text += after

    def _after(self) -> None:
        """Expiry, verification code or PIN: asked for, told, or just put there."""
        dice, language = self.dice, self.language
        if self.dictates == "agent" or dice.random() < 0.4:
            return
        expiry = f"{dice.randint(1, 12):02}/{dice.randint(26, 33)}"
        values = {"expiry": expiry, "cvv": f"{dice.randrange(1000):03}", "pin": f"{dice.randrange(10000):04}"}
        if dice.random() < 0.25 and self.speaker is None:
            self._secret("expiry", expiry, "{}" if dice.random() < 0.5 else "{} and ")
            if self.turns[-1].text.endswith("and "):
                self._secret("cvv", values["cvv"], "{}", self.turns[-1])
            return
        for name in dice.choice((("expiry",), ("cvv",), ("expiry", "cvv"), ("expiry", "cvv"), ("pin",))):
            if dice.random() < 0.6:
                self._say("agent", phrases.ASKED_AFTER[name])
                self._secret(name, values[name], "{}")
            else:
                self._secret(name, values[name], dice.choice(phrases.VOLUNTEERED[name][language]))

    def _secret(self, name: str, value: str, template: str, turn: Said | None = None) -> None:
        turn = turn or self._turn("customer")
        key = f"{name} of {self.name}"
        self.secrets[key] = value
        before, _, after = template.partition("{}")
        turn.text += before
        fragments = plain(value)
        if name == "cvv" and self.dice.random() < 0.3:
            fragments = spoken(value, self.language, self.dice)
        turn.add(fragments, key, [frozenset({i}) for i in range(len(value))])
        turn.text += after

    def _surfaces(self) -> None:
        """A clock, in some; surfaces that cannot edit, in some."""
        dice = self.dice
        if dice.random() < 0.3:
            at, digits_at = 1.7e9, 1.7e9
            for turn in self.turns:
                at = min(at + dice.choice((1, 5, 20, 118)), digits_at + 119)
                turn.at = at
                if turn.role == self.dictates and turn.marks:
                    digits_at = at
        if dice.random() < 0.3:
            share = dice.choice((0.3, 1.0, 1.0))
            for turn in self.turns:
                turn.recall = "none" if dice.random() < share else "edit"
