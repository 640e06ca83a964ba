"""`Redactor().find` against stock Presidio on the same messages, and both on the development data."""

import csv
import json
import os
import random
import re
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from benchmarks.table import Row
from carddata import luhn_check_digit
from redactors import Redactor

_MESSAGES = 2_000
_PEER_MESSAGES = 300
_SEED = 20261122
_CARD_ENTITIES = frozenset({"PAN", "PAN_SUSPECT", "TRACK_DATA", "CREDIT_CARD"})
_GOAL = 25.0
_PASS = re.compile("[0-9@]")
_HOSTILE = (
    "<",
    "(",
    "@",
    "1 ",
    "a.",
    "a.a.a. ",
    "1 1 1 ",
    "4111 4111 ",
    "@@@@",
    "((((",
    "<<<<",
    "one one one ",
    "four, no sorry ",
    "4O4O ",
    "MDEy",
    "34 30 ",
    "Customer: 4111\nAgent: ok\n",
    "4012888888881881 ",
    "card 4012888888881881 exp 12/27 cvv 123\n",
    "a.a.a.",
    "+1 +1 ",
    "4 ",
    "4111111111111111 ",
    "a@",
    "<a",
    "<!--",
    "&#",
    "%34",
    "4\u0336",
    "card 4111111111111112 ",
    "DE89 ",
    "+442079460958 ",
    "exp ",
    "exp 12/27 ",
    "cvv ",
    "0.5309136012499991 ",
    "4.",
    "(4",
    "one, two. ",
    "four no sorry ",
    "double ",
    "quatre vingt ",
    "vierhundert ",
    "um 4 ",
    "=34",
    "1. 4 ",
    "the first 4 ",
    "> 4\n",
    "Customer: 4111\nAgent: 4\n",
    "[10:00] a: 1\n",
    "card ",
    "four one two three five. ",
    "vier 4012888888881881 ",
    "=34 Agent: 4012888888881881 tok_pan_, ",
    "<\nvisa\n</b>\nBob: 4111, ",
    "karte\nvingt\n\n\n>  ",
    "4012888888881881 sorry 1. =34 ",
    "B4111^ \\u0034 4111 1111 1111 1111\n",
    "[PAN] 123 ",
    "ssn ",
    "536-90-4399 ",
    "ssn 536904399 ",
    "ssn aba dni 123456789 ",
    "DE136695976 vat ",
    "sort code 20-00-00 account 12345678 ",
    "ssn itin aba acct bank ni nhs uid dni nif nir idnr vat pesel bsn cpr sin tfn utr cpf passport license 536904399 ",
    "passport C01X00T47 ",
    "dot ",
    "a dot a at a dot com ",
    "jane (at) ",
    "1.2.3.4 ",
    "1:2:3:",
    "http://",
    "www.",
    "a.com ",
    "ab.it ",
    "born ",
    "born 12/05/1980 ",
    "1 jan 1980 né ",
    "call 123456 ",
    "phone: 415 555 2671 ",
    "123-456 office ",
    "0171 1234567 ",
)

_NAMED = ("a.", "1 ", "4111 4111 ", "@", "one one one ", "(", "<")
_LIMIT_MS = 250.0

Find = Callable[[str], Iterable[tuple[str, int, int]]]

_OPENERS = ("hi there,", "hello,", "good morning, I hope you can help,", "thanks for getting back to me,", "ok so")
_PLAIN = (
    "I still have not heard anything about my refund and I would like to know when it will be done",
    "could you please change the delivery address to my office, I am not at home during the week",
    "the app keeps closing when I open the page with my last payments, what should I try next",
)
_DIGITS = (
    "I ordered {n} items on 12 May and only {m} arrived, the order number is {order}, please check",
    "my appointment is at {m}:30 on the 2{n}th, can we move it to the week after, room {m} is fine",
    "the parcel {order} was promised for Tuesday before {m} o'clock and it is {n} days late now",
    "I was charged {n}.99 twice on the 1{n}th, and the balance shows {m}{n}.50 less than it should",
)
_SENSITIVE = (
    "please use the card {card} for the renewal this time, it expires 0{n}/29, thank you very much",
    "you can reach me at jane.{m}@example.com any time after lunch, I will have the papers ready then",
    "call me back on +44 20 7946 09{m}{m} when the transfer to DE89370400440532013000 went through",
)


