"""`gettone serve`: the gateway, until Ctrl-C or SIGTERM."""

import argparse
import asyncio
from typing import Any


def add(subparsers: Any) -> None:
    """Registers the command."""
    parser = subparsers.add_parser("serve", help="run the gateway")
    parser.add_argument("--config", metavar="FILE", help="a TOML file (or GETTONE_CONFIG)")
    parser.add_argument("--data", metavar="DIR", help="the data folder (or GETTONE_DATA)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serves until a signal; exit 0."""
    from gateway import log
    from gateway.cli.options import config_of
    from gateway.runtime import check_fit_to_serve, running
    from gateway.signals import until_signal

    config = config_of(args)
    check_fit_to_serve(config)
    log.configure(config.log.level)

    async def serve() -> None:
        async with until_signal() as stop, running(config):
            await stop.wait()

    asyncio.run(serve())
    return 0
