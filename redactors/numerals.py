"""Number words put together: "forty twelve" -> 40 12, "quatre-vingt-dix-sept" -> 97, "triple oh" -> 000."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from redactors.number_words import CONNECTIVES, Meaning, Part, Tongue

_LONGEST = 10
"""Words of one number."""
_TIMES = range(2, 10)
_ARTICLE_WORDS = "the a number digit el la los las le les die der das ziffer zahl número numero chiffre"
_ARTICLES = frozenset(_ARTICLE_WORDS.split())


class Word(NamedTuple):
    """A number word, or a connective that may join two. In a sequence only a space or hyphen stands between them.

    `hyphen`: it is tied to the word before it, which binds more than a space: "vingt quatre-vingt-un" is 20 81.
    """

    start: int
    end: int
    meaning: Meaning
    text: str
    hyphen: bool


class Amount(NamedTuple):
    """The digits said by `words[first:last]`."""

    digits: str
    last: int


def amount(words: Sequence[Word], first: int) -> Amount | None:
    """The number that begins with `words[first]`; None where none does. Looks at most ten words ahead."""
    repeated = _repeated(words, first)
    if repeated is not None:
        return repeated
    large = _thousands(words, first)
    return None if large is None else Amount(str(large[0]), large[1])


def others(words: Sequence[Word], first: int, usual: int) -> Iterator[Amount]:
    """The other numbers that the same words may begin: "twenty", "three" for "twenty three", which ends at `usual`."""
    for last in range(first + 1, min(len(words), first + _LONGEST) + 1):
        found = amount(words[first:last], 0) if last != usual else None
        if found is not None and first + found.last == last:
            yield Amount(found.digits, last)


def _repeated(words: Sequence[Word], first: int) -> Amount | None:
    """ "double eight", "zweimal die acht", "three times eight", "four eights"."""
    meaning = words[first].meaning
    following = _at(words, first + 1)
    if following is None:
        return None
    if meaning.part is Part.REPEAT:
        at, times = first + 1, meaning.value
    elif meaning.part is Part.VALUE and meaning.value in _TIMES and following.meaning.part is Part.PLURAL:
        return Amount(str(following.meaning.value) * meaning.value, first + 2)
    elif meaning.part is Part.VALUE and meaning.value in _TIMES and following.meaning.part is Part.TIMES:
        at, times = first + 2, meaning.value
    else:
        return None
    following = _at(words, at)
    while following is not None and following.text in _ARTICLES and at <= first + _LONGEST:
        at += 1
        following = _at(words, at)
    if following is None or not following.meaning.digit:
        return None
    return Amount(str(following.meaning.value) * times, at + 1)


def _thousands(words: Sequence[Word], first: int) -> tuple[int, int] | None:
    low = _hundreds(words, first)
    following = _at(words, low[1] if low is not None else first)
    if following is None or following.meaning.part is not Part.THOUSAND:
        return low
    if low is None:
        if following.meaning.tongues & (Tongue.EN | Tongue.DE):
            return None
        low = (1, first)
    if not 0 < low[0] < 10:
        return low
    rest = _hundreds(words, _joint(words, low[1] + 1))
    if rest is None or rest[0] == 0 or rest[0] > 999:
        return low[0] * 1000, low[1] + 1
    return low[0] * 1000 + rest[0], rest[1]


def _hundreds(words: Sequence[Word], first: int) -> tuple[int, int] | None:
    word = _at(words, first)
    if word is None:
        return None
    if word.meaning.part is Part.HUNDREDS:
        if word.meaning.value % 100 or word.meaning.value >= 1000:
            return word.meaning.value, first + 1
        head, last = word.meaning.value, first + 1
    else:
        low = _below_hundred(words, first)
        hundred = _at(words, low[1] if low is not None else first)
        if hundred is None or hundred.meaning.part is not Part.HUNDRED:
            return low
        if low is None:
            if hundred.meaning.tongues & Tongue.EN:
                return None
            low = (1, first)
        if low[0] == 0:
            return low
        head, last = low[0] * 100, low[1] + 1
    rest = _below_hundred(words, _joint(words, last))
    if rest is not None and _multiplied(words, rest[1]) and not words[rest[1] - 1].hyphen:
        # "four hundred twenty three hundred": the last word belongs to what follows.
        at = _joint(words, last)
        rest = _below_hundred(words[at : rest[1] - 1], 0)
        rest = None if rest is None else (rest[0], at + rest[1])
    if rest is None or rest[0] == 0:
        return head, last
    return head + rest[0], rest[1]


def _multiplied(words: Sequence[Word], at: int) -> bool:
    word = _at(words, at)
    return word is not None and word.meaning.part in (Part.HUNDRED, Part.THOUSAND)


def _below_hundred(words: Sequence[Word], first: int) -> tuple[int, int] | None:
    word = _at(words, first)
    if word is None or word.meaning.part is not Part.VALUE:
        return None
    value, tongues = word.meaning.value, word.meaning.tongues
    following = _value(words, first + 1, tongues)
    if value == 4 and tongues & Tongue.FR and following is not None and following[0] == 20:
        return _french(words, 80, following[1])
    if tongues & Tongue.FR and value in (60, 80):
        return _french(words, value, first + 1)
    if value == 10 and tongues & Tongue.FR and following is not None and 7 <= following[0] <= 9:
        return 10 + following[0], following[1]
    if value in range(20, 100, 10):
        joined = following or _value(words, _joint(words, first + 1), tongues)
        if joined is not None and 1 <= joined[0] <= 9:
            return value + joined[0], joined[1]
    if 1 <= value <= 9 and tongues & Tongue.DE:
        tens = _value(words, _joint(words, first + 1), Tongue.DE) if following is None else None
        if tens is not None and tens[0] in range(20, 100, 10):
            return tens[0] + value, tens[1]
    return value, first + 1


def _french(words: Sequence[Word], base: int, first: int) -> tuple[int, int]:
    following = _value(words, first, Tongue.FR) or _value(words, _joint(words, first), Tongue.FR)
    if following is None or not 1 <= following[0] <= 19:
        return base, first
    if following[0] == 10:
        more = _value(words, following[1], Tongue.FR)
        if more is not None and 7 <= more[0] <= 9:
            return base + 10 + more[0], more[1]
    return base + following[0], following[1]


def _value(words: Sequence[Word], at: int, tongues: int) -> tuple[int, int] | None:
    word = _at(words, at)
    if word is None or word.meaning.part is not Part.VALUE or not word.meaning.tongues & tongues:
        return None
    following = _at(words, at + 1)
    if word.meaning.value < 10 and following is not None and at and not word.hyphen:
        eighty = word.meaning.value == 4 and following.text.startswith("vingt")
        if following.hyphen or eighty:
            return None
    return word.meaning.value, at + 1


def _at(words: Sequence[Word], at: int) -> Word | None:
    return words[at] if at < len(words) else None


def _joint(words: Sequence[Word], at: int) -> int:
    """Past a connective ("y", "et", "und", "and") that stands at `at` right after a word of its language."""
    word = _at(words, at)
    if word is None or word.meaning.part is not Part.FILLER:
        return at
    tongues = words[at - 1].meaning.tongues
    return at + 1 if CONNECTIVES.get(word.text, 0) & tongues else at
