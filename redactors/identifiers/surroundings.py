"""What the words round a number say: whether a cue names it, and what makes it something else."""

import re

from redactors import cues
from redactors.barriers import BARRIERS

BEFORE, AFTER = 48, 24
"""Characters in which a cue stands before a number, and right behind it."""
_SUBJECT = 80
"""Characters in which words tell what a number is about."""
_NEAR = 24
_OWN_LABEL = 12
"""Characters behind a cue in which the number stands that it names, if it names the next one."""
_YEAR = 4
_ELSEWHERE = re.compile(
    r"(?<![^\W_])(?:balance|statement|code|otp|with|shows?|has|had|have|sent|flight|since|limit|error|password|expir\w{0,8}"
    r"|valid|renew\w{0,4}|issued|costs?|fees?|saldo|c[oó]digo|clave|muestra|tiene|tengo|hay|con|vuelo|v[aá]lid[oa]|caduca|vence"
    r"|solde|avec|affiche|valable|expire|depuis|vol|kontostand|mit|zeigt|hat|haben|flug|seit|g[uü]ltig|kostet)(?![^\W_])",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"[0-9]{3}")
_LISTED = re.compile(r"(?:[0-9][0-9a-z.-]*[ ,;/&|\n]*(?:and|or|y|o|et|ou|und|oder)?[ ,;/&|\n]*){1,6}$", re.IGNORECASE)
_LABELS = re.compile(
    r"[ \t]*[(\[,–=-]?[ \t]*(?:(?:is|was|are|being|es|son|est|ist|my|the|our|his|her|their|your|a|an|mi|el|la"
    r"|mon|ma|le|meine?|die|der|das)[ \t]+){0,4}",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"(?<![^\W\d_])(?:passports?|licen[cs]es?|ssn|social|nhs|aadhaar|vat|tax|routing|id|uid|pasaporte|dni|nie|nif|cif|passeport|siret"
    r"|siren|sociale|steuer|reisepass|ausweis|phone|telephone|tel|mobile|cell|fax|tel[eé]fono|m[oó]vil|t[eé]l[eé]phone"
    r"|telefon|customer|client|account|acct|cuenta|compte|konto)(?![^\W\d_])",
    re.IGNORECASE,
)
"""Words that speak against a card because they name an identifier, or who speaks."""
_MONEY_BEFORE = re.compile(r"(?:[$€£¥₹]|(?<![^\W_])(?:usd|eur|gbp|chf|inr|rs)\.?)\s?$", re.IGNORECASE)
_MONEY_AFTER = re.compile(
    r"\s?(?:[$€£¥₹%]|(?:usd|eur|euros?|gbp|chf|dollars?|pounds?|d[oó]lares|pesos|cents?|points?|km|miles)(?![^\W_]))",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:(?:0?[1-9]|[12][0-9]|3[01])[ ./-](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[ ./-](?:0?[1-9]|[12][0-9]|3[01]))"
    r"[ ./-](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:19|20)[0-9]{2}[ ./-](?:0?[1-9]|1[0-2])[ ./-](?:0?[1-9]|[12][0-9]|3[01])"
)


def named(text: str, cue_end: int, start: int, *, checked: bool) -> bool:
    """Whether a cue that ends at `cue_end` names the number that begins at `start`.

    `checked`: check digits will decide, so more may stand between.
    """
    if not 0 <= start - cue_end <= BEFORE:
        return False
    between = text[cue_end:start]
    if any(barrier in between for barrier in BARRIERS):
        return False
    if _NUMBERS.search(between):
        # "accounts 1234567 and 7654321": numbers of one list share a cue.
        between = _LISTED.sub("", between)
        if _NUMBERS.search(between):
            return False
    return not _against(between) and (checked or _ELSEWHERE.search(between) is None)


def labelled(text: str, end: int, cue_start: int, cue_end: int) -> bool:
    """Whether a cue right behind names the number that ends at `end`, and not the next one."""
    if not 0 <= cue_start - end <= AFTER or _LABELS.fullmatch(text, end, cue_start) is None:
        return False
    following = text[cue_end : cue_end + _OWN_LABEL]
    return not any(c.isdigit() or c in BARRIERS for c in following)


def beside(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands in front of `text[start:end]` and behind it, up to what was found before."""
    before, after = text[max(0, start - _SUBJECT) : start], text[end : end + AFTER]
    for barrier in BARRIERS:
        before, after = before.rpartition(barrier)[2], after.partition(barrier)[0]
    return before, after


def uncued(text: str, start: int) -> bool:
    """Whether a number that needs no cue is not named as something else."""
    return not _against(beside(text, start, start)[0][-_NEAR:].rpartition("\n")[2])


def innocent(text: str, start: int, end: int, *, checked: bool) -> bool:
    """Whether it is an amount, or a date or a year; those are none where check digits are right."""
    if _MONEY_BEFORE.search(text, max(0, start - 5), start) or _MONEY_AFTER.match(text, end):
        return True
    return not checked and (end - start <= _YEAR or _DATE.fullmatch(text, start, end) is not None)


def _against(text: str) -> bool:
    return cues.against(_NAMES.sub(" ", text))
