"""A rating at the counter's own display: asked after a finished service, counted once, and nobody's."""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.running_office import Client, RunningOffice, new_id, refusal
from tests.web.test_sockets import frame, screen


@pytest.fixture
async def lively(tmp_path: Path) -> AsyncIterator[RunningOffice]:
    """Give an office of this test alone, with a display of counter 1 that asks."""
    running = RunningOffice(tmp_path / "data")
    running.start()
    yield running
    running.stop()


async def serve_one(client: Client, counter: int = 1, service: str = "A") -> str:
    """One citizen from the number to the end; their number."""
    await client.sign_in("clerk")
    await client.verb(counter, "open")
    code = str((await client.take(service)).json()["taken"]["code"])
    for verb in ("next", "start", "finish"):
        answer = await client.verb(counter, verb)
        assert answer.status_code == 200, answer.text
    return code


async def question_at(office: RunningOffice, counter: int = 1) -> dict[str, Any] | None:
    async with screen(office, f"/ws/counter/{counter}", office.secrets[f"counter-{counter}"]) as socket:
        view = (await frame(socket, "view"))["view"]
    found: dict[str, Any] | None = view["rating"]
    return found


async def rate(client: Client, token: str, level: int, request_id: str = "", **more: Any) -> httpx2.Response:
    body = {"request_id": request_id or new_id(), "token": token, "level": level, **more}
    headers = {"Authorization": f"Bearer {client.known['counter-1']}"}
    return await client.http.post("/api/ratings", json=body, headers=headers)


async def given(client: Client, days: str = "30") -> dict[str, Any]:
    await client.sign_in("manager")
    found: dict[str, Any] = (await client.http.get(f"/api/manager/ratings?days={days}")).json()
    return found


async def test_a_finished_service_is_rated_once_and_a_repeated_request_counts_once(lively: RunningOffice) -> None:
    async with lively.client() as client:
        assert await question_at(lively) is None
        await serve_one(client)
        question = await question_at(lively)
        assert question is not None
        assert question["service_name"]["vi"] == "Chứng thực"
        assert len(question["reasons"]) == 4
        request_id = new_id()
        first = await rate(client, question["token"], 2, request_id, reason="cho-lau")
        again = await rate(client, question["token"], 2, request_id, reason="cho-lau")
        assert (first.status_code, again.status_code) == (200, 200)
        other = await rate(client, question["token"], 5)
        assert (other.status_code, refusal(other)) == (409, "rating_over")
        assert await question_at(lively) is None
        found = await given(client)
    assert found["total"] == {"count": 1, "mean": 2.0, "levels": [0, 1, 0, 0, 0]}
    assert [one["count"] for one in found["reasons"]] == [1, 0, 0, 0]


async def test_the_next_service_s_question_takes_the_place_of_an_unanswered_one(lively: RunningOffice) -> None:
    async with lively.client() as client:
        await serve_one(client)
        first = await question_at(lively)
        await serve_one(client)
        second = await question_at(lively)
        assert first is not None
        assert second is not None
        assert refusal(await rate(client, first["token"], 5)) == "rating_over"
        assert (await rate(client, second["token"], 5)).status_code == 200


async def test_a_counter_without_a_display_asks_nobody(lively: RunningOffice) -> None:
    async with lively.client() as client:
        await serve_one(client, counter=2, service="B")
    assert lively.rows("SELECT counter FROM rating_questions") == []


async def test_a_question_is_over_after_its_time_also_when_the_power_was_cut_meanwhile(lively: RunningOffice) -> None:
    async with lively.client() as client:
        await serve_one(client)
        question = await question_at(lively)
        assert question is not None
    lively.kill()
    lively.start("2026-11-24T08:05:00+07:00")
    assert await question_at(lively) is None
    async with lively.client() as client:
        assert refusal(await rate(client, question["token"], 5)) == "rating_over"


