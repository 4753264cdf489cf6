"""The chime before an announcement: three soft notes of our own, made by arithmetic."""

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOTES: Final = (659.26, 783.99, 1046.50)
"""E5, G5, C6 in Hz: a rising chord that carries over voices without startling, and that small loudspeakers have."""

SPACING: Final = 0.24
"""Seconds from one note to the next."""

RINGING: Final = 0.75
"""Seconds that the last note rings."""

_PARTIALS: Final = ((1.0, 1.0, 4.5), (2.0, 0.28, 7.0), (3.01, 0.10, 11.0))  # multiple of the pitch, level, decay per s


def chime(rate: int) -> "NDArray[np.float32]":
    """Samples of the chime at `rate` Hz, float32 mono, shape (n,), about 1.2 s, peak below 1."""
    starts = [round(place * SPACING * rate) for place in range(len(NOTES))]
    length = starts[-1] + round(RINGING * rate)
    samples = np.zeros(length)
    for start, pitch in zip(starts, NOTES, strict=True):
        samples[start:] += _note(pitch, length - start, rate)
    level = 0.9 / float(np.abs(samples).max())
    return (samples * level).astype(np.float32)


def _note(pitch: float, count: int, rate: int) -> "NDArray[np.float64]":
    time = np.arange(count) / rate
    tone = sum(level * np.exp(-decay * time) * np.sin(2 * np.pi * pitch * k * time) for k, level, decay in _PARTIALS)
    attack = np.minimum(time / 0.008, 1.0)  # 8 ms: soft, and no click
    return np.asarray(tone * attack)
