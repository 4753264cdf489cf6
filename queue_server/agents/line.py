"""An agent's line to the server: it mends itself, as the screens' does (shared_ui/socket.js)."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import NamedTuple

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from queue_server import __version__
from queue_server.protocol import Alive, RefusedFrame, ServerHello

log = logging.getLogger(__name__)

FIRST_DELAY = 0.25  # s
LONGEST_DELAY = 0.7
SILENCE = 7.0  # the server beats every 2 s
OPENING = 1.2
_encoder = msgspec.json.Encoder()


class Refused(Exception):
    """The server lets this agent not in, said in the server's own words."""


class Frame(NamedTuple):
    """What came from the server: its kind, and the whole as JSON."""

    type: str
    data: str | bytes


class _Kind(msgspec.Struct):
    """What a frame is. All else is read only of the kinds that an agent knows: a newer server may send others."""

    type: str


class Line:
    """Stays connected until it is cancelled. `hello` makes the first message of each connection."""

    def __init__(
        self,
        socket_address: str,
        server: str,
        hello: Callable[[], msgspec.Struct],
        *,
        pause: Callable[[float], float] | None = None,
    ) -> None:
        self._address, self._server, self._hello = socket_address, server, hello
        self._pause = pause or _jittered
        self._socket: ClientConnection | None = None
        self._is_known_away = False

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """Every frame of every connection, "hello" first when the server has let us in, for ever. Raises Refused."""
        failures = 0
        while True:
            try:
                async with connect(self._address, open_timeout=OPENING, close_timeout=1) as socket:
                    async for frame in self._heard(socket):
                        failures = 0
                        yield frame
            except (OSError, WebSocketException, msgspec.MsgspecError) as error:
                self._away(error)
            finally:
                self._socket = None
            await asyncio.sleep(self._pause(min(LONGEST_DELAY, FIRST_DELAY * 2**failures)))
            failures = min(failures + 1, 10)

    async def send(self, message: msgspec.Struct) -> None:
        """Tell the server something; lost when it is away, so what matters is told anew at every hello."""
        if self._socket is None:
            return
        try:
            await self._socket.send(_encoder.encode(message).decode())
        except ConnectionClosed:
            log.debug("the server was away when it was to be told %s", type(message).__name__)

    async def _heard(self, socket: ClientConnection) -> AsyncIterator[Frame]:
        await socket.send(_encoder.encode(self._hello()).decode())
        while True:
            async with asyncio.timeout(SILENCE):
                data = await socket.recv()
            kind = msgspec.json.decode(data, type=_Kind).type
            match kind:
                case "hello":
                    _compare(msgspec.json.decode(data, type=ServerHello).version)
                    self._socket = socket
                    self._back()
                case "refused":
                    raise Refused(msgspec.json.decode(data, type=RefusedFrame).refusal.text["en"])
                case "beat":
                    await socket.send(_encoder.encode(Alive()).decode())
            yield Frame(kind, data)

    def _away(self, error: Exception) -> None:
        if not self._is_known_away:
            log.warning("the server %s is away, trying again and again: %s", self._server, str(error) or "silence")
        self._is_known_away = True

    def _back(self) -> None:
        self._is_known_away = False
        log.info("connected to %s", self._server)


def _compare(server: str) -> None:
    # The server's version goes on with a hash of its screens' files, which an agent has none of.
    if server.partition("-")[0] != __version__:
        log.warning("the server is of version %s and this agent of %s: bring both to one", server, __version__)


def _jittered(seconds: float) -> float:
    # So that a server's restart is not met by all agents at once. No cryptography.
    return seconds * random.uniform(0.5, 1.0)  # noqa: S311
