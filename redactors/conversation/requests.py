"""What a turn asks for or announces: an agent's request for card data, in four languages, and all others."""

import re
from enum import Enum

from redactors.conversation.questions import Sought, sought


class Ask(Enum):
    """What the other side was asked for."""

    CARD = "a card number, or its next digits"
    NEXT = "the next digits of what is being given"
    LAST = "the last digits of a card"
    CVV = "the card verification code"
    CODE = "a code that may be the card's or not"
    EXPIRY = "the expiry date"
    DATE = "an expiry date that may be something else's"
    PIN = "the PIN"
    OTHER = "a number that is no card's and may be dictated"
    FACT = "a number that is said at once: how many, a date, a postal code"


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
card verification (?:code|value|number)
(?:three|3|four|4)[ -]digits?(?: code| number)? (?:on|at|from) (?:the )?(?:back|front|reverse|signature)
(?:code|digits|number) on (?:the )?(?:back|front|reverse)
(?:tres|3|cuatro) (?:d[ií]gitos|n[uú]meros|cifras) (?:de atr[aá]s|del reverso|detr[aá]s)
cryptogramme(?: visuel)?
(?:trois|3) (?:derniers )?chiffres (?:au dos|derri[eè]re)
pr[uü]f(?:ziffern?|nummer)
kartenpr[uü]f(?:nummer|ziffern?|code)
(?:drei|3)(?:stellige\w*)? (?:ziffern|nummer|zahl|zahlen|code)? ?(?:auf der r[uü]ckseite|hinten)"""
)
_CODE = _words(
    r"""security (?:code|number|digits)
verification (?:code|value|number)
c[oó]digo de (?:seguridad|verificaci[oó]n)
code de (?:s[eé]curit[eé]|v[eé]rification)
sicherheitscode
pr[uü]fcode"""
)
_SENT = re.compile(
    r"(?<!\w)(?:sms|text(?:ed)?|phone|mobile|e-?mail|app|whatsapp|one[- ]time|otp|sent|m[oó]vil|correo|enviad\w"
    r"|enviamos"
    r"|t[eé]l[eé]phone|mail|envoy\w+|handy|geschickt|gesendet|zugesandt)(?!\w)",
    re.IGNORECASE,
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
_LAST_FOUR = re.compile(
    r"(?<!\w)(?:last|final|[uú]ltim[oa]s|derniers|letzten)\s+(?:4|four|cuatro|quatre|vier)(?!\w)"
    r"|(?:4|cuatro|quatre|vier)\s+(?:[uú]ltim[oa]s|derniers|letzten)(?!\w)",
    re.IGNORECASE,
)
_EXPIRING = re.compile(
    r"(?<!\w)(?:passport|licen[cs]e|membership|subscription|voucher|offer|points|contract|visa\s+permit|insurance|warranty|product|food|milk|pass"
    r"|pasaporte|oferta|contrato|seguro|passeport|abonnement|contrat|offre|reisepass|ausweis|vertrag|angebot|gutschein)(?!\w)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_CARD_NOUNS = """
    card cards creditcard cc visa mastercard amex maestro tarjeta tarjetas carte cartes cb karte karten kreditkarte
    kreditkarten bankkarte debitkarte girokarte
"""
_NUMBER_NOUNS = """
    number numbers no nr num digit digits details info information data numbering numeración numeracion
    número números numero numeros dígitos digitos cifras datos numéro numéros chiffres coordonnées coordonnees nummer
    nummern ziffer ziffern zahlen daten
"""
_GIVING = """
    read type enter tell dictate spell key dicte dictar leer lea escribir escriba dicter dictez lire lisez saisir
    saisissez taper tapez nennen nenne diktieren durchgeben vorlesen eingeben tippen
