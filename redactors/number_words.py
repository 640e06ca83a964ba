"""Spoken numbers as data: English, Spanish, French and German words, with and without accents.

A word means one of: a value below 100, a round hundred (Spanish), a multiplier (hundred, thousand), a
repetition (double, times), a digit in the plural (eights), a filler, or a self-repair ("no, sorry"). One word may
mean the same in several languages.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from redactors import talk_words


class Tongue:
    """The languages a word belongs to, as bits of a plain integer: an enumeration costs too much here."""

    EN = 1
    ES = 2
    FR = 4
    DE = 8


class Part(Enum):
    """What a word does in a spoken number."""

    VALUE = "a number below 100"
    HUNDREDS = "a round number of hundreds"
    HUNDRED = "times 100"
    THOUSAND = "times 1000"
    REPEAT = "the next digit, so many times"
    TIMES = "the next digit, as many times as the number before says"
    PLURAL = "a digit, as many times as the number before says"
    GLUED = "several number words written as one"
    FILLER = "means nothing between digits"
    REPAIR = "what was said before is taken back"


class Meaning(NamedTuple):
    """`value`: the number, or the times of a repetition. `weak`: a word of everyday speech too.

    `number`: it is part of a number. `digit`: it is one digit. `joins`: with a digit before it, it may make one number.
    """

    part: Part
    value: int
    tongues: int
    weak: bool = False
    number: bool = False
    digit: bool = False
    joins: bool = False


_EN = """
    zero=0 oh=0 nought=0 naught=0 aught=0 nil=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 niner=9
    ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19
    twenty=20 thirty=30 forty=40 fourty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 ninty=90
"""
_ES = """
    cero=0 uno=1 una=1 un=1 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9
    diez=10 once=11 doce=12 trece=13 catorce=14 quince=15 dieciséis=16 diecisiete=17 dieciocho=18 diecinueve=19
    veinte=20 veintiuno=21 veintiún=21 veintiuna=21 veintidós=22 veintitrés=23 veinticuatro=24 veinticinco=25
    veintiséis=26 veintisiete=27 veintiocho=28 veintinueve=29
    treinta=30 cuarenta=40 cincuenta=50 sesenta=60 setenta=70 ochenta=80 noventa=90
"""
_ES_HUNDREDS = """
    cien=100 ciento=100 doscientos=200 trescientos=300 cuatrocientos=400 quinientos=500 seiscientos=600
    setecientos=700 ochocientos=800 novecientos=900
"""
_FR = """
    zéro=0 un=1 une=1 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9
    dix=10 onze=11 douze=12 treize=13 quatorze=14 quinze=15 seize=16
    vingt=20 vingts=20 trente=30 quarante=40 cinquante=50 soixante=60 septante=70 huitante=80 octante=80 nonante=90
