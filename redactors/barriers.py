"""What earlier redaction left behind: tokens and placeholders, which nothing may read, join or cross.

They are overwritten with barrier characters of the same length. A detector sees a barrier's kind and
never its length, so a second pass over redacted text meets exactly what the first pass ended with.
"""

import re
from collections.abc import Iterable

from carddata import ENTITIES, POLICIES, TOKEN_PATTERN, is_token

CARD = "\x1a"
OTHER = "\x18"
BARRIERS = CARD + OTHER

_CARD_ENTITIES = POLICIES["cards"]
_PLACEHOLDER = re.compile(rf"\[({'|'.join(sorted(ENTITIES))}|CUSTOM_[A-Z0-9_]+)\]")
_SHOWN_BEFORE = re.compile(r"\[(?:[A-Za-z][A-Za-z ]{0,31} )?\u2022\u2022[0-9]{4} $")
_SHOWN_LENGTH = 48
_FORGED = str.maketrans(dict.fromkeys(BARRIERS, " "))


def kind_of(entity: str) -> str:
    """The barrier that stands for `entity`."""
    return CARD if entity in _CARD_ENTITIES else OTHER


def overlaid(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """`text` with each `(start, end, barrier)` span (sorted, disjoint) overwritten; same length."""
    out: list[str] = []
    at = 0
    for start, end, barrier in spans:
        out += (text[at:start], barrier * (end - start))
        at = end
    out.append(text[at:])
    return "".join(out)


def walled(text: str) -> str:
    """`text` with valid tokens, agents' token forms and placeholders as barriers; same length."""
    if CARD in text or OTHER in text:
        text = text.translate(_FORGED)
    if "tok_" in text:
        text = overlaid(text, _tokens(text))
    if "[" in text:
        text = _PLACEHOLDER.sub(lambda m: kind_of(m[1]) * len(m[0]), text)
    return text


def _tokens(text: str) -> Iterable[tuple[int, int, str]]:
    for match in TOKEN_PATTERN.finditer(text):
        if not is_token(match[0]):
            continue
        start, end = match.span()
        shown = _SHOWN_BEFORE.search(text, max(0, start - _SHOWN_LENGTH), start)
        if shown is not None and text.startswith("]", end):
            start, end = shown.start(), end + 1
        barrier = CARD if match[0].split("_", 2)[1] == "pan" else OTHER
        yield start, end, barrier
