"""What stands beside a card number: expiry date and card verification code (PCI DSS 4.0.1 3.3.1).

Both are found by a cue word, or by their place right after a card number or after what replaced one.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from redactors.barriers import BARRIERS, CARD
from redactors.cues import Stance, stance
from redactors.recognizer import Hit

_FILL = rf"[^0-9{BARRIERS}\n]"
_CODE = r"[0-9](?:[ .-]?[0-9]){2,3}(?![ ./:-]?[0-9])"
_MONTHS = (
    r"(?:jan|feb|m[aä]r|apr|ma[yi]|jun|jul|aug|sep|o[ck]t|nov|de[cz]|ene|abr|ago|dic|janv|f[eé]v|avr|juin|juil|ao[uû]t)"
    r"[a-zé]{0,6}\.?"
)
_EXPIRY = (
    rf"(?:(?:0?[1-9]|1[0-2])\s?[/.\- ]\s?(?:20)?[2-4][0-9]|(?:0[1-9]|1[0-2])(?:20)?[2-4][0-9]"
    rf"|20[2-4][0-9]\s?[/.\-]\s?(?:0[1-9]|1[0-2])|{_MONTHS}\s?(?:of\s|de\s|')?\s?(?:20)?[2-4][0-9])(?![0-9]|[/.-][0-9])"
)
_CVV_CUE = re.compile(
    rf"(?<![^\W\d_])(?:(?P<sure>cvv2?|cvc2?|cvn2?|cav2?|csc|kartenpr[uü]fnummer)"
    r"|(?P<weak>security\s+(?:code|number)|verification\s+(?:code|value|number)|(?:three|3|four|4)\s+digits?|on\s+the\s+back"
    r"|sicherheitscode|pr[uü]f(?:ziffer|nummer)|c[oó]digo\s+(?:de\s+)?(?:seguridad|verificaci[oó]n)|cryptogramme"
    r"|code\s+(?:de\s+)?s[eé]curit[eé]|cid))"
    rf"(?![^\W\d_]){_FILL}{{0,24}}?(?<![0-9])(?P<code>{_CODE})",
    re.IGNORECASE,
)
_EXPIRY_CUE = re.compile(
    r"(?<![^\W\d_])(?:exp(?:iry|iration|ires|iring|\.)?|runs?\s+out|valid\s+(?:thru|through|until|till|to)|good\s+(?:thru|through)|mm/yy(?:yy)?"
    r"|vence|vencimiento|caducidad|caduca|v[aá]lida\s+hasta|expire|expirant|validit[eé]|g[uü]ltig\s+bis|g[uü]ltigkeit|ablauf\w{0,8}|l[aä]uft)"
    rf"(?![^\W\d_]){_FILL}{{0,20}}?(?<![0-9])(?P<date>{_EXPIRY})",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"(?:\s{{0,3}}[,;|/:\-–(]?\s{{0,3}}(?P<date>{_EXPIRY}))?+"
    r"(?:\s{0,3}[,;|/:\-–(]?\s{0,3}(?P<code>[0-9]{3,4})(?![0-9]|[ .,:/-]{1,2}[0-9]))?",
    re.IGNORECASE,
)
_CODE_HINTS = (
    "cvv",
    "cvc",
    "cvn",
    "cv2",
    "cav",
    "csc",
    "cid",
    "secur",
    "verif",
    "digit",
    "back",
    "sicher",
    "crypt",
    "prüf",
    "pruf",
    "seguridad",
    "sécurit",
)
_DATE_HINTS = ("exp", "run", "valid", "good", "mm/", "ven", "caduc", "válid", "gült", "gult", "abla", "läuf")
_CARD_WALLS = re.compile(rf"{CARD}+")
_REACH = 160


def hinted(text: str) -> bool:
    """Whether a cue of ours may stand in `text`, or a card already replaced."""
    return CARD in text or _any(text, _CODE_HINTS) or _any(text, _DATE_HINTS)


def _any(text: str, hints: tuple[str, ...]) -> bool:
    # Plain substring searches beat one case-blind alternation tenfold.
    lower = text.lower()
    return any(hint in lower for hint in hints)


def companions(text: str, cards: Iterable[Hit]) -> Iterator[Hit]:
    """Codes and dates beside `cards` and beside card barriers, and those that a cue word names."""
    places = sorted({card[1:3] for card in cards} | {wall.span() for wall in _CARD_WALLS.finditer(text)})
    for _, end in places:
        yield from _beside(text, end)
    for match in _CVV_CUE.finditer(text) if _any(text, _CODE_HINTS) else ():
        span = match.span("code")
        if match["sure"] or _in_context(text, match.start(), span[1], places):
            yield Hit("CVV", *span, 0.9, "cvv-after-cue", "".join(filter(str.isdigit, match["code"])))
    for match in _EXPIRY_CUE.finditer(text) if _any(text, _DATE_HINTS) else ():
        span = match.span("date")
        if _in_context(text, match.start(), span[1], places):
            yield Hit("CARD_EXPIRY", *span, 0.9, "expiry-after-cue", match["date"])


def _beside(text: str, end: int) -> Iterator[Hit]:
    match = _BESIDE.match(text, end)
    if match is None:
        return
    if match["date"]:
        yield Hit("CARD_EXPIRY", *match.span("date"), 0.9, "expiry-after-card", match["date"])
    if match["code"] and match.start("code") > end:
        yield Hit("CVV", *match.span("code"), 0.8, "cvv-after-card", match["code"])


def _in_context(text: str, start: int, end: int, places: list[tuple[int, int]]) -> bool:
    near = bisect_left(places, (start, end))
    for first, last in places[max(0, near - 1) : near + 1]:
        low, high = (last, start) if last <= start else (end, first)
        if high - low <= _REACH and not any(barrier in text[low:high] for barrier in BARRIERS):
            return True
    return stance(text, start, end) is Stance.CARD
