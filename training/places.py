"""Addresses and places, in the ways many countries write them."""

import random
from collections.abc import Callable

from faker import Faker

from training.grammar import LISTS, digits
from training.names import fakers, first, last, local, made_up

_CITIES = LISTS["cities"]
_CITY_BITS = LISTS["ends of towns"]
_PARTS = LISTS["beginnings of towns"]
_OF = LISTS["words inside towns"]
_COUNTRIES = LISTS["countries"]
_REGIONS = LISTS["regions"]
_STREETS = LISTS["streets in English"]
_STREET_WORDS = LISTS["words of street names"]
# What stands for "street" elsewhere: in front, behind, or grown onto the name.
_BEFORE = LISTS["streets in front"]
_BEHIND = LISTS["streets behind"]
_GROWN = LISTS["streets grown on"]
_STATES = LISTS["states"]
_UNITS = LISTS["doors"]
_SHIPS = 0.25


def _town(rng: random.Random) -> str:
    draw = rng.random()
    if draw < 0.30:
        return rng.choice(_CITIES)
    if draw < 0.60:
        return local(rng).city()
    if draw < 0.74:
        stem = rng.choice((last, first))(rng).split()[-1]
        return stem[: rng.randint(3, 7)].rstrip("aeiou'") + rng.choice(_CITY_BITS)
    if draw < 0.82:
        return made_up(rng.choice(_CITIES), local(rng).city(), rng)
    if draw < 0.93:
        rest = rng.choice((first, last, lambda r: local(r).city(), lambda r: r.choice(_CITIES)))(rng)
        return f"{rng.choice(_PARTS)}{rng.choice((' ', ' ', '-'))}{rest}"
    return f"{local(rng).city()} {rng.choice(_OF)} {rng.choice((last, lambda r: local(r).city()))(rng)}"


def city(rng: random.Random) -> str:
    """A town, sometimes in capitals, with its state or a district's letter."""
    name = _town(rng)
    draw = rng.random()
    if draw < 0.08:
        return name.upper()
    if draw < 0.13:
        return f"{name}, {rng.choice(_STATES)}"
    return f"{name} {rng.choice('KVNS')}" if draw < 0.15 else name


def country(rng: random.Random) -> str:
    """A country, seldom a region."""
    draw = rng.random()
    if draw < 0.08:
        return rng.choice(_REGIONS)
    return fakers()[0].country() if draw < 0.72 else rng.choice(_COUNTRIES)


def city_or_country(rng: random.Random) -> str:
    """Either."""
    return rng.choice((city, country))(rng)


def state(rng: random.Random) -> str:
    """A state, in letters or whole."""
    return rng.choice(_STATES) if rng.random() < 0.5 else fakers()[0].state()


def postcode(rng: random.Random) -> str:
    """A postal code of some country."""
    draw = rng.random()
    if draw < 0.55:
        return f"{rng.randrange(100_000):05d}"
    if draw < 0.62:
        return f"{rng.randrange(100_000):05d}-{rng.randrange(10_000):04d}"
    if draw < 0.68:
        return f"{rng.randrange(1_000, 10_000)}{rng.choice((' AB', 'XK', ' CD', ''))}"
    if draw < 0.74:
        return f"{rng.choice(('D-', 'CH-', 'F-', 'A-', 'S-', 'PL-'))}{rng.randrange(1_000, 99_999)}"
    return local(rng).postcode()


def _stem(rng: random.Random) -> str:
    draw = rng.random()
    if draw < 0.3:
        return first(rng).split()[0]
    if draw < 0.7:
        return last(rng)
    return f"{first(rng)} {last(rng)}" if draw < 0.85 else _town(rng)


def street_name(rng: random.Random) -> str:
    """A street without a number."""
    draw = rng.random()
    if draw < 0.28:
        stem = rng.choice(_STREET_WORDS) if rng.random() < 0.5 else last(rng)
        return f"{rng.choice(('', '', '', 'N ', 'W. ', 'East ', 'SW '))}{stem} {rng.choice(_STREETS)}"
    if draw < 0.42:
        return f"{rng.choice(_BEFORE)} {_stem(rng)}"
    if draw < 0.54:
        return f"{_stem(rng)} {rng.choice(_BEHIND)}"
    if draw < 0.70:
        return _stem(rng).split()[-1].rstrip("'") + rng.choice(_GROWN)
    if draw < 0.74:
        return _stem(rng)
    return local(rng).street_name()


