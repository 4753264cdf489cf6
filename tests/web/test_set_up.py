"""The set-up over the wire: administrators alone, all problems at once, in force without a restart."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from queue_server.office_file import read_office
from tests.running_office import Client, RunningOffice, new_id, refusal


@pytest.fixture
async def boss(office: RunningOffice) -> AsyncIterator[Client]:
    """Give an administrator who is signed in."""
    async with office.client() as client:
        answer = await client.http.post(
            "/api/manager/sign-in", json={"name": "administrator", "password": client.known["administrator"]}
        )
        assert answer.json()["role"] == "administrator"
        yield client


async def set_up(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = (await client.http.get("/api/manager/set-up")).json()
    return found


async def apply(client: Client, based_on: int, **what: Any) -> Any:
    return await client.http.post("/api/manager/set-up", json={"request_id": new_id(), "based_on": based_on, **what})


async def look(client: Client, **what: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await client.http.post("/api/manager/set-up/look", json=what)).json()
    return found


async def test_a_change_of_the_pages_is_in_force_at_once_and_kept_in_the_file(
    office: RunningOffice, boss: Client
) -> None:
    now = await set_up(boss)
    now["file"]["service"].append({"prefix": "V", "name": {"vi": "Hướng dẫn"}, "usual_minutes": 8})
    now["file"]["counter"][0]["services"].append("V")
    found = await look(boss, file=now["file"])
    assert [(one["where"], one["before"]) for one in found["changes"]] == [
        ("service/V", None),
        ("counter/1/services", '["A", "B"]'),
    ]
    assert (await boss.take("V")).status_code == 404
    answer = await apply(boss, now["version"], file=now["file"])
    assert answer.json() == {"version": now["version"] + 1}
    assert (await boss.take("V")).json()["taken"]["code"] == "V001"
    kept = (office.data / "office.toml").read_text("utf-8")
    assert read_office(kept).service("V").name == {"vi": "Hướng dẫn"}
    later = await set_up(boss)
    assert (later["text"], later["history"][0]["actor"]) == (kept, "administrator:administrator")
    assert (await boss.http.get("/api/manager/set-up/office.toml")).text == kept
    assert office.journal_is_whole()


async def test_people_who_wait_keep_their_service_until_it_is_only_closed(boss: Client) -> None:
    await boss.take("C")
    now = await set_up(boss)
    file = json.loads(json.dumps(now["file"]))
    file["service"] = [one for one in file["service"] if one["prefix"] != "C"]
    for counter in file["counter"]:
        counter["services"] = [name for name in counter["services"] if name != "C"]
    (problem,) = (await look(boss, file=file))["problems"]
    assert (problem["code"], problem["where"]) == ("service_has_people", "service")
    assert "Đất đai" in problem["text"]["vi"]
    assert refusal(await apply(boss, now["version"], file=file)) == "set_up_in_use"
    for service in now["file"]["service"]:
        service["open"] = service["prefix"] != "C"
    assert (await apply(boss, now["version"], file=now["file"])).status_code == 200
    assert refusal(await boss.take("C")) == "service_closed"


async def test_all_that_is_wrong_is_told_with_its_place_and_nothing_is_applied(boss: Client) -> None:
    now = await set_up(boss)
    now["file"]["service"][0]["prefix"] = "a"
    now["file"]["counter"][1]["zone"] = "mai-nha"
    now["file"]["hours"]["closed"] = ["2027-02-30"]
    found = await look(boss, file=now["file"])
    assert {one["where"] for one in found["problems"]} >= {"service.0.prefix", "counter.1.zone", "hours.closed.0"}
    assert refusal(await apply(boss, now["version"], file=now["file"])) == "bad_office_file"
    assert refusal(await apply(boss, now["version"])) == "malformed"
    assert (await set_up(boss))["version"] == now["version"]


async def test_the_second_of_two_administrators_sees_that_the_first_was_faster(boss: Client) -> None:
    now = await set_up(boss)
    mine, theirs = json.loads(json.dumps(now["file"])), json.loads(json.dumps(now["file"]))
    theirs["office"]["target_wait_minutes"], mine["office"]["target_wait_minutes"] = 21, 22
    assert (await apply(boss, now["version"], file=theirs)).status_code == 200
    assert refusal(await apply(boss, now["version"], file=mine)) == "set_up_changed"
    later = await set_up(boss)
    assert later["history"][0]["changes"] == [{"where": "office/target_wait_minutes", "before": "15", "after": "21"}]
    body = {"request_id": new_id(), "based_on": later["version"], "version": now["version"]}
    assert (await look(boss, version=now["version"]))["changes"][0]["after"] == "15"
    assert (await boss.http.post("/api/manager/set-up/restore", json=body)).json()["version"] == later["version"] + 1
    assert (await set_up(boss))["file"]["office"]["target_wait_minutes"] == 15


async def test_a_file_that_is_imported_keeps_the_administrator_s_own_comments(boss: Client) -> None:
    now = await set_up(boss)
    text = now["text"] + "\n# Ghi chú của chúng tôi.\n"
    assert (await apply(boss, now["version"], text=text)).status_code == 200
    assert (await set_up(boss))["text"] == text
    assert (await look(boss, text="[office"))["problems"][0]["code"] == "toml_unclosed"


@pytest.mark.parametrize("role", ["clerk", "manager"])
async def test_the_set_up_is_closed_to_everybody_but_administrators(office: RunningOffice, role: str) -> None:
    async with office.client() as client:
        await client.sign_in(role)
        expected = "administrators_only" if role == "manager" else "not_signed_in"
        for path in ("/api/manager/set-up", "/api/manager/set-up/office.toml", "/api/manager/people"):
            assert refusal(await client.http.get(path)) == expected
        assert refusal(await apply(client, 1, text="")) == expected
        body = {"request_id": new_id(), "name": "x", "display_name": "X", "role": "administrator", "password": "x" * 9}
        assert refusal(await client.http.post("/api/manager/people", json=body)) == expected


async def save(client: Client, **person: Any) -> Any:
    return await client.http.post("/api/manager/people", json={"request_id": new_id(), **person})


async def signs_in(office: RunningOffice, name: str, password: str, role: str = "clerk") -> bool:
    async with office.client() as client:
        answer = await client.http.post(f"/api/{role}/sign-in", json={"name": name, "password": password})
        return answer.status_code == 200


async def test_somebody_comes_to_the_staff_is_kept_out_and_let_in_again(office: RunningOffice, boss: Client) -> None:
    lan = {"name": "lan", "display_name": "Nguyễn Thị Lan", "role": "clerk"}
    assert refusal(await save(boss, **lan)) == "password_is_missing"
    assert refusal(await save(boss, **lan, password="ngắn")) == "password_too_short"
    assert refusal(await save(boss, **{**lan, "name": "lan ơi"}, password="mật khẩu dài")) == "bad_user_name"
    people = (await save(boss, **lan, password="mật khẩu dài")).json()["people"]
    assert {**lan, "is_disabled": False} in people
    assert await signs_in(office, "lan", "mật khẩu dài")
    await save(boss, **lan, is_disabled=True)
    assert not await signs_in(office, "lan", "mật khẩu dài")
    await save(boss, **lan, password="mật khẩu khác")
    assert await signs_in(office, "lan", "mật khẩu khác")
    assert not await signs_in(office, "lan", "mật khẩu dài")


async def remove(client: Client, name: str, request_id: str = "") -> Any:
    body = {"request_id": request_id or new_id(), "name": name}
    return await client.http.post("/api/manager/people/remove", json=body)


async def test_somebody_leaves_the_staff_and_is_out_at_once(office: RunningOffice, boss: Client) -> None:
    await save(boss, name="tam", display_name="Phạm Văn Tâm", role="clerk", password="mật khẩu dài")
    async with office.client() as theirs:
        await theirs.http.post("/api/clerk/sign-in", json={"name": "tam", "password": "mật khẩu dài"})
        assert (await theirs.http.get("/api/clerk/me")).status_code == 200
        request_id = new_id()
        left = (await remove(boss, "tam", request_id)).json()["people"]
        assert "tam" not in [one["name"] for one in left]
        assert refusal(await theirs.http.get("/api/clerk/me")) == "not_signed_in"
    assert (await remove(boss, "tam", request_id)).status_code == 200
    assert refusal(await remove(boss, "tam")) == "unknown_person"
    assert not await signs_in(office, "tam", "mật khẩu dài")
    rows = office.rows("SELECT actor, body FROM journal WHERE event = 'user_removed'")
    assert rows == [("administrator:administrator", '{"user":"tam"}')]
    assert "Phạm" not in "".join(body for (body,) in office.rows("SELECT body FROM journal"))


async def test_the_last_administrator_stays_one(boss: Client) -> None:
    last = {"name": "administrator", "display_name": "Quản trị dùng thử"}
    assert refusal(await remove(boss, "administrator")) == "last_administrator"
    assert refusal(await save(boss, **last, role="manager")) == "last_administrator"
    assert refusal(await save(boss, **last, role="administrator", is_disabled=True)) == "last_administrator"


async def test_everybody_changes_their_own_password_and_only_with_the_present_one(
    office: RunningOffice, boss: Client
) -> None:
    await save(boss, name="minh", display_name="Trần Văn Minh", role="clerk", password="mật khẩu đầu")
    async with office.client() as here, office.client() as elsewhere:
        for one in (here, elsewhere):
            await one.http.post("/api/clerk/sign-in", json={"name": "minh", "password": "mật khẩu đầu"})
        wrong = {"request_id": new_id(), "old": "mật khẩu sai", "new": "mật khẩu mới"}
        assert refusal(await here.http.post("/api/clerk/password", json=wrong)) == "wrong_password"
        right = {"request_id": new_id(), "old": "mật khẩu đầu", "new": "mật khẩu mới"}
        assert (await here.http.post("/api/clerk/password", json=right)).status_code == 200
        assert (await here.http.get("/api/clerk/me")).json()["name"] == "minh"
        assert refusal(await elsewhere.http.get("/api/clerk/me")) == "not_signed_in"
    assert await signs_in(office, "minh", "mật khẩu mới")
