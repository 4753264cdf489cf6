"""The office's own dossier system, asked over HTTP whether a result is ready.

It may be slow, wrong or gone: a ticket never waits for it longer than two seconds, and never fails because of it.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import logging
import secrets
import time
from collections import OrderedDict
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from queue_server.domain.dossier import Dossier

if TYPE_CHECKING:
    import httpx2

log = logging.getLogger(__name__)

PATIENCE: Final = 2.0
"""Seconds: who stands at a kiosk waits no longer."""
REMEMBERED_SECONDS: Final = 60.0
REMEMBERED: Final = 200
LARGEST_ANSWER: Final = 16 * 1024


class NoAnswer(Exception):
    """The system did not say anything that makes sense."""


class Answer(msgspec.Struct, frozen=True):
    """What the system answers: `{"state": "ready"}`, or `{"state": "not_ready", "expected": "2026-12-01"}`."""

    state: Literal["ready", "not_ready", "unknown"]
    expected: date | None = None


class DossierSystem:
    """Asks `url`, if there is one. A code is in memory for a minute, and in no log."""

    def __init__(self, url: str, secret: str, office_id: str) -> None:
        self._url, self._secret, self._office_id = url, secret, office_id
        self._client: httpx2.AsyncClient | None = None
        self._known: OrderedDict[str, tuple[float, Dossier]] = OrderedDict()

    async def ask(self, code: str) -> Dossier:
        """The dossier as the system knows it; `unknown` without a system, or a sensible answer in two seconds."""
        if not self._url:
            return Dossier(code)
        asked_at, known = self._known.get(code, (0.0, None))
        if known is not None and time.monotonic() - asked_at < REMEMBERED_SECONDS:
            return known
        dossier = await self._asked(code)
        self._known[code] = (time.monotonic(), dossier)
        self._known.move_to_end(code)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return dossier

    async def close(self) -> None:
        """End the connections."""
        if self._client is not None:
            await self._client.aclose()

    async def _asked(self, code: str) -> Dossier:
        import httpx2  # an office without such a system need not load it

        try:
            async with asyncio.timeout(PATIENCE):
                answer = msgspec.json.decode(await self._post(code), type=Answer)
        except (
            TimeoutError,
            httpx2.HTTPError,
            httpx2.InvalidURL,
            msgspec.MsgspecError,
            UnicodeError,
            NoAnswer,
        ) as error:
            log.warning("the dossier system gave no answer: %s", type(error).__name__)
            return Dossier(code)
        return Dossier(code, answer.state, answer.expected)

    async def _post(self, code: str) -> bytes:
        import httpx2

        if self._client is None:
            self._client = httpx2.AsyncClient(timeout=PATIENCE)
        body = json.dumps({"office": self._office_id, "dossier": code}).encode()
        async with self._client.stream("POST", self._url, content=body, headers=self._headers(body)) as response:
            if response.status_code != httpx2.codes.OK:
                raise NoAnswer
            read = b""
            async for part in response.aiter_bytes():
                read += part
                if len(read) > LARGEST_ANSWER:
                    raise NoAnswer
            return read

    def _headers(self, body: bytes) -> dict[str, str]:
        """Who asks, and when: the form of Standard Webhooks, HMAC-SHA256 over `id.timestamp.body`, base64."""
        message, at = f"msg_{secrets.token_hex(8)}", str(int(time.time()))
        signed = hmac.new(self._secret.encode(), f"{message}.{at}.".encode() + body, hashlib.sha256).digest()
        return {
            "Content-Type": "application/json",
            "webhook-id": message,
            "webhook-timestamp": at,
            "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
        }
