"""Each kiosk has its printer; what does not come out is listed and printed again; the ticket's look is the office's."""

import asyncio
import base64
import hashlib
import io
import json
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
import zxingcpp
from click.testing import CliRunner
from PIL import Image

from queue_server.cli import main
from queue_server.devices.template import BUILT_IN
from tests.running_office import Client, RunningOffice, new_id, refusal
from tests.standins.escpos_printer import EscposPrinter

NARROW = 384


@dataclass
class Hall:
    """A running office with a printer for all, one of `kiosk-2`'s own, and the kiosks' tokens."""

    office: RunningOffice
    shared: EscposPrinter
    own: EscposPrinter
    second_kiosk: str


def command(office: RunningOffice, *words: str) -> str:
    result = CliRunner().invoke(main, [*words, "--data", str(office.data)])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with EscposPrinter() as shared, EscposPrinter(NARROW) as own:
        office = RunningOffice(tmp_path_factory.mktemp("office") / "data", printer=shared.address)
        token = command(office, "device", "add", "kiosk-2", "--kind", "kiosk").strip().partition("=")[2]
        add = ["printer", "add", "may-2", "--printer", own.address, "--dots", str(NARROW), "--kiosk", "kiosk-2"]
        command(office, *add)
        office.start()
        yield Hall(office, shared, own, token)
        office.stop()


@pytest.fixture
async def client(hall: Hall) -> AsyncIterator[Client]:
    async with hall.office.client() as client:
        await client.sign_in("clerk")
        await client.sign_in("manager")
        await client.verb(1, "open")
        yield client


async def take(client: Client, token: str) -> dict[str, Any]:
    body = {"service": "A", "request_id": new_id()}
    answer = await client.http.post("/api/kiosk/tickets", json=body, headers={"Authorization": f"Bearer {token}"})
    taken: dict[str, Any] = answer.json()
    return taken


async def manage(client: Client, path: str, request_id: str = "", **wish: Any) -> httpx2.Response:
    return await client.http.post(f"/api/manager/{path}", json={"request_id": request_id or new_id(), **wish})


async def line_of(client: Client, printer: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in (await client.today())["printers"] if one["id"] == printer)
    return found


def address_on(paper: Image.Image) -> str:
    return zxingcpp.read_barcodes(paper.convert("L"))[0].text


def white_below(paper: Image.Image) -> int:
    """Rows of white at a paper's end."""
    ink = paper.point(lambda dot: 255 - dot).getbbox()
    assert ink is not None
    return paper.height - ink[3]


async def test_each_kiosk_s_ticket_comes_out_of_its_own_printer_and_its_code_opens_its_page(
    hall: Hall, client: Client
) -> None:
    papers = len(hall.shared.tickets), len(hall.own.tickets)
    for machine, token in ((hall.shared, client.known["kiosk"]), (hall.own, hall.second_kiosk)):
        answer = await take(client, token)
        assert answer["paper"] == {"printed": True, "fault": None}
        assert address_on(machine.tickets[-1]) == answer["taken"]["phone_url"]
        page = await client.http.get(f"/api/phone/{answer['taken']['phone_path'].rpartition('/')[2]}")
        assert page.json()["code"] == answer["taken"]["code"]
        assert (await client.http.get(address_on(machine.tickets[-1]))).status_code == 200
    assert (len(hall.shared.tickets), len(hall.own.tickets)) == (papers[0] + 1, papers[1] + 1)


async def test_a_ticket_without_paper_is_listed_with_its_reason_and_printed_again_where_it_was_issued(
    hall: Hall, client: Client
) -> None:
    hall.own.open_cover()
    answer = await take(client, hall.second_kiosk)
    code, ticket = answer["taken"]["code"], answer["taken"]["ticket"]
    assert answer["paper"] == {"printed": False, "fault": "printer_cover_open"}
    listed = [one for one in (await client.today())["not_printed"] if one["code"] == code]
    assert [(one["printer"], one["fault"], one["certain"]) for one in listed] == [("may-2", "printer_cover_open", True)]
    assert (await client.today())["printer_faults"] == {"may-2": "printer_cover_open"}
    assert not (await client.verb(1, "reprint", ticket=ticket)).json()["printed"]
    hall.own.close_cover()
    papers = len(hall.own.tickets)
    again = await client.verb(1, "reprint", ticket=ticket)
    assert again.json()["printed"]
    assert len(hall.own.tickets) == papers + 1
    assert address_on(hall.own.tickets[-1]) == answer["taken"]["phone_url"]
    assert (
        hall.own.tickets[-1].crop((0, 0, NARROW, 40)).convert("L").histogram()[0] > 8_000
    )  # white on black: a reprint
    after = await client.today()
    assert [one for one in after["not_printed"] if one["code"] == code] == []
    assert after["printer_faults"] == {}
    rows = hall.office.rows(f"SELECT event, body FROM journal WHERE body LIKE '%{ticket}%' ORDER BY seq")
    assert [event for event, _ in rows] == ["issued", "not_printed", "reprinted", "not_printed", "reprinted"]
    assert json.loads(rows[1][1])["fault"] == "printer_cover_open"


