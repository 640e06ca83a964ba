"""The places of a message that hold text, each able to search itself and to write itself again."""

from dataclasses import dataclass, replace
from typing import Protocol

from documents.content import Leaf
from documents.headers import Value
from documents.hidden_html import found_in_html
from documents.labels import card_numbers
from documents.located import Located, note, quarantined
from documents.markup import replaced
from documents.merging import merged
from documents.mime_tree import Field, Part
from documents.patches import Patch, spliced
from documents.rewrite import Rewrite
from redactors import Finding, Redactor

HIDDEN_NAME = "X-Gettone-Name"
"""What a header field is called whose own name holds a finding."""

_LABELS = frozenset({"content-description"})

Edits = list[tuple[int, int, str]]
"""(start, end, new text) in a site's text, sorted and disjoint."""


class Site(Protocol):
    """One place: it finds with the whole policy or with its card entities, and takes edits back."""

    def find(self, policy: Redactor, cards: Redactor, /) -> list[Located]:
        """The findings here."""
        ...

    def write(self, edits: Edits, out: Rewrite, /) -> None:
        """Applies edits; called only if there are any."""
        ...


@dataclass(slots=True)
class FieldSite:
    """The value of a header field; read with its name before it for context, unless it routes or threads."""

    label: str
    value: Value
    cards_only: bool
    line_end: bytes

    def find(self, policy: Redactor, cards: Redactor, /) -> list[Located]:
        """Findings in the decoded value."""
        redactor = cards if self.cards_only else policy
        # "Message-ID" would name the number in it as no card's.
        name = "" if self.cards_only else f"{self.value.name}: "
        located = _searched(redactor, self.label, name, self.value.text)
        return _as_label(cards, located, self.value.text, self.label) if self.value.name.lower() in _LABELS else located

    def write(self, edits: Edits, out: Rewrite, /) -> None:
        """Only the words that change are written again."""
        for patch in self.value.patches(edits, self.line_end):
            out.patch(patch)


@dataclass(slots=True)
class NameSite:
    """The name of a header field that holds many digits."""

    field: Field

    def find(self, _policy: Redactor, cards: Redactor, /) -> list[Located]:
        """Findings of cards in the name."""
        return _searched(cards, f"header:{HIDDEN_NAME}", "", self.field.name)

    def write(self, _edits: Edits, out: Rewrite, /) -> None:
        """The name is replaced as a whole: a header name carries no placeholder."""
        out.patch(Patch(self.field.start, self.field.start + len(self.field.name), HIDDEN_NAME.encode("ascii")))


@dataclass(slots=True)
class ParameterSite:
    """One parameter of Content-Type or Content-Disposition; `index` 0 is the main value."""

    label: str
    part: Part
    header: str
    index: int
    name: str
    text: str

    def find(self, policy: Redactor, cards: Redactor, /) -> list[Located]:
        """File names are searched with the whole policy, the rest for cards."""
        named = self.label.startswith("filename:")
        located = _searched(policy if named else cards, self.label, "", self.text)
        return _as_label(cards, located, self.text, self.label) if named or self.name == "boundary" else located

    def write(self, edits: Edits, out: Rewrite, /) -> None:
        """The field is composed again; a boundary is renamed wherever it stands."""
        if self.name == "boundary" and self.header == "content-type":
            out.boundary(self.part, self.index, self.text)
        elif self.index == 0:
            main = "attachment" if self.header == "content-disposition" else "text/plain"
            out.parameter(self.part, self.header, 0, main)
        else:
            out.parameter(self.part, self.header, self.index, spliced(self.text, edits))


@dataclass(slots=True)
class BodySite:
    """The text of a leaf."""

    part: Part
    leaf: Leaf

    def find(self, policy: Redactor, _cards: Redactor, /) -> list[Located]:
        """Findings in the decoded text; in HTML, in its source."""
        if self.leaf.is_html:
            return [Located(self.part.path, finding) for finding in found_in_html(policy, self.leaf.text)]
        return _searched(policy, self.part.path, "", self.leaf.text)

    def write(self, edits: Edits, out: Rewrite, /) -> None:
        """The body changes, and charset and transfer encoding only if the new text needs it."""
        leaf, part = self.leaf, self.part
        if leaf.is_html:
            edits = [(start, end, replaced(leaf.text[start:end], new)) for start, end, new in edits]
        body, recoded = leaf.rewritten(edits)
        out.patch(Patch(part.body, part.end, body))
        foreign = recoded or not all(new.isascii() for _, _, new in edits)
        declared = part.headers.get_content_charset() or ""
        became = recoded or (foreign and leaf.charset == "utf-8")
        if became and declared not in ("utf-8", "utf8"):
            out.charset(part, "utf-8")
        encoding = str(part.headers.get("Content-Transfer-Encoding", "")).strip().lower()
        if foreign and encoding in ("", "7bit"):
            out.encoding(part, "8bit")


@dataclass(slots=True)
class ExtraSite:
    """A preamble or epilogue: text between parts that old readers show."""

    label: str
    start: int
    text: str

    def find(self, policy: Redactor, _cards: Redactor, /) -> list[Located]:
        """Findings in the text."""
        return _searched(policy, self.label, "", self.text)

    def write(self, edits: Edits, out: Rewrite, /) -> None:
        """In place, as UTF-8."""
        at, offset = 0, self.start
        for start, end, new in edits:
            first = offset + len(_bytes(self.text[at:start]))
            at, offset = end, first + len(_bytes(self.text[start:end]))
            out.patch(Patch(first, offset, new.encode("utf-8", "replace")))


@dataclass(slots=True)
class ClosedSite:
    """A body that cannot be opened, or, with `field`, a header field."""

    part: Part
    label: str
    reason: str
    field: Field | None = None

    def find(self, _policy: Redactor, _cards: Redactor, /) -> list[Located]:
        """One QUARANTINED finding, whatever the policy."""
        return [quarantined(self.label, self.reason)]

    def write(self, _edits: Edits, out: Rewrite, /) -> None:
        """A note in its place."""
        text = note(self.reason).encode("ascii")
        if self.field is not None:
            out.patch(Patch(self.field.value_start, self.field.end, b" " + text + self.part.line_end))
            return
        tail = self.part.line_end if self.part.body < self.part.end else b""
        out.patch(Patch(self.part.body, self.part.end, text + tail))
        out.plain_text(self.part)


def _searched(redactor: Redactor, label: str, prefix: str, text: str) -> list[Located]:
    skip = len(prefix)
    return [Located(label, _shifted(finding, skip)) for finding in redactor.find(prefix + text) if finding.end > skip]


def _as_label(cards: Redactor, located: list[Located], text: str, label: str) -> list[Located]:
    """With the card numbers that stand in a label whatever its words say."""
    if "PAN" not in cards.entities:
        return located
    return [Located(label, finding) for finding in merged([*(one.finding for one in located), *card_numbers(text)])]


def _shifted(finding: Finding, by: int) -> Finding:
    return replace(finding, start=max(0, finding.start - by), end=finding.end - by) if by else finding


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
