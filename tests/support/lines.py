"""Messages with names that nobody has seen before."""

import random
from collections.abc import Iterator

FORMS = (
    "my name is {} {} and my card does not work",
    "please send it to 48 {} Street, {}",
    "hi, {} from {} here, can you call me back?",
    "i am calling from {}, the order of {} has not arrived",
    "ok thanks {} {}",
    "{} {}",
)
WORDS = ("Jane", "doe", "Łukasz", "Leeds", "Maple", "Grace", "May", "Deutsche", "Bank", "O'Neil", "müller")
_ENDS = ("", "", "ton", "ville", "ski", "sen", "é", "-Smith")


def random_messages(count: int) -> Iterator[str]:
    """`count` messages with two new words each, always the same ones."""
    rnd = random.Random(20261124)
    for _ in range(count):
        yield rnd.choice(FORMS).format(_word(rnd), _word(rnd))


def _word(rnd: random.Random) -> str:
    letters = "".join(rnd.choices("abcdefghijklmnoprstuvwyz", k=rnd.randrange(3, 10)))
    word = letters + rnd.choice(_ENDS)
    return word.title() if rnd.random() < 0.7 else word
