"""The cues for an expiry date, a verification code and a PIN, as phrases in English, Spanish, French and German.

A line is a phrase: a space stands for up to three spaces, dots, hyphens or underscores, a letter with an accent also
for the letter without; the rest is as in regular expressions. Each phrase holds a hint of `cue_words`.
"""

import re

_LOOSE = {
    " ": r"[\s_.-]{0,3}",
    "á": "[áa]",
    "à": "[àa]",
    "é": "[ée]",
    "è": "[èe]",
    "í": "[íi]",
    "ó": "[óo]",
    "ú": "[úu]",
    "ä": "(?:ä|ae|a)",
    "ü": "(?:ü|ue|u)",
}

_CODE_SURE = r"""
    c[.\s]?v[.\s]?[vc]2?s?( (code|number|num|value|no|código))?
    cvn2?|cav2?|csc|ccv2?|cvd
    cryptogramme( visuel)?
    kartenprüf(nummer|code|zahl)|(karten)?prüfziffern?
    (three|four|3|4) (digits?|numbers?) (code )?(on|at|from) the (back|reverse|front)
"""
_CODE_WEAK = r"""
    (sec|secu[a-z]{2,5}|verification) (code|numbers?|digits?|value)
    card (code|verification)
    (three|four|3|4) (digits?|numbers?)( code)?
    (code|numbers?|digits?|three|four|3|4) (on|at|from) (the )?(back|reverse|front)
    (on|at|from) the (back|reverse)
    (back|front) of (the|my|your) card
    signature (strip|panel)
    cid|kpn|crypto

    (código|cód|clave|números?) (de )?(seguridad|verificación)
    código de (tres|3|cuatro|4) (dígitos|números|cifras)
    (tres|cuatro|3|4) (últimos |últimas )?(dígitos|números|cifras)
    ((código|números?|dígitos|cifras) )?(de |del |al |por |en el )?(atrás|detrás|dorso|reverso)

    (code|numéro) (de )?(sécurité|vérification)
    (code (à )?)?(trois|quatre|3|4) (derniers )?chiffres
    ((code|numéro|chiffres) )?(au dos|au verso|derrière)

    sicherheits(code|nummer|ziffern?|zahl)
    prüf(code|nummer|zahl)
    (drei|vier|3|4) (letzten )?(ziffern|zahlen|stellen)
    (drei|vier)stellige?[nrs]?( (nummer|zahl|code|ziffer))?
    (auf der )?rückseite
    hinten( d(a)?rauf)?
"""
_DATE = r"""
    exp(iry|irey|iration|ires?|iring|ired)?( (date|dt))?
    runs? out
    (valid|good) (thru|through|until|til|till|to)
    mm/yy(yy)?

    vencen?|vencimiento|venc|vto|caducan?|caducidad|cad
    expiran?|expiración
    (válid[oa]|vigente) hasta|vigencia

    expirant|échéance|validité
    (valable|valide) jusqu\w{0,2}

    (gültig|läuft|gilt) (bis|ab|thru)
    gültigkeit\w{0,8}|laufzeit|ablauf\w{0,8}|läuft|verf(a|ä)ll\w{0,8}
"""
_DATE_PART = r"""
    exp(iry|iration|ires?)? (month|year|mm|yy|yyyy)
"""
_PIN_SURE = r"""
    pin (number|nummer|num)|(card|bank|atm) pin|karten pin|número pin
    nip|geheim(zahl|nummer|code)
    code (secret|confidentiel|de (ma|la|votre) carte)|(clave|código) secret[oa]|secret code
"""
_PIN_BARE = r"""
    (code )?pin( code)?
"""
_ENDS = "last|first|final|últim[oa]s|primer[oa]s|letzten|ersten|derniers|premiers"
_DIGITS = "digits?|numbers?|dígitos|números|cifras|chiffres|ziffern|zahlen|stellen"
_BACK = "back|reverse|front|atrás|dorso|reverso|detrás|dos|verso|derri|rück|hinten|code|código"
_THINGS = r"""
    voucher|coupon|offer|warranty|guarantee|passport|contract|subscription|licen[cs]e|permit|insurance
    garantía|cupón|oferta|pasaporte|contrato|suscripción|carné|seguro
    garantie|bon|offre|passeport|contrat|abonnement|identité|assurance
    gutschein|angebot|vertrag|abo|ausweis|personalausweis|reisepass|versicherung
"""


def _any(phrases: str) -> str:
    source = "|".join(line.strip() for line in phrases.strip().splitlines() if line.strip())
    return "".join(_LOOSE.get(c, c) for c in source.replace("(", "(?:"))


def _cue(sure: str, weak: str) -> re.Pattern[str]:
    # In camel case "card" may stand right before: cardCvv.
    begins = r"(?:(?<![^\W\d_])|(?<=card))"
    return re.compile(rf"{begins}(?:(?P<sure>{_any(sure)})|{_any(weak)})(?![^\W\d_])", re.IGNORECASE)


CODE_CUE = _cue(_CODE_SURE, _CODE_WEAK)
"""`sure`: it needs no card near."""
DATE_CUE = _cue(_DATE_PART, _DATE)
"""`sure`: it names a month or a year alone."""
PIN_CUE = _cue(_PIN_SURE, _PIN_BARE)
PART_OF_NUMBER = re.compile(
    rf"(?<![^\W\d_])(?:{_any(_ENDS)})(?:\s(?:four|4|cuatro|quatre|vier))?\s(?:{_any(_DIGITS)})(?![^.]*(?:{_any(_BACK)}))",
    re.IGNORECASE,
)
"""Digits of the card number itself: "the last four digits"; what is on its back is no part of it."""
OTHER_THING = re.compile(rf"(?<![^\W\d_])(?:{_any(_THINGS)})(?![^\W\d_])[^.\n]{{0,24}}$", re.IGNORECASE)
"""What else has an expiry date, right before its cue."""
