"""The configuration: a TOML file, then `GETTONE_…` variables over it. Only this module reads the environment.

`GETTONE_SERVER_PORT` sets `port` of `[server]`, and so on. Unknown keys are refused: a misspelt
safety setting must not be silently off.
"""

import ipaddress
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from carddata import GettoneError, InputError
from redactors.patterns import PatternRecognizer

_PREFIX = "GETTONE_"
_ELSEWHERE = frozenset({"GETTONE_DATA", "GETTONE_CONFIG", "GETTONE_DEV_DATA"})


class ConfigError(GettoneError):
    """The configuration cannot be used; the message names the key, never its value."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Server(_Section):
    """The public listener."""

    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    behind_tls_proxy: bool = False
    shutdown_seconds: float = Field(5.0, ge=0.1, le=8.0)
    max_json_bytes: int = Field(2**20, ge=1024, le=2**26)
    max_message_bytes: int = Field(25 * 2**20, ge=1024, le=2**27)


class Admin(_Section):
    """The listener for `/metrics`, for the operator's network only."""

    host: str = "127.0.0.1"
    port: int = Field(9090, ge=0, le=65535)


class Database(_Section):
    """Where PostgreSQL is. No DSN: the embedded server in the data folder."""

    dsn: SecretStr | None = None
    migrator_dsn: SecretStr | None = None


class VaultSettings(_Section):
    """Keys and retention."""

    root_key_file: Path | None = None
    retention_days: int = Field(365, ge=1, le=3650)


class Redaction(_Section):
    """What is looked for and how long it may take."""

    policy: str = Field("pci", pattern="^[a-z][a-z0-9+-]{0,31}$")
    policies: list[Path] = []
    tenants: dict[str, tuple[str, ...]] = {}
    model: str | None = None
    name_workers: int = Field(1, ge=1, le=64)
    deadline_ms: int = Field(2000, ge=10, le=60000)
    workers: int = Field(1, ge=1, le=64)
    patterns: dict[str, str] = {}

    @field_validator("policies", mode="before")
    @classmethod
    def _split(cls, files: Any) -> Any:
        return files.split(os.pathsep) if isinstance(files, str) else files

    @field_validator("tenants", mode="before")
    @classmethod
    def _listed(cls, tenants: Any) -> Any:
        if not isinstance(tenants, dict):
            return tenants
        return {tenant: (names,) if isinstance(names, str) else names for tenant, names in tenants.items()}

    @field_validator("tenants")
    @classmethod
    def _one_at_least(cls, tenants: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        if not all(tenants.values()):
            raise ValueError("name a policy for each tenant")
        return tenants

    @field_validator("patterns")
    @classmethod
    def _usable(cls, patterns: dict[str, str]) -> dict[str, str]:
        try:
            PatternRecognizer(patterns)
        except InputError as error:
            raise ValueError(str(error)) from None
        return patterns


class Captures(_Section):
    """Keypad captures."""

    seconds: float = Field(120.0, ge=1, le=900)
    attempts: int = Field(3, ge=1, le=10)
    max_open: int = Field(5000, ge=1, le=100000)
    mask: Literal["silence", "tone", "noise"] = "silence"


class Conversations(_Section):
    """Conversations whose turns are redacted together; their state is in this process's memory.

    `hold_seconds`: digits of an unfinished turn on a stream that are held for longer leave as dots.
    """

    idle_seconds: float = Field(1800.0, ge=1, le=86400)
    hold_seconds: float = Field(8.0, ge=0.1, le=60)
    max_open: int = Field(10_000, ge=1, le=1_000_000)
    max_bytes: int = Field(262_144, ge=1024, le=2**24)
    max_bytes_per_key: int = Field(2**25, ge=1024, le=2**30)


class Log(_Section):
    """The operational log: JSON lines on standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"


class Config(_Section):
    """Everything that can be set, with its default."""

    data: Path | None = None
    tenant: str = Field("default", pattern="^[a-z][a-z0-9-]{0,62}$")
    server: Server = Server()
    admin: Admin = Admin()
    database: Database = Database()
    vault: VaultSettings = VaultSettings()
    redaction: Redaction = Redaction()
    captures: Captures = Captures()
    conversations: Conversations = Conversations()
    log: Log = Log()

    def effective(self) -> dict[str, Any]:
        """All settings as plain values, secrets hidden."""
        return self.model_dump(mode="json")


def load(file: Path | None = None, *, data: Path | None = None, env: Mapping[str, str] | None = None) -> Config:
    """The configuration from `file`, overlaid by the environment, overlaid by `--data`.

    Raises ConfigError with the key's name: unreadable file, bad TOML, unknown key, wrong type.
    """
    env = os.environ if env is None else env
    file = file or (Path(env["GETTONE_CONFIG"]) if env.get("GETTONE_CONFIG") else None)
    values = _read(file) if file else {}
    _overlay(values, env)
    if env.get("GETTONE_DATA"):
        values["data"] = env["GETTONE_DATA"]
    if data is not None:
        values["data"] = str(data)
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        key = ".".join(_known(first["loc"]))
        problem = "unknown key" if first["type"] == "extra_forbidden" else first["msg"]
        raise ConfigError(f"configuration, {key or 'top level'}: {problem}") from None


def for_demo(data: Path, env: Mapping[str, str] | None = None) -> Config:
    """The demo's configuration: its own folder, on loopback. Of the environment only the port counts."""
    env = os.environ if env is None else env
    port = {name: value for name, value in env.items() if name == "GETTONE_SERVER_PORT"}
    return load(data=data, env=port).model_copy(update={"admin": Admin(port=0)})


def is_loopback(host: str) -> bool:
    """Whether `host` can be reached from this machine only. Names other than localhost cannot be known."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"configuration file: {error.strerror}; check --config") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise ConfigError("configuration file: not valid TOML; check its syntax") from None


def _overlay(values: dict[str, Any], env: Mapping[str, str]) -> None:
    for name in sorted(env):
        if not name.startswith(_PREFIX) or name in _ELSEWHERE:
            continue
        words = name.removeprefix(_PREFIX).lower()
        section, _, key = words.partition("_")
        field = Config.model_fields.get(section)
        if field is not None and isinstance(field.default, _Section) and key in type(field.default).model_fields:
            table = values.setdefault(section, {})
            if not isinstance(table, dict):
                raise ConfigError(f"configuration, {section}: must be a table")
            table[key] = env[name]
        elif words in Config.model_fields and not isinstance(Config.model_fields[words].default, _Section):
            values[words] = env[name]
        else:
            raise ConfigError(f"environment: {_printable(name)} is not a setting; see docs/reference/configuration.md")


def _known(loc: tuple[int | str, ...]) -> list[str]:
    return [_printable(str(part)) for part in loc]


def _printable(name: str) -> str:
    """A key as written, unless it could carry data."""
    return name if len(name) <= 64 and sum(c.isdigit() for c in name) < 6 else "(a key that is not ours)"
