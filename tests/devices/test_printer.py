import os
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from escpos.printer import Network
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from queue_server.devices import faults
from queue_server.devices.address import parse_address
from queue_server.devices.links import NetworkLink
from queue_server.devices.printer import BAND_ROWS, Printer, bands, open_printer
from queue_server.devices.receipt import draw
from queue_server.devices.status import Paper, PrinterStatus
from tests.devices.test_receipt import PHONE_URL, SERVICES, TICKET
from tests.standins.escpos_printer import EscposPrinter

SHORT = 1.2  # seconds a job may take where a test waits for its end


@pytest.fixture
def machine() -> Iterator[EscposPrinter]:
    with EscposPrinter() as printer:
        yield printer


@pytest.fixture
def printer(machine: EscposPrinter) -> Printer:
    return open_printer(f"{machine.address}?timeout={SHORT}")


def same(paper: Image.Image, drawn: Image.Image) -> bool:
    """Whether the paper carries the drawn ticket dot by dot, and nothing but white beside and below it."""
    if paper.height < drawn.height:
        return False
    whole = Image.new("L", paper.size, 255)
    whole.paste(drawn.convert("L"), (0, 0))
    return ImageChops.difference(paper.convert("L"), whole).getbbox() is None


def after_bytes(machine: EscposPrinter, count: int, then: Callable[[], None]) -> threading.Thread:
    """Do something once the printer has received `count` bytes."""

    def watch() -> None:
        machine.wait_for_bytes(count)
        then()

    thread = threading.Thread(target=watch)
    thread.start()
    return thread


@pytest.mark.parametrize("mode", ["raster", "graphics", "column"])
@pytest.mark.parametrize("width", [384, 512, 576])
@pytest.mark.parametrize("service", SERVICES)
def test_the_paper_carries_the_ticket_of_the_longest_names_dot_by_dot(service: str, width: int, mode: str) -> None:
    drawn = draw(replace(TICKET, service_name=service, service_name_english=SERVICES[service]), width)
    with EscposPrinter(width) as machine:
        open_printer(f"{machine.address}?mode={mode}", width_dots=width).print(drawn)
        (paper,) = machine.wait_for_tickets(1)
        assert same(paper, drawn)
        assert machine.unknown == []
    assert [code.text for code in zxingcpp.read_barcodes(paper.convert("L"))] == [PHONE_URL]


@pytest.mark.parametrize("cut", ["part", "full"])
def test_each_ticket_is_cut_off(machine: EscposPrinter, cut: str) -> None:
    printer = open_printer(f"{machine.address}?cut={cut}")
    tickets = [draw(replace(TICKET, code=code)) for code in ("A001", "A002")]
    for ticket in tickets:
        printer.print(ticket)
    assert all(same(paper, ticket) for paper, ticket in zip(machine.wait_for_tickets(2), tickets, strict=True))


def test_a_picture_whose_width_is_no_multiple_of_eight_is_printed_whole(machine: EscposPrinter) -> None:
    drawn = draw(TICKET, 571)
    open_printer(machine.address).print(drawn)
    assert same(machine.wait_for_tickets(1)[0], drawn)


def test_no_request_waits_for_the_acknowledgement_of_what_was_sent_before(machine: EscposPrinter) -> None:
    link = NetworkLink(parse_address(machine.address))
    link.open(faults.Deadline(5))
    try:
        assert link.printer.device.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    finally:
        link.abort()


def test_a_picture_wider_than_the_paper_is_refused_and_nothing_is_sent(machine: EscposPrinter) -> None:
    with pytest.raises(ValueError, match="576 dots on paper of 384"):
        open_printer(machine.address, width_dots=384).print(draw(TICKET, 576))
    assert machine.received == 0


