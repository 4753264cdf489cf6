"""From a call to its audio bytes: joined from a voice pack's clips, against the whole sentence synthesised afresh.

Both in the same run, with the same engine (espeak, offline) and the same calls, taking turns. "Synthesised" is the
engine's sentence and its encoding as MP3, which is what a display plays; "unencoded" is the engine alone. Also prints
what the pack costs: its clips, its size, the time to build and to load it.

Run `python -m bench.bench_announcement`; `--calls` is how many different calls are spoken in each way.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soxr

from audio import mp3, pack
from audio.announcement import Utterance, announce
from audio.engines.espeak import Engine
from audio.joining import Joiner

LETTERS = "ABCEGHKLV"


def calls(count: int) -> list[Utterance]:
    """So many different calls."""
    return [
        announce("call", code=f"{LETTERS[n % 9]}{n // 9 % 1000:03d}", counter=n % 30 + 1) for n in range(7, count + 7)
    ]


def timed(speak: Callable[..., object], *given: object) -> float:
    """Seconds that `speak` takes."""
    start = time.perf_counter()
    speak(*given)
    return time.perf_counter() - start


def encoded(engine: Engine, call: Utterance) -> bytes:
    """The whole sentence by the engine, as MP3 of the same shape as the joined one."""
    clip = engine.synthesise(call.spoken, "vi")
    samples = soxr.resample(clip.samples, clip.rate, mp3.RATE)
    return mp3.encode(np.pad(samples, (0, -len(samples) % mp3.SAMPLES)))


def row(name: str, waits: list[float], ours: list[float]) -> None:
    """One line of the table: p50 and p99 in ms, and how many times as long as joining."""
    p50, p99 = statistics.median(waits), statistics.quantiles(waits, n=100)[98]
    ratio = p50 / statistics.median(ours)
    print(f"{name:32} p50 {p50 * 1e3:8.3f} ms   p99 {p99 * 1e3:8.3f} ms   x {ratio:,.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--calls", type=int, default=300)
    count = parser.parse_args().calls
    engine = Engine()
    with tempfile.TemporaryDirectory() as folder:
        building = timed(lambda: pack.build(engine, Path(folder) / "vi", language="vi", region="north"))
        loading = timed(lambda: pack.VoicePack.load(Path(folder) / "vi"))
        voice = pack.VoicePack.load(Path(folder) / "vi")
        size = sum(path.stat().st_size for path in voice.folder.iterdir())
    print(f"pack: {len(voice.data)} clips, {size / 1e6:.2f} MB, built in {building:.1f} s", end="")
    print(f", loaded in {loading * 1e3:.1f} ms")
    joiner = Joiner(voice, cache=count)
    cold, warm, afresh, unencoded = [], [], [], []
    for call in calls(count):
        cold.append(timed(joiner.join, call))
        warm.append(timed(joiner.join, call))
        afresh.append(timed(encoded, engine, call))
        unencoded.append(timed(engine.synthesise, call.spoken, "vi"))
    engine.close()
    row("joined, first time", cold, cold)
    row("joined, known", warm, cold)
    row("synthesised by espeak, as MP3", afresh, cold)
    row("synthesised by espeak, unencoded", unencoded, cold)


if __name__ == "__main__":
    main()
