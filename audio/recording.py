"""A voice spoken by a person: what to record, under which name, and what is wrong with what was recorded.

A recording is a sound file (WAV, FLAC, Ogg or MP3) named by its words in Telex, as any Vietnamese keyboard types them:
`mootj-inside.wav` is "một" with more to follow, `mootj-end.wav` the same at an end, and `mootj.wav` serves for both.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from audio.inventory import ClipText
from audio.speech import AudioError, Clip

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SUFFIXES: Final = (".wav", ".flac", ".ogg", ".mp3")
CLIPPED: Final = 0.999
"""A sample at this magnitude or above is at the converter's end."""

CLIPPED_RUN: Final = 3
"""So many samples in a row there are an overload and not a lucky peak."""

TOO_QUIET: Final = -45.0
"""dBFS of the loudest 20 ms, below which raising it to -16 LUFS would raise the room with it."""

TOO_NOISY: Final = 30.0
"""dB that speech must stand above the room's noise."""

_MARKS: Final = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_SHAPES: Final = {
    "ă": "aw", "â": "aa", "đ": "dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw",
}  # fmt: skip

Problem = Literal["missing", "unreadable", "clipped", "too quiet", "too noisy", "no silence around", "silent"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A recording that must be made, or made again, and why."""

    clip: ClipText
    file: str
    problem: Problem


def telex(text: str) -> str:
    """Vietnamese in ASCII by the Telex rules, words joined by hyphens: `mười lăm` is `muwowif-lawm`. Reversible."""
    words = unicodedata.normalize("NFC", text.lower()).replace("'", "").split()
    return "-".join("-".join(_telex(syllable) for syllable in word.split("-")) for word in words)


def file_stem(clip: ClipText) -> str:
    """The name of a clip's recording, without its suffix."""
    return f"{telex(clip.text)}-{clip.position}"


def recording_of(folder: Path, clip: ClipText) -> Path | None:
    """The recording of a clip: its own, or the one that serves both positions; None if there is neither."""
    for stem in (file_stem(clip), telex(clip.text)):
        for suffix in SUFFIXES:
            file = folder / (stem + suffix)
            if file.is_file():
                return file
    return None


def read(file: Path) -> Clip:
    """A recording as float32 mono. Raises AudioError for a file that is no sound."""
    import numpy as np
    import soundfile

    try:
        samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, RuntimeError) as error:
        raise AudioError(f"{file} is no sound that can be read: {error}") from error
    return Clip(np.ascontiguousarray(samples.mean(axis=1), dtype=np.float32), int(rate))


def script(clips: Iterable[ClipText]) -> str:
    """What to print and read aloud: for each clip its file name and its words, and how to speak them."""
    lines = [f"{file_stem(clip) + '.wav':48} {clip.text}{' …' if clip.position == 'inside' else '.'}" for clip in clips]
    return "\n".join([*_HEADING, *lines]) + "\n"


_HEADING: Final = (
    "Ghi âm từng dòng thành một tệp WAV (đơn âm, từ 24 kHz), tên như cột bên trái, trong phòng yên tĩnh, micrô cách",
    "miệng 20 cm. Giữ im lặng nửa giây trước và sau khi nói. Dòng kết thúc bằng … : đọc như còn nói tiếp; bằng dấu",
    "chấm: đọc như hết câu. Tệp không có -inside hoặc -end trong tên dùng cho cả hai cách.",
    "",
    "Record each line into one WAV file (mono, 24 kHz or more) with the name on the left, in a quiet room, 20 cm from",
    "the microphone. Keep half a second of silence before and after. A line that ends in … has more to follow; one",
    "that ends in a full stop is the end of a sentence. A file without -inside or -end in its name serves both.",
    "",
)


def check(folder: Path, clips: Iterable[ClipText]) -> Iterator[Finding]:
    """Look through a folder of recordings; what is fine is not mentioned."""
    for clip in clips:
        file = recording_of(folder, clip)
        if file is None:
            yield Finding(clip, f"{file_stem(clip)}.wav", "missing")
            continue
        problem = _problem(file)
        if problem is not None:
            yield Finding(clip, file.name, problem)


def _problem(file: Path) -> Problem | None:
    try:
        clip = read(file)
    except AudioError:
        return "unreadable"
    return judged(clip)


def judged(clip: Clip) -> Problem | None:
    """What is wrong with one recording, or None."""
    import numpy as np

    levels = _levels(clip)
    if len(levels) < 3 or levels.max() < -70:
        return "silent"
    if _longest_run(np.abs(clip.samples) >= CLIPPED) >= CLIPPED_RUN:
        return "clipped"
    if levels.max() < TOO_QUIET:
        return "too quiet"
    # The room is heard where nobody speaks: in the first and last 60 ms. Speech that begins at once leaves no room.
    room = float(np.median(np.r_[levels[:3], levels[-3:]]))
    if levels.max() - min(levels[:3].max(), levels[-3:].max()) < 12:
        return "no silence around"
    return "too noisy" if levels.max() - room < TOO_NOISY else None


def _levels(clip: Clip) -> "NDArray[np.float64]":
    """Levels in dBFS of each 20 ms."""
    import numpy as np

    hop = clip.rate // 50
    blocks = clip.samples[: len(clip.samples) // hop * hop].reshape(-1, hop).astype(np.float64)
    return np.asarray(20 * np.log10(np.sqrt(np.mean(np.square(blocks), axis=1)) + 1e-9))


def _longest_run(flags: "NDArray[np.bool_]") -> int:
    import numpy as np

    borders = np.flatnonzero(np.diff(np.r_[False, flags, False].astype(np.int8)))
    return max((int(end - start) for start, end in list(pairwise(borders))[::2]), default=0)


def _telex(syllable: str) -> str:
    letters, tone = "", ""
    for mark in unicodedata.normalize("NFD", syllable):
        tone += _MARKS.get(mark, "")
    bare = "".join(c for c in unicodedata.normalize("NFD", syllable) if c not in _MARKS)
    for letter in unicodedata.normalize("NFC", bare):
        letters += _SHAPES.get(letter, letter)
    return letters + tone
