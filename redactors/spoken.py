"""Spoken digits, alone or mixed with written ones, as a view in which they are written.

Words of one breath become one group; a comma ends a group, what is said between two groups becomes its mark.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from redactors.dictation import REACH, Token, runs
from redactors.gate import WORD, places
from redactors.marks import TALK
from redactors.number_words import WORDS, Part
from redactors.readings import TIGHT_GAPS, Effort, Piece, pieces
from redactors.view import Edit, View

_TOKEN = re.compile(r"[^\W\d_]++")
_FILLED = re.compile(r"[0-9]\W{1,5}+((?:[^\W\d_]{1,16}+\W{1,5}+){1,12}+)(?=[0-9])")
_FILLING = frozenset(word for word, meaning in WORDS.items() if not meaning.number)
_REPAIRING = frozenset(word for word, meaning in WORDS.items() if meaning.part is Part.REPAIR)
_PROSE = frozenset(",.;…:!?-")
_SHORT = 6
"""Digits; fewer, said in one breath, are a code or a date: numbers stay apart ("twelve twenty-seven")."""
_MONTH_YEAR = re.compile(r"(?:0 )?(?:[1-9]|1[0-2]) 20 ?[2-4][0-9]")
"""Numbers that are a month and a year of four digits."""
_CARD_DIGITS = 12
_MONTHS, _YEARS = range(1, 13), range(20, 50)
_SLASHES = frozenset({"slash", "stroke", "barra", "schrägstrich", "schragstrich"})
_SEEDS = "|".join(sorted((w for w, m in WORDS.items() if m.part in (Part.PLURAL, Part.REPEAT)), key=len, reverse=True))
_SEED = re.compile(rf"[0-9]|(?<![^\W\d_])(?:{_SEEDS})(?![^\W\d_])", re.IGNORECASE)
"""What a run may begin or go on with, besides what the gate sees."""
_CONTEXT = 40
"""Characters beside a run that tell what its first and last words mean."""
_COUNTED_UP = 8
"""Numbers that follow each other: then somebody counts."""
_LEAST_TALK = 4
_TALK_A_DIGIT = 1.25
"""Words between the digits of a run, for each digit, up to which it is dictated."""


def _stretches(view: View) -> Iterator[tuple[int, int]]:
    """Where a number may be said: round number words, and round written digits with only talk between them.

    Each holds whole runs, so that nothing beyond it can change how they are read.
    """
    text = view.text
    near = list(places(text, WORD, REACH, REACH)) if view.clues.words else []
    near += ((m.start() - REACH, m.end() + REACH) for m in _FILLED.finditer(text) if _fills(m[1]))
    begin, over, end = 0, 0, -1
    for low, high in sorted(near):
        low = _before_run(text, max(low, 0), max(end, 0))
        if end >= 0 and low > end:
            yield begin, end
        if end < 0 or low > end:
            begin = low
        if high > over:
            over = _run_over(text, high)
            end = max(end, _with_context(text, over))
    if end >= 0:
        yield begin, end


def _before_run(text: str, low: int, least: int) -> int:
    """Where the run that `low` may stand in has begun for sure; not before `least`."""
    while low > least:
        reach = max(least, low - REACH)
        seed = _SEED.search(text, reach, low)
        if seed is None:
            break
        low = seed.start()
    low = max(least, low - _CONTEXT)
    while low > 0 and text[low - 1].isalnum():
        low -= 1
    return low


def _run_over(text: str, high: int) -> int:
    """Where the run that `high` may stand in is over for sure."""
    while high < len(text):
        seeds = list(_SEED.finditer(text, high, high + REACH))
        if not seeds:
            break
        high = seeds[-1].end()
    return high


def _with_context(text: str, end: int) -> int:
    end += _CONTEXT
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return min(end, len(text))


def _fills(words: str) -> bool:
    said = frozenset(_TOKEN.findall(words.lower()))
    return said <= _FILLING or not said.isdisjoint(_REPAIRING)


def _says(text: str, run: Sequence[Token]) -> bool:
    """Whether a run holds what says that a number is spoken: a number word, or only talk between written numbers."""
    for token, following in pairwise((*run, None)):
        meaning = token.meaning if token is not None else None
        if meaning is None or not meaning.number or meaning.part is Part.PLURAL:
            continue
        if meaning.part is not Part.REPEAT or (following is not None and following.meaning is None):
            return True
    return any(_fills(filled[1]) for filled in _FILLED.finditer(text, run[0].start, run[-1].end))


def spoken(view: View, effort: Effort) -> View | None:
    """`view` with spoken digits written; None where nothing is spoken. A single number word counts where it has a
    line, a turn or brackets for itself."""
    text = view.text
    edits: list[Edit] = []
    for begin, end in _stretches(view):
        for run in runs(text, begin, end):
            if not _says(text, run):
                continue
            said = pieces(text, run, effort)
            edits += _written(text, said if _dense(run, said) else _loosened(said))
    return view.edited(edits, "spoken") if edits else None


def _dense(run: Sequence[Token], said: Sequence[Piece]) -> bool:
    """Whether more digits than words between them are said: who tells a story dictates nothing."""
    talk = len(run) - len(said)
    return talk <= _LEAST_TALK or talk <= sum(len(piece.digits) for piece in said) * _TALK_A_DIGIT


def _loosened(said: Sequence[Piece]) -> list[Piece]:
    return [piece._replace(mark=TALK) if piece.mark else piece for piece in said]


def _written(text: str, said: Sequence[Piece]) -> list[Edit]:
    total = sum(len(piece.digits) for piece in said)
    if total < 2 and not (said and _alone(text, said[0].start, said[-1].end)):
        return []
    if all(piece.written and not piece.mark for piece in said) or _counting(said):
        return []
    sizes = _breaths(text, said)
    dates = _dates(text, said)
    edits: list[Edit] = []
    last: Piece | None = None
    for index, piece in enumerate(said):
        if last is not None:
            short = total < _CARD_DIGITS and sizes[index] < _SHORT
            between = dates.get(index) or piece.mark or _joint(text, last, piece, short=short, lead=index == 1)
            if between is not None:
                edits.append(Edit(last.end, piece.start, between))
        if not piece.written:
            edits.append(Edit(piece.start, piece.end, piece.digits))
        last = piece
    return edits


def _breaths(text: str, said: Sequence[Piece]) -> list[int]:
    """For each number, how many digits are said in one breath with it."""
    sizes: list[int] = []
    begin = 0
    for i in range(1, len(said) + 1):
        if i == len(said) or said[i].mark or text[said[i - 1].end : said[i].start] not in TIGHT_GAPS:
            digits = [piece.digits for piece in said[begin:i]]
            size = sum(map(len, digits))
            sizes += [min(size, _SHORT - 1) if _MONTH_YEAR.fullmatch(" ".join(digits)) else size] * (i - begin)
            begin = i
    return sizes


def _dates(text: str, said: Sequence[Piece]) -> dict[int, str]:
    """What is written before the month and before the year of "zero three slash thirty", by place in `said`."""
    found: dict[int, str] = {}
    for i, (last, piece) in enumerate(pairwise(said), 1):
        if piece.mark and text[last.end : piece.start].strip(" ,").lower() in _SLASHES:
            month = i - 2 if i > 1 and said[i - 2].digits == "0" and len(last.digits) == 1 else i - 1
            if int(last.digits) in _MONTHS and int(piece.digits[:2]) in _YEARS:
                found |= {month: " ", i: "/"}
    found.pop(0, None)
    return found


def _counting(said: Sequence[Piece]) -> bool:
    """Whether somebody counts, up or down, past ten."""
    if len(said) <= _COUNTED_UP or len(said[0].digits) == len(said[-1].digits):
        return False
    steps = [int(b.digits) - int(a.digits) for a, b in pairwise(said)]
    return steps[0] in (1, -1) and len(set(steps)) == 1


def _joint(text: str, last: Piece, piece: Piece, *, short: bool, lead: bool) -> str | None:
    """What is written between two numbers; None: what stands there."""
    gap = text[last.end : piece.start]
    if last.written and piece.written:
        return " " if not short and gap[-1:].isspace() and _PROSE.issuperset(gap.strip()) else None
    if last.written or piece.written or gap not in TIGHT_GAPS or (lead and last.weak and not short):
        return " "
    if short and (len(last.digits) > 1 or len(piece.digits) > 1):
        year = last.digits == "20" and int(piece.digits) in _YEARS
        return "" if year else " "
    return ""


def _alone(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 4) : start].rstrip(" "), text[end : end + 4].lstrip(" ")
    return not before[-1:].isalnum() and not after[:1].isalnum()
