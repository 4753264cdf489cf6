"""Reports over years: every page of the report of an office of 1,000 tickets (2,000 turns) a day, beside no summaries.

    python -m bench.bench_reports                # a quarter of a year, in a minute
    python -m bench.bench_reports --years 5      # 3.6 million turns: some ten minutes, and 1.5 GB in --folder

Days are simulated by the domain, saved through the store (a dozen, the others are copies of their rows), and summarised
as the server does it at a day's end; each ticket has two turns. Then: how long a page takes (view and JSON, without the
network), the first time and again, and how much of that the processor worked for it, which is what is left of it where
others use the machine as well; the year against the month; the same page computed from the turns; and what lies on the
disk.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from sqlite3 import Connection
from statistics import median
from typing import NamedTuple

import msgspec
from tqdm import tqdm

from bench.bench_wait_estimates import office_day
from queue_server.domain import calendar
from queue_server.domain.counter_session import CounterSession
from queue_server.domain.moments import micros, moment
from queue_server.domain.numbering import ticket_code, ticket_id
from queue_server.domain.office import Counter, Hours, Office, Service, Zone
from queue_server.domain.simulated_day import Shift, simulate
from queue_server.domain.ticket import Outcome, Ticket, Turn, TurnState
from queue_server.domain.turn_times import TurnTimes
from queue_server.office_file import EXAMPLES, read_office
from queue_server.protocol import Grouping
from queue_server.store import figures, offices, sessions, tickets
from queue_server.store import summaries as kept
from queue_server.store.database import connect
from queue_server.store.migrate import migrate
from queue_server.usecases.summaries import next_summaries
from queue_server.usecases.work import Work
from queue_server.views.report_turns import Filters, turns_view
from queue_server.views.reports import GROUPINGS, Asked, report_view

TODAY = date(2026, 11, 24)
PATTERNS = 12
SERVICES, COUNTERS = 10, 32
AGAIN = 5
_DAY = timedelta(days=1)
encode = msgspec.json.Encoder().encode


class Pattern(NamedTuple):
    """A simulated day: pairs of turns of one ticket each, and the midnight that they count from."""

    midnight: int
    pairs: list[tuple[TurnTimes, TurnTimes]]


def bench_office() -> Office:
    """Ten services at thirty-two counters, open every day."""
    base = read_office((EXAMPLES / "starter_office.toml").read_text("utf-8"))
    prefixes = "ABCEGHKLVM"
    services = tuple(
        Service(prefix, prefix, {"vi": f"Lĩnh vực {prefix}"}, usual=timedelta(minutes=6)) for prefix in prefixes
    )
    counters = tuple(
        Counter(n, f"Quầy {n}", "hall", tuple(prefixes[(n + k) % SERVICES] for k in range(3)))
        for n in range(1, COUNTERS + 1)
    )
    every_day = Hours(dict.fromkeys(range(7), base.hours.on(TODAY)))
    return replace(base, services=services, counters=counters, zones=(Zone("hall", {"vi": "Sảnh"}),), hours=every_day)


def pattern(office: Office, seed: int) -> Pattern:
    """One day's turns, two to a ticket: those of the second half of the day are second ones."""
    stretches = calendar.serving_stretches(office, TODAY)
    staffing = {counter.number: [Shift(*one) for one in stretches] for counter in office.counters}
    turns = simulate(office.counters, office_day(office, seed), staffing)
    done = sorted((turn for turn in turns if turn.ended_at is not None), key=lambda turn: turn.arrived_at)
    half = len(done) // 2
    return Pattern(micros(calendar.day_start(office, TODAY)), list(zip(done[:half], done[half:], strict=False)))


def ticket(service: Service, day: date, number: int, pair: tuple[TurnTimes, TurnTimes], shift: int) -> Ticket:
    """A ticket of a day that passes as the pattern's did."""
    first, second = pair
    code, issued = ticket_code(replace(service, digits=4), number), moment(first.arrived_at + shift)
    turns = (_turn(1, first, shift, Outcome.TRANSFERRED.value), _turn(2, second, shift, second.outcome or "served"))
    name = ticket_id(day, code)
    return Ticket(name, day, service.id, number, code, name, issued, turns)


def _turn(n: int, times: TurnTimes, shift: int, outcome: str) -> Turn:
    def at(value: int | None) -> datetime | None:
        return None if value is None else moment(value + shift)

    arrived = moment(times.arrived_at + shift)
    called = at(times.first_called_at)
    return Turn(
        n,
        times.service_id,
        arrived,
        arrived,
        TurnState.ENDED,
        None,
        times.counter,
        0 if called is None else 1,
        0 if called is None else 1,
        called,
        at(times.last_called_at),
        at(times.service_started_at),
        None,
        timedelta(0),
        at(times.ended_at),
        Outcome(outcome),
        0,
    )


