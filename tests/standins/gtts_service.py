"""A stand-in of the service that gTTS speaks to, on loopback: right answers and all the wrong ones."""

from __future__ import annotations

import base64
import io
import json
import threading
import urllib.parse
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import soundfile


class GttsService:
    """Answers with a tone. `troubles` are used up first: a status, "html", "empty", "garbage", "unreadable", "short",
    "cut", "silent" or "later"; None for an answer.
    """

    def __init__(self) -> None:
        self.troubles: deque[int | str | None] = deque()
        self.heard: list[str] = []
        self.address = ""
        self.release = threading.Event()

    @contextmanager
    def running(self) -> Iterator[GttsService]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                service.heard.append(_text(body))
                service.answer(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's own name
                """Tests read `heard` instead."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield self
        finally:
            self.release.set()
            server.shutdown()
            server.server_close()
            thread.join()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        trouble = self.troubles.popleft() if self.troubles else None
        match trouble:
            case int():
                request.send_error(trouble)
            case "later":
                request.send_response(429)
                request.send_header("Retry-After", "37")
                request.send_header("Content-Length", "0")
                request.end_headers()
            case "html":
                _send(request, b"<html>Are you a robot?</html>")
            case "empty":
                _send(request, b"")
            case "garbage":
                _send(request, _wrapped(b"no sound at all" * 50))
            case "unreadable":
                _send(request, _speech().replace(b'[\\"', b'[\\"A'))
            case "short":
                _send(request, _wrapped(_tone()[:100]))
            case "cut":
                request.send_response(200)
                request.send_header("Content-Length", "100000")
                request.end_headers()
                request.wfile.write(b"x")
                request.close_connection = True
            case "silent":
                self.release.wait(5)
                request.close_connection = True
            case _:
                _send(request, _speech())


def _send(request: BaseHTTPRequestHandler, body: bytes) -> None:
    request.send_response(200)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def _text(body: str) -> str:
    rpc = json.loads(urllib.parse.parse_qs(body)["f.req"][0])
    found: str = json.loads(rpc[0][0][1])[0]
    return found


def _speech() -> bytes:
    return _wrapped(_tone())


def _tone() -> bytes:
    """A second of a tone as MP3."""
    rate = 24_000
    tone = (0.3 * np.sin(2 * np.pi * 220 * np.arange(rate) / rate)).astype(np.float32)
    buffer = io.BytesIO()
    soundfile.write(buffer, tone, rate, format="MP3")
    return buffer.getvalue()


def _wrapped(mp3: bytes) -> bytes:
    """As the service wraps what it has spoken."""
    encoded = base64.b64encode(mp3).decode()
    return json.dumps([["wrb.fr", "jQ1olc", f'["{encoded}"]']], separators=(",", ":")).encode() + b"\n"
