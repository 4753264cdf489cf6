"""A screen without a keyboard is paired by the code that it shows, and changed while it hangs on the wall."""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from websockets.asyncio.client import ClientConnection

from tests.running_office import Client, RunningOffice, new_id, refusal
from tests.web.test_sockets import closing_code, frame, screen

WALL = {"name": "TV cửa vào", "kind": "display", "zone": "sanh-chinh"}


@pytest.fixture
async def manager(office: RunningOffice) -> AsyncIterator[Client]:
    """Give the manager, signed in."""
    async with office.client() as one:
        await one.sign_in("manager")
        yield one


def own_token() -> str:
    return secrets.token_urlsafe(32)


@contextlib.asynccontextmanager
async def new_screen(office: RunningOffice, token: str) -> AsyncIterator[ClientConnection]:
    async with screen(office, "/ws/screen", token) as socket:
        yield socket


async def shown_code(socket: ClientConnection) -> str:
    view = (await frame(socket, "view"))["view"]
    assert view["screen"] == "pairing"
    return str(view["code"])


async def pair(manager: Client, code: str, request_id: str = "", **wish: Any) -> httpx2.Response:
    body = {"request_id": request_id or new_id(), "code": code, **(wish or WALL)}
    return await manager.http.post("/api/manager/devices", json=body)


async def change(manager: Client, device: str, verb: str = "", **wish: Any) -> httpx2.Response:
    return await manager.http.post(f"/api/manager/devices/{device}{verb}", json={"request_id": new_id(), **wish})


async def line_of(manager: Client, device: str) -> dict[str, Any]:
    return next(one for one in (await manager.today())["devices"] if one["id"] == device)


async def paired(office: RunningOffice, manager: Client, token: str, **wish: Any) -> str:
    async with new_screen(office, token) as socket:
        answer = await pair(manager, await shown_code(socket), **wish)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["device"])


async def test_a_screen_becomes_what_its_code_was_typed_for_and_is_it_again_after_a_power_cut(
    office: RunningOffice, manager: Client
) -> None:
    token = own_token()
    async with new_screen(office, token) as socket:
        answer = await pair(manager, await shown_code(socket))
        assert answer.status_code == 200
        assert await closing_code(socket) == 1012
    for _ in range(2):
        async with new_screen(office, token) as socket:
            role = await frame(socket, "role")
            assert (role["kind"], role["zone"], role["name"]) == ("display", "sanh-chinh", "TV cửa vào")
            assert (await frame(socket, "view"))["view"]["screen"] == "display"


async def test_two_screens_show_two_codes_and_a_returning_one_its_own(office: RunningOffice) -> None:
    token = own_token()
    async with new_screen(office, token) as first, new_screen(office, own_token()) as second:
        codes = await shown_code(first), await shown_code(second)
    assert codes[0] != codes[1]
    async with new_screen(office, token) as again:
        assert await shown_code(again) == codes[0]


async def test_a_code_pairs_one_screen_once_and_a_repeated_request_repeats_the_answer(
    office: RunningOffice, manager: Client
) -> None:
    request_id = new_id()
    async with new_screen(office, own_token()) as socket:
        code = await shown_code(socket)
        first = await pair(manager, code, request_id)
        again = await pair(manager, code, request_id)
        other = await pair(manager, code)
    assert first.json() == again.json()
    assert (other.status_code, refusal(other)) == (404, "unknown_pairing_code")
    rows = office.rows("SELECT COUNT(*) FROM devices WHERE id = '{}'".format(first.json()["device"]))
    assert rows == [(1,)]


async def test_whoever_guesses_codes_has_to_wait_even_with_the_right_one(tmp_path: Path) -> None:
    office = RunningOffice(tmp_path / "data")
    office.start()
    try:
        async with office.client() as manager, new_screen(office, own_token()) as socket:
            await manager.sign_in("manager")
            code = await shown_code(socket)
            wrong = f"{(int(code) + 1) % 1_000_000:06d}"
            for _ in range(5):
                assert refusal(await pair(manager, wrong)) == "unknown_pairing_code"
            late = await pair(manager, code)
            assert (late.status_code, refusal(late)) == (429, "too_many_codes")
    finally:
        office.stop()


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"kind": "display", "zone": "khong-co"}, "unknown_zone"),
        ({"kind": "display"}, "no_place"),
        ({"kind": "counter", "counter": 99}, "unknown_counter"),
        ({"kind": "counter", "zone": "sanh-chinh"}, "no_place"),
        ({"kind": "kiosk", "counter": 1}, "no_place"),
        ({"kind": "toaster"}, "malformed"),
    ],
)
async def test_a_screen_is_not_made_something_that_there_is_not(
    office: RunningOffice, manager: Client, wish: dict[str, Any], code: str
) -> None:
    async with new_screen(office, own_token()) as socket:
        shown = await shown_code(socket)
        assert refusal(await pair(manager, shown, name="X", **wish)) == code
        # The code is still good: nothing was done under it.
        assert (await pair(manager, shown)).status_code == 200