def fill(db: Connection, office: Office, first: date) -> None:
    """Save every day from `first` to today, and summarise the closed ones."""
    patterns = [pattern(office, seed) for seed in range(PATTERNS)]
    chance = Random(1)
    with db:
        db.execute("BEGIN")
        offices.save(db, office, "")
        Work(db, office, calendar.day_start(office, first), "bench").record("bench", {})
    sources = [first + n * _DAY for n in range(PATTERNS)]
    for n in tqdm(range((TODAY - first).days + 1), desc="days", disable=None):
        day = first + n * _DAY
        db.execute("BEGIN")
        if n < PATTERNS:
            _fill_day(db, office, day, patterns[n])
        else:
            _copy_day(db, office, chance.choice(sources), day)
        db.execute("COMMIT")
    with tqdm(total=(TODAY - first).days, desc="summaries", disable=None) as bar:
        while made := next_summaries(db, office, TODAY):
            db.execute("BEGIN")
            for one in made:
                kept.save(db, office.id, one.day, one.kind, one.body)
            db.execute("COMMIT")
            bar.update(any(one.kind == "figures:total" for one in made))


def _fill_day(db: Connection, office: Office, day: date, of_day: Pattern) -> None:
    shift = micros(calendar.day_start(office, day)) - of_day.midnight
    numbers = dict.fromkeys((service.id for service in office.services), 0)
    for pair in of_day.pairs:
        service = office.service(pair[0].service_id)
        numbers[service.id] += 1
        tickets.insert(db, office.id, ticket(service, day, numbers[service.id], pair, shift))
    db.execute(
        "UPDATE tickets SET quoted_low = number % 4 * 5, quoted_high = number % 4 * 5 + 15"
        " WHERE office_id = ? AND business_day = ?",
        (office.id, day.isoformat()),
    )
    stretches = calendar.serving_stretches(office, day)
    for counter in office.counters:
        session = CounterSession(counter.number, f"can-bo-{counter.number}", stretches[0].start)
        sessions.insert(db, office.id, day, session)
        sessions.save(db, office.id, session.close(stretches[-1].end))


def _copy_day(db: Connection, office: Office, source: date, day: date) -> None:
    """The rows of a day once more, on another day: thousands of days in minutes."""
    shift = micros(calendar.day_start(office, day)) - micros(calendar.day_start(office, source))
    values = {"prefix": f"{day:%Y%m%d}", "day": day.isoformat(), "source": source.isoformat(), "shift": shift}
    for table in ("tickets", "turns", "counter_sessions"):
        names = [row["name"] for row in db.execute(f"PRAGMA table_info({table})")]
        changed = ", ".join(_moved(name) for name in names)
        db.execute(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {changed} FROM {table} WHERE business_day = :source",
            values,
        )


def _moved(column: str) -> str:
    if column in ("id", "ticket_id", "token"):
        return f":prefix || SUBSTR({column}, 9)"
    if column == "business_day":
        return ":day"
    return f"{column} + :shift" if column.endswith(("_at", "_since")) else column


class Took(NamedTuple):
    """Milliseconds of one page, encoded as it is sent: by the clock on the wall, and of the processor."""

    wall: float
    cpu: float


