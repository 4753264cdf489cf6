from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from audio import recording
from audio.engines.espeak import Engine as Espeak
from audio.engines.recorded import Engine
from audio.inventory import ClipText, closed_set
from audio.pack import build
from audio.reading import REGIONS
from audio.recording import Problem, check, file_stem, judged, recording_of, script, telex
from audio.speech import Clip, EngineError, EngineUnavailable

RATE = 24_000
CLIPS = closed_set("vi", "north", 2)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("mười lăm", "muwowif-lawm"), ("đê", "ddee"), ("mốt", "moots"), ("một", "mootj"), ("bảy", "bayr"),
        ("e-lờ", "e-lowf"), ("đến quầy số", "ddeens-quaayf-soos"), ("nghỉ lễ", "nghir-leex"),
    ],
)  # fmt: skip
def test_words_are_named_as_a_vietnamese_keyboard_types_them(text: str, typed: str) -> None:
    assert telex(text) == typed


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("region", REGIONS)
def test_no_two_clips_share_a_file_name(language: str, region: str) -> None:
    clips = closed_set(language, region, 30)
    stems = {file_stem(clip) for clip in clips}
    assert len(stems) == len(clips)
    assert all(stem.isascii() and "/" not in stem for stem in stems)


def test_the_script_names_every_clip_with_its_words() -> None:
    printed = script(CLIPS)
    for clip in CLIPS:
        mark = " …" if clip.position == "inside" else "."
        assert any(
            line.split(maxsplit=1) == [f"{file_stem(clip)}.wav", clip.text + mark] for line in printed.splitlines()
        )


def take(*, level: float = 0.2, room: float = 0.0002, silence: float = 0.4) -> NDArray[np.float64]:
    """A recording of a voice between two silences, in a room with some noise."""
    chance = np.random.default_rng(5)
    time = np.arange(round(0.5 * RATE)) / RATE
    voice = level * np.sin(2 * np.pi * 160 * time) * np.sin(np.pi * time / 0.5)
    quiet = np.zeros(round(silence * RATE))
    whole = np.concatenate([quiet, voice, quiet])
    return whole + room * chance.standard_normal(len(whole))


@pytest.mark.parametrize(
    ("samples", "problem"),
    [
        (take(), None),
        (take(level=0.9), None),
        (np.clip(take(level=1.6), -1, 1), "clipped"),
        (take(level=0.004, room=0.00001), "too quiet"),
        (take(room=0.01), "too noisy"),
        (take(silence=0.0)[3000:-3000], "no silence around"),
        (np.zeros(RATE), "silent"),
        (np.zeros(10), "silent"),
    ],
)
def test_a_recording_is_judged_by_what_can_be_heard(samples: NDArray[np.float64], problem: Problem | None) -> None:
    assert judged(Clip(samples.astype(np.float32), RATE)) == problem


def spoken_by_espeak(espeak: Espeak, folder: Path) -> Path:
    """A whole set of recordings, with the silence that a person leaves."""
    folder.mkdir()
    quiet = np.zeros(RATE // 2, dtype=np.float32)
    for clip in CLIPS:
        sound = espeak.synthesise(clip.prompt, "vi")
        padded = np.concatenate([quiet, sound.samples * np.float32(0.5), quiet])
        soundfile.write(folder / f"{file_stem(clip)}.wav", padded, sound.rate)
    return folder


def test_a_folder_is_checked_and_becomes_a_pack(espeak: Espeak, tmp_path: Path) -> None:
    folder = spoken_by_espeak(espeak, tmp_path / "lan")
    assert list(check(folder, CLIPS)) == []
    made = build(Engine(), tmp_path / "pack", language="vi", region="north", voice=str(folder), counters=2)
    assert {clip for clip in made.data if clip.text} == set(CLIPS)
    assert made.manifest.engine == "recorded"


def test_what_is_missing_or_broken_is_listed_with_its_words(espeak: Espeak, tmp_path: Path) -> None:
    folder = spoken_by_espeak(espeak, tmp_path / "lan")
    (folder / "mootj-end.wav").unlink()
    (folder / "hai-end.wav").write_bytes(b"no sound")
    found = {(finding.file, finding.problem, finding.clip.text) for finding in check(folder, CLIPS)}
    assert found == {("mootj-end.wav", "missing", "một"), ("hai-end.wav", "unreadable", "hai")}


def test_one_recording_may_serve_both_positions_and_one_of_its_own_goes_first(tmp_path: Path) -> None:
    for name, level in (("mootj.wav", 0.1), ("mootj-end.wav", 0.2)):
        soundfile.write(tmp_path / name, take(level=level), RATE)
    assert recording_of(tmp_path, ClipText("một", "inside")) == tmp_path / "mootj.wav"
    assert recording_of(tmp_path, ClipText("một", "end")) == tmp_path / "mootj-end.wav"
    assert recording_of(tmp_path, ClipText("hai", "end")) is None
    inside, end = (Engine().synthesise(text, str(tmp_path)) for text in ("một,", "một."))
    assert np.abs(end.samples).max() > np.abs(inside.samples).max()


def test_a_stereo_recording_becomes_mono(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "hai.flac", np.stack([take(), take()], axis=1), RATE)
    assert recording.read(tmp_path / "hai.flac").samples.ndim == 1


def test_a_missing_folder_or_recording_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="no folder of recordings"):
        Engine().synthesise("một.", str(tmp_path / "nowhere"))
    with pytest.raises(EngineError, match=r"nobody recorded mootj-end\.wav"):
        Engine().synthesise("một.", str(tmp_path))
