"""`gettone demo`: everything on this machine, raw in and tokens out."""

import argparse
import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any


def add(subparsers: Any) -> None:
    """Registers the command."""
    parser = subparsers.add_parser("demo", help="a chat, an e-mail and a keypad call on a gateway of its own")
    parser.add_argument("--once", action="store_true", help="end after the story")
    parser.add_argument("--data", type=Path, metavar="DIR", help="keep the data there (else a temporary folder)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Tells the story; then serves until Ctrl-C, unless `--once`."""
    from gateway import log
    from gateway.config import for_demo
    from gateway.demo.run import Demo
    from gateway.runtime import demo_folder, running
    from gateway.signals import until_signal

    log.configure("error")

    def say(line: str) -> None:
        print(line, flush=True)

    async def demo() -> None:
        async with AsyncExitStack() as stack:
            stop = await stack.enter_async_context(until_signal())
            data = await stack.enter_async_context(demo_folder(args.data))
            gateway = await stack.enter_async_context(running(for_demo(data), demo=True))
            story = asyncio.create_task(Demo(gateway, say).run())
            interrupted = asyncio.create_task(stop.wait())
            await asyncio.wait({story, interrupted}, return_when=asyncio.FIRST_COMPLETED)
            if not story.done():
                story.cancel()
                return
            story.result()
            if not args.once:
                say("\nserving until Ctrl-C …")
                await stop.wait()

    asyncio.run(demo())
    return 0
