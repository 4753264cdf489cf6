"""The loudspeaker's line to the server: its zone's announcements, and the words that are given to it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Callable

import msgspec

from queue_server import __version__
from queue_server.agents import line
from queue_server.protocol import Announce, ScreenHello, Sounding, Speak
from queue_server.speaker.address import Address

Refused = line.Refused


class Line:
    """Stays connected until it is cancelled; `sound` tells the server whether anything can be heard here."""

    def __init__(self, address: Address, token: str, *, pause: Callable[[float], float] | None = None) -> None:
        self._address, self._token = address, token
        self._line = line.Line(address.socket, address.server, self._hello, pause=pause)
        self.sound = True

    async def announcements(self) -> AsyncGenerator[Announce | Speak, None]:
        """Every announcement of the zone, and each word that is given to this loudspeaker, for ever. Raises Refused."""
        async with contextlib.aclosing(self._line.frames()) as frames:
            async for frame in frames:
                match frame.type:
                    case "announce":
                        yield msgspec.json.decode(frame.data, type=Announce)
                    case "speak":
                        yield msgspec.json.decode(frame.data, type=Speak)

    async def send(self, message: msgspec.Struct) -> None:
        """Tell the server something; lost when it is away, for it asks anew at every hello."""
        await self._line.send(message)

    async def set_sound(self, sound: bool) -> None:
        """Say whether anything can be heard here, when that has changed."""
        if self.sound != sound:
            self.sound = sound
            await self.send(Sounding(sound=sound))

    def _hello(self) -> ScreenHello:
        return ScreenHello(token=self._token, name=self._address.zone, sound=self.sound, version=__version__)
