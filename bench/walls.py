"""Thousands of wall displays in one process: as little work per frame as can be, so that the server is measured."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import time
from dataclasses import dataclass, field
from functools import partial
from typing import cast

TEXT, PING, PONG = 1, 9, 10
BEAT = b'{"type":"beat"'
PATIENCE = 120
AT_ONCE = 100  # connections that are being opened


@dataclass(slots=True)
class Watch:
    """Waits until `left` walls have got a frame that holds `needle`."""

    needle: bytes
    left: int
    done: asyncio.Event = field(default_factory=asyncio.Event)
    at: float = 0.0

    async def until_done(self) -> None:
        """Raises TimeoutError when a wall is left behind for ever."""
        async with asyncio.timeout(PATIENCE):
            await self.done.wait()

    def arrived(self) -> None:
        self.left -= 1
        if self.left == 0:
            self.at = time.perf_counter()
            self.done.set()


class Wall(asyncio.Protocol):
    """One display: says hello, answers pings and beats, and tells the watch of the moment when its needle came."""

    watch: Watch  # of all walls; a new one for each measurement
    largest = 0  # bytes of the longest frame that any wall got: the board's

    def __init__(self, path: str, hello: bytes) -> None:
        self._path, self._hello = path, hello
        self._buffer = bytearray()
        self._is_open = False
        self._seen: Watch | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's own is no subclass of it
        request = (
            f"GET {self._path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        self.transport.write(request.encode())

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._is_open:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            assert b" 101 " in head, bytes(head)
            self._is_open, self._buffer = True, rest
            self.transport.write(frame(TEXT, self._hello))
        while self._take_frame():
            pass

    def _take_frame(self) -> bool:
        buffer = self._buffer
        if len(buffer) < 2:
            return False
        size, start = buffer[1], 2
        if size >= 126:
            start = 4 if size == 126 else 10
            if len(buffer) < start:
                return False
            size = int.from_bytes(buffer[2:start])
        if len(buffer) < start + size:
            return False
        Wall.largest = max(Wall.largest, size)
        payload = bytes(buffer[start : start + size])
        opcode = buffer[0] & 15
        del buffer[: start + size]
        self._heard(opcode, payload)
        return True

    def _heard(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            self.transport.write(frame(PONG, payload))
        elif opcode == TEXT and payload.startswith(BEAT):
            self.transport.write(frame(TEXT, b'{"type":"alive"}'))
        elif opcode == TEXT and self._seen is not Wall.watch and Wall.watch.needle in payload:
            self._seen = Wall.watch
            Wall.watch.arrived()

    def read_no_more(self) -> None:
        """Be a frozen display, with as small a buffer in the kernel as it gives."""
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        self.transport.pause_reading()


def frame(opcode: int, payload: bytes) -> bytes:
    """A client's frame of up to 64 KB, under a mask of zeros."""
    return struct.pack(">BBH4x", 0x80 | opcode, 0x80 | 126, len(payload)) + payload


async def hang_up(walls: list[Wall]) -> None:
    """Close them all."""
    for wall in walls:
        wall.transport.abort()
    await asyncio.sleep(0)


async def put_up(count: int, port: int, path: str, token: str, first: bytes) -> list[Wall]:
    """Connect so many displays, and wait until each has got a frame that holds `first`."""
    return await put_up_each(port, path, [token] * count, first)


async def put_up_each(port: int, path: str, tokens: list[str], first: bytes) -> list[Wall]:
    """The same, each with a token of its own: phones."""
    loop = asyncio.get_running_loop()
    hellos = [json.dumps({"type": "hello", "token": token}).encode() for token in tokens]
    Wall.watch = watch = Watch(first, len(tokens))
    walls: list[Wall] = []
    while len(walls) < len(hellos):
        some = hellos[len(walls) : len(walls) + AT_ONCE]
        opened = await asyncio.gather(
            *(loop.create_connection(partial(Wall, path, hello), "127.0.0.1", port) for hello in some)
        )
        walls += [wall for _, wall in opened]
    await watch.until_done()
    return walls
