"""Call-next request → the hall's displays, and the phones of all who wait: every call moves every phone's place.

All phones wait in one queue, so each call changes each page: the worst that a day can do. Beside it the same displays
without a phone, in the same run.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

from bench.bench_http import COUNTERS, quantile
from bench.hall import PATH, call, calls, for_each, resident_kb, until_seen
from bench.walls import hang_up, put_up, put_up_each
from tests.running_office import Client, RunningOffice

PHONES = (1000, 3000)
DISPLAYS = 100
CALLS = 10


def main() -> None:
    """Print a line per number of phones."""
    for_each(PHONES, measure)


async def measure(office: RunningOffice, count: int) -> None:
    """Displays alone; then displays with phones; then the phones."""
    assert office.process is not None
    port, token = int(office.address.rpartition(":")[2]), office.secrets["display-sanh"]
    async with office.client() as client:
        await client.sign_in("clerk")
        await asyncio.gather(*(client.verb(n, "open") for n in range(1, COUNTERS + 1)))
        taken = [(await client.take("A")).json()["taken"] for _ in range(count + 2 * CALLS)]
        codes, counters = iter([one["code"] for one in taken]), iter(range(1, COUNTERS + 1))
        walls = await put_up(DISPLAYS, port, PATH, token, b'"type":"view"')
        alone = await some_calls(client, codes, counters)
        before, began = resident_kb(office.process.pid), time.perf_counter()
        tokens = [one["phone_path"].rpartition("/")[2] for one in taken[2 * CALLS :]]
        phones = await put_up_each(port, "/ws/phone", tokens, b'"screen":"phone"')
        joined, memory = time.perf_counter() - began, (resident_kb(office.process.pid) - before) / count
        beside = await some_calls(client, codes, counters)
        told = [
            await until_seen(b'"screen":"phone"', count - n, lambda: call(client, next(counters))) for n in range(CALLS)
        ]
    await hang_up([*walls, *phones])
    print(
        f"{count} phones, {DISPLAYS} displays: last display p50 {quantile(alone, 0.5):6.1f} ms without phones,"
        f" {quantile(beside, 0.5):6.1f} ms beside them; last phone p50 {quantile(told, 0.5):6.1f} ms,"
        f" p99 {quantile(told, 0.99):6.1f} ms; {memory:.0f} KB each; all connected after {joined:.1f} s"
    )


async def some_calls(client: Client, codes: Iterator[str], counters: Iterator[int]) -> list[float]:
    return await calls(client, codes, counters, DISPLAYS, CALLS)


if __name__ == "__main__":
    main()
