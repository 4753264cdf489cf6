"""The kiosk's screen read aloud by the offline engine: without internet a browser has no voice of its own."""

from __future__ import annotations

import logging
import threading
import unicodedata
from collections import OrderedDict
from typing import Final, Literal

from audio.announcement import TemplateError, announce
from audio.engines.espeak import Engine
from audio.speech import AudioError
from audio.spelling import LANGUAGES

log = logging.getLogger(__name__)

REMEMBERED: Final = 256
"""Sentences kept in memory, about 20 KB each: the same few are asked for all day."""

VOICES: Final = {("vi", "north"): "vi", ("vi", "south"): "vi-vn-x-south"}


class ScreenReader:
    """Speaks any text of a screen in words. The engine's process starts at the first text; safe to use from threads."""

    def __init__(self, region: Literal["north", "south"]) -> None:
        self._region = region
        self._engine = Engine()
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    def say(self, language: str, text: str) -> bytes | None:
        """The text as MP3; None where there is no voice for the language, or nothing in the text to be said."""
        if language not in LANGUAGES:
            return None
        wanted = (language, unicodedata.normalize("NFC", text))
        # One sentence at a time: two kiosks that ask at once wait a moment, and the second gets the first one's.
        with self._lock:
            sound = self._known.get(wanted) or self._spoken(*wanted)
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

    def _remember(self, wanted: tuple[str, str], sound: bytes) -> None:
        self._known[wanted] = sound
        self._known.move_to_end(wanted)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def _spoken(self, language: str, text: str) -> bytes | None:
        from audio.mastering import master  # heavy, and most offices never need it

        try:
            words = announce("free_text", language=language, region=self._region, text=text).spoken
            return master(self._engine.synthesise(words, VOICES.get((language, self._region), language))).data
        except (AudioError, TemplateError, ValueError) as error:
            log.warning("a text of %d letters could not be read aloud: %s", len(text), type(error).__name__)
            return None
