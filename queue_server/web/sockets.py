"""The one kind of socket: a screen says hello, is let in or refused, and then only listens."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from functools import lru_cache

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from queue_server.domain.errors import Invalid, QueueError
from queue_server.live.hub import Reply, Screen
from queue_server.protocol import FromScreen, Ready, RefusedFrame, ScreenHello, ServerHello, Sounding, Spoke
from queue_server.texts import refusal
from queue_server.web.admission import admit
from queue_server.web.context import Context, context_of

HELLO_SECONDS = 5.0
# A screen that reads nothing can't be told goodbye either.
GOODBYE_SECONDS = 1.0
REFUSED = 4403
NO_HELLO = 4408
BAD_MESSAGE = 1007
_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[FromScreen] = msgspec.json.Decoder(FromScreen)


async def screen_socket(socket: WebSocket) -> None:
    """WS /ws/{kind} and /ws/{kind}/{name}."""
    await socket.accept()
    context = context_of(socket)
    try:
        hello = await _hello(socket)
        screen, role = await admit(context, socket, hello)
    except QueueError as error:
        await refuse_socket(socket, error)
        return
    except TimeoutError:
        with suppress(WebSocketDisconnect, RuntimeError):
            await socket.close(NO_HELLO)
        return
    except WebSocketDisconnect:
        return
    await send(socket, ServerHello(version=context.pages.version, now=context.runner.clock.now()))
    if role is not None:
        await send(socket, role)
    await _serve(context, socket, screen)


async def _serve(context: Context, socket: WebSocket, screen: Screen) -> None:
    context.hub.join(screen)
    tasks = [
        asyncio.create_task(_listen(context, socket, screen)),
        asyncio.create_task(tell(socket, screen)),
        asyncio.create_task(screen.closed()),
    ]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        context.hub.leave(screen)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):  # the other side has closed already
            async with asyncio.timeout(GOODBYE_SECONDS):
                await socket.close(screen.closed_with or 1000)


async def _hello(socket: WebSocket) -> ScreenHello:
    hello = await asyncio.wait_for(_receive(socket), HELLO_SECONDS)
    if not isinstance(hello, ScreenHello):
        raise Invalid("malformed", where="")
    return hello


async def _receive(socket: WebSocket) -> FromScreen:
    """The screen's next message. Raises Invalid `malformed`, also for bytes, and WebSocketDisconnect."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message["code"])
    try:
        return _decoder.decode(message.get("text") or "")
    except msgspec.DecodeError as error:
        raise Invalid("malformed", where="") from error


async def _listen(context: Context, socket: WebSocket, screen: Screen) -> None:
    with suppress(WebSocketDisconnect):
        while True:
            try:
                message = await _receive(socket)
            except Invalid:
                await socket.close(BAD_MESSAGE)
                return
            screen.heard_at = time.monotonic()
            screen.is_mute = False
            match message:
                case Sounding():
                    screen.sound = message.sound
                    context.updates.devices()
                case Ready():
                    screen.reply(Reply("ready", message.id))
                case Spoke():
                    screen.reply(Reply("heard" if message.heard else "unheard", message.id))


async def tell(socket: WebSocket, screen: Screen) -> None:
    """Write a screen's frames until it goes or is closed."""
    with suppress(WebSocketDisconnect):
        while (frame := await screen.next_frame()) is not None:
            await socket.send_text(_text(frame))


@lru_cache(maxsize=64)
def _text(frame: bytes) -> str:
    """The frame as text: decoded once for all the screens that get the same bytes."""
    text = frame.decode()
    # CPython keeps the UTF-8 of a text that was asked for through its C interface: uvicorn's `encode` of each screen
    # is then a copy (0.15 instead of 3.6 µs for a board of 6 KB).
    _encoder.encode(text)
    return text


async def refuse_socket(socket: WebSocket, error: QueueError) -> None:
    """Say why it is not let in, and close."""
    with suppress(WebSocketDisconnect, RuntimeError):
        await send(socket, RefusedFrame(refusal(error)))
        await socket.close(REFUSED)


async def send(socket: WebSocket, message: object) -> None:
    """Send a frame that is for this one alone."""
    await socket.send_text(_encoder.encode(message).decode())