async def test_a_reprint_comes_out_where_the_clerk_wants_it_and_once_for_the_same_click(
    hall: Hall, client: Client
) -> None:
    ticket = (await take(client, hall.second_kiosk))["taken"]["ticket"]
    papers, click = len(hall.shared.tickets), new_id()
    for _ in range(2):
        answer = await client.verb(1, "reprint", click, ticket=ticket, printer="default")
        assert answer.json()["printed"]
    assert len(hall.shared.tickets) == papers + 1
    assert (await manage(client, "reprint", ticket=ticket)).json()["printed"]
    assert len(hall.shared.tickets) == papers + 2  # where it was printed last
    assert refusal(await client.verb(1, "reprint", ticket=ticket, printer="may-9")) == "unknown_printer"
    assert refusal(await manage(client, "reprint", ticket="20261124-A999")) == "unknown_ticket"


async def test_a_manager_gives_a_kiosk_another_printer_and_that_counts_at_once(hall: Hall, client: Client) -> None:
    for printer, machine in (("default", hall.shared), ("may-2", hall.own)):
        papers = len(machine.tickets)
        assert (await manage(client, "printers/choose", kiosk="kiosk-2", printer=printer)).status_code == 200
        assert (await take(client, hall.second_kiosk))["paper"]["printed"]
        assert len(machine.tickets) == papers + 1
        assert "kiosk-2" in (await line_of(client, printer))["kiosks"]
    assert refusal(await manage(client, "printers/choose", kiosk="kiosk-9", printer="default")) == "unknown_device"
    assert refusal(await manage(client, "printers/choose", kiosk="kiosk-2", printer="may-9")) == "unknown_printer"


async def test_the_roll_s_estimate_follows_what_is_printed_and_begins_anew_with_a_new_roll(
    hall: Hall, client: Client
) -> None:
    assert (await manage(client, "printers/roll", printer="may-2", metres=10)).status_code == 200
    fresh = await line_of(client, "may-2")
    assert (fresh["roll_m"], fresh["used_m"]) == (10, 0)
    for _ in range(2):
        await take(client, hall.second_kiosk)
    used = await line_of(client, "may-2")
    printed_mm = sum(paper.height for paper in hall.own.tickets[-2:]) / 8
    assert used["used_m"] == pytest.approx(printed_mm / 1000, abs=0.02)
    assert used["tickets_left"] == pytest.approx((10_000 - printed_mm) / (printed_mm / 2), abs=2)
    assert refusal(await manage(client, "printers/roll", printer="may-9", metres=10)) == "unknown_printer"
    assert refusal(await manage(client, "printers/roll", printer="may-2", metres=0)) == "malformed"


async def test_a_manager_has_a_sample_printed_or_is_told_why_not(hall: Hall, client: Client) -> None:
    papers = len(hall.own.tickets)
    assert (await manage(client, "printers/try", printer="may-2")).json() == {"printed": True, "fault": None}
    assert len(hall.own.tickets) == papers + 1
    hall.own.run_out_of_paper()
    assert (await manage(client, "printers/try", printer="may-2")).json()["fault"] == "printer_paper_out"
    hall.own.refill()


