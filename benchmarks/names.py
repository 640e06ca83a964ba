"""Names in messages: our micro-batches against stock Presidio, which reads one message a call, over the same model."""

import json
import os
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.find import messages
from benchmarks.table import Row
from redactors import Redactor
from redactors.evaluation import Scores, presidio_samples, scored
from redactors.names import Named
from redactors.presidio import model, stock

_BATCHES = 100
_SIZES = (16, 32)
_SIZE = 32
_ROUNDS = 5
_GOAL = 5.0


def rows() -> list[Row]:
    """Messages per second of CPU time, the time of a batch, and on the development data precision and recall."""
    texts = messages(_BATCHES * _SIZE)
    ours, theirs = model(), stock()
    finders = [(_each(theirs), 1), (_each(ours.find), 1), *((ours.find_all, size) for size in _SIZES)]
    peer, single, *batched = _rates(finders, texts[: len(texts) // 4])
    out = []
    for size, rate in zip(_SIZES, batched, strict=True):
        what = f"messages of ~100 characters a second, {size} at once, against"
        ours_rate = f"{rate:,.0f}/s"
        out += [
            Row("names", f"{what} stock Presidio", ours_rate, f"{peer:,.0f}/s", rate / peer, f">= {_GOAL:.0f}x"),
            Row("names", f"{what} one by one", ours_rate, f"{single:,.0f}/s", rate / single, ""),
        ]
    return [*out, _p99(Redactor(ner=ours).find_all, texts), *_dev_rows(Redactor(ner=ours), theirs)]


def _each(find: Callable[[str], object]) -> Callable[[Sequence[str]], object]:
    return lambda texts: [find(text) for text in texts]


def _rates(finders: Sequence[tuple[Callable[[Sequence[str]], object], int]], texts: Sequence[str]) -> list[float]:
    """Texts a second of CPU time for each `(finder, texts a call)`: best round of each, in turns, for fairness."""
    best = [float("inf")] * len(finders)
    for _ in range(_ROUNDS):
        for place, (find, size) in enumerate(finders):
            start = time.process_time()
            for first in range(0, len(texts), size):
                find(texts[first : first + size])
            best[place] = min(best[place], time.process_time() - start)
    return [len(texts) / seconds for seconds in best]


def _p99(find: Callable[[Sequence[str]], object], texts: Sequence[str]) -> Row:
    times = []
    for first in range(0, len(texts), _SIZE):
        start = time.perf_counter()
        find(texts[first : first + _SIZE])
        times.append(time.perf_counter() - start)
    times.sort()
    p50, p99 = (times[len(times) * share // 100] * 1e3 for share in (50, 99))
    what = f"p99 of a batch of {_SIZE} messages, rules and names (p50 {p50:.0f} ms)"
    return Row("names-batch", what, f"{p99:.0f} ms", "-", float("nan"), "")


def _dev_rows(redactor: Redactor, theirs: Callable[[str], Iterable[Named]]) -> list[Row]:
    data = os.environ.get("GETTONE_DEV_DATA")
    if not data:
        return [Row("names-tokens", "development data", "no data", "no data", float("nan"), "set GETTONE_DEV_DATA")]
    file = Path(data) / "presidio-research" / "generated_large.json"
    samples = presidio_samples(json.loads(file.read_text("utf-8")))
    ours = scored(samples, lambda text: [(f.entity, f.start, f.end) for f in redactor.find(text)])
    return [_scores_row(ours, scored(samples, theirs))]


def _scores_row(ours: Scores, theirs: Scores) -> Row:
    one, two = ours.tokens[""], theirs.tokens[""]
    first, second = (f"P {tally.precision:.3f} R {tally.recall:.3f}" for tally in (one, two))
    what = "presidio-research's tokens as PII or not, against stock Presidio over the same model; ratio of F2"
    return Row("names-tokens", what, first, second, one.f2 / two.f2, "P >= .88, R >= .92")
