"""From a name or a file to a `Policy`. What is wrong in a file is told with its line, never with what stands there."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from carddata import ENTITIES, POLICIES, Entity, InputError, data_class_of, holds_card_number
from redactors.patterns import PatternRecognizer
from redactors.policy.denied import DenyList
from redactors.policy.document import Document, RuleTable
from redactors.policy.exemptions import Exemptions, compiled, folded
from redactors.policy.locating import json_line, toml_line
from redactors.policy.policy import ANY, CARDS, Action, Channel, Contradiction, Keeping, Policy, Rule

_BUILTIN = Path(__file__).parent / "builtin"
_SUFFIXES = frozenset({".toml", ".json"})
_MOST_BYTES = 2**20
_CUSTOM = "CUSTOM_"
_CUSTOM_NAME = re.compile(r"CUSTOM_[A-Z][A-Z0-9_]{0,47}")
_NUMBERED = re.compile(r"_[0-9]+")
_DENIABLE = frozenset({Entity.PERSON, Entity.ADDRESS, Entity.LOCATION, Entity.ORGANIZATION})
_OURS = frozenset({Entity.TOKEN, Entity.QUARANTINED})
Keys = tuple[str | int, ...]


class PolicyError(InputError):
    """A policy cannot be used: which file, which line, which key, and what to do about it."""


class _Off(Exception):
    """What is wrong, and at which key."""

    def __init__(self, problem: str, *path: str | int) -> None:
        super().__init__(problem)
        self.path = path


@cache
def builtin() -> Mapping[str, Policy]:
    """The policies that come with the product, by name."""
    known = {name: Policy(name, 1, frozenset(entities)) for name, entities in POLICIES.items()}
    return known | read_policies(sorted(_BUILTIN.glob("*.toml")), known)


def read_policies(files: Iterable[Path], known: Mapping[str, Policy] | None = None) -> dict[str, Policy]:
    """The policies in `files` (TOML, or JSON by the name's end), by name. Each may extend `known` ones and those of
    files before it; `known` None: the built-in ones.

    Raises `PolicyError` for the first thing that is wrong in any of them.
    """
    earlier = dict(builtin() if known is None else known)
    policies: dict[str, Policy] = {}
    for file in files:
        policy = _read(file, earlier)
        if policy.name in earlier:
            raise PolicyError(f"policy file {file.name}: name: there is a policy of this name already")
        earlier[policy.name] = policies[policy.name] = policy
    return policies


def _read(file: Path, known: Mapping[str, Policy]) -> Policy:
    source, values = _parsed(file)
    try:
        return _policy(_document(values), known)
    except _Off as off:
        locate = json_line if file.suffix == ".json" else toml_line
        line = locate(source, off.path)
        place = f"policy file {file.name}" + (f", line {line}" if line else "")
        raise PolicyError(": ".join(filter(None, (place, _spelled(off.path), str(off))))) from None


def _parsed(file: Path) -> tuple[str, Any]:
    if file.suffix not in _SUFFIXES:
        raise PolicyError(f"policy file {file.name}: its name must end in .toml or .json")
    try:
        raw = file.read_bytes()
        if len(raw) > _MOST_BYTES:
            raise PolicyError(f"policy file {file.name}: longer than a mebibyte; split it")
        source = raw.decode("utf-8-sig").replace("\r\n", "\n")
        return source, _json(source) if file.suffix == ".json" else tomllib.loads(source)
    except _Twice as error:
        raise PolicyError(f"policy file {file.name}: {_spelled([str(error)])}: stands there twice") from None
    except OSError as error:
        raise PolicyError(f"policy file {file.name}: {error.strerror}") from None
    except json.JSONDecodeError as error:
        raise PolicyError(f"policy file {file.name}, line {error.lineno}: not valid JSON; check its syntax") from None
    except tomllib.TOMLDecodeError as error:
        at = str(error).rpartition("at line ")[2].partition(",")[0]
        line = f", line {at}" if at.isdecimal() else ""
        raise PolicyError(f"policy file {file.name}{line}: not valid TOML; check its syntax") from None
    except UnicodeDecodeError:
        raise PolicyError(f"policy file {file.name}: not UTF-8 text") from None
    except (RecursionError, ValueError):
        raise PolicyError(f"policy file {file.name}: nested too deep, or a number too long") from None


class _Twice(Exception):
    """A key that an object has twice."""


def _json(source: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in pairs:
            if key in values:
                raise _Twice(key)
            values[key] = value
        return values

    return json.loads(source, object_pairs_hook=once)


def _document(values: Any) -> Document:
    try:
        return Document.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        problem = "unknown key" if first["type"] == "extra_forbidden" else first["msg"]
        raise _Off(problem, *(key for key in first["loc"] if key != "[key]")) from None


def _policy(document: Document, known: Mapping[str, Policy]) -> Policy:
    if document.extends is not None and document.extends not in known:
        raise _Off("no such policy: it must be a built-in one or stand in a file before this one", "extends")
    base = known[document.extends] if document.extends is not None else Policy("", 1, frozenset())
    _check_no_card(document.model_dump(), ())
    patterns = {**base.patterns, **document.patterns}
    custom = frozenset(_CUSTOM + name for name in patterns)
    for i, entity in enumerate(document.find):
        _check_entity(entity, custom, "find", i)
    denied = frozenset(document.deny)
    for entity in document.deny:
        if entity not in _DENIABLE and _CUSTOM_NAME.fullmatch(entity) is None:
            raise _Off("only names, places and CUSTOM_… (48 characters at most) can be listed", "deny", entity)
    entities = base.entities | CARDS | custom | denied | frozenset(document.find)
    for entity in document.entities:
        _check_found(entity, entities, "entities", entity)
    channels = {**base.channels, **{name: Channel(kind) for name, kind in document.channels.items()}}
    rules = tuple(_rule(table, entities, frozenset(channels), i) for i, table in enumerate(document.rules))
    _check_patterns(document, patterns)
    phrases = _joined(base.denied, document.deny)
    for entity in document.deny:
        with _at("deny", entity):
            DenyList({entity: phrases[entity]})
    try:
        return Policy(
            name=document.name,
            version=document.version,
            entities=entities,
            layers=(rules, *base.layers) if rules else base.layers,
            default_action=Action(document.default_action or base.default_action),
            channels=channels,
            patterns=patterns,
            allowed=base.allowed | {folded(value) for value in document.allow.values},
            allowed_patterns=(*base.allowed_patterns, *document.allow.patterns),
            order_ids=(*base.order_ids, *document.allow.order_ids),
            test_cards=base.test_cards or document.allow.test_cards,
            denied=phrases,
            keepings={**base.keepings, **dict(_keepings(document, base))},
        )
    except Contradiction as error:
        raise _Off(str(error), "rules", max(error.rules)) from None


def _check_no_card(value: Any, path: Keys) -> None:
    """A policy file holds no card number, wherever one could stand."""
    if isinstance(value, str) and holds_card_number(value):
        raise _Off("must not hold a card number; `allow.test_cards` allows the published ones", *path)
    if isinstance(value, dict):
        for key, each in value.items():
            _check_no_card(key, path)
            _check_no_card(each, (*path, key))
    elif isinstance(value, list):
        for i, each in enumerate(value):
            _check_no_card(each, (*path, i))


def _check_entity(entity: str, more: frozenset[str], *path: str | int) -> None:
    if entity in _OURS or (entity not in ENTITIES and entity not in more):
        raise _Off("no such entity; docs/reference/detection.md lists them", *path)


def _check_found(entity: str, entities: frozenset[str], *path: str | int) -> None:
    _check_entity(entity, entities, *path)
    if entity not in entities:
        raise _Off("is not looked for: add it to find", *path)


def _rule(table: RuleTable, entities: frozenset[str], channels: frozenset[str], index: int) -> Rule:
    for i, channel in enumerate(table.channels or ()):
        if channel not in channels:
            raise _Off("is not declared: say in channels whether it is for payments", "rules", index, "channels", i)
    for i, entity in enumerate(table.entities or ()):
        _check_found(entity, entities, "rules", index, "entities", i)
    return Rule(
        Action(table.action),
        None if table.entities is None else frozenset(table.entities),
        None if table.channels is None else frozenset(table.channels),
        None if table.roles is None else frozenset(table.roles),
        (table.min_score, ANY[1] if table.below_score is None else table.below_score),
    )


def _check_patterns(document: Document, patterns: Mapping[str, str]) -> None:
    for name, source in document.patterns.items():
        if _NUMBERED.search(name, max(0, len(name) - 8)) and name[-1].isdigit():
            raise _Off("must not end in a number: placeholders do", "patterns", name)
        with _at("patterns", name):
            PatternRecognizer({name: source})
    with _at("patterns"):
        PatternRecognizer(patterns)
    for i, source in enumerate(document.allow.patterns):
        with _at("allow", "patterns", i):
            compiled(source)
    for i, source in enumerate(document.allow.order_ids):
        with _at("allow", "order_ids", i):
            Exemptions(order_ids=[source])


@contextmanager
def _at(*path: str | int) -> Iterator[None]:
    try:
        yield
    except InputError as error:
        raise _Off(str(error), *path) from None


def _joined(base: Mapping[str, tuple[str, ...]], more: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {entity: (*base.get(entity, ()), *more.get(entity, ())) for entity in (*base, *more)}


def _keepings(document: Document, base: Policy) -> Iterator[tuple[str, Keeping]]:
    for entity, table in document.entities.items():
        if entity in CARDS and table.data_class not in {None, data_class_of(entity)}:
            raise _Off("card data is cardholder data", "entities", entity, "data_class")
        before = base.keeping(entity)
        yield entity, Keeping(table.data_class or before.data_class, table.retention_days or before.retention_days)


def _spelled(path: Sequence[str | int]) -> str:
    """The key as written, unless it could carry data."""
    keys = [str(key) if isinstance(key, int) or sum(c.isdigit() for c in key) < 6 else "(a key)" for key in path]
    return ".".join(key if len(key) <= 64 else "(a key)" for key in keys)