def test_a_bare_printer_library_prints_a_stale_ticket_after_the_refill(machine: EscposPrinter) -> None:
    """The trap that `Printer` is there for: nothing is raised, and the ticket comes out when nobody waits for it."""
    machine.run_out_of_paper()
    bare = Network("127.0.0.1", machine.port, timeout=5)
    bare.open()
    bare.image(Image.new("1", (576, 64), 0))
    bare.cut(feed=False)
    bare.close()
    machine.wait_for_bytes(576 // 8 * 64)
    machine.refill()
    assert len(machine.wait_for_tickets(1)) == 1


FAULTS = {
    "run_out_of_paper": (faults.PaperOut, "refill"),
    "open_cover": (faults.CoverOpen, "close_cover"),
    "jam_cutter": (faults.CutterError, "free_cutter"),
    "stall": (faults.PrinterTimeout, "go_on"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_and_the_next_ticket_is_printed_once_it_is_mended(
    machine: EscposPrinter, printer: Printer, fault: str
) -> None:
    named, mend = FAULTS[fault]
    getattr(machine, fault)()
    with pytest.raises(named):
        printer.print(draw(replace(TICKET, code="A001")))
    getattr(machine, mend)()
    next_ticket = draw(replace(TICKET, code="A002"))
    printer.print(next_ticket, timeout=5)
    assert same(machine.tickets[-1], next_ticket)
    whole = [paper for paper in machine.tickets if paper.height >= next_ticket.height]
    assert len(whole) == (2 if fault == "jam_cutter" else 1)  # the jammed ticket was printed, but not cut: a scrap


def test_paper_that_ends_in_the_middle_leaves_a_scrap_and_no_stale_ticket(
    machine: EscposPrinter, printer: Printer
) -> None:
    machine.run_out_of_paper(after_dots=300)
    with pytest.raises(faults.PaperOut):
        printer.print(draw(replace(TICKET, code="A001")))
    machine.refill()
    next_ticket = draw(replace(TICKET, code="A002"))
    printer.print(next_ticket)
    scrap, paper = machine.wait_for_tickets(2)
    assert scrap.height <= 300
    assert same(paper, next_ticket)


def test_a_printer_that_hangs_up_in_the_middle_spoils_one_ticket_only(machine: EscposPrinter, printer: Printer) -> None:
    machine.hang_up(after_bytes=20_000)
    with pytest.raises(faults.ConnectionLost):
        printer.print(draw(replace(TICKET, code="A001")))
    next_ticket = draw(replace(TICKET, code="A002"))
    printer.print(next_ticket)
    assert same(machine.tickets[-1], next_ticket)
    assert sum(paper.height >= next_ticket.height for paper in machine.tickets) == 1


def test_a_printer_that_stalls_in_the_middle_prints_nothing_of_it_later(
    machine: EscposPrinter, printer: Printer
) -> None:
    stalled = after_bytes(machine, 20_000, machine.stall)
    slow = draw(replace(TICKET, code="A001"))
    tall = Image.new("1", (576, slow.height * 12), 255)
    for number in range(12):
        tall.paste(slow, (0, number * slow.height))
    with pytest.raises(faults.PrinterTimeout):
        printer.print(tall)
    stalled.join()
    machine.go_on()
    next_ticket = draw(replace(TICKET, code="A002"))
    printer.print(next_ticket, timeout=5)
    assert same(machine.tickets[-1], next_ticket)
    assert len(machine.tickets) == 2  # the scrap, and the next


def test_a_job_that_nobody_waits_for_any_more_is_stopped_between_bands(machine: EscposPrinter) -> None:
    cancelled = threading.Event()
    watch = after_bytes(machine, 20_000, cancelled.set)
    with pytest.raises(faults.PrintCancelled):
        open_printer(machine.address).print(Image.new("1", (576, 200_000), 255), timeout=30, cancelled=cancelled)
    watch.join()
    assert machine.tickets == []
    assert machine.head.scrap.height < 200_000


def test_a_printer_that_never_answers_is_asked_nothing_when_its_address_says_so(machine: EscposPrinter) -> None:
    machine.fall_silent()
    drawn = draw(TICKET)
    with pytest.raises(faults.PrinterTimeout):
        open_printer(f"{machine.address}?timeout={SHORT}").print(drawn)
    open_printer(f"{machine.address}?status=off").print(drawn)
    assert same(machine.wait_for_tickets(1)[0], drawn)


def test_a_printer_without_the_command_that_tells_the_end_is_asked_by_real_time_status(machine: EscposPrinter) -> None:
    drawn = draw(TICKET)
    open_printer(f"{machine.address}?status=basic").print(drawn)
    assert same(machine.wait_for_tickets(1)[0], drawn)


@pytest.mark.parametrize("address", ["tcp:127.0.0.1:1", "file:/nowhere/lp0", "serial:/nowhere/tty", "cups:nowhere"])
def test_a_printer_that_is_not_there_is_offline(address: str) -> None:
    with pytest.raises(faults.PrinterOffline):
        open_printer(address).print(draw(TICKET))
    assert open_printer(address).status() == PrinterStatus(online=False, error="printer_offline")


def test_a_device_file_that_is_not_there_is_never_created(tmp_path: Path) -> None:
    with pytest.raises(faults.PrinterOffline):
        open_printer(f"file:{tmp_path}/lp0").print(draw(TICKET))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["file", "serial"])
def test_a_device_prints_and_tells_its_status(kind: str) -> None:
    drawn = draw(TICKET)
    with EscposPrinter(wire="pty") as machine:
        printer = open_printer(f"{kind}:{machine.path}?timeout=5")
        printer.print(drawn)
        assert same(machine.wait_for_tickets(1)[0], drawn)
        machine.near_the_end()
        assert printer.status() == PrinterStatus(online=True, paper=Paper.NEAR_END)
        machine.open_cover()
        with pytest.raises(faults.CoverOpen):
            printer.print(drawn)


@pytest.mark.parametrize("kind", ["file", "serial"])
def test_a_device_that_takes_no_data_is_left_in_time_and_prints_the_next(kind: str) -> None:
    drawn = draw(TICKET)
    with EscposPrinter(wire="pty") as machine:
        printer = open_printer(f"{kind}:{machine.path}?timeout={SHORT}&status=off")
        machine.stall()
        with pytest.raises(faults.PrinterTimeout):
            printer.print(drawn)
        machine.go_on()
        printer.print(drawn, timeout=5)
        assert machine.wait_for_tickets(1)


def test_a_plain_file_gets_the_tickets_one_behind_the_other(tmp_path: Path) -> None:
    spool = tmp_path / "spool.bin"
    spool.touch()
    printer = open_printer(f"file:{spool}")
    printer.print(draw(TICKET))
    length = spool.stat().st_size
    printer.print(draw(TICKET))
    assert spool.stat().st_size == 2 * length > 0


def test_the_status_tells_paper_cover_and_faults(machine: EscposPrinter, printer: Printer) -> None:
    assert printer.status() == PrinterStatus(online=True, paper=Paper.OK)
    machine.near_the_end()
    assert printer.status() == PrinterStatus(online=True, paper=Paper.NEAR_END)
    machine.run_out_of_paper()
    assert printer.status() == PrinterStatus(online=False, paper=Paper.OUT, error="printer_paper_out")
    machine.refill()
    machine.open_cover()
    assert printer.status() == PrinterStatus(online=False, paper=Paper.OK, cover_open=True, error="printer_cover_open")
    machine.close_cover()
    machine.stall()
    assert printer.status() == PrinterStatus(online=False, error="printer_timeout")


def test_a_printer_near_the_end_of_its_roll_still_prints(machine: EscposPrinter, printer: Printer) -> None:
    machine.near_the_end()
    printer.print(draw(TICKET))
    assert len(machine.tickets) == 1


def test_a_place_without_a_printer_says_so() -> None:
    printer = open_printer("none")
    assert not printer.prints
    with pytest.raises(faults.NoPrinter):
        printer.print(draw(TICKET))
    assert printer.status().error == "printer_none"


def test_a_folder_gets_each_ticket_as_a_whole_png_of_its_own(tmp_path: Path) -> None:
    printer = open_printer(f"png:{tmp_path}/tickets")
    drawn = draw(TICKET)
    for ticket in (drawn, draw(replace(TICKET, reprint=True)), drawn):
        printer.print(ticket)
    names = sorted(path.name for path in (tmp_path / "tickets").iterdir())
    assert names == ["G012_20251124_094100.png", "G012_20251124_094100_2.png", "G012_20251124_094100_reprint.png"]
    with Image.open(tmp_path / "tickets" / names[0]) as kept:
        assert same(kept, drawn)
    assert printer.status() == PrinterStatus(online=True)


def test_a_folder_that_can_not_be_written_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(faults.PrinterFault):
        open_printer(f"png:{tmp_path}/file").print(draw(TICKET))


def test_cups_gets_the_ticket_through_its_own_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _command(tmp_path, "lpstat", 'case "$1" in -e) echo kiosk;; -v) echo "device for kiosk: usb://x";; esac')
    _command(tmp_path, "lp", f'echo "$@" > {tmp_path}/arguments; cat > {tmp_path}/job')
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    open_printer("cups:kiosk").print(draw(TICKET))
    assert "-d kiosk" in (tmp_path / "arguments").read_text("utf-8")
    assert (tmp_path / "job").stat().st_size > 30_000
    _command(tmp_path, "lp", "cat > /dev/null; exit 1")
    with pytest.raises(faults.PrinterOffline):
        open_printer("cups:kiosk").print(draw(TICKET))
    _command(tmp_path, "lp", "exec tail -f /dev/null")
    with pytest.raises(faults.PrinterTimeout):
        open_printer(f"cups:kiosk?timeout={SHORT}").print(draw(TICKET))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=72, max_size=72 * 70), st.lists(st.sampled_from([b"\x10\x04\x01", b"\x10\x04\x04"])))
