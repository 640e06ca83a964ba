"""Runs of a dictated number: number words, numerals, and what people say between them.

Fillers and self-repairs hold a run together in any number that fits the reach, up to two unknown words hold it
loosely; a word that names something else, a symbol of money or an empty line ends it.
"""

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from redactors import talk_words
from redactors.barriers import BARRIERS
from redactors.cues import is_cue
from redactors.misspelled import meant
from redactors.number_words import SOUNDS, WORDS, Meaning, Part, Tongue, glued, meaning_of, spelled


class Role(IntEnum):
    """What a token does in a run; a larger one between two numbers hides a smaller one."""

    NUMBER = 0
    COUNT = 1  # a number word that counts digits or moments: "the last four are"
    FILLER = 2
    OTHER = 3  # a word that we do not know
    REPAIR = 4
    DOUBT = 5  # perhaps a misspelled or misheard digit


class Token(NamedTuple):
    """A word or numeral of a run; `text` in lower case, `meaning` is None for a numeral and an unknown word."""

    start: int
    end: int
    text: str
    meaning: Meaning | None
    role: Role
    heard: tuple[str, ...] = ()  # the digits that a doubtful word may be


class Passing(IntEnum):
    """What a word that is no number does to a run that it follows."""

    TALK = 0  # a run goes on over it
    UNKNOWN = 1  # it goes on over so many of them
    STOP = 2  # it is over


_PASSING = Token(0, 0, "", None, Role.OTHER)
_TOKEN = re.compile(r"[^\W\d_]++|[0-9]++")
_BREAK = re.compile(rf"[\[\](){{}}#$€£%&@{BARRIERS}]|\n\s*\n")
REACH = 96
"""Characters between two numbers of one run."""
_LONGEST_GAP = 8
"""Characters between two words of one run."""
MOST_UNKNOWN = 2
"""Unknown words between two numbers of one run."""
_STRONG_AROUND_DOUBT, _ANY_AROUND_DOUBT = 6, 11
"""Sure number words in a run in which an unknown word may be a digit, and number words of any kind."""


def _words(source: str) -> frozenset[str]:
    return frozenset(form for word in source.split() for form in spelled(word))


_PAUSES, _RESTS = map(_words, (talk_words.PAUSES, talk_words.RESTS))
ORDERS, _COUNTED, _DIGITS = map(_words, (talk_words.ORDERS, talk_words.COUNTED, talk_words.DIGITS))
_STOPS = _words(talk_words.STOPS)
_STOP_STEMS = tuple(talk_words.STOP_STEMS.split())
_SOUNDS = SOUNDS[Tongue.EN]
_LABELS = (":", ">")
"""After an unknown word: a speaker's name."""
_LAST = ("", ".", ",", "?", "!", ";", "\n")
"""After the last word of a number."""
_MOST_COUNTED = 19


def passing(word: str) -> Passing:
    """What a lower-case word that is no number does to a run, whatever stands round it."""
    if word in _STOPS or is_cue(word):
        return Passing.STOP
    if meaning_of(word) is not None:
        return Passing.TALK
    return Passing.STOP if word.startswith(_STOP_STEMS) else Passing.UNKNOWN


def runs(text: str, begin: int, end: int) -> Iterator[list[Token]]:
    """The runs of `text[begin:end]`; each begins and ends with a number."""
    matches = list(_TOKEN.finditer(text, begin, end))
    run: list[Token] = []
    gap: list[Token] = []
    unknown = 0
    for i, match in enumerate(matches):
        token = _token(text, matches, i, bool(run))
        if token is None:
            if run:
                yield _settled(run)
                run, gap, unknown = [], [], 0
        elif token.role not in (Role.NUMBER, Role.DOUBT):
            if run:
                last = gap[-1].end if gap else run[-1].end
                unknown += token.role is Role.OTHER
                if unknown > MOST_UNKNOWN or token.end - run[-1].end > REACH or not _holds(text, last, token.start):
                    yield _settled(run)
                    run, gap, unknown = [], [], 0
                else:
                    gap.append(token)
        else:
            last = gap[-1].end if gap else run[-1].end if run else match.start()
            if run and not _holds(text, last, token.start):
                yield _settled(run)
                run = []
            if run:
                run += gap
            gap, unknown = [], 0
            run += _parts(token)
    if run:
        yield _settled(run)


def _holds(text: str, end: int, start: int) -> bool:
    if start - end <= 1:
        return start == end or text[end] in " -" or _BREAK.match(text, end) is None
    return start - end <= _LONGEST_GAP and _BREAK.search(text, end, start) is None


