"""Character folding: what a character means to a detector (UAX #15 NFKC, general categories of UAX #44)."""

import re
import unicodedata
from collections.abc import Iterator

from redactors.view import Edit, View

_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_MARK_CATEGORIES = ("Mn", "Me")
_ONE_DIGIT = frozenset(range(10))
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_MINUS = "\u2212"
_HAN = "〇零一二三四五六七八九", "〇零壹贰叁肆伍陆柒捌玖", "〇零壹貳參肆伍陸柒捌玖", "공영일이삼사오육칠팔구"
"""Zero twice, then one to nine: Chinese and Japanese, as on cheques, in traditional characters; Korean."""
_HAN_DIGITS = {ord(char): str(max(0, i - 1)) for numerals in _HAN for i, char in enumerate(numerals)}
_HAN_CLASS = "0-9" + "".join(map(chr, _HAN_DIGITS))
# Words hold such characters too: only a whole number of them is read.
_HAN_RUN = re.compile(rf"[{_HAN_CLASS}](?:[ ,./·、-]{{0,3}}+[{_HAN_CLASS}]){{11,}}+")
# Enough for any real text; a text of every code point there is must not fill the memory.
_MEMO_LIMIT = 20_000


def _fold(char: str) -> str:
    category = unicodedata.category(char)
    if category in _MARK_CATEGORIES or category == "Cf" or char in _INVISIBLE_LETTERS:
        return ""
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    if category in ("No", "Nl") and unicodedata.numeric(char, -1) in _ONE_DIGIT:
        return str(int(unicodedata.numeric(char)))
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
    other = same.edited(edits) if edits else same
    return other.retexted(_HAN_RUN.sub(_han, other.text))


def _han(run: re.Match[str]) -> str:
    return run[0].translate(_HAN_DIGITS)


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
