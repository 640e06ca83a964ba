"""Random texts for streams: prose, numbers and cues of all kinds, and cards in many disguises."""

import base64
import random

from tests.support.conversations import made_card

_PROSE = """
    hello there I would like to ask about the delivery that you promised me last week and then nobody answered; free
    es wäre schön, wenn Sie mir helfen könnten ich warte lange darauf und die letzte Bestellung ist da: je voudrais
    savoir où se trouve mon colis, s'il vous plaît est-ce que quisiera saber dónde está mi paquete por favor no Note
    digits are first start again mean expect valid secure so is be de la May December remarks Bob also tree for ate
    **bold** (brackets) `code` <b>fat</b> R&D ☎️ 你好 Привет, — … maybe Bill, card order one moment please
"""
_WORDS = _PROSE.split()
_NUMBERS = (
    "order 4412883122", "on 12/05/2026 at 10:30", "2 dogs", "$45.60", "+44 20 7946 0958", "room 412", "v1.2.3", "20 %",
    "1Z999AA10123456784", "ref: 88-1234", "cvv 123", "exp 12/27", "security code 981", "PIN 4711", "3rd", "one moment",
    "https://example.com/a?b=4111", "<b>bold</b>", "&amp;", "a@b.example", "1. first 2. second", "#12", "December 27",
    "550e8400-e29b-41d4-a716-446655440000", "[PAN]", "[CVV] 123", "<!-- x -->", "½", "1️⃣", "Ann: hello", "Step 1: go",
    "Customer: 12 ok", "S0S", "OOO", "dreihundert", "cent", "twelve twenty-seven", "a" * 80, "你好" * 40, "-" * 70,
    "aBcD" * 20 + "4", "a <b and 3 > 2",
)  # fmt: skip
_CUES = (
    "my card number is", "tarjeta", "Karte lautet", "order number", "gift card", "visa", "cvv", "security code",
    "expires", "valid until", "PIN", "code de sécurité", "caduca", "three digits on the back", "IMEI", "Prüfziffer",
)  # fmt: skip
_DIGIT_NAMES = (
    "zero one two three four five six seven eight nine",
    "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "zéro un deux trois quatre cinq six sept huit neuf",
    "null eins zwei drei vier fünf sechs sieben acht neun",
)
_SEPARATORS = (" ", "-", " - ", ".", ", ", "\u00a0", "\n", "\r\n", "\u200b", " \U0001f600 ", ";", " um ", " no sorry, ")
_ZEROS = (0x660, 0x966, 0xFF10, 0x1D7CE)


def random_text(dice: random.Random) -> str:
    """A few sentences with other numbers and cues between, and a card in about half of them."""
    pieces: list[str] = []
    for _ in range(dice.choice((dice.randint(1, 8), dice.randint(1, 8), dice.randint(20, 60)))):
        kind = dice.random()
        if kind < 0.4:
            pieces.append(" ".join(dice.choices(_WORDS, k=dice.choice((1, 3, 6, 10, 30, 60)))))
        elif kind < 0.65:
            pieces.append(dice.choice(_NUMBERS))
        elif kind < 0.75:
            pieces.append(dice.choice(_CUES))
        else:
            pieces.append(_disguised(dice, made_card(dice)))
    return dice.choice((" ", " ", " ", "\n", ", ", "\r\n")).join(pieces)


def _disguised(dice: random.Random, card: str) -> str:
    size = dice.choice((1, 2, 3, 4, 4, 4, 5))
    groups = [card[i : i + size] for i in range(0, len(card), size)]
    names, zero = dice.choice(_DIGIT_NAMES).split(), dice.choice(_ZEROS)
    forms = (
        card,
        dice.choice(_SEPARATORS).join(groups),
        "".join(group + dice.choice(_SEPARATORS) for group in groups),
        " ".join(names[int(d)] for d in card),
        " ".join(chr(zero + int(d)) for d in card),
        "".join(d + dice.choice(("", "\u0301", "\ufe0f\u20e3")) for d in card),
        card.replace("0", "O").replace("1", "l").replace("8", "B"),
        "".join(f"&#{ord(d)};" for d in card),
        "".join(f"%{ord(d):02x}" for d in card),
        "".join(f"\\u{ord(d):04x}" for d in card),
        "=\n".join(groups),
        base64.b64encode(f"card {card}".encode()).decode(),
        card.encode().hex(" "),
        f"card {card[:-1]}{(int(card[-1]) + 1) % 10}",
        f"{' '.join(groups)} 12/27 123",
        "".join(f"<i class='x y'>{group}</i>" for group in groups),
        "\n".join(f"{i}. {group}" for i, group in enumerate(groups, 1)),
        "the first are " + " the next four are ".join(groups),
        "\n".join(f"Ann: {group}\nBob: {dice.choice(('ok', 'next?', group))}" for group in groups),
        f"%B{card}^DOE/JOHN ^27011234",
    )
    return dice.choice(forms)
