"""One zone's loudspeaker: calls are spoken one at a time, in call order, each once.

The pace is that of the sounds themselves, so every display of the zone flashes the number that is being spoken. One
display is chosen to speak; when it goes, another is chosen for the next call.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

import msgspec

from queue_server.live.hub import LONGEST_QUEUE, Hub, Screen, ScreenKey
from queue_server.protocol import Announce

log = logging.getLogger(__name__)

# Ids of spoken calls are kept to refuse a second time; a day of one zone has fewer.
REMEMBERED = 10_000
# After a restart screens come back one by one: the first of a zone may be one without sound.
SETTLE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """A call to be spoken. `id` is the same for ever; `called_at` tells when it is stale."""

    id: str
    code: str
    counter: int
    kind: Literal["call", "recall"]
    called_at: datetime


class Sound(Protocol):
    """What a joined announcement is to the announcer: its words, its length in seconds, its name in the cache."""

    @property
    def text(self) -> str: ...

    @property
    def seconds(self) -> float: ...

    @property
    def key(self) -> str | None: ...


class Voice(Protocol):
    """What the announcer asks of its surroundings."""

    async def sound_for(self, spoken: Spoken, *, chime: bool) -> Sound: ...

    async def begin(self, spoken: Spoken) -> bool:
        """Note in the store that it is being spoken; False when it was answered or spoken already."""

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: the pause after each announcement, and the age at which a call is no longer spoken."""

    gap: float = 0.6
    stale_after: float = 60.0


class Announcer:
    """Speaks for one zone. `enqueue` never waits; `run` is a task that the composition root owns."""

    def __init__(
        self,
        zone: str,
        hub: Hub,
        voice: Voice,
        pace: Pace,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.key = ScreenKey("display", zone)
        self._hub, self._voice, self._pace, self._pause = hub, voice, pace, pause
        # Beyond its length the oldest call goes: it would be stale before its turn.
        self._queue: deque[Spoken] = deque(maxlen=LONGEST_QUEUE)
        self._wake = asyncio.Event()
        self._known: OrderedDict[str, None] = OrderedDict()

    def enqueue(self, spoken: Spoken) -> None:
        """Put a call at the end; a call that was here before is left out."""
        if spoken.id in self._known:
            return
        self._known[spoken.id] = None
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        self._queue.append(spoken)
        self._wake.set()

    def sounding(self) -> Screen | None:
        """The display that speaks: the longest connected one whose browser lets it."""
        return next((screen for screen in self._hub.screens(self.key) if screen.sound), None)

    async def run(self) -> None:
        """Speak for ever, one after the other."""
        # The chime wakes the hall. A call right after another needs none: ten calls at once are said within a minute.
        chime = True
        while True:
            while not self._queue:
                self._wake.clear()
                await self._wake.wait()
                chime = True
            await self._attended()
            spoken = self._queue.popleft()
            try:
                if await self._speak(spoken, chime=chime):
                    chime = False
            except Exception:
                # One call that can't be spoken must not silence the zone: the board shows it all the same.
                log.exception("announcement %s was not spoken", spoken.id)

    async def _attended(self) -> None:
        """Wait for a display: a call that nobody could see or hear would be marked as spoken, and lost."""
        if self._hub.screens(self.key):
            return
        await self._hub.attended(self.key)
        await self._pause(SETTLE_SECONDS)

    async def _speak(self, spoken: Spoken, *, chime: bool) -> bool:
        if self._voice.now() - spoken.called_at > timedelta(seconds=self._pace.stale_after):
            log.info("announcement %s was too old to be spoken", spoken.id)
            return False
        if not await self._voice.begin(spoken):
            return False
        sound = await self._voice.sound_for(spoken, chime=chime)
        if not self._tell(spoken, sound):
            return False
        await self._pause(sound.seconds + self._pace.gap)
        return True

    def _tell(self, spoken: Spoken, sound: Sound) -> bool:
        screens, speaker = self._hub.screens(self.key), self.sounding()
        for screen in screens:
            screen.send(_frame(spoken, sound, speak=screen is speaker))
        return bool(screens)


def _frame(spoken: Spoken, sound: Sound, *, speak: bool) -> bytes:
    return msgspec.json.encode(
        Announce(
            id=spoken.id,
            code=spoken.code,
            counter=spoken.counter,
            text=sound.text,
            seconds=sound.seconds,
            speak=speak,
            sound=None if sound.key is None else f"/audio/{sound.key}.mp3",
            sound_wav=None if sound.key is None else f"/audio/{sound.key}.wav",
        )
    )


@contextlib.asynccontextmanager
async def speaking(announcers: list[Announcer]) -> AsyncIterator[None]:
    """Run the announcers while the context lasts."""
    tasks = [asyncio.create_task(announcer.run()) for announcer in announcers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
