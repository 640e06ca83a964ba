"""Names of companies: well-known kinds, families, invented words, plain words."""

import random

from training.grammar import LISTS
from training.names import last, local, made_up

_KNOWN = LISTS["companies"]
_WORDS = LISTS["words of company names"]
_TAILS = LISTS["kinds of company"]
_FORMS = LISTS["legal forms"]
_HEADS = LISTS["beginnings of brands"]
_ENDS = LISTS["ends of brands"]


def _coined(rng: random.Random) -> str:
    name = rng.choice(_HEADS) + rng.choice(_ENDS)
    return name if rng.random() < 0.6 else made_up(name, rng.choice(_HEADS) + rng.choice(_ENDS), rng)


def _worded(rng: random.Random) -> str:
    head = " ".join(rng.sample(_WORDS, rng.choice((1, 1, 2))))
    return f"{head} {rng.choice(_TAILS)}"


def organization(rng: random.Random) -> str:
    """A company, with or without its legal form."""
    draw = rng.random()
    if draw < 0.20:
        name = rng.choice(_KNOWN)
    elif draw < 0.38:
        name = _coined(rng)
    elif draw < 0.56:
        name = _worded(rng)
    elif draw < 0.63:
        name = f"{_coined(rng)} {rng.choice(_TAILS)}"
    elif draw < 0.70:
        name = f"{last(rng)} {rng.choice(_TAILS)}"
    elif draw < 0.76:
        name = f"{last(rng)}{rng.choice((' & ', ' and ', '-', ' + '))}{last(rng)}"
    elif draw < 0.80:
        name = f"{last(rng)}, {last(rng)} {rng.choice(('and', '&'))} {last(rng)}"
    elif draw < 0.83:
        name = f"{last(rng)}'s{rng.choice(('', ' ' + rng.choice(_TAILS)))}"
    elif draw < 0.86:
        name = f"{rng.choice(_WORDS)} {rng.choice(('&', 'and', 'of the', 'for'))} {rng.choice(_WORDS)}"
    elif draw < 0.88:
        name = f"{rng.randint(2, 99)} {rng.choice(_WORDS)} {rng.choice(_TAILS)}"
    else:
        name = local(rng).company()
    if draw < 0.8 and rng.random() < 0.15:
        name += rng.choice((" ", " ", ", ")) + rng.choice(_FORMS)
    return name
