"""Call-next request → the last of N displays has the new board, beside a bare broadcast of the same bytes.

Every display is of one zone. Ours goes the whole way: HTTP, a durable commit, the view read and encoded, each screen's
slot; then again with one display of a hundred that reads nothing. Ratios carry over to other machines; absolute
figures don't. The processor's time of the two servers is told as well: other work on the machine changes it least.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from websockets.asyncio.client import connect

from bench.bench_http import COUNTERS, quantile
from bench.hall import PATH, calls, for_each, processor_ms, resident_kb, until_seen
from bench.walls import PATIENCE, Wall, hang_up, put_up
from tests.running_office import Client, RunningOffice

SCREENS = (100, 1000, 5000)
CALLS = 20  # per measurement, each by a counter of its own: a number is called, and nothing else changes


class Measured(NamedTuple):
    """Seconds until the last display had each board, and milliseconds of the server's processor for each."""

    seconds: list[float]
    processor: float

    def __str__(self) -> str:
        p50, p99 = quantile(self.seconds, 0.5), quantile(self.seconds, 0.99)
        return f"p50 {p50:6.1f} ms, p99 {p99:6.1f} ms, processor {self.processor:5.1f} ms"


def main() -> None:
    """Print a line per number of displays."""
    for_each(SCREENS, measure)


async def measure(office: RunningOffice, count: int) -> None:
    """All displays read; then one of a hundred does not; then the bare limit."""
    assert office.process is not None
    port, token, pid = int(office.address.rpartition(":")[2]), office.secrets["display-sanh"], office.process.pid
    before = resident_kb(pid)
    began = time.perf_counter()
    walls = await put_up(count, port, PATH, token, b'"type":"view"')
    joined = time.perf_counter() - began
    memory = (resident_kb(pid) - before) / count
    async with office.client() as client:
        client.http.timeout = PATIENCE
        await client.sign_in("clerk")
        await asyncio.gather(*(client.verb(n, "open") for n in range(1, COUNTERS + 1)))
        taken: list[str] = []

        async def take_all() -> None:
            taken.extend([(await client.take("A")).json()["taken"]["code"] for _ in range(2 * CALLS)])

        # Nothing is under way any more when the first call is made.
        await until_seen(b'"waiting":%d}' % (2 * CALLS), count, take_all)
        codes = iter(taken)
        counters = iter(range(1, COUNTERS + 1))
        everyone = await some_calls(pid, client, codes, counters, count)
        frozen = walls[::100]
        for wall in frozen:
            wall.read_no_more()
        others = await some_calls(pid, client, codes, counters, count - len(frozen))
    await hang_up(walls)
    bare = await bare_broadcast(count)
    print(
        f"N={count:4} last display {everyone}; 1 % not reading {others}; bare {bare};"
        f" ratio {quantile(everyone.seconds, 0.5) / quantile(bare.seconds, 0.5):4.1f},"
        f" of the processor's time {everyone.processor / bare.processor:4.1f};"
        f" {memory:.0f} KB each; all connected after {joined:.1f} s",
        flush=True,
    )


async def some_calls(pid: int, client: Client, codes: Iterator[str], counters: Iterator[int], count: int) -> Measured:
    """Call so many, one after the other."""
    before = processor_ms(pid)
    seconds = await calls(client, codes, counters, count, CALLS)
    return Measured(seconds, (processor_ms(pid) - before) / CALLS)


async def bare_broadcast(count: int) -> Measured:
    """The same for a message of the board's size, sent by nothing but a broadcast."""
    command = [sys.executable, "-m", "bench.bare_broadcast"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        try:
            walls = await put_up(count, port, "/", "", b"welcome")
            async with connect(f"ws://127.0.0.1:{port}") as trigger:
                boards = [b"board %d;" % n + b"x" * Wall.largest for n in range(CALLS)]
                before = processor_ms(server.pid)
                times = [
                    await until_seen(board.partition(b";")[0] + b";", count, partial(trigger.send, board))
                    for board in boards
                ]
                processor = (processor_ms(server.pid) - before) / CALLS
            await hang_up(walls)
        finally:
            server.kill()
    return Measured(times, processor)


if __name__ == "__main__":
    main()
