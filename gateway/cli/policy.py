"""`gettone policy`: checks policy files, shows what they say, and tries a change on a sample. No vault, no network."""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carddata import InputError
from gateway.cli.options import named_policy

if TYPE_CHECKING:
    from redactors import Finding
    from redactors.policy import Plan

_ROLES = ("customer", "agent", "bot", "system")
_MAX_LINE = 2**20


def add(subparsers: Any) -> None:
    """Registers the command."""
    parser = subparsers.add_parser("policy", help="check, show and try policies")
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")
    check = actions.add_parser("check", help="whether files are policies; the first thing wrong, with its line")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.set_defaults(run=_check)
    show = actions.add_parser("show", help="what is done with each entity")
    show.add_argument("policy", metavar="NAME|FILE")
    _add_scope(show)
    show.set_defaults(run=_show)
    attempt = actions.add_parser("try", help="what a change would alter in a sample of texts, without showing them")
    attempt.add_argument("policy", metavar="NAME|FILE", help="the policy to try")
    attempt.add_argument("--from", dest="before", default="pci", metavar="NAME|FILE", help="the one now in force")
    attempt.add_argument("sample", type=Path, metavar="SAMPLE", help='JSON Lines, each {"text": …}')
    _add_scope(attempt)
    attempt.set_defaults(run=_try)
    schema = actions.add_parser("schema", help="the JSON Schema of policy files")
    schema.set_defaults(run=_schema)


def _add_scope(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--channel", help="in this channel (default: in one that the policy does not name)")
    parser.add_argument("--role", choices=_ROLES, help="for what this role says")


def _check(args: argparse.Namespace) -> int:
    from redactors.policy import read_policies

    for policy in read_policies(args.files).values():
        rules = len(policy.layers[0]) if policy.layers else 0
        print(f"{policy.id}: looks for {len(policy.entities)} entities, {rules} rules, {policy.digest[:12]}")
    return 0


def _show(args: argparse.Namespace) -> int:
    plan = _plan(args.policy, args)
    print(f"{plan.policy.id}, {plan.policy.channel(args.channel)} channel")
    for entity in sorted(plan.policy.entities):
        steps = plan.actions.get(entity, ())
        said = ", ".join(_step(low, high, action) for low, high, action in steps) or "keep"
        data_class, days = plan.policy.keeping(entity)
        print(f"{entity:<24}{said:<40}{data_class}{f', {days} days' if days else ''}")
    return 0


def _try(args: argparse.Namespace) -> int:
    from redactors.names import needs_names

    before, after = _plan(args.before, args), _plan(args.policy, args)
    counts: Counter[tuple[str, str, str]] = Counter()
    redactors = [plan.redactor(ner=needs_names(plan.entities)) for plan in (before, after)]
    for number, text in _texts(args.sample):
        old = _actions(before, redactors[0].find(text))
        new = _actions(after, redactors[1].find(text))
        for place in sorted(old.keys() | new.keys()):
            was, will = old.get(place), new.get(place)
            if was is not None and will is not None and was[1] == will[1]:
                continue
            start, end, entity = place
            shape = (was or will or ("", ""))[0]
            change = (was[1] if was else "keep", will[1] if will else "keep")
            counts[entity, *change] += 1
            line = {"line": number, "start": start, "end": end, "entity": entity, "shape": shape}
            print(json.dumps({**line, "from": change[0], "to": change[1]}))
    for (entity, was_done, will_be), count in sorted(counts.items()):
        print(json.dumps({"entity": entity, "from": was_done, "to": will_be, "count": count}))
    return 0


def _schema(_: argparse.Namespace) -> int:
    from redactors.policy import Document

    print(json.dumps(Document.model_json_schema(), indent=2))
    return 0


def _plan(name: str, args: argparse.Namespace) -> "Plan":
    from redactors.policy.plan import plan_of

    return plan_of(named_policy(name), args.channel, args.role)


def _step(low: float, high: float, action: str) -> str:
    bounds = [f"from {low:g}"] if low > 0 else []
    bounds += [f"below {high:g}"] if high <= 1 else []
    return " ".join([action, *bounds])


def _actions(plan: "Plan", findings: "list[Finding]") -> dict[tuple[int, int, str], tuple[str, str]]:
    return {(f.start, f.end, str(f.entity)): (f.shape, str(plan.action(f))) for f in findings}


def _texts(sample: Path) -> Iterator[tuple[int, str]]:
    try:
        with sample.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                yield number, _text(line, number)
    except UnicodeDecodeError:
        raise InputError("the sample is not UTF-8: convert it") from None
    except OSError as error:
        raise InputError(f"cannot read the sample: {error.strerror}") from None


def _text(line: str, number: int) -> str:
    try:
        record = json.loads(line) if len(line) <= _MAX_LINE else None
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise InputError(f'sample, line {number}: must be a JSON object with a "text" of at most a mebibyte')
    text: str = record["text"]
    return text
