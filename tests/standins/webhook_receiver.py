"""A stand-in of another program that hears webhooks: it checks each signature, and may be out of order for a while."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any


class WebhookReceiver:
    """`heard` are the messages that were taken, decoded; `statuses` the next answers, 200 when there are none left."""

    def __init__(self) -> None:
        self.secret = ""
        self.address = ""
        self.statuses: list[int] = []
        self.refused = 0
        self.heard: list[dict[str, Any]] = []
        self._arrived = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[WebhookReceiver]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
        try:
            yield self
        finally:
            server.close()

    async def until(self, count: int) -> list[dict[str, Any]]:
        """The messages, once there are so many."""
        await self._until(lambda: len(self.heard) >= count)
        return self.heard

    async def until_heard(self, code: str) -> list[str]:
        """The codes in the order of their messages, once this one is among them."""
        await self._until(lambda: code in [message["code"] for message in self.heard])
        return [message["code"] for message in self.heard]

    async def until_refused(self) -> None:
        await self._until(lambda: self.refused > 0)

    async def _until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not is_so():
                self._arrived.clear()
                await self._arrived.wait()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        body = await reader.readexactly(int(headers["content-length"]))
        status = self._judge(headers, body)
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    def _judge(self, headers: dict[str, str], body: bytes) -> int:
        status = self.statuses.pop(0) if self.statuses else 200
        if not self._is_genuine(headers, body):
            status = 401
        if status != 200:
            self.refused += 1
            self._arrived.set()
            return status
        message = json.loads(body)
        assert headers["webhook-id"] == f"{message['office']}-{message['id']}"
        self.heard.append(message)
        self._arrived.set()
        return status

    def _is_genuine(self, headers: dict[str, str], body: bytes) -> bool:
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        expected = "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
        return hmac.compare_digest(expected, headers["webhook-signature"])
