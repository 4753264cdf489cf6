"""What else changes at once when the office's set-up does: every screen, the voices, the reader at the kiosk."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shlex
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

from msgspec import structs

from queue_server.announcing import voice_faults
from queue_server.devices.loudspeaker import Loudspeaker
from queue_server.devices.screen_reader import ScreenReader
from queue_server.domain.office import Office
from queue_server.live.updates import Updates
from queue_server.live.viewing import Viewing
from queue_server.protocol import VoiceFault
from queue_server.settings import Settings

log = logging.getLogger(__name__)

# The packs that are made by themselves, by language: with the engine that needs nothing.
DEFAULT_VOICES = {"vi": "espeak", "en": "espeak-en"}


@dataclass(slots=True)
class Follower:
    """Hears of each set-up that comes into force, on the event loop."""

    settings: Settings
    viewing: Viewing
    updates: Updates
    loudspeaker: Loudspeaker
    reader: ScreenReader
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    # Packs that could not be completed since the set-up changed last.
    _failed: set[str] = field(default_factory=set)

    def changed(self, office: Office) -> None:
        """Show it on every screen; voices that lack words by now are completed beside the work."""
        self.viewing.office = office
        self.reader.read_as(office.region)
        self._failed.clear()
        self._speak()
        self.updates.everything()
        self._wake.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep completing voices while the context lasts."""
        task = asyncio.create_task(self._complete())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def _speak(self) -> None:
        office = self.viewing.office
        self.loudspeaker.use(self.settings.voice_folders(office.announcements.languages))
        faults = voice_faults(self.loudspeaker, office, self.settings)
        self.viewing.voice_faults = [structs.replace(one, state=self._state(one)) for one in faults]

    def _state(self, fault: VoiceFault) -> Literal["lacking", "making", "failed"]:
        if fault.pack != DEFAULT_VOICES.get(fault.language):
            return "lacking"  # the administrator chose this voice, and makes its words
        return "failed" if fault.pack in self._failed else "making"

    async def _complete(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            own = [fault for fault in self.viewing.voice_faults if fault.state == "making"]
            for fault in own:
                await self._build(fault)
            if own:
                self._speak()
                self.updates.devices()

    async def _build(self, fault: VoiceFault) -> None:
        """Carry out the command that mends it, in a process of its own: a build takes seconds of a core."""
        command = ["-m", "queue_server", *shlex.split(fault.command)[1:], "--data", str(self.settings.data)]
        present = self.loudspeaker.packs.get(fault.language)
        if present is not None:  # the administrator may have chosen another of the engine's voices
            command += ["--voice", present.manifest.voice]
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
        )
        try:
            _, said = await process.communicate()
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
        if process.returncode:
            self._failed.add(fault.pack)
            log.error(
                "the voice %s could not be completed: %s", fault.pack, said.decode(errors="replace").strip()[-500:]
            )
