"""Random texts for streams: prose, numbers of all kinds, and cards in many disguises."""

import base64
import random

from tests.support.conversations import made_card

_PROSE = (
    "hello there, I would like to ask about the delivery that you promised me last week.",
    "es wäre schön, wenn Sie mir helfen könnten; ich warte schon lange darauf.",
    "je voudrais savoir où se trouve mon colis, s'il vous plaît.",
    "quisiera saber dónde está mi paquete, por favor.",
    "and then the agent told me to call again, which I did, but nobody answered the phone.",
)  # fmt: skip
_NUMBERS = (
    "order 4412883122",
    "on 12/05/2026 at 10:30",
    "2 dogs",
    "$45.60",
    "+44 20 7946 0958",
    "room 412",
    "1Z999AA10123456784",
    "v1.2.3",
    "20 %",
    "ref: 88-1234",
    "cvv 123",
    "exp 12/27",
    "security code 981",
    "PIN 4711",
    "3rd",
    "one moment",
    "two of them",
    "https://example.com/a?b=4111",
    "<b>bold</b>",
    "&amp;",
    "a@b.example",
    "1. first 2. second",
    "card",
    "visa",
    "#12",
)
_DIGIT_NAMES = "zero one two three four five six seven eight nine"


def random_text(dice: random.Random) -> str:
    """A few sentences with other numbers between, and a card in about half of them."""
    pieces: list[str] = []
    for _ in range(dice.choice((dice.randint(1, 8), dice.randint(1, 8), dice.randint(20, 60)))):
        kind = dice.random()
        if kind < 0.45:
            words = dice.choice(_PROSE).split(" ")
            pieces.append(" ".join(words[: dice.randint(1, len(words))]))
        elif kind < 0.8:
            pieces.append(dice.choice(_NUMBERS))
        else:
            pieces.append(_disguised(dice, made_card(dice)))
    return dice.choice((" ", " ", " ", "\n", ", ")).join(pieces)


def _disguised(dice: random.Random, card: str) -> str:
    fours = [card[i : i + 4] for i in range(0, len(card), 4)]
    forms = (
        card,
        " ".join(fours),
        "-".join(fours),
        " ".join(card),
        " ".join(_DIGIT_NAMES.split()[int(d)] for d in card),
        "".join(f"&#{ord(d)};" for d in card),
        base64.b64encode(f"card {card}".encode()).decode(),
        f"card {card[:-1]}{(int(card[-1]) + 1) % 10}",
        f"{' '.join(fours)} 12/27 123",
        f"<i>{fours[0]}</i>{''.join(fours[1:])}",
    )
    return dice.choice(forms)
