"""What hangs beside the queue comes in parts, as players ask; and the manager's line reaches every wall."""

from __future__ import annotations

import asyncio

import pytest

from tests.running_office import Client, RunningOffice, new_id, refusal
from tests.web.test_sockets import PATIENCE, frame, hall


async def test_a_video_is_served_in_parts_and_nothing_outside_of_the_folder(office: RunningOffice) -> None:
    media = office.data / "media"
    media.mkdir(exist_ok=True)
    (media / "phim.mp4").write_bytes(bytes(range(256)) * 10)
    async with hall(office) as wall, office.client() as client, asyncio.timeout(PATIENCE):
        while not (items := (await frame(wall, "view"))["view"]["media"]):
            pass
        assert [item["kind"] for item in items] == ["video"]
        part = await client.http.get(items[0]["address"], headers={"Range": "bytes=256-259"})
        assert (part.status_code, part.content) == (206, bytes(range(4)))
        assert part.headers["content-type"] == "video/mp4"
        for path in ("../office.toml", "..%2Foffice.toml", "%2e%2e/office.toml", "try-out.json", ""):
            assert (await client.http.get(f"/media/{path}")).status_code == 404


async def set_message(client: Client, **texts: str) -> str:
    answer = await client.http.post("/api/manager/message", json={"request_id": new_id(), **texts})
    return "shown" if answer.json().get("is_shown") else "cleared" if answer.status_code == 200 else refusal(answer)


async def test_a_message_is_shown_until_it_is_cleared(office: RunningOffice) -> None:
    async with hall(office) as wall, office.client() as client, asyncio.timeout(PATIENCE):
        await client.sign_in("manager")
        assert await set_message(client, vi="  Mất điện lúc 10 giờ.  ", en="Power cut at ten.") == "shown"
        while (await frame(wall, "view"))["view"]["message"] != {
            "vi": "Mất điện lúc 10 giờ.",
            "en": "Power cut at ten.",
        }:
            pass
        assert (await client.today())["message"]["vi"] == "Mất điện lúc 10 giờ."
        assert await set_message(client, vi=" ") == "cleared"
        while (await frame(wall, "view"))["view"]["message"]:
            pass


@pytest.mark.parametrize(
    ("texts", "code"), [({"en": "x"}, "message_without_vietnamese"), ({"vi": "x" * 301}, "malformed")]
)
async def test_a_message_that_not_all_can_read_is_refused(
    office: RunningOffice, texts: dict[str, str], code: str
) -> None:
    async with office.client() as client:
        assert (await client.http.post("/api/manager/message", json={"request_id": new_id()})).status_code == 401
        await client.sign_in("manager")
        assert await set_message(client, **texts) == code
