"""From what an engine made to a clip of the pack: trimmed, one loudness, no peaks, soft ends, whole MP3 frames.

Heavy (it imports SciPy through pyloudnorm): imported only while a pack is built or checked.
"""

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyloudnorm
import soxr

from audio import mp3
from audio.speech import AudioError, Clip

if TYPE_CHECKING:
    from numpy.typing import NDArray


LOUDNESS: Final = -16.0
"""Default target in LUFS by EBU R128: loud speech that leaves room for peaks."""

CEILING: Final = -1.0
"""Highest true peak in dBFS of a finished clip, as decoded from its MP3."""

_THRESHOLD: Final = -42.0  # dB below the clip's loudest 10 ms that counts as silence
_BEFORE, _AFTER = 0.006, 0.020  # s kept around the speech: a consonant's onset, a vowel's end
_FADE_IN, _FADE_OUT = 0.004, 0.012  # s
_LOOKAHEAD: Final = 0.004  # s in which the limiter turns down before a peak, and up after it
_OVERSAMPLED: Final = 4  # times, as ITU-R BS.1770 asks for a true peak
_AT_LEAST: Final = 3.0  # s of sound to measure: a clip is looped until then, the meter's blocks are 0.4 s


@dataclass(frozen=True, slots=True)
class Master:
    """A finished clip: joinable MP3 frames, its length in seconds without the encoder's lead, and what was measured."""

    data: bytes
    seconds: float
    loudness: float
    peak: float


def master(clip: Clip, loudness: float = LOUDNESS) -> Master:
    """Make a clip of the pack from an engine's sound; `loudness` in LUFS.

    Raises AudioError for silence, for sound shorter than 30 ms, and for samples that aren't finite.
    """
    shaped = whole_frames(faded(trimmed(resampled(clip))))
    ceiling, peak = CEILING - 0.3, 0.0  # the codec moves peaks a little; measured again below
    for _ in range(6):
        data = mp3.encode(levelled(shaped, loudness, ceiling))
        decoded = mp3.decode(data).samples
        peak = true_peak(decoded)
        if peak <= CEILING:
            return Master(data, len(shaped) / mp3.RATE, measured_loudness(decoded), peak)
        ceiling -= peak - CEILING + 0.1
    raise AudioError(f"a peak of {peak:.1f} dBFS stays after six rounds of limiting")


def resampled(clip: Clip) -> "NDArray[np.float32]":
    """The clip's samples at 24 kHz, without offset. Raises AudioError for samples that aren't finite."""
    if not np.isfinite(clip.samples).all():
        raise AudioError("the sound has samples that are no numbers")
    samples = clip.samples - clip.samples.mean(dtype=np.float64)
    return np.asarray(soxr.resample(samples, clip.rate, mp3.RATE), dtype=np.float32)


def trimmed(samples: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Cut the silence before and after the speech. Raises AudioError if less than 30 ms of sound is left."""
    hop = mp3.RATE // 200
    blocks = samples[: len(samples) // hop * hop].reshape(-1, hop)
    energy = np.sqrt(np.mean(np.square(blocks, dtype=np.float64), axis=1))
    loud = np.flatnonzero(energy > max(energy.max(initial=0.0) * 10 ** (_THRESHOLD / 20), 1e-4))
    if len(loud) < 6:
        raise AudioError("there is no speech in this sound")
    start = max(0, loud[0] * hop - round(_BEFORE * mp3.RATE))
    return samples[start : (loud[-1] + 1) * hop + round(_AFTER * mp3.RATE)]


def faded(samples: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Both ends brought to nought along half a cosine, so that a join cannot click."""
    rise, fall = round(_FADE_IN * mp3.RATE), round(_FADE_OUT * mp3.RATE)
    gain = np.ones(len(samples), dtype=np.float32)
    gain[:rise] *= _half_cosine(rise)
    gain[-fall:] *= _half_cosine(fall)[::-1]
    return samples * gain


def whole_frames(samples: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Silence added to the end, up to whole MP3 frames of 576 samples."""
    return np.pad(samples, (0, -len(samples) % mp3.SAMPLES))


def levelled(samples: "NDArray[np.float32]", loudness: float, ceiling: float) -> "NDArray[np.float32]":
    """Brought to a loudness in LUFS, with true peaks held under a ceiling in dBFS by a limiter that looks ahead."""
    level = samples
    for rounds in range(5):
        missing = loudness - measured_loudness(in_stream(level))
        if rounds and abs(missing) < 0.1:
            break
        # Limiting takes a little loudness, which the next round gives back.
        level = limited(level * np.float32(_gain(missing)), ceiling)
    return level


def in_stream(samples: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """The clip with the silence that its MP3 stream puts around it: in a sentence it is never heard without."""
    return np.pad(samples, (mp3.LEAD, mp3.OVERHEAD - mp3.LEAD))


def limited(samples: "NDArray[np.float32]", ceiling: float) -> "NDArray[np.float32]":
    """Peaks turned down to `ceiling` dBFS, smoothly over 4 ms on either side of each."""
    width = round(_LOOKAHEAD * mp3.RATE)
    needed = np.minimum(1.0, _gain(ceiling) / np.maximum(_peaks(samples), 1e-9))
    padded = np.pad(needed, 2 * width, constant_values=1.0)
    held = np.lib.stride_tricks.sliding_window_view(padded, 2 * width + 1).min(axis=1)
    window = np.hanning(2 * width + 3)[1:-1]
    return (samples * np.convolve(held, window / window.sum(), mode="valid")).astype(np.float32)


def measured_loudness(samples: "NDArray[np.float32]") -> float:
    """Integrated loudness in LUFS (ITU-R BS.1770-4) of 24 kHz samples; short ones are measured in a loop."""
    loops = max(1, int(np.ceil(_AT_LEAST * mp3.RATE / len(samples))))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # silence has no logarithm
        return float(pyloudnorm.Meter(mp3.RATE).integrated_loudness(np.tile(samples, loops).astype(np.float64)))


def true_peak(samples: "NDArray[np.float32]") -> float:
    """The highest peak between samples too, in dBFS, by four-fold oversampling."""
    return float(20 * np.log10(max(_peaks(samples).max(), 1e-9)))


def _peaks(samples: "NDArray[np.float32]") -> "NDArray[np.float64]":
    """For each sample the highest magnitude in its neighbourhood of the oversampled signal."""
    fine = np.abs(soxr.resample(samples.astype(np.float64), mp3.RATE, mp3.RATE * _OVERSAMPLED))
    fine = np.pad(fine, (0, max(0, len(samples) * _OVERSAMPLED - len(fine))))[: len(samples) * _OVERSAMPLED]
    highest: NDArray[np.float64] = np.maximum(np.abs(samples), fine.reshape(-1, _OVERSAMPLED).max(axis=1))
    return highest


def _half_cosine(count: int) -> "NDArray[np.float32]":
    return (0.5 - 0.5 * np.cos(np.pi * np.arange(count) / count)).astype(np.float32)


def _gain(decibels: float) -> float:
    return float(10 ** (decibels / 20))
