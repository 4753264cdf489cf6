"""One zone's loudspeaker: announcements are spoken one at a time, in their order, each once.

The pace is that of the sounds themselves, so every display of the zone flashes the number that is being spoken. One
screen is asked to speak; it says that it is ready, is given the word, and says that it is heard. A screen that does
not answer has not been given the word, so another can be asked without the hall hearing anything twice. Once the
word is given it is never given again: a screen that dies in the middle of a sentence leaves that sentence unfinished.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol

import msgspec

from queue_server.domain.announcing import AnnouncementKind
from queue_server.live.hub import LONGEST_QUEUE, Hub, Reply, Screen, ScreenKey
from queue_server.protocol import Announce, Speak

log = logging.getLogger(__name__)

# Ids of spoken calls are kept to refuse a second time; a day of one zone has fewer.
REMEMBERED = 10_000
# After a restart screens come back one by one: the first of a zone may be one without sound.
SETTLE_SECONDS = 2.0
# A screen that lives answers in milliseconds. Together they are less than the 5 s in which another takes over.
READY_SECONDS = 2.0
HEARD_SECONDS = 2.5
# In a cut that nobody is told of, the screens that could speak don't answer; they come back some seconds after it ends.
# So long, since the last one failed, a call waits for one of them. Then the zone goes on without: a loudspeaker that is
# broken for good must not hold up what the displays flash.
COME_BACK_SECONDS = 30.0
# Where nobody speaks, a number flashes so long, not for as long as two languages would take.
FLASH_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something to be spoken. `id` is the same for ever; `made_at` tells when it is stale.

    `values` fill in the sentence: `code` and `counter` of a call, `minutes` until closing, `text` of free text.
    """

    id: str
    kind: AnnouncementKind
    made_at: datetime
    values: Mapping[str, str | int] = field(default_factory=dict)
    language: str = "vi"
    # Free text that the voice pack has no clips for may be spoken by the offline engine.
    by_engine: bool = False


class Sound(Protocol):
    """What a joined announcement is to the announcer: its words, its length in seconds, its name in the cache."""

    @property
    def text(self) -> str: ...

    @property
    def second_text(self) -> str | None: ...

    @property
    def seconds(self) -> float: ...

    @property
    def key(self) -> str | None: ...


