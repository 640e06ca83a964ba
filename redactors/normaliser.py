"""The one normaliser: an original text becomes the views that every recogniser searches.

Encodings inside each other are opened (an entity in base64, a doubly escaped one), to four steps.

A view is added, never swapped for another: decoding may eat digits (`15%4012…` holds `%40`), so the
undecoded text is searched as well.
"""

from collections.abc import Iterator

from redactors.decoding import decoded
from redactors.folding import folded
from redactors.gate import COMPANION, ENCODED, LINES, LONG, LOOKALIKE, SPACED
from redactors.islands import unfolded
from redactors.listing import unlisted
from redactors.lookalikes import unmasked
from redactors.readings import Effort
from redactors.spoken import spoken
from redactors.turns import turn_views, written_turns
from redactors.view import View

_DEEPEST = 4
_CARD_DIGITS = 12
_CODE_DIGITS = 3
_LOOKALIKE_DIGITS = 4


def views(plain: View) -> list[View]:
    """The written readings of a text, all mapped to its code points. Plain ASCII text gives itself alone."""
    written = folded(plain)
    return [written, *(folded(reading) for reading in _opened(plain, written.clues.bits))]


def _opened(view: View, clues: int) -> Iterator[View]:
    """`view` with its islands or its escapes opened, again and again; every step is a reading."""
    for _ in range(_DEEPEST):
        further = unfolded(view) if clues & (LONG | SPACED) else None
        if further is None:
            further = decoded(view) if clues & ENCODED else None
        if further is None:
            return
        yield further
        view, clues = further, further.clues.bits


def loose(view: View, effort: Effort) -> list[View]:
    """Further readings of `view`, one of `views`, for card data only.

    Look-alike letters, spoken numbers and list numbers as what they mean; then each speaker's turns joined.
    """
    clues = view.clues
    masked = clues.digits >= _LOOKALIKE_DIGITS and clues.bits & LOOKALIKE
    read = (unmasked(view) if masked else None) or view
    many = read is not view or clues.most >= _CARD_DIGITS
    # A cue for a code or a date makes few digits worth a look.
    if not many and not (clues.most >= _CODE_DIGITS and clues.bits & COMPANION):
        return []
    read = unlisted(read) or read
    read = spoken(read, effort) or read
    readings = [] if read is view else [read]
    if clues.bits & LINES and written_turns(view.text):
        readings += turn_views(read, cards=many)
    return readings


def reading(text: str) -> View:
    """The one reading in which most digits show; for what looks at digits rather than at cards."""
    view = views(View(text))[-1]
    view = unmasked(view) or view
    return spoken(view, Effort()) or view
