"""The Luhn check of ISO/IEC 7812-1 annex B."""

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def _luhn_sum(digits: str) -> int:
    straight = digits[::-2]
    doubled = digits[-2::-2]
    return sum(map(int, straight)) + sum(_DOUBLED[int(d)] for d in doubled)


def luhn_valid(digits: str) -> bool:
    """Whether the ASCII digit string passes Luhn. Anything that is not all ASCII digits does not."""
    return digits.isascii() and digits.isdigit() and _luhn_sum(digits) % 10 == 0


def luhn_check_digit(payload: str) -> str:
    """The digit that makes `payload` + digit pass Luhn. `payload`: ASCII digits.

    Raises ValueError on anything else.
    """
    if not (payload.isascii() and payload.isdigit()):
        raise ValueError("a Luhn payload is ASCII digits only")
    return str(-_luhn_sum(payload + "0") % 10)
