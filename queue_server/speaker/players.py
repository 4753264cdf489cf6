"""What makes a clip heard: the machine's sound card; or, where there is none, a folder of WAV files."""

from __future__ import annotations

import importlib
import re
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from audio.speech import Clip

# Seconds beyond a clip's length until a card that takes no more samples is given up.
PATIENCE = 3.0
# Seconds of silence after a clip: what a card has taken before is heard by then.
TAIL = 0.7
_SAMPLE = 4  # bytes of a float32


class NoSound(Exception):
    """Nothing can be heard here, said for an administrator."""


class Player(Protocol):
    """Plays one clip at a time. Both methods take their time: they are called in a thread, as `began` is."""

    def check(self) -> None:
        """Raise NoSound when nothing could be heard now."""

    def play(self, clip: Clip, name: str, began: Callable[[], object]) -> None:
        """Play `clip`, the announcement `name`, to its end; call `began` once it is heard. Raises NoSound."""


class WavFolder:
    """Writes each announcement into a WAV file, numbered in the order in which they were said."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def check(self) -> None:
        """Make the folder. Raises NoSound when nothing can be written there."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            trial = self._folder / ".trial"
            trial.touch()
            trial.unlink()
        except OSError as error:
            raise NoSound(f"no WAV files can be written into {self._folder}: {error.strerror}") from error

    def play(self, clip: Clip, name: str, began: Callable[[], object]) -> None:
        """Write `0001-NAME.wav`, 16 bits, one channel. Raises NoSound."""
        import soundfile

        number = sum(1 for _ in self._folder.glob("*.wav")) + 1
        file = self._folder / f"{number:04d}-{re.sub(r'[^A-Za-z0-9._-]', '_', name)}.wav"
        half = file.with_suffix(".half")
        try:
            soundfile.write(half, clip.samples, clip.rate, format="WAV", subtype="PCM_16")
            half.replace(file)
        except (OSError, soundfile.LibsndfileError) as error:
            raise NoSound(f"{file} can't be written: {error}") from error
        began()


class SoundCard:
    """The machine's sound card, through miniaudio: ALSA, PulseAudio or PipeWire, JACK, whatever is there.

    `card` is a part of the card's name, by default the machine's own choice. It is opened for each announcement: a USB
    card may come and go, and other programs may use it in between. `backends` are names of miniaudio's, by default all
    that end in a loudspeaker.
    """

    def __init__(self, card: str = "", *, backends: tuple[str, ...] = ()) -> None:
        self._card, self._backends = card, backends

    def names(self) -> list[str]:
        """The cards of this machine. Raises NoSound when there is none."""
        return [str(one["name"]) for one in self._cards(_library())]

    def check(self) -> None:
        """Open the card and close it again. Raises NoSound."""
        with self._opened(24_000):
            pass

    def play(self, clip: Clip, name: str, began: Callable[[], object]) -> None:
        """Play to the end of what the card has taken. Raises NoSound."""
        over = threading.Event()
        source = _source(clip, began, over.set)
        next(source)
        with self._opened(clip.rate) as device:
            device.start(source)
            if not over.wait(clip.seconds + TAIL + PATIENCE):
                raise NoSound(f"the sound card stopped in the middle of {name}")

    @contextmanager
    def _opened(self, rate: int) -> Iterator[Any]:
        library = _library()
        card = self._chosen(library)
        try:
            with library.PlaybackDevice(
                output_format=library.SampleFormat.FLOAT32,
                nchannels=1,
                sample_rate=rate,
                device_id=card,
                backends=self._allowed(library),
                app_name="Xep Hang",
            ) as device:
                yield device
        except library.MiniaudioError as error:
            raise NoSound(f"the sound card can't be used: {error}") from error

    def _chosen(self, library: Any) -> Any:
        """The card's id; None for the machine's own choice."""
        cards = self._cards(library)
        if not self._card:
            return None
        for one in cards:
            if self._card.lower() in one["name"].lower():
                return one["id"]
        raise NoSound(f"no sound card is called {self._card!r}: there are {', '.join(one['name'] for one in cards)}")

    def _cards(self, library: Any) -> list[Any]:
        try:
            found: list[Any] = library.Devices(backends=self._allowed(library)).get_playbacks()
        except library.MiniaudioError as error:
            raise NoSound(f"this machine has no sound card: {error}") from error
        # ALSA has a "card" of its own that discards all samples, also where there is no other.
        heard = [one for one in found if library.ffi.buffer(one["id"])[:5] != b"null\0"]
        if not heard:
            raise NoSound("this machine has no sound card")
        return heard

    def _allowed(self, library: Any) -> list[Any]:
        # Left to itself the library ends at a backend that plays into nothing, and a silent hall looks well.
        if not self._backends:
            return [one for one in library.Backend if one.name not in ("NULL", "CUSTOM")]
        return [library.Backend[name] for name in self._backends]


def _source(clip: Clip, began: Callable[[], object], over: Callable[[], object]) -> Generator[bytes, int, None]:
    """What the card's own thread asks for, so many samples at a time; tells when it begins, and when all was heard."""
    data = clip.samples.tobytes() + bytes(round(TAIL * clip.rate) * _SAMPLE)
    place, wanted = 0, 0
    wanted = yield b""
    began()
    while place < len(data):
        part = data[place : place + wanted * _SAMPLE]
        place += len(part)
        wanted = yield part
    over()


def _library() -> Any:
    try:
        return importlib.import_module("miniaudio")
    except ImportError as error:
        raise NoSound("the sound card needs one more library: pip install 'xephang[speaker]'") from error
