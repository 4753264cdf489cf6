"""`xephang voice`: build, list, check and try the loudspeaker's voice packs."""

from __future__ import annotations

from pathlib import Path

import click
from tqdm import tqdm

from audio import pack
from audio.announcement import announce
from audio.engines import engine_names, open_engine
from audio.joining import Joiner
from audio.speech import AudioError
from queue_server.cli.options import data_option
from queue_server.office_file import read_office


@click.group()
def voice() -> None:
    """Voice packs: all that the loudspeaker says, made ahead of time, so that calling needs no internet."""


@voice.command()
@data_option
@click.option("--engine", "engine_name", type=click.Choice(engine_names()), default="espeak", show_default=True)
@click.option("--voice", "voice_name", help="One of the engine's voices; its first Vietnamese one by default.")
@click.option("--name", help="The pack's name; the engine's by default. Set it as `voice` in xephang.toml.")
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--counters", type=click.IntRange(1, 999), default=30, show_default=True, help="Counters to be named.")
def build(data: Path, engine_name: str, voice_name: str | None, name: str | None, language: str, counters: int) -> None:
    """Make a pack. An interrupted build goes on where it stopped when it is started again."""
    folder = data / "voices" / (name or engine_name)
    folder.parent.mkdir(parents=True, exist_ok=True)
    engine = open_engine(engine_name)
    try:
        with tqdm(desc=folder.name, unit="clip", disable=None) as bar:

            def progress(done: int, total: int, _text: str) -> None:
                bar.total = total
                bar.update(done - bar.n)

            made = pack.build(
                engine,
                folder,
                language=language,
                region=_region(data),
                voice=voice_name,
                counters=counters,
                progress=progress,
            )
    except AudioError as error:
        raise click.ClickException(str(error)) from error
    finally:
        engine.close()
    click.echo(f"{folder.name}: {len(made.manifest.clips)} clips")


@voice.command("list")
@data_option
def list_packs(data: Path) -> None:
    """Show the packs of this office, and the engines that can make one."""
    for name in pack.installed(data / "voices"):
        manifest = _loaded(data, name).manifest
        click.echo(f"{name}\t{manifest.engine} {manifest.voice}\t{manifest.language}\t{len(manifest.clips)} clips")
    click.echo(f"engines: {', '.join(engine_names())}")


@voice.command()
@data_option
@click.argument("name")
def check(data: Path, name: str) -> None:
    """Check every clip of a pack against its hash; exit status 0 only when it can be used."""
    manifest = _loaded(data, name).manifest
    peak = max(clip.peak for clip in manifest.clips)
    click.echo(f"{name}: {len(manifest.clips)} clips, all as they were made; loudest peak {peak:.1f} dBFS")


@voice.command("try")
@data_option
@click.argument("name")
@click.option("--code", default="A012", show_default=True)
@click.option("--counter", type=int, default=3, show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("announcement.wav"))
def try_out(data: Path, name: str, code: str, counter: int, out: Path) -> None:
    """Write a call as it will sound into a WAV file."""
    loaded = _loaded(data, name)
    manifest = loaded.manifest
    try:
        utterance = announce("call", language=manifest.language, region=manifest.region, code=code, counter=counter)
        sound = Joiner(loaded).join(utterance)
    except (AudioError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    out.write_bytes(sound.wav)
    click.echo(f"{out}: {utterance.text} ({sound.seconds:.1f} s)")


def _loaded(data: Path, name: str) -> pack.VoicePack:
    try:
        return pack.VoicePack.load(data / "voices" / name)
    except AudioError as error:
        raise click.ClickException(str(error)) from error


def _region(data: Path) -> str:
    file = data / "office.toml"
    return read_office(file.read_text(encoding="utf-8")).region if file.exists() else "north"