@pytest.mark.parametrize("token", ["", "short", "x" * 42, "é" * 50])
async def test_a_screen_with_a_token_that_could_be_guessed_is_shown_no_code(office: RunningOffice, token: str) -> None:
    async with screen(office, "/ws/screen", token) as socket:
        assert (await frame(socket, "refused"))["refusal"]["code"] == "malformed"


async def test_only_a_manager_pairs_and_unpairs(office: RunningOffice) -> None:
    async with office.client() as nobody:
        assert (await pair(nobody, "123456")).status_code == 401
        assert (await change(nobody, "kiosk", "/unpair")).status_code == 401
        assert (await change(nobody, "kiosk", **WALL)).status_code == 401


async def test_a_renamed_wall_is_told_at_once_and_becomes_a_loudspeaker(office: RunningOffice, manager: Client) -> None:
    token = own_token()
    device = await paired(office, manager, token)
    async with new_screen(office, token) as socket:
        await frame(socket, "view")
        wish = {"name": "Quầy một", "kind": "speaker", "zone": "sanh-chinh", "theme": "light"}
        assert (await change(manager, device, **wish)).status_code == 200
        assert await closing_code(socket) == 1012
    async with new_screen(office, token) as socket:
        role = await frame(socket, "role")
        assert (role["kind"], role["name"], role["theme"]) == ("speaker", "Quầy một", "light")


async def test_an_unpaired_screen_shows_a_code_again_and_its_token_opens_nothing(
    office: RunningOffice, manager: Client
) -> None:
    token = own_token()
    device = await paired(office, manager, token)
    async with new_screen(office, token) as socket:
        await frame(socket, "view")
        assert (await change(manager, device, "/unpair")).status_code == 200
        assert await closing_code(socket) == 1012
    async with new_screen(office, token) as socket:
        await shown_code(socket)
    async with screen(office, "/ws/display/sanh-chinh", token) as socket:
        assert (await frame(socket, "refused"))["refusal"]["code"] == "not_paired"
    again = await change(manager, device, "/unpair")
    assert (again.status_code, refusal(again)) == (404, "unknown_device")
    assert refusal(await change(manager, device, **WALL)) == "unknown_device"


async def test_the_manager_sees_who_is_here_who_went_and_who_never_came(office: RunningOffice, manager: Client) -> None:
    token = own_token()
    device = await paired(office, manager, token)
    assert (await line_of(manager, device))["state"] == "never"
    hello = {"type": "hello", "token": token, "sound": True, "version": "0.0.1-old"}
    async with connect_with(office, hello) as socket:
        await frame(socket, "view")
        here = await line_of(manager, device)
        assert (here["state"], here["sound"], here["version"], here["is_outdated"]) == ("here", True, "0.0.1-old", True)
    while (gone := await line_of(manager, device))["state"] == "here":
        pass
    assert (gone["state"], gone["sound"]) == ("away", None)
    assert gone["since"] >= here["since"]


@contextlib.asynccontextmanager
async def connect_with(office: RunningOffice, hello: dict[str, Any]) -> AsyncIterator[ClientConnection]:
    from websockets.asyncio.client import connect

    async with connect(office.address.replace("http", "ws") + "/ws/screen") as socket:
        await socket.send(json.dumps(hello))
        yield socket


async def test_when_a_screen_was_last_here_outlives_a_restart(tmp_path: Path) -> None:
    office = RunningOffice(tmp_path / "data")
    office.start()
    try:
        async with office.client() as manager:
            await manager.sign_in("manager")
            device = await paired(office, manager, token := own_token())
            async with new_screen(office, token) as socket:
                await frame(socket, "view")
        office.stop()
        office.start("2026-11-24T09:00:00+07:00")
        async with office.client() as manager:
            await manager.sign_in("manager")
            line = await line_of(manager, device)
        assert line["state"] == "away"
        assert line["since"].startswith("2026-11-24T01:00")
        assert office.journal_is_whole()
    finally:
        office.stop()


async def test_the_journal_knows_of_each_pairing_and_holds_no_name(office: RunningOffice, manager: Client) -> None:
    device = await paired(office, manager, own_token())
    await change(manager, device, **{**WALL, "name": "Chị Lan"})
    await change(manager, device, "/unpair")
    rows = office.rows(f"SELECT event, actor, body FROM journal WHERE body LIKE '%{device}%' ORDER BY seq")
    assert [row[0] for row in rows] == ["device_paired", "device_changed", "device_unpaired"]
    assert {row[1] for row in rows} == {"manager:manager"}
    assert not any("Lan" in row[2] for row in rows)
