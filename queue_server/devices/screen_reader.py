"""The kiosk's screen read aloud, in the office's voice as far as it reaches: a browser without internet has none."""

from __future__ import annotations

import logging
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Final, Literal

from audio.announcement import TemplateError, Utterance, announce
from audio.engines.espeak import Engine
from audio.joining import Joiner
from audio.pack import VoicePack
from audio.speech import AudioError
from audio.spelling import LANGUAGES

log = logging.getLogger(__name__)

REMEMBERED: Final = 256
"""Sentences kept in memory, about 20 KB each: the same few are asked for all day."""

VOICES: Final = {("vi", "north"): "vi", ("vi", "south"): "vi-vn-x-south"}


class ScreenReader:
    """Speaks any text of a screen in words. The engine's process starts at the first text; safe to use from threads.

    `packs` gives the voice packs in force, by language. Where a pack is the offline engine's, its voice speaks all; a
    recorded, an online or a Piper voice speaks the lines that its clips can say, and the offline engine the others:
    what stands on the screen may be personal and is never sent to an online voice.
    """

    def __init__(self, region: Literal["north", "south"], packs: Callable[[], Mapping[str, VoicePack]] = dict) -> None:
        self._region = region
        self._packs = packs
        self._joiners: dict[str, Joiner] = {}
        self._engine = Engine()
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, str, str], bytes] = OrderedDict()

    def say(self, language: str, text: str) -> bytes | None:
        """The text as MP3; None where there is no voice for the language, or nothing in the text to be said."""
        if language not in LANGUAGES:
            return None
        pack = self._packs().get(language)
        wanted = (language, unicodedata.normalize("NFC", text), "" if pack is None else pack.key)
        # One sentence at a time: two kiosks that ask at once wait a moment, and the second gets the first one's.
        with self._lock:
            sound = self._known.get(wanted) or self._spoken(language, wanted[1], pack)
            if sound is not None:
                self._remember(wanted, sound)
        return sound

    def read_as(self, region: Literal["north", "south"]) -> None:
        """Read as this region does from now on."""
        with self._lock:
            if region != self._region:
                self._region = region
                self._known.clear()

    def close(self) -> None:
        """End the engine's process."""
        self._engine.close()

    def _remember(self, wanted: tuple[str, str, str], sound: bytes) -> None:
        self._known[wanted] = sound
        self._known.move_to_end(wanted)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def _spoken(self, language: str, text: str, pack: VoicePack | None) -> bytes | None:
        try:
            utterance = announce("free_text", language=language, region=self._region, text=text)
            if pack is not None and pack.manifest.engine != self._engine.name:
                joined = self._joined(utterance, pack)
                if joined is not None:
                    return joined
            return self._synthesised(utterance, pack)
        except (AudioError, TemplateError, ValueError) as error:
            log.warning("a text of %d letters could not be read aloud: %s", len(text), type(error).__name__)
            return None

    def _joined(self, utterance: Utterance, pack: VoicePack) -> bytes | None:
        """The line in the pack's own voice; None when it has not all the words."""
        if pack.key not in self._joiners:
            self._joiners = {pack.key: Joiner(pack)}
        joiner = self._joiners[pack.key]
        return None if joiner.lacks(utterance) else joiner.join(utterance, chime=False).mp3

    def _synthesised(self, utterance: Utterance, pack: VoicePack | None) -> bytes:
        from audio.mastering import LOUDNESS, master  # heavy, and most offices never need it

        is_its_own = pack is not None and pack.manifest.engine == self._engine.name
        usual = VOICES.get((utterance.language, self._region), utterance.language)
        voice = pack.manifest.voice if pack is not None and is_its_own else usual
        loudness = LOUDNESS if pack is None else pack.manifest.loudness
        return master(self._engine.synthesise(utterance.spoken, voice), loudness).data
