"""`xephang voice`: build, list, check, try, export and import the loudspeaker's voice packs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from tqdm import tqdm

from audio import pack
from audio.announcement import PLACEHOLDERS, announce
from audio.engines import engine_names, open_engine
from audio.inventory import ClipText, closed_set
from audio.joining import Joiner
from audio.reading import REGIONS
from audio.speech import AudioError
from queue_server.cli.options import data_option
from queue_server.domain.errors import QueueError
from queue_server.domain.office import Office
from queue_server.office_file import read_office

language_option = click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
region_option = click.option("--region", type=click.Choice(REGIONS), help="How numbers are read; as the office does.")
counters_option = click.option(
    "--counters", type=click.IntRange(1, 999), default=30, show_default=True, help="Counters with a clip of their own."
)


@click.group()
def voice() -> None:
    """Voice packs: all that the loudspeaker says, made ahead of time, so that calling needs no internet."""


@voice.command()
@data_option
@click.option("--engine", "engine_name", type=click.Choice(engine_names()), default="espeak", show_default=True)
@click.option(
    "--voice", "voice_name", help="One of the engine's voices; for piper a file .onnx, for recorded a folder."
)
@click.option("--name", help="The pack's name; the engine's by default. Set it as `voice` in xephang.toml.")
@language_option
@region_option
@counters_option
@click.option("--loudness", type=click.FloatRange(-31, -10), default=-16, show_default=True, help="LUFS (EBU R128).")
def build(
    data: Path,
    engine_name: str,
    voice_name: str | None,
    name: str | None,
    language: str,
    region: str | None,
    counters: int,
    loudness: float,
) -> None:
    """Make a pack. An interrupted build goes on where it stopped when it is started again."""
    with _said_plainly(), tqdm(unit="clip", disable=None) as bar:
        folder = _folder(data, name or engine_name)
        folder.parent.mkdir(parents=True, exist_ok=True)
        bar.set_description(folder.name)

        def progress(done: int, total: int, _text: str) -> None:
            bar.total = total
            bar.update(done - bar.n)

        engine = open_engine(engine_name)
        try:
            made = pack.build(
                engine,
                folder,
                language=language,
                region=region or _region(data),
                voice=voice_name,
                counters=counters,
                loudness=loudness,
                templates=_templates(data, language),
                progress=progress,
            )
        finally:
            engine.close()
    click.echo(f"{folder.name}: {len(made.manifest.clips)} clips")


@voice.command("list")
@data_option
def list_packs(data: Path) -> None:
    """Show the packs of this office, and the engines that can make one with the voices that they have."""
    for name in pack.installed(data / "voices"):
        click.echo(f"{name}\t{_described(data, name)}")
    for name in engine_names():
        engine = open_engine(name)
        voices = ", ".join(one.name for one in engine.voices()) or "a voice of your own, see --voice"
        click.echo(f"engine {name}\t{'online' if engine.online else 'offline'}\t{voices}")
        engine.close()


@voice.command()
@data_option
@click.argument("name")
def check(data: Path, name: str) -> None:
    """Check every clip of a pack; exit status 0 only when it can be used and can say all that the office says."""
    loaded = _loaded(data, name)
    manifest = loaded.manifest
    wanted = closed_set(manifest.language, manifest.region, manifest.counters, _templates(data, manifest.language))
    lacking = sorted({clip.text for clip in wanted} - set(loaded.texts))
    if lacking:
        mending = f"xephang voice build --engine {manifest.engine} --name {name} --language {manifest.language}"
        raise click.ClickException(f"{name} has no clip for: {'; '.join(lacking)}\nTo make it whole: {mending}")
    peak = max(clip.peak for clip in manifest.clips)
    off = max(manifest.clips, key=lambda clip: abs(clip.loudness - manifest.loudness))
    click.echo(f"{name}: {len(manifest.clips)} clips, all as they were made; loudest peak {peak:.1f} dBFS")
    click.echo(f"furthest from {manifest.loudness:g} LUFS: {off.text or 'chime'} at {off.loudness:.1f}")


@voice.command("try")
@data_option
@click.argument("name")
@click.option("--kind", type=click.Choice([*PLACEHOLDERS]), default="call", show_default=True)
@click.option("--code", default="A012", show_default=True)
@click.option("--counter", type=int, default=3, show_default=True)
@click.option("--minutes", type=int, default=15, show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("announcement.wav"))
def try_out(data: Path, name: str, kind: str, code: str, counter: int, minutes: int, out: Path) -> None:
    """Write an announcement as it will sound into a WAV file."""
    with _said_plainly():
        loaded = _loaded(data, name)
        language, region = loaded.manifest.language, loaded.manifest.region
        templates = _templates(data, language)
        utterance = announce(
            kind, language=language, region=region, templates=templates, code=code, counter=counter, minutes=minutes
        )
        sound = Joiner(loaded).join(utterance)
        out.write_bytes(sound.wav)
    click.echo(f"{out}: {utterance.text} ({sound.seconds:.1f} s)")


@voice.command()
@data_option
@click.argument("name")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(data: Path, name: str, file: Path) -> None:
    """Write a pack into a ZIP file, to carry it to another office."""
    from audio.archive import export_pack

    with _said_plainly():
        export_pack(_folder(data, name), file)
    click.echo(f"{file}: {file.stat().st_size} bytes")


@voice.command("import")
@data_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", help="The pack's name here; the file's name by default.")
def import_(data: Path, file: Path, name: str | None) -> None:
    """Take a pack from a ZIP file; every clip is checked before it is in use."""
    from audio.archive import import_pack

    with _said_plainly():
        taken = import_pack(file, _folder(data, name or file.stem))
    click.echo(f"{taken.folder.name}: {len(taken.manifest.clips)} clips")


@voice.command()
@data_option
@language_option
@region_option
@counters_option
@click.option(
    "--check",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Look through a folder of recordings instead; exit status 0 only when all are there and good.",
)
def script(data: Path, language: str, region: str | None, counters: int, folder: Path | None) -> None:
    """Print what a person should record for a voice of the office's own: file names and words."""
    from audio import recording

    clips: tuple[ClipText, ...] = closed_set(language, region or _region(data), counters, _templates(data, language))
    if folder is None:
        click.echo(recording.script(clips), nl=False)
        return
    findings = list(recording.check(folder, clips))
    for finding in findings:
        click.echo(f"{finding.problem}\t{finding.file}\t{finding.clip.text}")
    if findings:
        raise click.ClickException(f"{len(findings)} of {len(clips)} recordings are to be made, or made again")
    click.echo(f"all {len(clips)} recordings are there and good: xephang voice build --engine recorded")


@contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except (AudioError, ValueError, OSError) as error:
        raise click.ClickException(str(error)) from error


def _folder(data: Path, name: str) -> Path:
    return data / "voices" / pack.checked_name(name)


def _loaded(data: Path, name: str) -> pack.VoicePack:
    with _said_plainly():
        return pack.VoicePack.load(_folder(data, name))


def _described(data: Path, name: str) -> str:
    try:
        manifest = pack.VoicePack.load(_folder(data, name)).manifest
    except AudioError as error:
        return f"cannot be used: {error}"
    facts = (f"{manifest.engine} {manifest.voice}", manifest.language, manifest.region, f"{len(manifest.clips)} clips")
    return "\t".join(facts)


def _region(data: Path) -> str:
    office = _office(data)
    return "north" if office is None else office.region


def _templates(data: Path, language: str) -> Mapping[str, str] | None:
    """The office's own sentences: a pack without their clips could not say them."""
    office = _office(data)
    return None if office is None else office.announcements.templates.get(language)


def _office(data: Path) -> Office | None:
    file = data / "office.toml"
    try:
        return read_office(file.read_text(encoding="utf-8")) if file.exists() else None
    except QueueError as error:
        raise click.ClickException(f"{file}: {error.details.get('problem', error.code)}") from error
