import shutil
import subprocess
import sys
import threading
from pathlib import Path

import espeakng_loader
import numpy as np
import pytest

import audio.engines.espeak
from audio.engines.espeak import VOICES, Engine
from audio.speech import EngineUnavailable

SENTENCE = "mời công dân có số a không một hai, đến quầy số ba."


@pytest.mark.parametrize("voice", [voice.name for voice in VOICES])
def test_every_voice_speaks(espeak: Engine, voice: str) -> None:
    clip = espeak.synthesise(SENTENCE if voice.startswith("vi") else "number ay zero one two.", voice)
    assert clip.samples.dtype == np.float32
    assert clip.rate == 22_050
    assert 1 < clip.seconds < 6
    assert 0.1 < np.abs(clip.samples).max() <= 1


def test_the_regions_speak_differently(espeak: Engine) -> None:
    lengths = {espeak.synthesise(SENTENCE, voice.name).seconds for voice in VOICES if voice.language == "vi"}
    assert len(lengths) == 3


def test_an_unknown_voice_is_refused(espeak: Engine) -> None:
    with pytest.raises(EngineUnavailable, match="no voice 'ghost'"):
        espeak.synthesise("một", "ghost")


def test_the_engine_speaks_again_after_its_process_was_killed() -> None:
    engine = Engine()
    try:
        first = engine.synthesise("một", "vi").seconds
        process = engine._process
        assert process is not None
        process.kill()
        process.wait()
        assert engine.synthesise("một", "vi").seconds == pytest.approx(first, abs=0.02)
    finally:
        engine.close()


def test_threads_may_speak_at_once(espeak: Engine) -> None:
    heard: list[float] = []
    threads = [
        threading.Thread(target=lambda: heard.append(espeak.synthesise(SENTENCE, "vi").seconds)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(heard) == 8
    assert max(heard) - min(heard) < 0.05


def test_closing_ends_the_process_and_may_be_repeated() -> None:
    engine = Engine()
    engine.synthesise("hai", "vi")
    process = engine._process
    engine.close()
    engine.close()
    assert process is not None
    assert process.returncode is not None


def test_a_data_path_longer_than_the_library_can_bear_is_no_trouble(tmp_path: Path) -> None:
    """Reproduced: with an absolute path near 177 characters the library makes the process exit."""
    deep = tmp_path / ("x" * 100) / ("y" * 100)
    package = Path(espeakng_loader.__file__).parent
    shutil.copytree(package, deep / package.name)
    script = Path(audio.engines.espeak.__file__).with_name("_espeak_process.py")
    run = subprocess.run(
        [sys.executable, "-P", str(script)],
        input=b'{"text": "m\\u1ed9t", "voice": "vi", "speed": 140}\n',
        env={"PYTHONPATH": str(deep)},
        capture_output=True,
        check=True,
    )
    header, _, samples = run.stdout.partition(b"\n")
    assert b'"rate": 22050' in header
    assert len(samples) > 4000
