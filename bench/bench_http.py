"""Tickets per second and call-next latency through HTTP, durable, beside the bare limit of the same disk.

The bare limit in the same run: the rows of a ticket written by plain sqlite3 with the same durability, one commit each
and grouped by 64. Ratios carry over to other machines; absolute figures don't.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from queue_server.store.database import connect
from queue_server.store.migrate import migrate
from tests.running_office import Client, RunningOffice

CLIENTS = (1, 16, 64)
TICKETS = 1200
CALLS = 600
COUNTERS = 64


def main() -> None:
    """Print a line per number of clients."""
    with tempfile.TemporaryDirectory() as folder:
        single, grouped = bare_limit(Path(folder), 1), bare_limit(Path(folder), 64)
        print(f"bare sqlite3, FULL: one commit each {single:.0f}/s, grouped by 64 {grouped:.0f}/s")
        office = RunningOffice(Path(folder) / "data")
        write_large_office(office.data)
        office.start()
        try:
            for clients in CLIENTS:
                asyncio.run(measure(office, clients, single, grouped))
        finally:
            office.stop()


async def measure(office: RunningOffice, clients: int, single: float, grouped: float) -> None:
    """Tickets by so many kiosks at once, then calls by as many clerks, each in a closed loop."""
    async with office.client() as client:
        rate, times = await closed_loop(clients, TICKETS, lambda _n: take(client))
        print(
            f"c={clients:2} tickets {rate:6.0f}/s, ratio to one commit each {rate / single:5.2f}, to grouped"
            f" {rate / grouped:5.3f}; p50 {quantile(times, 0.5):5.1f} ms, p99 {quantile(times, 0.99):5.1f} ms"
        )
        await client.sign_in("clerk")
        await asyncio.gather(*(client.verb(n, "open") for n in range(1, clients + 1)))
        waits: list[float] = []
        rate, _ = await closed_loop(clients, CALLS, lambda n: serve_one(client, n + 1, waits))
        print(
            f"c={clients:2} call next p50 {quantile(waits, 0.5):5.1f} ms, p99 {quantile(waits, 0.99):5.1f} ms"
            f" (with start and finish {rate:.0f} visits/s)"
        )
        await asyncio.gather(*(client.verb(n, "close") for n in range(1, clients + 1)))


async def take(client: Client) -> None:
    """One ticket."""
    answer = await client.take("A")
    answer.raise_for_status()


async def serve_one(client: Client, counter: int, waits: list[float]) -> None:
    """Next, start, finish; the time of the first is kept, in seconds."""
    began = time.perf_counter()
    (await client.verb(counter, "next")).raise_for_status()
    waits.append(time.perf_counter() - began)
    (await client.verb(counter, "start")).raise_for_status()
    (await client.verb(counter, "finish")).raise_for_status()


async def closed_loop(clients: int, count: int, work: Callable[[int], Awaitable[None]]) -> tuple[float, list[float]]:
    """Each client does its share, one after the other; (per second, seconds of each)."""
    times: list[float] = []

    async def one(n: int) -> None:
        for _ in range(count // clients):
            began = time.perf_counter()
            await work(n)
            times.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(one(n) for n in range(clients)))
    return len(times) / (time.perf_counter() - began), times


def quantile(times: list[float], share: float) -> float:
    """In milliseconds, by nearest rank."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


def bare_limit(folder: Path, group: int) -> float:
    """Rows of tickets per second by plain sqlite3: ticket, turn, journal row, request, as a verb writes them."""
    path = folder / f"bare-{group}.sqlite"
    migrate(path)
    db = connect(path)
    db.execute("INSERT INTO offices (id, set_up, journal_hash) VALUES ('o', '', '')")
    db.execute("INSERT INTO services (office_id, id) VALUES ('o', 'A')")
    began = time.perf_counter()
    for first in range(0, TICKETS, group):
        db.execute("BEGIN IMMEDIATE")
        for n in range(first, min(first + group, TICKETS)):
            write_rows(db, n + 1)
        db.execute("COMMIT")
    rate = TICKETS / (time.perf_counter() - began)
    db.close()
    return rate


def write_rows(db: sqlite3.Connection, n: int) -> None:
    """The rows of one ticket, and nothing else."""
    code = f"A{n:04d}"
    db.execute(
        "INSERT INTO tickets (office_id, id, business_day, service_id, number, code, token, issued_at, channel,"
        " language) VALUES ('o', ?, '2026-11-24', 'A', ?, ?, ?, ?, 'kiosk', 'vi')",
        (code, n, code, f"token-{n:032d}", n),
    )
    db.execute(
        "INSERT INTO turns (office_id, ticket_id, n, business_day, issued_at, service_id, arrived_at, rank_at, state)"
        " VALUES ('o', ?, 1, '2026-11-24', ?, 'A', ?, ?, 'waiting')",
        (code, n, n, n),
    )
    db.execute(
        "INSERT INTO journal (office_id, seq, at, actor, event, body, hash)"
        " VALUES ('o', ?, ?, 'kiosk:1', 'issued', ?, ?)",
        (n, n, f'{{"ticket":"{code}"}}' * 4, "0" * 64),
    )
    db.execute("UPDATE offices SET journal_seq = ? WHERE id = 'o'", (n,))
    db.execute(
        "INSERT INTO requests (office_id, id, digest, answer, at) VALUES ('o', ?, ?, ?, ?)",
        (f"{n:016d}", "0" * 32, "x" * 200, n),
    )


def write_large_office(data: Path) -> None:
    """An office of 64 counters for one service with numbers enough."""
    data.mkdir(parents=True)
    counters = "".join(
        f'[[counter]]\nnumber = {n}\nname = "Quầy {n}"\nzone = "sanh"\nservices = ["A"]\n'
        for n in range(1, COUNTERS + 1)
    )
    service = '[[service]]\nprefix = "A"\nname = "Lĩnh vực"\nlast_number = 9999\ndigits = 4\n'
    text = f'[office]\nid = "bench"\nname = "Đo"\n{service}[[zone]]\nid = "sanh"\nname = "Sảnh"\n{counters}'
    (data / "office.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
