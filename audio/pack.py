"""A voice pack: a folder of MP3 clips, all that an office's loudspeaker says, and a manifest that describes them."""

import hashlib
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import msgspec

from audio import mp3
from audio.inventory import ClipText, Position
from audio.speech import AudioError, Engine

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
CHIME: Final = ClipText("", "inside")
"""The chime's place in a pack: a clip without words."""


class PackError(AudioError):
    """A voice pack that cannot be used, said for an administrator."""


class ClipEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One clip in the manifest. `loudness` in LUFS and `peak` (true peak) in dBFS are as measured on the MP3."""

    text: str
    position: Position
    file: str
    sha256: str
    seconds: float
    loudness: float
    peak: float


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a pack is. `loudness` is the target in LUFS, `counters` how many have a clip of their own."""

    format: Literal[1]
    engine: str
    voice: str
    language: Literal["vi", "en"]
    region: Literal["north", "south"]
    counters: int
    loudness: float
    clips: tuple[ClipEntry, ...]


@dataclass(frozen=True, slots=True, eq=False)
class VoicePack:
    """A pack in memory, all its clips as joinable MP3 frames. About 1 MB."""

    folder: Path
    manifest: Manifest
    data: Mapping[ClipText, bytes]
    key: str
    """Changes whenever a clip does: SHA-256 of the manifest."""

    @classmethod
    def load(cls, folder: Path) -> "VoicePack":
        """Read a pack and check every clip against its hash. Raises PackError that names what is missing or damaged."""
        text = _read(folder / MANIFEST)
        try:
            manifest = msgspec.json.decode(text, type=Manifest)
        except msgspec.MsgspecError as error:
            raise PackError(f"{folder / MANIFEST} is no manifest of a voice pack: {error}") from error
        data = {ClipText(entry.text, entry.position): _clip(folder, entry) for entry in manifest.clips}
        if CHIME not in data:
            raise PackError(f"the voice pack {folder.name} has no chime")
        return cls(folder, manifest, data, hashlib.sha256(text).hexdigest())

    @property
    def texts(self) -> frozenset[str]:
        """The words that the pack has clips for, whatever their position."""
        return frozenset(clip.text for clip in self.data)

    def frames(self, clip: ClipText) -> bytes:
        """The MP3 frames of a clip; of the other position if there is none of its own. Raises KeyError without any."""
        other: Position = "end" if clip.position == "inside" else "inside"
        found = self.data.get(clip)
        return found if found is not None else self.data[ClipText(clip.text, other)]


def build(  # noqa: PLR0913 - each is a named fact of the pack
    engine: Engine,
    folder: Path,
    *,
    language: str,
    region: str,
    voice: str | None = None,
    counters: int = 30,
    templates: Mapping[str, str] | None = None,
    loudness: float = -16.0,
    progress: Callable[[int, int, str], None] | None = None,
) -> VoicePack:
    """Make a voice pack in `folder` with an engine and return it, loaded.

    `voice` is one of the engine's (default: see `default_voice`); `templates` are the office's own sentences by
    kind; `loudness` in LUFS; `progress(done, total, text)` is called after each clip. The folder appears, or replaces
    an older pack, only when every clip is made. What the engine has spoken is kept beside it until then, so that a
    build that was interrupted goes on where it stopped. Raises EngineError, PackError, and ValueError for a language,
    region or number of counters that there is not.
    """
    from audio.building import Plan, build_pack  # SciPy: never imported by a server that only loads packs

    if language not in {"vi", "en"} or not 0 <= counters <= 999:
        raise ValueError(f"no pack of language {language!r} with {counters} counters")
    plan = Plan(
        engine, voice or default_voice(engine, language, region), language, region, counters, templates or {}, loudness
    )
    build_pack(plan, folder, progress or (lambda _done, _total, _text: None))
    return VoicePack.load(folder)


def default_voice(engine: Engine, language: str, region: str) -> str:
    """The engine's first voice of a language, of that region if it has one. Raises PackError if it has no voice."""
    voices = [voice for voice in engine.voices() if voice.language == language]
    if not voices:
        raise PackError(f"the engine {engine.name} has no voice of its own for {language!r}: name one with --voice")
    return next((voice.name for voice in voices if voice.region == region), voices[0].name)


def installed(voices: Path) -> tuple[str, ...]:
    """The names of the packs under an office's folder of voices. A build that isn't finished is not among them."""
    if not voices.is_dir():
        return ()
    return tuple(sorted(pack.parent.name for pack in voices.glob(f"[!.]*/{MANIFEST}")))


def checked_name(name: str) -> str:
    """A pack's name, which is its folder's. Raises PackError for one that could be another place."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name):
        raise PackError(f"{name!r} can't be a pack's name: letters without marks, figures, dots and hyphens can")
    return name


def put_in_place(finished: Path, folder: Path) -> None:
    """Rename a finished folder to the pack `folder`, so that there is the old pack or the new one, never half of one.

    Raises PackError, and leaves it alone, if `folder` is there and is no pack.
    """
    if folder.exists() and not (folder / MANIFEST).is_file():
        raise PackError(f"{folder} is there and is no voice pack: it is left alone")
    older = folder.with_name(f".{folder.name}.older")
    shutil.rmtree(older, ignore_errors=True)
    if folder.exists():
        folder.rename(older)
    finished.rename(folder)
    shutil.rmtree(older, ignore_errors=True)


def _clip(folder: Path, entry: ClipEntry) -> bytes:
    if Path(entry.file).name != entry.file or entry.file.startswith("."):
        raise PackError(f"the voice pack {folder.name} names a clip outside itself: {entry.file!r}")
    data = _read(folder / entry.file)
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        raise PackError(f"the clip {folder / entry.file} ({entry.text!r}) is damaged")
    try:
        mp3.check(data)
    except AudioError as error:
        raise PackError(f"the clip {folder / entry.file} ({entry.text!r}) cannot be joined: {error}") from error
    return data


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackError(f"the voice pack lacks {path}: {error.strerror}") from error
