"""What each slot of a template becomes: its text and its label."""

import random
from collections.abc import Callable

from training import places
from training.grammar import LISTS, Piece, digits, lists
from training.names import fakers, first, full, last
from training.organizations import organization

_FORMAL = LISTS["titles"]
_OURS = 0.4
_WORDS = lists("words", None)
_LITTLE = LISTS["little words"]


def _date(rng: random.Random, first_year: int, last_year: int) -> str:
    year, month, day = rng.randint(first_year, last_year), rng.randint(1, 12), rng.randint(1, 28)
    name = LISTS["months"][month - 1]
    ordinal = f"{day}{'st' if day in (1, 21) else 'nd' if day in (2, 22) else 'rd' if day in (3, 23) else 'th'}"
    short = f"{year % 100:02d}"
    numeric = (
        f"{month}/{day}/{year}",
        f"{month:02d}/{day:02d}/{year}",
        f"{day:02d}.{month:02d}.{year}",
        f"{day}.{month}.{short}",
        f"{year}-{month:02d}-{day:02d}",
        f"{day:02d}-{month:02d}-{year}",
        f"{month}/{day}/{short}",
    )
    worded = (
        f"{day} {name} {year}",
        f"{name} {day}, {year}",
        f"{name} {ordinal} {year}",
        f"{ordinal} of {name} {year}",
        f"{day} {name[:3]} {year}",
        f"{name[:3]} {day} {short}",
        f"{ordinal} {name} {year}",
        f"the {ordinal} of {name}, {year}",
    )
    return rng.choice((*numeric, *worded))


def _recent(rng: random.Random) -> str:
    day = f"{rng.choice(LISTS['months'])} {rng.randint(1, 28)}"
    return rng.choice((_date(rng, 2015, 2027), rng.choice(LISTS["weekdays"]), day))


def _email(rng: random.Random) -> str:
    name = f"{first(rng).split()[0]}{rng.choice(('', '.', '_'))}{last(rng).split()[-1]}"
    return f"{name}@{fakers()[0].domain_name()}".lower()


def _person(rng: random.Random) -> str:
    draw = rng.random()
    return full(rng) if draw < 0.80 else first(rng) if draw < 0.92 else last(rng)


def _place(rng: random.Random) -> list[Piece]:
    draw = rng.random()
    if draw < 0.35:
        return [
            Piece(places.street(rng), "ADDRESS"),
            Piece(rng.choice((" in ", ", "))),
            Piece(places.city(rng), "LOCATION"),
        ]
    if draw < 0.55:
        return [Piece(places.street_name(rng), "ADDRESS")]
    if draw < 0.70:
        return [Piece(organization(rng), "ORGANIZATION"), Piece(", "), Piece(places.address(rng), "ADDRESS")]
    if draw < 0.85:
        return [Piece(places.city_or_country(rng), "LOCATION")]
    return [Piece(places.corner(rng), "ADDRESS")]


def _formal(rng: random.Random) -> list[Piece]:
    name = last(rng) if rng.random() < 0.6 else full(rng)
    return [Piece(f"{rng.choice(_FORMAL)} {name}", "PERSON")]


def _word(rng: random.Random) -> str:
    return rng.choice(_WORDS[rng.choice(list(_WORDS))])


def _salad(rng: random.Random) -> str:
    words = [rng.choice(_LITTLE) if rng.random() < 0.4 else _word(rng) for _ in range(rng.randint(2, 9))]
    if rng.random() < 0.3:
        words[rng.randrange(len(words))] += rng.choice(LISTS["signs"])
    if rng.random() < 0.2:
        words = fakers()[0].sentence(len(words)).split()
    return " ".join([words[0].capitalize() if rng.random() < 0.5 else words[0], *words[1:]])


def _title(rng: random.Random) -> str:
    return " ".join(word.capitalize() for word in _salad(rng).split()[: rng.randint(1, 4)])


def _spelled(rng: random.Random) -> str:
    return rng.choice(("-", " ", ". ")).join(first(rng).split()[0].upper())


_LABELLED: dict[str, tuple[str, Callable[[random.Random], str]]] = {
    "person": ("PERSON", _person),
    "first": ("PERSON", first),
    "last": ("PERSON", last),
    "spelled": ("PERSON", _spelled),
    "spelled_last": ("PERSON", _spelled),
    "address": ("ADDRESS", places.address),
    "address_lines": ("ADDRESS", places.lines),
    "street": ("ADDRESS", places.street),
    "street_name": ("ADDRESS", places.street_name),
    "corner": ("ADDRESS", places.corner),
    "unit": ("ADDRESS", places.unit),
    "postcode": ("ADDRESS", places.postcode),
    "city": ("LOCATION", places.city),
    "country": ("LOCATION", places.country),
    "state": ("LOCATION", places.state),
    "city_or_country": ("LOCATION", places.city_or_country),
    "org": ("ORGANIZATION", organization),
    "dob": ("DATE_OF_BIRTH", lambda rng: _date(rng, 1925, 2012)),
}
_SHAPES = {
    "phone": LISTS["telephones"],
    "card": LISTS["cards"],
    "order": LISTS["orders"],
    "iban": LISTS["ibans"],
    "amount": LISTS["amounts"],
    "expiry": ["0#/2#"],
    "ssn": ["###-##-####"],
}
_PICKED = {
    "weekday": LISTS["weekdays"],
    "month": LISTS["months"],
    "product": LISTS["products"],
    "letter": list("LSTNRM"),
    "she": ["she", "he", "they"],
    **lists("words", None),
}
_PLAIN: dict[str, Callable[[random.Random], str]] = {
    "email": _email,
    "date": _recent,
    "time": lambda rng: rng.choice((f"{rng.randint(1, 12)}:{rng.randint(10, 59)}", f"{rng.randint(1, 12)} pm")),
    "year": lambda rng: str(rng.randint(1950, 2026)),
    "age": lambda rng: str(rng.randint(18, 95)),
    "ip": lambda rng: rng.choice((fakers()[0].ipv4(), fakers()[0].ipv6())),
    "url": lambda rng: rng.choice((fakers()[0].url(), f"www.{fakers()[0].domain_name()}")),
    "num": lambda rng: str(rng.randint(1, rng.choice((9, 99, 999)))),
    "score": lambda rng: f"{rng.randint(0, 7)}-{rng.randint(0, 7)}",
    "job": lambda rng: rng.choice(LISTS["jobs"]) if rng.random() < _OURS else fakers()[0].job(),
    "salad": _salad,
    "title": _title,
    "shout": lambda rng: _salad(rng).title(),
    "catch": lambda rng: rng.choice((fakers()[0].catch_phrase(), fakers()[0].bs())),
}


def value(slot: str, rng: random.Random) -> list[Piece]:
    """A fresh value. Raises `KeyError` for a slot that is not known."""
    if slot == "place":
        return _place(rng)
    if slot == "formal":
        return _formal(rng)
    if slot in _PICKED:
        return [Piece(rng.choice(_PICKED[slot]))]
    if slot in _SHAPES:
        return [Piece(digits(rng, rng.choice(_SHAPES[slot])))]
    if slot == "person_or_org":
        slot = rng.choice(("person", "org"))
    if slot in _LABELLED:
        label, make = _LABELLED[slot]
        return [Piece(make(rng), label)]
    return [Piece(_PLAIN[slot](rng))]
