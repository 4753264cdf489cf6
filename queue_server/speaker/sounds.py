"""Sounds by their address: fetched once, kept for as long as they may be said again, decoded without any other program.

An address is the hash of its content, so what was fetched never changes.
"""

from __future__ import annotations

import asyncio
import io
import logging
import urllib.request
from collections import OrderedDict

from audio.speech import Clip
from queue_server.protocol import Announce
from queue_server.speaker.address import Address, AddressWrong

log = logging.getLogger(__name__)

KEPT = 64
TIMEOUT = 10.0  # s for one answer
LARGEST = 20_000_000  # bytes: a minute of WAV is 3 MB


class SoundMissing(Exception):
    """An announcement whose sound can't be had, said for an administrator."""


class Sounds:
    """Fetches the sounds of one server."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._kept: OrderedDict[str, Clip] = OrderedDict()

    async def of(self, announce: Announce) -> Clip:
        """The sound of an announcement: its MP3, or its WAV where that can't be had or decoded. Raises SoundMissing."""
        problem = "the office has no voice"
        for path in (announce.sound, announce.sound_wav):
            if path is None:
                continue
            try:
                return await self._at(path)
            except SoundMissing as error:
                problem = f"{path}: {error}"
                log.warning("%s", problem)
        raise SoundMissing(problem)

    async def _at(self, path: str) -> Clip:
        if path in self._kept:
            self._kept.move_to_end(path)
            return self._kept[path]
        clip = self._kept[path] = await asyncio.to_thread(self._fetched, path)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return clip

    def _fetched(self, path: str) -> Clip:
        try:
            # The address is the server's that the administrator gave, http or https: `Address` sees to it.
            with urllib.request.urlopen(self._address.sound(path), timeout=TIMEOUT) as answer:  # noqa: S310
                data = answer.read(LARGEST)
        except (OSError, AddressWrong) as error:
            raise SoundMissing(str(error)) from error
        return decoded(data)


def decoded(data: bytes) -> Clip:
    """MP3 or WAV as samples, several channels as one. Raises SoundMissing."""
    import numpy as np
    import soundfile

    try:
        samples, rate = soundfile.read(io.BytesIO(data), dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, RuntimeError) as error:
        raise SoundMissing(f"{len(data)} bytes that are no sound") from error
    if len(samples) == 0:
        raise SoundMissing("a sound without samples")
    return Clip(np.ascontiguousarray(samples.mean(axis=1), dtype=np.float32), int(rate))
