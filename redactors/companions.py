"""What stands beside a card number: expiry date, card verification code and PIN (PCI DSS 4.0.1 3.3.1).

All are found by a cue word, date and code also by their place right after a card number or what replaced one.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from redactors.barriers import BARRIERS, CARD
from redactors.cues import Stance, speaks_for, stance
from redactors.gate import CODE, DATE, PIN, places
from redactors.marks import FILLER, LINE
from redactors.recognizer import Hit
from redactors.view import View

_FILL = rf"(?:[^0-9{BARRIERS}\n]|\n{LINE})"
_CODE = rf"[0-9](?:[ .{FILLER}-]{{0,3}}[0-9]){{2,3}}(?![ ./:-]?[0-9])"
_PIN_CODE = rf"[0-9](?:[ .{FILLER}-]?[0-9]){{3,5}}(?![ ./:-]?[0-9])"
_MONTHS = (
    r"(?:jan|feb|m[aä]r|apr|ma[yi]|jun|jul|aug|sep|o[ck]t|nov|d[eé][cz]|ene|abr|ago|dic|f[eé]v|avr|juin|juil|ao[uû]t)"
    r"[a-zéûä]{0,8}\.?"
)
_SLASH = rf"(?:\s?[/.\-–|\\{FILLER}]\s?|\s(?:of|de|del|du|slash|/)?\s?)"
_YEAR = r"(?:20)?[2-4][0-9]"
_EXPIRY = (
    rf"(?:(?:0?[1-9]|1[0-2]){_SLASH}{_YEAR}|(?:0[1-9]|1[0-2]){_YEAR}|20[2-4][0-9]\s?[/.\-]\s?(?:0[1-9]|1[0-2])"
    rf"|{_MONTHS}(?:\s|[-/,]|\s?(?:of|de|del|du|')\s?){{0,2}}{_YEAR})(?![0-9]|[/.-][0-9])"
)
_BACK = r"(?:on|at|from)\s+the\s+(?:back|reverse)"
_THREE = r"(?:three|3|four|4|tres|cuatro|trois|quatre|drei|vier)"
_DIGITS = r"(?:digits?|numbers?|d[ií]gitos|n[uú]meros|cifras|chiffres|ziffern|zahlen|stellen)"
_CVV_CUE = re.compile(
    r"(?<![^\W\d_])(?:(?P<sure>c[ .]?v[ .]?[vc]2?|cvn2?|cav2?|csc|ccv|cvd|kartenpr[uü]f(?:nummer|ziffer)"
    rf"|{_THREE}[\s-]+{_DIGITS}\s+(?:code\s+)?{_BACK})"
    rf"|(?P<weak>security\s+(?:code|number|digits)|sec(?:urity)?\s+code|verification\s+(?:code|value|number)|{_THREE}[\s-]+{_DIGITS}"
    rf"|{_BACK}|back\s+of\s+(?:the|my|your)\s+card|sicherheitscode|sicherheitsnummer|pr[uü]f(?:ziffern?|nummer)|dreistellige\w?"
    r"|auf\s+der\s+r[uü]ckseite|c[oó]digo\s+(?:de\s+)?(?:seguridad|verificaci[oó]n)|clave\s+de\s+seguridad"
    r"|(?:al|en\s+el)\s+(?:dorso|reverso)|cryptogramme|code\s+(?:de\s+)?(?:s[eé]curit[eé]|v[eé]rification)"
    r"|au\s+(?:dos|verso)|cid))"
    rf"(?![^\W\d_]){_FILL}{{0,28}}?(?<![0-9])(?P<code>{_CODE})",
    re.IGNORECASE,
)
_EXPIRY_CUE = re.compile(
    r"(?<![^\W\d_])(?:exp(?:iry|iration|ires?|iring|\.)?|runs?\s+out|valid\s+(?:thru|through|until|till|to)|good\s+(?:thru|through|until)"
    r"|mm/yy(?:yy)?|vence|vencimiento|caducidad|caduca|expira(?:ci[oó]n)?|v[aá]lida\s+hasta|expirant|validit[eé]|valable\s+jusqu\w*"
    r"|fin\s+de\s+validit[eé]|g[uü]ltig\s+bis|g[uü]ltigkeit\w{0,8}|ablauf\w{0,8}|l[aä]uft|verf[aä]ll\w{0,8})"
    rf"(?![^\W\d_]){_FILL}{{0,28}}?(?<![0-9])(?P<date>{_EXPIRY})",
    re.IGNORECASE,
)
_PIN_CUE = re.compile(
    r"(?<![^\W\d_])(?:(?P<sure>pin|nip|geheimzahl|geheimnummer|code\s+(?:secret|confidentiel)|clave\s+secreta)"
    r"(?P<postal>[\s-]?code)?)"
    rf"(?![^\W\d_]){_FILL}{{0,24}}?(?<![0-9])(?P<pin>{_PIN_CODE})",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"(?:\s{{0,3}}[,;|/:\-–(]?\s{{0,3}}(?P<date>{_EXPIRY}))?+"
    r"(?:\s{0,3}[,;|/:\-–(]?\s{0,3}(?P<code>[0-9]{3,4})(?![0-9]|[ .,:/-]{1,2}[0-9]))?",
    re.IGNORECASE,
)
_CARD_WALLS = re.compile(rf"{CARD}+")
_REACH = 160
_BEFORE_HINT = 24
"""Characters that a cue may begin before the hint in it."""
_AFTER_HINT = 160
"""Characters in which a cue, what stands between and the digits are over."""


def companions(view: View, cards: Iterable[Hit]) -> Iterator[Hit]:
    """Codes and dates beside `cards` and beside card barriers, and those that a cue word names."""
    text, clues = view.text, view.clues.bits
    cards_at = sorted({card[1:3] for card in cards} | {wall.span() for wall in _CARD_WALLS.finditer(text)})
    for _, end in cards_at:
        yield from _beside(text, end)
    for match in _cued(text, _CVV_CUE, clues, CODE):
        span = match.span("code")
        if match["sure"] or _in_context(text, match.start(), span[1], cards_at):
            yield Hit("CVV", *span, 0.9, "cvv-after-cue", "".join(filter(str.isdigit, match["code"])))
    for match in _cued(text, _EXPIRY_CUE, clues, DATE):
        span = match.span("date")
        if _in_context(text, match.start(), span[1], cards_at):
            yield Hit("CARD_EXPIRY", *span, 0.9, "expiry-after-cue", match["date"])

    for match in _cued(text, _PIN_CUE, clues, PIN):
        span = match.span("pin")
        if _is_pin(text, match, cards_at):
            yield Hit("PIN", *span, 0.8, "pin-after-cue", "".join(filter(str.isdigit, match["pin"])))


def cued(view: View) -> Iterator[tuple[int, int]]:
    """Codes, dates and PINs that a cue word names, whether or not a card is near."""
    for pattern, clue, group in ((_CVV_CUE, CODE, "code"), (_EXPIRY_CUE, DATE, "date"), (_PIN_CUE, PIN, "pin")):
        for match in _cued(view.text, pattern, view.clues.bits, clue):
            yield match.span(group)


def _cued(text: str, pattern: re.Pattern[str], clues: int, clue: int) -> Iterator[re.Match[str]]:
    """Matches round the hints in `text`: there only can a cue stand."""
    if clues & clue:
        for begin, end in places(text, clue, _BEFORE_HINT, _AFTER_HINT):
            yield from pattern.finditer(text, begin, end)


def _is_pin(text: str, match: re.Match[str], cards_at: list[tuple[int, int]]) -> bool:
    # In India a "PIN code" is a postal code of six digits.
    postal = bool(match["postal"]) and sum(map(str.isdigit, match["pin"])) > 4
    return (bool(match["sure"]) and not postal) or _in_context(text, match.start(), match.end("pin"), cards_at)


def _beside(text: str, end: int) -> Iterator[Hit]:
    match = _BESIDE.match(text, end)
    if match is None:
        return
    if match["date"]:
        yield Hit("CARD_EXPIRY", *match.span("date"), 0.9, "expiry-after-card", match["date"])
    if match["code"] and match.start("code") > end:
        yield Hit("CVV", *match.span("code"), 0.8, "cvv-after-card", match["code"])


def _in_context(text: str, start: int, end: int, cards_at: list[tuple[int, int]]) -> bool:
    near = bisect_left(cards_at, (start, end))
    for first, last in cards_at[max(0, near - 1) : near + 1]:
        low, high = (last, start) if last <= start else (end, first)
        if high - low <= _REACH and not any(barrier in text[low:high] for barrier in BARRIERS):
            return True
    return stance(text, start, end) is Stance.CARD or speaks_for(text[start:end])