async def test_a_template_is_looked_at_before_it_is_used_and_used_from_the_next_ticket_on(
    hall: Hall, client: Client
) -> None:
    text = BUILT_IN.read_text("utf-8")
    wider = text.replace("bottom_margin = 1.0", "bottom_margin = 21.0")
    now = (await client.http.get("/api/manager/ticket")).json()
    assert (now["text"], now["is_own"], now["has_logo"], now["problems"]) == (text, False, False, [])
    await take(client, hall.second_kiosk)
    pictures = [await look(client, dots=NARROW, text=one) for one in (text, wider)]
    assert [picture.width for picture in pictures] == [NARROW] * 2
    assert pictures[1].height - pictures[0].height == 160
    assert (await manage(client, "ticket", text=wider)).status_code == 200
    before = white_below(hall.own.tickets[-1])
    await take(client, hall.second_kiosk)
    assert white_below(hall.own.tickets[-1]) - before == 160
    wrong = await manage(client, "ticket", text="side_margn = 2\n" + text)
    assert refusal(wrong) == "ticket_template_invalid"
    told = wrong.json()["refusal"]["text"]
    assert 'side_margn: Không có mục nào tên "side_margn"; có phải là "side_margin"?' in told["vi"]
    assert "did you mean 'side_margin'" in told["en"]
    asked = {"dots": NARROW, "text": "side_margn = 2\n" + text}
    found = (await client.http.post("/api/manager/ticket/look", json=asked)).json()
    assert found["png"] == ""
    assert [one["vi"] for one in found["problems"]] == [
        'side_margn: Không có mục nào tên "side_margn"; có phải là "side_margin"?'
    ]
    (hall.office.data / "ticket.toml").unlink()


async def test_a_logo_is_tried_used_taken_away_and_each_look_comes_back(hall: Hall, client: Client) -> None:
    seal = picture_of("JPEG", (600, 300))
    plain, tried = await look(client, dots=NARROW), await look(client, dots=NARROW, logo=seal)
    # 12 mm, a fifth less on 58 mm paper, and 0.6 mm above it.
    assert tried.height - plain.height == pytest.approx((12 + 0.6) * 0.8 * 8, abs=2)
    assert (await look(client, dots=NARROW)).tobytes() == plain.tobytes()

    click = new_id()
    for _ in range(2):
        assert (await manage(client, "ticket/logo", click, picture=seal)).status_code == 200
    await take(client, hall.second_kiosk)
    assert ink_above(hall.own.tickets[-1]) > 5_000
    own = BUILT_IN.read_text("utf-8").replace("bottom_margin = 1.0", "bottom_margin = 21.0")
    assert (await manage(client, "ticket", text=own)).status_code == 200
    assert (await manage(client, "ticket/logo", picture=None)).status_code == 200
    now = (await client.http.get("/api/manager/ticket")).json()
    assert (now["has_logo"], now["is_own"]) == (False, True)
    seen = [(one["is_built_in"], one["has_logo"], one["actor"]) for one in now["history"][:4]]
    manager = now["history"][0]["actor"]
    assert manager.startswith("manager:")
    assert seen == [(False, False, manager), (False, True, manager), (True, True, manager), (True, False, "")]

    with_seal = now["history"][2]["version"]
    assert (await manage(client, "ticket/restore", version=with_seal)).status_code == 200
    again = (await client.http.get("/api/manager/ticket")).json()
    assert (again["has_logo"], again["is_own"]) == (True, False)
    assert not (hall.office.data / "ticket.toml").exists()
    assert refusal(await manage(client, "ticket/restore", version=999)) == "unknown_ticket_look"
    rows = hall.office.rows("SELECT body FROM journal WHERE event = 'ticket_logo_saved' ORDER BY seq")
    digests = [json.loads(body)["sha256"] for (body,) in rows]
    assert digests[0] == digests[2] == hashlib.sha256((hall.office.data / "logo.png").read_bytes()).hexdigest()
    assert digests[1] is None
    assert hall.office.journal_is_whole()
    assert (await manage(client, "ticket/logo", picture=None)).status_code == 200


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (base64.b64encode(b"<svg/>").decode(), "không phải là ảnh PNG hoặc JPEG"),
        (base64.b64encode(os.urandom(2_000_001)).decode(), "nhiều nhất là 2 MB"),
    ],
)
async def test_what_is_no_logo_is_refused_in_words(hall: Hall, client: Client, picture: str, words: str) -> None:
    wrong = await manage(client, "ticket/logo", picture=picture)
    assert refusal(wrong) == "ticket_template_invalid"
    assert words in wrong.json()["refusal"]["text"]["vi"]
    tried = (await client.http.post("/api/manager/ticket/look", json={"logo": picture})).json()
    assert (tried["png"], words in tried["problems"][0]["vi"]) == ("", True)
    assert refusal(await manage(client, "ticket/logo", picture="A" * 3_000_000)) == "body_too_large"
    assert not (hall.office.data / "logo.png").exists()


