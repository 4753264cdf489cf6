"""Bad input gets a typed refusal with a text for people, and nothing changes."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from tests.running_office import Client, RunningOffice, new_id, refusal

BEARER = {"Authorization": "Bearer x"}


@pytest.fixture
async def client(office: RunningOffice) -> AsyncIterator[Client]:
    """Give a client, and see to it that the journal is the same afterwards."""
    before = office.rows("SELECT COUNT(*) FROM journal")
    async with office.client() as one:
        yield one
    assert office.rows("SELECT COUNT(*) FROM journal") == before


async def test_an_unknown_service_is_refused(client: Client) -> None:
    answer = await client.take("X")
    assert (answer.status_code, refusal(answer)) == (404, "unknown_service")


async def test_a_priority_class_that_only_a_clerk_grants_is_refused_at_the_kiosk(client: Client) -> None:
    answer = await client.take("A", priority="cap-cuu")
    assert (answer.status_code, refusal(answer)) == (403, "priority_needs_clerk")


async def test_a_text_to_be_read_in_a_language_that_nobody_speaks_is_refused_in_words(client: Client) -> None:
    headers = {"Authorization": f"Bearer {client.known['kiosk']}"}
    answer = await client.http.post("/api/kiosk/speech", json={"language": "xx", "text": "Saluton"}, headers=headers)
    assert (answer.status_code, refusal(answer)) == (404, "no_such_voice")


async def test_an_announcement_without_a_word_is_refused(client: Client) -> None:
    await client.sign_in("manager")
    wish = {"request_id": new_id(), "zones": ["sanh-chinh"], "text": "🙂 +"}
    answer = await client.http.post("/api/manager/announcements", json=wish)
    assert (answer.status_code, refusal(answer)) == (422, "nothing_to_say")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"service": 1}', b'{"service":"A","request_id":"x"}', b"\xff"])
async def test_malformed_json_is_refused(client: Client, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {client.known['kiosk']}", "Content-Type": "application/json"}
    answer = await client.http.post("/api/kiosk/tickets", content=body, headers=headers)
    assert (answer.status_code, refusal(answer)) == (422, "malformed")


async def test_an_unknown_field_is_refused(client: Client) -> None:
    answer = await client.take("A", service_id="A")
    assert refusal(answer) == "malformed"


async def test_a_body_of_one_megabyte_is_refused(client: Client) -> None:
    headers = {"Authorization": f"Bearer {client.known['kiosk']}", "Content-Type": "application/json"}
    answer = await client.http.post("/api/kiosk/tickets", content=b" " * 1_000_000, headers=headers)
    assert (answer.status_code, refusal(answer)) == (413, "body_too_large")


async def test_a_form_of_another_site_is_refused(client: Client) -> None:
    body = {"request_id": new_id(), "service": "A"}
    form = await client.http.post("/api/kiosk/tickets", data=body)
    assert (form.status_code, refusal(form)) == (415, "not_json")
    foreign = await client.http.post("/api/kiosk/tickets", json=body, headers={"Origin": "http://evil.example"})
    assert (foreign.status_code, refusal(foreign)) == (403, "foreign_origin")


async def test_a_foreign_host_name_is_refused_while_passwords_are_on_the_start_page(client: Client) -> None:
    answer = await client.http.get("/api/try-out", headers={"Host": "evil.example"})
    assert (answer.status_code, refusal(answer)) == (403, "wrong_host")


@pytest.mark.parametrize("headers", [{}, BEARER])
async def test_a_foreign_token_takes_no_ticket(client: Client, headers: dict[str, str]) -> None:
    body = {"request_id": new_id(), "service": "A"}
    answer = await client.http.post("/api/kiosk/tickets", json=body, headers=headers)
    assert (answer.status_code, refusal(answer)) == (403, "not_paired")


async def test_a_display_s_token_is_good_for_no_kiosk(client: Client) -> None:
    body = {"request_id": new_id(), "service": "A"}
    headers = {"Authorization": f"Bearer {client.known['display-sanh-chinh']}"}
    assert refusal(await client.http.post("/api/kiosk/tickets", json=body, headers=headers)) == "not_paired"


async def test_a_display_s_token_opens_no_other_zone(office: RunningOffice) -> None:
    async with connect(office.address.replace("http", "ws") + "/ws/display/lau-1") as socket:
        await socket.send(json.dumps({"type": "hello", "token": office.secrets["display-sanh-chinh"]}))
        assert json.loads(await socket.recv())["type"] == "refused"


@pytest.mark.parametrize("path", ["/api/counters/1/next", "/api/counters/1/open"])
async def test_nobody_calls_without_signing_in(client: Client, path: str) -> None:
    answer = await client.http.post(path, json={"request_id": new_id()})
    assert (answer.status_code, refusal(answer)) == (401, "not_signed_in")


@pytest.mark.parametrize("path", ["/api/manager/today", "/api/clerk/me", "/api/manager/me"])
async def test_staff_pages_show_nothing_without_signing_in(client: Client, path: str) -> None:
    assert refusal(await client.http.get(path)) == "not_signed_in"


@pytest.mark.parametrize("token", ["x", "../../etc/passwd", "%00"])
async def test_a_guessed_phone_page_shows_nothing(client: Client, token: str) -> None:
    answer = await client.http.get(f"/api/phone/{token}")
    assert answer.status_code == 404
    assert refusal(answer) in {"unknown_ticket", "no_such_page"}


async def test_a_wrong_password_is_refused_and_guessing_is_slowed_down(client: Client) -> None:
    wrong = {"name": "lan", "password": "x"}
    codes = [refusal(await client.http.post("/api/clerk/sign-in", json=wrong)) for _ in range(6)]
    assert codes == ["wrong_name_or_password"] * 5 + ["too_many_attempts"]


@pytest.mark.parametrize(("counter", "verb"), [(1, "next"), (1, "recall"), (1, "pause"), (1, "close")])
async def test_a_closed_counter_does_nothing(client: Client, counter: int, verb: str) -> None:
    await client.sign_in("clerk")
    answer = await client.verb(counter, verb)
    assert (answer.status_code, refusal(answer)) == (409, "counter_closed")


async def test_an_unknown_counter_or_verb_is_refused(client: Client) -> None:
    await client.sign_in("clerk")
    assert refusal(await client.verb(99, "open")) == "unknown_counter"
    assert refusal(await client.verb(1, "steal")) == "no_such_page"


@pytest.mark.parametrize(
    ("path", "hello"),
    [
        ("/ws/kiosk", {"type": "hello", "token": "x"}),
        ("/ws/display/sanh-chinh", {"type": "hello"}),
        ("/ws/clerk/1", {"type": "hello"}),
        ("/ws/manager", {"type": "hello"}),
        ("/ws/phone", {"type": "hello", "token": "x"}),
        ("/ws/nothing", {"type": "hello"}),
        ("/ws/kiosk", {"type": "sounding", "sound": True}),
    ],
)
async def test_a_socket_that_nobody_paired_is_refused_in_words_and_closed(
    office: RunningOffice, client: Client, path: str, hello: dict[str, Any]
) -> None:
    async with connect(office.address.replace("http", "ws") + path) as socket:
        await socket.send(json.dumps(hello))
        frame = json.loads(await socket.recv())
        with pytest.raises(ConnectionClosedError) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4403
    assert frame["type"] == "refused"
    assert frame["refusal"]["text"]["vi"]


async def test_a_page_may_run_only_our_own_scripts(client: Client) -> None:
    page = await client.http.get("/kiosk")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["../pyproject.toml", "shared_ui/../queue_server/app.py", "queue_server/app.py"])
async def test_no_file_but_a_screen_s_own_is_served(client: Client, path: str) -> None:
    page = (await client.http.get("/kiosk")).text
    base = page.split('href="')[2].split("/shared_ui")[0] if 'href="' in page else ""
    assert base.startswith("/assets/")
    assert (await client.http.get(f"{base}/{path}")).status_code == 404
