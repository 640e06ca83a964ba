"""Random conversations: with a card split over turns, and without one; and what a viewer can join of a card."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from carddata import Display, display_of, luhn_check_digit
from redactors import Redactor
from redactors.conversation import Conversation, Recall, Release, Released

_PREFIXES = (
    ("4", 16), ("4", 16), ("4", 16), ("52", 16), ("54", 16), ("2300", 16), ("34", 15), ("37", 15), ("6011", 16),
    ("65", 16), ("3530", 16), ("36", 14), ("301", 14), ("62", 16), ("62", 19), ("4", 13), ("67", 13), ("56", 14),
)  # fmt: skip
_WORDS = {
    "en": "zero one two three four five six seven eight nine",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun",
}
_OPENINGS = {
    "en": ("What is the card number, please?", "Could you read me your card number?", "I'll need the long number now."),
    "es": ("¿Cuál es el número de la tarjeta?", "Dígame el número de su tarjeta, por favor."),
    "fr": ("Quel est le numéro de la carte ?", "Donnez-moi votre numéro de carte, s'il vous plaît."),
    "de": ("Wie lautet die Kartennummer?", "Bitte nennen Sie mir die Nummer Ihrer Karte."),
}
_NEXT = {
    "en": ("next?", "next four?", "ok", "got it", "and the rest?", "mhm", "go on", "thanks, and then?"),
    "es": ("siguiente?", "vale", "los cuatro siguientes?", "de acuerdo"),
    "fr": ("ensuite ?", "les quatre suivants ?", "d'accord", "oui"),
    "de": ("weiter?", "die nächsten vier?", "ja", "genau"),
}
_CHATTER = {
    "en": (
        "sorry, my dog is barking",
        "one moment please",
        "hold on, 2 minutes",
        "can you hear me?",
        "let me get my glasses",
    ),
    "es": ("un momento por favor", "perdone, hay ruido", "¿me oye?"),
    "fr": ("un instant", "attendez deux minutes", "vous m'entendez ?"),
    "de": ("einen Moment bitte", "da ist es so laut", "hören Sie mich?"),
}
_AROUND = {
    "en": (
        "{}",
        "{}",
        "{}",
        "it's {}",
        "{} ok?",
        "then {}",
        "and {}",
        "the next ones are {}",
        "after that comes {}",
        "{} and that's all",
    ),
    "es": ("{}", "{}", "luego {}", "y {}", "el siguiente es {}"),
    "fr": ("{}", "{}", "puis {}", "et {}", "ensuite c'est {}"),
    "de": ("{}", "{}", "dann {}", "und {}", "die nächsten sind {}"),
}  # fmt: skip
_HARMLESS = (
    (
        ("customer", "hi, my order {6} has not arrived"),
        ("agent", "let me check order {6}"),
        ("customer", "thanks, tracking {12}"),
    ),
    (("agent", "what is your order number?"), ("customer", "{8}"), ("agent", "and the postcode?"), ("customer", "{5}")),
    (("customer", "call me at 415 555 {4}"), ("agent", "is that 415 555 {4}?"), ("customer", "yes, after 10:30")),
    (("customer", "I paid ${2}.{2} on March 1{1}"), ("agent", "the refund of ${2}.{2} takes 5 days")),
    (
        ("agent", "how many tickets do you need?"),
        ("customer", "{1}"),
        ("agent", "for which date?"),
        ("customer", "12/0{1}/2026"),
    ),
    (("customer", "mi pedido {7} no llegó"), ("agent", "¿me da su código postal?"), ("customer", "28{3}")),
    (
        ("customer", "ma commande {7} est en retard"),
        ("agent", "votre numéro de téléphone ?"),
        ("customer", "06 {2} {2} {2} {2}"),
    ),
    (("customer", "meine Bestellung {8} fehlt"), ("agent", "Ihre Postleitzahl bitte?"), ("customer", "1{4}")),
    (("customer", "flight BA{4} seat 2{1}C"), ("agent", "gate {2}, boarding 18:{2}"), ("customer", "my ref is {6}")),
    (
        ("customer", "I have {1} dogs and {1} cats"),
        ("agent", "ok"),
        ("customer", "room {3}, floor {1}"),
        ("agent", "thanks"),
    ),
    (("agent", "your case is {9}"), ("customer", "the old one was {9}"), ("agent", "I see both")),
    (("customer", "model X{3} serial {10}"), ("agent", "when did you buy it?"), ("customer", "in 20{2}")),
    (
        ("customer", "my card was declined {1} times"),
        ("agent", "sorry to hear that"),
        ("customer", "I tried at 1{1}:{2}"),
    ),
    (("agent", "can I have your date of birth?"), ("customer", "0{1}/0{1}/19{2}"), ("agent", "thank you")),
    (("agent", "please rate us from 1 to 10"), ("customer", "{1}"), ("agent", "thanks!")),
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One turn of a made conversation; `first`, `count`: which digits of the card it holds, if any."""

    role: str
    text: str
    first: int = 0
    count: int = 0


