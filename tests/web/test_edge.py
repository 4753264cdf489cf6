"""The edge alone, around a small application: what it lets through, what it refuses, what it never tells."""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import Iterable
from typing import Any

import msgspec
import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message, Scope
from starlette.websockets import WebSocket

from queue_server.domain.errors import Conflict
from queue_server.protocol import CallThis, Command, Refused
from queue_server.web.answers import answer, read
from queue_server.web.edge import LARGEST_BODY, Edge, refuse_http

SECRET = "the clerk's note"
JSON = {"content-type": "application/json"}


async def echo(request: Request) -> Response:
    return answer({"request_id": (await read(request, Command)).request_id})


async def reason(request: Request) -> Response:
    return answer({"reason": (await read(request, CallThis)).reason})


async def conflict(_request: Request) -> Response:
    raise Conflict("counter_busy", counter=3, code="A012")


async def fault(_request: Request) -> Response:
    raise ValueError(SECRET)


async def listen(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


def application(allowed_hosts: Iterable[str] = ()) -> Starlette:
    routes = [
        Route("/api/echo", echo, methods=["POST"]),
        Route("/api/reason", reason, methods=["POST"]),
        Route("/api/conflict", conflict),
        Route("/api/fault", fault),
        Route("/page", lambda _request: Response("page")),
        WebSocketRoute("/ws/kiosk", listen),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: refuse_http})
    app.add_middleware(Edge, allowed_hosts=list(allowed_hosts))
    return app


class Answer:
    """What came back over ASGI."""

    def __init__(self, sent: list[Message]) -> None:
        self.sent = sent
        self.kind: str = sent[0]["type"] if sent else ""
        self.status: int = sent[0].get("status", 0) if sent else 0
        self.headers = {name.decode(): value.decode() for name, value in sent[0].get("headers", [])} if sent else {}
        self.body = b"".join(message.get("body", b"") for message in sent[1:])

    @property
    def refusal(self) -> Any:
        return msgspec.json.decode(self.body, type=Refused).refusal


class Gone:
    """In place of a part of the body: the client went away."""


async def ask(
    path: str,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    body: Iterable[bytes | Gone] = (),
    app: Starlette | None = None,
) -> Answer:
    """Send one request to the application, its body in these parts, or open a socket (method WS)."""
    sent: list[Message] = []
    parts = iter(body)
    all_headers = {"host": "quay.local", **(headers or {})}

    async def receive() -> Message:
        if method == "WS":
            return {"type": "websocket.connect"}
        part = next(parts, b"")
        if isinstance(part, Gone):
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": part, "more_body": part != b""}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "websocket" if method == "WS" else "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in all_headers.items()],
        "http_version": "1.1",
        "scheme": "http",
        "subprotocols": [],
        "state": {},
    }
    await (app or application())(scope, receive, send)
    return Answer(sent)


BODY = b'{"request_id": "abcdefgh"}'


async def test_a_command_passes_and_its_answer_is_kept_by_no_cache() -> None:
    told = await ask("/api/echo", "POST", JSON, [BODY])
    assert (told.status, told.body) == (200, b'{"request_id":"abcdefgh"}')
    assert told.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/page", "/api/conflict", "/api/fault", "/api/nothing"])
async def test_every_answer_carries_the_security_headers(path: str) -> None:
    told = await ask(path)
    assert "frame-ancestors 'none'" in told.headers["content-security-policy"]
    assert told.headers["x-content-type-options"] == "nosniff"
    assert told.headers["referrer-policy"] == "no-referrer"


async def test_a_refusal_is_typed_and_in_both_languages() -> None:
    told = await ask("/api/conflict")
    assert told.status == 409
    assert told.refusal.code == "counter_busy"
    assert set(told.refusal.text) == {"vi", "en"}
    assert "{" not in told.refusal.text["vi"]


