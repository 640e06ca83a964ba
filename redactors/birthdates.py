"""Dates of birth: a date in any usual form beside a word for birth, in four languages."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from redactors.barriers import BARRIERS
from redactors.gate import BIRTH, places
from redactors.recognizer import Hit
from redactors.view import View

_FILL = rf"[^0-9{BARRIERS}]"
_CUE = (
    r"(?:d\.?\s?o\.?\s?b\.?|(?:date|day|year)[\s_]*of[\s_]*birth|birth[\s_-]?(?:date|day)s?|birth|born"
    r"|(?:fecha|f\.|fec\.|d[ií]a)\s*(?:de\s+)?nac(?:imiento|\.)?|nac[ií](?:d[oa]s?|miento|[oó])?|cumplea[nñ]os|cumplo"
    r"|(?:date|jour)\s+de\s+naissance|naissance|n[eé]e?\(?e?\)?\s+le|anniversaire"
    r"|geburts(?:datum|tags?|tagsdatum)|geboren|geb\.)"
)
_DAY, _MONTH = r"(?:0?[1-9]|[12][0-9]|3[01])", r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:(?:19|20)[0-9]{2}|['’]?[0-9]{2})"
_FULL_YEAR = r"(?:19|20)[0-9]{2}"
_NAMES = (
    r"(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar|rero)?|f[eé]v(?:rier)?|mar(?:ch|s|zo)?|m[aä]rz|apr(?:il)?|abr(?:il)?|avr(?:il)?|may|mai|mayo"
    r"|june?|juni?o?|juin|july?|juli?o?|juil(?:let)?|aug(?:ust)?|ago(?:sto)?|ao[uû]t|sept?(?:ember|iembre|embre)?"
    r"|o[ck]t(?:ober|ubre|obre)?|nov(?:ember|iembre|embre)?|de[cz](?:ember)?|d[eé]c(?:embre)?|dic(?:iembre)?|ene(?:ro)?|j[aä]nner)\.?"
)
_ORDINAL = r"(?:st|nd|rd|th|er|re|º|\.)?"
_GAP = r"[\s,./-]{1,3}(?:(?:of|de|del|du|the|in)\s+){0,2}"
_DATE = (
    r"(?<![\w./-])(?:"
    rf"{_FULL_YEAR}([-./ ]){_MONTH}\1{_DAY}"
    rf"|(?:{_DAY}\s?([-./ ])\s?{_MONTH}|{_MONTH}\s?([-./ ])\s?{_DAY})\s?(?:[-./ ])\s?{_YEAR}"
    rf"|{_DAY}{_ORDINAL}{_GAP}{_NAMES}{_GAP}{_YEAR}"
    rf"|{_NAMES}\s?{_DAY}{_ORDINAL}(?:\s?,\s?|\s+){_YEAR}"
    rf"|(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2]){_FULL_YEAR}|(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]){_FULL_YEAR}"
    rf"|{_FULL_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r")(?![\w/]|[.:-][0-9])"
)
_LED = rf"(?<![^\W\d_]){_CUE}(?![^\W\d_]){_FILL}{{0,40}}$"
_LABELLED = (
    rf"[\s(\[=–-]{{0,4}}(?:(?:is|was|es|est|ist|war)\s+)?(?:(?:my|his|her|their|the|mi|su|la|ma|sa|mon|mein|das|der|ihr|sein)\w{{0,2}}\s+){{0,2}}"
    rf"{_CUE}(?![^\W\d_])(?!{_FILL}{{0,12}}[0-9{BARRIERS}])"
)
_OTHER = (
    r"order|purchas|bought|paid|deliver|appointment|expir|releas|party|fiesta|f[eê]te|feier|since|compr[eéó]|pedid|command|achet|livr|bestell|gekauft"
    r"|geliefert"
)
"""Between a word for birth and a date they make it another day's."""
_REACH, _DATE_REACH = 72, 120
_FEWEST_DIGITS = 3


class _Patterns(NamedTuple):
    date: re.Pattern[str]
    led: re.Pattern[str]
    labelled: re.Pattern[str]
    other: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    # They take milliseconds to compile, which a process that finds cards need not spend.
    return _Patterns(*(re.compile(source, re.IGNORECASE) for source in (_DATE, _LED, _LABELLED, _OTHER)))


class BirthDateRecognizer:
    """DATE_OF_BIRTH."""

    entities: frozenset[str] = frozenset({"DATE_OF_BIRTH"})

    def wanted(self, view: View) -> bool:
        """A word for birth, and the digits of a day and a year."""
        return view.clues.bits & BIRTH != 0 and view.clues.digits >= _FEWEST_DIGITS

    def find(self, view: View) -> Iterator[Hit]:
        """Each date that such a word leads to, or that is labelled with one."""
        text, patterns = view.text, _patterns()
        for begin, end in places(text, BIRTH, _REACH, _DATE_REACH):
            for match in patterns.date.finditer(text, begin, end):
                cue = patterns.led.search(text, max(0, match.start() - _REACH), match.start())
                led = cue is not None and patterns.other.search(text, cue.start(), match.start()) is None
                if led or patterns.labelled.match(text, match.end()):
                    rule = "date-after-cue" if led else "date-before-cue"
                    yield Hit("DATE_OF_BIRTH", *match.span(), 0.85, rule, match[0])
