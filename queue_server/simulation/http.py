"""A small HTTP client for the players: kept-alive connections, and every command resent until it is answered."""

from __future__ import annotations

import asyncio
import json
import secrets
import ssl
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

PATIENCE_S = 60.0
"""For so long (real seconds) a command is tried again while the server does not answer."""
_CONNECTIONS = 32
_PAUSE_S = 0.1
_ANSWER_S = 30.0


class ServerGone(Exception):
    """The server did not answer within PATIENCE_S."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said: status, JSON body, and the cookies it set as one header value."""

    status: int
    body: Any
    cookies: str = ""

    @property
    def refusal(self) -> str:
        """The code of a refusal, or an empty text."""
        if self.status < 400:
            return ""
        refusal = self.body.get("refusal", {}) if isinstance(self.body, dict) else {}
        return str(refusal.get("code", f"http_{self.status}"))


Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Http:
    """Requests to one server. A connection that breaks costs nothing: the same request goes out again."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._tls = parts.hostname or "127.0.0.1", parts.scheme == "https"
        self._port = parts.port or (443 if self._tls else 80)
        self._idle: list[Connection] = []
        self._turn = asyncio.Semaphore(_CONNECTIONS)

    async def get(self, path: str, **headers: str) -> Answer:
        return await self._insist("GET", path, b"", headers)

    async def post(self, path: str, body: dict[str, Any], **headers: str) -> Answer:
        """Send a command exactly once in effect, by its request_id. Raises ServerGone."""
        return await self._insist("POST", path, json.dumps(body).encode(), headers)

    def close(self) -> None:
        for _, writer in self._idle:
            writer.close()
        self._idle.clear()

    async def _insist(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        until = time.monotonic() + PATIENCE_S
        request = self._request(method, path, body, headers)
        while True:
            try:
                async with self._turn:
                    return await asyncio.wait_for(self._exchange(request), _ANSWER_S)
            except (OSError, EOFError, TimeoutError) as error:
                if time.monotonic() > until:
                    raise ServerGone(f"{self._host}:{self._port} does not answer: {error!r}") from error
            await asyncio.sleep(_PAUSE_S)

    def _request(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}:{self._port}"]
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body

    async def _exchange(self, request: bytes) -> Answer:
        reader, writer = self._idle.pop() if self._idle else await self._connect()
        kept = False
        try:
            writer.write(request)
            await writer.drain()
            answer, kept = await _read(reader)
        finally:
            if not kept:
                writer.close()
        self._idle.append((reader, writer))
        return answer

    async def _connect(self) -> Connection:
        context = ssl.create_default_context() if self._tls else None
        return await asyncio.open_connection(self._host, self._port, ssl=context)


async def _read(reader: asyncio.StreamReader) -> tuple[Answer, bool]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = [line.partition(":")[::2] for line in head[1:] if line]
    headers = {name.lower(): value.strip() for name, value in fields}
    content = await reader.readexactly(int(headers.get("content-length", "0")))
    cookies = "; ".join(value.strip().partition(";")[0] for name, value in fields if name.lower() == "set-cookie")
    answer = Answer(int(head[0].split()[1]), json.loads(content) if content else None, cookies)
    return answer, headers.get("connection", "").lower() != "close"


def new_request_id() -> str:
    """An id under which a command is carried out once, however often it is sent."""
    return secrets.token_hex(12)


class Unexpected(Exception):
    """The server refused what should have been possible; the text says what and why."""


class Staff:
    """A clerk or manager who signs in, and signs in again when the sign-in has run out."""

    def __init__(self, http: Http, role: str, name: str, password: str) -> None:
        self._http, self._role = http, role
        self._credentials = {"name": name, "password": password}
        self._cookie = ""
        self._lock = asyncio.Lock()

    async def get(self, path: str) -> Any:
        """The body of the answer. Raises Unexpected, ServerGone."""
        answer = await self._http.get(path, Cookie=self._cookie)
        if answer.status == 401:
            await self._sign_in(self._cookie)
            answer = await self._http.get(path, Cookie=self._cookie)
        return expected(answer, path).body

    async def verb(self, counter: int, verb: str, **wish: Any) -> Answer:
        """One verb at a counter, with one request id however often it is sent. Raises Unexpected, ServerGone."""
        path, body = f"/api/counters/{counter}/{verb}", {"request_id": new_request_id(), **wish}
        before = self._cookie
        answer = await self._http.post(path, body, Cookie=before)
        if answer.status == 401:
            await self._sign_in(before)
            answer = await self._http.post(path, body, Cookie=self._cookie)
        return answer

    async def _sign_in(self, old: str) -> None:
        async with self._lock:
            if self._cookie == old:
                path = f"/api/{self._role}/sign-in"
                self._cookie = expected(await self._http.post(path, self._credentials), path).cookies


class Citizen:
    """Takes a number at a kiosk, and may give it back by the ticket's phone page."""

    def __init__(self, http: Http, kiosk_token: str) -> None:
        self._http, self._kiosk_token = http, kiosk_token

    async def take(self, service: str, priority: str | None = None) -> dict[str, Any]:
        """The `taken` of the kiosk's answer. Raises Unexpected, ServerGone."""
        path, body = "/api/kiosk/tickets", {"service": service, "priority": priority, "request_id": new_request_id()}
        answer = await self._http.post(path, body, Authorization=f"Bearer {self._kiosk_token}")
        taken: dict[str, Any] = expected(answer, path).body["taken"]
        return taken

    async def give_up(self, taken: dict[str, Any]) -> Answer:
        return await self._http.post(f"/api{taken['phone_path']}/cancel", {"request_id": new_request_id()})


def expected(answer: Answer, what: str) -> Answer:
    """The answer, which is a 2xx. Raises Unexpected."""
    if answer.refusal:
        raise Unexpected(f"{what}: {answer.refusal}")
    return answer
