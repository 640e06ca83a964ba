"""Verifiers and the file that holds the passwords."""

import base64
import hmac
from pathlib import Path

import pytest

from carddata import Secret
from vault.embedded import ROLES, DataFolderUnusable
from vault.embedded.passwords import create_passwords, passwords_of, scram_verifier


def test_the_verifier_is_the_one_of_the_rfc() -> None:
    """RFC 7677 section 3: user "user", password "pencil"; keys derived from its salt and 4096 rounds.

    The RFC gives the server's signature; that PostgreSQL takes our verifiers is proven elsewhere.
    """
    salt = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
    verifier = scram_verifier(Secret("pencil"), salt=salt, iterations=4096)
    server_key = base64.b64decode(verifier.rpartition(":")[2])
    nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    message = f"n=user,r=rOprNGfwEbeRWgbNEkqO,r={nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r={nonce}"
    signature = base64.b64encode(hmac.digest(server_key, message.encode(), "sha256")).decode()
    assert signature == "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="


def test_each_role_gets_a_password_of_its_own_and_reads_it_back(tmp_path: Path) -> None:
    made = create_passwords(tmp_path)
    assert set(made) == {"postgres", *ROLES}
    values = {password.expose() for password in made.values()}
    assert len(values) == len(made)
    assert all(len(value) == 43 for value in values)
    assert passwords_of(tmp_path) == made
    assert not any(value in repr(made) for value in values)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"passwords": {}}', '{"passwords": {"postgres": 1}}'])
def test_a_damaged_file_is_one_line_without_its_content(tmp_path: Path, content: str) -> None:
    file = tmp_path / "database.json"
    file.write_text(content)
    file.chmod(0o600)
    with pytest.raises(DataFolderUnusable, match=r"database\.json is damaged") as refusal:
        passwords_of(tmp_path)
    assert "\n" not in str(refusal.value)


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    create_passwords(tmp_path)
    (tmp_path / "database.json").chmod(0o640)
    with pytest.raises(DataFolderUnusable, match="chmod go="):
        passwords_of(tmp_path)
