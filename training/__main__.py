"""`make model`: generates the corpus, trains, evaluates, and writes the model and its card into `redactors/models`."""

import argparse
import json
import os
import sys
import time
from pathlib import Path

import redactors
from redactors import Redactor
from redactors.evaluation import Sample, Scores, presidio_samples, scored
from training.card import card
from training.corpus import documents
from training.pipeline import trained, written
from training.plain_words import PLAIN_WORDS, plain_words

VERSION = "1.0.0"
NAME = "contact_center_en"
_SEED = 20261124
_COUNT = 280_000
_TESTED = 2_000
_RESEARCH = "presidio-research/generated_large.json"


def main() -> int:
    """Exit 0 when the model is written."""
    parser = argparse.ArgumentParser(prog="training")
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("--count", type=int, default=_COUNT, help="documents to train on (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=Path(redactors.__file__).parent / "models" / NAME)
    args = parser.parse_args()
    began = time.monotonic()

    def report(done: int, loss: float) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {done:,} documents, loss {loss:,.0f}", file=sys.stderr, flush=True)

    nlp = trained(documents(args.seed, args.count), args.count, args.seed, report)
    written(nlp, args.out, {"name": NAME.removesuffix("_en"), "version": VERSION, "license": "Apache-2.0"})
    PLAIN_WORDS.write_text("".join(f"{word}\n" for word in plain_words()), encoding="utf-8")
    scores = _scores(args.out, args.seed + 1)
    (args.out / "CARD.md").write_text(card(VERSION, args.seed, args.count, scores), encoding="utf-8")
    for data, result in scores.items():
        print(f"{data}: precision {result.tokens[''].precision:.3f}, recall {result.tokens[''].recall:.3f}")
    return 0


def _scores(model: Path, seed: int) -> dict[str, Scores]:
    redactor = Redactor(ner=str(model))

    def find(text: str) -> list[tuple[str, int, int]]:
        return [(finding.entity, finding.start, finding.end) for finding in redactor.find(text)]

    made = [
        Sample(text, [(label, start, end) for start, end, label in entities])
        for text, entities in documents(seed, _TESTED)
    ]
    data = {"generated": made}
    folder = os.environ.get("GETTONE_DEV_DATA")
    if folder:
        research = presidio_samples(json.loads((Path(folder) / _RESEARCH).read_text("utf-8")))
        data["presidio-research"] = research
        data["presidio-research, lower-cased"] = [
            Sample(s.text.lower(), s.spans) for s in research if len(s.text.lower()) == len(s.text)
        ]
    return {name: scored(samples, find) for name, samples in data.items()}


if __name__ == "__main__":
    sys.exit(main())
