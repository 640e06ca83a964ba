"""The card recogniser: numbers, tracks, and what stands beside them."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from carddata import POLICIES, issuer_of, luhn_valid
from redactors.barriers import CARD, OTHER, overlaid
from redactors.chains import MIN_DIGITS, Chain, Gap, chains
from redactors.companions import companions
from redactors.cues import Stance, stance
from redactors.gate import COMPANION, TWELVE, UUID
from redactors.ibans import ibans
from redactors.pans import (
    LIMITS,
    TAIL,
    as_printed,
    dated,
    hashed,
    in_table,
    numbers,
    regular,
    speaks_against,
    suspect,
    valid,
)
from redactors.recognizer import Hit
from redactors.repairs import repaired
from redactors.series import series
from redactors.tracks import tracks
from redactors.view import View

_UUID = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![0-9A-Za-z])")
_TIME = re.compile(r"20[0-9]{2}(?:0[1-9]|1[0-2])[0-3]")
_LISTED_DIGITS = 24
_FEWEST_DIGITS = 2
"""Of an expiry date with its month as a word."""
_SURE = ("PAN", 0.9, "issuer-length-luhn")
_GUESSED = ("PAN_SUSPECT", 0.6, "digits-in-card-context")
_PROVEN = ("issuer", "length", "luhn")
_PROVEN_IN_CONTEXT = (*_PROVEN, "card-context")


class CardRecognizer:
    """PAN, PAN_SUSPECT, CVV, CARD_EXPIRY and TRACK_DATA: they decide about each other, so one finds all."""

    entities: frozenset[str] = POLICIES["cards"]

    def wanted(self, view: View) -> bool:
        """Twelve digits near each other, or a cue for a code or a date and two digits."""
        bits, digits, _ = view.clues
        return bits & TWELVE != 0 or digits > MIN_DIGITS or (digits >= _FEWEST_DIGITS and bits & COMPANION != 0)

    def find(self, view: View) -> Iterator[Hit]:
        """See `pans` for what makes a number a card and `companions` for the rest."""
        text = view.text
        cards: list[Hit] = []
        if view.clues.bits & TWELVE:
            cards = list(tracks(text))
            uuids = _UUID.finditer(text) if view.clues.bits & UUID else ()
            foreign = [(*match.span(), OTHER) for match in uuids]
            foreign += [(hit.start, hit.end, OTHER) for hit in ibans(view)]
            foreign += [(hit.start, hit.end, CARD) for hit in cards]
            # What stands within one turn was decided in the reading before.
            numbers_in = _numbers_over_turns if "turns" in view.kinds else _numbers
            cards += numbers_in(overlaid(text, _disjoint(foreign)) if foreign else text)
        elif view.clues.digits > MIN_DIGITS:
            cards = list(_in_series(text))
        yield from cards
        if cards or view.clues.bits & COMPANION:
            yield from companions(view, cards)


def _disjoint(spans: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    at = 0
    for start, end, barrier in sorted(spans):
        if start >= at:
            yield start, end, barrier
            at = end


def _numbers(text: str) -> Iterator[Hit]:
    for chain in chains(text, Gap.REPAIR):
        yield from _hits_in(chain)
    yield from _in_series(text)


def _numbers_over_turns(text: str) -> Iterator[Hit]:
    for chain in chains(text, Gap.REPAIR):
        if Gap.TURN in chain.gaps:
            yield from _hits_in(chain)


def _in_series(text: str) -> Iterator[Hit]:
    for chain in series(text):
        sizes = tuple(end - start for start, end in chain.groups)
        yield from _decided(chain, strict=True, guess=regular(sizes) and sizes[0] >= LIMITS.group_of_cards)


def _hits_in(chain: Chain) -> Iterator[Hit]:
    worst = max(chain.gaps, default=Gap.TIGHT)
    if worst is Gap.REPAIR:
        yield from _repaired(chain)
    elif worst is Gap.TALK:
        yield from _talked(chain)
    elif worst is Gap.LISTED:
        yield from _listed(chain)
    else:
        yield from _decided(chain)


def _listed(chain: Chain) -> Iterator[Hit]:
    found = [hit for part in chain.parts(Gap.LOOSE) for hit in _decided(part)]
    if not found and chain.marks[-1] <= _LISTED_DIGITS and _near(chain) is Stance.CARD:
        found = list(_decided(chain))
    yield from found


def _repaired(chain: Chain) -> Iterator[Hit]:
    near = _near(chain)
    result = repaired(chain.digits, chain.attempts(), guess=near is Stance.CARD) if near is not Stance.AGAINST else None
    if result is None:
        for part in chain.parts(Gap.TALK):
            yield from _talked(part)
        return
    digits, end, sure = result
    flags = ("repaired", *_facts(digits, near))
    entity, score, rule = _SURE if sure else _GUESSED
    # What was taken back belongs to it: no less than what a plain reading finds of it.
    score = 1.0 if sure and near is Stance.CARD else score
    yield from _hits(chain, 0, end, digits, Hit(entity, 0, 0, score, rule, "", flags))


def _talked(chain: Chain) -> Iterator[Hit]:
    """A number with a word in it that nobody knows: only if all its spells together make one."""
    spells = chain.spells(Gap.TALK)
    alone = [hit for part in chain.parts(Gap.LISTED) for hit in _listed(part)]
    if len(spells) == 1 or any(hit.entity == "PAN" for hit in alone) or len(chain.digits) > LIMITS.longest:
        yield from alone
        return
    near = _near(chain)
    least = LIMITS.spell if near is Stance.CARD else LIMITS.spell_without_context
    dictated = near is not Stance.AGAINST and all(end - start >= least for start, end in spells)
    sure = luhn_valid(chain.digits) and len(chain.digits) >= LIMITS.shortest_without_context
    whole = valid(chain.digits) or (near is Stance.CARD and _all_but_one(chain.digits, spells))
    if dictated and whole and (sure or near is Stance.CARD):
        facts = _facts(chain.digits, near)
        entity, score, rule = _SURE if sure else _GUESSED
        yield from _hits(chain, 0, len(chain.digits), chain.digits, Hit(entity, 0, 0, score, rule, "", facts))
    else:
        yield from alone


def _all_but_one(digits: str, spells: list[tuple[int, int]]) -> bool:
    """Whether the word between two spells may have been a digit: one is missing, or one too many was heard."""
    issuer = issuer_of(digits)
    lengths = issuer.lengths if issuer is not None else frozenset[int]()
    return len(spells) == 2 and any(abs(len(digits) - length) == 1 for length in lengths)


def _near(chain: Chain) -> Stance:
    return stance(chain.text, chain.groups[0][0], chain.groups[-1][1])


def _decided(chain: Chain, *, strict: bool = False, guess: bool = True) -> Iterator[Hit]:
    """The numbers in a chain. `strict`: it holds little else. `guess`: it may be a suspect."""
    near = _near(chain)
    found = False
    candidates = list(numbers(chain, near))
    others = chain.marks[-1] - sum(end - start for start, end in candidates)
    if strict and others and not (others <= LIMITS.glued_after and all(as_printed(chain, *c) for c in candidates)):
        candidates = []
    for start, end in candidates:
        span = chain.place(start, end)
        # What is glued to digits before it has their words.
        beside = stance(chain.text, chain.head(start), span[1])
        own = near if start == 0 and near is not Stance.AGAINST else max(near, beside)
        if own is Stance.AGAINST and as_printed(chain, start, end):
            own = Stance.SILENT
        if near is Stance.CARD and _by_chance(chain, start, end):
            continue
        if own is Stance.AGAINST or hashed(chain, start, end):
            continue
        if own is Stance.SILENT and (in_table(chain, start, end, others) or speaks_against(chain, start, end)):
            continue
        found = True
        score = 1.0 if own is Stance.CARD else 0.9
        digits = chain.digits[start:end]
        flags = _PROVEN_IN_CONTEXT if own is Stance.CARD else _PROVEN
        yield from _hits(chain, start, end, digits, Hit("PAN", 0, 0, score, "issuer-length-luhn", "", flags))
        yield from _glued(chain, end)
    if not found and guess and near is not Stance.AGAINST and _backwards(chain, near):
        digits = chain.digits[::-1]
        hit = Hit("PAN", 0, 0, 0.6, "issuer-length-luhn", "", ("reversed", *_facts(digits, near)))
        yield from _hits(chain, 0, chain.marks[-1], digits, hit)
        return
    guessed: tuple[int, int] | None = None
    if guess and not found and near is Stance.CARD:
        guessed = suspect(chain)
    elif guess and not found and near is Stance.SILENT and (before_date := dated(chain)) is not None:
        guessed = 0, before_date
    if guessed is not None:
        digits = chain.digits[guessed[0] : guessed[1]]
        hit = Hit("PAN_SUSPECT", 0, 0, 0.6, "digits-in-card-context", "", _facts(digits, near))
        yield from _hits(chain, *guessed, digits, hit)


def _glued(chain: Chain, end: int) -> Iterator[Hit]:
    """The date and the code that are glued to a number which ends within a group."""
    group = bisect_left(chain.marks, end)
    tail = TAIL.fullmatch(chain.digits[end : chain.marks[group]])
    if tail is None:
        return
    for entity, name in (("CARD_EXPIRY", "date"), ("CVV", "code")):
        if tail[name]:
            place = chain.place(end + tail.start(name), end + tail.end(name))
            yield Hit(entity, *place, 0.8, "glued-to-card", tail[name])


def _backwards(chain: Chain, near: Stance) -> bool:
    """Whether all digits, read from behind, are a card number, in card context or alone in the text."""
    total = chain.marks[-1]
    if not LIMITS.phone <= total <= LIMITS.usual or not (valid(chain.digits[::-1]) and luhn_valid(chain.digits[::-1])):
        return False
    around = chain.text[: chain.groups[0][0]] + chain.text[chain.groups[-1][1] :]
    if near is Stance.CARD:
        return True
    return len(chain.groups) == 1 and _TIME.match(chain.digits) is None and not any(map(str.isalnum, around))


def _by_chance(chain: Chain, start: int, end: int) -> bool:
    """Whether a short number lies inside digits that look like a whole other one."""
    if end - start == LIMITS.shortest and start > LIMITS.glued_before:
        return suspect(chain) is not None
    return start > 0 and end - start < LIMITS.usual - 1 and suspect(chain) == (0, end)


def _hits(chain: Chain, start: int, end: int, digits: str, hit: Hit) -> Iterator[Hit]:
    """`hit` at the place of these digits; one for each turn they are spread over."""
    places = chain.places(start, end)
    for i, (first, last) in enumerate(places):
        flags = hit.flags if len(places) == 1 else (*hit.flags, "split", *(("continued",) if i else ()))
        yield hit._replace(start=first, end=last, value=digits, flags=flags)


def _facts(digits: str, near: Stance) -> tuple[str, ...]:
    issued = ("issuer", "length") if valid(digits) else ("issuer",) if issuer_of(digits) else ()
    luhn = ("luhn",) if luhn_valid(digits) else ()
    return (*issued, *luhn, *(("card-context",) if near is Stance.CARD else ()))
