"""The card beside the model: what it is for, what it was made of, how good it is, what it cannot do."""

from collections.abc import Iterable, Mapping
from importlib.resources import files

from redactors.evaluation import Scores
from training.corpus import KINDS
from training.names import LOCALES
from training.pipeline import LABELS, WIDTH

_CARD = (files("training") / "templates" / "card.md").read_text("utf-8")


def card(version: str, seed: int, count: int, scores: Mapping[str, Scores]) -> str:
    """The card as Markdown. `scores`: by the name of the data."""
    return _CARD.format(
        version=version,
        labels=", ".join(LABELS),
        seed=seed,
        count=count,
        width=WIDTH,
        kinds=", ".join(KINDS),
        locales=len(LOCALES),
        rows="\n".join(_rows(scores)),
    )


def _rows(scores: Mapping[str, Scores]) -> Iterable[str]:
    for data, result in scores.items():
        for entity in ("", *LABELS):
            tally = result.tokens[entity]
            if tally.gold:
                yield f"| {data} | {entity or 'all'} | {tally.precision:.3f} | {tally.recall:.3f} | {tally.f2:.3f} |"
