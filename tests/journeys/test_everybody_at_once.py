"""Many people in the same instant, a power cut, a repeated request: nothing lost, nothing doubled."""

import asyncio

from tests.journeys.conftest import COUNTERS
from tests.running_office import RunningOffice, new_id, refusal

KIOSKS = 16


async def test_sixteen_kiosks_issue_at_the_same_instant_and_no_number_comes_twice(large_office: RunningOffice) -> None:
    async with large_office.client() as client:
        answers = await asyncio.gather(*(client.take("A") for _ in range(KIOSKS * 10)))
    codes = [answer.json()["taken"]["code"] for answer in answers]
    assert sorted(codes) == [f"A{n:03d}" for n in range(1, KIOSKS * 10 + 1)]
    assert large_office.journal_is_whole()


async def test_forty_clerks_press_next_at_the_same_instant_and_get_forty_tickets(large_office: RunningOffice) -> None:
    async with large_office.client() as client:
        await client.sign_in("clerk")
        await asyncio.gather(*(client.take("AB"[n % 2]) for n in range(COUNTERS + 5)))
        await asyncio.gather(*(client.verb(n, "open") for n in range(1, COUNTERS + 1)))
        answers = await asyncio.gather(*(client.verb(n, "next") for n in range(1, COUNTERS + 1)))
    called = [answer.json()["code"] for answer in answers]
    assert len(set(called)) == COUNTERS
    assert all(answer.json()["overtaken"] == [] for answer in answers)
    active = large_office.rows("SELECT COUNT(DISTINCT counter), COUNT(*) FROM turns WHERE state = 'called'")
    assert active == [(COUNTERS, COUNTERS)]


async def test_a_repeated_next_calls_nobody_else_and_a_reused_id_is_refused(office: RunningOffice) -> None:
    async with office.client() as client:
        await client.sign_in("clerk")
        await client.verb(1, "open")
        await client.take("A")
        await client.take("A")
        request_id = new_id()
        first, second = [await client.verb(1, "next", request_id) for _ in range(2)]
        assert first.json() == second.json()
        assert refusal(await client.verb(1, "recall", request_id)) == "request_id_reused"
    assert office.rows("SELECT COUNT(*) FROM calls") == [(1,)]


async def test_a_power_cut_loses_no_acknowledged_ticket_and_doubles_none(large_office: RunningOffice) -> None:
    acknowledged: dict[str, str] = {}
    unanswered: list[str] = []
    in_full_swing = asyncio.Event()

    async def keep_taking() -> None:
        while True:
            request_id = new_id()
            try:
                answer = await client.take("A", request_id)
            except Exception:  # the cut: whether it counted is what the repeated request will tell
                unanswered.append(request_id)
                return
            acknowledged[request_id] = answer.json()["taken"]["code"]
            if len(acknowledged) >= 200:
                in_full_swing.set()

    async with large_office.client() as client:
        kiosks = [asyncio.create_task(keep_taking()) for _ in range(KIOSKS)]
        await in_full_swing.wait()
        large_office.kill()
        await asyncio.gather(*kiosks)
    large_office.start()
    async with large_office.client() as client:
        for request_id in [*acknowledged, *unanswered]:
            code = (await client.take("A", request_id)).json()["taken"]["code"]
            assert acknowledged.setdefault(request_id, code) == code
    assert len(set(acknowledged.values())) == len(acknowledged)
    assert large_office.rows("SELECT COUNT(*) FROM tickets") == [(len(acknowledged),)]
    assert large_office.journal_is_whole()
