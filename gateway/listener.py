"""Listening: TLS or loopback, an HTTP server that repeats nothing of what it cannot parse."""

import asyncio
import errno
import ssl
from pathlib import Path
from typing import Any

from aiohttp import hdrs, web
from aiohttp.web_protocol import RequestHandler

from carddata import GettoneError
from gateway.api.guard import request_id
from gateway.api.problems import Problem
from gateway.config import ConfigError, Server, is_loopback

_FIRST_REQUEST_SECONDS = 15.0
_KEEPALIVE_SECONDS = 75.0
_MAX_CONNECTIONS = 10_000


class PortTaken(GettoneError):
    """Somebody else listens there."""


class _SilentHandler(RequestHandler):
    """aiohttp answers and logs what it could not parse with a piece of it; here neither is repeated."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        del exc, message
        if request.writer.output_size > 0:
            raise ConnectionError("the answer has begun already")
        response = Problem(status, f"http-{status}", "The request cannot be served.").response(request_id(request))
        response.force_close()
        return response

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if len(self._manager.connections if self._manager else ()) > _MAX_CONNECTIONS:
            self.force_close()
            return
        asyncio.get_running_loop().call_later(_FIRST_REQUEST_SECONDS, self._give_up_if_silent)

    def _give_up_if_silent(self) -> None:
        """Ends a connection whose first request has not come whole; later ones fall under keep-alive."""
        if self._request_count == 0 and self._current_request is None and self.transport is not None:
            self.transport.abort()

    async def _handle_request(self, request: Any, start_time: Any, request_handler: Any, *args: Any) -> Any:
        expected = request.headers.get(hdrs.EXPECT, "100-continue")
        if expected.lower() != "100-continue":
            # aiohttp's own answer repeats the header.
            async def refuse(_: web.BaseRequest) -> web.StreamResponse:
                return Problem(417, "http-417", "Only Expect: 100-continue is known.").response(request_id(request))

            request_handler = refuse
        return await super()._handle_request(request, start_time, request_handler, *args)

    def log_exception(self, *args: Any, **kwargs: Any) -> None:
        del args, kwargs
        self.logger.error("a request could not be parsed or answered")


class _SilentServer(web.Server):
    def __call__(self) -> RequestHandler:
        return _SilentHandler(self, loop=self._loop, **self._kwargs)


class _Runner(web.AppRunner):
    async def _make_server(self) -> web.Server:
        server = await super()._make_server()
        # aiohttp has no setting for the handler's class.
        server.__class__ = _SilentServer
        return server


class Listener:
    """One application on one address."""

    def __init__(self, app: web.Application, shutdown_seconds: float) -> None:
        self._runner = _Runner(
            app, access_log=None, shutdown_timeout=shutdown_seconds, keepalive_timeout=_KEEPALIVE_SECONDS
        )
        self.port = 0

    async def start(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> None:
        """Listens; `port` 0 takes a free one, `self.port` tells which. Raises PortTaken and ConfigError."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port, ssl_context=tls).start()
        except OSError as error:
            await self._runner.cleanup()
            if error.errno == errno.EADDRINUSE:
                raise PortTaken(
                    f"port {port} is taken; end what listens there or set another (GETTONE_SERVER_PORT, "
                    "GETTONE_ADMIN_PORT)"
                ) from None
            raise ConfigError("server, host and port: cannot listen there; check both") from None
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Takes no more connections, lets running requests end, then closes what is left."""
        await self._runner.cleanup()


def tls_context(server: Server) -> ssl.SSLContext | None:
    """TLS 1.2 or newer, if configured. Raises ConfigError: files do not fit, an open address without TLS."""
    if server.tls_certificate is None and server.tls_key is None:
        if not is_loopback(server.host) and not server.behind_tls_proxy:
            raise ConfigError(
                "server, host: not a loopback address; set tls_certificate and tls_key, "
                "or behind_tls_proxy = true if a TLS proxy stands before it"
            )
        return None
    if server.tls_certificate is None or server.tls_key is None:
        raise ConfigError("server: tls_certificate and tls_key go together")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(_existing(server.tls_certificate), _existing(server.tls_key), password="")
    except (OSError, ssl.SSLError):
        raise ConfigError("server: tls_certificate and tls_key cannot be read or do not belong together") from None
    return context


def _existing(path: Path) -> str:
    if not path.is_file():
        raise ConfigError("server: tls_certificate or tls_key is not a file")
    return str(path)
