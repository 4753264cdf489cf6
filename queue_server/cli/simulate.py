"""`xephang simulate`: play a recorded day against a running office."""

from __future__ import annotations

import asyncio
import json
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from queue_server.domain.journal import first_break
from queue_server.settings import Settings
from queue_server.simulation.http import Citizen, Http, ServerGone, Staff, Unexpected, expected
from queue_server.simulation.office import NoServer, ended_in_order, make_office, running
from queue_server.simulation.plan import BadDay, Day, office_file, read_day
from queue_server.simulation.player import Pace, Player
from queue_server.store import journal, offices
from queue_server.store.database import connect

MIDNIGHT = datetime(2026, 11, 24, tzinfo=timezone(timedelta(hours=7)))
LEAD_S = 60.0
"""Office seconds between the clock's start and the first arrival."""
_HEADROOM_REAL_S = 15.0


@dataclass(frozen=True, slots=True)
class Door:
    """Where the office is and who comes in: (name, password) of a clerk and a manager, a kiosk's token."""

    address: str
    kiosk_token: str
    clerk: tuple[str, str]
    manager: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Totals:
    """What the manager sees at the day's end; waits to the first call, in the day's own seconds."""

    issued: int
    served: int
    cancelled: int
    mean_wait_s: float | None
    median_wait_s: float | None
    p90_wait_s: float | None


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--speed", type=click.FloatRange(min=0, min_open=True), default=600.0, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for machines.")
@click.option("--server", help="A running office; without it one is made for the file.")
@click.option("--kiosk-token", help="With --server: the token of a paired kiosk.")
@click.option("--clerk", metavar="NAME:PASSWORD", help="With --server: a clerk.")
@click.option("--manager", metavar="NAME:PASSWORD", help="With --server: a manager.")
@click.option("--print-office", is_flag=True, help="Print an office.toml that fits the file, and play nothing.")
def simulate(  # one argument per option
    file: Path,
    speed: float,
    as_json: bool,
    server: str | None,
    kiosk_token: str | None,
    clerk: str | None,
    manager: str | None,
    print_office: bool,
) -> None:
    """Play the day of FILE (CSV: type, arrival, left_queue, outcome, service_start, service_end, agent).

    With --server the office must have a service for each type (by id or prefix) and a counter for each agent.
    """
    try:
        day = read_day(file.read_text(encoding="utf-8-sig").splitlines())
        if print_office:
            click.echo(office_file(day), nl=False)
            return
        if server is None:
            totals = play_own_office(day, speed)
        else:
            totals = asyncio.run(play(day, _door(server, kiosk_token, clerk, manager), speed))
    except (BadDay, NoServer, Unexpected, ServerGone) as error:
        raise click.ClickException(str(error)) from error
    _report(day, totals, as_json)


def play_own_office(day: Day, speed: float) -> Totals:
    """Play in a temporary office and verify its journal. Raises NoServer, Unexpected, ServerGone."""
    start = MIDNIGHT + timedelta(seconds=clock_start(day, speed))
    with tempfile.TemporaryDirectory(prefix="xephang-") as folder:
        data = Path(folder)
        known = make_office(data, office_file(day), start)
        with ended_in_order(), running(data, start, speed, more=("--printer", "none")) as (address, _):
            door = Door(address, known["kiosk"], ("clerk", known["clerk"]), ("manager", known["manager"]))
            totals = asyncio.run(play(day, door, speed))
        verify_journal(data)
    return totals


def clock_start(day: Day, speed: float) -> float:
    """Seconds after midnight at which the office's clock starts: a little before the first arrival.

    Earlier when the day ends so late that it could run over the real midnight, where a new business day begins.
    """
    latest = 86_400 - _HEADROOM_REAL_S * speed - (day.ends - day.begins)
    return max(0.0, min(day.begins - LEAD_S, latest))


