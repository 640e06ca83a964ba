"""What was found out about a word, kept for the next time it comes; never a word that may spell digits.

Such a memo outlives conversations, whose digits must go with them.
"""

import re
from collections.abc import Callable
from typing import TypeVar

from redactors.number_words import WORDS

_NAMES = "|".join(sorted((word for word, m in WORDS.items() if m.number), key=len, reverse=True))
_SPELLS = re.compile(rf"(?:{_NAMES}).*?(?:{_NAMES})", re.IGNORECASE)
T = TypeVar("T")


def keepable(word: str) -> bool:
    """Whether `word` is of letters only and holds no two number words: "fourfivethree" is a piece of a number."""
    return word.isalpha() and not any(map(str.isnumeric, word)) and _SPELLS.search(word) is None


def by_word(size: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """A decorator: the function's answers for up to `size` words that are `keepable`; the rest is asked each time."""

    def remembering(function: Callable[[str], T]) -> Callable[[str], T]:
        known: dict[str, T] = {}

        def asked(word: str) -> T:
            try:
                return known[word]
            except KeyError:
                answer = function(word)
            if keepable(word):
                if len(known) >= size:
                    known.clear()
                known[word] = answer
            return answer

        return asked

    return remembering
