"""What runs in a worker process. Findings cross the pipe as plain tuples: a Secret is never pickled."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal, NamedTuple

from carddata import InputError
from documents import JsonDocument, Located, Message, open_json, open_message
from redactors import Finding, Redactor
from redactors.conversation.answering import Said, found
from redactors.conversation.scan import Scan, scan
from redactors.identifiers import preload
from redactors.names import NameFinder, needs_names
from redactors.policy import Plan, builtin
from redactors.policy.plan import plan_of

Kind = Literal["email", "json"]
Packed = tuple[str, int, int, float, str, str | None, str, tuple[str, ...]]


_WARM_UP = "a@b.example, www.b.example, b.example, born 1/2/1980, +44 20 7946 0958, call there 111111111"
"""Something for each recogniser; the last is no number in any plan, so all plans are read."""


class Text(NamedTuple):
    """A text and what to do with it. `turn`: of a conversation, so more is read of it than findings; `question`: what
    another side has said before it."""

    text: str
    plan: Plan
    turn: bool = False
    question: str = ""


Read = tuple[list[Packed], Scan | None]
"""The findings of a text, and what else a turn tells."""


@lru_cache(maxsize=256)
def redactor(plan: Plan, *, model: str | None = None, names: bool = False) -> Redactor:
    """The redactor of a plan, made once a process; with `names` by our model or the one named."""
    return plan.redactor(ner=_finder(model) if names and needs_names(plan.entities) else False)


def read_each(texts: Sequence[Text], model: str | None, names: bool) -> list[Read]:
    """Each text, those of one plan at once."""
    by_plan: dict[Plan, list[int]] = {}
    for place, text in enumerate(texts):
        by_plan.setdefault(text.plan, []).append(place)
    read: dict[int, Read] = {}
    for plan, places in by_plan.items():
        finder = redactor(plan, model=model, names=names)
        said = [Said(texts[place].text, texts[place].question) for place in places]
        for place, findings in zip(places, found(finder, said), strict=True):
            # Findings go apart, since they hold secrets.
            told = replace(scan(finder, texts[place].text, findings), findings=()) if texts[place].turn else None
            read[place] = [_packed(finding) for finding in findings], told
    return [read[place] for place in range(len(texts))]


def load_model(model: str | None) -> None:
    """Loads it. Raises `ModelUnavailable`."""
    _finder(model).find_all(["This is Grace Park of Springfield."])


def _finder(model: str | None) -> NameFinder:
    from redactors.presidio import model as loaded  # a second and 100 MB, in workers only

    return loaded(model)


def warm_up(*, names: bool = False, model: str | None = None) -> None:
    """Imports and compiles all that a job needs, with `names` the model too."""
    if names:
        load_model(model)
    preload()
    redactor(plan_of(builtin()["pci+pii"])).find(_WARM_UP)


def find_in_container(kind: Kind, raw: bytes, plan: Plan, model: str | None) -> list[tuple[str, Packed]]:
    """The findings of a message or a JSON text, each with its place. Raises InputError for what is none."""
    found = _open(kind, raw).find(redactor(plan, model=model, names=True))
    return [(located.part, _packed(located.finding)) for located in found]


def render_container(kind: Kind, raw: bytes, plan: Plan, model: str | None, replacements: Sequence[str]) -> bytes:
    """The same with its findings replaced, in the order of `find_in_container` (finding is pure).

    Raises ValueError where the number differs: then nothing leaves.
    """
    container = _open(kind, raw)
    located = container.find(redactor(plan, model=model, names=True))
    if len(located) != len(replacements):
        raise ValueError("as many replacements as findings are needed")
    by_finding: dict[int, str] = dict(zip(map(id, located), replacements, strict=True))

    def replacement(item: Located) -> str:
        return by_finding[id(item)]

    out = container.render(replacement)
    return out if isinstance(out, bytes) else out.encode("utf-8", "backslashreplace")


def _open(kind: Kind, raw: bytes) -> Message | JsonDocument:
    if kind == "email":
        return open_message(raw)
    try:
        return open_json(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise InputError("the document is not UTF-8: convert it") from None


def _packed(finding: Finding) -> Packed:
    value = finding.value
    return (
        finding.entity,
        finding.start,
        finding.end,
        finding.score,
        finding.rule,
        None if value is None else value.expose(),
        finding.shape,
        finding.flags,
    )