async def test_nothing_that_is_kept_says_who_gave_which_rating(lively: RunningOffice) -> None:
    async with lively.client() as client:
        code = await serve_one(client)
        question = await question_at(lively)
        assert question is not None
        await rate(client, question["token"], 1, reason="thai-do")
    rated = lively.rows("SELECT actor, body FROM journal WHERE event = 'rated'")
    assert rated == [("citizen", '{"day":"2026-11-24"}')]
    # The sums have neither a time nor a number, and the question with its moment is gone.
    columns = [row[1] for row in lively.rows("PRAGMA table_info(ratings)")]
    assert columns == ["office_id", "business_day", "counter", "service_id", "level", "reason", "given"]
    assert lively.rows("SELECT * FROM rating_questions") == []
    kept = lively.rows("SELECT digest, answer FROM requests WHERE answer = 'true'")
    assert len(kept) == 1
    assert code not in json.dumps(lively.rows("SELECT * FROM ratings"))
    assert lively.journal_is_whole()


async def test_a_repeated_request_s_digest_is_the_same_for_every_level(lively: RunningOffice) -> None:
    """Five levels would be guessed at once if the stored digest covered the answer."""
    async with lively.client() as client:
        await serve_one(client)
        question = await question_at(lively)
        assert question is not None
        request_id = new_id()
        assert (await rate(client, question["token"], 5, request_id)).status_code == 200
        assert (await rate(client, question["token"], 1, request_id)).status_code == 200
        assert (await given(client))["total"]["levels"] == [0, 0, 0, 0, 1]


async def test_a_counter_with_few_ratings_is_hidden_from_the_manager_and_all_from_the_clerk(
    lively: RunningOffice,
) -> None:
    async with lively.client() as client:
        counter: dict[str, Any] = {}
        for count in range(1, 6):
            await serve_one(client)
            question = await question_at(lively)
            assert question is not None
            assert (await rate(client, question["token"], 4)).status_code == 200
            counter = (await given(client))["counters"][0]
            assert (counter["line"] is None) == (count < 5)
        assert counter["line"] == {"count": 5, "mean": 4.0, "levels": [0, 0, 0, 5, 0]}
        client.http.cookies.delete("xephang_manager")
        assert (await client.http.get("/api/manager/ratings")).status_code == 401


@pytest.mark.parametrize("days", ["0", "-1", "367", "x", "٣"])
async def test_a_period_that_makes_no_sense_is_refused(office: RunningOffice, days: str) -> None:
    async with office.client() as client:
        await client.sign_in("manager")
        answer = await client.http.get(f"/api/manager/ratings?days={days}")
    assert (answer.status_code, refusal(answer)) == (422, "malformed")


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"level": 0}, "malformed"),
        ({"level": 6}, "malformed"),
        ({"level": 1, "reason": "khong-co"}, "unknown_rating_reason"),
        ({"level": 5, "reason": "cho-lau"}, "unknown_rating_reason"),
    ],
)
async def test_an_answer_that_nobody_can_give_is_refused_and_the_question_stays(
    office: RunningOffice, wish: dict[str, Any], code: str
) -> None:
    async with office.client() as client:
        await serve_one(client)
        question = await question_at(office)
        assert question is not None
        assert refusal(await rate(client, question["token"], **wish)) == code
        assert await question_at(office) is not None


async def test_only_the_counter_s_own_device_rates(office: RunningOffice) -> None:
    async with office.client() as client:
        await serve_one(client)
        question = await question_at(office)
        assert question is not None
        for token in ("x", secrets.token_urlsafe(32), client.known["kiosk"], client.known["display-sanh-chinh"]):
            body = {"request_id": new_id(), "token": question["token"], "level": 5}
            answer = await client.http.post("/api/ratings", json=body, headers={"Authorization": f"Bearer {token}"})
            assert (answer.status_code, refusal(answer)) == (403, "not_paired")


async def test_finishing_and_calling_next_in_one_asks_as_well_and_an_undo_takes_the_question_back(
    lively: RunningOffice,
) -> None:
    async with lively.client() as client:
        await client.sign_in("clerk")
        await client.verb(1, "open")
        for _ in range(2):
            await client.take("A")
        for verb in ("next", "start", "finish-next"):
            assert (await client.verb(1, verb)).status_code == 200
        assert await question_at(lively) is not None
        assert (await client.verb(1, "undo")).status_code == 200
        assert await question_at(lively) is None
        assert (await client.verb(1, "finish")).status_code == 200
        question = await question_at(lively)
        assert question is not None
        assert (await rate(client, question["token"], 5)).status_code == 200
        # It would be finished, and rated, a second time.
        assert refusal(await client.verb(1, "undo")) == "already_rated"
