"""Token classes: which entity goes under which, what its values look like, and when two are one.

A class has its own data key and its own blind-index key. `normalize` gives the form that is indexed;
what is stored, and what a reveal returns, is the value as it was given.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from carddata import DataClass, Entity, brand_of, data_class_of, display_of, is_token, luhn_valid
from vault.errors import SensitiveDataRefused, ValueRefused

MAX_VALUE_BYTES: Final = 4096
CARD_CLASSES: Final = frozenset({"pan", "suspect"})
_SENSITIVE: Final = frozenset({"CVV", "PIN", "TRACK_DATA", "cvv", "pin", "track"})
_SENSITIVE_WORDS: Final = frozenset({"CVV", "CVV2", "CVC", "CVC2", "CSC", "CID", "CAV2", "PIN", "TRACK"})
_CARD_LENGTHS: Final = range(12, 20)
_SEPARATORS: Final = re.compile(r"[\s-]+")
_NOT_PHONE: Final = re.compile(r"[^0-9+]+")
_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_CUSTOM: Final = re.compile(r"CUSTOM_[A-Z0-9_]{1,48}")


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be kept of a value in the clear, for whoever reads the token."""

    brand: str = ""
    first6: str = ""
    last4: str = ""


@dataclass(frozen=True, slots=True)
class TokenClass:
    """One class: its `name` stands in the token (`tok_<name>_…`).

    `normalize(value) -> str` raises ValueRefused for what is no such value; `show(normalized) -> Shown`.
    """

    name: str
    normalize: Callable[[str], str]
    show: Callable[[str], Shown]
    data_class: DataClass = DataClass.PRIVATE


def _text(value: str) -> str:
    return unicodedata.normalize("NFC", value).strip()


def _card_digits(value: str) -> str:
    digits = _SEPARATORS.sub("", value)
    if not (digits.isascii() and digits.isdigit() and len(digits) in _CARD_LENGTHS):
        raise ValueRefused("a card number is 12 to 19 digits")
    return digits


def _pan(value: str) -> str:
    digits = _card_digits(value)
    if not luhn_valid(digits):
        raise ValueRefused("this card number fails its check digit")
    return digits


def _iban(value: str) -> str:
    iban = _SEPARATORS.sub("", value).upper()
    if _IBAN.fullmatch(iban) is None:
        raise ValueRefused("an IBAN is a country code, two check digits and 11 to 30 letters or digits")
    if int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 != 1:
        raise ValueRefused("this IBAN fails its check digits")
    return iban


def _email(value: str) -> str:
    local, at, domain = _text(value).rpartition("@")
    if not (local and at and domain):
        raise ValueRefused("an e-mail address has a name, an @ and a domain")
    return f"{local}@{domain.casefold()}"


def _phone(value: str) -> str:
    digits = _NOT_PHONE.sub("", value)
    if not any(map(str.isdigit, digits)):
        raise ValueRefused("a phone number has digits")
    return digits


def _nothing(_normalized: str) -> Shown:
    return Shown()


def _card(digits: str) -> Shown:
    display = display_of(digits)
    return Shown(brand_of(digits) or "", display.first6, display.last4)


def _suspect(digits: str) -> Shown:
    return Shown("", "", display_of(digits, suspect=True).last4)


_CLASSES: Final[dict[Entity, TokenClass]] = {
    Entity.PAN: TokenClass("pan", _pan, _card),
    Entity.PAN_SUSPECT: TokenClass("suspect", _card_digits, _suspect),
    Entity.IBAN: TokenClass("iban", _iban, _nothing),
    Entity.EMAIL: TokenClass("email", _email, _nothing),
    Entity.PHONE: TokenClass("phone", _phone, _nothing),
    Entity.CARD_EXPIRY: TokenClass("expiry", _text, _nothing),
    Entity.BANK_ACCOUNT: TokenClass("account", _text, _nothing),
    Entity.BANK_ROUTING: TokenClass("routing", _text, _nothing),
    Entity.US_SSN: TokenClass("ssn", _text, _nothing),
    Entity.US_ITIN: TokenClass("itin", _text, _nothing),
    Entity.NATIONAL_ID: TokenClass("nationalid", _text, _nothing),
    Entity.PASSPORT: TokenClass("passport", _text, _nothing),
    Entity.DRIVER_LICENSE: TokenClass("license", _text, _nothing),
    Entity.TAX_ID: TokenClass("taxid", _text, _nothing),
    Entity.IP_ADDRESS: TokenClass("ip", _text, _nothing),
    Entity.URL: TokenClass("url", _text, _nothing),
    Entity.DATE_OF_BIRTH: TokenClass("birthdate", _text, _nothing),
    Entity.PERSON: TokenClass("person", _text, _nothing),
    Entity.ADDRESS: TokenClass("address", _text, _nothing),
    Entity.LOCATION: TokenClass("location", _text, _nothing),
    Entity.ORGANIZATION: TokenClass("org", _text, _nothing),
}
_CUSTOM_CLASS: Final = TokenClass("custom", _text, _nothing)
_CLASSED: Final = {entity: replace(cls, data_class=data_class_of(entity)) for entity, cls in _CLASSES.items()}
_BY_NAME: Final = {str(entity): cls for entity, cls in _CLASSED.items()} | {
    cls.name: cls for cls in (*_CLASSED.values(), _CUSTOM_CLASS)
}


def class_of(name: str) -> TokenClass:
    """The class of an entity (`PAN`, `CUSTOM_<NAME>`) or of a class name (`pan`).

    Raises SensitiveDataRefused for CVV, PIN and track data, ValueRefused for what has no class.
    """
    if name in _SENSITIVE:
        raise SensitiveDataRefused
    found = _BY_NAME.get(name)
    if found is None and _CUSTOM.fullmatch(name):
        if any(word in _SENSITIVE_WORDS for word in name.split("_")):
            raise SensitiveDataRefused
        return _CUSTOM_CLASS
    if found is None:
        raise ValueRefused("no such entity or class; docs/reference/vault.md lists them")
    return found


def check_value(value: str) -> None:
    """Raises ValueRefused if no class could take `value`: empty, over 4096 bytes, not Unicode, or a token."""
    if not value.strip() or len(value.encode("utf-8", "surrogatepass")) > MAX_VALUE_BYTES:
        raise ValueRefused(f"a value has 1 to {MAX_VALUE_BYTES} bytes")
    if any("\ud800" <= c <= "\udfff" for c in value) or "\x00" in value:
        raise ValueRefused("a value is Unicode text without NUL")
    if is_token(value):
        raise ValueRefused("this is a token already")