def took(page: Callable[[], object]) -> Took:
    began, worked = time.perf_counter(), time.process_time()
    encode(page())
    return Took((time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000)


def periods(first: date) -> Iterator[tuple[str, Asked]]:
    """What managers ask for, as far as the office goes back."""
    year, month = TODAY.year, TODAY.replace(day=1)
    last_month = month - _DAY
    found = [
        ("today", Asked(TODAY, TODAY)),
        ("yesterday", Asked(TODAY - _DAY, TODAY - _DAY)),
        ("this month", Asked(month, TODAY)),
        ("last month", Asked(last_month.replace(day=1), last_month)),
        ("this year", Asked(date(year, 1, 1), TODAY)),
        ("last year", Asked(date(year - 1, 1, 1), date(year - 1, 12, 31))),
        ("twelve months", Asked(TODAY.replace(year=year - 1) + _DAY, TODAY)),
        ("five years", Asked(TODAY.replace(year=year - 5) + _DAY, TODAY)),
    ]
    return ((name, asked) for name, asked in found if asked.first >= first)


def pages(db: Connection, office: Office, asked: Asked, now: datetime) -> Iterator[Callable[[], object]]:
    """The report by each grouping that it offers, and the first page of turns."""
    for by in GROUPINGS:
        if by != "day" or (asked.last - asked.first).days < 366:

            def page(by: Grouping = by) -> object:
                return report_view(db, office, asked, None, by, now)

            yield page
    yield lambda: turns_view(db, office, asked, Filters(), None, now)
    yield lambda: turns_view(db, office, asked, Filters(hour=9, clerk="can-bo-7"), None, now)


def p95(values: list[float]) -> float:
    return sorted(values)[-(-len(values) * 95 // 100) - 1]


def measure(db: Connection, office: Office, first: date, now: datetime) -> None:
    """Print a row for each period, then the ratios."""
    typical: dict[str, tuple[float, float]] = {}
    every: list[Took] = []
    print(f"{'period':16}{'first ms':>10}{'again ms':>10}{'worst ms':>10}{'first cpu':>11}{'again cpu':>11}")
    for name, asked in periods(first):
        first_time: list[Took] = []
        again: list[Took] = []
        for page in pages(db, office, asked, now):
            figures.forget_sums()
            first_time.append(took(page))
            again += [took(page) for _ in range(AGAIN)]
        every += first_time + again
        typical[name] = median(one.cpu for one in first_time), median(one.cpu for one in again)
        wall = median(one.wall for one in first_time), median(one.wall for one in again)
        worst = max(one.wall for one in first_time)
        print(f"{name:16}{wall[0]:10.1f}{wall[1]:10.1f}{worst:10.1f}{typical[name][0]:11.1f}{typical[name][1]:11.1f}")
    wall_times, cpu_times = [one.wall for one in every], [one.cpu for one in every]
    print(f"\nall {len(every)} pages: p95 {p95(wall_times):.0f} ms, worst {max(wall_times):.0f} ms")
    print(f"of the processor: p95 {p95(cpu_times):.0f} ms, worst {max(cpu_times):.0f} ms")
    year = "last year" if "last year" in typical else "this year"
    if {year, "last month"} <= set(typical):
        for n, what in enumerate(("the first time", "again")):
            print(f"{year} / last month, {what}: {typical[year][n] / typical['last month'][n]:.2f} (processor)")


def without_summaries(db: Connection, office: Office, asked: Asked, now: datetime) -> float:
    """Milliseconds of the same figures out of the turns themselves, by one grouping of the five that a page reads."""
    began = time.perf_counter()
    days = [asked.first + n * _DAY for n in range((asked.last - asked.first).days + 1)]
    total = figures.added(figures.of_kind(figures.gather(db, office, day, now), "service") for day in days)
    assert total
    return (time.perf_counter() - began) * 1000


def disk(db: Connection, path: Path, days: int) -> None:
    turns = db.execute("SELECT COUNT(*) FROM turns").fetchone()[0]
    rows = db.execute(
        "SELECT CASE WHEN kind LIKE 'month:%' OR kind LIKE 'year:%' THEN 'month and year'"
        " WHEN kind LIKE 'figures:%' THEN 'day' ELSE 'other' END, SUM(LENGTH(body)) FROM day_summaries GROUP BY 1"
    )
    sizes = ", ".join(f"{what} rows {size / 1e6:.1f} MB" for what, size in map(tuple, rows))
    print(f"\n{days} days, {turns:,} turns: {path.stat().st_size / 1e6:.0f} MB on disk, of which summaries: {sizes}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--years", type=float, default=0.25)
    parser.add_argument("--folder", type=Path, help="where the office is made, and found again; else for this run only")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = (given.folder or Path(scratch)) / f"reports-{given.years}.sqlite"
        is_new = not path.exists()
        migrate(path)
        office = bench_office()
        first = TODAY - timedelta(days=round(given.years * 365.25) - 1)
        if is_new:
            filling = connect(path)
            # What is measured is reading: filling may be quick.
            filling.execute("PRAGMA synchronous = OFF")
            filling.execute("PRAGMA cache_size = -400000")
            fill(filling, office, first)
            filling.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            filling.close()
        db = connect(path)
        now = calendar.day_start(office, TODAY) + timedelta(hours=15)
        measure(db, office, first, now)
        print("\nwithout summaries, by service alone:")
        for name, asked in periods(first):
            if name in ("last month", "last year"):
                print(f"{name:16}{without_summaries(db, office, asked, now):10.0f} ms")
        disk(db, path, (TODAY - first).days + 1)
        db.close()


if __name__ == "__main__":
    main()
