"""A hall's display without a browser: it keeps its line as shared_ui/socket.js does, by the same numbers."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from random import Random
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

SOCKET_JS = (Path(__file__).resolve().parents[2] / "shared_ui" / "socket.js").read_text("utf-8")


def number(pattern: str) -> float:
    """A length of time out of the screens' own rule, in seconds."""
    found = re.search(pattern, SOCKET_JS)
    assert found, pattern
    return int(found[1]) / 1000


FIRST_DELAY = number(r"FIRST_DELAY_MS = (\d+)")
LONGEST = number(r"HALL = \{ longest: (\d+)")
OPENING = number(r"HALL = .*opening: (\d+)")
SILENCE = number(r"HALL = .*silence: (\d+)")
MANY_FAILURES = number(r"MANY_FAILURES = (\d+)") * 1000
LONGER = number(r"LONGER = (\d+)") * 1000


class Said:
    """What loudspeakers said in the whole hall: the ids of the announcements, in order."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self._more = asyncio.Event()

    def add(self, announcement: str) -> None:
        self.ids.append(announcement)
        self._more.set()

    async def until(self, code: str) -> None:
        """Wait until a call of this number was said."""
        while not any(code in one for one in self.ids):
            self._more.clear()
            await self._more.wait()


class HallScreen:
    """`board` is the last one that it was shown; it adds to `said` what it is given the word for."""

    def __init__(self, address: str, zone: str, token: str, said: Said, chance: Random) -> None:
        self._said = said
        self._address = f"{address.replace('http', 'ws')}/ws/display/{zone}"
        self._hello = json.dumps({"type": "hello", "token": token, "sound": True})
        self._chance = chance
        self.board: dict[str, Any] = {}
        self._changed = asyncio.Event()

    async def run(self) -> None:
        """Keep the line for ever."""
        failures = 0
        while True:
            patience = LONGER if failures > MANY_FAILURES else 1
            opening = OPENING * self._chance.uniform(0.7, 1) * patience
            try:
                async with connect(self._address, open_timeout=opening, close_timeout=0.1, proxy=None) as socket:
                    await socket.send(self._hello)
                    while True:
                        frame = json.loads(
                            await asyncio.wait_for(socket.recv(), SILENCE * self._chance.uniform(0.7, 1))
                        )
                        failures = 0 if frame["type"] == "view" else failures
                        await self._hear(socket, frame)
            except TimeoutError:
                failures += 1  # it hung: that took its time already
            except (OSError, WebSocketException, EOFError):
                await asyncio.sleep(min(LONGEST, FIRST_DELAY * 2**failures) * self._chance.uniform(0.5, 1))
                failures += 1

    async def shows(self, codes: set[str]) -> float:
        """Wait until these are on the board; when that was, by the loop's clock."""
        while codes - {call["code"] for call in self.board.get("recent", ())}:
            self._changed.clear()
            await self._changed.wait()
        return asyncio.get_running_loop().time()

    async def _hear(self, socket: ClientConnection, frame: dict[str, Any]) -> None:
        match frame["type"]:
            case "beat":
                await socket.send('{"type": "alive"}')
            case "view":
                self.board = frame["view"]
                self._changed.set()
            case "announce" if frame["speak"]:
                await socket.send(json.dumps({"type": "ready", "id": frame["id"]}))
            case "speak":
                self._said.add(frame["id"])
                await socket.send(json.dumps({"type": "spoke", "id": frame["id"], "heard": True}))
