"""Questions for numbers that are no card's: an order number, a postal code, how many."""

import re
from enum import Enum

from redactors.conversation.words import FILLERS


class Sought(Enum):
    """What is asked for."""

    NUMBER = "a number that may be dictated over turns"
    FACT = "something that is said at once"


_WORD = re.compile(r"[^\W\d_]+")
_NUMBER_WORDS = """
    number numbers nr num id code codes reference ref número numero números código codigo referencia numéro numéros
    référence nummer kennung kennzeichen
"""
_LINK_WORDS = "of for de del d du l la el le los las les des der die das su tu votre ta ton your the ihre ihrer"
_EMPTY_WORDS = """
    whole full complete entire long sixteen card cards cardnumber credit debit bank payment visa mastercard amex cc pan
    tarjeta tarjetas crédito débito carte cartes cb bancaire crédit karte karten kreditkarte bankkarte security
    verification cvv cvc pin front back top completo completa entero complet complète ganze ganzen vollständige
    seguridad verificación sécurité vérification telling giving reading
"""
_THING_WORDS = """
    phone telephone mobile teléfono telefono móvil celular téléphone portable telefon handy otp reading imei iban ssn
    dni nie nif cif passport pasaporte passeport reisepass postcode zip plz postleitzahl zählerstand zaehlerstand
    mileage odometer plate isbn sku tracking
"""
_FACT_WORDS = """
    calories volume pages score gate seat platform width length
    year years month date price cost amount quantity size weight height age adults children people persons nights
    copies floor room extension birth birthday address rate rating rated score temperature distance total budget
    fecha año mes hora precio cantidad talla peso edad adultos niños noches planta dirección nacimiento cuántos
    cuántas cuanto cuánto cuantos cuantas importe
    année mois heure prix quantité taille poids âge adultes enfants nuits étage adresse naissance combien montant
    jahr monat tag uhrzeit preis menge größe gewicht alter erwachsene kinder nächte etage geburtsdatum geburtstag
    wieviel wieviele viele viel betrag
"""
_HOW_WORDS = "many much old long often big tall far high deep wide time day"
_NUMBERS, _LINKS, _EMPTY, _THINGS, _FACTS, _HOW = (
    frozenset(words.split())
    for words in (_NUMBER_WORDS, _LINK_WORDS, _EMPTY_WORDS, _THING_WORDS, _FACT_WORDS, _HOW_WORDS)
)
_COMPOUND = re.compile(r"(?!.*(?:karte|pr[uü]f|sicherheit)).{2,}(?:nummer|nr|kennung|code|zahl)")
_ASKING = re.compile(
    r"[?¿]|(?<!\w)(?:please|pls|kindly|tell\s+me|give\s+me|read\s+me|provide|confirm|enter|type|send|rate|need|require"
    r"|por\s+favor|d[ií]game|dime|d[eé]me|indique|facil[ií]teme|necesito|s'?il\s+(?:vous|te)\s+pla[iî]t|svp|donnez|indiquez"
    r"|veuillez|besoin|bitte|nennen|geben|brauche|ben[oö]tige\w*)(?!\w)",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"(?<!\w)(?:right|correct|yes|ok|okay|yeah|verdad|correcto|no|cierto|oder|richtig|ja|hein|non|vrai)\s{0,2}\?\s*$",
    re.IGNORECASE,
)
_SHORT = 3
_ASKED = (["how"], ["wie"], ["what"], ["which"])


def sought(text: str) -> Sought | None:
    """What `text` asks for; None: it asks for nothing, for no number, or for one that may be a card's."""
    if _ASKING.search(text) is None:
        return None
    words = [word.casefold() for word in _WORD.findall(text)]
    fact, statement = False, _TAG.search(text) is not None
    for i, word in enumerate(words):
        if word in _THINGS or (len(word) > _SHORT and _COMPOUND.fullmatch(word)) or _numbered(words, i):
            return Sought.NUMBER
        fact = fact or word in _FACTS or (word in _HOW and words[i - 1 : i] in _ASKED)
    return Sought.FACT if fact and not statement else None


def _numbered(words: list[str], at: int) -> bool:
    """Whether a word for a number stands beside a word for a thing: "order number", "numéro de suivi"."""
    if words[at] not in _NUMBERS:
        return False
    if at and _thing(words[at - 1]):
        return True
    following = at + 1
    while following < len(words) and words[following] in _LINKS:
        following += 1
    return following > at + 1 and following < len(words) and _thing(words[following])


def _thing(word: str) -> bool:
    return len(word) > 1 and word not in FILLERS and word not in _EMPTY and word not in _LINKS