def messages(count: int) -> list[str]:
    """Chat messages of about 100 characters: 58 % with a digit, 10 % with card data or PII; always the same."""
    rnd = random.Random(_SEED)
    return [_message(rnd) for _ in range(count)]


def rows() -> list[Row]:
    """Messages per second, and on the development data recall by tier and false alarms."""
    texts = messages(_MESSAGES)
    ours, peer = _ours(), _stock()
    our_rate, peer_rate = _rate(ours, texts), _rate(peer, texts[:_PEER_MESSAGES])
    speed = Row(
        "find",
        "messages of ~100 characters a second, against stock Presidio",
        f"{our_rate:,.0f}/s ({1e6 / our_rate:.0f} us)",
        f"{peer_rate:,.0f}/s",
        our_rate / peer_rate,
        f">= {_GOAL:.0f}x",
    )
    return [speed, *_limits(ours), *_dev_rows(ours, peer)]


def _message(rnd: random.Random) -> str:
    draw = rnd.random()
    forms = _SENSITIVE if draw < 0.10 else _DIGITS if draw < 0.58 else _PLAIN
    payload = "4" + "".join(rnd.choices("0123456789", k=14))
    values = {
        "n": rnd.randrange(1, 9),
        "m": rnd.randrange(10, 21),
        "order": rnd.randrange(10**7, 10**8),
        "card": payload + luhn_check_digit(payload),
    }
    return f"{rnd.choice(_OPENERS)} {rnd.choice(forms).format(**values)}"


def _ours() -> Find:
    redactor = Redactor()
    return lambda text: [(f.entity, f.start, f.end) for f in redactor.find(text)]


def _stock() -> Find:
    """Presidio's default recognisers over a blank pipeline, without a network or a model download."""
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Blank(SpacyNlpEngine):
        def load(self) -> None:
            """A tokenizer only: nothing to fetch."""
            vars(self)["nlp"] = {"en": spacy.blank("en")}

    # Stock Presidio looks up domain suffixes in the network at the first address; the snapshot serves as well.
    vars(tldextract)["extract"] = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    engine = AnalyzerEngine(
        nlp_engine=Blank(models=[{"lang_code": "en", "model_name": "blank"}]), supported_languages=["en"]
    )
    return lambda text: [(r.entity_type, r.start, r.end) for r in engine.analyze(text, language="en")]


def _rate(find: Find, texts: list[str]) -> float:
    for text in texts[:50]:
        find(text)
    start = time.perf_counter()
    for text in texts:
        find(text)
    return len(texts) / (time.perf_counter() - start)


