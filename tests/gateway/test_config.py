"""The configuration: file, environment, command line."""

from pathlib import Path

import pytest

from gateway.config import Config, ConfigError, is_loopback, load


def write(folder: Path, text: str) -> Path:
    file = folder / "gettone.toml"
    file.write_text(text)
    return file


def test_nothing_given_is_the_defaults() -> None:
    assert load(env={}) == Config()


def test_the_environment_goes_over_the_file_and_data_over_both(tmp_path: Path) -> None:
    file = write(tmp_path, 'data = "/a"\n[server]\nport = 1\nhost = "::1"\n')
    env = {"GETTONE_SERVER_PORT": "2", "GETTONE_DATA": "/b", "GETTONE_CAPTURES_MAX_OPEN": "7", "OTHER": "x"}
    config = load(file, env=env)
    assert (config.server.port, config.server.host, config.captures.max_open) == (2, "::1", 7)
    assert config.data == Path("/b")
    assert load(file, data=Path("/c"), env=env).data == Path("/c")


def test_the_file_can_be_named_by_the_environment(tmp_path: Path) -> None:
    assert load(env={"GETTONE_CONFIG": str(write(tmp_path, 'tenant = "acme"'))}).tenant == "acme"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("surprise = 1", "surprise: unknown key"),
        ("[server]\nprot = 1", "server.prot: unknown key"),
        ('[server]\nport = "4111111111111111"', "server.port"),
        ("[redaction]\npolicy = 'No one'", "redaction.policy"),
        ("[redaction.patterns]\nMEMBER = '(?=x)'", "redaction.patterns: Value error, pattern MEMBER:"),
        ("4111111111111111 = 1", "not ours"),
        ("[server", "not valid TOML"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_keys_name_and_no_value(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load(write(tmp_path, text), env={})
    assert key in str(refused.value)
    assert "4111" not in str(refused.value)


@pytest.mark.parametrize("name", ["GETTONE_SERVER_PROT", "GETTONE_SURPRISE", "GETTONE_SERVER"])
def test_an_unknown_variable_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match=name):
        load(env={name: "1"})


def test_a_missing_file_is_one_line_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        load(tmp_path / "none.toml", env={})


def test_secrets_are_hidden_in_what_is_shown() -> None:
    config = load(env={"GETTONE_DATABASE_DSN": "postgresql://u:hunter2@h/d"})
    assert "hunter2" not in str(config.effective())
    assert "hunter2" not in repr(config)


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("a.b", False)],
)
def test_only_what_cannot_leave_the_machine_is_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
