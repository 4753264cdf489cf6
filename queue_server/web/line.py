"""One socket's life, whoever is at its other end: let in or refused, told what there is to tell, and listened to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from functools import lru_cache
from typing import TypeVar

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from queue_server.domain.errors import Invalid, QueueError
from queue_server.live.hub import Screen
from queue_server.protocol import RefusedFrame
from queue_server.texts import refusal

M = TypeVar("M")
H = TypeVar("H")
A = TypeVar("A")

HELLO_SECONDS = 5.0
# A screen that reads nothing can't be told goodbye either.
GOODBYE_SECONDS = 1.0
REFUSED = 4403
NO_HELLO = 4408
BAD_MESSAGE = 1007
WHOLE_FRAMES = "xephang.whole_frames"
"""The extension of the ASGI scope by which our server takes frames that were made once for all screens."""
_encoder = msgspec.json.Encoder()


async def meet(socket: WebSocket, admission: Awaitable[A]) -> A | None:
    """What the one who came is let in as; None when it is refused, silent or gone: then the socket is closed."""
    try:
        return await admission
    except QueueError as error:
        with suppress(WebSocketDisconnect, RuntimeError):
            await send(socket, RefusedFrame(refusal(error)))
            await socket.close(REFUSED)
    except TimeoutError:
        with suppress(WebSocketDisconnect, RuntimeError):
            await socket.close(NO_HELLO)
    except WebSocketDisconnect:
        pass
    return None


async def hello(socket: WebSocket, decoder: msgspec.json.Decoder[M], kind: type[H]) -> H:
    """The first message. Raises Invalid `malformed`, TimeoutError, WebSocketDisconnect."""
    message = await asyncio.wait_for(receive(socket, decoder), HELLO_SECONDS)
    if not isinstance(message, kind):
        raise Invalid("malformed", where="")
    return message


async def receive(socket: WebSocket, decoder: msgspec.json.Decoder[M]) -> M:
    """The next message. Raises Invalid `malformed`, also for bytes, and WebSocketDisconnect."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message["code"])
    try:
        return decoder.decode(message.get("text") or "")
    except msgspec.DecodeError as error:
        raise Invalid("malformed", where="") from error


async def listen(
    socket: WebSocket, screen: Screen, decoder: msgspec.json.Decoder[M], heard: Callable[[M], Awaitable[None]]
) -> None:
    """Hand on what the other end says until it goes, or says what nobody understands."""
    with suppress(WebSocketDisconnect):
        while True:
            try:
                message = await receive(socket, decoder)
            except Invalid:
                await socket.close(BAD_MESSAGE)
                return
            screen.heard_at = time.monotonic()
            await heard(message)


async def keep(
    socket: WebSocket, screen: Screen, leave: Callable[[], None], *others: Coroutine[None, None, None]
) -> None:
    """Tell the screen what it is to be told, and do the rest, until one of it ends or the screen is to be closed.

    `leave` is called as soon as it is over, before the goodbye that a stuck screen may not take.
    """
    write = socket.scope.get("extensions", {}).get(WHOLE_FRAMES)
    screen.write_now = None if write is None else lambda frame: write(_whole(frame))
    tasks = [asyncio.create_task(one) for one in (*others, _tell(socket, screen))]
    try:
        await asyncio.wait([*tasks, screen.closing], return_when=asyncio.FIRST_COMPLETED)
    finally:
        leave()
        screen.write_now = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):  # the other side has closed already
            async with asyncio.timeout(GOODBYE_SECONDS):
                await socket.close(screen.closed_with or 1000)


async def send(socket: WebSocket, message: object) -> None:
    """Send a frame that is for this one alone."""
    await socket.send_text(_encoder.encode(message).decode())


async def _tell(socket: WebSocket, screen: Screen) -> None:
    with suppress(WebSocketDisconnect):
        while (frame := await screen.next_frame()) is not None:
            await socket.send_text(_text(frame))
            screen.is_writing = False


@lru_cache(maxsize=64)
def _text(frame: bytes) -> str:
    """The frame as text: decoded once for all the screens that get the same bytes."""
    text = frame.decode()
    # CPython keeps the UTF-8 of a text that was asked for through its C interface: uvicorn's `encode` of each screen
    # is then a copy (0.15 instead of 3.6 µs for a board of 6 KB).
    _encoder.encode(text)
    return text


@lru_cache(maxsize=64)
def _whole(payload: bytes) -> bytes:
    """A text as a whole frame (RFC 6455, 5.2). A server masks nothing, so it is the same for all."""
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    if size < 1 << 16:
        return b"\x81\x7e" + size.to_bytes(2) + payload
    return b"\x81\x7f" + size.to_bytes(8) + payload
