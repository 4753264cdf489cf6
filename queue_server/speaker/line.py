"""The loudspeaker's line to the server: it mends itself, as the screens' does (shared_ui/socket.js)."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncGenerator, AsyncIterator, Callable

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from queue_server import __version__
from queue_server.protocol import Alive, Announce, RefusedFrame, ScreenHello, ServerHello, Sounding, Speak
from queue_server.speaker.address import Address

log = logging.getLogger(__name__)

FIRST_DELAY = 0.25  # s
LONGEST_DELAY = 1.0
SILENCE = 7.0  # the server beats every 2 s
OPENING = 1.5
_encoder = msgspec.json.Encoder()


class Refused(Exception):
    """The server lets this loudspeaker not in, said in the server's own words."""


class _Kind(msgspec.Struct):
    """What a frame is. All else is read only of the kinds that a loudspeaker knows: a newer server may send others."""

    type: str


class Line:
    """Stays connected until it is cancelled; `sound` tells the server whether anything can be heard here."""

    def __init__(self, address: Address, token: str, *, pause: Callable[[float], float] | None = None) -> None:
        self._address, self._token = address, token
        self._pause = pause or _jittered
        self._socket: ClientConnection | None = None
        self._is_known_away = False
        self.sound = True

    async def announcements(self) -> AsyncGenerator[Announce | Speak, None]:
        """Every announcement of the zone, and each word that is given to this loudspeaker, for ever. Raises Refused."""
        failures = 0
        while True:
            try:
                async with connect(self._address.socket, open_timeout=OPENING, close_timeout=1) as socket:
                    async for announce in self._heard(socket):
                        failures = 0
                        if announce is not None:
                            yield announce
            except (OSError, WebSocketException, msgspec.MsgspecError) as error:
                self._away(error)
            finally:
                self._socket = None
            await asyncio.sleep(self._pause(min(LONGEST_DELAY, FIRST_DELAY * 2**failures)))
            failures = min(failures + 1, 10)

    async def send(self, message: msgspec.Struct) -> None:
        """Tell the server something; lost when it is away, for it asks anew at every hello."""
        if self._socket is None:
            return
        try:
            await self._socket.send(_encoder.encode(message).decode())
        except ConnectionClosed:
            log.debug("the server was away when it was to be told %s", message)

    async def set_sound(self, sound: bool) -> None:
        """Say whether anything can be heard here, when that has changed."""
        if self.sound != sound:
            self.sound = sound
            await self.send(Sounding(sound=sound))

    async def _heard(self, socket: ClientConnection) -> AsyncIterator[Announce | Speak | None]:
        """What comes over one connection; None for whatever shows that the line lives and needs no answer."""
        hello = ScreenHello(token=self._token, name=self._address.zone, sound=self.sound, version=__version__)
        await socket.send(_encoder.encode(hello).decode())
        while True:
            async with asyncio.timeout(SILENCE):
                data = await socket.recv()
            match msgspec.json.decode(data, type=_Kind).type:
                case "hello":
                    _compare(msgspec.json.decode(data, type=ServerHello).version)
                case "refused":
                    raise Refused(msgspec.json.decode(data, type=RefusedFrame).refusal.text["en"])
                case "announce":
                    yield msgspec.json.decode(data, type=Announce)
                case "speak":
                    yield msgspec.json.decode(data, type=Speak)
                case "beat":
                    await socket.send(_encoder.encode(Alive()).decode())
                    yield None
                case "view" if self._socket is None:
                    self._socket = socket
                    self._back()
                    yield None
                case _:
                    yield None

    def _away(self, error: Exception) -> None:
        if not self._is_known_away:
            log.warning(
                "the server %s is away, trying again and again: %s", self._address.server, str(error) or "silence"
            )
        self._is_known_away = True

    def _back(self) -> None:
        self._is_known_away = False
        log.info("connected to %s, zone %s", self._address.server, self._address.zone)


def _compare(server: str) -> None:
    # The server's version goes on with a hash of its screens' files, which this agent has none of.
    if server.partition("-")[0] != __version__:
        log.warning("the server is of version %s and this loudspeaker of %s: bring both to one", server, __version__)


def _jittered(seconds: float) -> float:
    # So that a server's restart is not met by all loudspeakers at once. No cryptography.
    return seconds * random.uniform(0.5, 1.0)  # noqa: S311
