"""The demo: a running gateway, three keys, a chat, a mail, a call, two reveals, and the log of it all."""

import email
import email.policy
import secrets
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import numpy as np

from carddata import TOKEN_PATTERN
from dtmf import decode, synthesise
from gateway.auth.roles import ROLES
from gateway.demo import script
from gateway.demo.client import Caller, play
from gateway.runtime import Gateway
from vault import Access, Purpose

_RATE = 8000
_CALLERS = ("platform", "agent", "compliance")
Say = Callable[[str], object]


class Demo:
    """Tells the story through `say`, a line at a time. `gateway` runs in demo mode."""

    def __init__(self, gateway: Gateway, say: Say) -> None:
        self._gateway = gateway
        self._vault = gateway.services.vault
        self._tenant = gateway.services.config.tenant
        self._base = f"http://127.0.0.1:{gateway.port}"
        self._say = say

    async def run(self) -> None:
        """The whole story once."""
        keys = {role: await self._key(role) for role in _CALLERS}
        self._say(f"Gettone demo: gateway on {self._base}, PostgreSQL and keys in a folder of its own")
        self._title("keys, random, shown once")
        for role, key in keys.items():
            self._line(f"{role} key", key)
        async with AsyncExitStack() as stack:
            platform, agent, compliance = [
                await stack.enter_async_context(Caller(self._base, keys[role])) for role in _CALLERS
            ]
            token = await self._chat(platform)
            await self._mail(platform)
            await self._call(platform, agent)
            await self._reveal(agent, compliance, token)
            await self._log(compliance)
        self._title("try it")
        self._say(
            f"  curl -s {self._base}/v1/redact -H 'Authorization: Bearer {keys['platform']}' "
            "-H 'Content-Type: application/json' -d '{\"text\": \"my card is 4242 4242 4242 4242\"}'"
        )

    async def _chat(self, platform: Caller) -> str:
        self._title("1 a chat")
        token = ""
        for text in script.CHAT:
            answer = await platform.post("/v1/redact", {"text": text, "contact_id": "demo-chat"})
            self._line("customer sent", text)
            self._line("agent saw", answer.body["text"])
            for found in answer.body["findings"]:
                token = found["token"] or token
                await self._held(found["token"])
        return token

    async def _mail(self, platform: Caller) -> None:
        self._title("2 an e-mail")
        raw = script.mail()
        redacted = await platform.mail(raw, "demo-mail")
        for (place, before), (_, after) in zip(_parts(raw), _parts(redacted), strict=True):
            self._line(f"customer sent, {place}", before)
            self._line(f"agent saw, {place}", after)
        for token in sorted({t for _, text in _parts(redacted) for t in TOKEN_PATTERN.findall(text)}):
            await self._held(token)

    async def _call(self, platform: Caller, agent: Caller) -> None:
        self._title("3 a call with keypad tones")
        opened = (await agent.post("/v1/captures", {"contact_id": "demo-call"})).body
        quiet = np.random.default_rng(7).normal(0, 60, _RATE // 2).astype(np.int16)
        keyed = synthesise(script.KEYED_CARD, rate=_RATE, tone_ms=80, pause_ms=80)[0]
        async with (
            agent.socket(f"/v1/captures/{opened['id']}/events") as screen,
            platform.socket(f"/v1/media/pcm?capture={opened['id']}") as leg,
        ):
            audio = np.concatenate([quiet, keyed, quiet])
            heard = await play(leg, audio)
            seen = [await screen.receive_json(timeout=10)]
            while seen[-1]["stage"] not in ("done", "failed"):
                seen.append(await screen.receive_json(timeout=10))
        state = (await agent.get(f"/v1/captures/{opened['id']}")).body
        digits = len(decode(heard.reshape(1, -1), _RATE))
        self._line("customer keyed", script.KEYED_CARD)
        self._line(
            "agent heard",
            f"{len(audio) * 1000 // _RATE} ms of call, {state['masked_ms']} ms of it masked; "
            f"a decoder finds {digits} digits in it",
        )
        shown = max((s["display"] for s in seen), key=len)
        self._line("agent saw", f"{shown} then [{state['brand']} ••{state['last4']} {state['token']}]")
        await self._held(state["token"])

    async def _reveal(self, agent: Caller, compliance: Caller, token: str) -> None:
        self._title("4 who may see it")
        asked = {"purpose": Purpose.CHARGEBACK, "ticket": "DEMO-1"}
        refused = await agent.post(f"/v1/tokens/{token}/reveal", asked)
        self._line("agent asks", f"reveal {token}")
        self._line("answer", f"{refused.status} {refused.body['detail']}")
        given = await compliance.post(f"/v1/tokens/{token}/reveal", asked)
        self._line("compliance asks", f"reveal {token} for {asked['purpose']}, ticket {asked['ticket']}")
        self._line("answer", f"{given.status} {given.body['value']}   (demo only: outside it a person, never a key)")

    async def _log(self, compliance: Caller) -> None:
        self._title("5 the access log, oldest first")
        rows = (await compliance.post("/v1/access-log/search", {"limit": 100})).body["rows"]
        self._say("  seq  time          role        verb      outcome        purpose     token")
        for row in reversed(rows):
            self._say(
                f"  {row['seq']:>3}  {row['at'][11:23]}  {row['role']:<10}  {row['verb']:<14}  "
                f"{row['outcome']:<13}  {row['purpose'] or '-':<10}  {row['token'] or '-'}"
            )

    async def _held(self, token: str | None) -> None:
        if token is None:
            return
        access = self._access()
        record = await self._vault.metadata(access, token)
        sealed = await self._vault.sealed(access, token)
        name = f"{record.brand} ••{record.last4}" if record.last4 else record.cls
        self._line("vault holds", f"{token}: {name}, AES-256-GCM {sealed[:12].hex()}… ({len(sealed)} bytes)")

    async def _key(self, role: str) -> str:
        _, key = await self._vault.create_key(
            self._access(),
            role=role,
            scopes=sorted(ROLES[role]),
            networks=[],
            expires_at=datetime.now(UTC) + timedelta(days=1),
            name=f"demo {role}",
        )
        return str(key.expose())

    def _access(self) -> Access:
        return Access(
            tenant=self._tenant,
            actor="operator:demo",
            role="operator",
            request_id=f"demo_{secrets.token_hex(8)}",
            client="gettone demo",
        )

    def _title(self, text: str) -> None:
        self._say(f"\n{text}")

    def _line(self, label: str, text: str) -> None:
        self._say(f"  {label:<28} {text}")


def _parts(raw: bytes) -> list[tuple[str, str]]:
    message: Any = email.message_from_bytes(raw, policy=email.policy.default)
    texts = [p for p in message.walk() if isinstance(p, EmailMessage) and p.get_content_maintype() == "text"]
    return [
        ("subject", str(message["Subject"])),
        *((part.get_content_subtype(), " ".join(part.get_content().split())) for part in texts),
    ]
