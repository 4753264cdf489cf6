"""The manager's verbs over the wire: once per request id, for managers alone, and never half done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from tests.running_office import Client, RunningOffice, new_id, refusal

REASON = "Quầy 1 đang quá đông"


@pytest.fixture
async def manager(office: RunningOffice) -> AsyncIterator[Client]:
    """Give the manager, signed in."""
    async with office.client() as one:
        await one.sign_in("manager")
        yield one


async def post(client: Client, path: str, request_id: str = "", **body: Any) -> httpx2.Response:
    return await client.http.post(f"/api/manager/{path}", json={"request_id": request_id or new_id(), **body})


async def test_the_same_move_sent_again_is_answered_again_and_done_once(office: RunningOffice, manager: Client) -> None:
    taken = (await manager.take("C")).json()["taken"]
    wish, request_id = {"service": "L", "place": "last", "reason": REASON}, new_id()
    answers = [await post(manager, f"tickets/{taken['ticket']}/move", request_id, **wish) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert answers[0].json() == answers[2].json()
    assert (answers[0].json()["code"], answers[0].json()["service"]) == (taken["code"], "L")
    assert office.rows(f"SELECT count(*) FROM journal WHERE event = 'moved' AND body LIKE '%{taken['ticket']}%'") == [
        (1,)
    ]
    other = await post(manager, f"tickets/{taken['ticket']}/move", request_id, **(wish | {"service": "A"}))
    assert refusal(other) == "request_id_reused"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("tickets/20261124-A001/move", {"service": "A", "reason": REASON}),
        ("tickets/20261124-A001/cancel", {"reason": REASON}),
        ("counters/1/open", {"clerk": "clerk"}),
        ("counters/1/pause", {}),
        ("counters/1/close", {}),
        ("counters/1/services", {"services": ["A"]}),
        ("alerts/1/acknowledge", {}),
    ],
)
async def test_a_clerk_may_do_none_of_it(office: RunningOffice, path: str, body: dict[str, Any]) -> None:
    async with office.client() as client:
        await client.sign_in("clerk")
        answer = await post(client, path, **body)
    assert (answer.status_code, refusal(answer)) == (401, "not_signed_in")


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("tickets/20261124-A999/move", {"service": "A", "reason": REASON}, "unknown_ticket"),
        ("tickets/20261124-A999/move", {"service": "A"}, "malformed"),
        ("tickets/20261124-A999/move", {"service": "A", "place": "middle", "reason": REASON}, "malformed"),
        ("tickets/20261124-A999/cancel", {"reason": "?"}, "malformed"),
        ("counters/99/open", {"clerk": "clerk"}, "unknown_counter"),
        ("counters/4/open", {"clerk": "nobody"}, "clerk_not_signed_in"),
        ("counters/4/close", {}, "counter_closed"),
        ("counters/4/services", {"services": []}, "malformed"),
        ("counters/4/services", {"services": ["Z"]}, "unknown_service"),
        ("alerts/99999/acknowledge", {}, "unknown_alert"),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(
    manager: Client, path: str, body: dict[str, Any], code: str
) -> None:
    assert refusal(await post(manager, path, **body)) == code


async def test_a_counter_s_services_for_today_survive_a_power_cut(office: RunningOffice, manager: Client) -> None:
    changed = await post(manager, "counters/3/services", services=["C", "L"])
    assert changed.status_code == 200, changed.text
    office.kill()
    office.start()
    async with office.client() as client:
        await client.sign_in("manager")
        line = next(one for one in (await client.today())["counters"] if one["number"] == 3)
        assert (line["services"], line["usual"]) == (["C", "L"], ["C"])
        await post(client, "counters/3/services", services=["C"])
        line = next(one for one in (await client.today())["counters"] if one["number"] == 3)
    assert (line["services"], line["usual"]) == (["C"], None)


async def test_who_waits_is_listed_with_the_longest_wait_first_and_nothing_about_a_priority(
    office: RunningOffice, manager: Client
) -> None:
    first = (await manager.take("B", priority="cao-tuoi")).json()["taken"]
    second = (await manager.take("B")).json()["taken"]
    waiting = [one for one in (await manager.today())["waiting"] if one["service"] == "B"]
    assert [one["ticket"] for one in waiting][-2:] == [first["ticket"], second["ticket"]]
    assert waiting[0].keys() == {"ticket", "code", "service", "counter", "arrived_at"}
    assert office.journal_is_whole()
