"""Digits that were misspelled or misheard: words one letter away from a digit's name."""

from functools import lru_cache

from redactors.number_words import SOUNDS, WORDS

_NAMES = [(word, str(m.value), m.tongues) for word, m in WORDS.items() if m.digit and len(word) > 2]
_SHORTEST, _LONGEST = 2, 8
"""Letters."""
_ONE_NAME = 6
"""Letters of a word that is kept; a longer one may hold two digits, which must not outlive a conversation."""


def meant(word: str, tongues: int) -> tuple[str, ...]:
    """The digits that a lower-case word may mean in these languages, the likeliest first; empty for most words."""
    return _kept(word, tongues) if len(word) <= _ONE_NAME and word.isalpha() else _meant(word, tongues)


@lru_cache(maxsize=4096)
def _kept(word: str, tongues: int) -> tuple[str, ...]:
    return _meant(word, tongues)


def _meant(word: str, tongues: int) -> tuple[str, ...]:
    sound = [str(sounds[word]) for tongue, sounds in SOUNDS.items() if tongue & tongues and word in sounds]
    if not _SHORTEST <= len(word) <= _LONGEST:
        return tuple(sound)
    near = [digit for name, digit, known in _NAMES if known & tongues and _one_letter_off(word, name)]
    return tuple(dict.fromkeys(sound + near))


def _one_letter_off(word: str, name: str) -> bool:
    """Whether one letter was left out, put in, changed, or swapped with the next."""
    if abs(len(word) - len(name)) > 1:
        return False
    same = 0
    for a, b in zip(word, name, strict=False):
        if a != b:
            break
        same += 1
    rest, wanted = word[same:], name[same:]
    return rest[1:] == wanted or rest == wanted[1:] or rest[1:] == wanted[1:] or rest == wanted[1::-1] + wanted[2:]
