"""A stand-in of the server as a loudspeaker sees it: one zone's socket, and sounds by their address.

For what the real server never does, or only once in a while: the same announcement twice, a sound that is none.
"""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import numpy as np
import soundfile
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from queue_server import __version__

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC).isoformat()


def tone(kind: str, seconds: float = 0.2) -> bytes:
    """A tone as a file of that kind, "MP3" or "WAV"."""
    wave = (0.3 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * 24_000)) / 24_000)).astype(np.float32)
    buffer = io.BytesIO()
    soundfile.write(buffer, wave, 24_000, format=kind)
    return buffer.getvalue()


class ZoneServer:
    """`heard` is what loudspeakers have said, decoded; `asked` the sounds that were fetched."""

    def __init__(self) -> None:
        self.address = ""
        self.version = f"{__version__}-abc"
        self.sounds: dict[str, bytes] = {}
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.asked: list[str] = []
        self.gives_the_word = True
        self._connections: list[ServerConnection] = []

    @asynccontextmanager
    async def running(self, port: int = 0) -> AsyncIterator[ZoneServer]:
        async with serve(self._serve, "127.0.0.1", port, process_request=self._sound) as server:
            self.address = f"http://127.0.0.1:{_port(server)}"
            yield self

    async def next(self, kind: str) -> dict[str, Any]:
        """The next message of that kind that a loudspeaker sends."""
        async with asyncio.timeout(20):
            while (message := await self.heard.get())["type"] != kind:
                pass
        return message

    async def announce(self, number: int, *, speak: bool = True, **more: object) -> str:
        """Announce a call to every loudspeaker; its id."""
        name = f"20261124-A{number:03d}.1.1"
        frame = {
            "type": "announce", "id": name, "kind": "call", "volume": 100,
            "code": f"A{number:03d}", "counter": 1, "text": "Mời", "seconds": 0.2,
            "speak": speak, "sound": "/audio/one.mp3", "sound_wav": "/audio/one.wav",
        }  # fmt: skip
        for connection in self._connections:
            await connection.send(json.dumps({**frame, **more}))
        return name

    async def give_the_word(self, announcement: str) -> None:
        """Tell every loudspeaker to say what it was not asked for."""
        for connection in self._connections:
            await connection.send(json.dumps({"type": "speak", "id": announcement}))

    async def beat(self) -> None:
        """Ask every loudspeaker whether it lives."""
        for connection in self._connections:
            await connection.send(json.dumps({"type": "beat", "now": NOW}))

    async def drop(self) -> None:
        """Close every connection, as a restart does."""
        for connection in self._connections:
            await connection.close(1012)

    async def _serve(self, connection: ServerConnection) -> None:
        hello = json.loads(await connection.recv())
        await self.heard.put({**hello, "path": connection.request.path if connection.request else ""})
        await connection.send(json.dumps({"type": "hello", "version": self.version, "now": NOW}))
        await connection.send(json.dumps({"type": "view", "view": {"screen": "display", "something": "newer"}}))
        self._connections.append(connection)
        try:
            async for message in connection:
                said = json.loads(message)
                if said["type"] == "ready" and self.gives_the_word:
                    await connection.send(json.dumps({"type": "speak", "id": said["id"]}))
                await self.heard.put(said)
        finally:
            self._connections.remove(connection)

    def _sound(self, _connection: ServerConnection, request: Request) -> Response | None:
        if not request.path.startswith("/audio/"):
            return None
        self.asked.append(request.path)
        data = self.sounds.get(request.path)
        status = HTTPStatus.NOT_FOUND if data is None else HTTPStatus.OK
        headers = Headers({"Content-Length": str(len(data or b"")), "Connection": "close"})
        return Response(status.value, status.phrase, headers, data or b"")


def _port(server: Server) -> int:
    return int(next(iter(server.sockets)).getsockname()[1])
