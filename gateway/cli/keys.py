"""`gettone keys`: API keys for machines, and the root key's file."""

import argparse
import asyncio
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from gateway.cli.options import add_config_options


def add(subparsers: Any) -> None:
    """Registers the command."""
    parser = subparsers.add_parser("keys", help="API keys and the root key")
    actions = parser.add_subparsers(title="actions", required=True, metavar="ACTION", dest="action")

    create = actions.add_parser("create", help="make an API key; it is printed once")
    create.add_argument("--role", required=True, help="agent, supervisor, compliance, admin or platform")
    create.add_argument("--scope", action="append", default=[], help="may be repeated; none: all of the role")
    create.add_argument("--network", action="append", default=[], metavar="CIDR", help="may be repeated")
    create.add_argument("--days", type=int, default=365, help="days until it expires (365)")
    create.add_argument("--name", default="", help="what it is for")
    add_config_options(create)
    create.set_defaults(run=_create)

    listing = actions.add_parser("list", help="the keys, without their secrets")
    add_config_options(listing)
    listing.set_defaults(run=_list)

    revoke = actions.add_parser("revoke", help="end a key at once")
    revoke.add_argument("key_id", metavar="KEY_ID")
    add_config_options(revoke)
    revoke.set_defaults(run=_revoke)

    root = actions.add_parser("root", help="make a root key file for production (0600)")
    root.add_argument("file", type=Path, metavar="FILE")
    root.set_defaults(run=_root)


def _create(args: argparse.Namespace) -> int:
    from carddata import InputError
    from gateway.api.models import clean_label
    from gateway.auth.roles import checked_scopes
    from gateway.cli.operator import with_vault

    scopes = sorted(checked_scopes(args.role, args.scope))
    networks = _networks(args.network)
    if not 1 <= args.days <= 3650:
        raise InputError("--days: must be from 1 to 3650")
    try:
        name = clean_label(args.name[:128])
    except ValueError as error:
        raise InputError(f"--name: {error}") from None
    expires = datetime.now(UTC) + timedelta(days=args.days)

    async def work(vault: Any, access: Any) -> int:
        key_id, key = await vault.create_key(
            access, role=args.role, scopes=scopes, networks=networks, expires_at=expires, name=name
        )
        print(key.expose())
        print(
            f"key {key_id}, role {args.role}, until {expires:%Y-%m-%d}: it is not shown again",
            file=sys.stderr,
        )
        return 0

    return asyncio.run(with_vault(args, work))


def _list(args: argparse.Namespace) -> int:
    from gateway.cli.operator import with_vault

    async def work(vault: Any, access: Any) -> int:
        for key in await vault.list_keys(access):
            state = "revoked" if key.revoked_at else f"until {key.expires_at:%Y-%m-%d}" if key.expires_at else "open"
            print("\t".join((key.key_id, key.role, ",".join(sorted(key.scopes)), state, key.name)))
        return 0

    return asyncio.run(with_vault(args, work))


def _revoke(args: argparse.Namespace) -> int:
    from carddata import InputError
    from gateway.cli.operator import with_vault

    # It goes into the access log, so it must be nothing but a key's id.
    if not re.fullmatch(r"[a-z2-7]{16}", args.key_id):
        raise InputError("KEY_ID: 16 letters and digits, the middle part of a key; `gettone keys list` shows them")

    async def work(vault: Any, access: Any) -> int:
        return 0 if await vault.revoke_key(access, args.key_id) else 1

    return asyncio.run(with_vault(args, work))


def _root(args: argparse.Namespace) -> int:
    from vault import RootKey

    RootKey.create(args.file)
    print("made; keep a copy of it apart from the database, without it nothing opens", file=sys.stderr)
    return 0


def _networks(networks: list[str]) -> list[str]:
    import ipaddress

    from carddata import InputError

    try:
        return [str(ipaddress.ip_network(n)) for n in networks]
    except ValueError:
        raise InputError("--network: must be an address or a network like 10.0.0.0/8") from None
