import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PIL import Image

from queue_server.devices import faults
from queue_server.devices.address import Address
from queue_server.devices.faults import Deadline
from queue_server.devices.printer import Printer, open_printer
from queue_server.devices.receipt import draw
from queue_server.devices.spooler import Spooler
from queue_server.devices.status import PrinterStatus
from tests.devices.test_printer import same
from tests.devices.test_receipt import TICKET
from tests.standins.escpos_printer import EscposPrinter

TICKETS = [draw(replace(TICKET, code=f"A{number:03}")) for number in range(1, 5)]


@pytest.fixture
def machine() -> Iterator[EscposPrinter]:
    with EscposPrinter() as printer:
        yield printer


@pytest.fixture
def spooler(machine: EscposPrinter) -> Spooler:
    return Spooler(open_printer(machine.address))


class HangingPrinter(Printer):
    """A driver that ignores its deadline, as a USB library without a time limit does, until it is let go."""

    def __init__(self) -> None:
        super().__init__(Address("none"))
        self.let_go = threading.Event()
        self.printed: list[bool] = []

    def _print(self, image: Image.Image, deadline: Deadline) -> None:
        self.let_go.wait()
        deadline.remaining()
        self.printed.append(True)

    def _status(self, deadline: Deadline) -> PrinterStatus:
        return PrinterStatus(online=True)


async def test_tickets_asked_for_at_once_come_out_whole_in_the_order_of_asking(
    machine: EscposPrinter, spooler: Spooler
) -> None:
    await asyncio.gather(*(spooler.print(ticket) for ticket in TICKETS))
    papers = machine.wait_for_tickets(len(TICKETS))
    assert all(same(paper, ticket) for paper, ticket in zip(papers, TICKETS, strict=True))


async def test_a_stalled_job_ends_by_name_and_does_not_block_the_next(machine: EscposPrinter, spooler: Spooler) -> None:
    machine.stall()
    with pytest.raises(faults.PrinterTimeout):
        await spooler.print(TICKETS[0], timeout=0.6)
    machine.go_on()
    await spooler.print(TICKETS[1])
    (paper,) = machine.wait_for_tickets(1)
    assert same(paper, TICKETS[1])


async def test_a_ticket_whose_time_passed_behind_another_is_never_printed(
    machine: EscposPrinter, spooler: Spooler
) -> None:
    machine.stall()
    first, second = await asyncio.gather(
        spooler.print(TICKETS[0], timeout=0.8), spooler.print(TICKETS[1], timeout=0.4), return_exceptions=True
    )
    assert isinstance(first, faults.PrinterTimeout)
    assert isinstance(second, faults.PrinterTimeout)
    machine.go_on()
    await spooler.print(TICKETS[2])
    (paper,) = machine.wait_for_tickets(1)
    assert same(paper, TICKETS[2])


async def test_a_kiosk_that_went_away_stops_its_job_and_the_next_is_printed(
    machine: EscposPrinter, spooler: Spooler
) -> None:
    endless = asyncio.create_task(spooler.print(Image.new("1", (576, 200_000), 255), timeout=30))
    await asyncio.to_thread(machine.wait_for_bytes, 20_000)
    endless.cancel()
    with pytest.raises(asyncio.CancelledError):
        await endless
    await spooler.print(TICKETS[0])
    scrap, paper = machine.wait_for_tickets(2)
    assert scrap.height < 200_000
    assert same(paper, TICKETS[0])


async def test_a_driver_that_hangs_for_good_is_left_behind_and_never_prints_its_ticket() -> None:
    printer = HangingPrinter()
    spooler = Spooler(printer)
    for _ in range(2):
        with pytest.raises(faults.PrinterTimeout):
            await spooler.print(TICKETS[0], timeout=0.2)
    printer.let_go.set()
    await spooler.print(TICKETS[1])
    assert printer.printed == [True]


@pytest.mark.parametrize(("fault", "named"), [("run_out_of_paper", faults.PaperOut), ("open_cover", faults.CoverOpen)])
async def test_a_fault_keeps_its_name(
    machine: EscposPrinter, spooler: Spooler, fault: str, named: type[faults.PrinterFault]
) -> None:
    getattr(machine, fault)()
    with pytest.raises(named):
        await spooler.print(TICKETS[0])


async def test_a_picture_that_does_not_fit_is_refused_as_such(spooler: Spooler) -> None:
    with pytest.raises(ValueError, match="600 dots"):
        await spooler.print(Image.new("1", (600, 10)))


async def test_a_printer_held_by_a_hanging_job_is_offline_for_who_asks() -> None:
    printer = HangingPrinter()
    printer.address = replace(printer.address, timeout=0.2)
    spooler = Spooler(printer)
    with pytest.raises(faults.PrinterTimeout):
        await spooler.print(TICKETS[0], timeout=0.1)
    assert await spooler.status() == PrinterStatus(online=False, error="printer_timeout")
    printer.let_go.set()
