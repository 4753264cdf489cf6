"""Serving the application by uvicorn on a socket of our own."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request
from websockets.protocol import State

from queue_server.app import Deployment, create_app
from queue_server.web.line import WHOLE_FRAMES

# A screen that is being told something gets this long when the server stops; it comes back by itself.
GOODBYE_SECONDS = 2


def serve(deployment: Deployment, listener: socket.socket, on_ready: Callable[[], None]) -> None:
    """Serve until the process is told to stop; `on_ready` is called when requests are answered."""
    config = uvicorn.Config(
        create_app(deployment),
        loop="uvloop",
        http="httptools",
        ws=_Line,
        # Views are small and many: compressing each costs more than sending it.
        ws_per_message_deflate=False,
        # Every socket has a heartbeat of its own (live/heartbeat.py), which asks the page and not only its browser.
        ws_ping_interval=None,
        # What a screen sends is a hello of a few hundred bytes.
        ws_max_size=16 * 1024,
        # Addresses hold phone pages' tokens: they belong in no log.
        access_log=False,
        log_level="warning",
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=GOODBYE_SECONDS,
    )
    with suppress(
        KeyboardInterrupt
    ):  # uvicorn stops in order and then raises it again: for us it is the end of the day
        _Server(config, on_ready).run(sockets=[listener])


class _Line(WebSocketsSansIOProtocol):
    """uvicorn's socket, which also takes frames that were made once for all screens, past its own copies of them."""

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent:
            self.scope["extensions"][WHOLE_FRAMES] = self.write_whole  # type: ignore[assignment]

    def write_whole(self, frame: bytes) -> bool:
        """Write a whole frame; False when the line is full, not open yet, or closing."""
        is_ready = self.handshake_complete and self.writable.is_set() and self.conn.state is State.OPEN
        if not is_ready or self.close_sent or self.disconnected or self.transport.is_closing():
            return False
        self.transport.write(frame)
        return True


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            asyncio.get_running_loop().call_soon(self._on_ready)
