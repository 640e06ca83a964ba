"""`make bench`: every benchmark, or those named; one table at the end."""

import argparse
import importlib
import os
import sys

from benchmarks.table import Row, render

BENCHMARKS = ("find", "names", "detect", "tokenize", "redact_api", "documents", "decoder")

# Before a benchmark imports numpy: one core each, for us and for the peers.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"


def main() -> int:
    """Runs the benchmarks and prints the table."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("only", nargs="*", choices=(*BENCHMARKS, []), help="names to run; none: all")
    chosen = parser.parse_args().only or BENCHMARKS
    rows: list[Row] = []
    for name in chosen:
        print(f"running {name} …", file=sys.stderr, flush=True)
        rows += importlib.import_module(f"benchmarks.{name}").rows()
    print(render(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
