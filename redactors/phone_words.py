"""Which words make a number near them a telephone number, and which make it something else; in four languages."""

import re

from redactors.barriers import BARRIERS

REACH = 64
"""Characters before a number in which these words stand."""
_WORD = (
    r"(?<![^\W\d_])(?:(?:tele)?phone(?:s|number)?|tel[eé]?f?|cell(?:ular|phone|number)?|mobile(?:s|number|phone)?|mobiel|mob|call(?:ed|ing)?|dial(?:led)?|text(?:ed)?|sms|fax"
    r"|whats\s?app|ring|reach(?:ed)?\s(?:me|us|him|her|them|out|back)|answering|contact (?:me|us|number|no)"
    r"|landline|hotline|my number|pager|telegram|viber"
    r"|telefon\w{0,8}|handy\w{0,8}|mobil(?:nummer|telefon|nr)?|anruf\w{0,3}|rufen|r[uü]ckruf\w{0,6}|erreich\w{0,4}|festnetz\w{0,6}"
    r"|meine nummer|tel[eé]fonos?|m[oó]vil(?:es)?|celular|cellulare|ll[aá]m\w{0,8}|fijo|marcar|mi n[uú]mero"
    r"|t[eé]l[eé]phones?|portable|appel\w{0,4}|fixe|joindre|mon num[eé]ro)(?![^\W\d_])"
)
_LINK = (
    r"(?:[\s:,;.=#(\[*_>\"'–?!-]|(?:me|us|him|her|them|back|on|at|is|it|s|are|was|numbers?|no|nr|num|via|to|the|my|your|his|our|this|that|new|old"
    r"|mobile|home|work|cell|office|direct|line|or|and|a|al|el|la|en|es|mi|su|de|n[uú]mero|nummer|num[eé]ro|le|au|sur|est|mon|mich|uns|unter"
    r"|der|die|meine?|ist|lautet|auf|an|bitte|please|just|anytime|either)(?![^\W_]))"
)
_NEAR = re.compile(rf"{_WORD}[^0-9{BARRIERS}]{{0,24}}$", re.IGNORECASE)
_LINKED = re.compile(rf"{_WORD}{_LINK}{{0,12}}$", re.IGNORECASE)
_LABEL = re.compile(
    r"[ \t]{0,2}(?:[-–/(,;][ \t]{0,2})?(?:(?:is|es|est|ist)\s(?:my|mi|mon|meine?)\s(?:new\s)?)?"
    r"(?:office|fax|mobile|cell|home|work|phone|tel|landline|tel[eé]fono|m[oó]vil|celular|handy(?:nummer)?|festnetz|portable|fixe)"
    r"(?![^\W_])(?![ \t]{0,2}(?:number|no|nr)?[ \t]{0,2}[:#=]?[ \t]{0,2}[0-9(+\x18\x1a])",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"(?<![^\W\d_])(?:orders?|tracking|parcel|invoice|ref\w{0,8}|ticket|case|booking|account|acct|contract|policy|member\w{0,4}|customer|card|serial"
    r"|batch|confirmation|transaction|isbn|sku|lot|part|model|id|version|amount|total|balance|when|if|once|about|because|pedido|factura|contrato|cuenta|commande|facture"
    r"|compte|contrat|bestell\w{0,10}|auftrag\w{0,8}|rechnung\w{0,8}|kunden\w{0,8}|konto\w{0,8}|vertrag\w{0,8}|cuando|quand|wenn|sobald|wegen)(?![^\W\d_])"
    rf"[^0-9\n{BARRIERS}]{{0,12}}$",
    re.IGNORECASE,
)


def near(before: str) -> bool:
    """Whether such a word stands a few words before the end."""
    return _NEAR.search(before) is not None


def linked(before: str) -> bool:
    """Whether such a word leads to what follows: "call me back on", "Handy:"."""
    return _LINKED.search(before) is not None


def labelled(text: str, end: int) -> bool:
    """Whether such a word stands right behind, and is not the next number's."""
    return _LABEL.match(text, end) is not None


def against(before: str) -> bool:
    """Whether the last words name something else: an order, an invoice, an account."""
    return _AGAINST.search(before) is not None