class Voice(Protocol):
    """What the announcer asks of its surroundings."""

    async def sound_for(self, spoken: Spoken, *, chime: bool, briefly: bool) -> Sound:
        """The sound; `briefly`: others wait in the line, so it is said once and in the first language only."""

    async def begin(self, spoken: Spoken) -> bool:
        """Note in the store that it is being spoken; False when it was answered or spoken already."""

    async def is_due(self, spoken: Spoken) -> bool:
        """Whether one that was begun is still to be said: nobody has answered it meanwhile."""

    def volume(self, zone: str) -> int:
        """The zone's volume in per cent; 0 in its quiet hours."""

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: the pause after each announcement, and the age at which a call is no longer spoken."""

    gap: float = 0.6
    stale_after: float = 60.0


@dataclass(frozen=True, slots=True)
class Said:
    """What became of an announcement: the screen that said it, or why nobody did."""

    by: Screen | None
    problem: Literal["no_screen", "no_sound", "quiet", "no_clips", "not_said", "busy"] | None = None


class Announcer:
    """Speaks for one zone. `enqueue` never waits; `run` is a task that `Announcers` owns."""

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
        # Beyond its length the oldest goes: it would be stale before its turn.
        self._queue: deque[Spoken] = deque(maxlen=LONGEST_QUEUE)
        self._wake = asyncio.Event()
        self._known: OrderedDict[str, None] = OrderedDict()
        self._awaited: dict[str, asyncio.Future[Said]] = {}
        self._silent_since: datetime | None = None

    def enqueue(self, spoken: Spoken) -> None:
        """Put it at the end; one that was here before is left out."""
        if spoken.id in self._known:
            return
        self._known[spoken.id] = None
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        self._queue.append(spoken)
        self._wake.set()

    async def said(self, spoken: Spoken) -> Said:
        """Speak it in its turn; tell as soon as it is heard, or why it is not, at once when nobody could speak now."""
        if not self._hub.screens(self.key):
            return Said(None, "no_screen")
        if self._hub.speaker(self.key) is None:
            return Said(None, "no_sound")
        if self._voice.volume(self.key.name) == 0:
            return Said(None, "quiet")
        self._awaited[spoken.id] = asyncio.get_running_loop().create_future()
        self.enqueue(spoken)
        try:
            return await self._awaited[spoken.id]
        finally:
            del self._awaited[spoken.id]

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
            said = await self._speak_safely(spoken, chime=chime)
            chime = chime and said is None
            self._tell_who_asked(spoken, said or Said(None, "not_said"))

    def _tell_who_asked(self, spoken: Spoken, said: Said) -> None:
        awaited = self._awaited.get(spoken.id)
        if awaited is not None and not awaited.done():
            awaited.set_result(said)

    async def _attended(self) -> None:
        """Wait for a display: a call that nobody could see or hear would be marked as spoken, and lost."""
        if self._hub.screens(self.key):
            return
        await self._hub.attended(self.key)
        await self._pause(SETTLE_SECONDS)

    async def _speak_safely(self, spoken: Spoken, *, chime: bool) -> Said | None:
        try:
            return await self._speak(spoken, chime=chime)
        except Exception:
            # One call that can't be spoken must not silence the zone: the board shows it all the same.
            log.exception("announcement %s was not spoken", spoken.id)
            return None

    async def _speak(self, spoken: Spoken, *, chime: bool) -> Said | None:
        """What became of it; None when it was left out: stale, answered or said already."""
        if self._is_stale(spoken):
            log.info("announcement %s was too old to be spoken", spoken.id)
            return None
        if not await self._voice.begin(spoken):
            return None
        sound = await self._voice.sound_for(spoken, chime=chime, briefly=bool(self._queue))
        said = await self._say(spoken, sound)
        await self._pause(self._pace.gap)
        return said

    async def _say(self, spoken: Spoken, sound: Sound) -> Said:
        """Ask one screen after the other, until one says it or none is left."""
        volume = self._voice.volume(self.key.name)
        failed: set[Screen] = set()
        while True:
            speaker = self._hub.speaker(self.key, but=failed) if volume and sound.key else None
            seconds = min(sound.seconds, FLASH_SECONDS) if speaker is None else sound.seconds
            for screen in self._hub.screens(self.key):
                screen.send(_frame(spoken, sound, seconds, volume, speak=screen is speaker))
            if speaker is None:
                if volume and sound.key and await self._one_comes_back(spoken, failed):
                    continue
                await self._pause(seconds)
                return Said(None, "quiet" if not volume else "no_clips" if not sound.key else "no_sound")
            if await self._said_by(speaker, spoken, sound):
                self._silent_since = None
                # Without its word that it is heard, nobody knows.
                return Said(None, "not_said") if speaker.is_mute else Said(speaker)
            failed.add(speaker)

    async def _one_comes_back(self, spoken: Spoken, failed: set[Screen]) -> bool:
        """Wait for a display to be connected anew, if those that could speak did not answer; whether one may say it.

        False once it is too late for this call, it is answered, or somebody waits to be told what became of it.
        """
        joined = self._hub.next_join(self.key)
        present = self._hub.screens(self.key)
        # Whom its browser lets make no sound has answered: that is no cut.
        unanswering = [screen for screen in (*present, *failed) if screen.is_mute or screen not in present]
        if not unanswering or spoken.id in self._awaited:
            return False
        self._silent_since = self._silent_since or self._voice.now()
        until = min(
            self._silent_since + timedelta(seconds=COME_BACK_SECONDS),
            spoken.made_at + timedelta(seconds=self._pace.stale_after),
        )
        left = (until - self._voice.now()).total_seconds()
        return left > 0 and await self._within(joined, left) and await self._voice.is_due(spoken)

    async def _within(self, event: asyncio.Event, seconds: float) -> bool:
        """Wait for it, but not longer; whether it came."""
        waits = {asyncio.ensure_future(event.wait()), asyncio.ensure_future(self._pause(seconds))}
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()
        return event.is_set()

    def _is_stale(self, spoken: Spoken) -> bool:
        return self._voice.now() - spoken.made_at > timedelta(seconds=self._pace.stale_after)

    async def _said_by(self, speaker: Screen, spoken: Spoken, sound: Sound) -> bool:
        """Whether this screen said it. False only when it surely did not, so that another may."""
        answer = await self._reply(speaker, spoken.id, READY_SECONDS)
        if answer != "ready":
            speaker.is_mute = answer is None
            return False
        speaker.send(msgspec.json.encode(Speak(id=spoken.id)))
        answer = await self._reply(speaker, spoken.id, HEARD_SECONDS)
        if answer == "unheard":
            return False
        speaker.is_mute = answer is None
        if answer == "heard":
            self._tell_who_asked(spoken, Said(speaker))
        if answer != "gone":
            # When the screen goes, the rest of its sentence is lost, and the next call need not wait for it.
            await self._reply(speaker, spoken.id, sound.seconds)
        return True

    async def _reply(self, screen: Screen, announcement: str, seconds: float) -> str | None:
        """What the screen says of this announcement, or that it is gone; None when it says nothing in time."""
        timer = asyncio.ensure_future(self._pause(seconds))
        while True:
            getter = asyncio.ensure_future(screen.replies.get())
            try:
                await asyncio.wait({timer, getter}, return_when=asyncio.FIRST_COMPLETED)
                if not getter.done():
                    return None
                reply: Reply = getter.result()
                if reply.what == "gone" or reply.id == announcement:
                    timer.cancel()
                    return reply.what
            except asyncio.CancelledError:
                timer.cancel()
                raise
            finally:
                getter.cancel()


def _frame(spoken: Spoken, sound: Sound, seconds: float, volume: int, *, speak: bool) -> bytes:
    code, counter = spoken.values.get("code"), spoken.values.get("counter")
    return msgspec.json.encode(
        Announce(
            id=spoken.id,
            kind=spoken.kind,
            code=None if code is None else str(code),
            counter=None if counter is None else int(counter),
            text=sound.text,
            second_text=sound.second_text,
            seconds=seconds,
            speak=speak,
            volume=volume,
            sound=None if sound.key is None else f"/audio/{sound.key}.mp3",
            sound_wav=None if sound.key is None else f"/audio/{sound.key}.wav",
        )
    )
