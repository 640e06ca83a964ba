"""What a benchmark reports: one row, a ratio against a peer or a limit measured in the same run."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `ratio` is ours over the peer, bigger is better; NaN where there is no data."""

    name: str
    what: str
    ours: str
    peer: str
    ratio: float
    goal: str


def render(rows: Sequence[Row]) -> str:
    """The rows as one aligned plain-text table."""
    header = tuple(f.name for f in fields(Row))
    cells = [header, *(tuple(_text(v) for v in astuple(row)) for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(header))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in cells]
    lines.insert(1, "  ".join("-" * w for w in widths))
    return "\n".join(lines)


def _text(value: object) -> str:
    if isinstance(value, float):
        return "no data" if value != value else f"{value:.3g}x"
    return str(value)
