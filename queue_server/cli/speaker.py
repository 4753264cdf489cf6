"""`xephang speaker`: a zone's loudspeaker without a screen, on any machine with a sound card."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from pathlib import Path
from typing import NoReturn

import click

from queue_server.speaker.address import Address, AddressWrong
from queue_server.speaker.agent import Agent
from queue_server.speaker.line import Line, Refused
from queue_server.speaker.memory import Memory
from queue_server.speaker.players import NoSound, Player, SoundCard, WavFolder
from queue_server.speaker.sounds import Sounds

# Exit statuses besides 0 (told to stop) and 2 (a wrong command): docs/voices.md.
NOT_LET_IN = 3
NO_SOUND = 4
NO_MEMORY = 5


@click.command()
@click.option("--server", help="The server's address, such as http://192.168.1.10:8000.")
@click.option("--zone", help="The waiting area that hears it.")
@click.option("--token", envvar="SPEAKER_TOKEN", help="As `xephang device add` printed it; or in SPEAKER_TOKEN.")
@click.option("--card", default="", help="A part of the sound card's name; by default the machine's own choice.")
@click.option("--cards", is_flag=True, help="Show the sound cards of this machine, and end.")
@click.option(
    "--wav",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write each announcement into a WAV file here instead of playing it.",
)
@click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where it remembers what it has said; by default systemd's folder for it, or one at home.",
)
def speaker(
    server: str | None,
    zone: str | None,
    token: str | None,
    card: str,
    cards: bool,
    wav: Path | None,
    state: Path | None,
) -> None:
    """Say the calls of a zone. Runs until it is told to stop (SIGTERM, Ctrl-C); says the sentence that it has begun.

    Ends with 0 when told to stop, 3 when the server does not let it in, 4 without a usable sound card, 5 when it
    cannot keep in mind what it has said. While the server is away it waits and tries again.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    player = SoundCard(card) if wav is None else WavFolder(wav)
    try:
        if cards:
            click.echo("\n".join(SoundCard().names()))
            return
        address = _address(server, zone)
        if not token:
            raise click.UsageError("a loudspeaker has a --token: `xephang device add NAME --kind speaker` prints it")
        player.check()
        memory = Memory((state or _state()) / f"said-in-{_file_name(zone)}")
        asyncio.run(_run(address, token, player, memory))
    except Refused as error:
        _end(NOT_LET_IN, f"the server does not let this loudspeaker in: {error}")
    except NoSound as error:
        _end(NO_SOUND, f"{error}. Without one, --wav FOLDER writes WAV files instead.")
    except OSError as error:
        _end(NO_MEMORY, f"what was said can't be kept in mind: {error}")


async def _run(address: Address, token: str, player: Player, memory: Memory) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def told_to_stop(number: signal.Signals) -> None:
        stop.set()
        loop.remove_signal_handler(number)  # a second one ends it at once

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told_to_stop, number)
    await Agent(Line(address, token), Sounds(address), player, memory).run(stop)


def _address(server: str | None, zone: str | None) -> Address:
    if not server or not zone:
        raise click.UsageError("a loudspeaker has a --server and a --zone")
    try:
        return Address.of(server, zone)
    except AddressWrong as error:
        raise click.UsageError(str(error)) from error


def _state() -> Path:
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(os.environ.get("STATE_DIRECTORY") or Path(home) / "xephang")


def _file_name(zone: str | None) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in zone or "")


def _end(status: int, words: str) -> NoReturn:
    click.echo(words, err=True)
    raise SystemExit(status)
