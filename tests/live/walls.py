"""Displays for the tests of the announcer: each does with an announcement what a browser's page does, or fails to."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from queue_server.live.hub import Hub, Reply, Screen, ScreenKey

START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
ZONE = ScreenKey("display", "sanh")

Manner = Literal["speaks", "hangs", "hangs when it has the word", "held back", "dies when asked", "dies speaking"]


@dataclass
class Hall:
    """What was heard in the hall, by whom, in order."""

    hub: Hub
    heard: list[str] = field(default_factory=list)
    walls: list[Wall] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def wall(self, manner: Manner = "speaks", *, sound: bool = True, key: ScreenKey = ZONE) -> Wall:
        """Connect a display."""
        wall = Wall(self, Screen(key, f"màn hình {len(self.walls) + 1}", START, sound=sound), manner)
        self.walls.append(wall)
        self.hub.join(wall.screen)
        self._tasks.add(asyncio.create_task(wall.live()))
        return wall

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()


@dataclass
class Wall:
    """One display. `told` are the announcements that it flashed, `said` those that it spoke."""

    hall: Hall
    screen: Screen
    manner: Manner
    told: list[dict[str, Any]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    async def live(self) -> None:
        while (frame := await self.screen.next_frame()) is not None:
            self._hear(msgspec.json.decode(frame))

    def go(self) -> None:
        self.hall.hub.leave(self.screen)

    @property
    def codes(self) -> list[str]:
        return [frame["code"] for frame in self.told]

    def _hear(self, frame: dict[str, Any]) -> None:
        match frame["type"], self.manner:
            case "announce", manner:
                self.told.append(frame)
                if frame["speak"] and manner == "dies when asked":
                    self.go()
                elif frame["speak"] and manner != "hangs":
                    self.screen.reply(Reply("ready", frame["id"]))
            case "speak", "held back":
                self.screen.reply(Reply("unheard", frame["id"]))
            case "speak", ("speaks" | "dies speaking") as manner:
                self.said.append(frame["id"])
                self.hall.heard.append(frame["id"])
                self.screen.reply(Reply("heard", frame["id"]))
                if manner == "dies speaking":
                    self.go()


async def everybody_waits() -> None:
    """Let every task run until it waits for something that this test has yet to do."""
    for _ in range(20):
        await asyncio.sleep(0)
