"""Numbers in a series: between all parts stands the same, or the same but for a counter.

`4111+1111+1111+1111`, `<i>4111</i><i>1111…`, `"p1": "4111", "p2": "1111", …`, "1/4 4111 2/4 1111 …",
"4111a1111b1111c1111".
"""

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

from redactors.barriers import BARRIERS
from redactors.chains import MAX_GAP, MIN_DIGITS, Chain, Gap, gap_kind
from redactors.marks import LINE, REPAIR, TURN

LONGEST_GAP = 40
"""Characters between two parts."""
_LONGEST_PART = 8
_GAP = rf"[^0-9{BARRIERS}{LINE}{REPAIR}{TURN}]{{1,{LONGEST_GAP}}}+"
_PART = rf"[0-9]{{1,{_LONGEST_PART}}}+"
_PERIODS = (1, 2, 3)
"""Numbers after which what stands between them comes again."""
_COUNTER = r"[0-9]{1,2}+"
_SAME = "\x01"
_LETTER = re.compile(r"(?<![^\W\d_])[A-Ha-h](?![^\W\d_])")
_DIGITS = re.compile(r"[0-9]+")
_MONEY = re.compile(r"[$€£¥]\s|\s[$€£¥]")
_BRACKETS = {"[": "]", "(": ")", "{": "}"}
_LONG_PART = re.compile(r"[0-9]{3}")
_PRINTED = re.compile(r"[0-9]{4}(?![0-9])")
_MOST_DIGITS = 19
_MANY_WORDS, _FEW = 3, 2
"""Words between numbers of few digits, as they stand in any text."""
_LONGEST_SOUP = 1_000
_LINE = 80
"""Characters on each side in which a line that holds nothing else begins and ends."""
_BEGINNING = 400
"""Characters of a series that show whether it counts."""


def _pattern(columns: str) -> re.Pattern[str]:
    """Items of these columns one after another: `v` is a part of the number, `n` a counter."""
    tokens = [_PART if column == "v" else _COUNTER for column in columns]
    first, again = tokens[0], tokens[0]
    for i, token in enumerate(tokens[1:]):
        first += f"(?P<g{i}>{_GAP}){token}"
        again += f"(?P=g{i}){token}"
    # Two parts with the same between them are a series only if a counter says so; plain separators are for `chains`.
    fewest, plain = (1, r"(?!(?:[ \t]{1,3}|[./_-])[0-9])") if columns == "v" else (0, "")
    return re.compile(
        rf"(?<![0-9]){first}{plain}(?P<between>{_GAP}){again}(?:(?P=between){again}){{{fewest},}}+(?![0-9])"
    )


_PATTERNS = {columns: _pattern(columns) for columns in ("v", "nv", "nnv", "nvn")}


def series(text: str) -> Iterator[Chain]:
    """The digits of each series in `text`, of 12 digits at least, without the counters."""
    alike = _LETTER.sub(_SAME, text)
    parts = [match.span() for match in _DIGITS.finditer(alike)]
    gaps = [alike[a[1] : b[0]] for a, b in pairwise(parts)]
    for columns, pattern in _PATTERNS.items():
        for begin, end in _repeated(parts, gaps, len(columns)):
            for match in pattern.finditer(alike, begin, end):
                if _prose(match):
                    continue
                if columns == "v":
                    if _soup(match) or not _telling(text, match):
                        continue
                elif not _counting(match[0], columns):
                    continue
                groups = [group.span() for group in _DIGITS.finditer(text, *match.span())]
                yield from _chain(text, groups[columns.index("v") :: len(columns)])


def _repeated(parts: list[tuple[int, int]], gaps: list[str], period: int) -> Iterator[tuple[int, int]]:
    """Where what stands between numbers comes again after `period` of them."""
    first = -1
    for i in range(len(gaps) - period + 1):
        again = i + period < len(gaps) and gaps[i] == gaps[i + period]
        if again and first < 0:
            first = i
        elif not again and first >= 0:
            yield parts[first][0], parts[i + period][1]
            first = -1


def may_go_on(text: str) -> bool:
    """Whether the numbers in `text` may be the beginning of a series that its end does not close."""
    alike = _LETTER.sub(_SAME, text)
    parts = list(_DIGITS.finditer(alike))
    if not parts or len(alike) - parts[-1].end() > LONGEST_GAP:
        return False
    gaps = [alike[a.end() : b.start()] for a, b in pairwise(parts)]
    if any(len(gap) > LONGEST_GAP for gap in gaps) or any(len(part[0]) > _LONGEST_PART for part in parts):
        return False
    wordy = any(len(gap.split()) >= _MANY_WORDS for gap in (*gaps, alike[parts[-1].end() :]))
    if wordy and not any(len(part[0]) > _FEW for part in parts):
        return False
    return any(all(a == b for a, b in zip(gaps, gaps[period:], strict=False)) for period in _PERIODS)


def _prose(match: re.Match[str]) -> bool:
    """Whether a digit or two at a time stand between several words, as they do in any text."""
    wordy = any(len(gap.split()) >= _MANY_WORDS for gap in match.groups())
    return wordy and _LONG_PART.search(match[0][:_BEGINNING]) is None


def _soup(match: re.Match[str]) -> bool:
    """Whether so many digits stand one by one, or two by two, that they are a table."""
    return len(match[0]) > _LONGEST_SOUP and _LONG_PART.search(match[0]) is None


def _telling(text: str, match: re.Match[str]) -> bool:
    """Whether the separator is none that `chains` joins over, nor prose or prices."""
    gap = match["between"]
    if _SAME in gap:
        return True
    kind = gap_kind(gap) if len(gap) <= MAX_GAP and not any(map(str.isalpha, gap)) else Gap.BREAK
    if kind is Gap.LISTED:
        digits = sum(map(str.isdigit, match[0])) if len(match[0]) <= _BEGINNING else len(match[0])
        return digits <= _MOST_DIGITS and _alone(text, *match.span())
    return kind is Gap.BREAK and _MONEY.search(gap) is None


def _alone(text: str, start: int, end: int) -> bool:
    """Whether brackets hold nothing else, or the lines that groups of four stand on."""
    before, after = text[max(0, start - _LINE) : start].rstrip()[-1:], text[end : end + _LINE].lstrip()[:1]
    if before in _BRACKETS and _BRACKETS[before] == after:
        return True
    line = text[max(0, start - _LINE) : start].rpartition("\n")[2] + text[end : end + _LINE].partition("\n")[0]
    return _PRINTED.match(text, start) is not None and not any(map(str.isalnum, line))


def _counting(run: str, columns: str) -> bool:
    """Whether each counter goes up evenly, or stays, as far as the beginning tells."""
    numbers = _DIGITS.findall(run[:_BEGINNING])
    if len(run) > _BEGINNING:
        numbers = numbers[: -len(columns)]
    for i, column in enumerate(columns):
        steps = {int(b) - int(a) for a, b in pairwise(numbers[i :: len(columns)])} if column == "n" else {0}
        if len(steps) != 1 or min(steps) < 0:
            return False
    return True


def _chain(text: str, groups: list[tuple[int, int]]) -> Iterator[Chain]:
    marks = list(accumulate((end - start for start, end in groups), initial=0))
    if marks[-1] >= MIN_DIGITS:
        digits = "".join(text[start:end] for start, end in groups)
        yield Chain(text, groups, [Gap.LOOSE] * (len(groups) - 1), marks, digits)