def number(rng: random.Random) -> str:
    """A house number."""
    draw = rng.random()
    if draw < 0.85:
        return str(rng.randint(1, rng.choice((30, 150, 999, 9_999))))
    return f"{rng.randint(1, 300)}{rng.choice(('a', 'B', '/2', '-14', ' bis', 'C', '.'))}"


def street(rng: random.Random) -> str:
    """A street with its number, wherever that stands, or a post-office box."""
    draw = rng.random()
    if draw < 0.38:
        return f"{number(rng)} {street_name(rng)}"
    if draw < 0.66:
        return f"{street_name(rng)} {number(rng)}"
    if draw < 0.70:
        return f"{street_name(rng)}, {number(rng)}"
    if draw < 0.83:
        return f"{number(rng)} {street_name(rng)} {number(rng)}"
    if draw < 0.86:
        return rng.choice((f"P.O. Box {number(rng)}", f"PO Box {number(rng)}", f"{number(rng)} P.O. Box {number(rng)}"))
    return local(rng).street_address().replace("\n", ", ")


def unit(rng: random.Random) -> str:
    """What stands for a door in a house."""
    return f"{rng.choice(_UNITS)} {rng.randint(1, 999):0{rng.choice((1, 3))}d}"


def military(rng: random.Random, gap: str) -> str:
    """An address of the American forces."""
    ship = f"US{rng.choice(('S', 'NS', 'NV', 'CGC'))} {last(rng)}"
    head = ship if rng.random() < _SHIPS else digits(rng, rng.choice(LISTS["military"]))
    return f"{head}{gap}{rng.choice(('APO', 'FPO', 'DPO'))} {rng.choice(('AA', 'AE', 'AP'))} {digits(rng, '#####')}"


def crossing(rng: random.Random) -> str:
    """Where two streets meet."""
    sides = [rng.choice((street, street_name, street_name, _stem))(rng) for _ in range(2)]
    return f"{sides[0]} {rng.choice(('and', 'and', '&', 'at', '/'))} {sides[1]}"


def corner(rng: random.Random) -> str:
    """A crossing by the words that people use."""
    return f"{rng.choice(('the corner of ', 'corner of ', 'the intersection of ', ''))}{crossing(rng)}"


def _parts(rng: random.Random) -> list[str]:
    parts = [street(rng)]
    draw = rng.random()
    if draw < 0.35:
        parts.append(unit(rng))
    elif draw < 0.42:
        parts.insert(0, unit(rng))
    elif draw < 0.47:
        parts[0] += f" {unit(rng)}"
    parts += _foot(rng)
    return parts


def _foot(rng: random.Random) -> list[str]:
    town, code, land = city(rng), postcode(rng), country(rng)
    region = rng.choice((state(rng), rng.choice(_STATES)))
    forms: tuple[Callable[[], list[str]], ...] = (
        lambda: [town],
        lambda: [town, f"{region} {code}"],
        lambda: [f"{town}, {region} {code}"],
        lambda: [f"{code} {town}"],
        lambda: [f"{code} {town}", land],
        lambda: [town, code],
        lambda: [f"{town} {code}"],
        lambda: [town, f"{land} {code}"],
        lambda: [town, land],
        lambda: [town, land, code],
        lambda: [town, region, code],
        lambda: [f"{town} {region} {code}", land],
    )
    return rng.choice(forms)()


def address(rng: random.Random) -> str:
    """An address on one line, whole or only its street."""
    draw = rng.random()
    if draw < 0.10:
        return street(rng)
    if draw < 0.18:
        return military(rng, rng.choice((" ", ", ", "\n")))
    if draw < 0.24:
        return _whole(rng, rng.choice(("\n", ",\n", "\n ")))
    if draw < 0.29:
        return corner(rng)
    if draw < 0.42:
        return _fakers(rng, rng.choice((", ", " ")))
    return _whole(rng, rng.choice((", ", ", ", ", ", " ", " , ")))


def _whole(rng: random.Random, gap: str) -> str:
    return gap.join(_parts(rng))


def _fakers(rng: random.Random, gap: str) -> str:
    source: Faker = local(rng)
    return source.address().replace("\n", gap)


def lines(rng: random.Random) -> str:
    """An address over several lines."""
    draw = rng.random()
    gap = rng.choice(("\n", "\n", "\n ", "\n  ", ",\n"))
    if draw < 0.12:
        return military(rng, gap)
    return _fakers(rng, gap) if draw < 0.35 else _whole(rng, gap)
