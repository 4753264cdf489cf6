import hashlib
import io
import random
import re
import threading

import loudness
import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from audio import mp3
from audio.announcement import Utterance, announce
from audio.joining import Joiner, Pauses, Sound
from audio.mastering import true_peak
from audio.pack import VoicePack
from audio.speech import MissingClip

RATE = 24_000
KINDS = ("call", "recall", "not_yet_come", "transfer")
QUIET = 10 ** (-50 / 20)


@pytest.fixture(scope="module")
def joiner(north: VoicePack) -> Joiner:
    return Joiner(north)


@pytest.fixture(scope="module")
def fifty(joiner: Joiner) -> list[Sound]:
    """Give fifty random announcements, joined."""
    chance = random.Random(3)
    return [
        joiner.join(
            announce(
                chance.choice(KINDS),
                code=f"{chance.choice('ABCEGHKLV')}{chance.randrange(1000):03d}",
                counter=chance.randrange(1, 60),
            )
        )
        for _ in range(50)
    ]


def samples_of(sound: Sound) -> NDArray[np.float32]:
    return mp3.decode(sound.mp3).samples


def silences(samples: NDArray[np.float32]) -> list[tuple[float, float]]:
    """Start and length in seconds of every silence of 30 ms or more inside the sound."""
    loud = np.flatnonzero(np.abs(samples) > QUIET)
    return [(loud[i] / RATE, (loud[i + 1] - loud[i]) / RATE) for i in np.flatnonzero(np.diff(loud) > 0.03 * RATE)]


def test_fifty_announcements_are_within_one_unit_of_the_target_loudness(fifty: list[Sound]) -> None:
    """By another meter (libloudness, in C++) than the one that mastered the clips (pyloudnorm)."""
    for sound in fifty:
        assert loudness.integrated_loudness(samples_of(sound).reshape(-1, 1), RATE) == pytest.approx(-16, abs=1)


def test_no_announcement_is_clipped_or_peaks_above_one_decibel_below_full_scale(fifty: list[Sound]) -> None:
    assert max(true_peak(samples_of(sound)) for sound in fifty) <= -0.95


def test_no_silence_is_longer_than_the_longest_pause_that_was_asked_for(fifty: list[Sound]) -> None:
    for sound in fifty:
        lengths = [length for _, length in silences(samples_of(sound))]
        assert lengths
        assert max(lengths) <= Pauses().chime + 0.05  # the clips' own soft ends, below -50 dBFS


def steps_at_joins(samples: NDArray[np.float32]) -> list[float]:
    """The largest step from sample to sample within 1 ms of the silence at each join; 1 is full scale."""
    ends = [(int(start * RATE), int((start + length) * RATE)) for start, length in silences(samples)]
    return [float(np.abs(np.diff(samples[max(0, start - 24) : end + 24])).max()) for start, end in ends]


def test_no_join_clicks(fifty: list[Sound]) -> None:
    """Speech itself steps by a third of full scale and more; where a clip ends or begins, by a tenth at most.

    Measured: 0.036 of a fresh espeak, 0.064 of one that had spoken before (its breath is noise that goes on).
    """
    for sound in fifty:
        samples = samples_of(sound)
        assert max(steps_at_joins(samples)) < 0.1
        assert np.abs(np.diff(samples)).max() > 0.2


