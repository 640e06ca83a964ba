"""Who and what is meant: one number for every spelling of a value, and of a person's name, in one conversation.

Two names are one person when one holds the other ("Grace Park": "Ms. Park", "grace", "G. Park") and just one person met
so far fits. Where two fit, or where a name differs ("James Park"), it is another: a wrong split is harmless, a wrong
join is not.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace

from carddata import Entity

_SPELLED = frozenset({Entity.EMAIL, Entity.ADDRESS, Entity.LOCATION, Entity.ORGANIZATION})
SHARED = _SPELLED | {Entity.PERSON}
"""Entities whose spellings (case, white space, punctuation) are one value."""
_BETWEEN = re.compile(r"[\s.,;:\"()]+")
_SPACE = re.compile(r"\s+")
_POSSESSIVE = re.compile(r"['\u2019]s$")
_MALE = frozenset({"mr", "mister", "sir", "se\u00f1or", "sr", "herr", "monsieur"})
_FEMALE = frozenset({"mrs", "ms", "miss", "madam", "madame", "lady", "se\u00f1ora", "sra", "frau"})
_TITLES = _MALE | _FEMALE | {"dr", "doctor", "prof", "professor", "mx", "rev"}
_CROWD = 16
"""So many people who share a part of a name are not looked through: then a name that is new is a new person."""

Key = tuple[str, str]
"""Entity and canonical value."""


def canonical(entity: str, value: str) -> str:
    """The form in which spellings of one value are equal. What is no name, mail or address stays as it is."""
    if entity not in SHARED:
        return value
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", value).casefold())
    if entity == Entity.EMAIL:
        return _SPACE.sub("", folded)
    if entity == Entity.PERSON:
        last, comma, first = folded.partition(",")
        folded = _POSSESSIVE.sub("", f"{first} {last}" if comma else folded)
    return _BETWEEN.sub(" ", folded).strip() or folded


@dataclass(frozen=True, slots=True)
class _Name:
    """A canonical name, its parts without titles, and what the titles say ("m", "f" or nothing)."""

    spelling: str
    parts: tuple[str, ...]
    title: str

    @classmethod
    def of(cls, name: str) -> "_Name":
        words = name.split()
        titles = [word for word in words if word in _TITLES]
        parts = tuple(word for word in words if word not in _TITLES) or tuple(words)
        title = next(("m" if word in _MALE else "f" for word in titles if word in _MALE | _FEMALE), "")
        return cls(name, parts, title)


@dataclass(slots=True)
class _Person:
    fullest: _Name
    title: str


def _same(long: str, short: str) -> bool:
    return long == short or (min(len(long), len(short)) == 1 and long[0] == short[0])


def _holds(long: _Name, short: _Name) -> bool:
    if not any(len(part) > 1 and part in long.parts for part in short.parts):
        return long.parts == short.parts
    left = iter(long.parts)
    return all(any(_same(one, part) for one in left) for part in short.parts)


class Identities:
    """Numbers from 1, by entity, in the order of first mention. Pure; for one conversation."""

    def __init__(self) -> None:
        self._numbers: dict[Key, int] = {}
        self._last: Counter[str] = Counter()
        self._people: dict[int, _Person] = {}
        self._by_part: dict[str, set[int]] = {}

    def number(self, entity: str, value: str) -> int:
        """The number of whom or what `value` means. The same spelling always has the same one."""
        key = (entity, canonical(entity, value))
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = self._met(key[1]) if entity == Entity.PERSON else self._next(entity)
        return known

    def fullest(self, entity: str, value: str) -> str:
        """The canonical form of the fullest name met of the same person, if it says all that `value` says.

        Else, and of what is no person, that of `value`.
        """
        own = canonical(entity, value)
        if entity != Entity.PERSON:
            return own
        full = self._people[self.number(entity, value)].fullest
        return full.spelling if _holds(full, _Name.of(own)) else own

    def copy(self) -> "Identities":
        """An independent one."""
        other = Identities()
        other._numbers = dict(self._numbers)
        other._last = Counter(self._last)
        other._people = {number: replace(person) for number, person in self._people.items()}
        other._by_part = {part: set(numbers) for part, numbers in self._by_part.items()}
        return other

    def _next(self, entity: str) -> int:
        self._last[entity] += 1
        return self._last[entity]

    def _met(self, spelling: str) -> int:
        name = _Name.of(spelling)
        groups = [self._by_part.get(part, set()) for part in dict.fromkeys(name.parts)]
        near = set().union(*groups) if sum(map(len, groups)) <= _CROWD else set()
        fitting = [number for number in near if self._fits(self._people[number], name)]
        number = fitting[0] if len(fitting) == 1 else self._next(Entity.PERSON)
        person = self._people.setdefault(number, _Person(name, name.title))
        if len(name.parts) > len(person.fullest.parts) or _longer(name, person.fullest):
            person.fullest = name
        person.title = person.title or name.title
        for part in person.fullest.parts:
            if len(part) > 1:
                self._by_part.setdefault(part, set()).add(number)
        return number

    def _fits(self, person: _Person, name: _Name) -> bool:
        if person.title and name.title and person.title != name.title:
            return False
        return _holds(person.fullest, name) or _holds(name, person.fullest)

    def __repr__(self) -> str:
        return "Identities(***)"


def _longer(name: _Name, other: _Name) -> bool:
    """Whether `name` spells out what `other` has as initials."""
    return len(name.parts) == len(other.parts) and sum(map(len, name.parts)) > sum(map(len, other.parts))