def test_a_picture_that_holds_status_requests_by_chance_is_printed_all_the_same(
    machine: EscposPrinter, noise: bytes, requests: list[bytes]
) -> None:
    data = (b"".join(requests) + noise)[: len(noise) // 72 * 72]
    drawn = Image.frombytes("1", (576, len(data) // 72), bytes(255 - byte for byte in data))
    open_printer(machine.address).print(drawn)
    assert same(machine.tickets[-1], drawn)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 90), st.integers(0, 576)), max_size=12), st.booleans(), st.integers(400, 576))
def test_bands_put_together_are_the_picture(runs: list[tuple[int, int]], columns: bool, width: int) -> None:
    drawn = Image.new("1", (width, sum(rows for rows, _ in runs)), 255)
    top = 0
    for rows, black in runs:
        drawn.paste(0, (0, top, black, top + rows))
        top += rows
    whole = Image.new("1", drawn.size, 255)
    y = 0
    for band in bands(drawn, columns=columns):
        assert 0 < band.height <= BAND_ROWS
        whole.paste(band.picture(), (0, y))
        y += band.height
    assert y == drawn.height
    assert whole.tobytes() == drawn.tobytes()


def test_white_is_not_sent_and_no_seam_cuts_a_letter() -> None:
    drawn = draw(TICKET)
    sent = [*bands(drawn)]
    dots = sum(band.width * band.height for band in sent)
    assert dots < 0.75 * drawn.width * drawn.height
    text = [band for band in sent if band.width > 8]
    assert max(band.height for band in text) == BAND_ROWS  # the number and the QR code are higher than one band
    assert any(band.width == 8 for band in sent)


def _command(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
