"""Names of people: Faker's of many locales, names that are words, and made-up ones."""

import random
from functools import cache

from faker import Faker
from faker.providers.address.it_IT import Provider as ItalianAddresses

from training.grammar import LISTS

# Latin scripts mostly; the weight is how often a locale is drawn.
LOCALES = {
    "en_US": 14, "en_GB": 6, "en_AU": 2, "en_CA": 2, "en_IN": 4, "en_IE": 2, "en_NZ": 2, "de_DE": 5, "de_AT": 1,
    "fr_FR": 4, "es_ES": 4, "es_MX": 3, "it_IT": 4, "nl_NL": 4, "sv_SE": 4, "fi_FI": 3, "pl_PL": 3, "pt_BR": 3,
    "pt_PT": 2, "da_DK": 3, "no_NO": 3, "cs_CZ": 3, "hu_HU": 3, "hr_HR": 2, "sl_SI": 2, "sk_SK": 2, "ro_RO": 2,
    "tr_TR": 2, "et_EE": 1, "lt_LT": 1, "lv_LV": 1, "vi_VN": 1, "id_ID": 1, "fr_CA": 1, "el_GR": 1, "ru_RU": 1,
    "bg_BG": 1, "uk_UA": 1,
}  # fmt: skip
_WORDS = LISTS["given names that are words"]
_SURWORDS = LISTS["family names that are words"]
_FOREIGN = LISTS["names of other countries"]
_RANKS = ("MD", "PhD", "Jr", "Jr.", "Sr.", "II", "III", "DDS", "Esq.", "DVM")
_MADE_UP = 0.12
_LAST_LATIN = "\u036f"


@cache
def fakers() -> tuple[Faker, ...]:
    """One source a locale."""
    ItalianAddresses.cities = sorted(ItalianAddresses.cities)  # a set: its order is another in each process
    return tuple(Faker(locale) for locale in LOCALES)


def seed(number: int) -> None:
    """Makes all that Faker gives from here on the same for the same number."""
    for place, source in enumerate(fakers()):
        source.seed_instance(number * 1_000 + place)


def local(rng: random.Random) -> Faker:
    """A source, by weight."""
    return rng.choices(fakers(), weights=tuple(LOCALES.values()))[0]


def made_up(one: str, two: str, rng: random.Random) -> str:
    """The beginning of one word and the end of the other: a name nobody has, with the sound of both."""
    if (one > _LAST_LATIN) != (two > _LAST_LATIN):
        return one  # Greek and Cyrillic do not mix with Latin
    return one[: rng.randint(2, max(2, len(one) - 2))] + two[-rng.randint(2, max(2, len(two) - 2)) :].lower()


def first(rng: random.Random) -> str:
    """A given name."""
    draw = rng.random()
    if draw < 0.08:
        return rng.choice(_WORDS)
    if draw < 0.15:
        return rng.choice(_FOREIGN)
    if draw < 0.15 + _MADE_UP:
        return made_up(local(rng).first_name(), local(rng).first_name(), rng)
    if draw < 0.30:
        return f"{fakers()[0].first_name()}{rng.choice('- ')}{fakers()[0].first_name()}"
    return local(rng).first_name()


def last(rng: random.Random) -> str:
    """A family name."""
    draw = rng.random()
    if draw < 0.06:
        return rng.choice(_SURWORDS)
    if draw < 0.13:
        return rng.choice(_FOREIGN)
    if draw < 0.13 + _MADE_UP:
        return made_up(local(rng).last_name(), local(rng).last_name(), rng)
    if draw < 0.29:
        prefix = rng.choice(
            ("O'", "Mc", "Mac", "van ", "van der ", "de ", "de la ", "von ", "di ", "Al-", "ten ", "El ")
        )
        return prefix + local(rng).last_name()
    if draw < 0.32:
        return f"{local(rng).last_name()}-{local(rng).last_name()}"
    return local(rng).last_name()


def full(rng: random.Random) -> str:
    """A whole name: with initials, second names, ranks, or of two countries."""
    draw = rng.random()
    initial = rng.choice("ABCDEFGHIJKLMNOPRSTVW")
    if draw < 0.07:
        return f"{first(rng)} {initial}{rng.choice(('.', '.', ''))} {last(rng)}"
    if draw < 0.11:
        return f"{initial}{rng.choice(('.', '. ' + rng.choice('ABCDEJKLMRST') + '.', ''))} {last(rng)}"
    if draw < 0.14:
        return f"{first(rng)} {last(rng)} {rng.choice(_RANKS)}"
    if draw < 0.18:
        return f"{first(rng)} {first(rng)} {last(rng)}"
    if draw < 0.21:
        return f"{first(rng)} {last(rng)} {last(rng)}"
    if draw < 0.42:
        source = local(rng)
        return f"{source.first_name()} {source.last_name()}"
    return f"{first(rng)} {last(rng)}"
