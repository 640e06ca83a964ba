"""What may be shown of a card number: one table for every surface (PCI DSS 4.0.1 3.4.1).

The bound holds over all that one viewer can join, so every room asks here and shows no more.
"""

from dataclasses import dataclass

_FIRST_SIX_FROM = 15
_LENGTHS = range(12, 20)


@dataclass(frozen=True, slots=True)
class Display:
    """The digits of a card that may be shown at most; either may be empty. By default only `last4` is."""

    first6: str
    last4: str


def display_of(digits: str, *, suspect: bool = False) -> Display:
    """What may be shown of the card `digits`.

    15 and more digits: first six and last four. Below 15, a suspect (Luhn fails) and an unknown
    length: last four only. Fewer than 12 digits: nothing, four of them would be too much.
    """
    if len(digits) not in _LENGTHS:
        return Display("", digits[-4:] if len(digits) >= _LENGTHS.stop else "")
    if suspect or len(digits) < _FIRST_SIX_FROM:
        return Display("", digits[-4:])
    return Display(digits[:6], digits[-4:])