"""
_CARDS, _NUMBERS, _GIVES = (frozenset(words.split()) for words in (_CARD_NOUNS, _NUMBER_NOUNS, _GIVING))
_REACH = 12
"""Words between a card and its number, or between a verb and the card, that still belong together."""
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
    r"^\s{0,3}\*|^\W{0,3}(?:no|non|nein|nope)(?!\w)"
    r"|(?<!\w)(?:sorry|typo|mistyped|oops|meant"
    r"|should\s+be|deber[ií]a\s+ser|devrait\s+[eê]tre|sollte\s+\w{2,6}\s+sein"
    r"|no wait|correction|i mean|rather|mistake|wrong|instead|scratch that|perd[oó]n"
    r"|me equivoqu[eé]|quise decir|corrijo"
    r"|pardon|je me suis tromp[eé]\w*|je voulais dire|rectification|entschuldigung|korrektur|ich mein(?:t?e|te)|falsch"
    r"|stimmt nicht)(?!\w)",
    re.IGNORECASE,
)
_LONGEST = 2000
_SHORT = 60
_PATTERNS = (
    (Ask.CVV, _CVV),
    (Ask.CODE, _CODE),
    (Ask.DATE, _EXPIRY),
    (Ask.PIN, _PIN),
    (Ask.NEXT, _NEXT),
)


def asked(text: str) -> Ask | None:
    """What `text`, said by an agent or a bot, asks the customer for; None: nothing that has to do with numbers."""
    text = text[-_LONGEST:]
    if _REQUEST.search(text) is None and len(text) > _SHORT:
        return None
    found = {ask: match.start() for ask, pattern in _PATTERNS if (match := pattern.search(text)) is not None}
    if Ask.CODE in found and _SENT.search(text) is not None:
        return Ask.OTHER
    paying = _NOT_PAYING.search(text) is None
    if paying and (_CARD.search(text) is not None or _card_number(text)):
        return Ask.LAST if _LAST_FOUR.search(text) is not None else Ask.CARD
    if Ask.DATE in found and paying and _CARDS.intersection(word.casefold() for word in _WORD.findall(text)):
        found[Ask.EXPIRY] = found.pop(Ask.DATE)
    if Ask.DATE in found and _EXPIRING.search(text) is not None:
        found.pop(Ask.DATE)
    card_data = [ask for ask in (Ask.CVV, Ask.EXPIRY, Ask.PIN, Ask.CODE, Ask.DATE) if ask in found]
    if card_data:
        return min(card_data, key=found.__getitem__)
    if Ask.NEXT in found:
        return Ask.NEXT
    other = sought(text)
    return None if other is None else Ask.OTHER if other is Sought.NUMBER else Ask.FACT


def _card_number(text: str) -> bool:
    """Whether it names a card and, a few words away, its number, or a verb of giving before it."""
    number = gives = card = -_LONGEST
    for at, match in enumerate(_WORD.finditer(text)):
        word = match[0].casefold()
        if word in _CARDS:
            if at - number <= _REACH or at - gives <= _REACH:
                return True
            card = at
        elif word in _NUMBERS:
            if at - card <= _REACH:
                return True
            number = at
        elif word in _GIVES:
            gives = at
    return False


def named(text: str) -> Ask | None:
    """The card's code, date or PIN if `text`, said by a customer, names one."""
    text = text[-_LONGEST:]
    for ask, pattern in ((Ask.CVV, _CVV), (Ask.CVV, _CODE), (Ask.EXPIRY, _EXPIRY), (Ask.PIN, _PIN)):
        if pattern.search(text) is not None:
            return ask
    return None


def announced(text: str) -> bool:
    """Whether `text`, said by the customer, says that a card number follows or begins here."""
    return _ANNOUNCED.search(text[-_LONGEST:]) is not None and _NOT_PAYING.search(text[-_LONGEST:]) is None


def corrects(text: str) -> bool:
    """Whether `text` takes back what was said before."""
    return _CORRECTION.search(text[-_LONGEST:]) is not None