"""
_DE_UNITS = "null eins zwei drei vier fünf sechs sieben acht neun"
_DE_JOINED = "ein zwei drei vier fünf sechs sieben acht neun"
_DE_TEENS = "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"
_DE_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"

_REPEATS = {
    Tongue.EN: "double=2 twice=2 triple=3 treble=3 quadruple=4 quad=4",
    Tongue.ES: "doble=2 triple=3 cuádruple=4",
    Tongue.FR: "double=2 triple=3 quadruple=4",
    Tongue.DE: """
        doppel=2 doppelt=2 doppelte=2 zweimal=2 zwomal=2 zweifach=2 dreimal=3 dreifach=3 dreifache=3 viermal=4
        vierfach=4 vierfache=4 fünfmal=5
    """,
}
_TIMES = "times veces fois mal"
_PLURALS = {
    Tongue.EN: """
        zeros=0 zeroes=0 ohs=0 noughts=0 naughts=0 nils=0 ones=1 twos=2 threes=3 fours=4 fives=5 sixes=6 sevens=7
        eights=8 nines=9 niners=9
    """,
    Tongue.ES: "ceros=0 unos=1 doses=2 treses=3 cuatros=4 cincos=5 seises=6 sietes=7 ochos=8 nueves=9",
    Tongue.FR: "zéros=0",
    Tongue.DE: """
        nullen=0 einsen=1 einser=1 zweien=2 zweier=2 dreien=3 dreier=3 vieren=4 vierer=4 fünfen=5 fünfer=5 sechsen=6
        sechser=6 siebenen=7 siebener=7 achten=8 achter=8 neunen=9 neuner=9
    """,
}
_SOUNDS = {
    Tongue.EN: "to=2 too=2 tu=2 tree=3 free=3 for=4 fore=4 won=1 ate=8 o=0 sex=6 sicks=6 nein=9",
    Tongue.ES: "oxo=8 seiz=6",
    Tongue.FR: "de=2 catre=4 cinque=5 si=6 cet=7 cette=7 oui=8 wit=8",
    Tongue.DE: "für=4 sex=6",
}
CONNECTIVES = {"and": Tongue.EN, "y": Tongue.ES, "et": Tongue.FR, "und": Tongue.DE}
"""Words that join two parts of a number, by language."""
_EVERYDAY = "oh nil one un una uno une once elf null ein six acht sept neuf dix cent mil"
_PLAIN = str.maketrans("áàâäéèêëíîïóôöúùûüñç", "aaaaeeeeiiiooouuuunc") | {ord("ß"): "ss"}
_GERMAN_ASCII = str.maketrans({"ü": "ue", "ä": "ae", "ö": "oe", "ß": "ss"})
_HUNDRED, _THOUSAND = "hundert", "tausend"
_SHORTEST_GLUED, _LONGEST_GLUED = 6, 200


_WEAK = frozenset(_EVERYDAY.split())


def _german() -> dict[str, int]:
    units = dict(zip(_DE_UNITS.split(), range(10), strict=True)) | {"zwo": 2, "ein": 1, "fuenf": 5}
    words = units | dict(zip(_DE_TEENS.split(), range(10, 20), strict=True))
    for i, tens in enumerate(_DE_TENS.split(), 2):
        words[tens] = 10 * i
        for unit, joined in enumerate(_DE_JOINED.split(), 1):
            words[f"{joined}und{tens}"] = 10 * i + unit
        words[f"zwound{tens}"] = 10 * i + 2
    return words


def spelled(word: str) -> set[str]:
    """`word` with its accents, without them, with German umlauts written out, with `ss` as the Swiss write it."""
    return {word, word.casefold(), word.translate(_PLAIN), word.translate(_GERMAN_ASCII)}


def _pairs(source: str) -> dict[str, int]:
    return {word: int(value) for word, _, value in (pair.partition("=") for pair in source.split())}


_SOURCES = (
    (Part.VALUE, Tongue.EN, _pairs(_EN)),
    (Part.VALUE, Tongue.ES, _pairs(_ES)),
    (Part.VALUE, Tongue.FR, _pairs(_FR)),
    (Part.VALUE, Tongue.DE, _german()),
    (Part.HUNDREDS, Tongue.ES, _pairs(_ES_HUNDREDS)),
    (Part.HUNDRED, Tongue.EN, {"hundred": 100}),
    (Part.HUNDRED, Tongue.FR, {"cent": 100, "cents": 100}),
    (Part.HUNDRED, Tongue.DE, {_HUNDRED: 100}),
    (Part.THOUSAND, Tongue.EN, {"thousand": 1000}),
    (Part.THOUSAND, Tongue.ES, {"mil": 1000}),
    (Part.THOUSAND, Tongue.FR, {"mille": 1000}),
    (Part.THOUSAND, Tongue.DE, {_THOUSAND: 1000}),
    *((Part.REPEAT, tongue, _pairs(source)) for tongue, source in _REPEATS.items()),
    *((Part.PLURAL, tongue, _pairs(source)) for tongue, source in _PLURALS.items()),
)


def _entries() -> Iterator[tuple[str, Part, int, int]]:
    for part, tongue, values in _SOURCES:
        for word, value in values.items():
            yield word, part, value, tongue
    counts = (talk_words.PAUSES, talk_words.RESTS, talk_words.ORDERS, talk_words.COUNTED)
    fillers = " ".join((talk_words.FILLERS, *counts))
    for part, source in ((Part.TIMES, _TIMES), (Part.REPAIR, talk_words.REPAIRS), (Part.FILLER, fillers)):
        for word in source.split():
            yield word, part, 0, Tongue.EN | Tongue.ES | Tongue.FR | Tongue.DE


def _meaning(word: str, part: Part, value: int, tongues: int) -> Meaning:
    number = part not in (Part.TIMES, Part.FILLER, Part.REPAIR)
    digit = part is Part.VALUE and value < 10
    joins = word in CONNECTIVES or part is Part.TIMES or (number and not digit and part is not Part.REPEAT)
    return Meaning(part, value, tongues, word in _WEAK, number, digit, joins)


def _table() -> dict[str, Meaning]:
    table: dict[str, Meaning] = {}
    for word, part, value, tongue in _entries():
        for form in spelled(word):
            known = table.get(form)
            if known is None or known[:2] == (part, value):
                tongues = tongue | (known.tongues if known is not None else 0)
                table[form] = _meaning(form, part, value, tongues)
    return table


WORDS = _table()
"""Lower-case word -> its meaning."""
SOUNDS = {tongue: _pairs(source) for tongue, source in _SOUNDS.items()}
"""Words that speech recognition writes for a digit, by language; only inside long runs of spoken digits."""
NUMBERS = frozenset(word for word, meaning in WORDS.items() if meaning.number and meaning.part is not Part.PLURAL)
"""Words that alone say that a number may be spoken here."""
REPEATS = frozenset(word for word, meaning in WORDS.items() if meaning.part is Part.REPEAT)
"""Those of them that say nothing without a digit after them."""
COMPOUNDS = (_HUNDRED, _THOUSAND)
"""Parts of German words that are numbers as a whole."""
GLUABLE = sorted((w for w, m in WORDS.items() if m.digit or m.part is Part.REPEAT), key=len, reverse=True)
"""Words that people write together without a space."""
_GLUED = re.compile("|".join(GLUABLE))
_GLUE = Meaning(Part.GLUED, 0, 0, number=True)


def meaning_of(word: str) -> Meaning | None:
    """What a lower-case word means in a spoken number; None for all other words."""
    found = WORDS.get(word)
    if found is None and len(word) >= _SHORTEST_GLUED:
        return _compound(word)
    return found


def _compound(word: str) -> Meaning | None:
    if _HUNDRED in word or _THOUSAND in word:
        return _german_large(word)
    return _GLUE if glued(word) else None


def glued(word: str) -> list[str]:
    """The number words that `word` is made of, without a space: "fourfivethree", "doppelacht"; [] if it is not."""
    if len(word) > _LONGEST_GLUED:
        return []
    parts: list[str] = []
    at = 0
    while at < len(word):
        match = _GLUED.match(word, at)
        if match is None:
            return []
        parts.append(match[0])
        at = match.end()
    return parts


def _german_large(word: str) -> Meaning | None:
    """German writes a number below 10,000 as one word: "viertausendzwölf", "einundvierzighundert"."""
    thousands, mark, rest = word.rpartition(_THOUSAND)
    value = 0
    if mark:
        value = 1000 * _german_below(thousands, 1)
    hundreds, mark, low = rest.rpartition(_HUNDRED)
    if mark:
        value += 100 * _german_below(hundreds, 1)
    value += _german_below(low.removeprefix("und"), 0)
    return _meaning(word, Part.HUNDREDS, value, Tongue.DE) if 0 < value < 10_000 else None


def _german_below(word: str, empty: int) -> int:
    if not word:
        return empty
    found = WORDS.get(word)
    # Anything else must not pass for a number: the sum leaves the range.
    return found.value if found is not None and found.part is Part.VALUE and found.tongues & Tongue.DE else 10**9
