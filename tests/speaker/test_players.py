"""What makes a clip heard: a real library with its backend that plays into nothing, and files."""

import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.speech import Clip
from queue_server.speaker.players import NoSound, SoundCard, WavFolder

CLIP = Clip((0.3 * np.sin(np.arange(12_000) / 10)).astype(np.float32), 24_000)


def test_a_card_is_given_the_whole_clip_in_its_own_time() -> None:
    card = SoundCard(backends=("NULL",))
    card.check()
    assert card.names() == ["NULL Playback Device"]
    start = time.monotonic()
    began: list[float] = []
    card.play(CLIP, "a call", lambda: began.append(time.monotonic()))
    assert time.monotonic() - began[0] >= CLIP.seconds
    assert began[0] >= start


def test_a_card_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(NoSound, match=r"no sound card is called 'HDMI': there are NULL Playback Device"):
        SoundCard("HDMI", backends=("NULL",)).check()
    SoundCard("null play", backends=("NULL",)).check()


def test_without_a_sound_card_it_says_so() -> None:
    with pytest.raises(NoSound, match="this machine has no sound card"):
        SoundCard(backends=("JACK",)).check()  # a studio's: no office has one


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "miniaudio", None)
    with pytest.raises(NoSound, match=r"pip install 'xephang\[speaker\]'"):
        SoundCard().check()


def test_announcements_become_wav_files_in_the_order_in_which_they_were_said(tmp_path: Path) -> None:
    folder = WavFolder(tmp_path / "said")
    folder.check()
    for name in ("20261124-B002.1.1", "../A001"):
        folder.play(CLIP, name, lambda: None)
    files = sorted(path.name for path in (tmp_path / "said").iterdir())
    assert files == ["0001-20261124-B002.1.1.wav", "0002-.._A001.wav"]
    samples, rate = soundfile.read(tmp_path / "said" / files[0], dtype="float32")
    assert rate == CLIP.rate
    assert np.allclose(samples, CLIP.samples, atol=1e-4)


def test_a_folder_that_can_t_be_written_is_no_loudspeaker(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NoSound, match="no WAV files can be written"):
        WavFolder(tmp_path / "file" / "folder").check()
