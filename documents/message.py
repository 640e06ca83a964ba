"""`Message`: an e-mail whose text can be searched and replaced while every other byte stays."""

from collections import Counter
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message as Parsed

from carddata import POLICIES
from documents.content import CannotOpen, leaf_of
from documents.headers import Undecodable, is_identity, value_of
from documents.labels import is_random_boundary
from documents.located import QUARANTINED, Located
from documents.mime_tree import STRUCTURED, Field, Part, cut, has_identity_encoding
from documents.parameters import NAMES, parameters
from documents.rewrite import Rewrite, refuse_structure
from documents.sites import (
    HIDDEN_NAME,
    BodySite,
    ClosedSite,
    ExtraSite,
    FieldSite,
    NameSite,
    ParameterSite,
    Site,
)
from redactors import Redactor

_CARDS = frozenset(POLICIES["cards"])
_CARD_DIGITS = 12
_UNREADABLE_FIELD = "a header that does not decode"


def open_message(raw: bytes) -> "Message":
    """Opens a message (RFC 5322, MIME).

    Raises `InputError` if it is nested deeper than 20 levels, has more than 1,000 parts, a
    structured field beyond the bounds of `mime_tree`, or if its parts cannot be located exactly.
    """
    root = cut(raw)
    if list(_our_leaves(root, raw)) != list(_parsed_leaves(message_from_bytes(raw))):
        raise refuse_structure()
    for part in list(root.walk()):
        if part.is_ambiguous:
            part.close()
    return Message(raw, root)


class Message:
    """`find`, then `render`. What cannot be opened is a finding `QUARANTINED` and becomes a note."""

    def __init__(self, raw: bytes, root: Part) -> None:
        self._raw = raw
        self._root = root
        self._found: list[tuple[Site, list[Located]]] = []

    def find(self, redactor: Redactor) -> list[Located]:
        """Findings of all places, in the order of the message.

        Headers that route or thread a message (`From`, `Message-ID` …) are searched for card data only.
        A file name that stands in two fields is found once.
        """
        cards = redactor.restricted(_CARDS)
        self._found = []
        for site in _sites(self._raw, self._root):
            located = site.find(redactor, cards)
            if located:
                self._found.append((site, located))
        return list(dict.fromkeys(found for _, all_found in self._found for found in all_found))

    def render(self, replacement: Callable[[Located], str | None]) -> bytes:
        """The message with what `find` found replaced; the very bytes that came in if nothing is.

        `replacement` gives the new text, or None to keep what stands there. It is not asked about
        QUARANTINED places: these get their note.
        """
        out = Rewrite(self._raw, self._root)
        counts: Counter[str] = Counter()
        answers: dict[Located, str | None] = {}
        for site, located in self._found:
            edits = []
            for found in located:
                if found not in answers:
                    answers[found] = "" if found.finding.entity == QUARANTINED else replacement(found)
                    counts[found.finding.entity] += answers[found] is not None
                answer = answers[found]
                if answer is not None:
                    edits.append((found.finding.start, found.finding.end, answer))
            if edits:
                site.write(edits, out)
        if not +counts:
            return self._raw
        return out.finish(", ".join(f"{entity}={counts[entity]}" for entity in sorted(+counts)))


def _sites(raw: bytes, root: Part) -> Iterator[Site]:
    for part in root.walk():
        yield from _head_sites(raw, part, "" if part is root else f"{part.path}!")
        for label, start, end in part.extras:
            yield ExtraSite(label, start, raw[start:end].decode("utf-8", "surrogateescape"))
        if part.is_leaf:
            try:
                yield BodySite(part, leaf_of(part, raw))
            except CannotOpen as error:
                yield ClosedSite(part, part.path, str(error))


def _head_sites(raw: bytes, part: Part, scope: str) -> Iterator[Site]:
    seen: Counter[str] = Counter()
    names: dict[str, str] = {}
    for field in part.fields:
        name = field.name.lower()
        seen[name] += 1
        # Equal labels would make findings of two fields look like one.
        nth = f"#{seen[name]}" if seen[name] > 1 else ""
        hidden = sum(c.isdigit() for c in name) >= _CARD_DIGITS
        if hidden:
            yield NameSite(field)
        try:
            if name in STRUCTURED and not nth:
                yield from _parameter_sites(part, field, scope, names)
            else:
                shown = "From_" if not name else HIDDEN_NAME if hidden else field.name
                label = f"{scope}header:{shown}{nth}"
                yield FieldSite(label, value_of(raw, field), is_identity(name), part.line_end)
        except Undecodable:
            shown = HIDDEN_NAME if hidden else field.name
            yield ClosedSite(part, f"{scope}header:{shown}{nth}", _UNREADABLE_FIELD, field)


def _parameter_sites(part: Part, field: Field, scope: str, names: dict[str, str]) -> Iterator[Site]:
    header = field.name.lower()
    for index, (name, text) in enumerate(parameters(part.headers, header)):
        if index == 0:
            yield ParameterSite(f"{scope}header:{field.name}", part, header, 0, "", name)
        elif name in NAMES:
            label = f"filename:{part.path}"
            if names.setdefault(label, text) != text:
                label = f"{label}#{len(names) + 1}"
                names[label] = text
            yield ParameterSite(label, part, header, index, name, text)
        elif name != "boundary" or not is_random_boundary(text):
            yield ParameterSite(f"{scope}header:{field.name};{index}", part, header, index, name, text)


def _our_leaves(root: Part, raw: bytes) -> Iterator[bytes | None]:
    for part in root.walk():
        if part.is_leaf:
            yield None if _is_opaque(part.headers) else raw[part.body : part.end].rstrip(b"\r\n")


def _parsed_leaves(message: "Parsed[str, str]") -> Iterator[bytes | None]:
    if _is_opaque(message) and not (message.get_content_maintype() == "multipart" and message.is_multipart()):
        yield None
        return
    payload = vars(message)["_payload"]  # get_payload() would decode what is not ASCII
    if isinstance(payload, list):
        for below in payload:
            yield from _parsed_leaves(below)
    else:
        yield str(payload or "").encode("ascii", "surrogateescape").rstrip(b"\r\n")


def _is_opaque(headers: "Parsed[str, str]") -> bool:
    """Whether the parser's own idea of the content does not matter: it is searched or closed as a whole."""
    if headers.get_content_maintype() == "multipart":
        return True
    if headers.get_content_type() == "message/delivery-status":
        return True
    return headers.get_content_maintype() == "message" and not has_identity_encoding(headers)
