"""Character folding: what a character means to a detector (UAX #15 NFKC, general categories of UAX #44)."""

import re
import unicodedata
from collections.abc import Iterator

from redactors.view import Edit, View

_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_MARK_CATEGORIES = ("Mn", "Me")
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_MINUS = "\u2212"
# Enough for any real text; a text of every code point there is must not fill the memory.
_MEMO_LIMIT = 20_000


def _fold(char: str) -> str:
    category = unicodedata.category(char)
    if category in _MARK_CATEGORIES or category == "Cf" or char in _INVISIBLE_LETTERS:
        return ""
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    if category == "Pd" or char == _MINUS:
        return "-"
    if category == "Zs":
        return " "
    if category in ("Zl", "Zp"):
        return "\n"
    return unicodedata.normalize("NFKC", char)


class _SameLength(dict[int, str]):
    """For `str.translate`: folds that keep the length; all others stay for the second step."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _fold(char) if code > 0x7F else char
        kept = folded if len(folded) == 1 else char
        if len(self) < _MEMO_LIMIT:
            self[code] = kept
        return kept


_SAME_LENGTH = _SameLength()


class _OtherLength(dict[str, str | None]):
    """Folds that change the length; None for a character that stays as it is."""

    def __missing__(self, char: str) -> str | None:
        folded = _fold(char)
        result = folded if len(folded) != 1 else None
        if len(self) < _MEMO_LIMIT:
            self[char] = result
        return result


_OTHER_LENGTH = _OtherLength()


def folded(view: View) -> View:
    """`view` with digits of every script as ASCII, compatibility forms resolved, invisibles gone.

    A combining mark or keycap joins the span of the character that it stands on.
    """
    if view.text.isascii():
        return view
    same = view.retexted(view.text.translate(_SAME_LENGTH))
    if same.text.isascii():
        return same
    edits = list(_edits(same.text))
    return same.edited(edits) if edits else same


def _edits(text: str) -> Iterator[Edit]:
    pending: Edit | None = None
    for match in _NON_ASCII.finditer(text):
        char = match[0]
        replacement = _OTHER_LENGTH[char]
        if replacement is None:
            continue
        start, end = match.span()
        if replacement == "" and unicodedata.category(char) in _MARK_CATEGORIES and start > 0:
            if pending is not None and pending.end == start:
                pending = Edit(pending.start, end, pending.text)
                continue
            if pending is not None:
                yield pending
            pending = Edit(start - 1, end, text[start - 1])
            continue
        if pending is not None:
            yield pending
        pending = Edit(start, end, replacement)
    if pending is not None:
        yield pending
