import numpy as np
import pyloudnorm
import pytest

from audio import mastering, mp3
from audio.chime import chime
from audio.mastering import CEILING, master
from audio.speech import AudioError, Clip

RATE = 24_000


def spoken(seconds: float, *, before: float = 0.2, after: float = 0.3, level: float = 0.1, rate: int = RATE) -> Clip:
    """Something like a voice: a buzz with overtones between two silences."""
    time = np.arange(round(seconds * rate)) / rate
    buzz = sum(np.sin(2 * np.pi * 140 * k * time) / k for k in range(1, 12))
    quiet = [np.zeros(round(length * rate)) for length in (before, after)]
    return Clip(np.concatenate([quiet[0], level * buzz, quiet[1]]).astype(np.float32), rate)


def loudness(data: bytes) -> float:
    samples = mp3.decode(data).samples.astype(np.float64)
    return float(pyloudnorm.Meter(RATE).integrated_loudness(np.tile(samples, 12)))


@pytest.mark.parametrize("level", [0.01, 0.1, 0.45])
@pytest.mark.parametrize("seconds", [0.15, 0.4, 2.0])
def test_a_clip_of_any_level_and_length_comes_to_one_loudness(level: float, seconds: float) -> None:
    made = master(spoken(seconds, level=level))
    assert loudness(made.data) == pytest.approx(-16, abs=0.5)
    assert made.loudness == pytest.approx(loudness(made.data), abs=0.3)
    assert made.peak <= CEILING


def test_another_target_is_kept_too() -> None:
    assert loudness(master(spoken(1.0), -23.0).data) == pytest.approx(-23, abs=0.5)


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 48_000])
def test_silence_around_the_speech_is_cut_whatever_the_rate(rate: int) -> None:
    made = master(spoken(0.6, before=0.7, after=1.1, rate=rate))
    # What is kept before and after, and up to a frame to make frames whole.
    assert 0.6 <= made.seconds <= 0.6 + 0.006 + 0.020 + 0.010 + mp3.SAMPLES / RATE


def test_a_peak_is_turned_down_without_a_jump() -> None:
    samples = spoken(0.5, level=0.1).samples.copy()
    samples[8000] = samples[8001] = 0.98
    calm = mastering.limited(samples, -12.0)
    assert mastering.true_peak(calm) <= -11.9
    untouched = slice(10_000, 12_000)
    assert np.array_equal(calm[untouched], samples[untouched])


def test_a_true_peak_between_samples_is_found() -> None:
    # At a quarter of the rate, sampled 45 degrees off its crests, every sample is 3 dB below the wave's peak.
    wave = np.sin(np.pi / 2 * np.arange(4000) + np.pi / 4).astype(np.float32)
    assert np.abs(wave).max() == pytest.approx(0.707, abs=0.001)
    assert mastering.true_peak(wave[500:3500]) == pytest.approx(0, abs=0.3)


def test_both_ends_come_to_nought() -> None:
    faded = mastering.faded(np.ones(2400, dtype=np.float32))
    assert faded[0] == 0
    assert faded[-1] < 0.001
    assert np.abs(np.diff(faded)).max() < 0.02


@pytest.mark.parametrize(
    "samples", [np.zeros(24_000), np.full(24_000, 0.5), np.r_[np.zeros(9000), 0.5, np.zeros(9000)]]
)
def test_what_has_no_speech_is_refused(samples: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> None:
    with pytest.raises(AudioError, match="no speech"):
        master(Clip(samples.astype(np.float32), RATE))


def test_samples_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(AudioError, match="no numbers"):
        master(Clip(np.array([0.1, np.nan, 0.2] * 5000, dtype=np.float32), RATE))


def test_the_chime_is_soft_at_its_ends_and_three_notes_long() -> None:
    samples = chime(RATE)
    assert 1.0 < len(samples) / RATE < 1.5
    assert np.abs(samples).max() <= 0.9
    assert np.abs(samples[:24]).max() < 0.05
    assert np.abs(samples[-24:]).max() < 0.1
    spectrum = np.abs(np.fft.rfft(samples))
    pitches = np.fft.rfftfreq(len(samples), 1 / RATE)
    for note in (659.26, 783.99, 1046.50):
        assert spectrum[np.abs(pitches - note) < 4].max() > 20 * np.median(spectrum)


def test_a_clip_that_is_loud_enough_already_still_has_its_peaks_turned_down() -> None:
    buzz = spoken(0.6, before=0, after=0).samples
    buzz = buzz * np.float32(10 ** ((-16 - mastering.measured_loudness(mastering.in_stream(buzz))) / 20))
    crest = np.zeros_like(buzz)
    crest[5000:5004] = 0.9  # too short to be heard as loudness
    assert mastering.true_peak(mastering.levelled(buzz + crest, -16.0, -3.0)) <= -2.9
    assert master(Clip(buzz + crest, RATE)).peak <= CEILING
