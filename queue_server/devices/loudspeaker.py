"""The office's voice: a call in words and as sound, out of the voice pack's clips."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from audio.announcement import announce
from audio.joining import Joiner
from audio.pack import VoicePack
from audio.speech import AudioError

log = logging.getLogger(__name__)

# Without a voice the number still flashes, about as long as it would take to say it.
SILENT_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class SpokenCall:
    """An announcement: its words, its length in seconds, and the key of its sound (None: there is no voice)."""

    text: str
    seconds: float
    key: str | None


class Loudspeaker:
    """Joins calls from one voice pack; without a usable pack the office has no voice, but its calls all the same."""

    def __init__(self, folder: Path, region: Literal["north", "south"]) -> None:
        self._region = region
        self._joiner = _joiner(folder)

    def say(self, kind: Literal["call", "recall"], code: str, counter: int, *, chime: bool = True) -> SpokenCall:
        """The announcement of a call, after the chime or without it; joined in memory, the same one only once."""
        utterance = announce(kind, language="vi", region=self._region, code=code, counter=counter)
        if self._joiner is None:
            return SpokenCall(utterance.text, SILENT_SECONDS, None)
        try:
            sound = self._joiner.join(utterance, chime=chime)
        except AudioError as error:
            log.error("the voice pack can't say %r: %s", utterance.text, error)
            return SpokenCall(utterance.text, SILENT_SECONDS, None)
        return SpokenCall(utterance.text, sound.seconds, sound.key)

    def mp3(self, key: str) -> bytes | None:
        """The sound of a recent announcement as browsers play it."""
        sound = None if self._joiner is None else self._joiner.get(key)
        return None if sound is None else sound.mp3

    def wav(self, key: str) -> bytes | None:
        """The same for a player that has no MP3."""
        sound = None if self._joiner is None else self._joiner.get(key)
        return None if sound is None else sound.wav


def _joiner(folder: Path) -> Joiner | None:
    try:
        return Joiner(VoicePack.load(folder))
    except AudioError as error:
        log.error("there is no voice: %s", error)
        return None
