"""MP3 clips that can be joined by laying their frames end to end.

Encoding a sentence takes about 30 ms, joining encoded frames takes microseconds. A stream that an encoder has just
begun refers to no earlier frame (its bit reservoir is empty), so whole streams may follow one another, and a frame of
zeros is a frame of silence. All clips of all packs share one shape: MPEG-2 layer III, 24 kHz, mono, 64 kbit/s.
"""

import io
from typing import TYPE_CHECKING, Final

from audio.speech import AudioError, Clip

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE: Final = 24_000
"""Samples a second: what gTTS delivers, and more than espeak and most Piper voices have."""

SAMPLES: Final = 576
"""Samples in one frame of MPEG-2 layer III, 24 ms."""

LEAD: Final = 1105
"""Samples of silence that come before the first sample: 576 of LAME's encoder and 529 of any decoder."""

OVERHEAD: Final = 2 * SAMPLES
"""Samples by which a stream is longer than a clip of whole frames: `LEAD` before it, 47 after."""

FRAME_BYTES: Final = 192  # 72 * 64,000 / 24,000
HEADER: Final = bytes((0xFF, 0xF3, 0x84))  # MPEG-2 layer III without checksum, 64 kbit/s, 24 kHz, no padding
SILENT_FRAME: Final = HEADER + bytes((0xC4,)) + bytes(FRAME_BYTES - 4)
_ENCODER_LEVEL: Final = 0.95  # LAME, as libsndfile sets it up, turns everything down by this much
_QUALITY: Final = 0.6  # libsndfile's "compression level" that is 64 kbit/s at this rate; the frames are checked


def encode(samples: "NDArray[np.float32]") -> bytes:
    """Encode float32 mono samples at 24 kHz, shape (n,) with n a multiple of 576, as joinable frames of the same level.

    Returns n / 576 + 2 frames: the clip with `LEAD` samples before it. Raises AudioError if the encoder at hand makes
    other frames than these.
    """
    import soundfile

    buffer = io.BytesIO()
    soundfile.write(
        buffer,
        samples * (1 / _ENCODER_LEVEL),
        RATE,
        format="MP3",
        subtype="MPEG_LAYER_III",
        bitrate_mode="CONSTANT",
        compression_level=_QUALITY,
    )
    data = buffer.getvalue()[FRAME_BYTES:]  # the first frame only says how long the stream is
    check(data)
    if len(data) != (len(samples) // SAMPLES + 2) * FRAME_BYTES or data[4] != 0:
        raise AudioError("this machine's MP3 encoder makes streams that cannot be joined")
    return data


def check(data: bytes) -> None:
    """Raise AudioError unless `data` is whole frames of the one shape."""
    whole = len(data) > 0 and len(data) % FRAME_BYTES == 0
    if not whole or any(data[i : i + 3] != HEADER for i in range(0, len(data), FRAME_BYTES)):
        raise AudioError("not MP3 frames of 24 kHz, mono, 64 kbit/s")


def frames(data: bytes) -> int:
    """How many frames `data` has; each lasts 24 ms."""
    return len(data) // FRAME_BYTES


def silence(count: int) -> bytes:
    """`count` frames of silence, 24 ms each."""
    return SILENT_FRAME * count


def seconds(data: bytes) -> float:
    """How long `data` plays, in seconds."""
    return frames(data) * SAMPLES / RATE


def decode(data: bytes) -> Clip:
    """The samples of joined frames, all of them: `frames(data) * 576`."""
    import numpy as np
    import soundfile

    samples, rate = soundfile.read(io.BytesIO(data), dtype="float32")
    return Clip(np.asarray(samples, dtype=np.float32), int(rate))


def wav(data: bytes) -> bytes:
    """The same sound as 16-bit WAV, for a player that has no MP3."""
    import soundfile

    clip = decode(data)
    buffer = io.BytesIO()
    soundfile.write(buffer, clip.samples, clip.rate, format="WAV", subtype="PCM_16")
    return buffer.getvalue()
