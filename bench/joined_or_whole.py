"""Joined clips beside the same sentences spoken whole by the same engine: what docs/decisions/0003 stands on.

For calls at random, three ways: joined word by word, joined from a pack's phrases, and the whole sentence. Prints for
each: seconds; pauses (silences of 40 ms or more) and their sum; the step of pitch from one voiced stretch to the next
in semitones; and how much the level of voiced sound varies in dB. A step or a spread far above the whole sentence's is
what the ear takes for a patchwork.

Run `python -m bench.joined_or_whole`, or with `--engine piper --voice FILE.onnx --language en`. It measures no time.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio import mp3, pack
from audio.announcement import Utterance, announce
from audio.engines import open_engine
from audio.inventory import ClipText
from audio.joining import Joiner, Pauses
from audio.mastering import master, resampled, trimmed
from audio.speech import Engine

HOP = mp3.RATE // 100
WINDOW = mp3.RATE // 25


def word_by_word(engine: Engine, voice: str) -> Callable[[Utterance], NDArray[np.float32]]:
    """Every word and every digit a clip of its own."""
    made: dict[ClipText, bytes] = {}

    def clip(text: str, position: str) -> bytes:
        key = ClipText(text, "end" if position == "end" else "inside")
        if key not in made:
            made[key] = master(engine.synthesise(key.prompt, voice)).data
        return made[key]

    def speak(call: Utterance) -> NDArray[np.float32]:
        data = b""
        for group in call.groups:
            units = [unit for piece in group.pieces for unit in piece.units]
            for place, unit in enumerate(units, start=1):
                data += clip(unit, "end" if place == len(units) else "inside")
            data += mp3.silence(round((Pauses().comma - 0.072) / 0.024))
        return trimmed(mp3.decode(data).samples)

    return speak


def pitches(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Pitch in Hz of each 10 ms by autocorrelation over 40 ms; nought where there is no voice."""
    found = np.zeros(max(0, (len(samples) - WINDOW) // HOP))
    short, long = mp3.RATE // 350, mp3.RATE // 65
    for place in range(len(found)):
        window = samples[place * HOP : place * HOP + WINDOW].astype(np.float64)
        window -= window.mean()
        if np.sqrt(np.mean(window**2)) < 0.01:
            continue
        echo = np.correlate(window, window, "full")[WINDOW - 1 :]
        best = short + int(echo[short:long].argmax())
        if echo[best] > 0.55 * echo[0]:
            found[place] = mp3.RATE / best
    return found


def steps(pitch: NDArray[np.float64]) -> list[float]:
    """Semitones from the end of each voiced stretch (30 ms or more) to the beginning of the next."""
    voiced = np.flatnonzero(np.diff(np.r_[0, pitch > 0, 0].astype(np.int8)))
    stretches = [pitch[a:b] for a, b in voiced.reshape(-1, 2) if b - a >= 3]
    ends = [(float(np.median(one[-3:])), float(np.median(two[:3]))) for one, two in pairwise(stretches)]
    return [abs(12 * float(np.log2(after / before))) for before, after in ends]


def spread(samples: NDArray[np.float32], pitch: NDArray[np.float64]) -> float:
    """Standard deviation in dB of the level of voiced windows."""
    levels = [
        20 * np.log10(np.sqrt(np.mean(np.square(samples[i * HOP : i * HOP + WINDOW], dtype=np.float64))))
        for i in np.flatnonzero(pitch)
    ]
    return float(np.std(levels))


def pauses(samples: NDArray[np.float32]) -> list[float]:
    """Silences inside, 40 ms or more, in seconds."""
    loud = np.flatnonzero(np.abs(samples) > np.abs(samples).max() * 0.01)
    gaps = np.diff(loud) / mp3.RATE
    return [float(gap) for gap in gaps if gap >= 0.04]


def row(name: str, sounds: list[NDArray[np.float32]]) -> None:
    """One line of the table."""
    pitch = [pitches(samples) for samples in sounds]
    silent = [pauses(samples) for samples in sounds]
    leaps = sorted(step for one in pitch for step in steps(one))
    print(
        f"{name:14} {statistics.mean(len(samples) / mp3.RATE for samples in sounds):6.2f} s"
        f"  pauses {statistics.mean(map(len, silent)):5.1f}, {statistics.mean(map(sum, silent)):5.2f} s"
        f"  pitch step median {statistics.median(leaps):4.1f}, p90 {leaps[int(0.9 * len(leaps))]:4.1f} semitones"
        f"  level spread {statistics.mean(spread(s, p) for s, p in zip(sounds, pitch, strict=True)):4.1f} dB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="joined clips beside whole sentences")
    parser.add_argument("--engine", default="espeak")
    parser.add_argument("--voice")
    parser.add_argument("--language", default="vi")
    parser.add_argument("--calls", type=int, default=40)
    given = parser.parse_args()
    engine = open_engine(given.engine)
    voice = given.voice or pack.default_voice(engine, given.language, "north")
    chance = random.Random(7)
    calls = [
        announce(
            "call",
            language=given.language,
            code=f"{chance.choice('ABCEGHKLV')}{chance.randrange(1000):03d}",
            counter=chance.randrange(1, 31),
        )
        for _ in range(given.calls)
    ]
    with tempfile.TemporaryDirectory() as folder:
        joiner = Joiner(pack.build(engine, Path(folder) / "p", language=given.language, region="north", voice=voice))
    words = word_by_word(engine, voice)
    print(f"{engine.name} {Path(voice).stem}, {given.calls} calls")
    row("word by word", [words(call) for call in calls])
    row("phrases", [trimmed(mp3.decode(joiner.join(call, chime=False).mp3).samples) for call in calls])
    row("whole", [trimmed(mp3.decode(master(engine.synthesise(call.spoken, voice)).data).samples) for call in calls])
    row("whole, raw", [trimmed(resampled(engine.synthesise(call.spoken, voice))) for call in calls])
    engine.close()


if __name__ == "__main__":
    main()