def test_a_clip_that_was_cut_off_hard_would_be_noticed(fifty: list[Sound]) -> None:
    samples = samples_of(fifty[0]).copy()
    loudest = int(np.abs(samples).argmax())
    samples[loudest + 1 : loudest + RATE // 10] = 0
    assert max(steps_at_joins(samples)) > 0.3


def test_digits_come_at_an_even_pace(joiner: Joiner) -> None:
    code = joiner.join(announce("free_text", text="A555"), chime=False)
    gaps = [length for _, length in silences(samples_of(code))]
    assert len(gaps) == 3
    assert max(gaps) - min(gaps) < 0.04
    assert max(gaps) <= Pauses().digit + 0.03  # the clips' own soft ends


def test_a_comma_is_a_longer_pause_than_a_join(joiner: Joiner) -> None:
    longer = samples_of(joiner.join(announce("free_text", text="A5, 7"), chime=False))
    gaps = [length for _, length in silences(longer)]
    assert len(gaps) == 2
    assert gaps[1] > 2 * gaps[0]


def test_the_chime_comes_first_and_the_sentence_as_often_as_asked(joiner: Joiner) -> None:
    call = announce("call", code="A001", counter=1)
    once, plain, twice = joiner.join(call), joiner.join(call, chime=False), joiner.join(call, times=2)
    assert once.mp3.endswith(plain.mp3)
    assert 1.0 < once.seconds - plain.seconds < 2.0
    assert twice.mp3.count(plain.mp3) == 2
    assert twice.seconds - once.seconds == pytest.approx(plain.seconds + Pauses().repeat, abs=0.08)


def test_seconds_are_how_long_the_sound_plays(fifty: list[Sound]) -> None:
    for sound in fifty[:5]:
        assert len(samples_of(sound)) / RATE == pytest.approx(sound.seconds)
        wav, rate = soundfile.read(io.BytesIO(sound.wav))
        assert len(wav) / rate == pytest.approx(sound.seconds)


def test_the_same_call_is_the_same_bytes_under_the_same_key(joiner: Joiner, north: VoicePack) -> None:
    first = joiner.join(announce("call", code="C115", counter=9))
    again = joiner.join(announce("call", code="c115", counter=9))
    elsewhere = Joiner(north).join(announce("call", code="C115", counter=9))
    assert first is again
    assert first == elsewhere
    assert first.key == hashlib.sha256(first.mp3).hexdigest()
    assert re.fullmatch("[0-9a-f]{64}", first.key)
    assert joiner.get(first.key) is first
    assert joiner.get("0" * 64) is None


def test_only_so_many_sounds_are_kept_the_longest_unused_goes_first(north: VoicePack) -> None:
    joiner = Joiner(north, cache=2)
    first, second = (joiner.join(announce("call", code=code, counter=1)) for code in ("A001", "A002"))
    joiner.join(announce("call", code="A001", counter=1))
    third = joiner.join(announce("call", code="A003", counter=1))
    assert joiner.get(second.key) is None
    assert joiner.get(first.key) is first
    assert joiner.get(third.key) is third


def test_a_sound_stays_reachable_when_other_words_with_the_same_sound_are_forgotten(north: VoicePack) -> None:
    joiner = Joiner(north, cache=2)
    capital, small = (joiner.join(announce("free_text", text=text)) for text in ("Xin cảm ơn", "xin cảm ơn"))
    assert capital.key == small.key
    joiner.join(announce("call", code="A001", counter=1))
    assert joiner.get(small.key) == small


def test_a_manager_may_say_what_the_clips_can_say_and_is_told_the_words_they_cannot(joiner: Joiner) -> None:
    assert joiner.join(announce("free_text", text="Xin cảm ơn!")).seconds > 1
    with pytest.raises(MissingClip, match="chúc mừng năm mới") as refused:
        joiner.join(announce("free_text", text="Chúc mừng năm mới"))
    assert refused.value.words == "chúc mừng năm mới"


def test_a_call_in_english_is_joined_from_an_english_pack(english: VoicePack) -> None:
    sound = Joiner(english).join(announce("call", language="en", code="Y041", counter=2))
    assert 4 < sound.seconds < 9


def test_many_threads_get_the_same_sounds(north: VoicePack) -> None:
    joiner = Joiner(north)
    calls: list[Utterance] = [announce("call", code=f"B{n:03d}", counter=2) for n in range(20)]
    found: list[list[str]] = [[] for _ in range(4)]

    def ask(keys: list[str]) -> None:
        keys += [joiner.join(call).key for call in calls]

    threads = [threading.Thread(target=ask, args=(keys,)) for keys in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(tuple, found))) == 1
    assert len(set(found[0])) == 20
