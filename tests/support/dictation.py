"""Digits as people type and speak them, with the place in the number that each fragment gives away."""

import random
from collections.abc import Callable

Fragment = tuple[str, tuple[int, ...]]
"""Text, and which digits (by index) it shows; separators show none."""

LANGUAGES = ("en", "es", "fr", "de")
_UNITS = {
    "en": "zero one two three four five six seven eight nine",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun",
}
_TEENS = {
    "en": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "es": "diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve",
    "fr": "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "de": "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
}
_TENS = {
    "en": "- - twenty thirty forty fifty sixty seventy eighty ninety",
    "es": "- - veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "fr": "- - vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt",
    "de": "- - zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
}
_TWICE = {"en": "double", "es": "doble", "fr": "double", "de": "doppel"}
_FILLERS = {"en": "um", "es": "eh", "fr": "euh", "de": "äh"}


def said(digits: str, language: str, dice: random.Random) -> list[Fragment]:
    """`digits` written or spoken in some way; all fragments together are the text."""
    ways = [way for least, way in _WAYS if len(digits) >= least]
    return dice.choice(ways)(digits, language, dice)


def plain(digits: str, *_: object) -> list[Fragment]:
    """Just the digits."""
    return [(digit, (i,)) for i, digit in enumerate(digits)]


def spoken(digits: str, language: str, dice: random.Random) -> list[Fragment]:
    """A word a digit: "four five", "double eight", "oh" now and then."""
    names, i = _UNITS[language].split(), 0
    out: list[Fragment] = []
    while i < len(digits):
        twice = digits[i : i + 2] == digits[i] * 2 and dice.random() < 0.5
        name = "oh" if language == "en" and digits[i] == "0" and i and dice.random() < 0.3 else names[int(digits[i])]
        out.append((f"{_TWICE[language]} {name}", (i, i + 1)) if twice else (name, (i,)))
        i += 1 + twice
    return _joined(out, dice.choice((" ", " ", ", ")))


def _in_pairs(digits: str, language: str, dice: random.Random) -> list[Fragment]:
    out = [
        (_pair(digits[i : i + 2], language), tuple(range(i, min(i + 2, len(digits))))) for i in range(0, len(digits), 2)
    ]
    return _joined(out, ", " if language == "fr" or len(digits) % 2 else dice.choice((" ", ", ")))


def _pair(two: str, language: str) -> str:
    units = _UNITS[language].split()
    tens, unit = (int(two[0]), int(two[1])) if len(two) == 2 else (0, int(two))
    if len(two) == 1:
        return units[unit]
    if tens == 0:
        return f"{units[0]} {units[unit]}"
    if tens == 1:
        return _TEENS[language].split()[unit]
    name = _TENS[language].split()[tens]
    if language == "en":
        return f"{name}-{units[unit]}" if unit else name
    if language == "es":
        if tens == 2 and unit:
            return "veinti" + {2: "dós", 3: "trés", 6: "séis"}.get(unit, units[unit])
        return f"{name} y {units[unit]}" if unit else name
    if language == "de":
        return f"{'ein' if unit == 1 else units[unit]}und{name}" if unit else name
    if tens in (7, 9):
        joint = " et " if two == "71" else "-"
        return f"{name}{joint}{_TEENS['fr'].split()[unit]}"
    if tens == 8:
        return f"{name}-{units[unit]}" if unit else f"{name}s"
    return f"{name} et un" if unit == 1 else f"{name}-{units[unit]}" if unit else name


def _mixed(digits: str, language: str, dice: random.Random) -> list[Fragment]:
    names = _UNITS[language].split()
    return _joined([(names[int(d)] if dice.random() < 0.5 else d, (i,)) for i, d in enumerate(digits)], " ")


def _hesitating(digits: str, language: str, dice: random.Random) -> list[Fragment]:
    out = spoken(digits, language, dice)
    at = dice.randrange(0, len(out), 2) + 1
    return [*out[:at], (f" {_FILLERS[language]}", ()), *out[at:]]


def _apart(*separators: str) -> Callable[[str, str, random.Random], list[Fragment]]:
    return lambda digits, _, dice: _joined(plain(digits), dice.choice(separators))


def _in_groups(digits: str, _: str, dice: random.Random) -> list[Fragment]:
    size, separator = dice.choice((2, 3, 4, 4, 4)), dice.choice(" -.")
    out: list[Fragment] = []
    for start in range(0, len(digits), size):
        out += [(separator, ())] * bool(start)
        out += [(digit, (start + i,)) for i, digit in enumerate(digits[start : start + size])]
    return out


def _as(write: Callable[[str], str]) -> Callable[[str, str, random.Random], list[Fragment]]:
    return lambda digits, _, __: [(write(digit), (i,)) for i, digit in enumerate(digits)]


def _joined(fragments: list[Fragment], separator: str) -> list[Fragment]:
    out = [part for fragment in fragments for part in (fragment, (separator, ()))]
    return out[:-1]


_WAYS: list[tuple[int, Callable[[str, str, random.Random], list[Fragment]]]] = [
    *[(1, plain)] * 8,
    *[(1, spoken)] * 4,
    *[(2, _in_pairs)] * 2,
    *[(2, _in_groups)] * 3,
    (2, _mixed),
    (2, _hesitating),
    (2, _apart(" ", "-", " - ", ".", " / ")),
    (1, _as(lambda d: chr(0xFF10 + int(d)))),
    (1, _as(lambda d: chr(0x0660 + int(d)))),
    (2, _as(lambda d: f"&#{48 + int(d)};")),
    (2, _as(lambda d: f"%3{d}")),
    (2, _as(lambda d: f"{d}\ufe0f\u20e3")),
    (2, _apart("\u200b", "\u00a0", "\u2009")),
]
