"""The heartbeat, both ways: a screen that hears nothing connects again, one that answers nothing is let go.

A network that is cut says nothing to either side. The office's own screens are few and near, and must be right again
within two seconds of its return, so they are asked often. Phones are many, far and asleep: each is asked seldom.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import msgspec

from queue_server.live.hub import Hub, Screen
from queue_server.protocol import Beat

BEAT_SECONDS = 2.0
# Screens take turns within that time, so that a call never waits behind thousands of beats.
TURNS = 8
# A phone's radio wakes for every frame: one of its turns in so many is used.
PHONE_BEATS = 8
# Four beats of either. A page that is busy, or a phone in a lift, is not gone yet; and who was let go comes back.
SILENT_SECONDS = 8.0
PHONE_SILENT_SECONDS = 64.0
SILENT = 4408


def beat(hub: Hub, n: int, now: datetime, clock: float) -> None:
    """Ask every screen whose turn the n-th is, and close those from which nothing was heard for too long.

    `clock` is the monotonic clock's reading.
    """
    frame = msgspec.json.encode(Beat(now=now))
    for screen in hub.present():
        if clock - screen.heard_at > _patience(screen):
            screen.close(SILENT)
        elif (screen.number - n) % (TURNS * PHONE_BEATS if screen.key.kind == "phone" else TURNS) == 0:
            screen.beat(frame)


@asynccontextmanager
async def beating(hub: Hub, now: Callable[[], datetime]) -> AsyncIterator[None]:
    """Keep the hub's screens alive, and let go of the dead, while the context lasts."""
    task = asyncio.create_task(_beat_for_ever(hub, now))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _beat_for_ever(hub: Hub, now: Callable[[], datetime]) -> None:
    n = 0
    while True:
        await asyncio.sleep(BEAT_SECONDS / TURNS)
        beat(hub, n, now(), time.monotonic())
        n += 1


def _patience(screen: Screen) -> float:
    return PHONE_SILENT_SECONDS if screen.key.kind == "phone" else SILENT_SECONDS
