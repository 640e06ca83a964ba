"""How expiry dates, verification codes and PINs are written, and where they stand to their cue.

The digits are those of a view: what was said is written by then.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from redactors import month_words
from redactors.barriers import BARRIERS
from redactors.cues import against
from redactors.marks import FILLER, LINE

_BETWEEN = rf"[ .,{FILLER}-]{{1,3}}"
_CODE = (
    rf"(?:[0-9](?:{FILLER}?[0-9]){{2,3}}|[0-9](?:{_BETWEEN}[0-9]){{2,3}}|[0-9]{{1,2}}{_BETWEEN}[0-9]{{1,2}})"
    rf"(?![0-9]|[./:{FILLER}-][0-9])"
)
_PIN = rf"(?:[0-9]{{4,6}}|[0-9](?:(?:{_BETWEEN})?[0-9]){{3,5}})(?![ ./:-]?[0-9])"
_MONTHS = rf"(?:{'|'.join(month_words.MONTHS)})\.?(?![^\W\d_])"
_SLASH = rf"(?:\s?[/.\-–|\\{FILLER}]\s?|\s(?:of|de|del|du|slash|/)?\s?)"
_MONTH, _YEAR = r"(?:0?[1-9]|1[0-2])", r"(?:20)?[2-4][0-9]"
_ENDS = r"(?![0-9]|[/.-][0-9])"
_EXPIRY = (
    rf"(?:{_MONTH}{_SLASH}{_YEAR}|(?:0[1-9]|1[0-2]){_YEAR}|20[2-4][0-9]\s?[/.\-]\s?(?:0[1-9]|1[0-2])"
    rf"|{_MONTHS}(?:\s|[-/,]|\s?(?:of|de|del|du|['’‘])\s?){{0,2}}{_YEAR}){_ENDS}"
)
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_DATE = rf"(?:{_EXPIRY}|(?:{_DAY}([/.-]){_MONTH}|{_MONTH}([/.-]){_DAY})[/.-]{_YEAR}{_ENDS})"
_DATE_PART = rf"(?:{_YEAR}|{_MONTH})(?![0-9])"
ARE = r"(?:is|are|was|es|son|est|sont|c['’]est|ist|sind|lautet|lauten)"
_LINK = rf"(?:{ARE}|as|for|de|pour|para|como|comme|en|als|für)"
_ARTICLE = r"(?:the|my|your|what|it|says|card|el|la|los|mi|tu|le|les|l['’]|mon|ma|der|die|das|den|mein|meine|deine)"
_LINKED = re.compile(rf"(?<![^\W\d_])(?:{_LINK}|{_ARTICLE})\s$", re.IGNORECASE)
_FILL = rf"(?:[^0-9{BARRIERS}\n]|\n{LINE})"
_NO_UNIT = r"(?!\s?(?:[€$£%]|(?:eur|usd|gbp|euros?|dollars?|dólares|pounds?|times|veces|fois|mal)\b))"
BESIDE = re.compile(
    rf"(?:\s{{0,3}}[,;|/:\-–(]?\s{{0,3}}(?P<date>{_EXPIRY}))?+"
    rf"(?:\s{{0,3}}[,;|/:\-–(]?\s{{0,3}}(?P<code>[0-9](?:{FILLER}?[0-9]){{2,3}})(?!{FILLER}?[0-9]|[ .,:/-]{{1,2}}[0-9])"
    rf"{_NO_UNIT})?",
    re.IGNORECASE,
)
_BEFORE_CUE = 48
"""Characters in which digits and what ties them to the cue after them stand."""
_LONGEST_LINK = 8
"""Characters of a word that ties digits to the cue after them, with its space."""


class Shape(NamedTuple):
    """Where a value may stand to its cue."""

    tight: re.Pattern[str]  # "cvv: 123"
    loose: re.Pattern[str]  # "cvv on the back reads 123"
    said: re.Pattern[str]  # "123 is the cvv"
    ahead: re.Pattern[str]  # "123 (cvv)"

    def values(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The spans of the values that the cue `text[start:end]` names."""
        low = max(0, start - _BEFORE_CUE)
        head = text[low:start]
        linked = _LINKED.search(head, max(0, len(head) - _LONGEST_LINK))
        said = self.said.search(head) if linked else None
        tight = self.tight.match(text, end)
        if said is not None:
            yield low + said.start("value"), low + said.end("value")
        if tight is not None:
            yield tight.span("value")
        if said is not None or tight is not None:
            return
        loose = self.loose.match(text, end)
        if loose is not None:
            if not against(text[end : loose.start("value")]):
                yield loose.span("value")
            return
        ahead = self.ahead.search(head)
        if ahead is not None:
            yield low + ahead.start("value"), low + ahead.end("value")


def _shape(value: str) -> Shape:
    named = f"(?P<value>{value})"
    hinted = r"(?:\s?[(/]?\s?(?:[34]|mm/yy(?:yy)?)(?:[\s-]?(?:digits?|dígitos|chiffres|stellig))?\s?[)])?"
    tight = rf"{hinted}(?:[\s\"'’:=>#(./|,–-]|\\\"){{0,6}}(?:{ARE}[\s:]{{1,3}})?[\"'’#(]{{0,2}}"
    alone = r"(?<![^\W_])(?<![0-9][ ./:-])"
    sources = (
        rf"{tight}{named}",
        rf"{_FILL}{{0,28}}?{named}{_NO_UNIT}",
        rf"{alone}{named}\s?[,:;-]?\s?{_LINK}\s(?:{_ARTICLE}\s){{0,4}}$",
        rf"{alone}{named}\s{{0,2}}[(:–-]?\s?\(?(?:de\s)?$",
    )
    return Shape(*(re.compile(source, re.IGNORECASE) for source in sources))


CODES, DATES, DATE_PARTS, PINS = map(_shape, (_CODE, _DATE, _DATE_PART, _PIN))
