import copy
import pickle
from pathlib import Path

import pytest

from vault.errors import RootKeyFileError
from vault.keys.root import RootKey


def test_a_created_key_is_private_and_reads_back_as_the_same_key(tmp_path: Path) -> None:
    path = tmp_path / "root.key"
    made = RootKey.create(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(path.read_bytes()) == 32
    assert RootKey.from_file(path).wrapping_key() == made.wrapping_key()
    assert [entry.name for entry in tmp_path.iterdir()] == ["root.key"]


def test_a_key_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "root.key"
    RootKey.create(path)
    before = path.read_bytes()
    with pytest.raises(RootKeyFileError, match="never overwritten"):
        RootKey.create(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o700])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "root.key"
    RootKey.create(path)
    path.chmod(mode)
    with pytest.raises(RootKeyFileError, match="0600"):
        RootKey.from_file(path)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_file_of_another_length_is_refused(tmp_path: Path, length: int) -> None:
    path = tmp_path / "root.key"
    path.write_bytes(bytes(length))
    path.chmod(0o600)
    with pytest.raises(RootKeyFileError, match="32 bytes"):
        RootKey.from_file(path)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    RootKey.create(tmp_path / "root.key")
    (tmp_path / "link").symlink_to(tmp_path / "root.key")
    with pytest.raises(RootKeyFileError):
        RootKey.from_file(tmp_path / "link")


@pytest.mark.parametrize("name", ["missing", "no/such/folder"])
def test_a_missing_file_is_a_clear_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(RootKeyFileError, match="cannot be read"):
        RootKey.from_file(tmp_path / name)


def test_a_missing_folder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(RootKeyFileError, match="cannot be written"):
        RootKey.create(tmp_path / "no" / "root.key")


def test_a_root_key_never_shows_itself() -> None:
    key = RootKey(b"k" * 32)
    assert "k" * 8 not in repr(key) + str(key)
    for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            attempt(key)