def picture_of(kind: str, size: tuple[int, int]) -> str:
    file = io.BytesIO()
    Image.new("L", size, 0).save(file, kind)
    return base64.b64encode(file.getvalue()).decode()


def ink_above(paper: Image.Image) -> int:
    """Black dots in the first 10 mm."""
    return paper.crop((0, 0, paper.width, 80)).convert("L").histogram()[0]


async def test_the_look_is_of_the_longest_name_in_either_language_and_of_every_paper(client: Client) -> None:
    looks = [("vi", "first"), ("en", "first"), ("vi", "reprint"), ("vi", "appointment"), ("vi", "slip")]
    pictures = [await look(client, language=language, paper=paper) for language, paper in looks]
    assert min(picture.height for picture in pictures) > 600
    assert min(picture.height for picture in pictures[2:4]) > pictures[0].height
    assert len({picture.tobytes() for picture in pictures}) == 5
    assert (await look(client, service="A")).tobytes() != (await look(client)).tobytes()


async def look(client: Client, **wish: Any) -> Image.Image:
    answer = (await client.http.post("/api/manager/ticket/look", json=wish)).json()
    assert answer["problems"] == []
    picture = Image.open(io.BytesIO(base64.b64decode(answer["png"])))
    assert (picture.width / 8, picture.height / 8) == (answer["width_mm"], answer["height_mm"])
    return picture


async def test_printers_are_the_manager_s_business_alone(hall: Hall) -> None:
    async with hall.office.client() as stranger:
        await stranger.sign_in("clerk")
        for path in (
            "reprint",
            "printers/choose",
            "printers/roll",
            "printers/try",
            "ticket",
            "ticket/look",
            "ticket/logo",
            "ticket/restore",
        ):
            assert refusal(await manage(stranger, path)) == "not_signed_in"
        assert refusal(await stranger.http.get("/api/manager/ticket")) == "not_signed_in"


async def test_a_power_cut_while_printing_leaves_a_ticket_that_is_listed_as_perhaps_printed_and_never_printed_unasked(
    hall: Hall, client: Client
) -> None:
    hall.own.stall()
    request_id = new_id()
    body = {"service": "A", "request_id": request_id}
    headers = {"Authorization": f"Bearer {hall.second_kiosk}"}
    asking = client.http.build_request("POST", "/api/kiosk/tickets", json=body, headers=headers)
    connections = hall.own.connections
    tap = asyncio.create_task(client.http.send(asking))
    await asyncio.to_thread(hall.own.wait_for_connections, connections + 1)
    hall.office.kill()
    with pytest.raises(httpx2.HTTPError):
        await tap
    hall.own.go_on()
    papers = len(hall.own.tickets)
    hall.office.start()
    async with hall.office.client() as again:
        await again.sign_in("manager")
        answer = (await again.http.post("/api/kiosk/tickets", json=body, headers=headers)).json()
        assert answer["paper"] == {"printed": False, "fault": "printer_server_stopped"}
        listed = [one for one in (await again.today())["not_printed"] if one["code"] == answer["taken"]["code"]]
        assert [(one["fault"], one["certain"]) for one in listed] == [("printer_server_stopped", False)]
        assert (await manage(again, "reprint", ticket=answer["taken"]["ticket"])).json()["printed"]
        assert (await again.today())["not_printed"] == []
    assert len(hall.own.tickets) == papers + 1
    assert hall.office.journal_is_whole()


def test_the_printers_and_their_kiosks_are_listed_and_removed(hall: Hall, tmp_path: Path) -> None:
    words = command(hall.office, "printer", "list")
    assert f"may-2\t{hall.own.address}\t384\tkiosk-2" in words
    assert "default\tas the settings say\t576\tkiosk" in words
    office = RunningOffice(tmp_path / "data")
    command(office, "printer", "add", "may-1", "--printer", "tcp:192.0.2.1")
    assert "may-1" in command(office, "printer", "list")
    command(office, "printer", "remove", "may-1")
    assert "may-1" not in command(office, "printer", "list")
    for wrong in (["remove", "default"], ["remove", "may-1"], ["use", "may-1", "--kiosk", "k"], ["add", "may-1"]):
        result = CliRunner().invoke(main, ["printer", *wrong, "--data", str(office.data)])
        assert result.exit_code != 0
