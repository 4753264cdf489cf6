import importlib.util
from pathlib import Path

import pytest

from audio.engines.piper import Engine
from audio.pack import PackError, default_voice
from audio.speech import EngineUnavailable

INSTALLED = importlib.util.find_spec("piper") is not None


@pytest.mark.skipif(INSTALLED, reason="Piper is installed here")
def test_without_piper_an_administrator_is_told_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="pip install piper-tts"):
        Engine().synthesise("một.", str(tmp_path / "voice.onnx"))


@pytest.mark.skipif(not INSTALLED, reason="Piper is not installed here: pip install piper-tts")
def test_a_file_that_is_no_voice_is_named(tmp_path: Path) -> None:
    voice = tmp_path / "voice.onnx"
    with pytest.raises(EngineUnavailable, match=r"there is no .*voice\.onnx"):
        Engine().synthesise("một.", str(voice))
    voice.write_bytes(b"no model")
    with pytest.raises(EngineUnavailable, match=r"there is no .*voice\.onnx\.json"):
        Engine().synthesise("một.", str(voice))
    voice.with_name("voice.onnx.json").write_text("{}")
    with pytest.raises(EngineUnavailable, match="is no Piper voice"):
        Engine().synthesise("một.", str(voice))


def test_a_voice_must_be_named() -> None:
    with pytest.raises(PackError, match="name one with --voice"):
        default_voice(Engine(), "vi", "north")