@dataclass
class Screen:
    """A viewer's screen: what each turn reads now, after every recall and release."""

    texts: dict[str, str] = field(default_factory=dict)

    def show(self, turn_id: str | None, released: Released) -> None:
        if turn_id is not None:
            self.texts[turn_id] = released.text
        changes: list[Recall | Release] = [*released.recalls, *released.releases]
        for change in changes:
            self.texts[change.turn_id] = change.text


def made_card(dice: random.Random) -> str:
    """A Luhn-valid number of an issuer."""
    prefix, length = dice.choice(_PREFIXES)
    payload = prefix + "".join(dice.choice("0123456789") for _ in range(length - 1 - len(prefix)))
    return payload + luhn_check_digit(payload)


def with_card(dice: random.Random) -> tuple[str, list[Said]]:
    """A card split over 2 to 16 turns, with requests, acknowledgements, reading back and chatter between."""
    card = made_card(dice)
    language = dice.choice(list(_WORDS))
    turns = [Said("agent", dice.choice(_OPENINGS[language]))] if dice.random() < 0.7 else []
    cuts = sorted(dice.sample(range(1, len(card)), dice.randint(1, min(15, len(card) - 1))))
    for first, end in zip([0, *cuts], [*cuts, len(card)], strict=True):
        chunk = _written(dice, card[first:end], language)
        turns.append(Said("customer", dice.choice(_AROUND[language]).format(chunk), first, end - first))
        chance = dice.random()
        if chance < 0.35:
            turns.append(Said("agent", dice.choice(_NEXT[language])))
        elif chance < 0.55:
            turns.append(
                Said("agent", dice.choice(("{}", "{}, got it", "so {}?")).format(card[first:end]), first, end - first)
            )
        elif chance < 0.65:
            turns.append(Said("customer", dice.choice(_CHATTER[language])))
    turns.append(Said("agent", "thank you"))
    return card, turns


def without_card(dice: random.Random) -> list[Said]:
    """A conversation full of other numbers."""
    turns: list[Said] = []
    for _ in range(dice.randint(1, 3)):
        for role, text in dice.choice(_HARMLESS):
            filled = re.sub(r"\{(\d+)\}", lambda m: "".join(dice.choices("0123456789", k=int(m[1]))), text)
            turns.append(Said(role, filled))
    return turns


def play(redactor: Redactor, turns: list[Said], after: Callable[[Screen], None] | None = None) -> Screen:
    """The screen after all turns and the end; `after(screen)` is called after each turn."""
    conversation, screen = Conversation(redactor), Screen()
    for i, turn in enumerate(turns):
        screen.show(str(i), conversation.turn(str(i), turn.role, turn.text))  # type: ignore[arg-type]
        if after is not None:
            after(screen)
    screen.show(None, conversation.end())
    return screen


def leaked(card: str, turns: list[Said], screen: Screen) -> set[int]:
    """Positions of the card that stand on the screen and that the table does not allow."""
    seen: set[int] = set()
    for i, turn in enumerate(turns):
        if str(i) in screen.texts:
            count = min(turn.count, _digits(screen.texts[str(i)])) if turn.count else 0
            seen |= set(range(turn.first, turn.first + count))
    return seen - allowed(card)


def allowed(card: str) -> set[int]:
    display: Display = display_of(card)
    size = len(card)
    return set(range(len(display.first6))) | set(range(size - len(display.last4), size))


def _digits(text: str) -> int:
    words = {word for line in _WORDS.values() for word in line.split()}
    return sum(c.isdigit() for c in text) + sum(w in words for w in re.findall(r"\w+", text.lower()))


def _written(dice: random.Random, digits: str, language: str) -> str:
    kind = dice.random()
    if kind < 0.25 and len(digits) > 1:
        names = _WORDS[language].split()
        return " ".join(names[int(d)] for d in digits)
    if kind < 0.4:
        return " ".join(digits)
    if kind < 0.5:
        return "-".join(digits[i : i + 4] for i in range(0, len(digits), 4))
    return digits
