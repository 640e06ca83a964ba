"""List numbers and phrases between the parts of a number: "1. 4012 2. 8888", "the next four are 8888"."""

import re
from collections.abc import Iterator

from redactors.gate import ITEM, ORDER, places
from redactors.marks import FILLER
from redactors.view import Edit, View

_ITEM = re.compile(
    r"(?<![^\W_])(?<![0-9]:)(?P<mark>[(#\[]?)(?:(?P<number>[0-9]{1,2})|(?P<letter>[a-hA-H]))[.):\]]{1,2}\s{0,3}(?=\w)"
)
_COUNT = (
    r"(?:[1-9]|two|three|four|five|six|eight|dos|tres|cuatro|cinco|seis|ocho"
    r"|deux|trois|quatre|cinq|huit|zwei|drei|vier|fünf|sechs|acht)"
)
_ORDER = (
    r"(?:first|second|third|fourth|fifth|firstly|secondly|thirdly|fourthly|[1-9](?:st|nd|rd|th)|next|last|final|remaining|primer[oa]?s?|segund[oa]s?|tercer[oa]?s?|cuart[oa]s?|quint[oa]s?|siguientes?"
    r"|últim[oa]s?|ultim[oa]s?|premi(?:er|ère)s?|deuxièmes?|troisièmes?|quatrièmes?|cinquièmes?|suivante?s?|dernie?r?(?:ère)?s?"
    r"|erste[nr]?|zweite[nr]?|dritte[nr]?|vierte[nr]?|fünfte[nr]?|(?:erst|zweit|dritt|viert|fünft)ens|nächste[nr]?|letzte[nr]?)"
)
_NOUN = (
    r"(?:digits?|numbers?|ones|group|block|part|dígitos|digitos|números|numeros|cifras|grupo|parte|chiffres|numéros|groupe"
    r"|partie|ziffern|zahlen|stellen|gruppe|teil)"
)
_ARE = r"(?:are|is|were|being|son|es|sont|est|sind|ist|lauten|lautet)"
_PHRASE = re.compile(
    rf"(?<![^\W_])(?:(?:the|los|las|el|la|les|le|die|der|das|my)\s(?:{_COUNT}\s)?)?{_ORDER}"
    rf"(?:\s{_COUNT}(?=\s(?:{_NOUN}|{_ARE}|[0-9])|\s?[:,]))?(?:\s{_NOUN})?(?:\s{_ARE})?[\"']?\s?[:,]?\s{{1,3}}[\"']?(?=[0-9])",
    re.IGNORECASE,
)
_ITEM_REACH = 64
"""Characters from one list number to the next."""
_REACH_BACK, _REACH = 16, 56
"""Characters around a word of order in which its phrase begins and ends."""


def unlisted(view: View) -> View | None:
    """`view` without list numbers that count up, and with such phrases as fillers; None where there are none."""
    text = view.text
    edits = list(_items(text)) if view.clues.bits & ITEM else []
    edits += _phrases(text) if view.clues.bits & ORDER else ()
    edits.sort()
    at, kept = 0, []
    for edit in edits:
        if edit.start >= at:
            kept.append(edit)
            at = edit.end
    return view.edited(kept, "listed") if kept else None


def _phrases(text: str) -> Iterator[Edit]:
    for begin, end in places(text, ORDER, _REACH_BACK, _REACH):
        for match in _PHRASE.finditer(text, begin, end):
            yield Edit(*match.span(), FILLER)


def _items(text: str) -> Iterator[Edit]:
    run: list[Edit] = []
    expected = 0
    for match in _ITEM.finditer(text):
        number = int(match["number"]) if match["number"] else ord(match["letter"].lower()) - 96
        if number != expected or not run or match.start() - run[-1].end > _ITEM_REACH:
            if len(run) > 1:
                yield from run
            run = []
            if number != 1:
                continue
        run.append(Edit(*match.span(), " " if match.start() else ""))
        expected = number + 1
    if len(run) > 1:
        yield from run
