"""The one normaliser: an original text becomes the views that every recogniser searches.

Two encodings inside each other are opened (an entity in base64, a doubly escaped one), no more.

A view is added, never swapped for another: decoding may eat digits (`15%4012…` holds `%40`), so the
undecoded text is searched as well.
"""

import re

from redactors.companions import hinted
from redactors.decoding import decoded
from redactors.folding import folded
from redactors.islands import unfolded
from redactors.listing import unlisted
from redactors.lookalikes import unmasked
from redactors.spoken import census, spoken
from redactors.turns import by_speaker, unnamed, written_turns
from redactors.view import View

_CARD_DIGITS = 12
_LOOKALIKE_DIGITS = 4
_FILLED = re.compile(r"[0-9][^\w\n]{1,3}(?:[^\W\d_]{1,12}[^\w\n]{1,3}){1,4}[0-9]")
"""Digits with words between them, which may be fillers."""


def views(text: str) -> list[View]:
    """The written readings of `text`, all mapped to its code points. Plain ASCII text gives itself alone."""
    plain = View(text)
    readings = [folded(plain)]
    readings += (folded(reading) for reading in _opened(plain))
    return readings


def _opened(view: View) -> list[View]:
    island = unfolded(view)
    further = decoded(island or view)
    if further is not None:
        further = decoded(further) or further
    return [reading for reading in (island, further) if reading is not None]


def loose(view: View) -> list[View]:
    """Further readings of `view`, one of `views`, for card data only.

    Look-alike letters, spoken numbers and list numbers as what they mean; then each speaker's turns joined.
    """
    counted = census(view.text)
    hint = counted.digits + counted.words > 0 and hinted(view.text)
    read = (unmasked(view) if counted.digits >= _LOOKALIKE_DIGITS else None) or view
    many = read is not view or counted.most >= _CARD_DIGITS
    if not many and not hint:
        return []
    chat = written_turns(view.text)
    if many:
        read = unlisted(read) or read
    if counted.words or (many and _FILLED.search(read.text)):
        read = spoken(read, lone=chat) or read
    readings = [] if read is view else [read]
    if chat:
        readings += filter(None, (unnamed(read),))
        readings += by_speaker(read) if many else ()
    return readings


def reading(text: str) -> View:
    """The one reading in which most digits show; for what looks at digits rather than at cards."""
    view = views(text)[-1]
    view = unmasked(view) or view
    return spoken(view, lone=True) or view
