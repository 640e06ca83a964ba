"""What a turn asks for or announces: an agent's request for card data, in four languages, and all others."""

import re
from enum import Enum


class Ask(Enum):
    """What the other side was asked for."""

    CARD = "a card number, or its next digits"
    CVV = "the card verification code"
    EXPIRY = "the expiry date"
    PIN = "the PIN"
    OTHER = "a number that is no card's"


_CONTINUED = re.compile(r"\n {8}")


def _words(alternatives: str) -> re.Pattern[str]:
    joined = "|".join(_CONTINUED.sub("", alternatives).split("\n")).replace(" ", r"\s{1,3}")
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


_REQUEST = re.compile(
    r"[?¿]|(?<!\w)(?:please|pls|kindly|give|tell|read|provide|need|require|may\s+i|can\s+(?:i|you|we)|could"
    r"|would|what|whats"
    r"|confirm|enter|type|send|share|spell|repeat|go\s+ahead|let\s+me\s+have|take|i\W?ll\s+have|now|and"
    r"|por\s+favor|d[ií]game|dime|d[eé]me|dame|necesito|necesitar[ií]a|puedes?|podr[ií]as?|cu[aá]l|indique"
    r"|indica|facil[ií]teme|facilite"
    r"|y|ahora|dicte|repita"
    r"|s'?il\s+(?:vous|te)\s+pla[iî]t|svp|donnez|donner|pouvez|pourriez|quels?|quelles?|dictez|besoin|veuillez"
    r"|dites|et|maintenant|r[eé]p[eé]tez"
    r"|bitte|nennen|geben|k[oö]nnten|k[oö]nnen|k[oö]nntest|wie|was|brauche|br[aä]uchte|ben[oö]tige\w*|sagen"
    r"|diktieren|welche\w*|und|jetzt|wiederholen)(?!\w)",
    re.IGNORECASE,
)
_CARD = _words(
    r"""(?:(?:credit|debit|bank|payment|visa|mastercard|amex) ?)?card(?:'s)? ?(?:number|no\.?|nr\.?|num|
        details?|info(?:rmation)?|data|digits?)
(?:number|digits?) (?:on|of|from) (?:the|your|that) (?:\w{2,10} )?card
(?:credit|debit) card
long (?:card )?number
(?:16|sixteen)[ -]digits?(?: number)?
(?:take|have|read|read out|read me|need|get|use|enter|type|type in|send|give|tell) (?:me |us )?(?:the|
        your) card(?: now| please)?
card,? please
cc ?(?:number|no\.?|details)
pan
n[uú]meros? (?:completo )?de (?:la |su |tu |mi )?(?:tarjeta|visa)
datos de (?:la |su |tu |mi )?tarjeta
tarjeta de (?:cr[eé]dito|d[eé]bito)
num[eé]ros? (?:complet )?de (?:la |votre |ta |ma )?(?:carte|cb)
coordonn[eé]es (?:de (?:la |votre )?carte|bancaires)
carte (?:bancaire|de cr[eé]dit|bleue)
(?:kredit|debit|bank|giro)?karten(?:nummer|nr\.?|daten)
nummer (?:ihrer|deiner|der|auf der|meiner) (?:kredit|bank|debit)?karte
kreditkarte"""
)
_CVV = _words(
    r"""cvv2?
cvc2?
cvn
cv2
csc
cid
security (?:code|number|digits)
verification (?:code|value|number)
(?:three|3|four|4)[ -]digits?(?: code| number)? (?:on|at|from) (?:the )?(?:back|front|reverse|signature)
(?:code|digits|number) on (?:the )?(?:back|front|reverse)
c[oó]digo de (?:seguridad|verificaci[oó]n)
(?:tres|3|cuatro) (?:d[ií]gitos|n[uú]meros|cifras) (?:de atr[aá]s|del reverso|detr[aá]s)
cryptogramme(?: visuel)?
code de (?:s[eé]curit[eé]|v[eé]rification)
(?:trois|3) (?:derniers )?chiffres (?:au dos|derri[eè]re)
pr[uü]f(?:ziffern?|nummer|code)
kartenpr[uü]f(?:nummer|ziffern?)
sicherheitscode
(?:drei|3)(?:stellige\w*)? (?:ziffern|nummer|zahl|zahlen|code)? ?(?:auf der r[uü]ckseite|hinten)"""
)
_EXPIRY = _words(
    r"""expir(?:y|ation|es|ing|e|ée?)(?: date)?
exp\.? date
valid (?:until|thru|through|till|to)
(?:fecha de )?(?:vencimiento|caducidad|expiraci[oó]n)
(?:cu[aá]ndo )?(?:vence|caduca)
date d['’ ]?(?:expiration|expiry|échéance)
(?:date de )?validit[eé]
ablauf(?:datum|monat)?
g[uü]ltig(?:keit)?(?: bis)?(?:sdatum)?
gültigkeitsdatum"""
)
_PIN = _words(r"""pin(?: ?(?:code|number))?
c[oó]digo pin
code pin
geheimzahl""")
_NEXT = _words(
    r"""(?:the )?(?:next|following|remaining|first|second|third|fourth|middle|other|final|last) (?:set of |
        group of |block of |few )?(?:digits?|numbers?|two|three|four|five|six|eight|[2-9]|1[0-6])
(?:the )?(?:rest|remainder) of (?:it|them|the number|the digits)
all (?:the )?(?:16|sixteen) digits
(?:los |las |el |la )?(?:siguientes?|pr[oó]xim[oa]s|restantes|[uú]ltim[oa]s|primer[oa]s) (?:d[ií]gitos?|
        n[uú]meros?|cifras|dos|tres|cuatro|seis|[2-9])
(?:los |las )?(?:dos|tres|cuatro|seis|d[ií]gitos|n[uú]meros|cifras|[2-9]) (?:siguientes|pr[oó]xim[oa]s|
        restantes|[uú]ltim[oa]s|primer[oa]s)
(?:les )?(?:deux|trois|quatre|six|chiffres|num[eé]ros|[2-9]) (?:chiffres )?(?:suivante?s|prochain(?:e?s)|
        restant(?:e?s)|derniers|premiers)
(?:les )?(?:prochain(?:e?s)|derniers|premiers) (?:chiffres|num[eé]ros|deux|trois|quatre|[2-9])
(?:die |den )?(?:n[aä]chsten?|restlichen?|folgenden|letzten|ersten|weiteren) (?:ziffern?|zahlen|nummern?|zwei|
        drei|vier|f[uü]nf|sechs|[2-9])"""
)
_OTHER = _words(
    r"""(?:order|tracking|parcel|invoice|reference|booking|confirmation|reservation|case|ticket|customer|
        member(?:ship)?|account|policy|serial|flight|loyalty|gift ?card|sim ?card|phone|telephone|mobile|
        contact|house|extension|product|model|claim|imei|meter|employee|store|po|
        transaction)(?: ?card)?(?: ?(?:number|no\.?|id|ref|code|#|details))
(?:order|phone|mobile|tracking|zip|postal|post) ?(?:number|code)
postcode
zip(?: code)?
date of birth
birth ?(?:day|date)
d\.?o\.?b
how (?:many|much|old|long)
what (?:time|year|day|date|amount|quantity)
quantity
address
gift card
(?:last|final) (?:four|4)(?: digits)? of (?:your|the) (?:phone|ssn|social|account|order)
social security
n[uú]mero de (?:pedido|tel[eé]fono|m[oó]vil|seguimiento|factura|referencia|reserva|cliente|cuenta|socio)
c[oó]digo postal
fecha de nacimiento
cu[aá]nt[oa]s?
tel[eé]fono
direcci[oó]n
num[eé]ro de (?:commande|t[eé]l[eé]phone|suivi|facture|r[eé]f[eé]rence|r[eé]servation|client|compte|dossier)
code postal
date de naissance
combien
adresse
(?:bestell|auftrags|sendungs|rechnungs|kunden|referenz|buchungs|telefon|handy|konto|vertrags|mitglieds|haus|
        ticket)(?:-?nummer|nr\.?)
postleitzahl
plz
geburts(?:datum|tag)
wie ?viele?
wie alt"""
)
_ANNOUNCED = re.compile(
    r"(?<!\w)(?:(?:card|credit\s+card|debit\s+card|visa|mastercard|amex|card\s+number|card\s+no\.?"
    r"|cc)(?:\s+number|\s+no\.?)?\s{0,2}(?:is|starts\s+with|begins\s+with|:|=|-|,|->)"
    r"|(?:my|the)\s+(?:\w{2,10}\s+)?card\s+(?:number|details)(?:\s+is|\s*:)?"
    r"|card\s+number|tarjeta(?:\s+de\s+(?:cr[eé]dito|d[eé]bito))?\s{0,2}(?:es|empieza\s+por|:)"
    r"|n[uú]mero\s+de\s+(?:la\s+|mi\s+)?tarjeta(?:\s+es|\s*:)?"
    r"|carte(?:\s+(?:bancaire|bleue|de\s+cr[eé]dit))?\s{0,2}(?:est|c'est|commence\s+par|:)"
    r"|num[eé]ro\s+de\s+(?:la\s+|ma\s+)?carte(?:\s+est|\s*:)?"
    r"|(?:kredit|bank|debit)?karte\s{0,2}(?:ist|lautet|beginnt\s+mit|:)|(?:kredit)?kartennummer(?:\s+ist"
    r"|\s+lautet|\s*:)?)"
    r"\W{0,6}(?:$|[0-9]|(?:\w+\W{1,3}){0,4}?[0-9])",
    re.IGNORECASE,
)
_NOT_PAYING = re.compile(
    r"(?<!\w)(?:gift|sim|loyalty|member(?:ship)?|library|id|insurance|health|reward|student|business|report"
    r"|score)\s+card|card\s+(?:reader|holder|game|declined)",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"(?<!\w)(?:sorry|no wait|correction|i mean|rather|mistake|wrong|instead|scratch that|perd[oó]n"
    r"|me equivoqu[eé]|quise decir|corrijo"
    r"|pardon|je me suis tromp[eé]\w*|je voulais dire|rectification|entschuldigung|korrektur|ich meine|falsch"
    r"|stimmt nicht)(?!\w)",
    re.IGNORECASE,
)
_LONGEST = 2000


