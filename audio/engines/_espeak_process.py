"""espeak-ng's library in a process of its own.

Two threads in the library corrupt its heap and a long data path makes it exit, so it never shares a process with the
server (and its licence, GPL-3, stays at arm's length). Reads one JSON request a line, `{"text", "voice", "speed"}`;
answers a header line, `{"rate", "bytes"}` or `{"error"}`, followed by that many bytes of 16-bit native mono samples.
"""

import ctypes
import json
import os
import sys
from typing import Final

SYNCHRONOUS: Final = 2  # AUDIO_OUTPUT_SYNCHRONOUS: samples go to the callback, no sound card is opened
CHARACTERS: Final = 1  # POS_CHARACTER
UTF8: Final = 1  # espeakCHARS_UTF8
SPEED: Final = 1  # espeakRATE

_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Library:
    """The library, ready to speak."""

    def __init__(self) -> None:
        import espeakng_loader

        # Relative on purpose: a data path near 177 characters makes the library exit the process.
        folder, name = os.path.split(espeakng_loader.get_data_path())
        os.chdir(folder)
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        self._heard = bytearray()
        self._callback = _CALLBACK(self._hear)
        self.rate = int(self._library.espeak_Initialize(SYNCHRONOUS, 0, name.encode(), 0))
        if self.rate <= 0:
            raise RuntimeError("espeak-ng could not read its data")
        self._library.espeak_SetSynthCallback(self._callback)

    def _hear(self, samples: "ctypes._Pointer[ctypes.c_short] | None", count: int, _events: int) -> int:
        if samples and count:  # a null pointer comes at the end
            self._heard += ctypes.string_at(samples, count * 2)
        return 0

    def speak(self, text: str, voice: str, speed: int) -> bytes:
        """16-bit samples of `text`; `speed` in words a minute. Raises ValueError for a voice that it hasn't."""
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"espeak has no voice {voice!r}")
        self._library.espeak_SetParameter(SPEED, speed, 0)
        self._heard.clear()
        data = text.encode()
        status = self._library.espeak_Synth(data, len(data) + 1, 0, CHARACTERS, 0, UTF8, None, None)
        if status != 0 or self._library.espeak_Synchronize() != 0:
            raise ValueError(f"espeak could not speak {text!r}")
        return bytes(self._heard)


def answer(library: Library, line: bytes) -> tuple[dict[str, object], bytes]:
    """The header and the samples that answer one request line."""
    request = json.loads(line)
    try:
        samples = library.speak(request["text"], request["voice"], request["speed"])
    except ValueError as error:
        return {"error": str(error)}, b""
    return {"rate": library.rate, "bytes": len(samples)}, samples


def main() -> None:
    """Answer requests until the parent closes its end."""
    library = Library()
    for line in sys.stdin.buffer:
        header, samples = answer(library, line)
        sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + samples)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
