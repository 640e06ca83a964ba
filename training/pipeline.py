"""The pipeline and its training: spaCy's own layers, small."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import filter_spans
from thinc.api import Adam, fix_random_seed, warmup_linear

from training.corpus import Document

LABELS = ("ADDRESS", "DATE_OF_BIRTH", "LOCATION", "ORGANIZATION", "PERSON")
WIDTH = 80
_WORDS_A_BATCH = 1_000
_FIRST = 500
"""Documents that show every label: the layers take their sizes from them."""
_DROPOUT = 0.1
_RATE = 0.002

_NER = {
    "model": {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2",
                "width": WIDTH,
                "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
                "rows": [6_000, 500, 3_000, 1_000],
                "include_static_vectors": False,
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": WIDTH,
                "depth": 4,
                "window_size": 1,
                "maxout_pieces": 3,
            },
        },
    },
    "incorrect_spans_key": None,
}


def blank() -> Language:
    """The pipeline before training: a tokenizer and a recogniser of names."""
    nlp = spacy.blank("en")
    nlp.add_pipe("ner", config=_NER)
    return nlp


def example(nlp: Language, document: Document) -> Example:
    """`document` as spaCy learns from it; an entity that ends inside a token takes the whole token."""
    doc = nlp.make_doc(document.text)
    gold = Doc(nlp.vocab, words=[token.text for token in doc], spaces=[bool(token.whitespace_) for token in doc])
    spans = (doc.char_span(start, end, label, alignment_mode="expand") for start, end, label in document.entities)
    clean = [span for span in spans if span and not doc[span.start].is_space and not doc[span.end - 1].is_space]
    gold.set_ents([Span(gold, span.start, span.end, span.label_) for span in filter_spans(clean)])
    return Example(doc, gold)


def _batches(examples: Iterable[Example]) -> Iterator[list[Example]]:
    batch: list[Example] = []
    words = 0
    for item in examples:
        batch.append(item)
        words += len(item.x)
        if words >= _WORDS_A_BATCH:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch


def trained(documents: Iterable[Document], count: int, seed: int, report: Callable[[int, float], None]) -> Language:
    """A pipeline trained once over `documents`, which are `count`.

    `report` is told, now and then, how many documents are done and the loss since the last time.
    """
    fix_random_seed(seed)
    nlp = blank()
    stream: Iterator[Example] = (example(nlp, document) for document in documents)
    first = list(islice(stream, _FIRST))
    nlp.initialize(lambda: first)
    stream = chain(first, stream)
    words = sum(len(item.x) for item in first) / len(first)
    steps = max(2, int(count * words / _WORDS_A_BATCH))
    rates: Any = warmup_linear(_RATE, max(1, steps // 20), steps)
    optimizer = Adam(learn_rate=rates, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0)
    nlp.resume_training(sgd=optimizer)
    losses: dict[str, float] = {}
    done = 0
    for number, batch in enumerate(_batches(stream), 1):
        nlp.update(batch, drop=_DROPOUT, sgd=optimizer, losses=losses)
        optimizer.step_schedules()
        done += len(batch)
        if number % 100 == 0:
            report(done, losses["ner"])
            losses.clear()
    return nlp


def written(nlp: Language, folder: Path, meta: dict[str, Any]) -> None:
    """`nlp` on disk without the words that it met: it hashes words and needs no list of them."""
    clean = blank()
    recogniser: Any = clean.get_pipe("ner")
    source: Any = nlp.get_pipe("ner")
    recogniser.from_bytes(source.to_bytes(exclude=["vocab"]))
    clean.meta.update(meta)
    clean.to_disk(folder)
