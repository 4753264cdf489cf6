"""espeak-ng: the offline default, with northern, central and southern Vietnamese voices. No internet, no set-up."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Final

import numpy as np

from audio.speech import Clip, EngineError, EngineUnavailable, Voice

VOICES: Final = (
    Voice("vi", "vi", "northern Vietnamese"),
    Voice("vi-vn-x-central", "vi", "central Vietnamese"),
    Voice("vi-vn-x-south", "vi", "southern Vietnamese", "south"),
    Voice("en", "en", "British English"),
    Voice("en-us", "en", "American English"),
)

SPEED: Final = 140
"""Words a minute. espeak's own 175 is hard to follow in a hall with an echo."""

TIMEOUT: Final = 10.0
"""Seconds until a mute library is given up: a sentence takes about 5 ms."""

RESPELT: Final = {"ay": "eigh"}
"""espeak's English rules say "ay" like "eye"; this spelling is the letter's name."""


class _ProcessLost(Exception):
    pass


class Engine:
    """espeak-ng in a process of its own, started at the first word and again if it dies. Safe to use from threads."""

    name: Final = "espeak"
    online: Final = False

    def __init__(self, *, speed: int = SPEED, timeout: float = TIMEOUT) -> None:
        self._speed, self._timeout = speed, timeout
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def voices(self) -> tuple[Voice, ...]:
        """The three Vietnamese voices, then English."""
        return VOICES

    def synthesise(self, text: str, voice: str) -> Clip:
        """Speak `text` with one of `voices()`. Raises EngineUnavailable for another voice, EngineError on failure."""
        if voice not in {known.name for known in VOICES}:
            raise EngineUnavailable(f"espeak has no voice {voice!r}: it has {', '.join(v.name for v in VOICES)}")
        request = {"text": _respelt(text) if voice.startswith("en") else text, "voice": voice, "speed": self._speed}
        with self._lock:
            rate, data = self._ask_twice(json.dumps(request).encode() + b"\n")
        if not data:
            raise EngineError(f"espeak made no sound of {text!r}")
        return Clip(np.frombuffer(data, dtype=np.int16).astype(np.float32) * np.float32(1 / 32768), rate)

    def close(self) -> None:
        """End the process by closing its input."""
        with self._lock:
            self._end()

    def _ask_twice(self, line: bytes) -> tuple[int, bytes]:
        try:
            return self._ask(line)
        except _ProcessLost:  # it may have died long ago, while nobody spoke
            pass
        try:
            return self._ask(line)
        except _ProcessLost as error:
            raise EngineError(f"the espeak process failed twice, or was silent for {self._timeout} s") from error

    def _ask(self, line: bytes) -> tuple[int, bytes]:
        process = self._running()
        # A pipe cannot be read with a deadline; ending the process ends the read.
        watchdog = threading.Timer(self._timeout, process.kill)
        watchdog.start()
        try:
            return _exchange(process, line)
        except (OSError, ValueError) as error:
            self._end()
            raise _ProcessLost from error
        finally:
            watchdog.cancel()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._end()
            # -P: the script's own folder, with its gtts.py and piper.py, stays off the path.
            command = [sys.executable, "-P", str(Path(__file__).with_name("_espeak_process.py"))]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            _close_quietly(pipe)
        try:
            process.wait(1)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _exchange(process: "subprocess.Popen[bytes]", line: bytes) -> tuple[int, bytes]:
    assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - both were asked for as pipes
    process.stdin.write(line)
    process.stdin.flush()
    header = json.loads(process.stdout.readline() or b"null")
    if header is None:
        raise ValueError("it ended")
    if "error" in header:
        raise EngineError(header["error"])
    data = process.stdout.read(header["bytes"])
    if len(data) != header["bytes"]:
        raise ValueError("it ended in the middle of a word")
    return header["rate"], data


def _close_quietly(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except BrokenPipeError:
        pass  # the process is gone, and what was left in the buffer with it


def _respelt(text: str) -> str:
    return " ".join(RESPELT.get(word, word) for word in text.split(" "))
