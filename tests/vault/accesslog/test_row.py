import hashlib
import struct
from datetime import UTC, datetime

from vault.accesslog.row import GENESIS, microseconds, row_hash


def test_the_hash_is_the_documented_one_byte_for_byte() -> None:
    """A second reading of docs/reference/vault.md, written from the page and not from the code."""
    at = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
    texts = tuple(f"text {n} é" for n in range(14))
    parts = [
        b"gettone/access-log/v1",
        b"acme",
        b"vault.1.00000000",
        struct.pack(">q", 7),
        struct.pack(">q", 1795348800123456),
        *[text.encode("utf-8") for text in texts],
        GENESIS,
    ]
    expected = hashlib.sha256(b"".join(struct.pack(">I", len(part)) + part for part in parts)).digest()
    assert row_hash("acme", "vault.1.00000000", 7, at, texts, GENESIS) == expected


def test_fields_that_only_concatenate_alike_hash_apart() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    rest = ("",) * 12
    assert row_hash("a", "c", 1, at, ("ab", "c", *rest), GENESIS) != row_hash(
        "a", "c", 1, at, ("a", "bc", *rest), GENESIS
    )


def test_time_is_exact_to_the_microsecond() -> None:
    assert microseconds(datetime(2026, 11, 22, 12, 0, 0, 1, tzinfo=UTC)) == 1795348800000001
