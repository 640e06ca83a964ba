"""A server that does not start."""

import errno
from pathlib import Path

import pytest

from vault.embedded import DataFolderUnusable, EmbeddedServer, EmbeddedServerError, ServerDidNotStart
from vault.embedded.errors import folder_errors


async def test_a_server_that_ends_at_once_is_one_line_and_the_folder_is_free_again(data: Path) -> None:
    async with await EmbeddedServer.start(data):
        pass
    spoilt = data / "postgres" / "postgresql.conf"
    good = spoilt.read_text()
    spoilt.write_text("no_such_setting = 1\n")
    with pytest.raises(ServerDidNotStart, match=r"postgres\.log says more") as error:
        await EmbeddedServer.start(data)
    assert "\n" not in str(error.value)
    assert "no_such_setting" in (data / "postgres.log").read_text()
    spoilt.write_text(good)
    async with await EmbeddedServer.start(data, exclusive=True) as server:
        assert server.owned


async def test_a_setting_that_the_server_refuses_at_the_first_start_is_one_line(data: Path) -> None:
    with pytest.raises(ServerDidNotStart):
        await EmbeddedServer.start(data, settings={"max_connections": "none"})
    async with await EmbeddedServer.start(data) as server:
        assert server.owned


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "full"), (errno.EACCES, "cannot read and write"), (errno.EIO, "cannot be used")],
)
def test_an_error_of_the_disk_is_one_line_that_says_what_to_do(number: int, said: str) -> None:
    with pytest.raises(DataFolderUnusable, match=said) as error, folder_errors(Path("/data")):
        raise OSError(number, "reason", "/data/file")
    assert "\n" not in str(error.value)
    assert isinstance(error.value, EmbeddedServerError)
