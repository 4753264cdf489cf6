"""`xephang run`: serve an office."""

from __future__ import annotations

import ipaddress
import logging
import secrets
import socket
from datetime import datetime
from pathlib import Path

import click
from tqdm import tqdm

from queue_server.app import Deployment
from queue_server.cli.options import data_option
from queue_server.clock import Clock, PlayClock, SystemClock
from queue_server.devices.faults import AddressInvalid
from queue_server.devices.printer import open_printer
from queue_server.domain.errors import QueueError
from queue_server.first_start import make_voices, office_of, try_out
from queue_server.server import serve
from queue_server.settings import Settings, SettingsError, load_settings
from queue_server.store.migrate import TooNewDatabase
from queue_server.web.context import FirstRun
from queue_server.web.listen import listening_socket

# None that can be taken for another.
CODE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
log = logging.getLogger(__name__)


@click.command()
@data_option
@click.option("--host", help="The address to listen on [127.0.0.1]; 0.0.0.0 for the office's network.")
@click.option("--port", type=int, help="The port [8000]; 0 for a free one.")
@click.option("--printer", help="The kiosk's printer, e.g. tcp:192.168.1.50:9100; PNG files by default; none.")
@click.option("--try-out", "is_try_out", is_flag=True, help="With people and screens to try it; this machine only.")
@click.option("--clock-start", help="Demonstration: a clock that starts at this moment (ISO 8601 with offset) …")
@click.option("--clock-speed", type=float, default=1.0, help="… and runs so many times as fast.")
def run(
    data: Path,
    host: str | None,
    port: int | None,
    printer: str | None,
    is_try_out: bool,
    clock_start: str | None,
    clock_speed: float,
) -> None:
    """Serve the office of a data folder; a first start makes one that is ready to be tried."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        settings = load_settings(data, host=host, port=port, printer=printer)
        clock = _clock(clock_start, clock_speed)
        serve_office(settings, clock, is_try_out=is_try_out)
    except (SettingsError, TooNewDatabase, AddressInvalid) as error:
        raise click.ClickException(str(error)) from error
    except QueueError as error:
        problem = error.details.get("problem", error.code)
        raise click.ClickException(f"{data / 'office.toml'}: {problem}") from error


def serve_office(settings: Settings, clock: Clock, *, is_try_out: bool) -> None:
    """Serve until told to stop; prints the address when it is ready. Raises QueueError, SettingsError."""
    if is_try_out and not _is_this_machine(settings.host):
        raise SettingsError("--try-out shows its passwords on the start page, so it listens on this machine only")
    open_printer(settings.printer_address, width_dots=settings.printer_dots)  # a wrong address ends it here
    office = office_of(settings)
    _voice(settings)
    listener = _listen(settings)
    address = address_of(settings.host, listener)
    if is_try_out:
        settings = _only_by_its_own_names(settings)
    guests = try_out(settings, office, clock) if is_try_out else None
    if not _is_this_machine(settings.host) and not settings.public_url:
        log.warning("phones can't open %s: set public_url to an address of this machine in the network", address)
    first_run = None if is_try_out else FirstRun("".join(secrets.choice(CODE_SIGNS) for _ in range(8)))
    deployment = Deployment(settings, clock, settings.public_url.rstrip("/") or address, guests, first_run)
    serve(deployment, listener, lambda: _say_ready(address, first_run))


def _say_ready(address: str, first_run: FirstRun | None) -> None:
    click.echo(f"Xếp Hàng: {address}")
    if first_run is not None and first_run.is_needed:
        code = f"{first_run.code[:4]}-{first_run.code[4:]}"
        click.echo(f"Thiết lập lần đầu, mã / first set-up, code: {code}")


def address_of(host: str, listener: socket.socket) -> str:
    """The address that a browser on this machine opens."""
    shown = "127.0.0.1" if host in ("0.0.0.0", "") else f"[{host}]" if ":" in host else host  # noqa: S104  # compared
    return f"http://{shown}:{listener.getsockname()[1]}"


def _only_by_its_own_names(settings: Settings) -> Settings:
    # A foreign site whose name is made to point here must not read the passwords off the start page.
    found = {name: getattr(settings, name) for name in settings.__struct_fields__}
    return Settings(**{**found, "allowed_hosts": ["127.0.0.1", "localhost", "::1"]})


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(settings: Settings) -> socket.socket:
    try:
        return listening_socket(settings.host, settings.port)
    except OSError as error:
        raise SettingsError(f"can't listen on {settings.host}, port {settings.port}: {error.strerror}") from error


def _voice(settings: Settings) -> None:
    with tqdm(desc="Giọng đọc / voice", unit="clip", disable=None, leave=False) as bar:

        def progress(done: int, total: int, _text: str) -> None:
            bar.total = total
            bar.update(done - bar.n)

        make_voices(settings, office_of(settings), progress)


def _clock(start: str | None, speed: float) -> Clock:
    if start is None:
        if speed != 1.0:
            raise SettingsError("--clock-speed needs --clock-start: the real clock runs as it runs")
        return SystemClock()
    try:
        moment = datetime.fromisoformat(start)
    except ValueError as error:
        raise SettingsError(f"--clock-start: {error}") from error
    if moment.tzinfo is None:
        raise SettingsError("--clock-start needs its offset, e.g. 2026-11-24T08:00:00+07:00")
    return PlayClock(moment, speed)
