"""What benches of the hall share: offices, the process that serves them, and a call until so many have seen it."""

from __future__ import annotations

import os
import re
import resource
import tempfile
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from pathlib import Path

import uvloop

from bench.bench_http import write_large_office
from bench.walls import Wall, Watch
from tests.running_office import Client, RunningOffice

PATH = "/ws/display/sanh"


def for_each(counts: Iterable[int], measure: Callable[[RunningOffice, int], Coroutine[None, None, None]]) -> None:
    """Measure so many screens each, every number at a large office of its own."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            office = RunningOffice(Path(folder) / f"data-{count}")
            write_large_office(office.data)
            office.start()
            try:
                uvloop.run(measure(office, count))
            finally:
                office.stop()


async def call(client: Client, counter: int) -> None:
    """Call the next one to a counter."""
    (await client.verb(counter, "next")).raise_for_status()


async def calls(client: Client, codes: Iterator[str], counters: Iterator[int], count: int, times: int) -> list[float]:
    """Seconds from each call's request until `count` displays show it."""
    return [
        await until_seen(f'"recent":[{{"code":"{next(codes)}"'.encode(), count, lambda: call(client, next(counters)))
        for _ in range(times)
    ]


async def until_seen(needle: bytes, count: int, act: Callable[[], Awaitable[None]]) -> float:
    """Seconds from the act until `count` screens have the needle."""
    Wall.watch = watch = Watch(needle, count)
    began = time.perf_counter()
    await act()
    await watch.until_done()
    return watch.at - began


def resident_kb(pid: int) -> int:
    """A process's memory."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text("ascii"))
    assert found
    return int(found[1])


def processor_ms(pid: int) -> float:
    """The processor's time that a process has had, which a busy machine does not change much."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")
