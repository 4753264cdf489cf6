"""An office's dossier system: it checks who asks, and answers as it is told to: well, late, nonsense, or not at all."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from types import TracebackType
from typing import Any, Literal, Self

SECRET = "khoa-thu"
Mood = Literal["well", "late", "nonsense", "endless", "refusing", "hanging up"]


class DossierSystemStandIn:
    """`async with DossierSystemStandIn() as system`: `system.known` are the dossiers, `system.asked` what was asked."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, Any]] = {}
        self.asked: list[dict[str, Any]] = []
        self.mood: Mood = "well"
        self.url = ""
        self._server: asyncio.Server | None = None
        self._over = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/tra-cuu"
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        await self.go()

    async def go(self) -> None:
        """Be down from now on."""
        self._over.set()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            headers = {
                name.lower(): value
                for name, _, value in (line.partition(": ") for line in head.split("\r\n")[1:] if line)
            }
            body = await reader.readexactly(int(headers["content-length"]))
            if self.mood == "hanging up":
                return
            if self.mood == "late":
                await self._over.wait()
                return
            writer.write(self._answer(headers, body))
            await writer.drain()
        finally:
            writer.close()

    def _answer(self, headers: dict[str, str], body: bytes) -> bytes:
        if self.mood == "refusing" or headers.get("webhook-signature") != _signature(headers, body):
            return _response(b"{}", "403 Forbidden")
        asked = json.loads(body)
        self.asked.append(asked)
        if self.mood == "nonsense":
            return _response(b"<html>Xin ch\xc3\xa0o</html>")
        if self.mood == "endless":
            return _response(b'{"state": "ready", "note": "' + b"x" * 100_000 + b'"}')
        return _response(json.dumps(self.known.get(asked["dossier"], {"state": "unknown"})).encode())


def _signature(headers: dict[str, str], body: bytes) -> str:
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return f"v1,{base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()}"


def _response(body: bytes, status: str = "200 OK") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return (head + "Connection: close\r\n\r\n").encode() + body
