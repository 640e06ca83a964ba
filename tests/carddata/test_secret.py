"""A secret does not show itself."""

import copy
import json
import logging
import pickle
import traceback

import pytest

from carddata import Secret

CANARY = "4929000000006"


def test_no_way_of_printing_shows_the_value() -> None:
    secret = Secret(CANARY)
    for text in (
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret!r:>20}",
        f"{[secret]}",
        f"{{1: {secret}}}",
    ):
        assert CANARY not in text


def test_logs_and_tracebacks_show_no_value(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret(CANARY)
    try:
        raise ValueError(secret)
    except ValueError:
        logging.getLogger("test").exception("failed with %s", secret)
        shown = traceback.format_exc()
    assert CANARY not in caplog.text + shown


@pytest.mark.parametrize("leak", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps, hash, iter, vars])
def test_it_cannot_be_pickled_copied_hashed_or_walked(leak: object) -> None:
    assert callable(leak)
    with pytest.raises(TypeError):
        leak(Secret(CANARY))


def test_it_compares_by_value_and_cannot_be_changed() -> None:
    secret = Secret("a")
    assert secret == Secret("a")
    assert secret != Secret("b")
    assert secret != "a"
    with pytest.raises(AttributeError):
        object.__setattr__(secret, "other", "b")
    with pytest.raises(AttributeError):
        secret.__setattr__("_value", "b")
    with pytest.raises(AttributeError):
        secret.__delattr__("_value")


def test_only_expose_gives_it_back() -> None:
    assert Secret(CANARY).expose() == CANARY
    assert Secret(b"\x00\xff").expose() == b"\x00\xff"


def test_it_wraps_text_and_bytes_only() -> None:
    with pytest.raises(TypeError, match="str or bytes"):
        type.__call__(Secret, int(CANARY))
