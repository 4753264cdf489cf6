"""Screens' sockets on the running server: let in or refused, told what concerns them, and closed with a reason."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.running_office import Client, RunningOffice

HALL = "/ws/display/sanh-chinh"
PATIENCE = 20


@pytest.fixture
async def lively(tmp_path: Path) -> AsyncIterator[RunningOffice]:
    """Give an office of this test alone, to call in or to stop."""
    running = RunningOffice(tmp_path / "data")
    running.start()
    try:
        yield running
    finally:
        running.stop()


@contextlib.asynccontextmanager
async def screen(
    office: RunningOffice, path: str, token: str = "", sound: bool = False, cookie: str = ""
) -> AsyncIterator[ClientConnection]:
    """Open a socket and say hello."""
    headers = {"Cookie": cookie} if cookie else {}
    async with connect(office.address.replace("http", "ws") + path, additional_headers=headers) as socket:
        await socket.send(json.dumps({"type": "hello", "token": token, "sound": sound}))
        yield socket


def hall(office: RunningOffice, sound: bool = False) -> Any:
    return screen(office, HALL, office.secrets["display-sanh-chinh"], sound)


async def frame(socket: ClientConnection, kind: str) -> dict[str, Any]:
    """The next frame of that kind; others are left out."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found: dict[str, Any] = json.loads(await socket.recv())
            if found["type"] == kind:
                return found


async def closing_code(socket: ClientConnection) -> int:
    """The code with which the server closes the socket."""
    async with asyncio.timeout(PATIENCE):
        with contextlib.suppress(ConnectionClosed):
            while True:
                await socket.recv()
    assert socket.close_code is not None
    return socket.close_code


async def call_one(client: Client) -> str:
    """Take a ticket and call it at counter 1; its code."""
    await client.sign_in("clerk")
    await client.verb(1, "open")
    await client.take("A")
    return str((await client.verb(1, "next")).json()["code"])


async def test_a_display_is_told_version_then_board_then_each_change(lively: RunningOffice) -> None:
    async with hall(lively) as wall, lively.client() as client:
        hello = json.loads(await asyncio.wait_for(wall.recv(), PATIENCE))
        assert hello["type"] == "hello"
        assert hello["version"]
        assert (await frame(wall, "view"))["view"]["recent"] == []
        code = await call_one(client)
        async with asyncio.timeout(PATIENCE):
            while not (board := (await frame(wall, "view"))["view"]["recent"]):
                pass
        assert board[0]["code"] == code


async def test_a_call_made_while_no_display_was_there_is_spoken_once_it_comes_even_after_a_power_cut(
    lively: RunningOffice,
) -> None:
    async with lively.client() as client:
        code = await call_one(client)
    lively.kill()
    lively.start("2026-11-24T08:00:20+07:00")
    async with hall(lively, sound=True) as wall:
        spoken = await frame(wall, "announce")
    assert (spoken["code"], spoken["speak"]) == (code, True)
    lively.kill()
    lively.start("2026-11-24T08:00:30+07:00")
    async with hall(lively, sound=True) as wall, lively.client() as client:
        await frame(wall, "view")
        await client.sign_in("clerk")
        await client.verb(1, "recall")
        assert (await frame(wall, "announce"))["id"] != spoken["id"]


async def test_a_display_that_may_sound_again_is_chosen_to_speak(lively: RunningOffice) -> None:
    async with hall(lively) as wall, lively.client() as client:
        await frame(wall, "view")
        await wall.send(json.dumps({"type": "sounding", "sound": True}))
        await call_one(client)
        assert (await frame(wall, "announce"))["speak"]


@pytest.mark.parametrize("message", ["{", '{"type": "dance"}', '{"type": "sounding"}', b"\x00\x01"])
async def test_a_screen_that_says_what_no_screen_says_is_closed(office: RunningOffice, message: str | bytes) -> None:
    async with hall(office) as wall:
        await frame(wall, "view")
        await wall.send(message)
        assert await closing_code(wall) == 1007


@pytest.mark.parametrize("hello", ["{", '{"type": "dance"}', b"\x00\x01", '{"type": "hello", "sound": "loud"}'])
async def test_a_socket_that_does_not_say_hello_is_refused_in_words(office: RunningOffice, hello: str | bytes) -> None:
    async with connect(office.address.replace("http", "ws") + HALL) as socket:
        await socket.send(hello)
        refused = await frame(socket, "refused")
        assert refused["refusal"]["code"] == "malformed"
        assert await closing_code(socket) == 4403


async def test_a_socket_that_says_nothing_is_closed_before_it_can_pile_up(office: RunningOffice) -> None:
    async with connect(office.address.replace("http", "ws") + HALL) as socket:
        assert await closing_code(socket) == 4408


async def test_a_hello_of_a_megabyte_is_refused(office: RunningOffice) -> None:
    async with connect(office.address.replace("http", "ws") + HALL) as socket:
        await socket.send('{"type": "hello", "token": "' + "x" * 1_000_000 + '"}')
        assert await closing_code(socket) == 1009


@pytest.mark.parametrize("number", ["0", "99", "x", "01", "1" * 5000, "١"])
async def test_a_counter_that_is_not_there_has_no_desk(office: RunningOffice, number: str) -> None:
    async with office.client() as client:
        await client.sign_in("clerk")
        cookie = f"xephang_clerk={client.http.cookies['xephang_clerk']}"
    async with screen(office, f"/ws/clerk/{number}", cookie=cookie) as socket:
        assert (await frame(socket, "refused"))["refusal"]["code"] == "unknown_counter"


async def test_a_page_of_another_site_opens_no_socket(office: RunningOffice) -> None:
    with pytest.raises(Exception, match="403"):
        async with connect(office.address.replace("http", "ws") + HALL, origin="http://evil.example"):  # type: ignore[arg-type]
            pytest.fail("the socket was opened")


async def test_screens_are_closed_when_the_server_stops(lively: RunningOffice) -> None:
    async with hall(lively) as wall:
        await frame(wall, "view")
        await asyncio.to_thread(lively.stop)
        assert await closing_code(wall) == 1012
        lively.start()


async def test_the_manager_sees_which_screens_are_there(lively: RunningOffice) -> None:
    async with lively.client() as client:
        await client.sign_in("manager")
        cookie = f"xephang_manager={client.http.cookies['xephang_manager']}"
    async with screen(lively, "/ws/manager", cookie=cookie) as desk:
        await frame(desk, "view")
        async with hall(lively), asyncio.timeout(PATIENCE):
            while "display" not in await kinds_seen(desk):
                pass
        async with asyncio.timeout(PATIENCE):
            while "display" in await kinds_seen(desk):
                pass


async def kinds_seen(desk: ClientConnection) -> set[str]:
    devices = (await frame(desk, "view"))["view"]["devices"]
    return {line["kind"] for line in devices if line["state"] == "here"}
