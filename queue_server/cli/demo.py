"""`xephang demo`: a lively ward office, so that a newcomer sees every screen move within a minute."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Final

import click

from queue_server.domain import calendar
from queue_server.domain.office import Office
from queue_server.first_start import TRY_OUT_FILE
from queue_server.office_file import EXAMPLES, read_office
from queue_server.settings import Settings
from queue_server.simulation.http import Citizen, Http, ServerGone, Staff, Unexpected
from queue_server.simulation.office import NoServer, ended_in_order, running
from queue_server.simulation.ward import Ward
from queue_server.store import offices
from queue_server.store.database import connect

FIRST_MORNING: Final = datetime(2026, 11, 24, 8, tzinfo=timezone(timedelta(hours=7)))
FREE_COUNTER: Final = 9


@click.command()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data-demo"),
    show_default=True,
    help="A folder for the demonstration's office alone.",
)
@click.option("--port", type=int, default=8000, show_default=True, help="The port; 0 for a free one.")
@click.option(
    "--speed", type=click.FloatRange(1, 600), default=6.0, show_default=True, help="Office time to real time."
)
def demo(data: Path, port: int, speed: float) -> None:
    """Serve a ward office with citizens and clerks in it; counter 9 is left to you. Ctrl-C ends it."""
    try:
        office = ward_office(data)
        click.echo("Đang mở văn phòng / the office is being opened …")
        served = running(data, next_morning(data, office), speed, port=port, more=("--try-out",))
        with ended_in_order(), served as (address, _):
            click.echo(f"Xếp Hàng: {address}")
            click.echo(f"Quầy {FREE_COUNTER} dành cho bạn / counter {FREE_COUNTER} is yours: {address}/clerk")
            asyncio.run(enliven(data, office, address, speed, Random()))  # noqa: S311  # chance, not cryptography
    except KeyboardInterrupt:
        click.echo()
    except (NoServer, ServerGone, Unexpected) as error:
        raise click.ClickException(str(error)) from error


def ward_office(data: Path) -> Office:
    """The ward office, written into the folder when that is new. Raises ClickException for another office's folder."""
    text = (EXAMPLES / "ward_office.toml").read_text(encoding="utf-8")
    file = Settings(data=data).office_file
    if file.exists() and file.read_text(encoding="utf-8") != text:
        raise click.ClickException(f"{data} holds another office; give the demonstration a folder of its own")
    data.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return read_office(text)


def next_morning(data: Path, office: Office) -> datetime:
    """Eight o'clock of the first working day after all that is in the folder's journal: each demonstration is a day."""
    latest = _latest(data, office)
    if latest is None or latest < FIRST_MORNING:
        return FIRST_MORNING
    opens = calendar.next_issuing(office, calendar.day_end(office, calendar.business_day(office, latest)))
    if opens is None:
        raise click.ClickException("the demonstration's office never opens again")
    return opens.astimezone(office.time_zone).replace(hour=FIRST_MORNING.hour)


def _latest(data: Path, office: Office) -> datetime | None:
    database = Settings(data=data).database
    if not database.exists():
        return None
    connection = connect(database, read_only=True)
    try:
        return offices.standing(connection, office.id).latest_event_at
    finally:
        connection.close()


async def enliven(data: Path, office: Office, address: str, speed: float, chance: Random) -> None:
    """Let citizens and clerks live in the office at the address, until cancelled. Raises ServerGone, Unexpected."""
    known = json.loads((data / TRY_OUT_FILE).read_text(encoding="utf-8"))
    http = Http(address)
    clerk, manager = Staff(http, "clerk", "clerk", known["clerk"]), Staff(http, "manager", "manager", known["manager"])
    ward = Ward(office, speed, {FREE_COUNTER}, chance)
    try:
        await ward.live(Citizen(http, known["kiosk"]), clerk, manager)
    except ExceptionGroup as errors:
        # One failure ends the demonstration; the others only followed from it.
        raise errors.exceptions[0] from errors
    finally:
        http.close()
