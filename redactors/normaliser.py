"""The one normaliser: an original text becomes the views that every recogniser searches.

Two encodings inside each other are opened (an entity in base64, a doubly escaped one), no more.

A view is added, never swapped for another: decoding may eat digits (`15%4012…` holds `%40`), so the
undecoded text is searched as well.
"""

from redactors.decoding import decoded
from redactors.folding import folded
from redactors.islands import unfolded
from redactors.listing import unlisted
from redactors.lookalikes import unmasked
from redactors.spoken import census, filled, spoken
from redactors.turns import turn_views, written_turns
from redactors.view import View

_CARD_DIGITS = 12
_CODE_DIGITS = 3
_LOOKALIKE_DIGITS = 4


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


def loose(view: View, *, near: bool = True) -> list[View]:
    """Further readings of `view`, one of `views`, for card data only.

    Look-alike letters, spoken numbers and list numbers as what they mean; then each speaker's turns joined.
    `near`: whether a cue for a code or a date may stand in the text, so that few digits are worth a look.
    """
    counted = census(view.text)
    hint = near and counted.most >= _CODE_DIGITS
    read = (unmasked(view) if counted.digits >= _LOOKALIKE_DIGITS else None) or view
    many = read is not view or counted.most >= _CARD_DIGITS
    if not many and not hint:
        return []
    chat = written_turns(view.text)
    if many:
        read = unlisted(read) or read
    if counted.words or (many and filled(read.text)):
        read = spoken(read, lone=chat) or read
    readings = [] if read is view else [read]
    if chat:
        readings += turn_views(read, cards=many)
    return readings


def reading(text: str) -> View:
    """The one reading in which most digits show; for what looks at digits rather than at cards."""
    view = views(text)[-1]
    view = unmasked(view) or view
    return spoken(view, lone=True) or view
