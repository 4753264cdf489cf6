"""What this loudspeaker has said, kept on disk: neither a restart nor a repeated message makes it say a call twice."""

from __future__ import annotations

import os
from pathlib import Path

# A call is stale within minutes: so many are far more than any that could come again.
REMEMBERED = 500


class Memory:
    """The ids of what was said. `file` is made at the first one, with its folder."""

    def __init__(self, file: Path) -> None:
        self._file = file
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        self._said = dict.fromkeys(line for line in lines if line)
        file.parent.mkdir(parents=True, exist_ok=True)
        self._shorten()

    def is_new(self, announcement: str) -> bool:
        """Whether it was never said here."""
        return announcement not in self._said

    def note(self, announcement: str) -> None:
        """It is being said now. On the disk when this returns: before the first sound, so that it is never twice."""
        self._said[announcement] = None
        with self._file.open("a", encoding="utf-8") as file:
            file.write(f"{announcement}\n")
            file.flush()
            os.fsync(file.fileno())

    def _shorten(self) -> None:
        self._said = dict.fromkeys(list(self._said)[-REMEMBERED:])
        half = self._file.with_suffix(".half")
        half.write_text("".join(f"{one}\n" for one in self._said), encoding="utf-8")
        half.replace(self._file)