async def test_an_error_of_ours_is_told_by_a_reference_that_the_log_explains(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told = await ask("/api/fault")
    assert (told.status, told.refusal.code) == (500, "internal")
    assert told.refusal.reference
    assert told.refusal.reference in caplog.text
    assert SECRET in caplog.text
    assert SECRET.encode() not in told.body


async def test_an_unknown_address_and_a_wrong_method_are_refused_in_words() -> None:
    assert (await ask("/api/nothing")).refusal.code == "no_such_page"
    wrong = await ask("/api/conflict", "DELETE")
    assert (wrong.status, wrong.refusal.code) == (405, "wrong_method")


async def test_a_body_that_grows_too_large_is_refused_without_being_kept() -> None:
    endless = itertools.repeat(b" " * 1024)
    told = await ask("/api/echo", "POST", JSON, endless)
    assert (told.status, told.refusal.code) == (413, "body_too_large")


async def test_the_largest_body_is_read() -> None:
    padded = BODY + b" " * (LARGEST_BODY - len(BODY))
    assert (await ask("/api/echo", "POST", JSON, [padded])).status == 200


async def test_a_length_beyond_the_limit_is_refused_before_anything_is_read() -> None:
    headers = {**JSON, "content-length": str(LARGEST_BODY + 1)}
    told = await ask("/api/echo", "POST", headers, [Gone()])
    assert (told.status, told.refusal.code) == (413, "body_too_large")


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_a_command_that_is_not_json_is_refused(kind: str) -> None:
    told = await ask("/api/echo", "POST", {"content-type": kind}, [BODY])
    assert (told.status, told.refusal.code) == (415, "not_json")


async def test_json_with_its_character_set_named_is_json() -> None:
    told = await ask("/api/echo", "POST", {"content-type": "Application/JSON; charset=utf-8"}, [BODY])
    assert told.status == 200


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://quay.local:81", "http://quay.local.evil.example", "http://[::1", ""],
)
@pytest.mark.parametrize("method", ["POST", "WS"])
async def test_a_page_of_another_site_sends_no_command_and_opens_no_socket(origin: str, method: str) -> None:
    path = "/api/echo" if method == "POST" else "/ws/kiosk"
    told = await ask(path, method, {**JSON, "origin": origin}, [BODY])
    if method == "POST":
        assert (told.status, told.refusal.code) == (403, "foreign_origin")
    else:
        assert [message["type"] for message in told.sent] == ["websocket.close"]


async def test_our_own_page_sends_commands_and_opens_sockets() -> None:
    assert (await ask("/api/echo", "POST", {**JSON, "origin": "http://quay.local"}, [BODY])).status == 200
    opened = await ask("/ws/kiosk", "WS", {"origin": "http://quay.local"})
    assert opened.sent[0]["type"] == "websocket.accept"


@pytest.mark.parametrize("host", ["evil.example", "quay.local.evil.example", "", "[::1", "quay.local:x@evil.example"])
async def test_a_host_name_that_was_not_allowed_is_refused(host: str) -> None:
    told = await ask("/page", headers={"host": host}, app=application(["quay.local"]))
    assert (told.status, told.refusal.code) == (403, "wrong_host")


@pytest.mark.parametrize("host", ["quay.local", "QUAY.local:8000", "quay.local:80"])
async def test_an_allowed_host_name_passes_with_any_port(host: str) -> None:
    assert (await ask("/page", headers={"host": host}, app=application(["quay.local"]))).status == 200


async def test_a_client_that_goes_away_in_the_middle_is_no_error_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        told = await ask("/api/echo", "POST", JSON, [b'{"request', Gone()])
    assert told.sent == []
    assert "internal error" not in caplog.text


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b'{"request_id": "<script>"}', "$.request_id"),
        (b'{"request_id": "abcdefgh", "<script>": 1}', ""),
        (b"{<script>", ""),
        (b"[" * 60_000, ""),
        (b'{"request_id": "abcdefgh\\ud800"}', ""),
        (b'{"request_id": "\xff"}', ""),
    ],
)
async def test_malformed_json_is_refused_by_its_place_and_never_by_what_was_sent(body: bytes, where: str) -> None:
    told = await ask("/api/echo", "POST", JSON, [body])
    assert (told.status, told.refusal.code) == (422, "malformed")
    assert told.refusal.details == {"where": where}
    assert b"<script>" not in told.body


@pytest.mark.parametrize("typed", ["Ng\u01b0\u01a1\u0300i gia\u0300", "Người già"])
@pytest.mark.parametrize("as_ascii", [True, False])
async def test_vietnamese_comes_in_composed_however_it_was_typed(typed: str, as_ascii: bool) -> None:
    body = json.dumps({"request_id": "abcdefgh", "ticket": "A001", "reason": typed}, ensure_ascii=as_ascii)
    told = await ask("/api/reason", "POST", JSON, [body.encode()])
    assert msgspec.json.decode(told.body) == {"reason": "Người già"}
