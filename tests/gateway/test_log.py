"""The operational log."""

import io
import json
import logging

import pytest

from carddata import InputError, Secret
from gateway.log import JsonFormatter

CARD = "4111 1111 1111 1111"


def logged(
    message: str, *args: object, name: str = "gettone", error: BaseException | None = None, **extra: object
) -> str:
    """One line as the formatter writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, None)
    if error is not None:
        try:
            raise error
        except BaseException as raised:
            record.exc_info = (type(raised), raised, raised.__traceback__)
    vars(record).update(extra)
    handler.emit(record)
    return stream.getvalue()


def test_a_line_is_one_json_object_with_what_was_added() -> None:
    line = json.loads(logged("served", status=200))
    assert line["event"] == "served"
    assert (line["level"], line["logger"], line["status"]) == ("error", "gettone", 200)


@pytest.mark.parametrize("text", [CARD, CARD.replace(" ", "-"), CARD.replace(" ", "")])
def test_digit_runs_are_struck_out_wherever_they_stand(text: str) -> None:
    for line in (logged(f"a {text}"), logged("a %s", text), logged("a", field=text), logged("a", field=[text])):
        assert text not in line
        assert "[digits]" in line
        json.loads(line)


def test_a_foreign_exception_is_told_by_kind_and_place_only() -> None:
    line = logged("failed", error=ValueError(f"bad value jane@example.org {CARD}"))
    assert "jane" not in line
    assert json.loads(line)["error"] == "ValueError"
    assert json.loads(line)["where"]


def test_an_exception_of_ours_is_told_with_its_message() -> None:
    assert json.loads(logged("failed", error=InputError("the port is taken")))["reason"] == "the port is taken"


def test_libraries_that_put_requests_into_messages_are_cut_at_the_first_value() -> None:
    assert json.loads(logged("Error handling %s", "jane", name="aiohttp.server"))["event"] == "Error handling"


def test_a_secret_or_any_object_shows_as_its_kind() -> None:
    assert "hunter2" not in logged("a %s", Secret("hunter2"), field=Secret("hunter2"))
