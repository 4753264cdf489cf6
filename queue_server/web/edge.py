"""What every request passes: pure ASGI, since one BaseHTTPMiddleware costs more than all the rest together.

Host and origin, size and kind of the body, security headers, and errors turned into typed answers.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from queue_server.domain.errors import Invalid, NotAllowed, NotFound, QueueError
from queue_server.web.answers import internal, refuse

log = logging.getLogger(__name__)

# A command is a few hundred bytes; 64 KB leaves room for any text a person types.
LARGEST_BODY = 64 * 1024
# A logo of two megabytes, in base64.
LARGER_BODIES = {"/api/manager/ticket/logo": 2752 * 1024, "/api/manager/ticket/look": 2752 * 1024}

_CSP = (
    "default-src 'self'; img-src 'self' data:; media-src 'self' blob:; connect-src 'self' ws: wss:; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class BodyTooLarge(QueueError):
    """More than a screen ever sends."""

    status = 413


class NotJson(QueueError):
    """A command that is not JSON: a foreign form can't send one."""

    status = 415


class Edge:
    """Wraps the application. `allowed_hosts` empty: any host name (an office's LAN has no fixed one)."""

    def __init__(self, app: ASGIApp, allowed_hosts: Collection[str] = ()) -> None:
        self._app = app
        self._hosts = frozenset(allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send)
        try:
            self._check(scope)
            await self._app(scope, exchange.receive, exchange.send)
        except QueueError as error:
            await exchange.refuse(error)
        except ClientDisconnect:
            # A kiosk lost its network in the middle of a command: nobody is there to be answered.
            log.info("the client went away before its command was read")
        except Exception as error:
            if scope["type"] == "websocket" or exchange.is_started:
                raise
            await internal(error)(scope, receive, exchange.send)

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._hosts and _host_name(host) not in self._hosts:
            raise NotAllowed("wrong_host")
        origin = headers.get("origin")
        changes = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")
        if changes and origin is not None and origin.partition("://")[2] != host:
            raise NotAllowed("foreign_origin")
        if scope["type"] == "http" and scope["method"] == "POST":
            _check_body(headers, _largest_body(scope))


def _largest_body(scope: Scope) -> int:
    return LARGER_BODIES.get(scope["path"], LARGEST_BODY)


def _host_name(host: str) -> str | None:
    """The name in a Host header, without its port; None when there is none, or when it makes no sense."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


class _Exchange:
    """One request's receive and send: counts the body, adds the headers, and knows whether an answer has begun."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._size = 0
        self.is_started = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            most = _largest_body(self._scope)
            if self._size > most:
                raise BodyTooLarge("body_too_large", kilobytes=most // 1024)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.is_started = True
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            if self._scope["path"].startswith("/api/"):
                headers.setdefault("Cache-Control", "no-store")
        await self._send(message)

    async def refuse(self, error: QueueError) -> None:
        if self._scope["type"] == "websocket":
            # Before it was accepted: the server answers the handshake with 403.
            await self._send({"type": "websocket.close", "code": 4403, "reason": error.code})
            return
        if self.is_started:
            raise error
        await refuse(error)(self._scope, self._receive, self.send)


def _check_body(headers: Headers, most: int) -> None:
    if int(headers.get("content-length") or 0) > most:
        raise BodyTooLarge("body_too_large", kilobytes=most // 1024)
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise NotJson("not_json")


async def refuse_http(_request: Request, error: Exception) -> Response:
    """The framework's own refusals (no such address, wrong method), typed and in words like all others."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    return refuse(NotFound("no_such_page") if status == 404 else Invalid("wrong_method"), status)
