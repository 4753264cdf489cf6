"""A voice pack as one ZIP file, to carry it from an office that has internet to one that hasn't."""

import re
import shutil
import zipfile
from pathlib import Path
from typing import Final

from audio.pack import MANIFEST, PackError, VoicePack, put_in_place

LARGEST: Final = 200 * 1024 * 1024
"""Bytes that a pack may unpack to: a hundred times what one has. A ZIP file can promise little and hold much."""

MOST: Final = 5000
"""Files that a pack may have."""

_MEMBER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def export_pack(folder: Path, file: Path) -> None:
    """Write the pack in `folder` into a ZIP file. Raises PackError if the pack is damaged."""
    pack = VoicePack.load(folder)
    names = [MANIFEST, *sorted({clip.file for clip in pack.manifest.clips})]
    half = file.with_name(f".{file.name}.half")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_STORED) as archive:  # MP3 doesn't get smaller
        for name in names:
            archive.write(folder / name, name)
    half.replace(file)


def import_pack(file: Path, folder: Path) -> VoicePack:
    """Unpack a ZIP file as the pack `folder`, which appears or is replaced only when all of it is whole.

    Raises PackError for what is no ZIP file, has a name that reaches outside, is far too large, or whose clips aren't
    those of its manifest.
    """
    workshop = folder.with_name(f".{folder.name}.import")
    shutil.rmtree(workshop, ignore_errors=True)
    workshop.mkdir(parents=True)
    try:
        _unpack(file, workshop)
        _without_strangers(VoicePack.load(workshop))
        put_in_place(workshop, folder)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return VoicePack.load(folder)


def _unpack(file: Path, into: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if len(members) > MOST or sum(member.file_size for member in members) > LARGEST:
                raise PackError(f"{file} is far larger than a voice pack")
            for member in members:
                if not _MEMBER.fullmatch(member.filename):
                    raise PackError(f"{file} has a file that reaches outside a pack: {member.filename!r}")
                # zipfile stops at file_size, so no member can hold more than it says.
                (into / member.filename).write_bytes(archive.read(member))
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise PackError(f"{file} can't be read as a voice pack: {error}") from error


def _without_strangers(pack: VoicePack) -> None:
    known = {MANIFEST, *(clip.file for clip in pack.manifest.clips)}
    strangers = sorted(path.name for path in pack.folder.iterdir() if path.name not in known)
    if strangers:
        raise PackError(f"the archive has files that its manifest doesn't name: {', '.join(strangers[:3])}")
