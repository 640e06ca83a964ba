"""Short answers that name nobody, so that no model has to read them: "ok", "yes please", "Thank you very much!"."""

import re

_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        yes yeah yep no nope not ok OK okay alright right sure correct exactly perfect great good fine cool awesome
        excellent thanks thank thx you please sorry welcome hello hi hey bye goodbye cheers done understood
        morning afternoon evening very much again all
        """,
    )
)
# None that brings in a name ("is", "this"), and no place's name ("nice", "reading").
_LONGEST = 80
_WORD = re.compile(r"\w+")


def only_courtesies(text: str) -> bool:
    """Whether every word of `text`, a short one, is a courtesy in small letters, or with a capital at its head."""
    if len(text) > _LONGEST:
        return False
    return all(word in _WORDS or (word.istitle() and word.lower() in _WORDS) for word in _WORD.findall(text))
