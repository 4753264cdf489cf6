import io

import numpy as np
import pytest
import soundfile

from audio import mp3
from audio.speech import AudioError

RATE = 24_000


def tone(frames: int, pitch: float = 330.0) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    time = np.arange(frames * mp3.SAMPLES) / RATE
    rise = np.minimum(1, np.minimum(time, time[::-1]) / 0.01)
    return (0.4 * rise * np.sin(2 * np.pi * pitch * time)).astype(np.float32)


def test_a_clip_is_its_own_frames_and_two_more() -> None:
    assert mp3.frames(mp3.encode(tone(12))) == 14
    assert mp3.seconds(mp3.encode(tone(12))) == pytest.approx(14 * 0.024)


def test_joined_clips_decode_to_each_clip_at_its_place() -> None:
    first, second = tone(20), tone(15, 500)
    decoded = mp3.decode(mp3.encode(first) + mp3.silence(5) + mp3.encode(second)).samples
    start = 22 * mp3.SAMPLES + 5 * mp3.SAMPLES + mp3.LEAD
    assert len(decoded) == (22 + 5 + 17) * mp3.SAMPLES
    # A codec is not exact: one part in a hundred of the amplitude.
    assert np.abs(decoded[mp3.LEAD : mp3.LEAD + len(first)] - first).max() < 0.01
    assert np.abs(decoded[start : start + len(second)] - second).max() < 0.01
    # Up to a frame beyond a clip its own tail may ring; after that there is nothing at all.
    assert np.abs(decoded[23 * mp3.SAMPLES : 27 * mp3.SAMPLES]).max() < 1e-4


def test_a_clip_keeps_its_level() -> None:
    samples = tone(40)
    decoded = mp3.decode(mp3.encode(samples)).samples
    assert np.sqrt(np.mean(decoded**2) * len(decoded)) == pytest.approx(np.sqrt(np.sum(samples**2)), rel=0.01)


def test_silent_frames_are_silence() -> None:
    assert np.abs(mp3.decode(mp3.silence(10)).samples).max() == 0


def test_wav_is_the_same_sound() -> None:
    data = mp3.encode(tone(10))
    samples, rate = soundfile.read(io.BytesIO(mp3.wav(data)), dtype="float32")
    assert rate == RATE
    assert np.abs(samples - mp3.decode(data).samples).max() < 1e-4


@pytest.mark.parametrize("data", [b"", b"x" * 192, mp3.silence(2)[:-1], mp3.silence(1) + b"\xff\xfb" + bytes(190)])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(AudioError, match="not MP3 frames"):
        mp3.check(data)
