"""Spoken digits, alone or mixed with written ones, as a view in which they are written.

A run is made of number words, numerals, fillers and self-repairs; any other word ends it. Words of one
breath become one group; a comma ends a group, a filler or a repair becomes its mark.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from carddata import brand_of, luhn_valid
from redactors.barriers import BARRIERS
from redactors.marks import FILLER, REPAIR
from redactors.number_words import COMPANIONS, CONNECTIVES, SOUNDS, WORDS, Meaning, Part, Tongue, meaning_of
from redactors.numerals import Word, amount
from redactors.view import Edit, View

_TOKEN = re.compile(r"[^\W\d_]++|[0-9]++")
_BREAK = re.compile(rf"[\[\](){{}}<>=#$€£%&@+*{BARRIERS}]|\n\s*\n")
_FILLED = re.compile(r"[0-9][^\w\n]{1,3}((?:[^\W\d_]{1,16}[^\w\n]{1,3}){1,5})(?=[0-9])")
_TIGHT_GAPS = frozenset({" ", "-", "  ", "\n", " - ", "\t"})
_LONGEST_GAP = 8
_STRONG_AROUND_SOUNDS = 6
_SHORTEST, _LONGEST = 12, 19
"""Digits of a card number."""
_SHORT_RUN = 6
"""Digits; a shorter run is a code or a date, so its numbers stay apart ("twelve twenty-seven")."""
_YEARS = range(20, 50)


def filled(text: str) -> bool:
    """Whether nothing but fillers or a self-repair stands between two written digits of `text`."""
    return any(all(word.lower() in _ODD for word in _TOKEN.findall(match[1])) for match in _FILLED.finditer(text))


class _Token(NamedTuple):
    start: int
    end: int
    text: str
    meaning: Meaning | None  # None for a numeral
    number: bool


class _Piece(NamedTuple):
    """A number in a run: `digits` of `text[start:end]`; `mark` is what stands before it."""

    start: int
    end: int
    digits: str
    written: bool
    weak: bool
    mark: str
    apart: tuple["_Piece", ...] = ()  # the same words as numbers of their own: "ninety five" as 90 5


_SOUND = {
    word: Meaning(Part.VALUE, value, Tongue.EN, weak=True, number=True, digit=True) for word, value in SOUNDS.items()
}
_COMPANION = Meaning(Part.REPAIR, -1, Tongue.EN)
_MEANINGS = _SOUND | dict.fromkeys(COMPANIONS, _COMPANION) | WORDS
_ODD = frozenset(word for word, m in _MEANINGS.items() if not m.number or word in SOUNDS)
_SAID = {word: meaning._replace(value=0) for word, meaning in WORDS.items() if meaning.part is Part.REPAIR}


def spoken(view: View, *, lone: bool = False) -> View | None:
    """`view` with spoken digits written; None where nothing is spoken.

    `lone`: also a single number word that has a line or a turn for itself.
    """
    edits = [edit for run in _runs(view.text) for edit in _written(view.text, run, lone=lone)]
    return view.edited(edits, "spoken") if edits else None


def _runs(text: str) -> Iterator[list[_Token]]:
    run: list[_Token] = []
    end, odd = 0, False  # odd: not only numbers, so it must be looked at closely
    for match in _TOKEN.finditer(text):
        word = match[0]
        meaning: Meaning | None = None
        start = match.start()
        written = "0" <= word[0] <= "9"
        if not written:
            word = word.lower()
            meaning = _MEANINGS.get(word) or meaning_of(word)
        ends = meaning is None and not written
        if run and (ends or not ((start - end == 1 and text[end] in " -") or _holds(text, end, start))):
            yield from _sound(run) if odd or len(run) == 1 else (run,)
            run, odd = [], False
        if ends:
            continue
        odd = odd or word in _ODD
        end = match.end()
        run.append(_Token(start, end, word, meaning, meaning is None or meaning.number))
    if run:
        yield from _sound(run) if odd or len(run) == 1 else (run,)


def _holds(text: str, end: int, start: int) -> bool:
    return 0 < start - end <= _LONGEST_GAP and _BREAK.search(text, end, start) is None


def _sound(run: list[_Token]) -> Iterator[list[_Token]]:
    """The parts of a run that hold together: no companion without a repair, no sound-alike out of place."""
    if len(run) == 1 and (run[0].meaning is None or not run[0].number):
        return
    strong = sum(t.number and t.meaning is not None and not t.meaning.weak for t in run)
    begin, at = 0, 0
    while at < len(run):
        token = run[at]
        if token.text in SOUNDS and token.meaning is _SOUND.get(token.text):
            inside = 0 < at < len(run) - 1 and run[at - 1].number and run[at + 1].number
            if not inside or strong < _STRONG_AROUND_SOUNDS:
                yield run[begin:at]
                begin = at + 1
            at += 1
        elif token.number:
            at += 1
        else:
            after = at
            while after < len(run) and not run[after].number:
                after += 1
            said = run[at:after]
            if any(t.meaning is _COMPANION for t in said) and not any(t.text in _SAID for t in said):
                yield run[begin:at]
                begin = after
            at = after
    yield run[begin:]


def _written(text: str, run: Sequence[_Token], *, lone: bool) -> list[Edit]:
    pieces = _resolved(_pieces(text, run))
    total = sum(len(piece.digits) for piece in pieces)
    if total < 2 and not (lone and pieces and _alone(text, pieces[0].start, pieces[-1].end)):
        return []
    short = total < _SHORT_RUN
    edits: list[Edit] = []
    last: _Piece | None = None
    for index, piece in enumerate(pieces):
        if last is not None:
            between = piece.mark or _joint(text, last, piece, short=short, lead=index == 1)
            if between is not None:
                edits.append(Edit(last.end, piece.start, between))
        if not piece.written:
            edits.append(Edit(piece.start, piece.end, piece.digits))
        last = piece
    return edits


def _joint(text: str, last: _Piece, piece: _Piece, *, short: bool, lead: bool) -> str | None:
    """What is written between two numbers; None: what stands there."""
    if last.written and piece.written:
        return None
    gap = text[last.end : piece.start]
    if last.written or piece.written or gap not in _TIGHT_GAPS or (lead and last.weak and not short):
        return " "
    if short and (len(last.digits) > 1 or len(piece.digits) > 1):
        year = last.digits == "20" and piece.digits.isdigit() and int(piece.digits) in _YEARS
        return "" if year else " "
    return ""


def _pieces(text: str, run: Sequence[_Token]) -> list[_Piece]:
    pieces: list[_Piece] = []
    mark = ""
    at = 0
    while at < len(run):
        token = run[at]
        meaning = token.meaning
        if meaning is None:
            pieces.append(_Piece(token.start, token.end, token.text, True, False, mark))
            mark = ""
            at += 1
        elif meaning.digit and (at + 1 == len(run) or not _joins(run[at + 1].meaning)):
            pieces.append(_Piece(token.start, token.end, str(meaning.value), False, meaning.weak, mark))
            mark = ""
            at += 1
        elif not token.number:
            if pieces:
                mark = REPAIR if token.text in _SAID or mark == REPAIR else FILLER
            at += 1
        else:
            words, after = _breath(text, run, at)
            for piece in _amounts(run, words, after):
                pieces.append(piece._replace(mark=piece.mark or mark))
                mark = ""
            at = after if pieces and pieces[-1].end <= run[after - 1].end else after + 1
    return pieces


def _numeric(meaning: Meaning | None) -> bool:
    return meaning is not None and meaning.number


def _joins(meaning: Meaning | None) -> bool:
    return meaning is not None and meaning.joins


def _breath(text: str, run: Sequence[_Token], first: int) -> tuple[list[Word], int]:
    """The number words from `first` on that only spaces, hyphens and connectives part."""
    words: list[Word] = []
    at = first
    while at < len(run):
        start, end, word, meaning, number = run[at]
        if meaning is None or (words and text[words[-1].end : start] not in _TIGHT_GAPS):
            break
        if not number and not (word in CONNECTIVES and at + 1 < len(run) and _numeric(run[at + 1].meaning)):
            break
        words.append(Word(start, end, meaning, word, bool(words) and "-" in text[words[-1].end : start]))
        at += 1
    return words, at


def _amounts(run: Sequence[_Token], words: list[Word], after: int) -> Iterator[_Piece]:
    at, mark = 0, ""
    while at < len(words):
        word = words[at]
        following = run[after] if after < len(run) else None
        if word.meaning.part is Part.FILLER:
            at, mark = at + 1, FILLER
            continue
        if (
            word.meaning.part is Part.REPEAT
            and at == len(words) - 1
            and following is not None
            and following.meaning is None
            and len(following.text) == 1
        ):
            digits = following.text * word.meaning.value
            yield _Piece(word.start, following.end, digits, written=False, weak=False, mark=mark)
            return
        said = amount(words, at)
        if said is None:
            at, mark = at + 1, FILLER
            continue
        piece = _Piece(word.start, words[said.last - 1].end, said.digits, False, word.meaning.weak, mark)
        yield piece._replace(apart=_apart(words[at : said.last], mark)) if said.last - at > 1 else piece
        at, mark = said.last, ""


def _apart(words: Sequence[Word], mark: str) -> tuple[_Piece, ...]:
    if any(word.hyphen for word in words[1:]) or any(word.meaning.part is not Part.VALUE for word in words):
        return ()
    return tuple(
        _Piece(w.start, w.end, str(w.meaning.value), False, w.meaning.weak, "" if i else mark)
        for i, w in enumerate(words)
    )


def _resolved(pieces: list[_Piece]) -> list[_Piece]:
    """`pieces`, with numbers taken apart where only so they make a card number."""
    joints = [i for i, piece in enumerate(pieces) if piece.apart]
    digits = "".join(piece.digits for piece in pieces)
    if not joints or not _SHORTEST <= len(digits) < _LONGEST or _card(digits):
        return pieces
    for chosen in (joints, *([joint] for joint in joints)):
        other = [p for i, piece in enumerate(pieces) for p in (piece.apart if i in chosen else (piece,))]
        if _card("".join(piece.digits for piece in other)):
            return other
    return pieces


def _card(digits: str) -> bool:
    return brand_of(digits) is not None and luhn_valid(digits)


def _alone(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 4) : start].rstrip(" "), text[end : end + 4].lstrip(" ")
    return not before[-1:].isalnum() and not after[:1].isalnum()
