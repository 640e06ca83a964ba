"""Where a key begins and ends, from how far its tones fill the windows around the edge.

A window that a tone fills by half is centred on the edge, so the edge is found between hops by
interpolation. `fills` is the tone's amplitude in successive windows over its full amplitude.
"""

from collections.abc import Sequence

from dtmf.bank import HOP_MS
from dtmf.windows import WINDOW_HOPS

_HALF_WINDOW_MS = 0.5 * WINDOW_HOPS * HOP_MS


def window_end_ms(window: int) -> float:
    """Time at which window `window` (numbered by the hop that ends it) is over."""
    return (window + 1) * HOP_MS


def onset_ms(fills: Sequence[float], last: int) -> float:
    """Onset of a tone whose `fills` end with window `last`, which it fills."""
    after = fills[-1]
    for back, fill in enumerate(reversed(fills[:-1]), start=1):
        if fill < 0.5 <= after:
            share = (0.5 - fill) / (after - fill)
            return max(0.0, window_end_ms(last - back) + share * HOP_MS - _HALF_WINDOW_MS)
        after = fill
    return max(0.0, window_end_ms(last - len(fills) + 1) - _HALF_WINDOW_MS)


def end_ms(fills: Sequence[float], first: int) -> float:
    """End of a tone whose `fills` begin with window `first`, which it fills."""
    before = fills[0]
    for ahead, fill in enumerate(fills[1:], start=1):
        if fill < 0.5 <= before:
            share = (before - 0.5) / (before - fill)
            return window_end_ms(first + ahead - 1) + share * HOP_MS - _HALF_WINDOW_MS
        before = fill
    return window_end_ms(first + len(fills) - 1) - _HALF_WINDOW_MS
