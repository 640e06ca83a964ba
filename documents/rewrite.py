"""Collects what changes in a message and writes it: patches to the raw bytes, each header field once."""

import re
from bisect import bisect_left, bisect_right
from operator import itemgetter

from carddata import InputError
from documents.mime_tree import READING_FIELDS, Field, Part
from documents.parameters import Parameters, composed, parameters
from documents.patches import Patch, patched

REDACTED_HEADER = "X-Gettone-Redacted"

_STALE = frozenset(
    {"dkim-signature", "domainkey-signature", "content-length", "lines", "content-md5", "arc-seal"}
    | {"arc-message-signature", "arc-authentication-results"}
)
# The closing = keeps one from being the beginning of another.
_OUR_BOUNDARY = re.compile(rb"=_gettone_[0-9.]+_[0-9]+=")
_TYPE, _ENCODING = "content-type", "content-transfer-encoding"


class Rewrite:
    """One rewriting of `raw`, the message under `root`."""

    def __init__(self, raw: bytes, root: Part) -> None:
        self._raw = raw
        self._root = root
        self._patches: list[Patch] = []
        self._parameters: dict[tuple[str, str], tuple[Part, Parameters]] = {}
        self._encodings: dict[str, tuple[Part, str]] = {}
        self._wholes: list[Patch] = []
        self._taken: set[bytes] | None = None

    def patch(self, patch: Patch) -> None:
        """Bytes of a body or of an unstructured field."""
        self._patches.append(patch)

    def parameter(self, part: Part, header: str, index: int, value: str) -> None:
        """Another value for the parameter at `index`, or at 0 another main value."""
        params = self._of(part, header)
        params[index] = (value, "") if index == 0 else (params[index][0], value)

    def charset(self, part: Part, name: str) -> None:
        """Another charset in the Content-Type, added if it names none."""
        params = self._of(part, _TYPE)
        for i, (key, _) in enumerate(params):
            if key == "charset" and i:
                params[i] = (key, name)
                return
        params.append(("charset", name))

    def plain_text(self, part: Part) -> None:
        """The part becomes 7-bit plain text, and no field contradicts it."""
        seen: set[str] = set()
        for field in part.fields:
            name = field.name.lower()
            if name in READING_FIELDS and name in seen:
                self._replace(field, b"")
            seen.add(name)
        params = self._of(part, _TYPE)
        params[:] = [("text/plain", ""), ("charset", "us-ascii")]
        self.encoding(part, "7bit")

    def encoding(self, part: Part, name: str) -> None:
        """Another Content-Transfer-Encoding."""
        self._encodings[part.path] = (part, name)

    def boundary(self, part: Part, index: int, old: str) -> None:
        """A neutral boundary for a multipart whose own one shows what must not be seen."""
        if self._taken is None:
            self._taken = set(_OUR_BOUNDARY.findall(self._raw))
        number = 1
        while (new := f"=_gettone_{part.path}_{number}=").encode("ascii") in self._taken:
            number += 1
        self.parameter(part, _TYPE, index, new)
        size = len(old.encode("ascii", "surrogateescape"))
        for at in part.delimiters:
            self.patch(Patch(at, at + size, new.encode("ascii")))

    def finish(self, summary: str) -> bytes:
        """The new message, with one added header field that carries `summary`."""
        for (_, header), (part, params) in self._parameters.items():
            self._field(part, header, composed(params, part.line_end))
        for part, name in self._encodings.values():
            self._field(part, _ENCODING, name.encode("ascii"))
        self._drop_stale()
        self._drop_patches_of_replaced_fields()
        root = self._root
        lead = b"" if self._ended(root.fields_end) else root.line_end
        tail = root.line_end if root.body == root.fields_end < len(self._raw) else b""
        added = f"{REDACTED_HEADER}: {summary}".encode("ascii") + root.line_end
        self._patches.append(Patch(root.fields_end, root.fields_end, lead + added + tail))
        return patched(self._raw, self._patches)

    def _of(self, part: Part, header: str) -> Parameters:
        key = (part.path, header)
        if key not in self._parameters:
            known = parameters(part.headers, header)
            self._parameters[key] = (part, known or [(part.content_type, "")])
        return self._parameters[key][1]

    def _field(self, part: Part, header: str, value: bytes) -> None:
        field = next((f for f in part.fields if f.name.lower() == header), None)
        name = (field.name if field is not None else header.title()).encode("ascii")
        line = name + b": " + value + part.line_end
        if field is not None:
            self._replace(field, line)
        else:
            lead = b"" if self._ended(part.fields_end) else part.line_end
            self._patches.append(Patch(part.fields_end, part.fields_end, lead + line))

    def _drop_stale(self) -> None:
        places = sorted(patch.start for patch in (*self._patches, *self._wholes))
        for part in self._root.walk():
            first = bisect_left(places, part.body)
            touched = part is self._root or (first < len(places) and places[first] <= part.end)
            for field in part.fields if touched else ():
                if field.name.lower() in _STALE:
                    self._replace(field, b"")

    def _replace(self, field: Field, line: bytes) -> None:
        self._wholes.append(Patch(field.start, field.end, line))

    def _drop_patches_of_replaced_fields(self) -> None:
        """A field that is written as a whole takes no patches inside it."""
        spans = sorted((whole.start, whole.end) for whole in self._wholes)
        kept = []
        for patch in self._patches:
            index = bisect_right(spans, patch.start, key=itemgetter(0)) - 1
            if index < 0 or patch.start >= spans[index][1]:
                kept.append(patch)
        self._patches = kept + self._wholes

    def _ended(self, at: int) -> bool:
        return at == 0 or self._raw[at - 1 : at] in (b"\n", b"\r")


def refuse_structure() -> InputError:
    """The error for a message whose structure itself cannot be kept."""
    return InputError("the parts of the message cannot be located exactly: re-encode it and send it again")
