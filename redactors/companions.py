"""What stands beside a card number: expiry date, card verification code and PIN (PCI DSS 4.0.1 3.3.1).

All are found by a cue word before or after them, date and code also by their place right after a card number or what
replaced one. A cue that other things have too ("valid until", "security code") needs a card word or a card near.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from redactors.barriers import BARRIERS, CARD
from redactors.companion_cues import CODE_CUE, DATE_CUE, DATE_PART_CUE, PIN_CUE
from redactors.cues import Stance, against, speaks_for, stance
from redactors.gate import CODE, DATE, PIN, places
from redactors.marks import FILLER, LINE
from redactors.recognizer import Hit
from redactors.view import View

_BETWEEN = rf"[ .,{FILLER}-]{{1,3}}"
_CODE = (
    rf"(?:[0-9](?:{FILLER}?[0-9]){{2,3}}|[0-9](?:{_BETWEEN}[0-9]){{2,3}}|[0-9]{{1,2}}{_BETWEEN}[0-9]{{1,2}})"
    rf"(?![0-9]|[./:{FILLER}-][0-9])"
)
_PIN = rf"(?:[0-9]{{4,6}}|[0-9](?:(?:{_BETWEEN})?[0-9]){{3,5}})(?![ ./:-]?[0-9])"
_MONTHS = (
    r"(?:jan|feb|m(?:a|ä|ae)r|apr|ma[yi]|jun|jul|aug|sep|o[ck]t|nov|d[eé][cz]|ene|abr|ago|dic|f[eé]v|avr|juin|juil"
    r"|ao[uû]t)[a-zéûä]{0,8}\.?"
)
_SLASH = rf"(?:\s?[/.\-–|\\{FILLER}]\s?|\s(?:of|de|del|du|slash|/)?\s?)"
_MONTH, _YEAR = r"(?:0?[1-9]|1[0-2])", r"(?:20)?[2-4][0-9]"
_ENDS = r"(?![0-9]|[/.-][0-9])"
_EXPIRY = (
    rf"(?:{_MONTH}{_SLASH}{_YEAR}|(?:0[1-9]|1[0-2]){_YEAR}|20[2-4][0-9]\s?[/.\-]\s?(?:0[1-9]|1[0-2])"
    rf"|{_MONTHS}(?:\s|[-/,]|\s?(?:of|de|del|du|['’‘])\s?){{0,2}}{_YEAR}){_ENDS}"
)
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_DATE = rf"(?:{_EXPIRY}|(?:{_DAY}([/.-]){_MONTH}|{_MONTH}([/.-]){_DAY})[/.-]{_YEAR}{_ENDS})"
_DATE_PART = rf"(?:{_YEAR}|{_MONTH})(?![0-9])"
_ARE = r"(?:is|are|was|es|son|est|sont|c['’]est|ist|sind|lautet|lauten)"
_LINK = rf"(?:{_ARE}|as|for|de|pour|para|como|comme|en|als|für)"
_ARTICLE = r"(?:the|my|your|what|it|says|card|el|la|los|mi|tu|le|les|l['’]|mon|ma|der|die|das|den|mein|meine|deine)"
_LINKED = re.compile(rf"(?<![^\W\d_])(?:{_LINK}|{_ARTICLE})\s$", re.IGNORECASE)
_FILL = rf"(?:[^0-9{BARRIERS}\n]|\n{LINE})"
_BESIDE = re.compile(
    rf"(?:\s{{0,3}}[,;|/:\-–(]?\s{{0,3}}(?P<date>{_EXPIRY}))?+"
    rf"(?:\s{{0,3}}[,;|/:\-–(]?\s{{0,3}}(?P<code>[0-9](?:{FILLER}?[0-9]){{2,3}})(?!{FILLER}?[0-9]|[ .,:/-]{{1,2}}[0-9])"
    r"(?!\s?(?:[€$£%]|eur|usd|gbp|euros?|dollars?|dólares|pounds?|times|veces|fois|mal)\b))?",
    re.IGNORECASE,
)
_CARD_WALLS = re.compile(rf"{CARD}+")
_GOES_ON = re.compile(r" [0-9]{3}")
_OWN = re.compile(r"\b(?:my|mi|mon|ma|meine?|die|el|le|card|tarjeta|carte|karte)\s$", re.IGNORECASE)
_PLUG = re.compile(r"(?<![0-9])[0-9]{1,2}[ -]$")
_KEY = re.compile(r"[\"'=>]")
_REACH = 160
_BEFORE_HINT = 40
"""Characters that a cue may begin before the hint in it."""
_AFTER_HINT = 160
"""Characters in which a cue, what stands between and the digits are over."""
_BEFORE_CUE = 48
"""Characters in which digits and what ties them to the cue after them stand."""
_LONGEST_LINK = 8
"""Characters of a word that ties digits to the cue after them, with its space."""
_USUAL_PIN = 4


class _Shape(NamedTuple):
    """Where a value may stand to its cue."""

    tight: re.Pattern[str]  # "cvv: 123"
    loose: re.Pattern[str]  # "cvv on the back reads 123"
    said: re.Pattern[str]  # "123 is the cvv"
    ahead: re.Pattern[str]  # "123 (cvv)"

    def values(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The spans of the values that the cue `text[start:end]` names."""
        low = max(0, start - _BEFORE_CUE)
        head = text[low:start]
        linked = _LINKED.search(head, max(0, len(head) - _LONGEST_LINK))
        said = self.said.search(head) if linked else None
        tight = self.tight.match(text, end)
        if said is not None:
            yield low + said.start("value"), low + said.end("value")
        if tight is not None:
            yield tight.span("value")
        if said is not None or tight is not None:
            return
        loose = self.loose.match(text, end)
        if loose is not None:
            if not against(text[end : loose.start("value")]):
                yield loose.span("value")
            return
        ahead = self.ahead.search(head)
        if ahead is not None:
            yield low + ahead.start("value"), low + ahead.end("value")


