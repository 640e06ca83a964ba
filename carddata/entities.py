"""Entities and the built-in policies that name them (docs/reference/detection.md)."""

from enum import StrEnum


class Entity(StrEnum):
    """What can be found. A tenant's own patterns add `CUSTOM_<NAME>`, which are plain strings."""

    PAN = "PAN"
    PAN_SUSPECT = "PAN_SUSPECT"
    CVV = "CVV"
    CARD_EXPIRY = "CARD_EXPIRY"
    TRACK_DATA = "TRACK_DATA"
    PIN = "PIN"
    IBAN = "IBAN"
    BANK_ACCOUNT = "BANK_ACCOUNT"
    BANK_ROUTING = "BANK_ROUTING"
    US_SSN = "US_SSN"
    US_ITIN = "US_ITIN"
    NATIONAL_ID = "NATIONAL_ID"
    PASSPORT = "PASSPORT"
    DRIVER_LICENSE = "DRIVER_LICENSE"
    TAX_ID = "TAX_ID"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    IP_ADDRESS = "IP_ADDRESS"
    URL = "URL"
    DATE_OF_BIRTH = "DATE_OF_BIRTH"
    PERSON = "PERSON"
    ADDRESS = "ADDRESS"
    LOCATION = "LOCATION"
    ORGANIZATION = "ORGANIZATION"
    TOKEN = "TOKEN"
    QUARANTINED = "QUARANTINED"


ENTITIES = frozenset(Entity)

_CARDS = frozenset({Entity.PAN, Entity.PAN_SUSPECT, Entity.CVV, Entity.CARD_EXPIRY, Entity.TRACK_DATA, Entity.PIN})
_PCI = _CARDS | {
    Entity.IBAN,
    Entity.BANK_ACCOUNT,
    Entity.BANK_ROUTING,
    Entity.US_SSN,
    Entity.US_ITIN,
    Entity.NATIONAL_ID,
    Entity.PASSPORT,
    Entity.DRIVER_LICENSE,
    Entity.TAX_ID,
}
_PII = {
    Entity.EMAIL,
    Entity.PHONE,
    Entity.IP_ADDRESS,
    Entity.URL,
    Entity.DATE_OF_BIRTH,
    Entity.PERSON,
    Entity.ADDRESS,
    Entity.LOCATION,
    Entity.ORGANIZATION,
}

POLICIES: dict[str, frozenset[Entity]] = {"cards": _CARDS, "pci": _PCI, "pci+pii": _PCI | _PII}
"""Built-in policy name -> the entities it looks for. `pci` is the default."""
