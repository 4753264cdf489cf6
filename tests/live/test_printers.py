"""The printers while the server lives: asked how they are, opened as the store says, known by their kiosks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from queue_server.devices.faults import NoPrinter, PrinterOffline
from queue_server.devices.receipt import draw
from queue_server.live import printers
from queue_server.live.printers import Fleet, PrinterSetUp, SetUps
from queue_server.protocol import PrinterNow
from tests.devices.test_receipt import TICKET
from tests.standins.escpos_printer import EscposPrinter


@dataclass
class Office:
    """What the store would say, and what was heard of each change."""

    set_ups: list[PrinterSetUp]
    of_kiosks: dict[str, str] = field(default_factory=dict)
    heard: asyncio.Queue[Mapping[str, PrinterNow]] = field(default_factory=asyncio.Queue)

    async def read(self) -> SetUps:
        return list(self.set_ups), dict(self.of_kiosks)

    @asynccontextmanager
    async def fleet(self) -> AsyncIterator[Fleet]:
        fleet = Fleet(self.read, self.heard.put_nowait)
        async with fleet.running():
            yield fleet

    async def until(self, is_so: Callable[[Mapping[str, PrinterNow]], bool]) -> Mapping[str, PrinterNow]:
        async with asyncio.timeout(20):
            while not is_so(now := await self.heard.get()):
                pass
        return now


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask and read much oftener than an office would."""
    for name in ("ASK_SECONDS", "ASK_FAULTY_SECONDS", "READ_SECONDS"):
        monkeypatch.setattr(printers, name, 0.02)


@pytest.fixture
def machine() -> Iterator[EscposPrinter]:
    with EscposPrinter() as printer:
        yield printer


def fault_of(printer: str, now: Mapping[str, PrinterNow]) -> str | None:
    return now[printer].fault if printer in now else "not asked yet"


async def test_staff_hear_of_every_fault_when_it_comes_and_when_it_is_mended(machine: EscposPrinter) -> None:
    office = Office([PrinterSetUp("default", machine.address, 576)])
    async with office.fleet():
        await office.until(lambda now: now["default"] == PrinterNow(kind="tcp", prints=True, paper="ok", fault=None))
        machine.near_the_end()
        await office.until(lambda now: (now["default"].paper, now["default"].fault) == ("near_end", None))
        machine.run_out_of_paper()
        await office.until(lambda now: (now["default"].paper, now["default"].fault) == ("out", "printer_paper_out"))
        machine.refill()
        machine.open_cover()
        await office.until(lambda now: now["default"].fault == "printer_cover_open")
        machine.close_cover()
        await office.until(lambda now: now["default"].fault is None)


async def test_a_printer_that_stays_as_it_is_is_told_of_once(machine: EscposPrinter) -> None:
    office = Office([PrinterSetUp("default", machine.address, 576)])
    async with office.fleet():
        await office.until(lambda now: fault_of("default", now) is None)
        asked = machine.connections
        await asyncio.to_thread(machine.wait_for_connections, asked + 3)
        assert office.heard.empty()


async def test_what_became_of_a_ticket_is_known_before_the_printer_is_asked_again(
    machine: EscposPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printers, "ASK_SECONDS", 3600.0)
    office = Office([PrinterSetUp("default", machine.address, 576)])
    async with office.fleet() as fleet:
        await office.until(lambda now: fault_of("default", now) is None)
        fleet.note_ticket("default", "printer_paper_out")
        assert office.heard.get_nowait()["default"] == PrinterNow(
            kind="tcp", prints=True, paper="out", fault="printer_paper_out"
        )
        fleet.note_ticket("default", None)
        assert office.heard.get_nowait()["default"].fault is None
        fleet.note_ticket("default", None)
        fleet.note_ticket("no such printer", "printer_paper_out")
        assert office.heard.empty()


async def test_a_printer_that_is_added_changed_or_removed_counts_without_a_restart(machine: EscposPrinter) -> None:
    office = Office([PrinterSetUp("default", "none", 576)])
    async with office.fleet() as fleet:
        with pytest.raises(NoPrinter):
            await fleet.queue("default").print(draw(TICKET))
        office.set_ups.append(PrinterSetUp("may-1", machine.address, 576))
        office.of_kiosks["kiosk-1"] = "may-1"
        await office.until(lambda now: fault_of("may-1", now) is None)
        assert (fleet.printer_of("kiosk-1"), fleet.printer_of("kiosk-2")) == ("may-1", "default")
        await fleet.queue("may-1").print(draw(TICKET))
        office.set_ups[1] = PrinterSetUp("may-1", "tcp:127.0.0.1:1", 576)
        await office.until(lambda now: fault_of("may-1", now) == "printer_offline")
        office.set_ups.pop()
        await office.until(lambda now: "may-1" not in now)
        assert fleet.printer_of("kiosk-1") == "default"
        assert not fleet.queue("may-1").prints  # the default one, for a ticket that was on its way
    assert len(machine.tickets) == 1


async def test_a_place_without_a_printer_has_no_fault_and_one_behind_an_absent_agent_is_offline() -> None:
    office = Office([PrinterSetUp("default", "none", 576), PrinterSetUp("may-1", "agent:may-1", 384)])
    async with office.fleet() as fleet:
        now = await office.until(lambda now: len(now) == 2)
        assert (now["default"].prints, now["default"].fault) == (False, None)
        assert (now["may-1"].kind, now["may-1"].fault) == ("agent", "printer_offline")
        with pytest.raises(PrinterOffline):
            await fleet.queue("may-1").print(draw(TICKET, 384))


async def test_an_address_that_can_not_be_understood_any_more_leaves_the_other_printers_alone(
    machine: EscposPrinter,
) -> None:
    office = Office([PrinterSetUp("default", machine.address, 576), PrinterSetUp("may-1", "tpc:x", 576)])
    async with office.fleet() as fleet:
        await office.until(lambda now: fault_of("default", now) is None)
        assert not fleet.queue("may-1").prints
