"""Labels: ids, tickets, names. Where one holds a card number it must not reach a log, whatever stands round it.

No context counts here: an `order-4111…` is a card in a log all the same. Only digits that stand
together as groups are joined, so that a UUID or a long numeric id is not refused by chance.
"""

import re
import unicodedata

from carddata.issuers import brand_of
from carddata.luhn import luhn_valid

_LONGEST = 19
_SHORTEST = 12
# Groups of digits with up to three signs between them.
_RUN = re.compile(r"[0-9]+(?:[^0-9A-Za-z]{1,3}[0-9]+)*")
# Four groups of four with anything short between them, letters too.
_PRINTED = re.compile(r"(?<![0-9])[0-9]{4}(?:[^0-9]{1,3}[0-9]{4}){3}(?![0-9])")
_DIGITS = re.compile(r"[0-9]+")


def holds_card_number(text: str) -> bool:
    """Whether digits in `text`, alone or joined with their neighbours, are a card by issuer, length and Luhn."""
    if sum(map(str.isnumeric, text)) < _SHORTEST:
        return False
    folded = "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else c
        for c in unicodedata.normalize("NFKC", text)
        if unicodedata.category(c) != "Cf"
    )
    if any(_is_card("".join(_DIGITS.findall(match[0]))) for match in _PRINTED.finditer(folded)):
        return True
    return any(_in_groups(_DIGITS.findall(match[0])) for match in _RUN.finditer(folded))


def _in_groups(groups: list[str]) -> bool:
    marks = [0]
    for group in groups:
        marks.append(marks[-1] + len(group))
    digits = "".join(groups)
    return any(
        _is_card(digits[start:end])
        for i, start in enumerate(marks)
        for end in marks[i + 1 : i + 1 + _LONGEST]
        if _SHORTEST <= end - start <= _LONGEST
    )


def _is_card(digits: str) -> bool:
    return brand_of(digits) is not None and luhn_valid(digits)
