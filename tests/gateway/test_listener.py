"""TLS, loopback, and the operator's listener."""

import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from gateway.config import Admin, Config, ConfigError, Server
from gateway.listener import tls_context
from gateway.runtime import check_fit_to_serve, serving
from gateway.workers.scanner import Scanner
from tests.support.api import Api
from vault import Vault


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1 and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed; it makes the test's certificate")
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "tls.crt", folder / "tls.key"
    command = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    subprocess.run(
        [openssl, *command.split(), "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    return certificate, key


@pytest.fixture
async def port(vault: Vault, certificate: tuple[Path, Path]) -> AsyncIterator[int]:
    """Where a gateway with TLS listens."""
    server = Server(port=0, tls_certificate=certificate[0], tls_key=certificate[1])
    config = Config(server=server, admin=Admin(port=0))
    scanner = Scanner(config.redaction)
    async with serving(config, vault, scanner) as gateway:
        yield gateway.port
    await scanner.close()


async def _healthz(port: int, context: ssl.SSLContext) -> int:
    connector = aiohttp.TCPConnector(ssl=context)
    async with (
        aiohttp.ClientSession(connector=connector) as session,
        session.get(f"https://127.0.0.1:{port}/healthz") as response,
    ):
        return response.status


async def test_it_serves_tls(port: int, certificate: tuple[Path, Path]) -> None:
    assert await _healthz(port, ssl.create_default_context(cafile=str(certificate[0]))) == 200


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
async def test_tls_1_1_is_refused(port: int, certificate: tuple[Path, Path]) -> None:
    old = ssl.create_default_context(cafile=str(certificate[0]))
    old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(aiohttp.ClientConnectorError):
        await _healthz(port, old)


def test_certificate_and_key_go_together_and_must_fit(certificate: tuple[Path, Path], tmp_path: Path) -> None:
    good, key = certificate
    nonsense = tmp_path / "nonsense"
    nonsense.write_text("nonsense")
    for crt, private in ((good, None), (None, key), (good, nonsense), (nonsense, key), (tmp_path / "none", key)):
        with pytest.raises(ConfigError, match="tls_certificate"):
            tls_context(Server(tls_certificate=crt, tls_key=private))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "gettone.example"])
def test_an_address_that_is_not_loopback_needs_tls_or_a_declared_proxy(host: str) -> None:
    with pytest.raises(ConfigError, match="behind_tls_proxy"):
        tls_context(Server(host=host))
    assert tls_context(Server(host=host, behind_tls_proxy=True)) is None


def test_a_key_that_was_made_without_asking_is_not_for_others(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with pytest.raises(ConfigError, match="root_key_file"):
        check_fit_to_serve(Config(data=data, server=Server(host="0.0.0.0", behind_tls_proxy=True)))
    check_fit_to_serve(Config(data=data))


async def test_metrics_are_on_the_operators_listener_only_and_count_by_route(api: Api) -> None:
    await api.post("platform", "/v1/redact", {"text": "pay 4111111111111111"})
    status, _ = await api.get("nobody", "/metrics")
    assert status == 404
    async with api["nobody"].get(f"http://127.0.0.1:{api.gateway.admin_port}/metrics") as response:
        text = await response.text()
    assert 'gettone_http_requests_total{method="POST",route="/v1/redact",status="200"} 1.0' in text
    assert 'gettone_findings_total{entity="PAN"} 1.0' in text
