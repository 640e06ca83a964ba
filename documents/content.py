"""What a leaf of a message is: text that can be searched, or something that cannot be opened here."""

import codecs
from dataclasses import dataclass

from documents.mime_tree import Part
from documents.patches import Patch, spliced
from documents.transfer import Body, Damaged, opened

_TEXT_SUBTYPE_NAMES = """
    json xml csv javascript x-javascript ecmascript x-www-form-urlencoded yaml x-yaml toml sql x-ndjson jsonl
    x-sh graphql pgp-signature ics vcard x-csv text plain
"""
_TEXT_SUBTYPES = frozenset(_TEXT_SUBTYPE_NAMES.split())
_TEXT_SUFFIXES = ("+json", "+xml", "+yaml")
_MESSAGE_TEXT = frozenset({"message/delivery-status"})
_TEXT_NAMES = (
    ".txt",
    ".csv",
    ".tsv",
    ".json",
    ".jsonl",
    ".xml",
    ".html",
    ".htm",
    ".log",
    ".md",
    ".yaml",
    ".yml",
)
_REASONS = (
    ("application/pdf", "a PDF"),
    ("image/", "an image"),
    ("audio/", "a sound"),
    ("video/", "a video"),
    ("font/", "a font"),
    ("application/pkcs7-signature", "a signature"),
    ("application/x-pkcs7-signature", "a signature"),
    ("application/pkcs7", "an encrypted or signed S/MIME message"),
    ("application/x-pkcs7", "an encrypted or signed S/MIME message"),
    ("application/pgp-encrypted", "an encrypted message"),
    ("application/zip", "an archive"),
    ("application/x-zip", "an archive"),
    ("application/gzip", "an archive"),
    ("application/x-7z", "an archive"),
    ("application/vnd.openxmlformats", "an office document"),
    ("application/vnd.ms-", "an office document"),
    ("application/vnd.oasis", "an office document"),
    ("application/msword", "an office document"),
    ("application/ms-tnef", "an office document"),
    ("multipart/", "a broken multipart"),
    ("message/", "an encoded message"),
)
_BINARY = "a binary file"
_ASCII = frozenset({"ascii", "us-ascii"})


class CannotOpen(Exception):
    """Carries the reason, in our own words."""


@dataclass(slots=True)
class Leaf:
    """The text of a part; `charset` and `errors` are how Python decoded it."""

    body: Body
    text: str
    charset: str
    errors: str
    is_html: bool

    def rewritten(self, edits: list[tuple[int, int, str]]) -> tuple[bytes, bool]:
        """The raw body with `edits` (sorted, disjoint) to the text; and whether it became UTF-8.

        Bytes outside the edits stay as they are if the charset can carry what is put in.
        """
        patches = self._patches(edits)
        if patches is not None:
            return self.body.rewritten(patches), False
        return self.body.whole(_scalar(spliced(self.text, edits)).encode("utf-8")), True

    def _patches(self, edits: list[tuple[int, int, str]]) -> list[Patch] | None:
        try:
            if self.text.encode(self.charset, self.errors) != self.body.data:
                return None
            patches, at, offset = [], 0, 0
            for start, end, text in edits:
                first = offset + len(self.text[at:start].encode(self.charset, self.errors))
                offset = first + len(self.text[start:end].encode(self.charset, self.errors))
                patches.append(Patch(first, offset, _scalar(text).encode(self.charset)))
                at = end
        except UnicodeEncodeError:
            return None
        return patches


def _scalar(text: str) -> str:
    # Lone surrogates cannot be written.
    return text.encode("utf-8", "replace").decode("utf-8")


def leaf_of(part: Part, raw: bytes) -> Leaf:
    """The text of a leaf. Raises `CannotOpen` for all that is no text or does not decode cleanly."""
    if part.is_ambiguous:
        raise CannotOpen("duplicated-fields")
    kind = part.content_type
    encoding = str(part.headers.get("Content-Transfer-Encoding", ""))
    if not _is_text(part, kind):
        raise CannotOpen(next((why for prefix, why in _REASONS if kind.startswith(prefix)), _BINARY))
    try:
        body = opened(raw[part.body : part.end], encoding)
    except Damaged as error:
        raise CannotOpen(str(error)) from None
    if kind == "application/octet-stream" and b"\0" in body.data:
        raise CannotOpen(_BINARY)
    charset, errors = _codec(part)
    try:
        text = body.data.decode(charset, errors)
    except (UnicodeError, LookupError):
        raise CannotOpen("text that does not fit its charset") from None
    return Leaf(body, text, charset, errors, kind in ("text/html", "application/xhtml+xml"))


def _is_text(part: Part, kind: str) -> bool:
    main, _, sub = kind.partition("/")
    if main == "text" or kind in _MESSAGE_TEXT:
        return True
    if main != "application":
        return False
    if sub == "octet-stream":
        name = part.headers.get_filename()
        return isinstance(name, str) and name.lower().endswith(_TEXT_NAMES)
    return sub in _TEXT_SUBTYPES or sub.endswith(_TEXT_SUFFIXES)


def _codec(part: Part) -> tuple[str, str]:
    try:
        declared = part.headers.get_content_charset()
        if declared is None or declared in _ASCII:
            return "utf-8", "surrogateescape"
        name = codecs.lookup(declared).name
    except (LookupError, ValueError, UnicodeError):
        raise CannotOpen("an unknown charset") from None
    return (name, "surrogateescape") if name == "utf-8" else (name, "strict")
