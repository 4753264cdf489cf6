"""Old turns as files: gzipped CSV, one a month, and out of the database when that is wanted."""

from __future__ import annotations

import asyncio
import csv
import gzip
import hashlib
import os
from collections import Counter as Tally
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from sqlite3 import Connection

import click
from tqdm import tqdm

from queue_server.app import set_up_text
from queue_server.cli.options import data_option
from queue_server.clock import SystemClock
from queue_server.domain import calendar
from queue_server.domain.errors import QueueError
from queue_server.domain.moments import moment
from queue_server.domain.office import Office
from queue_server.office_file import read_office
from queue_server.settings import load_settings
from queue_server.store import archive as store
from queue_server.store import turn_records
from queue_server.store.archive import Archived
from queue_server.store.database import Database
from queue_server.store.turn_records import TurnRecord
from queue_server.usecases.archive import purge_day
from queue_server.usecases.runner import Runner

HEAD = (
    *("day", "ticket", "turn", "issued_for", "service", "channel", "counter", "clerk", "issued_at", "arrived_at"),
    *("head_start_s", "calls", "first_called_at", "last_called_at", "service_started_at", "held_s", "ended_at"),
    *("state", "outcome", "quoted_low_min", "quoted_high_min"),
)
_US = 1_000_000


@click.command()
@data_option
@click.option("--before", type=click.DateTime(["%Y-%m-%d"]), help="Archive the days before this one.")
@click.option(
    "--keep-months",
    type=click.IntRange(1, 1200),
    help="Instead: this month and so many before it stay, older ones are archived. A rule for a timer.",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder of the files; it is made if need be.",
)
@click.option("--purge", is_flag=True, help="Then remove these turns from the database; their figures stay.")
def archive(data: Path, before: datetime | None, keep_months: int | None, folder: Path, purge: bool) -> None:
    """Write old turns into gzipped CSV files, one a month, also while the server runs.

    A file is read back before anything is removed. Only days that are closed and summarised are removed; reports of
    these days stay, without the turns behind their figures. The journal is never touched.
    """
    if (before is None) is (keep_months is None):
        raise click.UsageError("give either --before or --keep-months")
    first_kept = before.date() if before is not None else _months_ago(SystemClock().now().date(), keep_months or 0)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(_archive(data, first_kept, folder, purge=purge))
    except QueueError as error:
        raise click.ClickException(f"{error.code} {dict(error.details)}") from error


def _months_ago(today: date, months: int) -> date:
    """The first day of the month so many months before this one."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, 1)


async def _archive(data: Path, before: date, folder: Path, *, purge: bool) -> None:
    settings = load_settings(data)
    if not settings.database.exists():
        raise click.ClickException(f"there is no office in {data}")
    office, clock, database = read_office(set_up_text(settings)), SystemClock(), Database(settings.database)
    database.open()
    try:
        last = min(before, calendar.business_day(office, clock.now()))
        days = await database.read(lambda db: store.days_before(db, office.id, last))
        runner, removed = Runner(database, office, clock), 0
        for _, of_month in groupby(days, lambda day: (day.year, day.month)):
            month = list(of_month)
            path = folder / f"turns-{month[0]}-{month[-1]}.csv.gz"
            archived = await database.read(partial(_write, office=office, days=month, path=path))
            click.echo(f"{path.name}: {sum(one.turns for one in archived.values())} turns")
            for day, one in tqdm(archived.items(), desc="purge", disable=None if purge else True, leave=False):
                removed += await runner.run("administrator", partial(purge_day, day=day, archived=one)) if purge else 0
        click.echo(f"{len(days)} days archived, {removed} turns removed")
    finally:
        database.close()


def _write(db: Connection, office: Office, days: list[date], path: Path) -> dict[date, Archived]:
    """The days of one month in one file, which is read back: what is in it, day by day.

    A file that is there is kept where it says the same; else ClickException.
    """
    draft = path.with_suffix(".part")
    with draft.open("wb") as raw:
        # No time of writing in the file: the same turns give the same bytes.
        with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
            packed.write(_text(office, turn_records.of_days(db, office.id, days[0], days[-1])).encode())
        raw.flush()
        os.fsync(raw.fileno())
    digest = hashlib.sha256(draft.read_bytes()).hexdigest()
    if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        draft.unlink()
        raise click.ClickException(f"{path} is there and holds something else: move it away first")
    draft.replace(path)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        turns = Tally(row["day"] for row in csv.DictReader(lines))
    return {day: Archived(file=path.name, sha256=digest, turns=turns[day.isoformat()]) for day in days}


def _text(office: Office, records: Iterable[TurnRecord]) -> str:
    lines = _Lines()
    writer = csv.writer(lines)
    writer.writerow(HEAD)
    for one in records:
        writer.writerow(_row(office, one))
    return "".join(lines)


class _Lines(list[str]):
    """What `csv.writer` writes to."""

    def write(self, line: str) -> None:
        self.append(line)


def _row(office: Office, one: TurnRecord) -> list[object]:
    def at(value: int | None) -> str:
        return "" if value is None else moment(value).astimezone(office.time_zone).isoformat()

    return [
        one.day,
        one.code,
        one.n,
        one.issued_for,
        one.service_id,
        one.channel,
        one.counter,
        one.clerk,
        at(one.issued_at),
        at(one.arrived_at),
        one.head_start // _US,
        one.calls,
        at(one.first_called_at),
        at(one.last_called_at),
        at(one.service_started_at),
        one.held / _US,
        at(one.ended_at),
        one.state,
        one.outcome,
        one.quoted_low,
        one.quoted_high,
    ]
