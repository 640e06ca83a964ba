"""`gettone detect` on one line, as a shell loop runs it, beside an interpreter that only starts."""

import statistics
import subprocess
import sys
import time

from benchmarks.table import Row

_RUNS = 7
_DETECT = "import sys; from gateway.cli import main; sys.exit(main(['detect']))"
_LIMIT_SECONDS = 1.0


def rows() -> list[Row]:
    """Seconds from start to end, against the limit of the contract."""
    ours, bare = _seconds(_DETECT), _seconds("pass")
    return [
        Row(
            "detect",
            f"gettone detect, one line, start to end (a bare interpreter takes {bare:.2f} s)",
            f"{ours:.2f} s",
            f"limit {_LIMIT_SECONDS:.0f} s",
            _LIMIT_SECONDS / ours,
            ">= 1x",
        )
    ]


def _seconds(code: str) -> float:
    times = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        text = b"my card is 4111 1111 1111 1111\n"
        subprocess.run([sys.executable, "-c", code], input=text, capture_output=True, check=True)
        times.append(time.perf_counter() - began)
    return statistics.median(times)
