"""A person's own voice: the office names a folder of recordings. See `audio.recording` for what is in it."""

from pathlib import Path
from typing import Final

from audio.inventory import ClipText
from audio.recording import file_stem, read, recording_of
from audio.speech import AudioError, Clip, EngineError, EngineUnavailable, Voice


class Engine:
    """Plays what was recorded. The "voice" is the folder."""

    name: Final = "recorded"
    online: Final = False

    def voices(self) -> tuple[Voice, ...]:
        """None of its own: a voice is a folder of the office's."""
        return ()

    def synthesise(self, text: str, voice: str) -> Clip:
        """The recording of a prompt (words, and `,` for more to follow or `.` for an end) in the folder `voice`.

        Raises EngineUnavailable if that is no folder, EngineError if it has no readable recording of these words.
        """
        folder = Path(voice)
        if not folder.is_dir():
            raise EngineUnavailable(f"there is no folder of recordings {folder}")
        clip = ClipText(text.rstrip(",."), "inside" if text.endswith(",") else "end")
        file = recording_of(folder, clip)
        if file is None:
            raise EngineError(f"nobody recorded {file_stem(clip)}.wav; xephang voice script lists all that is missing")
        try:
            return read(file)
        except AudioError as error:
            raise EngineError(str(error)) from error

    def close(self) -> None:
        """Nothing is kept open."""
