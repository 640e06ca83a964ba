"""Consistent pseudonyms: a text for a language model, and its answer with the values back in their places."""

from collections.abc import Iterable, Mapping, Sequence

from carddata import Entity, Secret
from redactors.finding import Finding
from redactors.identities import Identities
from redactors.placeholders import Restorer, escape, fill, placeholder

NEVER_BACK = frozenset({Entity.CVV, Entity.PIN, Entity.CARD_EXPIRY, Entity.TRACK_DATA, Entity.QUARANTINED})
"""They leave as `[CVV]`, without a number, and nothing keeps them."""


class Pseudonyms:
    """The placeholders of one conversation or prompt: the same person or value keeps its number, each spelling its own.

    For every text and findings whose entities are not in `NEVER_BACK`, `restore(hide(text, findings)) == text`.
    TOKEN findings stay as they are. Values are kept in memory only, as secrets.
    """

    def __init__(self) -> None:
        self._identities = Identities()
        self._spellings: dict[tuple[str, int], dict[str, str]] = {}
        self._values: dict[str, Secret[str]] = {}

    def hide(self, text: str, findings: Sequence[Finding]) -> str:
        """`text` with a placeholder for each finding. Raises ValueError unless they are sorted, disjoint and inside."""
        names = {id(f): self.name(f, text[f.start : f.end]) for f in findings}
        return hidden(text, findings, names)

    def name(self, finding: Finding, spelling: str) -> str | None:
        """The placeholder of `finding`, which is written as `spelling`; None where nothing is kept of it."""
        if finding.entity in NEVER_BACK or finding.entity == Entity.TOKEN:
            return None
        value = finding.value.expose() if finding.value is not None else spelling
        number = self._identities.number(finding.entity, value)
        spellings = self._spellings.setdefault((str(finding.entity), number), {})
        known = spellings.get(spelling)
        if known is None:
            known = spellings[spelling] = placeholder(finding.entity, number, len(spellings) + 1)
            self._values[known] = Secret(spelling)
        return known

    def restore(self, text: str, *, loose: bool = False) -> str:
        """`text` with its placeholders replaced by what they stand for; those of nobody stay. See `fill`."""
        return fill(text, self._value, loose=loose)

    def restorer(self, *, loose: bool = False) -> Restorer:
        """The same for an answer that arrives in pieces."""
        return Restorer(self._value, loose=loose)

    def copy(self) -> "Pseudonyms":
        """An independent one."""
        other = Pseudonyms()
        other._identities = self._identities.copy()
        other._spellings = {key: dict(spellings) for key, spellings in self._spellings.items()}
        other._values = dict(self._values)
        return other

    def _value(self, name: str) -> str | None:
        value = self._values.get(name)
        return None if value is None else value.expose()

    def __repr__(self) -> str:
        return "Pseudonyms(***)"


def hidden(text: str, findings: Iterable[Finding], names: Mapping[int, str | None]) -> str:
    """`text` with `names[id(finding)]` for each finding (None: its entity), TOKEN left, all else escaped."""
    out: list[str] = []
    at = 0
    for finding in findings:
        if not at <= finding.start <= finding.end <= len(text):
            raise ValueError("findings must be sorted, disjoint and inside the text")
        if finding.entity == Entity.TOKEN:
            continue
        out += (escape(text[at : finding.start]), names[id(finding)] or f"[{finding.entity}]")
        at = finding.end
    out.append(escape(text[at:]))
    return "".join(out)
