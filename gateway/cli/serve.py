"""`gettone serve`: the gateway, until Ctrl-C or SIGTERM."""

import argparse
import asyncio
from typing import Any

from gateway.cli.options import add_config_options


def add(subparsers: Any) -> None:
    """Registers the command."""
    parser = subparsers.add_parser("serve", help="run the gateway")
    add_config_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serves until a signal; exit 0."""
    from gateway import log
    from gateway.config import load
    from gateway.policies import kept_current
    from gateway.runtime import check_fit_to_serve, running
    from gateway.signals import until_signal

    config = load(args.config, data=args.data)
    check_fit_to_serve(config)
    log.configure(config.log.level)

    async def serve() -> None:
        async with until_signal() as stop, running(config) as gateway, kept_current(gateway.services):
            await stop.wait()

    asyncio.run(serve())
    return 0
