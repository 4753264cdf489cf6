"""The network of the hall is cut for ten seconds in the middle of calls, without a word to anybody."""

from __future__ import annotations

import asyncio
from collections import Counter
from random import Random
from statistics import median, quantiles

from tests.running_office import Client, RunningOffice
from tests.standins.cut_network import CutNetwork
from tests.standins.hall_screen import HallScreen, Said

SCREENS = 200
CUT_SECONDS = 10
PATIENCE = 60


async def call(client: Client, counter: int) -> str:
    return str((await client.verb(counter, "next")).json()["code"])


async def all_show(screens: list[HallScreen], codes: set[str]) -> list[float]:
    """Wait until all of them show these; when each did."""
    async with asyncio.timeout(PATIENCE):
        return await asyncio.gather(*(screen.shows(codes) for screen in screens))


async def test_after_a_cut_of_ten_seconds_two_hundred_screens_are_right_again_and_nothing_is_said_twice_or_too_late(
    office: RunningOffice,
) -> None:
    said, chance = Said(), Random(20261124)
    async with CutNetwork(office.address).running() as network, office.client() as client:
        token = office.secrets["display-sanh-chinh"]
        screens = [HallScreen(network.address, "sanh-chinh", token, said, chance) for _ in range(SCREENS)]
        lines = [asyncio.create_task(screen.run()) for screen in screens]
        try:
            await client.sign_in("clerk")
            for counter in (1, 2, 3, 4):
                await client.verb(counter, "open")
            for service in "AABCLB":
                await client.take(service)
            before = {await call(client, 1)}
            await all_show(screens, before)

            network.cut()
            answered = await call(client, 2)
            await client.verb(2, "start")
            waiting = {await call(client, 3), await call(client, 4)}
            await asyncio.sleep(CUT_SECONDS)  # the length of the cut, not a wait for anything
            said_before = list(said.ids)
            network.mend()
            began = asyncio.get_running_loop().time()
            right = [at - began for at in await all_show(screens, before | waiting | {answered})]
            p99 = quantiles(right, n=100)[98]
            print(f"{SCREENS} screens right again: p50 {median(right):.2f} s, p99 {p99:.2f} s, last {max(right):.2f} s")
            # One more call is said after all that waited to be said before it.
            await client.verb(2, "finish")
            last = await call(client, 2)
            async with asyncio.timeout(PATIENCE):
                await said.until(last)
        finally:
            for line in lines:
                line.cancel()
            await asyncio.gather(*lines, return_exceptions=True)
    assert set(Counter(said.ids).values()) == {1}
    later = [one.partition(".")[0].partition("-")[2] for one in said.ids[len(said_before) :]]
    # Whoever still waits to be called is called once the screens are back; who has come already is not.
    assert waiting <= set(later) <= before | waiting | {last}
