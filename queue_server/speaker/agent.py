"""The loudspeaker: says each announcement that the server gives it to say, one after the other, each once."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from queue_server.protocol import Announce
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
        self._to_say: asyncio.Queue[Announce] = asyncio.Queue()
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
            await self._to_say.join()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self) -> None:
        async with contextlib.aclosing(self._line.announcements()) as announcements:
            async for announce in announcements:
                if announce.speak:
                    self._to_say.put_nowait(announce)

    async def _speak(self) -> None:
        while True:
            announce = await self._to_say.get()
            try:
                await self._say(announce)
            finally:
                self._to_say.task_done()

    async def _say(self, announce: Announce) -> None:
        if not self._memory.is_new(announce.id):
            log.info("%s was said here before", announce.id)
            return
        try:
            clip = await self._sounds.of(announce)
            self._memory.note(announce.id)
            await asyncio.to_thread(self._player.play, clip, announce.id)
        except SoundMissing as error:
            log.error("%s was not said: %s", announce.id, error)
        except NoSound as error:
            log.error("%s was not said: %s", announce.id, error)
            await self._line.set_sound(False)
            self._is_broken.set()
        else:
            log.info("said %s: %s", announce.id, announce.text)

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
