"""Expiry dates, codes and PINs as people write and say them, and what looks like one: generators with a seed."""

import random
from collections.abc import Callable

from tests.redactors.variants import LANGUAGES, card, pair_said, said

Text = tuple[str, str]
"""What stands before the value, and the value."""

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
_THOUSANDS = {"en": "twenty", "es": "dos mil", "fr": "deux mille", "de": "zweitausend"}
_SLASH = {"en": "slash", "es": "barra", "fr": "slash", "de": "schrägstrich"}
_UM = {"en": "um", "es": "eh", "fr": "euh", "de": "äh"}
_CARDS = {
    "en": ["my card is", "please charge", "card number"],
    "es": ["mi tarjeta es", "número de tarjeta"],
    "fr": ["ma carte est", "numéro de carte"],
    "de": ["meine Karte ist", "Kartennummer"],
}
_EXPIRY_CUES = {
    "en": ["exp", "expiry date:", "expires in", "valid thru", "good through", "Expiration Date (MM/YY):", "runs out"],
    "es": ["vence en", "fecha de vencimiento:", "caduca en", "válida hasta", "expira", "vto", "cad."],
    "fr": ["expire en", "date d'expiration :", "valable jusqu'en", "fin de validité", "échéance"],
    "de": ["gültig bis", "gueltig bis Ende", "Ablaufdatum", "läuft ab im", "Gültigkeit:", "verfällt"],
}
_CODE_CUES = {
    "en": ["cvv", "CVC2:", "the c.v.v. is", "security code", "3-digit code on the back", "and the cvv, that's"],
    "es": ["cvv", "el código de seguridad es", "los tres números de atrás son", "código de verificación"],
    "fr": ["cvv", "cryptogramme visuel", "les trois chiffres au dos sont", "le code à trois chiffres est"],
    "de": ["CVC", "Kartenprüfnummer", "Sicherheitscode:", "die drei Ziffern auf der Rückseite sind", "Pruefziffer"],
}
_CODE_AFTER = {
    "en": [" is the cvv", " (cvv)", " is the code on the back", " for the security code"],
    "es": [" es el cvv", " al dorso", " es el código de seguridad"],
    "fr": [" est le cvv", " au dos", " c'est le cryptogramme"],
    "de": [" ist der cvv", " auf der Rückseite", " ist die Prüfnummer"],
}
_PIN_CUES = {
    "en": ["my pin is", "PIN:", "pin number", "the PIN for my card is"],
    "es": ["mi pin es", "el nip es", "clave secreta"],
    "fr": ["mon code pin est", "code secret", "code confidentiel :"],
    "de": ["meine PIN ist", "Geheimzahl", "die PIN lautet"],
}


def _month(rnd: random.Random) -> int:
    return rnd.randrange(1, 13)


def _name(month: int, language: str) -> str:
    return _MONTHS[language].split()[month - 1]


def _short(month: int, language: str) -> str:
    return _name(month, language)[: 4 if language == "fr" else 3]


def _month_said(rnd: random.Random, month: int, language: str) -> str:
    if month < 10 and rnd.random() < 0.5:
        return said(f"0{month}", language)
    return pair_said(f"{month:02}".removeprefix("0"), language) if month < 10 else pair_said(str(month), language)


_WRITTEN_DATES: dict[str, Callable[[int, int, str], str]] = {
    "12/27": lambda m, y, _: f"{m:02}/{y}",
    "12/2027": lambda m, y, _: f"{m:02}/20{y}",
    "12-27": lambda m, y, _: f"{m:02}-{y}",
    "12.27": lambda m, y, _: f"{m:02}.{y}",
    "12 27": lambda m, y, _: f"{m:02} {y}",
    "1227": lambda m, y, _: f"{m:02}{y}",
    "122027": lambda m, y, _: f"{m:02}20{y}",
    "2027-12": lambda m, y, _: f"20{y}-{m:02}",
    "12|27": lambda m, y, _: f"{m:02}|{y}",
    "12 / 27": lambda m, y, _: f"{m:02} / {y}",
    "Dec 27": lambda m, y, lang: f"{_short(m, lang)} {y}",
    "Dec '27": lambda m, y, lang: f"{_short(m, lang)} '{y}",
    "dec. 2027": lambda m, y, lang: f"{_short(m, lang).lower()}. 20{y}",
    "December 2027": lambda m, y, lang: f"{_name(m, lang)} 20{y}",
}