def _limits(find: Find) -> list[Row]:
    """Against the physical limit, and how time grows with the text."""
    plain = " ".join(text for text in messages(_MESSAGES) if _PASS.search(text) is None)
    bare, gate = (_best(action, plain) for action in (_PASS.search, find))
    slow = sorted(_best(find, text, 1) for text in _texts(2_000, 300))
    p99 = slow[len(slow) * 99 // 100] * 1e3
    small = statistics.mean(_best(find, text) for text in _texts(1_000, 40))
    large = statistics.mean(_best(find, text) / 100 for text in _texts(100_000, 4))
    hostile = {unit: _best(find, (unit * 100_000)[:100_000], 2) * 1e3 for unit in _HOSTILE}
    worst = max(hostile, key=hostile.__getitem__)
    named = max(hostile[unit] for unit in _NAMED)
    shares = {unit: hostile[unit] / max(_best(find, (unit * 12_500)[:12_500], 2) * 8e3, 1.0) for unit in _HOSTILE}
    steep = max(shares, key=shares.__getitem__)
    return [
        Row(
            "find-pass",
            f"{len(plain) // 1000} KB without a digit or cue, against one bare regex pass over it",
            f"{gate * 1e6:,.0f} us",
            f"{bare * 1e6:,.0f} us",
            gate / bare,
            "little more than 1x",
        ),
        Row("find-2kb", "p99 of messages of 2 KB", f"{p99:.1f} ms", "-", float("nan"), "<= 5 ms"),
        Row(
            "find-growth",
            "time per KB at 100 KB, against 1 KB",
            f"{large * 1e6:,.0f} us",
            f"{small * 1e6:,.0f} us",
            large / small,
            "flat",
        ),
        Row(
            "find-hostile",
            "100 KB of the slowest of a.a.a., 1 1 1, 4111 4111, @@@@, one one one, ((((, <<<<",
            f"{named:,.0f} ms",
            f"limit {_LIMIT_MS:.0f} ms",
            _LIMIT_MS / named,
            ">= 1x",
        ),
        Row(
            "find-hostile",
            f"100 KB of the slowest of {len(hostile)} hostile kinds ({worst!r})",
            f"{hostile[worst]:,.0f} ms",
            f"limit {_LIMIT_MS:.0f} ms",
            _LIMIT_MS / hostile[worst],
            ">= 1x",
        ),
        Row(
            "find-linear",
            f"time per KB at 100 KB against 12.5 KB, steepest of them ({steep!r})",
            f"{hostile[steep]:,.0f} ms",
            "-",
            shares[steep],
            "flat (quadratic: 8x)",
        ),
    ]


def _texts(length: int, count: int) -> Iterator[str]:
    """Realistic messages, one after another up to `length` characters."""
    pool = messages(_MESSAGES)
    rnd = random.Random(_SEED)
    for _ in range(count):
        out: list[str] = []
        size = 0
        while size < length:
            out.append(rnd.choice(pool))
            size += len(out[-1]) + 1
        yield "\n".join(out)[:length]


def _best(action: Callable[[str], object], text: str, rounds: int = 3) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action(text)
        times.append(time.perf_counter() - start)
    return min(times)


def _dev_rows(ours: Find, peer: Find) -> list[Row]:
    data = os.environ.get("GETTONE_DEV_DATA")
    if not data:
        return [Row("find-grid", "development data", "no data", "no data", float("nan"), "set GETTONE_DEV_DATA")]
    folder = Path(data)
    grid = _records(folder / "pan_grid_dev.jsonl")
    goals = {"A": "100 %", "B": ">= 97 %", "C": ""}
    out = []
    for tier, goal in goals.items():
        cases = [record for record in grid if record["tier"] == tier]
        hits, theirs = (sum(_hit(find, record["text"]) for record in cases) for find in (ours, peer))
        what = f"obfuscated cards found, tier {tier}"
        out.append(
            Row("find-grid", what, f"{hits}/{len(cases)}", f"{theirs}/{len(cases)}", hits / max(theirs, 1), goal)
        )
    innocent = [record["text"] for record in _records(folder / "hard_negatives_dev.jsonl")]
    false, theirs = (sum(_hit(find, text) for text in innocent) for find in (ours, peer))
    shares = (f"{false}/{len(innocent)}", f"{theirs}/{len(innocent)}")
    out.append(
        Row("find-innocent", "numbers wrongly taken for cards", *shares, max(theirs, 1) / max(false, 1), "<= 2 %")
    )
    with (folder / "banking77" / "train.csv").open(encoding="utf-8", newline="") as file:
        queries = [row[0] for row in csv.reader(file)][1:]
    touched = sum(_hit(ours, text) for text in queries)
    out.append(Row("find-chat", "bank chat queries touched", f"{touched}/{len(queries)}", "-", float("nan"), "0"))
    return out


def _records(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _hit(find: Find, text: str) -> bool:
    return any(entity in _CARD_ENTITIES for entity, _, _ in find(text))