async def play(day: Day, door: Door, speed: float) -> Totals:
    """Play the day through the door and ask the manager. Raises Unexpected, ServerGone."""
    http = Http(door.address)
    try:
        clerk, manager = Staff(http, "clerk", *door.clerk), Staff(http, "manager", *door.manager)
        health = expected(await http.get("/api/health"), "health").body
        # An office that runs on a play clock sets the speed; against the real clock the waits are shorter.
        clock_speed = float(health["clock_speed"])
        pace_speed = speed if clock_speed == 1.0 else clock_speed
        await clerk.get("/api/clerk/me")
        before = await manager.get("/api/manager/today")
        day = _by_id(day, before)
        counters = _counters(day, before)
        with tqdm(total=len(day.visits), unit="visit", disable=None) as bar:
            pace = Pace(day.begins - LEAD_S, pace_speed)
            await Player(day, pace, Citizen(http, door.kiosk_token), clerk, counters, lambda: _tick(bar)).play()
        after = await manager.get("/api/manager/today")
        return _totals(before["total"], after["total"], pace_speed / clock_speed)
    finally:
        http.close()


def verify_journal(data: Path) -> None:
    """Walk the journal of the data folder. Raises Unexpected when it is not whole."""
    connection = connect(Settings(data=data).database, read_only=True)
    try:
        for office_id in offices.office_ids(connection):
            found = first_break(journal.rows(connection, office_id), journal.head(connection, office_id))
            if found is not None:
                raise Unexpected(f"the journal is broken at row {found.seq}: {found.reason}")
    finally:
        connection.close()


def _tick(bar: Any) -> None:
    bar.update(1)


def _by_id(day: Day, today: dict[str, Any]) -> Day:
    known = {service["prefix"]: service["id"] for service in today["services"]}
    known |= {service["id"]: service["id"] for service in today["services"]}
    missing = [service for service in day.services if service not in known]
    if missing:
        raise Unexpected(f"the office has no service for {', '.join(missing)}; see --print-office")
    return day.renamed(known)


def _counters(day: Day, today: dict[str, Any]) -> dict[str, int]:
    numbers = [counter["number"] for counter in today["counters"]]
    if len(numbers) < len(day.agents):
        raise Unexpected(f"{len(day.agents)} agents need as many counters; see --print-office")
    return dict(zip(day.agents, numbers, strict=False))


def _totals(before: dict[str, Any], after: dict[str, Any], factor: float) -> Totals:
    counts = {name: after[name] - before[name] for name in ("issued", "served", "cancelled")}
    waits = after["wait_to_first_call"]
    return Totals(
        **counts,
        mean_wait_s=_scaled(waits["mean_s"], factor),
        median_wait_s=_scaled(waits["median_s"], factor),
        p90_wait_s=_scaled(waits["p90_s"], factor),
    )


def _scaled(seconds: float | None, factor: float) -> float | None:
    return None if seconds is None else round(seconds * factor, 1)


def _door(server: str, kiosk_token: str | None, clerk: str | None, manager: str | None) -> Door:
    if kiosk_token is None or clerk is None or manager is None:
        raise click.UsageError("--server needs --kiosk-token, --clerk and --manager")
    return Door(server, kiosk_token, _pair(clerk), _pair(manager))


def _pair(text: str) -> tuple[str, str]:
    name, colon, password = text.partition(":")
    if not colon:
        raise click.UsageError("a clerk or manager is given as NAME:PASSWORD")
    return name, password


def _report(day: Day, totals: Totals, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(totals)))
    else:
        click.echo(_words(totals))
    wanted = (len(day.visits), day.served, day.cancelled)
    if (totals.issued, totals.served, totals.cancelled) != wanted:
        raise click.ClickException(f"the file has {wanted} issued, served and cancelled: the totals disagree")


def _words(totals: Totals) -> str:
    waits = (totals.mean_wait_s, totals.median_wait_s, totals.p90_wait_s)
    shown = ["–" if wait is None else f"{wait / 60:.1f}" for wait in waits]
    return (
        f"Đã phát / issued     {totals.issued:6}\n"
        f"Đã phục vụ / served  {totals.served:6}\n"
        f"Đã hủy / cancelled   {totals.cancelled:6}\n"
        "Thời gian chờ, phút / wait in minutes: "
        f"trung bình / mean {shown[0]}, trung vị / median {shown[1]}, p90 {shown[2]}"
    )
