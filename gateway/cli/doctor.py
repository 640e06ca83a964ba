"""`gettone doctor`: is this installation fit to serve?"""

import argparse
import asyncio
import json
import sys
from typing import Any

from gateway.cli.options import add_config_options


def add(subparsers: Any) -> None:
    """Registers the command."""
    parser = subparsers.add_parser("doctor", help="check configuration, database, keys, clock and model")
    add_config_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the effective configuration and each check; exit 1 when unfit to serve."""
    from gateway import log
    from gateway.checkup import examine
    from gateway.config import load

    config = load(args.config, data=args.data)
    log.configure("error")
    print(json.dumps(config.effective(), indent=2))
    fit = True
    for check in asyncio.run(examine(config)):
        print(f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {check.detail}")
        fit = fit and check.ok
    print("fit to serve" if fit else "not fit to serve", file=sys.stderr)
    return 0 if fit else 1
