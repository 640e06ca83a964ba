"""The one normaliser: an original text becomes the views that every recogniser searches.

A view is added, never swapped for another: decoding may eat digits (`15%4012…` holds `%40`), so the
undecoded text is searched as well.
"""

from redactors.decoding import decoded
from redactors.folding import folded
from redactors.spoken import may_speak, spoken
from redactors.view import View


def views(text: str) -> list[View]:
    """The readings of `text`, all mapped to its code points. Plain ASCII text gives itself alone."""
    plain = View(text)
    readings = [folded(plain)]
    reading = decoded(plain)
    if reading is not None:
        readings.append(folded(reading))
    return readings


def loose(view: View) -> list[View]:
    """The readings of `view`, a written one, in which digits stand for words; for card data only."""
    said = spoken(view) if may_speak(view.text) else None
    return [] if said is None else [said]


def reading(text: str) -> View:
    """The one reading in which most digits show; for what looks at digits rather than at cards."""
    view = views(text)[-1]
    return spoken(view, lone=True) or view
