"""A local Piper voice: the office names the voice's `.onnx` file; its `.onnx.json` lies beside it. Offline, natural.

Piper is installed by those who use it (`pip install piper-tts`, about 125 MB with ONNX Runtime; GPL-3). The library
stays in the process that builds a pack and never in the server.
"""

import importlib
import json
from pathlib import Path
from typing import Any, Final

import numpy as np

from audio.speech import Clip, EngineError, EngineUnavailable, Voice


class Engine:
    """Piper, with the voice files that are named to it. Not for use from several threads at once."""

    name: Final = "piper"
    online: Final = False

    def __init__(self) -> None:
        self._loaded: dict[str, Any] = {}

    def voices(self) -> tuple[Voice, ...]:
        """None of its own: a voice is a file of the office's."""
        return ()

    def synthesise(self, text: str, voice: str) -> Clip:
        """Speak `text` with the voice file `voice`.

        Raises EngineUnavailable if Piper isn't installed or the file is no voice, EngineError if nothing was spoken.
        """
        if voice not in self._loaded:
            self._loaded[voice] = _load(Path(voice))
        chunks = list(self._loaded[voice].synthesize(text))
        if not chunks:
            raise EngineError(f"Piper made no sound of {text!r}")
        samples = np.concatenate([np.asarray(chunk.audio_float_array, dtype=np.float32) for chunk in chunks])
        return Clip(samples, int(chunks[0].sample_rate))

    def close(self) -> None:
        """Forget the loaded voices."""
        self._loaded.clear()


def _load(model: Path) -> Any:
    try:
        library = importlib.import_module("piper")
    except ImportError as error:
        raise EngineUnavailable("Piper is not installed here: pip install piper-tts") from error
    config = model.with_name(f"{model.name}.json")
    for file in (model, config):
        if not file.is_file():
            raise EngineUnavailable(f"a Piper voice is a file .onnx and its .onnx.json beside it: there is no {file}")
    try:
        json.loads(config.read_text(encoding="utf-8"))
        return library.PiperVoice.load(model, config)
    except Exception as error:  # ONNX Runtime raises classes of its own that can't be imported without it
        raise EngineUnavailable(f"{model} is no Piper voice: {error}") from error
