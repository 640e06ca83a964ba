"""E-mail addresses: as typed (RFC 5321 lengths, RFC 6531 letters), and with "at" and "dot" as words."""

import re
from collections.abc import Iterator

from redactors.gate import ADDRESS, AT, places
from redactors.recognizer import Hit
from redactors.view import View

_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]"
_LONGEST_LOCAL = 64
_LONGEST_DOMAIN = 560
"""Characters that eight labels and the rest of an address take at most."""
# Each label ends at a dot that no label may contain, and a local part starts only where none runs already.
_ADDRESS = re.compile(
    rf"(?<!{_LOCAL}){_LOCAL}{{1,{_LONGEST_LOCAL}}}+@(?:[\w-]{{1,63}}+\.){{1,8}}[^\W\d_]{{2,24}}+(?![\w-])"
)
_CUTTING = "/?=&"
_TRIMMED = "'.!*{|"

_OPEN, _CLOSE = r"[(\[{<*]\s?", r"\s?[)\]}>*]"
_DOT_WORD = r"(?:dot|punto|point|punkt)"
_DOT = rf"(?:\s?{_OPEN}(?:{_DOT_WORD}|\.){_CLOSE}\s?|\s{_DOT_WORD}\s|\.)"
_AT = (
    rf"(?:\s?{_OPEN}(?:at|ät|arroba|arobase|a|@){_CLOSE}\s?|\s(?P<word>at|ät|ett)\s"
    r"|\s(?:arroba|arobase|klammeraffe|at sign|@)\s|@)"
)
_JOINT = (
    r"(?:\s(?:underscore|dash|hyphen|minus|plus|gui[oó]n(?: bajo| medio)?|tiret(?: bas)?|bindestrich|unterstrich)\s"
    rf"|{_DOT}|[_+-])"
)
_NAME = r"[^\W_]{1,32}+"
_SPELLED = re.compile(
    rf"(?<![\w.@+-])(?P<local>{_NAME}(?:(?:{_JOINT}{_NAME}){{1,5}}(?:\s[0-9]{{1,6}})?)?){_AT}"
    rf"(?P<domain>[^\W_][\w-]{{0,40}}+(?:{_DOT}[^\W_][\w-]{{0,30}}+){{0,3}}{_DOT}(?P<top>[^\W\d_]{{2,12}}+))(?![\w@-])",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?:mail|correo|courriel|address|direcci[oó]n|adresse|contact|reach|write|send|escr[ií]b|envi|[eé]cri|schreib)"
    r"[^\n\x18\x1a]{0,32}$",
    re.IGNORECASE,
)
_PROVIDERS = re.compile(
    r"(?:g-?mail|googlemail|hotmail|outlook|yahoo|icloud|gmx|web|aol|proton(?:mail)?|live|msn|mail|orange|free|wanadoo|t-online)\W",
    re.IGNORECASE,
)
_MAIL_AFTER = re.compile(
    r"[,\s]{1,2}(?:(?:is|es|est|ist)\s)?(?:my|mi|mon|meine?|for)\s(?:e-?)?(?:mail|correo|courriel)", re.IGNORECASE
)
_SIGNS = re.compile(
    r"\s(?P<low>underscore|gui[oó]n bajo|tiret bas|unterstrich)\s"
    r"|\s(?P<dash>dash|hyphen|minus|gui[oó]n(?: medio)?|tiret|bindestrich)\s"
    rf"|\s(?P<plus>plus)\s|{_DOT}",
    re.IGNORECASE,
)
_SIGN_WORDS = re.compile(
    rf"\W(?:{_DOT_WORD}|underscore|dash|hyphen|gui[oó]n|tiret|bindestrich|unterstrich)\W|_|[^\W_]\.[^\W_]",
    re.IGNORECASE,
)
_SPOKEN_BEFORE, _SPOKEN_AFTER = 160, 120
_CUE_REACH = 48
_NO_TOP = "the that this which and but for was is it in on of to my your at"
_NOT_TOP = frozenset(_NO_TOP.split())


class EmailRecognizer:
    """Mail addresses."""

    entities: frozenset[str] = frozenset({"EMAIL"})

    def wanted(self, view: View) -> bool:
        """An at sign, or a word for one or for a dot."""
        return view.clues.bits & (AT | ADDRESS) != 0

    def find(self, view: View) -> Iterator[Hit]:
        """Each address, without quotes and punctuation in front of it."""
        text, bits = view.text, view.clues.bits
        if bits & AT:
            for begin, finish in places(text, AT, _LONGEST_LOCAL + 1, _LONGEST_DOMAIN):
                for match in _ADDRESS.finditer(text, begin, finish):
                    start, end = match.span()
                    # In a query of a URL the name begins behind the last of these.
                    start = max(start, *(text.rfind(c, start, text.index("@", start)) + 1 for c in _CUTTING))
                    while text[start] in _TRIMMED:
                        start += 1
                    if text[start] != "@":
                        yield Hit("EMAIL", start, end, 0.95, "address", text[start:end])
        if bits & ADDRESS:
            for begin, finish in places(text, ADDRESS, _SPOKEN_BEFORE, _SPOKEN_AFTER):
                yield from _spelled(text, begin, finish)


def _spelled(text: str, begin: int, finish: int) -> Iterator[Hit]:
    for match in _SPELLED.finditer(text, begin, finish):
        if _meant(text, match):
            value = f"{_signed(match['local'])}@{_signed(match['domain'])}"
            yield Hit("EMAIL", *match.span(), 0.8, "address-in-words", value)


def _meant(text: str, match: re.Match[str]) -> bool:
    """Whether these words are an address: "looking at example dot com" is none."""
    if match["top"].casefold() in _NOT_TOP:
        return False
    if match["word"] is None:
        return not match[0].count("@") or bool(_SIGNS.search(match[0]))
    if _PROVIDERS.match(match["domain"]) or _SIGN_WORDS.search(match["local"]):
        return True
    before = _MAIL.search(text, max(0, match.start() - _CUE_REACH), match.start())
    return before is not None or _MAIL_AFTER.match(text, match.end()) is not None


def _signed(words: str) -> str:
    """`words` with signs for their names."""
    signed = _SIGNS.sub(lambda m: "_" if m["low"] else "-" if m["dash"] else "+" if m["plus"] else ".", words)
    return "".join(signed.split())
