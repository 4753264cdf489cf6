"""Call-next request → the last of N displays has the new board, beside a bare broadcast of the same bytes.

Every display is of one zone. Ours goes the whole way: HTTP, a durable commit, the view read and encoded, each screen's
slot; then again with one display of a hundred that reads nothing. Ratios carry over to other machines; absolute
figures don't.
"""

from __future__ import annotations

import asyncio
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path

import uvloop
from websockets.asyncio.client import connect

from bench.bench_http import COUNTERS, quantile, write_large_office
from bench.walls import Wall, Watch, hang_up, put_up
from tests.running_office import Client, RunningOffice

SCREENS = (100, 1000, 5000)
CALLS = 20  # per measurement, each by a counter of its own: a number is called, and nothing else changes
PATH = "/ws/display/sanh"


def main() -> None:
    """Print a line per number of displays."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory() as folder:
        for count in SCREENS:
            office = RunningOffice(Path(folder) / f"data-{count}")
            write_large_office(office.data)
            office.start()
            try:
                uvloop.run(measure(office, count))
            finally:
                office.stop()


async def measure(office: RunningOffice, count: int) -> None:
    """All displays read; then one of a hundred does not; then the bare limit."""
    assert office.process is not None
    port, token = int(office.address.rpartition(":")[2]), office.secrets["display-sanh"]
    before = resident_kb(office.process.pid)
    began = time.perf_counter()
    walls = await put_up(count, port, PATH, token, b'"type":"view"')
    joined = time.perf_counter() - began
    memory = (resident_kb(office.process.pid) - before) / count
    async with office.client() as client:
        await client.sign_in("clerk")
        await asyncio.gather(*(client.verb(n, "open") for n in range(1, COUNTERS + 1)))
        taken: list[str] = []

        async def take_all() -> None:
            taken.extend([(await client.take("A")).json()["taken"]["code"] for _ in range(2 * CALLS)])

        # Nothing is under way any more when the first call is made.
        await until_seen(b'"waiting":%d}' % (2 * CALLS), count, take_all)
        codes = iter(taken)
        counters = iter(range(1, COUNTERS + 1))
        everyone = await calls(client, codes, counters, count)
        frozen = walls[::100]
        for wall in frozen:
            wall.read_no_more()
        others = await calls(client, codes, counters, count - len(frozen))
    await hang_up(walls)
    bare = await bare_broadcast(count)
    print(
        f"N={count:4} last display p50 {quantile(everyone, 0.5):6.1f} ms, p99 {quantile(everyone, 0.99):6.1f} ms;"
        f" 1 % not reading p50 {quantile(others, 0.5):6.1f} ms, p99 {quantile(others, 0.99):6.1f} ms;"
        f" bare p50 {quantile(bare, 0.5):6.1f} ms, p99 {quantile(bare, 0.99):6.1f} ms;"
        f" ratio {quantile(everyone, 0.5) / quantile(bare, 0.5):4.1f};"
        f" {memory:.0f} KB each; all connected after {joined:.1f} s"
    )


async def calls(
    client: Client, codes: Iterator[str], counters: Iterator[int], count: int, times: int = CALLS
) -> list[float]:
    """Seconds from each call's request until `count` displays show it."""

    async def call(counter: int) -> None:
        (await client.verb(counter, "next")).raise_for_status()

    return [
        await until_seen(f'"recent":[{{"code":"{next(codes)}"'.encode(), count, lambda: call(next(counters)))
        for _ in range(times)
    ]


async def until_seen(needle: bytes, count: int, act: Callable[[], Awaitable[None]]) -> float:
    """Seconds from the act until `count` displays have the needle."""
    Wall.watch = watch = Watch(needle, count)
    began = time.perf_counter()
    await act()
    await watch.until_done()
    return watch.at - began


async def bare_broadcast(count: int) -> list[float]:
    """The same for a message of the board's size, sent by nothing but a broadcast."""
    command = [sys.executable, "-m", "bench.bare_broadcast"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        try:
            walls = await put_up(count, port, "/", "", b"welcome")
            async with connect(f"ws://127.0.0.1:{port}") as trigger:
                boards = [b"board %d;" % n + b"x" * Wall.largest for n in range(CALLS)]
                times = [
                    await until_seen(board.partition(b";")[0] + b";", count, partial(trigger.send, board))
                    for board in boards
                ]
            await hang_up(walls)
        finally:
            server.kill()
    return times


def resident_kb(pid: int) -> int:
    """A process's memory."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text("ascii"))
    assert found
    return int(found[1])


if __name__ == "__main__":
    main()
