"""The online voice that gTTS speaks to. Used ahead of time only, to build a pack; given numbers and fixed phrases only.

The service fails in many ways: no network, refusal, rate limit, silence, an HTML page with status 200. What may pass is
tried again with back-off; a build that gives up goes on later where it stopped, since `audio.building` keeps each clip.
"""

import io
import logging
import random
import time
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import soundfile

from audio.speech import Clip, EngineError, EngineUnavailable, Voice

log = logging.getLogger(__name__)

VOICES: Final = (Voice("vi", "vi", "Vietnamese"), Voice("en", "en", "English"))
ATTEMPTS: Final = 5
FIRST_DELAY: Final = 1.0
"""Seconds before the second attempt; it doubles each time, with up to half of it more by chance."""

LONGEST_WANTED: Final = 120.0
"""Seconds that are waited at most when the service itself says how long to stay away (Retry-After)."""

TIMEOUT: Final = 10.0
"""Seconds for one answer: gTTS itself would wait for ever."""

# Statuses after which another attempt may succeed: rate limit, and the service's own troubles.
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})


class Engine:
    """The service behind gTTS. `pause` waits so many seconds between attempts."""

    name: Final = "gtts"
    online: Final = True

    def __init__(self, *, timeout: float = TIMEOUT, pause: Callable[[float], None] = time.sleep) -> None:
        self._timeout, self._pause = timeout, pause

    def voices(self) -> tuple[Voice, ...]:
        """One voice a language."""
        return VOICES

    def synthesise(self, text: str, voice: str) -> Clip:
        """Speak `text`. Raises EngineUnavailable when the service refuses, or stays away after all attempts."""
        if voice not in {known.name for known in VOICES}:
            raise EngineUnavailable(f"gtts has no voice {voice!r}: it has {', '.join(v.name for v in VOICES)}")
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return _decoded(self._spoken(text, voice))
            except _Passing as error:
                if attempt == ATTEMPTS:
                    raise EngineUnavailable(f"the online voice can't be had: {error}") from error
                log.warning("the online voice, attempt %d of %d: %s", attempt, ATTEMPTS, error)
                # Not cryptography: only so that many offices don't come back at the same moment.
                delay = FIRST_DELAY * 2 ** (attempt - 1) * (1 + random.random() / 2)  # noqa: S311
                self._pause(max(delay, min(error.wanted, LONGEST_WANTED)))
        raise AssertionError("the loop returns or raises")

    def close(self) -> None:
        """Each request has a connection of its own."""

    def _spoken(self, text: str, voice: str) -> bytes:
        from gtts import gTTS
        from gtts.tts import gTTSError

        speech = gTTS(text, lang=voice, lang_check=False, timeout=self._timeout)
        try:
            return b"".join(speech.stream())
        except gTTSError as error:
            status = getattr(error.rsp, "status_code", None)
            if status is None or status == 200 or status in _PASSING:
                raise _Passing(str(error), _wanted(error.rsp)) from error
            raise EngineUnavailable(f"the online voice refused: {error}") from error
        except (AssertionError, ValueError, IndexError, OSError) as error:
            # gTTS reads whatever came as if it were the answer; a cut connection ends in the middle of it.
            raise _Passing(f"the answer was no speech: {error}") from error


class _Passing(EngineError):
    """A failure after which another attempt may succeed, in `wanted` seconds at the earliest."""

    def __init__(self, reason: str, wanted: float = 0.0) -> None:
        super().__init__(reason)
        self.wanted = wanted


def _wanted(answer: Any) -> float:
    """Seconds by the answer's Retry-After; nought without one, or where it names a date."""
    value = "" if answer is None else str(answer.headers.get("Retry-After", ""))
    return float(value) if value.isdecimal() else 0.0


def _decoded(mp3: bytes) -> Clip:
    try:
        samples, rate = soundfile.read(io.BytesIO(mp3), dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, RuntimeError) as error:
        raise _Passing(f"{len(mp3)} bytes came that are no sound") from error
    if len(samples) == 0:
        raise _Passing("the sound that came is empty")
    return Clip(np.ascontiguousarray(samples.mean(axis=1), dtype=np.float32), int(rate))
