"""A way to the database that can be cut: a Unix socket that forwards to PostgreSQL's."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class CuttableDatabase:
    """What a vault connects to. `cut` drops every connection and refuses new ones until `mend`."""

    def __init__(self, database: Any, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    def dsn(self, role: str) -> Mapping[str, Any]:
        """As the database itself, by way of this socket."""
        return {**self._database.dsn(role), "host": str(self._folder)}

    async def mend(self) -> None:
        """Forwards from now on."""
        port = self._database.dsn("gettone_app")["port"]
        self._server = await asyncio.start_unix_server(self._forward, self._folder / f".s.PGSQL.{port}")

    async def cut(self) -> None:
        """Nothing comes through any more."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for path in self._folder.glob(".s.PGSQL.*"):
            path.unlink()
        for writer in list(self._writers):
            writer.transport.abort()

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        dsn = self._database.dsn("gettone_app")
        there, back = await asyncio.open_unix_connection(f"{dsn['host']}/.s.PGSQL.{dsn['port']}")
        self._writers |= {writer, back}
        try:
            await asyncio.gather(_copy(reader, back), _copy(there, writer))
        finally:
            self._writers -= {writer, back}


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
    except ConnectionError:
        pass
    finally:
        sink.transport.abort()
