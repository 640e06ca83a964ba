"""The database's roles, a random password each, and what PostgreSQL stores of it (RFC 5802, RFC 7677)."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from carddata import Secret
from vault.embedded.errors import DataFolderUnusable
from vault.embedded.files import read_owned, write_new

SUPERUSER = "postgres"
ROLES = ("gettone_migrator", "gettone_app", "gettone_log_reader")
"""The roles that log in; `gettone_owner` and `gettone_log_writer` only own and are granted."""

_PASSWORD_BYTES = 32
_SALT_BYTES = 16
# RFC 7677 wants 4096 rounds for the sake of guessable passwords. Ours are 256 random bits, and asyncpg runs
# the rounds in Python on the event loop: 4096 hold it for 16 ms, 256 for 1 ms.
_ITERATIONS = 256

Passwords = Mapping[str, Secret[str]]


def passwords_of(keys: Path) -> Passwords:
    """Reads `database.json` in the folder `keys`. Raises DataFolderUnusable where missing or damaged."""
    file = keys / "database.json"
    try:
        found = json.loads(read_owned(file))["passwords"]
        return {role: Secret(found[role]) for role in (SUPERUSER, *ROLES)}
    except FileNotFoundError as error:
        raise DataFolderUnusable(
            f"{file}, which holds the database's passwords, is missing: "
            "restore it from your backup of the keys, or name another folder with --data"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise DataFolderUnusable(f"{file} is damaged: restore it from your backup of the keys") from error


def create_passwords(keys: Path) -> Passwords:
    """Draws a password a role and writes them to `database.json` in the folder `keys`, mode 0600."""
    drawn = {role: secrets.token_urlsafe(_PASSWORD_BYTES) for role in (SUPERUSER, *ROLES)}
    write_new(keys / "database.json", json.dumps({"version": 1, "passwords": drawn}, indent=1).encode())
    return {role: Secret(password) for role, password in drawn.items()}


def scram_verifier(password: Secret[str], *, salt: bytes | None = None, iterations: int = _ITERATIONS) -> str:
    """What PostgreSQL keeps of it: `SCRAM-SHA-256$<rounds>:<salt>$<StoredKey>:<ServerKey>` (RFC 5802).

    Sent in place of the password, so that no statement, log or activity view ever holds one.
    """
    salt = os.urandom(_SALT_BYTES) if salt is None else salt
    salted = hashlib.pbkdf2_hmac("sha256", password.expose().encode("ascii"), salt, iterations)
    stored_key = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    words = (base64.b64encode(part).decode("ascii") for part in (salt, stored_key, server_key))
    return "SCRAM-SHA-256${}:{}${}:{}".format(iterations, *words)
