"""`gettone evaluate`: precision, recall and F2 on labelled texts, with our NER model, and beside it stock Presidio."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from carddata import InputError

if TYPE_CHECKING:
    from redactors.evaluation import Find, Sample, Scores

_WORST = 10
_BEAT = 50
_HEAD = f"{'':<16}{'tokens':>8}{'P':>7}{'R':>7}{'F2':>7}{'spans':>8}{'P':>7}{'R':>7}{'F2':>7}"


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registers `evaluate`."""
    parser = subparsers.add_parser("evaluate", help="precision, recall and F2 on labelled texts")
    parser.add_argument("--format", choices=("presidio",), required=True, help="presidio: presidio-research's JSON")
    parser.add_argument("--model", metavar="NAME", help="an installed spaCy package (default: our model)")
    parser.add_argument("--stock", action="store_true", help="also stock Presidio over the same model (slow)")
    parser.add_argument("--lower", action="store_true", help="lower-case the texts first")
    parser.add_argument("file", metavar="FILE", help="- is standard input")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0. Raises `InputError` for a file that cannot be used and a model that does not load."""
    from redactors import Redactor
    from redactors.evaluation import Sample, presidio_samples, scored

    samples = presidio_samples(_document(args.file))
    if args.lower:
        # A letter that grows when lowered would move the spans behind it.
        samples = [Sample("".join(c if len(c.lower()) != 1 else c.lower() for c in s.text), s.spans) for s in samples]
    redactor = Redactor(ner=args.model or True)

    def ours(text: str) -> list[tuple[str, int, int]]:
        return [(finding.entity, finding.start, finding.end) for finding in redactor.find(text)]

    _print("Gettone", scored(_watched(samples), ours))
    if args.stock:
        _print("stock Presidio over the same model", scored(_watched(samples), _stock(args.model)))
    return 0


def _stock(model: str | None) -> "Find":
    from redactors.presidio import stock

    return stock(model)


def _document(name: str) -> object:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return json.loads(data)
    except OSError as error:
        raise InputError(f"cannot read the input file: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise InputError("the file is not valid JSON: correct it") from None


def _watched(samples: "list[Sample]") -> "Iterator[Sample]":
    for done, sample in enumerate(samples, 1):
        yield sample
        if sys.stderr.isatty() and (done % _BEAT == 0 or done == len(samples)):
            print(f"\r{done}/{len(samples)}", end="\n" if done == len(samples) else "", file=sys.stderr, flush=True)


def _print(title: str, scores: "Scores") -> None:
    print(f"{title}\n{_HEAD}")
    for entity in (*sorted(set(scores.tokens) | set(scores.spans), key=lambda name: (not name, name)),):
        cells = [
            f"{tally.gold:>8}{tally.precision:>7.3f}{tally.recall:>7.3f}{tally.f2:>7.3f}"
            for tally in (scores.tokens[entity], scores.spans[entity])
        ]
        print(f"{entity or 'all':<16}{''.join(cells)}")
    _section(
        "taken for another (tokens)", (f"{n:>6}  {a} as {b}" for (a, b), n in scores.confusion.most_common(_WORST))
    )
    worst = (f"[{m.sample}] {m.start}-{m.end} {m.entity}, {m.tokens} tokens: {m.shape}" for m in scores.worst(_WORST))
    _section("worst misses, letters and digits hidden", worst)


def _section(title: str, lines: Iterable[str]) -> None:
    print(f"\n{title}")
    for line in lines:
        print(f"  {line}")
    print()
