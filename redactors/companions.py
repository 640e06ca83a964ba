"""What stands beside a card number: expiry date, card verification code and PIN (PCI DSS 4.0.1 3.3.1).

All are found by a cue word before or after them, date and code also by their place right after a card number or what
replaced one. A cue that other things have too ("valid until", "security code") needs a card word or a card near.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from redactors.barriers import BARRIERS, CARD
from redactors.companion_cues import CODE_CUE, DATE_CUE, OTHER_THING, PART_OF_NUMBER, PIN_CUE
from redactors.companion_values import ARE, BESIDE, CODES, DATE_PARTS, DATES, PINS, Shape
from redactors.cues import Stance, speaks_for, stance
from redactors.gate import CODE, DATE, PIN, places
from redactors.recognizer import Hit
from redactors.view import View

_CARD_WALLS = re.compile(rf"{CARD}+")
_GOES_ON = re.compile(r" [0-9]{3}")
_OWN = re.compile(r"\b(?:my|mi|mon|ma|meine?|die|el|le|card|tarjeta|carte|karte)\s$", re.IGNORECASE)
_PLUG = re.compile(r"(?<![0-9])[0-9]{1,2}[ -]$")
_KEY = re.compile(r"[\"'=>]")
_STATED = re.compile(rf"\b{ARE}\b|[:=]", re.IGNORECASE)
_TIGHT_GAP = 6
_SHORT_BEFORE, _THING_REACH = 10, 36
"""Characters before a cue in which a word changes what it means."""
_REACH = 160
_BEFORE_HINT = 40
"""Characters that a cue may begin before the hint in it."""
_AFTER_HINT = 160
"""Characters in which a cue, what stands between and the digits are over."""
_USUAL_PIN = 4


def companions(view: View, cards: Iterable[Hit]) -> Iterator[Hit]:
    """Codes and dates beside `cards` and beside card barriers, and those that a cue word names."""
    text, clues = view.text, view.clues.bits
    cards_at = sorted({card[1:3] for card in cards} | {wall.span() for wall in _CARD_WALLS.finditer(text)})
    for _, end in cards_at:
        yield from _beside(text, end)
    for cue, start, end in _cued(text, CODE_CUE, CODES, clues, CODE):
        whole = not _GOES_ON.match(text, end) or _begins(cards_at, end + 1)
        if whole and _apart(cards_at, start, end) and _is_code(text, cue, start, end, cards_at):
            yield Hit("CVV", start, end, 0.9, "cvv-after-cue", "".join(filter(str.isdigit, text[start:end])))
    for cue, start, end in _cued(text, DATE_CUE, DATES, clues, DATE, sure=DATE_PARTS):
        other = OTHER_THING.search(text, max(0, cue.start() - _THING_REACH), cue.start())
        if not other and _apart(cards_at, start, end) and _in_context(text, cue, start, end, cards_at):
            yield Hit("CARD_EXPIRY", start, end, 0.9, "expiry-after-cue", text[start:end])
    for cue, start, end in _cued(text, PIN_CUE, PINS, clues, PIN):
        if _apart(cards_at, start, end) and _is_pin(text, cue, start, end, cards_at):
            yield Hit("PIN", start, end, 0.8, "pin-after-cue", "".join(filter(str.isdigit, text[start:end])))


def cued(view: View) -> Iterator[tuple[int, int]]:
    """Codes, dates and PINs that a cue word names, whether or not a card is near."""
    text, clues = view.text, view.clues.bits
    yield from (found[1:] for found in _cued(text, CODE_CUE, CODES, clues, CODE))
    yield from (found[1:] for found in _cued(text, DATE_CUE, DATES, clues, DATE, sure=DATE_PARTS))
    yield from (found[1:] for found in _cued(text, PIN_CUE, PINS, clues, PIN))


def _cued(
    text: str, pattern: re.Pattern[str], shape: Shape, clues: int, clue: int, *, sure: Shape | None = None
) -> Iterator[tuple[re.Match[str], int, int]]:
    """Cues round the hints in `text`, for there only can they stand, each with the span of a value.

    `sure`: how the value of a sure cue is written, where not as the others.
    """
    if clues & clue:
        for begin, end in places(text, clue, _BEFORE_HINT, _AFTER_HINT):
            for cue in pattern.finditer(text, begin, end):
                chosen = sure if sure is not None and cue["sure"] else shape
                for span in chosen.values(text, *cue.span()):
                    yield cue, *span


def _is_code(text: str, cue: re.Match[str], start: int, end: int, cards_at: list[tuple[int, int]]) -> bool:
    if cue["sure"]:
        return True
    part = PART_OF_NUMBER.search(text[max(0, cue.start() - _SHORT_BEFORE) : start])
    return part is None and _in_context(text, cue, start, end, cards_at)


def _is_pin(text: str, cue: re.Match[str], start: int, end: int, cards_at: list[tuple[int, int]]) -> bool:
    before = text[max(0, cue.start() - _SHORT_BEFORE) : cue.start()]
    if _PLUG.search(before):
        return False  # "a 3 pin plug"
    between = text[cue.end() : start]
    if not cue["sure"] and len(between) > _TIGHT_GAP and not _STATED.search(between):
        return False  # "pin the message of 2024"
    # In India a PIN is a postal code of six digits.
    usual = sum(map(str.isdigit, text[start:end])) == _USUAL_PIN
    own = cue["sure"] or usual or _OWN.search(before) or _KEY.search(text, cue.end(), start)
    return bool(own) or _in_context(text, cue, start, end, cards_at)


def _beside(text: str, end: int) -> Iterator[Hit]:
    match = BESIDE.match(text, end)
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
