"""Appointments over HTTP: two at once, the same twice, a hostile phone, and what the kiosk answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
import zxingcpp
from PIL import Image

from queue_server.office_file import EXAMPLES
from tests.devices.test_receipt import shows
from tests.running_office import Client, RunningOffice, new_id, refusal

# The office's morning is at 8:00; the starter office serves day and night.
SOON, LATER = "2026-11-24T01:30:00Z", "2026-11-24T05:00:00Z"


def starter(folder: Path) -> RunningOffice:
    """Write the starter office with booking by phone, four seats in a slot of service A, into `folder`."""
    data = folder / "data"
    data.mkdir()
    text = (EXAMPLES / "starter_office.toml").read_text("utf-8")
    text = text.replace("# booking = false", "booking = true").replace("per_slot = 2", "per_slot = 4")
    (data / "office.toml").write_text(text, encoding="utf-8")
    return RunningOffice(data, printer=f"png:{data / 'tickets'}")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    """Give the starter office with booking by phone, running: four seats in a slot of service A."""
    running = starter(tmp_path_factory.mktemp("booking"))
    running.start()
    yield running
    running.stop()


@pytest.fixture
async def client(office: RunningOffice) -> AsyncIterator[Client]:
    """Give a client that is signed in as a clerk; every appointment of before is cancelled."""
    async with office.client() as one:
        await one.sign_in("clerk")
        for (code,) in office.rows("SELECT code FROM appointments WHERE state = 'booked'"):
            await one.http.post(f"/api/clerk/appointments/{code}/cancel", json={"request_id": new_id()})
        yield one


async def book(client: Client, slot: str = SOON, request_id: str = "", by: str = "clerk") -> httpx2.Response:
    body = {"service": "A", "slot": slot, "request_id": request_id or new_id()}
    return await client.http.post("/api/clerk/appointments" if by == "clerk" else "/api/book", json=body)


async def change(client: Client, address: str, **more: Any) -> httpx2.Response:
    return await client.http.post(address, json={"request_id": new_id(), **more})


async def check_in(client: Client, key: str, request_id: str = "", **more: Any) -> httpx2.Response:
    body = {"key": key, "request_id": request_id or new_id(), **more}
    return await client.http.post(
        "/api/kiosk/check-in", json=body, headers={"Authorization": f"Bearer {client.known['kiosk']}"}
    )


async def test_ten_who_book_the_same_slot_at_once_get_its_four_seats(client: Client, office: RunningOffice) -> None:
    answers = await asyncio.gather(*(book(client, LATER) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [200] * 4 + [409] * 6
    assert {refusal(answer) for answer in answers if answer.status_code == 409} == {"slot_full"}
    seats = office.rows("SELECT seat FROM appointments WHERE state = 'booked' ORDER BY seat")
    assert seats == [(1,), (2,), (3,), (4,)]


async def test_a_booking_that_is_sent_twice_is_one(client: Client, office: RunningOffice) -> None:
    request_id = new_id()
    first, second = [await book(client, SOON, request_id) for _ in range(2)]
    assert first.json() == second.json()
    assert office.rows("SELECT COUNT(*) FROM appointments WHERE state = 'booked'") == [(1,)]
    assert refusal(await book(client, LATER, request_id)) == "request_id_reused"


async def test_checking_in_twice_gives_the_same_ticket_and_prints_again_only_when_asked(
    client: Client, office: RunningOffice
) -> None:
    code = (await book(client)).json()["code"]
    first = (await check_in(client, f"{code[:3]}-{code[3:].lower()}")).json()
    again = (await check_in(client, code)).json()
    assert (first["again"], again["again"]) == (False, True)
    assert first["taken"]["ticket"] == again["taken"]["ticket"]
    assert first["standing"] == "on_time"
    await check_in(client, code, reprint=True)
    events = [event for (event,) in office.rows("SELECT event FROM journal ORDER BY seq DESC LIMIT 2")]
    assert events == ["reprinted", "checked_in"]
    rows = office.rows(
        "SELECT channel, slot_at, rank_at FROM tickets JOIN turns ON ticket_id = id"
        " ORDER BY tickets.issued_at DESC LIMIT 1"
    )
    assert rows == [("appointment", 1795483800000000, 1795483800000000)]


async def test_the_clerk_s_slip_opens_the_appointment_and_its_ticket_its_phone_page_and_reprint_name_the_slot(
    client: Client, office: RunningOffice
) -> None:
    booked = (await book(client)).json()
    assert (await change(client, f"/api/clerk/appointments/{booked['code']}/print")).json()["printed"]
    (slip,) = (office.data / "tickets").glob(f"{booked['code']}_*.png")
    with Image.open(slip) as picture:
        assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == [booked["url"]]
        assert shows(picture, "08:30", size=13.0, weight="extrabold")
    answer = (await check_in(client, booked["code"])).json()
    await check_in(client, booked["code"], reprint=True)
    papers = list((office.data / "tickets").glob(f"{answer['taken']['code']}_*.png"))
    assert len(papers) == 2
    for paper in papers:
        with Image.open(paper) as picture:
            assert shows(picture, "Lịch hẹn 08:30", size=4.8, weight="bold")
    token = answer["taken"]["phone_path"].rpartition("/")[2]
    page = (await client.http.get(f"/api/phone/{token}")).json()
    assert datetime.fromisoformat(page["slot"]) == datetime.fromisoformat(SOON)


async def test_two_kiosks_that_check_the_same_appointment_in_at_once_give_one_ticket(client: Client) -> None:
    code = (await book(client)).json()["code"]
    answers = await asyncio.gather(*(check_in(client, code) for _ in range(4)))
    assert len({answer.json()["taken"]["code"] for answer in answers}) == 1
    assert sorted(answer.json()["again"] for answer in answers) == [False, True, True, True]


async def test_who_comes_too_early_is_told_when_to_come(client: Client) -> None:
    code = (await book(client, LATER)).json()["code"]
    answer = await check_in(client, code)
    assert refusal(answer) == "appointment_too_early"
    assert "11:30" in answer.json()["refusal"]["text"]["vi"]


async def test_a_moved_appointment_keeps_its_code_and_a_cancelled_one_opens_nothing(client: Client) -> None:
    booked = (await book(client)).json()
    moved = await change(client, f"/api{booked['path']}/move", slot=LATER)
    assert (moved.json()["code"], moved.json()["slot"]) == (booked["code"], LATER)
    cancelled = await change(client, f"/api{booked['path']}/cancel")
    assert cancelled.json()["state"] == "cancelled"
    assert (await change(client, f"/api{booked['path']}/cancel")).status_code == 200
    assert refusal(await check_in(client, booked["code"])) == "appointment_cancelled"
    assert refusal(await change(client, f"/api{booked['path']}/move", slot=SOON)) == "appointment_cancelled"


async def test_the_journal_holds_neither_code_nor_token_and_plays_again(client: Client, office: RunningOffice) -> None:
    booked = (await book(client)).json()
    await check_in(client, booked["path"].rpartition("/")[2])
    bodies = " ".join(body for (body,) in office.rows("SELECT body FROM journal"))
    assert booked["code"] not in bodies
    assert booked["path"].rpartition("/")[2] not in bodies
    assert office.journal_is_whole()


async def test_a_hostile_phone_gets_five_bookings_a_day_and_no_more(client: Client, office: RunningOffice) -> None:
    day = "2026-11-26T0{}:00:00Z"
    answers = [await book(client, day.format(hour), by="phone") for hour in range(1, 8)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert refusal(answers[-1]) == "too_many_bookings"
    assert office.rows("SELECT COUNT(*) FROM appointments WHERE booked_by = 'phone'") == [(5,)]
    # A clerk's booking goes on.
    assert (await book(client, day.format(1))).status_code == 200


async def test_wrong_codes_at_a_kiosk_are_slowed_down(client: Client) -> None:
    answers = [refusal(await check_in(client, "AAAAA3")) for _ in range(11)]
    assert answers == ["unknown_appointment"] * 10 + ["too_many_codes"]


async def test_the_calendar_file_holds_the_slot_the_place_and_the_code(client: Client) -> None:
    booked = (await book(client, LATER)).json()
    text = (await client.http.get(f"{booked['path']}/calendar.ics")).text
    assert "DTSTART:20261124T050000Z\r\nDTEND:20261124T053000Z\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert f"Mã hẹn {booked['code']}" in unfolded
    assert "SUMMARY:Lịch hẹn: Chứng thực\r\n" in unfolded


async def test_late_keeps_the_appointment_too_late_is_a_ticket_like_any_other_and_the_next_day_it_was_missed(
    tmp_path: Path,
) -> None:
    late_office = starter(tmp_path)
    late_office.start()
    async with late_office.client() as one:
        await one.sign_in("clerk")
        late, too_late, never = [(await book(one)).json()["code"] for _ in range(3)]
    late_office.stop()
    late_office.start("2026-11-24T08:50:00+07:00")  # twenty minutes after the slot
    async with late_office.client() as one:
        answer = (await check_in(one, late)).json()
        assert (answer["standing"], answer["taken"]["code"]) == ("late", "A001")
    late_office.stop()
    late_office.start("2026-11-24T09:10:00+07:00")  # forty minutes after it
    async with late_office.client() as one:
        answer = (await check_in(one, too_late)).json()
        assert (answer["standing"], answer["taken"]["code"]) == ("too_late", "A002")
    # The one who was late waits as if come 15 minutes earlier; the other from now on.
    rows = late_office.rows("SELECT code, (arrived_at - rank_at) / 60000000 FROM tickets JOIN turns ON ticket_id = id")
    assert rows == [("A001", 15), ("A002", 0)]
    late_office.stop()
    late_office.start("2026-11-25T08:00:00+07:00")
    async with late_office.client() as one:
        assert refusal(await check_in(one, never)) == "appointment_missed"
    assert late_office.rows(f"SELECT state FROM appointments WHERE code = '{never}'") == [("missed",)]
    assert late_office.journal_is_whole()
    late_office.stop()
