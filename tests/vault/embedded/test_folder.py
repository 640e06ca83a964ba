"""What makes a data folder unusable, and that the message is one line."""

import os
import stat
from pathlib import Path

import pytest

from vault.embedded import DataFolderUnusable, EmbeddedServer
from vault.embedded.account import server_account
from vault.embedded.folder import open_folder


def _refusal(path: Path, match: str) -> str:
    with pytest.raises(DataFolderUnusable, match=match) as refusal:
        open_folder(path, server_account())
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def test_a_missing_folder_is_made_with_its_parents_for_us_and_the_server_only(data: Path) -> None:
    account = server_account()
    folder = open_folder(data / "a" / "b", account)
    mode = 0o711 if account.lent else 0o700
    assert [stat.S_IMODE(place.stat().st_mode) for place in (data / "a", folder.path)] == [mode, mode]
    assert stat.S_IMODE(folder.keys.stat().st_mode) == 0o700


def test_a_folder_with_foreign_files_is_left_alone(data: Path) -> None:
    (data / "thesis.txt").write_text("mine")
    _refusal(data, "not gettone's")
    assert [path.name for path in data.iterdir()] == ["thesis.txt"]


def test_a_file_is_not_a_folder(data: Path) -> None:
    (data / "file").write_text("")
    _refusal(data / "file", "not a folder")
    _refusal(data / "file" / "below", "not a folder")


def test_a_folder_that_anybody_may_write_is_refused_and_not_changed(data: Path) -> None:
    data.chmod(0o777)
    _refusal(data, "chmod o-w")
    assert stat.S_IMODE(data.stat().st_mode) == 0o777


def test_keys_that_others_can_read_are_refused_and_not_changed(data: Path) -> None:
    keys = data / "keys"
    keys.mkdir()
    keys.chmod(0o755)
    _refusal(data, "chmod go=")
    assert stat.S_IMODE(keys.stat().st_mode) == 0o755


def test_a_cluster_of_another_version_is_refused(data: Path) -> None:
    cluster = data / "postgres"
    cluster.mkdir()
    os.chown(cluster, server_account().uid, -1)
    _refusal(data, "is not a PostgreSQL cluster")
    (cluster / "PG_VERSION").write_text("16\n")
    _refusal(data, "not a cluster of PostgreSQL 18")


def test_a_name_with_a_line_break_is_refused(data: Path) -> None:
    assert "\n" not in _refusal(data / "a\nb", "control character")


def test_a_place_where_nothing_can_be_made_is_refused() -> None:
    _refusal(Path("/proc/gettone"), "cannot")


@pytest.mark.usefixtures("as_root")
def test_a_folder_that_the_servers_user_cannot_reach_is_refused_and_not_changed(data: Path) -> None:
    closed = data / "closed"
    closed.mkdir(mode=0o700)
    for path in (closed, closed / "missing"):
        message = _refusal(path, "cannot enter")
        assert str(closed) in message
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert not (closed / "missing").exists()


@pytest.mark.usefixtures("as_root")
def test_root_does_not_take_over_another_users_folder(data: Path) -> None:
    os.chown(data, server_account().uid, -1)
    _refusal(data, "run gettone as")


async def test_a_folder_named_with_spaces_quotes_and_a_comma_works(data: Path) -> None:
    async with await EmbeddedServer.start(data / 'it\'s a, "folder" \\ ß') as server:
        assert server.owned


async def test_a_long_folder_name_does_not_break_the_socket(data: Path) -> None:
    async with await EmbeddedServer.start(data / ("long" * 30) / ("name" * 30)) as server:
        assert server.owned
