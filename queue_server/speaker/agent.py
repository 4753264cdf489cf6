"""The loudspeaker: says each announcement that the server gives it to say, one after the other, each once."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from audio.speech import Clip
from queue_server.protocol import Announce, Ready, Speak, Spoke
from queue_server.speaker.line import Line
from queue_server.speaker.memory import Memory
from queue_server.speaker.players import NoSound, Player
from queue_server.speaker.sounds import SoundMissing, Sounds

log = logging.getLogger(__name__)

# Seconds after which a sound card that failed is asked again; meanwhile another of the zone's screens speaks.
MENDING = 30.0


class Agent:
    """One loudspeaker. `run` it until it is told to stop."""

    def __init__(self, line: Line, sounds: Sounds, player: Player, memory: Memory, *, mending: float = MENDING) -> None:
        self._line, self._sounds, self._player, self._memory = line, sounds, player, memory
        self._mending = mending
        self._preparing: asyncio.Task[None] | None = None
        self._prepared: tuple[Announce, Clip] | None = None
        self._to_say: asyncio.Queue[tuple[Announce, Clip]] = asyncio.Queue()
        self._is_broken = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Speak until `stop`; what was begun is said to its end, since nobody else says it again. Raises Refused."""
        tasks = [asyncio.create_task(work) for work in (self._listen(), self._speak(), self._mend(), stop.wait())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()  # none but the last ends without an error
            tasks[2].cancel()
            await self._line.set_sound(False)  # from now on another speaks
            await self._give_back()
            await self._to_say.join()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self) -> None:
        async with contextlib.aclosing(self._line.announcements()) as announcements:
            async for frame in announcements:
                if isinstance(frame, Speak):
                    self._given(frame.id)
                else:
                    self._asked(frame)

    def _asked(self, announce: Announce) -> None:
        """Get ready for what this loudspeaker is chosen to say; what was asked before is another's by now."""
        self._prepared = None
        if self._preparing is not None:
            self._preparing.cancel()
        if announce.speak and self._memory.is_new(announce.id):
            self._preparing = asyncio.create_task(self._prepare(announce))

    async def _prepare(self, announce: Announce) -> None:
        # Fetched before it says that it is ready: once the word is given, the hall waits for nothing.
        try:
            clip = await self._sounds.of(announce)
        except SoundMissing as error:
            log.error("%s can't be said here: %s", announce.id, error)
            await self._line.send(Spoke(id=announce.id, heard=False))
            return
        self._prepared = announce, clip
        await self._line.send(Ready(id=announce.id))

    def _given(self, announcement: str) -> None:
        """The word is given: what this loudspeaker was asked to say is said."""
        prepared, self._prepared = self._prepared, None
        if prepared is not None and prepared[0].id == announcement:
            self._to_say.put_nowait(prepared)

    async def _give_back(self) -> None:
        """What it is ready for, but has not begun, is another's to say: the word may be under way already."""
        prepared, self._prepared = self._prepared, None
        if self._preparing is not None:
            self._preparing.cancel()
        if prepared is not None:
            await self._line.send(Spoke(id=prepared[0].id, heard=False))

    async def _speak(self) -> None:
        while True:
            announce, clip = await self._to_say.get()
            try:
                await self._say(announce, clip)
            finally:
                self._to_say.task_done()

    async def _say(self, announce: Announce, clip: Clip) -> None:
        self._memory.note(announce.id)
        try:
            await self._play(_at_volume(clip, announce.volume), announce.id)
        except NoSound as error:
            log.error("%s was not said: %s", announce.id, error)
            await self._line.set_sound(False)
            await self._line.send(Spoke(id=announce.id, heard=False))
            self._is_broken.set()
        else:
            log.info("said %s: %s", announce.id, announce.text)

    async def _play(self, clip: Clip, announcement: str) -> None:
        """Play to the end; the server is told as soon as it is heard. Raises NoSound."""
        loop, began = asyncio.get_running_loop(), asyncio.Event()
        playing = asyncio.create_task(
            asyncio.to_thread(self._player.play, clip, announcement, lambda: loop.call_soon_threadsafe(began.set))
        )
        hearing = asyncio.create_task(began.wait())
        await asyncio.wait((playing, hearing), return_when=asyncio.FIRST_COMPLETED)
        if began.is_set():
            await self._line.send(Spoke(id=announcement, heard=True))
        hearing.cancel()
        await playing

    async def _mend(self) -> None:
        while True:
            await self._is_broken.wait()
            await asyncio.sleep(self._mending)
            try:
                await asyncio.to_thread(self._player.check)
            except NoSound as error:
                log.warning("still silent: %s", error)
                continue
            self._is_broken.clear()
            await self._line.set_sound(True)
            log.info("the sound is back")


def _at_volume(clip: Clip, volume: int) -> Clip:
    return clip if volume == 100 else Clip(clip.samples * (volume / 100), clip.rate)