def asked(text: str) -> Ask | None:
    """What `text`, said by an agent or a bot, asks the customer for; None: nothing that has to do with numbers."""
    text = text[-_LONGEST:]
    if _REQUEST.search(text) is None and len(text) > 60:
        return None
    found: list[tuple[int, Ask]] = []
    for ask, pattern in ((Ask.CVV, _CVV), (Ask.EXPIRY, _EXPIRY), (Ask.PIN, _PIN), (Ask.CARD, _CARD), (Ask.CARD, _NEXT)):
        match = pattern.search(text)
        if match is not None and not (ask is Ask.CARD and _NOT_PAYING.search(text)):
            found.append((match.start(), ask))
    if found:
        asks = {ask for _, ask in found}
        if Ask.CARD in asks and _OTHER.search(text) and not _CARD.search(text):
            return Ask.OTHER
        return Ask.CARD if Ask.CARD in asks else min(found, key=lambda f: f[0])[1]
    return Ask.OTHER if _OTHER.search(text) else None


def announced(text: str) -> bool:
    """Whether `text`, said by the customer, says that a card number follows or begins here."""
    return _ANNOUNCED.search(text[-_LONGEST:]) is not None and _NOT_PAYING.search(text[-_LONGEST:]) is None


def corrects(text: str) -> bool:
    """Whether `text` takes back what was said before."""
    return _CORRECTION.search(text[-_LONGEST:]) is not None
