"""Names in messages: our micro-batches against stock Presidio, which reads one message a call, over the same model."""

import asyncio
import json
import os
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.find import messages
from benchmarks.table import Row
from gateway.config import Redaction
from gateway.workers.jobs import Text
from gateway.workers.names import NameReader
from redactors import Redactor
from redactors.evaluation import Scores, presidio_samples, scored
from redactors.names import Named
from redactors.policy import builtin
from redactors.policy.plan import plan_of
from redactors.presidio import model, stock

_BATCHES = 100
_SIZE = 32
_NAMED = 400
_AT_ONCE = 256
_RESEARCH = "presidio-research/generated_large.json"
_ROUNDS = 5
_GOAL = 5.0


def rows() -> list[Row]:
    """Messages per second of CPU time and through workers, the time of a batch, and precision and recall on the
    development data."""
    texts = messages(_BATCHES * _SIZE)
    ours, theirs = Redactor("pci+pii", ner=model()), stock()
    named = _research()
    out = _against("messages of ~100 characters, 10 % with PII", texts[: len(texts) // 4], ours, theirs)
    if named:
        out += _against("texts that nearly all hold names or addresses", named[:_NAMED], ours, theirs, goal="")
    return [*out, asyncio.run(_served(texts, theirs)), _p99(ours.find_all, texts), *_dev_rows(ours, theirs)]


def _against(
    what: str, texts: Sequence[str], ours: Redactor, theirs: Callable[[str], object], goal: str = f">= {_GOAL:.0f}x"
) -> list[Row]:
    finders = [(_each(theirs), 1), (ours.find_all, _SIZE), (model().find_all, _SIZE), (_each(ours.find), 1)]
    peer, rate, *others = _rates(finders, texts)
    rows = [Row("names", f"{what}: rules and names, {_SIZE} at once", *_row(rate, peer), goal)]
    for other, how in zip(others, (f"the model alone, {_SIZE} at once", "rules and names, one by one"), strict=True):
        rows.append(Row("names", f"{what}: {how}", *_row(other, peer), ""))
    return rows


def _row(rate: float, peer: float) -> tuple[str, str, float]:
    return f"{rate:,.0f}/s", f"stock {peer:,.0f}/s", rate / peer


async def _served(texts: Sequence[str], theirs: Callable[[str], object]) -> Row:
    """Through the gateway's workers, two of them, by the clock on the wall: so is the peer's rate here."""
    plan = plan_of(builtin()["pci+pii"])
    reader = NameReader(Redaction(name_workers=2))
    await reader.start()
    start = time.perf_counter()
    for first in range(0, len(texts), _AT_ONCE):
        await asyncio.gather(*[reader.read(Text(text, plan)) for text in texts[first : first + _AT_ONCE]])
    rate = len(texts) / (time.perf_counter() - start)
    await reader.close()
    start = time.perf_counter()
    _each(theirs)(texts[:_NAMED])
    peer = _NAMED / (time.perf_counter() - start)
    return Row(
        "names-served", "the same messages through the gateway's two workers", *_row(rate, peer), f">= {_GOAL:.0f}x"
    )


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


def _research() -> list[str]:
    data = os.environ.get("GETTONE_DEV_DATA")
    if not data:
        return []
    samples = json.loads((Path(data) / _RESEARCH).read_text("utf-8"))
    return [sample["full_text"] for sample in samples]


def _dev_rows(redactor: Redactor, theirs: Callable[[str], Iterable[Named]]) -> list[Row]:
    data = os.environ.get("GETTONE_DEV_DATA")
    if not data:
        return [Row("names-tokens", "development data", "no data", "no data", float("nan"), "set GETTONE_DEV_DATA")]
    samples = presidio_samples(json.loads((Path(data) / _RESEARCH).read_text("utf-8")))
    ours = scored(samples, lambda text: [(f.entity, f.start, f.end) for f in redactor.find(text)])
    return [_scores_row(ours, scored(samples, theirs))]


def _scores_row(ours: Scores, theirs: Scores) -> Row:
    one, two = ours.tokens[""], theirs.tokens[""]
    first, second = (f"P {tally.precision:.3f} R {tally.recall:.3f}" for tally in (one, two))
    what = "presidio-research's tokens as PII or not, against stock Presidio over the same model; ratio of F2"
    return Row("names-tokens", what, first, second, one.f2 / two.f2, "P >= .88, R >= .92")
