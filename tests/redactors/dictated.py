"""Card numbers as people dictate them: hundreds, glued words, doublings, chatter, misheard words."""

import random
from collections.abc import Callable

from tests.redactors.variants import LANGUAGES, Variant, pair_said, said

_UNITS = {language: said("0123456789", language).split() for language in LANGUAGES}
_SPANISH = "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
_HUNDREDS_ES = ["", *_SPANISH.split()]
_CUES = {
    "en": ["my card number is", "ok so it's a visa, number", "charge the card"],
    "es": ["mi número de tarjeta es", "vale, la tarjeta es la", "apunta mi tarjeta:"],
    "fr": ["mon numéro de carte est le", "alors la carte bleue c'est", "ma carte c'est le"],
    "de": ["meine Kartennummer lautet", "also meine Karte ist die", "die Kreditkarte ist"],
}
_CHATTER = {
    "en": ["hang on let me see", "one moment please", "and then", "are you getting this", "let me turn it over"],
    "es": ["un momento por favor", "espera que lo miro", "y después", "me sigues", "a ver"],
    "fr": ["un instant s'il vous plaît", "attendez je regarde", "et ensuite", "vous suivez", "voyons"],
    "de": ["einen Moment bitte", "warte ich schaue nach", "und dann", "hast du das", "mal sehen"],
}
_TWICE = {
    "en": ["double {}", "twice {}", "two times {}"],
    "es": ["doble {}", "dos veces {}", "dos veces el {}"],
    "fr": ["double {}", "deux fois {}", "deux fois le {}"],
    "de": ["doppel {}", "zweimal {}", "zwei mal die {}"],
}
_MISHEARD = {
    "en": {"2": "to", "4": "for", "1": "won", "8": "ate", "3": "tree", "5": "fife", "9": "nein"},
    "es": {"0": "sero", "2": "doz", "7": "ciete", "5": "sinco", "4": "quatro", "9": "nuebe"},
    "fr": {"4": "quatres", "5": "cinque", "7": "cette", "8": "huite", "9": "neufs"},
    "de": {"2": "zwai", "4": "fier", "9": "neuen", "5": "fünfe", "7": "siebn", "3": "dreie"},
}


def hundreds_said(three: str, language: str) -> str:
    """Three digits as one number where that is how people say them."""
    if three[0] == "0" or len(three) < 3:
        return said(three[:1], language) + " " + pair_said(three[1:], language) if len(three) == 3 else three
    head, rest = _UNITS[language][int(three[0])], three[1:]
    one = three[0] == "1"
    low = "" if rest == "00" else pair_said(rest.removeprefix("0"), language)
    if language == "en":
        return f"{head} hundred {low}".strip()
    if language == "es":
        return "cien" if three == "100" else f"{_HUNDREDS_ES[int(three[0])]} {low}".strip()
    if language == "fr":
        return f"{'' if one else head + ' '}cent {low}".strip()
    return f"{'ein' if one else head}hundert{low}"


def _hundreds(rnd: random.Random, pan: str, language: str) -> str:
    triples = [pan[i : i + 3] for i in range(0, len(pan) - len(pan) % 3, 3)]
    rest = pan[len(triples) * 3 :]
    words = [hundreds_said(triple, language) for triple in triples]
    return f"{rnd.choice(_CUES[language])} {' '.join([*words, said(rest, language)])}".strip()


def _glued(rnd: random.Random, pan: str, language: str) -> str:
    words = [_UNITS[language][int(d)] for d in pan]
    return rnd.choice(["".join(words), "".join(word.capitalize() for word in words), "_".join(words)])


def _doubled(rnd: random.Random, pan: str, language: str) -> str:
    out: list[str] = []
    at = 0
    while at < len(pan):
        two = pan[at : at + 2] == pan[at] * 2
        word = _UNITS[language][int(pan[at])]
        out.append(rnd.choice(_TWICE[language]).format(word) if two else word)
        at += 2 if two else 1
    return f"{rnd.choice(_CUES[language])} {' '.join(out)}"


def _interrupted(rnd: random.Random, pan: str, language: str) -> str:
    parts = [pan[i : i + 4] for i in range(0, len(pan), 4)]
    spoken = [said(part, language) for part in parts]
    spoken[rnd.randrange(1, len(spoken))] += f", {rnd.choice(_CHATTER[language])},"
    return f"{rnd.choice(_CUES[language])} {' '.join(spoken)}"


def _misheard(rnd: random.Random, pan: str, language: str) -> str:
    words = said(pan, language).split()
    likely = [i for i in range(2, len(pan) - 2) if pan[i] in _MISHEARD[language]]
    if likely:
        at = rnd.choice(likely)
        words[at] = _MISHEARD[language][pan[at]]
    return f"{rnd.choice(_CUES[language])} {' '.join(words)}"


def _each(kind: str, said_in: Callable[[random.Random, str, str], str]) -> dict[str, Variant]:
    def variant(language: str) -> Variant:
        return lambda rnd, pan: said_in(rnd, pan, language)

    return {f"{kind} {language}": variant(language) for language in LANGUAGES}


DICTATED: dict[str, Variant] = {
    **_each("hundreds", _hundreds),
    **_each("glued", _glued),
    **_each("doubled", _doubled),
    **_each("interrupted", _interrupted),
    **_each("misheard", _misheard),
}
"""Kind -> (randomness, a number) -> a text that dictates this number."""
