"""Commands that work on the vault as the operator, who is whoever can read the key folder."""

import argparse
import getpass
import os
import secrets
import sys
from collections.abc import Awaitable, Callable

from gateway import log
from gateway.config import load
from gateway.runtime import open_store
from vault import Access, Vault


async def with_vault(args: argparse.Namespace, work: Callable[[Vault, Access], Awaitable[int]]) -> int:
    """Runs `work` on the vault that the options name; the access log shows it as the operator's."""
    config = load(args.config, data=args.data)
    log.configure("warning")
    async with open_store(config, writer=f"cli-{os.getpid()}", notice=_say) as store:
        access = Access(
            tenant=config.tenant,
            actor=f"operator:{getpass.getuser()}",
            role="operator",
            request_id=f"cli_{secrets.token_hex(8)}",
            client="gettone",
        )
        return await work(store.vault, access)


def _say(message: str) -> None:
    print(f"gettone: {message}", file=sys.stderr)
