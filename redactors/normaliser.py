"""The one normaliser: an original text becomes the views that every recogniser searches.

A view is added, never swapped for another: decoding may eat digits (`15%4012…` holds `%40`), so the
undecoded text is searched as well. Spoken numbers and encoded islands join here as further views.
"""

from redactors.decoding import decoded
from redactors.folding import folded
from redactors.view import View


def views(text: str) -> list[View]:
    """The readings of `text`, all mapped to its code points. Plain ASCII text gives itself alone."""
    plain = View(text)
    readings = [folded(plain)]
    reading = decoded(plain)
    if reading is not None:
        readings.append(folded(reading))
    return readings
