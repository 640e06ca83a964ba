"""What runs in a worker process. Findings cross the pipe as plain tuples: a Secret is never pickled."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from documents import Located, open_message
from redactors import Finding, Redactor
from redactors.conversation.scan import Scan, scan
from redactors.identifiers import preload
from redactors.policy import Plan, builtin
from redactors.policy.plan import plan_of

Packed = tuple[str, int, int, float, str, str | None, str, tuple[str, ...]]


_WARM_UP = "a@b.example, www.b.example, b.example, born 1/2/1980, +44 20 7946 0958, call there 111111111"
"""Something for each recogniser; the last is no number in any plan, so all plans are read."""


@lru_cache(maxsize=256)
def redactor(plan: Plan) -> Redactor:
    """The redactor of a plan, made once a process."""
    return plan.redactor()


def warm_up() -> None:
    """Imports and compiles all that a job needs."""
    preload()
    redactor(plan_of(builtin()["pci+pii"])).find(_WARM_UP)


def find_each(texts: Sequence[tuple[str, Plan]]) -> list[list[Packed]]:
    """The findings of each text, by its plan."""
    return [[_packed(f) for f in redactor(plan).find(text)] for text, plan in texts]


def read_turn(text: str, plan: Plan) -> tuple[list[Packed], Scan]:
    """A turn of a conversation by itself; its findings apart, since they hold secrets."""
    read = scan(redactor(plan), text)
    return [_packed(f) for f in read.findings], replace(read, findings=())


def find_in_message(raw: bytes, plan: Plan) -> list[tuple[str, Packed]]:
    """The findings of a message, each with its part."""
    found = open_message(raw).find(redactor(plan))
    return [(located.part, _packed(located.finding)) for located in found]


def render_message(raw: bytes, plan: Plan, replacements: Sequence[str]) -> bytes:
    """The message with its findings replaced, in the order of `find_in_message` (finding is pure).

    Raises ValueError where the number differs: then nothing leaves.
    """
    message = open_message(raw)
    located = message.find(redactor(plan))
    if len(located) != len(replacements):
        raise ValueError("as many replacements as findings are needed")
    by_finding: dict[int, str] = dict(zip(map(id, located), replacements, strict=True))

    def replacement(item: Located) -> str:
        return by_finding[id(item)]

    return message.render(replacement)


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
