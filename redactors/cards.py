"""The card recogniser: numbers, tracks, and what stands beside them."""

import re
from collections.abc import Iterator

from carddata import POLICIES
from redactors.barriers import CARD, OTHER, overlaid
from redactors.chains import Chain, Gap, chains
from redactors.companions import companions, hinted
from redactors.cues import Stance, stance
from redactors.ibans import ibans
from redactors.pans import as_printed, numbers, speaks_against, suspect
from redactors.recognizer import Hit
from redactors.tracks import tracks
from redactors.view import View

_TWELVE_DIGITS = re.compile(r"[0-9](?:[\W_]{0,6}+[0-9]){11}")
_UUID = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![0-9A-Za-z])")
_LISTED_DIGITS = 24


class CardRecognizer:
    """PAN, PAN_SUSPECT, CVV, CARD_EXPIRY and TRACK_DATA: they decide about each other, so one finds all."""

    entities: frozenset[str] = POLICIES["cards"]

    def wanted(self, text: str) -> bool:
        """Twelve digits near each other, or a cue for a code or a date."""
        return _TWELVE_DIGITS.search(text) is not None or hinted(text)

    def find(self, view: View) -> Iterator[Hit]:
        """See `pans` for what makes a number a card and `companions` for the rest."""
        text = view.text
        cards: list[Hit] = []
        if _TWELVE_DIGITS.search(text):
            cards = list(tracks(text))
            foreign = [(*match.span(), OTHER) for match in _UUID.finditer(text)]
            foreign += [(hit.start, hit.end, OTHER) for hit in ibans(text)]
            foreign += [(hit.start, hit.end, CARD) for hit in cards]
            cards += _numbers(overlaid(text, _disjoint(foreign)) if foreign else text)
        yield from cards
        yield from companions(text, cards)


def _disjoint(spans: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    at = 0
    for start, end, barrier in sorted(spans):
        if start >= at:
            yield start, end, barrier
            at = end


def _numbers(text: str) -> Iterator[Hit]:
    for chain in chains(text, Gap.LISTED):
        if Gap.LISTED not in chain.gaps:
            yield from _decided(chain)
            continue
        found = [hit for part in chain.parts() for hit in _decided(part)]
        if not found and chain.marks[-1] <= _LISTED_DIGITS and _near(chain) is Stance.CARD:
            found = list(_decided(chain))
        yield from found


def _near(chain: Chain) -> Stance:
    return stance(chain.text, chain.groups[0][0], chain.groups[-1][1])


def _decided(chain: Chain) -> Iterator[Hit]:
    near = _near(chain)
    found = False
    for start, end in numbers(chain, near):
        span = chain.place(start, end)
        own = near if start == 0 and near is not Stance.AGAINST else max(near, stance(chain.text, *span))
        if own is Stance.AGAINST and as_printed(chain, start, end):
            own = Stance.SILENT
        if own is Stance.AGAINST or (own is Stance.SILENT and speaks_against(chain, start, end)):
            continue
        found = True
        score = 1.0 if own is Stance.CARD else 0.9
        yield Hit("PAN", *span, score, "issuer-length-luhn", chain.digits[start:end])
    guess = None if found or near is not Stance.CARD else suspect(chain)
    if guess is not None:
        digits = chain.digits[guess[0] : guess[1]]
        yield Hit("PAN_SUSPECT", *chain.place(*guess), 0.6, "digits-in-card-context", digits)
