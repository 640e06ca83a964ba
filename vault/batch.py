"""What one commit does, decided without I/O: work items look at a `View` and change it.

Invariants:
- every item logs what it did in the view, so a value and its log row share one transaction;
- items of one batch see what the items before them did;
- a batch that fails leaves nothing behind: it is decided again from new reads.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from carddata import GettoneError, Secret
from vault.access import Access, Outcome, Verb
from vault.accesslog.row import Entry
from vault.errors import CiphertextDamaged, TokenNotFound
from vault.keys.tenant import TenantKeys
from vault.records import Stored, TokenRecord
from vault.store.database import Transaction

IndexKey = tuple[str, str, bytes]
"""Contact, class, blind index."""


@dataclass(slots=True)
class View:
    """The tokens that a batch read, and all it wants written."""

    now: datetime
    entries: list[Entry] = field(default_factory=list)
    added: dict[str, Stored] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    _rows: dict[str, Stored] = field(default_factory=dict)
    _by_index: dict[IndexKey, Stored] = field(default_factory=dict)

    def learn(self, rows: Iterable[Stored]) -> None:
        """Rows that the database holds."""
        for row in rows:
            self._rows[row.token] = row
            if key := row.index_key:
                self._by_index[key] = row

    def live(self, token: str) -> Stored | None:
        """The token's row unless it is unknown, removed or expired."""
        row = self._rows.get(token)
        return row if row is not None and row.expires_at > self.now else None

    def same_value(self, key: IndexKey | None) -> Stored | None:
        """The live token that this value has in its contact. An expired one is destroyed on the way."""
        row = self._by_index.get(key) if key else None
        if row is not None and row.expires_at <= self.now:
            self.remove(row)
            return None
        return row

    def add(self, row: Stored) -> None:
        """Writes a new token."""
        self.added[row.token] = row
        self.learn([row])

    def remove(self, row: Stored) -> None:
        """Destroys a token with its value."""
        self._rows.pop(row.token, None)
        if key := row.index_key:
            self._by_index.pop(key, None)
        if self.added.pop(row.token, None) is None:
            self.removed.add(row.token)


class Work(ABC):
    """One caller's item. `tokens`, `indexes`: what it asks the database for. `weight`: about its log rows.

    An item with `in_transaction` runs `before` inside the transaction, before anything is decided.
    """

    tokens: Sequence[str] = ()
    indexes: Sequence[IndexKey] = ()
    in_transaction = False
    weight = 1

    async def before(self, transaction: Transaction, now: datetime) -> None:
        """Statements of the item's own; most have none. May run again if the batch is tried again."""
        del transaction, now

    @abstractmethod
    def decide(self, view: View) -> object:
        """Changes the view, logs, and returns the caller's result (a GettoneError: is raised to it)."""


class Tokenize(Work):
    """New values. Each is sealed already; one that has a token in its contact keeps that."""

    def __init__(self, access: Access, rows: Sequence[Stored]) -> None:
        self._access = access
        self._rows = rows
        self.indexes = [row.index_key for row in rows if row.index_key]
        self.weight = len(rows)

    def decide(self, view: View) -> list[TokenRecord]:
        records = []
        for row in self._rows:
            kept = view.same_value(row.index_key)
            if kept is None:
                kept = row
                view.add(row)
            view.entries.append(
                Entry(
                    self._access,
                    Verb.TOKENIZE,
                    token=kept.token,
                    cls=kept.cls,
                    contact=kept.contact or "",
                    detail=kept.kept,
                )
            )
            records.append(kept.record())
        return records


class Look(Work):
    """Metadata of one token, its ciphertext, or its end."""

    def __init__(self, access: Access, token: str, verb: Verb) -> None:
        self._access = access
        self._verb = verb
        self.tokens = (token,)

    def decide(self, view: View) -> TokenRecord | bytes | GettoneError:
        token = self.tokens[0]
        row = view.live(token)
        if row is None:
            view.entries.append(Entry(self._access, self._verb, Outcome.NOT_FOUND, token=token))
            return TokenNotFound()
        if self._verb == Verb.DELETE:
            view.remove(row)
        view.entries.append(
            Entry(self._access, self._verb, token=token, cls=row.cls, contact=row.contact or "", detail=row.kept)
        )
        return row.ciphertext if self._verb == Verb.SEALED else row.record()


class Reveal(Work):
    """The values behind tokens, all or none. They are opened before the commit, so that the log tells how that went.

    A token of another contact than `contact` is not found. Where one cannot be revealed, that is logged, and of the
    others, which nobody sees, nothing is.
    """

    def __init__(
        self,
        access: Access,
        tokens: Sequence[str],
        purpose: str,
        ticket: str,
        keys: TenantKeys,
        contact: str | None = None,
    ) -> None:
        self._access = access
        self._purpose = purpose
        self._ticket = ticket
        self._keys = keys
        self._contact = contact
        self.tokens = tokens
        self.weight = len(tokens)

    def decide(self, view: View) -> list[Secret[str]] | GettoneError:
        opened = [self._opened(token, view.live(token)) for token in self.tokens]
        failed = [entry for entry, _ in opened if entry.outcome != Outcome.OK]
        view.entries.extend(failed or [entry for entry, _ in opened])
        for _, result in opened:
            if isinstance(result, GettoneError):
                return result
        return [result for _, result in opened if isinstance(result, Secret)]

    def _opened(self, token: str, row: Stored | None) -> tuple[Entry, Secret[str] | GettoneError]:
        value: Secret[str] | GettoneError
        if row is None or self._contact not in (None, row.contact):
            outcome, value = Outcome.NOT_FOUND, TokenNotFound()
        else:
            try:
                outcome, value = Outcome.OK, self._keys.reveal(row.cls, token, row.ciphertext)
            except CiphertextDamaged as error:
                outcome, value = Outcome.FAILED, type(error)()
        entry = Entry(
            self._access,
            Verb.REVEAL,
            outcome,
            token=token,
            cls=row.cls if row else "",
            contact=(row.contact or "") if row else "",
            purpose=self._purpose,
            ticket=self._ticket,
            detail=row.kept if row else "",
        )
        return entry, value


class Note(Work):
    """A log row and nothing else."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry

    def decide(self, view: View) -> None:
        view.entries.append(self._entry)