def _shape(value: str) -> _Shape:
    named = f"(?P<value>{value})"
    hinted = r"(?:\s?[(/]?\s?(?:[34]|mm/yy(?:yy)?)(?:[\s-]?(?:digits?|dígitos|chiffres|stellig))?\s?[)])?"
    tight = rf"{hinted}(?:[\s\"'’:=>#(./|,–-]|\\\"){{0,6}}(?:{_ARE}[\s:]{{1,3}})?[\"'’#(]{{0,2}}"
    alone = r"(?<![0-9])(?<![0-9][ ./:-])"
    sources = (
        rf"{tight}{named}",
        rf"{_FILL}{{0,28}}?{named}",
        rf"{alone}{named}\s?[,:;-]?\s?{_LINK}\s(?:{_ARTICLE}\s){{0,4}}$",
        rf"{alone}{named}\s{{0,2}}[(:–-]?\s?\(?(?:de\s)?$",
    )
    return _Shape(*(re.compile(source, re.IGNORECASE) for source in sources))


_CODES, _DATES, _DATE_PARTS, _PINS = map(_shape, (_CODE, _DATE, _DATE_PART, _PIN))


def companions(view: View, cards: Iterable[Hit]) -> Iterator[Hit]:
    """Codes and dates beside `cards` and beside card barriers, and those that a cue word names."""
    text, clues = view.text, view.clues.bits
    cards_at = sorted({card[1:3] for card in cards} | {wall.span() for wall in _CARD_WALLS.finditer(text)})
    for _, end in cards_at:
        yield from _beside(text, end)
    for cue, start, end in _cued(text, CODE_CUE, _CODES, clues, CODE):
        whole = not _GOES_ON.match(text, end) or _begins(cards_at, end + 1)
        if whole and _apart(cards_at, start, end) and (cue["sure"] or _in_context(text, cue, start, end, cards_at)):
            yield Hit("CVV", start, end, 0.9, "cvv-after-cue", "".join(filter(str.isdigit, text[start:end])))
    for pattern, shape in ((DATE_CUE, _DATES), (DATE_PART_CUE, _DATE_PARTS)):
        for cue, start, end in _cued(text, pattern, shape, clues, DATE):
            if _apart(cards_at, start, end) and _in_context(text, cue, start, end, cards_at):
                yield Hit("CARD_EXPIRY", start, end, 0.9, "expiry-after-cue", text[start:end])
    for cue, start, end in _cued(text, PIN_CUE, _PINS, clues, PIN):
        if _apart(cards_at, start, end) and _is_pin(text, cue, start, end, cards_at):
            yield Hit("PIN", start, end, 0.8, "pin-after-cue", "".join(filter(str.isdigit, text[start:end])))


def _cued(
    text: str, pattern: re.Pattern[str], shape: _Shape, clues: int, clue: int
) -> Iterator[tuple[re.Match[str], int, int]]:
    """Cues round the hints in `text`, for there only can they stand, each with the span of a value."""
    if clues & clue:
        for begin, end in places(text, clue, _BEFORE_HINT, _AFTER_HINT):
            for cue in pattern.finditer(text, begin, end):
                for span in shape.values(text, *cue.span()):
                    yield cue, *span


def _is_pin(text: str, cue: re.Match[str], start: int, end: int, cards_at: list[tuple[int, int]]) -> bool:
    before = text[max(0, cue.start() - 10) : cue.start()]
    if _PLUG.search(before):
        return False  # "a 3 pin plug"
    # In India a PIN is a postal code of six digits.
    usual = sum(map(str.isdigit, text[start:end])) == _USUAL_PIN
    own = cue["sure"] or usual or _OWN.search(before) or _KEY.search(text, cue.end(), start)
    return bool(own) or _in_context(text, cue, start, end, cards_at)


def _beside(text: str, end: int) -> Iterator[Hit]:
    match = _BESIDE.match(text, end)
    if match is None:
        return
    if match["date"]:
        yield Hit("CARD_EXPIRY", *match.span("date"), 0.9, "expiry-after-card", match["date"])
    if match["code"] and match.start("code") > end:
        yield Hit("CVV", *match.span("code"), 0.8, "cvv-after-card", match["code"])


def _begins(cards_at: list[tuple[int, int]], at: int) -> bool:
    near = bisect_left(cards_at, (at, at))
    return near < len(cards_at) and cards_at[near][0] == at


def _apart(cards_at: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether no card holds any of `start` to `end`."""
    near = bisect_left(cards_at, (end, end))
    return near == 0 or cards_at[near - 1][1] <= start


def _in_context(text: str, cue: re.Match[str], start: int, end: int, cards_at: list[tuple[int, int]]) -> bool:
    start, end = min(cue.start(), start), max(cue.end(), end)
    near = bisect_left(cards_at, (start, end))
    for first, last in cards_at[max(0, near - 1) : near + 1]:
        low, high = (last, start) if last <= start else (end, first)
        if high - low <= _REACH and not any(barrier in text[low:high] for barrier in BARRIERS):
            return True
    return stance(text, start, end) is Stance.CARD or speaks_for(text[start:end])
