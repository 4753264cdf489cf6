"""A temporary office of the simulator's own: its data folder, its people and devices, its server as a process."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from queue_server.app import save_office, set_up_text
from queue_server.clock import PlayClock
from queue_server.first_start import enrol
from queue_server.office_file import read_office
from queue_server.settings import Settings
from queue_server.store.database import Database
from queue_server.usecases.runner import Runner

# No voice is built (nobody listens), and a sign-in lasts the longest day.
_SETTINGS = 'voice = "none"\nsign_in_hours = 48\n'
_STOP_S = 20


class NoServer(Exception):
    """The office's own server did not start."""


def make_office(data: Path, office_toml: str, start: datetime) -> Mapping[str, str]:
    """Write the office into `data`; the secrets of its people and devices: `clerk`, `manager`, `kiosk`."""
    data.mkdir(parents=True, exist_ok=True)
    (data / "office.toml").write_text(office_toml, encoding="utf-8")
    (data / "xephang.toml").write_text(_SETTINGS, encoding="utf-8")
    known = {name: secrets.token_urlsafe(16) for name in ("clerk", "manager", "kiosk")}
    asyncio.run(_enrol(Settings(data=data), known, start))
    return known


async def _enrol(settings: Settings, known: dict[str, str], start: datetime) -> None:
    text, database = set_up_text(settings), Database(settings.database)
    database.open()
    try:
        office = read_office(text)
        await save_office(database, office, text, start)
        await enrol(Runner(database, office, PlayClock(start)), known)
    finally:
        database.close()


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Let SIGTERM end what runs inside as Ctrl-C does, so that no server of ours is left behind. Main thread only."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def running(
    data: Path, start: datetime, speed: float, *, port: int = 0, more: Sequence[str] = ()
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve `data` on a play clock as long as the context lasts: the address, and the process.

    What the server reports goes to `server.log` in the folder. Raises NoServer with it.
    """
    command = [sys.executable, "-m", "queue_server", "run", "--data", str(data), "--port", str(port), *more]
    command += ["--clock-start", start.isoformat(), "--clock-speed", repr(speed)]
    log = data / "server.log"
    with log.open("a", encoding="utf-8") as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8", start_new_session=True
        )
    try:
        yield _address(process, log), process
    finally:
        _stop(process)


def _address(process: subprocess.Popen[str], log: Path) -> str:
    assert process.stdout is not None  # noqa: S101  # it is a pipe
    line = process.stdout.readline()
    if "http" not in line:
        raise NoServer(f"the office's server did not start: {log.read_text('utf-8').strip()}")
    return line.split()[-1]


def _stop(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        os.kill(process.pid, signal.SIGTERM)
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stdout is not None:
        process.stdout.close()
