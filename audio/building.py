"""Making a voice pack: speak what isn't spoken yet, master every clip, put the folder in place at once."""

import hashlib
import json
import shutil
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import soundfile

from audio import mp3
from audio.chime import chime
from audio.inventory import ClipText, closed_set
from audio.mastering import Master, master
from audio.pack import CHIME, FORMAT, MANIFEST, ClipEntry, Manifest, put_in_place
from audio.speech import AudioError, Clip, Engine


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be built. `loudness` in LUFS."""

    engine: Engine
    voice: str
    language: str
    region: str
    counters: int
    templates: Mapping[str, str]
    loudness: float


def build_pack(plan: Plan, folder: Path, progress: Callable[[int, int, str], None]) -> None:
    """Make the pack of `plan` in `folder`; see `audio.pack.build`."""
    texts = closed_set(plan.language, plan.region, plan.counters, plan.templates)
    workshop = folder.with_name(f".{folder.name}.building")
    finished = workshop / "pack"
    shutil.rmtree(finished, ignore_errors=True)
    finished.mkdir(parents=True)
    entries = [_written(finished, 0, CHIME, master(Clip(chime(mp3.RATE), mp3.RATE), plan.loudness))]
    for number, text in enumerate(texts, start=1):
        entries.append(_written(finished, number, text, _mastered(plan, text, workshop)))
        progress(number, len(texts), text.text)
    _write_manifest(plan, finished, tuple(entries))
    put_in_place(finished, folder)
    shutil.rmtree(workshop)


def _mastered(plan: Plan, text: ClipText, workshop: Path) -> Master:
    try:
        return master(_spoken(plan, text, workshop), plan.loudness)
    except AudioError as error:
        raise type(error)(f"{text.text!r}: {error}") from error


def _spoken(plan: Plan, text: ClipText, workshop: Path) -> Clip:
    """The engine's own sound, kept: an online engine isn't asked twice for what it has said."""
    identity = json.dumps([plan.engine.name, plan.voice, text.prompt])
    kept = workshop / f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}.wav"
    if not kept.exists():
        clip = plan.engine.synthesise(text.prompt, plan.voice)
        half = kept.with_suffix(".half")
        soundfile.write(half, clip.samples, clip.rate, format="WAV", subtype="FLOAT")
        half.replace(kept)
    samples, rate = soundfile.read(kept, dtype="float32")
    return Clip(np.asarray(samples, dtype=np.float32), int(rate))


def _written(folder: Path, number: int, text: ClipText, made: Master) -> ClipEntry:
    name = f"{number:03d}-{_slug(text.text) or 'chime'}-{text.position}.mp3"
    (folder / name).write_bytes(made.data)
    digest = hashlib.sha256(made.data).hexdigest()
    return ClipEntry(
        text.text, text.position, name, digest, round(made.seconds, 3), round(made.loudness, 2), round(made.peak, 2)
    )


def _write_manifest(plan: Plan, folder: Path, entries: tuple[ClipEntry, ...]) -> None:
    manifest = msgspec.convert(
        {
            "format": FORMAT,
            "engine": plan.engine.name,
            "voice": plan.voice,
            "language": plan.language,
            "region": plan.region,
            "counters": plan.counters,
            "loudness": plan.loudness,
            "clips": entries,
        },
        Manifest,
    )
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))


def _slug(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in bare if not unicodedata.combining(c))[:40]