def _token(text: str, matches: Sequence[re.Match[str]], i: int, inside: bool) -> Token | None:
    """The token at `i`; None where it ends a run. Outside a run only numbers matter."""
    match = matches[i]
    start, end = match.span()
    word = match[0]
    if "0" <= word[0] <= "9":
        role = Role.COUNT if len(word) == 1 and _word(matches, i + 1) in _DIGITS else Role.NUMBER
        return None if _tied(text, matches, i) else Token(start, end, word, None, role)
    word = word.lower()
    meaning = WORDS.get(word) or meaning_of(word)
    if word == "dos" and _word(matches, i - 1) == "au":
        return None  # the back of a French card
    if meaning is not None and meaning.number:
        role = Role.COUNT if _counts(matches, i, meaning) else Role.NUMBER
        return Token(start, end, word, meaning, role)
    if not inside:
        return _PASSING
    if (word in _STOPS and word not in _SOUNDS) or is_cue(word):
        return None
    heard = _heard(text, matches, i, word, meaning)
    if heard:
        return Token(start, end, word, meaning, Role.DOUBT, heard)
    if word in _STOPS or (meaning is not None and meaning.part is Part.TIMES and _sum(matches, i)):
        return None
    if meaning is None and (word.startswith(_STOP_STEMS) or text[end : end + 2].lstrip(" ")[:1] in _LABELS):
        return None
    if meaning is None:
        return Token(start, end, word, None, Role.OTHER)
    return Token(start, end, word, meaning, Role.REPAIR if meaning.part is Part.REPAIR else Role.FILLER)


def _tied(text: str, matches: Sequence[re.Match[str]], i: int) -> bool:
    """Whether a numeral is part of a word: "3rd", "A4"."""
    start, end = matches[i].span()
    return (text[start - 1 : start].isalpha() and not _number(matches, i - 1)) or (
        text[end : end + 1].isalpha() and not _number(matches, i + 1)
    )


def _word(matches: Sequence[re.Match[str]], i: int) -> str:
    return matches[i][0].lower() if 0 <= i < len(matches) else ""


def _number(matches: Sequence[re.Match[str]], i: int) -> bool:
    word = _word(matches, i)
    if not word or "0" <= word[0] <= "9":
        return bool(word)
    meaning = meaning_of(word)
    return meaning is not None and meaning.number


def _heard(text: str, matches: Sequence[re.Match[str]], i: int, word: str, meaning: Meaning | None) -> tuple[str, ...]:
    """The digits that a word between numbers may be: an unknown one, or an English one that sounds like it.

    Only an unknown one may also end them: "… zero seven fife."
    """
    if meaning is not None and word not in _SOUNDS:
        return ()
    before, after = _beside(matches, i, -1), _beside(matches, i, 1)
    last = meaning is None and before and text[matches[i].end() : matches[i].end() + 1] in _LAST
    if not (before and (after or last)) and not (word == "o" and (before or after)):
        return ()
    tongues = _tongues(matches, before or after)
    return meant(word, tongues) if meaning is None or tongues & Tongue.EN else ()


def _beside(matches: Sequence[re.Match[str]], i: int, step: int) -> int:
    """The place of the number next to `i`, or next but one; 0 where none is."""
    for at in (i + step, i + 2 * step):
        if not 0 <= at < len(matches) or abs(matches[at].start() - matches[at - step].start()) > 2 * _LONGEST_GAP:
            break
        if _number(matches, at):
            return at or -len(matches)
        if meaning_of(_word(matches, at)) is not None:
            break
    return 0


def _tongues(matches: Sequence[re.Match[str]], i: int) -> int:
    """The languages of a number; all of them for a numeral."""
    meaning = meaning_of(_word(matches, i))
    return -1 if meaning is None else meaning.tongues


def _sum(matches: Sequence[re.Match[str]], i: int) -> bool:
    """Whether "times" multiplies: what follows is a number, and no digit."""
    meaning = meaning_of(_word(matches, i + 1))
    return meaning is not None and meaning.number and not meaning.digit


def _counts(matches: Sequence[re.Match[str]], i: int, meaning: Meaning) -> bool:
    if meaning.part is not Part.VALUE or meaning.value > _MOST_COUNTED:
        return False
    before, after = _word(matches, i - 1), _word(matches, i + 1)
    if after in _RESTS or (after in _PAUSES and meaning.value == 1):
        return matches[i + 1].start() - matches[i].end() == 1
    return (
        after in _DIGITS
        or (before in ORDERS and after in _COUNTED)
        or (after in ORDERS and (_word(matches, i + 2) in _COUNTED or before in ("los", "las", "les")))
    )


def _parts(token: Token) -> list[Token]:
    """A word that glues number words together as these words, each in its place."""
    meaning = token.meaning
    if meaning is None or meaning.part is not Part.GLUED:
        return [token]
    out: list[Token] = []
    at = token.start
    for word in glued(token.text):
        out.append(Token(at, at + len(word), word, WORDS[word], Role.NUMBER))
        at += len(word)
    return out


def _settled(run: list[Token]) -> list[Token]:
    """`run` with its doubts decided: a digit only where enough of the rest is."""
    if not any(token.role is Role.DOUBT for token in run):
        return run
    numbers = [t for t in run if t.role is Role.NUMBER]
    sure = sum(t.meaning is None or not t.meaning.weak for t in numbers)
    if sure >= _STRONG_AROUND_DOUBT or len(numbers) >= _ANY_AROUND_DOUBT:
        return run
    return [_ordinary(token) if token.role is Role.DOUBT else token for token in run]


def _ordinary(token: Token) -> Token:
    if token.meaning is None:
        return token._replace(role=Role.OTHER)
    return token._replace(role=Role.REPAIR if token.meaning.part is Part.REPAIR else Role.FILLER)
