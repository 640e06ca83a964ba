"""Spoken numbers as data: English, Spanish, French and German words, with and without accents.

A word means one of: a value below 100, a round hundred (Spanish), a multiplier (hundred, thousand), a
repetition (double), a filler, or a self-repair ("no, sorry"). One word may mean the same in several languages.
"""

from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import NamedTuple


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
    FILLER = "means nothing between digits"
    MARK = "a separator said aloud"
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
    zero=0 oh=0 nought=0 naught=0 aught=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 niner=9
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
    Tongue.EN: "double=2 triple=3 treble=3 quadruple=4",
    Tongue.ES: "doble=2 triple=3 cuádruple=4",
    Tongue.FR: "double=2 triple=3 quadruple=4",
    Tongue.DE: "doppel=2 doppelt=2 doppelte=2 zweimal=2 dreimal=3 viermal=4 dreifach=3",
}
_FILLERS = """
    um uh umm uhh uhm er erm hm hmm mm ah and then so ok okay okey yes yeah yep right alright now well like next
    followed by the please eh este esto pues y e luego después despues entonces sí si bueno vale ya coma siguiente
    euh heu ben bah et puis ensuite alors oui donc voilà virgule
    äh ähm öhm hmmm und dann ja also so gut genau komma danach nächste
"""
_MARKS = """
    dash hyphen space minus slash stroke point dot comma guion guión espacio barra punto
    tiret espace point slash bindestrich strich leerzeichen schrägstrich punkt
"""
_REPAIRS = """
    no nope sorry wait oops scratch correction correct mean rather actually apologies pardon
    perdón perdon disculpa disculpe digo decir corrijo corrección equivoqué equivoque mejor
    non désolé désolée desole attendez attends trompe plutôt plutot veux
    nein nee ne entschuldigung verzeihung meine quatsch moment halt falsch korrektur stimmt
"""
_REPAIR_COMPANIONS = """
    i that me let my bad it was is make start again over
    que quiero he dicho espera espere
    je dire me suis excusez moi
    ich nicht das war es falsch noch mal nochmal
"""
_SOUNDS = "to=2 too=2 tu=2 tree=3 free=3 for=4 fore=4 won=1 ate=8 o=0"
CONNECTIVES = {"and": Tongue.EN, "y": Tongue.ES, "et": Tongue.FR, "und": Tongue.DE}
"""Words that join two parts of a number, by language."""
_WEAK = frozenset(
    [
        "oh",
        "one",
        "un",
        "una",
        "uno",
        "une",
        "once",
        "elf",
        "null",
        "ein",
        "once",
        "six",
        "second",
        "acht",
        "sept",
        "neuf",
        "dix",
        "cent",
        "mil",
        "point",
        "ne",
    ]
)
_PLAIN = str.maketrans(
    {"á": "a", "é": "e", "í": "i", "ó": "o", "ú": "u", "ü": "u", "ä": "a", "ö": "o", "ß": "ss", "è": "e"}
)
_GERMAN_ASCII = str.maketrans({"ü": "ue", "ä": "ae", "ö": "oe", "ß": "ss"})
_HUNDRED, _THOUSAND = "hundert", "tausend"


def _german() -> dict[str, int]:
    units = dict(zip(_DE_UNITS.split(), range(10), strict=True)) | {"zwo": 2, "ein": 1, "fuenf": 5}
    words = units | dict(zip(_DE_TEENS.split(), range(10, 20), strict=True))
    for i, tens in enumerate(_DE_TENS.split(), 2):
        words[tens] = 10 * i
        for unit, joined in enumerate(_DE_JOINED.split(), 1):
            words[f"{joined}und{tens}"] = 10 * i + unit
        words[f"zwound{tens}"] = 10 * i + 2
    return words


def _spelled(word: str) -> set[str]:
    return {word, word.translate(_PLAIN), word.translate(_GERMAN_ASCII)}


def _pairs(source: str) -> dict[str, int]:
    return {word: int(value) for word, _, value in (pair.partition("=") for pair in source.split())}


def _entries() -> Iterator[tuple[str, Part, int, int]]:
    for tongue, source in ((Tongue.EN, _EN), (Tongue.ES, _ES), (Tongue.FR, _FR)):
        for word, value in _pairs(source).items():
            yield word, Part.VALUE, value, tongue
    for word, value in _german().items():
        yield word, Part.VALUE, value, Tongue.DE
    for word, value in _pairs(_ES_HUNDREDS).items():
        yield word, Part.HUNDREDS, value, Tongue.ES
    for tongue, words in ((Tongue.EN, "hundred"), (Tongue.FR, "cent cents"), (Tongue.DE, _HUNDRED)):
        for word in words.split():
            yield word, Part.HUNDRED, 100, tongue
    for tongue, word in ((Tongue.EN, "thousand"), (Tongue.ES, "mil"), (Tongue.FR, "mille"), (Tongue.DE, _THOUSAND)):
        yield word, Part.THOUSAND, 1000, tongue
    for tongue, source in _REPEATS.items():
        for word, value in _pairs(source).items():
            yield word, Part.REPEAT, value, tongue
    every = Tongue.EN | Tongue.ES | Tongue.FR | Tongue.DE
    for part, source in ((Part.MARK, _MARKS), (Part.REPAIR, _REPAIRS), (Part.FILLER, _FILLERS)):
        for word in source.split():
            yield word, part, 0, every


def _meaning(word: str, part: Part, value: int, tongues: int) -> Meaning:
    number = part not in (Part.FILLER, Part.MARK, Part.REPAIR)
    digit = part is Part.VALUE and value < 10
    joins = word in CONNECTIVES or (number and not digit and part is not Part.REPEAT)
    return Meaning(part, value, tongues, word in _WEAK, number, digit, joins)


def _table() -> dict[str, Meaning]:
    table: dict[str, Meaning] = {}
    for word, part, value, tongue in _entries():
        for form in _spelled(word):
            known = table.get(form)
            if known is None or known[:2] == (part, value):
                tongues = tongue | (known.tongues if known is not None else 0)
                table[form] = _meaning(form, part, value, tongues)
    return table


WORDS = _table()
"""Lower-case word -> its meaning."""
COMPANIONS = frozenset(_REPAIR_COMPANIONS.split())
"""Words that mean nothing beside a word of self-repair: "I mean", "scratch that"."""
SOUNDS = _pairs(_SOUNDS)
"""Words that speech recognition writes for a digit; only inside long runs of spoken digits."""
NUMBERS = frozenset(word for word, meaning in WORDS.items() if meaning.number)
"""Words that alone say that a number may be spoken here."""
COMPOUNDS = (_HUNDRED, _THOUSAND)
"""Parts of German words that are numbers as a whole."""


def meaning_of(word: str) -> Meaning | None:
    """What a lower-case word means in a spoken number; None for all other words."""
    found = WORDS.get(word)
    if found is None and (_HUNDRED in word or _THOUSAND in word):
        return _german_large(word)
    return found


@lru_cache(maxsize=1024)
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
