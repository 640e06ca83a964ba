"""`gettone detect`: text, messages and JSON in, findings and redacted copies out. No vault, no network."""

import argparse
import base64
import binascii
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from carddata import InputError
from gateway.cli.options import redactor_of

if TYPE_CHECKING:
    from documents import Located
    from redactors import Finding, Redactor

_POLICY_HELP = "a built-in policy (cards, pci, pci+pii, gdpr, health-identifiers) or a policy file (default: pci)"
_MAX_LINE = 64 * 1024 * 1024

# Under this key a record carries the source text of its `document`, so that number texts survive.
_SOURCE = "\0document"

Record = dict[str, Any]


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers `detect`."""
    parser = subparsers.add_parser("detect", help="find card data and PII and print a redacted copy")
    parser.add_argument("--jsonl", action="store_true", help="one JSON object a line, in and out")
    parser.add_argument("--kind", choices=("text", "email", "json"), default="text", help="what the input is")
    parser.add_argument("--policy", default="pci", metavar="NAME|FILE", help=_POLICY_HELP)
    parser.add_argument("--findings", metavar="FILE", help="write the findings as JSON Lines")
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="- is standard input")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0; 1 if some lines were refused. Raises `InputError` for input that cannot be used."""
    redactor = redactor_of(args.policy)
    if args.jsonl and args.findings is not None:
        raise InputError("--findings goes with a single document: with --jsonl each line carries its own")
    with _opened(args.file) as source:
        if args.jsonl:
            answer = partial(_text_line, args.policy) if args.kind == "text" else _PER_LINE[args.kind]
            return _lines(source, answer, redactor)
        output, findings = _WHOLE[args.kind](source.read(), redactor)
    if args.findings is not None:
        _write(args.findings, findings)
    sys.stdout.buffer.write(output)
    sys.stdout.buffer.flush()
    return 0


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(Path(name).open("rb"))
        except OSError as error:
            raise InputError(f"cannot read the input file: {error.strerror}") from None
        yield file


def _write(name: str, records: Iterable[Record]) -> None:
    try:
        with Path(name).open("w", encoding="utf-8") as file:
            file.writelines(_dumped(record) + "\n" for record in records)
    except OSError as error:
        raise InputError(f"cannot write the findings file: {error.strerror}") from None


def _lines(source: BinaryIO, answer: "Callable[[Record, Redactor], Record]", redactor: "Redactor") -> int:
    refused = False
    while line := source.readline(_MAX_LINE + 1):
        identity: str | int | None = None
        try:
            if len(line) > _MAX_LINE:
                _skip_rest(source, line)
                raise InputError("the line is longer than 64 MiB: split it")
            if not line.strip():
                raise InputError("the line is empty: remove it")
            record = _record(line)
            identity = _identity(record, redactor)
            reply = {"id": identity, **answer(record, redactor)}
        except InputError as error:
            refused = True
            reply = {"id": identity, "error": str(error)}
        sys.stdout.buffer.write(_dumped(reply).encode("utf-8") + b"\n")
        sys.stdout.buffer.flush()
    return int(refused)


def _skip_rest(source: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = source.readline(_MAX_LINE)


def _record(line: bytes) -> Record:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise InputError("the line is not valid JSON: correct it") from None
    if not isinstance(record, dict):
        raise InputError("the line is not a JSON object: give one with an id")
    return {**record, _SOURCE: _document_source(line) if "document" in record else None}


def _document_source(line: bytes) -> str:
    from documents import json_member

    return json_member(line.decode("utf-8"), "document")


def _identity(record: Record, redactor: "Redactor") -> str | int | None:
    identity = record.get("id")
    if not (identity is None or isinstance(identity, str | int)) or isinstance(identity, bool):
        raise InputError("id: must be a string or a number")
    # An id goes out as it came in, so it must not carry what we are here to hide.
    if redactor.find(str(identity)):
        raise InputError("id: holds what the policy hides; use another id")
    return identity


def _string(record: Record, key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        raise InputError(f"{key}: must be a string", path=key)
    return value


def _text_line(policy: str, record: Record, redactor: "Redactor") -> Record:
    if "turns" in record:
        return _turns(record, policy)
    if "text" not in record:
        raise InputError("the line has neither text nor turns: give one of them")
    text = _string(record, "text")
    findings = redactor.find(text)
    return {
        "findings": [_described(finding, 0) for finding in findings],
        "redacted": _spliced(text, findings),
    }


def _turns(record: Record, policy: str) -> Record:
    from gateway.cli.transcript import final

    described, redacted = final(record["turns"], partial(redactor_of, policy))
    return {"findings": [_described(finding, turn) for turn, finding in described], "redacted": redacted}


def _email_line(record: Record, redactor: "Redactor") -> Record:
    try:
        raw = base64.b64decode(_string(record, "message_b64"), validate=True)
    except (binascii.Error, ValueError):
        raise InputError("message_b64: is not base64", path="message_b64") from None
    output, findings = _email(raw, redactor)
    return {"findings": findings, "message_b64": base64.b64encode(output).decode("ascii")}


def _json_line(record: Record, redactor: "Redactor") -> Record:
    source = record[_SOURCE]
    if source is None:
        raise InputError("document: is missing", path="document")
    output, findings = _json(source.encode("utf-8"), redactor)
    return {"findings": findings, _SOURCE: output.decode("utf-8")}


def _text(data: bytes, redactor: "Redactor") -> tuple[bytes, list[Record]]:
    text = data.decode("utf-8", "surrogateescape")
    findings = redactor.find(text)
    described = [_described(finding) for finding in findings]
    return _spliced(text, findings).encode("utf-8", "surrogateescape"), described


def _email(data: bytes, redactor: "Redactor") -> tuple[bytes, list[Record]]:
    from documents import open_message

    message = open_message(data)
    located = message.find(redactor)
    return message.render(_placeholder), [_placed(found, "part") for found in located]


def _json(data: bytes, redactor: "Redactor") -> tuple[bytes, list[Record]]:
    from documents import open_json

    try:
        document = open_json(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise InputError("the document is not UTF-8: convert it") from None
    located = document.find(redactor)
    return document.render(_placeholder).encode("utf-8"), [_placed(found, "pointer") for found in located]


_PER_LINE: "dict[str, Callable[[Record, Redactor], Record]]" = {
    "email": _email_line,
    "json": _json_line,
}
_WHOLE: "dict[str, Callable[[bytes, Redactor], tuple[bytes, list[Record]]]]" = {
    "text": _text,
    "email": _email,
    "json": _json,
}


def _placeholder(found: "Located") -> str:
    return f"[{found.finding.entity}]"


def _spliced(text: str, findings: "list[Finding]") -> str:
    from redactors import splice

    return splice(text, findings, lambda finding: f"[{finding.entity}]")


def _described(finding: "Finding", turn: int | None = None) -> Record:
    where = {} if turn is None else {"turn": turn}
    place = {"start": finding.start, "end": finding.end, "score": finding.score, "rule": finding.rule}
    return {"entity": finding.entity, **where, **place}


def _placed(found: "Located", key: str) -> Record:
    reason = {"reason": found.reason} if found.reason else {}
    return {key: found.part, **({"in": "key"} if found.in_key else {}), **_described(found.finding), **reason}


def _dumped(record: Record) -> str:
    source = record.pop(_SOURCE, None)
    text = json.dumps(record, ensure_ascii=False)
    # Lone surrogates are legal in JSON escapes only.
    if any("\ud800" <= c <= "\udfff" for c in text):
        text = json.dumps(record)
    return text if source is None else f'{text[:-1]}, "document": {source}}}'