def _date_written(form: str, language: str) -> Callable[[random.Random], Text]:
    def text(rnd: random.Random) -> Text:
        date = _WRITTEN_DATES[form](_month(rnd), rnd.randrange(26, 36), language)
        place = rnd.randrange(3)
        number = rnd.choice([card(rnd), "[PAN]"])
        if place == 0:
            return f"{rnd.choice(_CARDS[language])} {number}{rnd.choice([' ', ', ', ' | '])}", date
        before = f"{rnd.choice(_CARDS[language])} {number}, " if place == 1 else f"{_CARDS[language][0]}: "
        return f"{before}{rnd.choice(_EXPIRY_CUES[language])} ", date

    return text


def _date_said(language: str) -> Callable[[random.Random], Text]:
    def text(rnd: random.Random) -> Text:
        month, year = _month(rnd), rnd.randrange(26, 36)
        spoken, last = _month_said(rnd, month, language), pair_said(str(year), language)
        long = _THOUSANDS[language] + ("" if language == "de" else " ") + last
        forms = [f"{spoken}, {last}", f"{spoken} {_SLASH[language]} {last}", f"{_name(month, language)} {long}"]
        number = rnd.choice([card(rnd), said(card(rnd), language), "[PAN]"])
        return f"{rnd.choice(_CARDS[language])} {number}. {rnd.choice(_EXPIRY_CUES[language])} ", rnd.choice(forms)

    return text


def _digits(rnd: random.Random, size: int, language: str) -> str:
    code = "".join(rnd.choices("0123456789", k=size))
    forms = [code, " ".join(code), "-".join(code), ", ".join(code), said(code, language)]
    forms.append(f"{said(code[:-1], language)} {_UM[language]} {said(code[-1], language)}")
    return rnd.choice(forms)


def _code(language: str) -> Callable[[random.Random], Text]:
    def text(rnd: random.Random) -> Text:
        number = rnd.choice([card(rnd), "[PAN]", f"{card(rnd)} exp 12/27", "[PAN] [CARD_EXPIRY]"])
        cue = rnd.choice(_CODE_CUES[language])
        return f"{rnd.choice(_CARDS[language])} {number}, {cue} ", _digits(rnd, rnd.choice([3, 3, 4]), language)

    return text


def _pin(language: str) -> Callable[[random.Random], Text]:
    def text(rnd: random.Random) -> Text:
        number = rnd.choice(["", "ok, ", f"{rnd.choice(_CARDS[language])} {card(rnd)}. "])
        return f"{number}{rnd.choice(_PIN_CUES[language])} ", _digits(rnd, 4, language)

    return text


DATES = {f"{form} {lang}": _date_written(form, lang) for form in _WRITTEN_DATES for lang in LANGUAGES}
DATES |= {f"said {lang}": _date_said(lang) for lang in LANGUAGES}
CODES = {lang: _code(lang) for lang in LANGUAGES}
PINS = {lang: _pin(lang) for lang in LANGUAGES}


def code_first(rnd: random.Random, language: str) -> tuple[str, str, str]:
    """A text whose code stands before its cue: what is before it, the code, what is after it."""
    number = rnd.choice([card(rnd), "[PAN]"])
    code = "".join(rnd.choices("0123456789", k=rnd.choice([3, 4])))
    return f"{rnd.choice(_CARDS[language])} {number}. ", code, rnd.choice(_CODE_AFTER[language])


INNOCENT = (
    "my date of birth is 12/05/1987",
    "delivery on 12/27, please",
    "la entrega es el 12 de diciembre de 2027",
    "Lieferung am 3. Dezember 2027",
    "I have 12 years of experience since 2024",
    "a bad experience on 12/27 with your shop",
    "expenses 12/2027: 340",
    "my address has pin code 560001",
    "Mumbai, Pin - 416566",
    "I pinned message 4312",
    "a 16 pin connector of 2200 mm",
    "the door code is 4312",
    "le code de la porte est le 4312",
    "your verification code is 4312",
    "tu código de verificación es 431278",
    "the security code you sent by SMS is 4312",
    "the session expires in 12 30 seconds",
    "on the back there are 300 scratches",
    "au dos du canapé, 120 cm",
    "my coupon expires 12/2027",
    "el cupón caduca en diciembre de 2027",
    "der Gutschein ist gültig bis 12/27",
    "can I pay with card? the offer is valid until 12/2027",
    "my gift card expires 12/27",
    "order number 4312",
    "error code 431",
    "mi código de descuento es 4312",
    "my card was declined on May 23",
    "my card has a limit of 4312",
    "the last four digits of my card are 4312",
    "die letzten vier Ziffern meiner Karte sind 4312",
    "charge [PAN] 158 euros",
    "is the cvv 3 digits or 4 digits?",
    "der CVV hat drei Ziffern",
    "the train at twelve twenty seven",
    "in December twenty twenty seven I will travel",
)
"""Texts with a date, a code or a number that is no card's."""
