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
"""Policy name -> the entities it looks for. `pci` is the default. More of what a policy says: `redactors.policy`."""

SENSITIVE = frozenset({Entity.CVV, Entity.PIN, Entity.TRACK_DATA})
"""Sensitive authentication data (PCI DSS 3.3): never stored, whatever a policy says."""


class DataClass(StrEnum):
    """How much harm a value does in the wrong hands, from none to most."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PRIVATE = "private"
    CARDHOLDER = "cardholder"


_DATA_CLASSES: dict[str, DataClass] = {
    **dict.fromkeys((*_CARDS, Entity.QUARANTINED), DataClass.CARDHOLDER),
    **dict.fromkeys((Entity.ORGANIZATION, Entity.URL), DataClass.INTERNAL),
    Entity.TOKEN: DataClass.PUBLIC,
}


def data_class_of(entity: str) -> DataClass:
    """The class of an entity's values, where a policy names none; a tenant's own patterns are private."""
    return _DATA_CLASSES.get(entity, DataClass.PRIVATE)
