"""The office's printers while the server lives: opened as the store says, asked how they are, found by kiosk."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from msgspec import structs
from PIL import Image

from queue_server.devices.faults import AddressInvalid, NoPrinter, PaperOut
from queue_server.devices.printer import open_printer
from queue_server.devices.spooler import Spooler
from queue_server.devices.status import PrinterStatus
from queue_server.domain.paper import DEFAULT_PRINTER
from queue_server.live.agents import AgentQueue
from queue_server.protocol import PrinterNow

log = logging.getLogger(__name__)

# A printer that is well is asked so often; one that is not sooner, so that its mending is seen before the next citizen.
ASK_SECONDS = 30.0
ASK_FAULTY_SECONDS = 5.0
# What an administrator's command has changed counts after this at the latest.
READ_SECONDS = 5.0


class PrintQueue(Protocol):
    """Jobs of one printer: a spooler of this machine, or an agent's line."""

    kind: str
    prints: bool
    width_dots: int

    async def print(self, image: Image.Image, timeout: float = 5.0) -> None:  # noqa: ASYNC109 -- see Spooler
        """Print a drawn ticket. Raises PrinterFault by name."""

    async def status(self) -> PrinterStatus:
        """The printer's state now."""
        raise NotImplementedError


class PrinterSetUp(NamedTuple):
    """A printer as it is to be opened."""

    id: str
    address: str
    width_dots: int


@dataclass(eq=False, slots=True)
class _Open:
    set_up: PrinterSetUp
    queue: PrintQueue
    watch: asyncio.Task[None] | None = None
    now: PrinterNow | None = None
    # A ticket has not come out since it was asked: its mending is watched for, too.
    in_trouble: asyncio.Event = field(default_factory=asyncio.Event)


SetUps = tuple[Iterable[PrinterSetUp], Mapping[str, str]]


@dataclass(slots=True)
class Fleet:
    """Every printer by id. `read` says which there are, and which kiosk has which; `on_change` hears of each change."""

    read: Callable[[], Awaitable[SetUps]]
    on_change: Callable[[Mapping[str, PrinterNow]], None]
    _printers: dict[str, _Open] = field(default_factory=dict)
    _of_kiosk: Mapping[str, str] = field(default_factory=dict)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep the printers as the store says, and ask them how they are, while the context lasts."""
        await self.refresh()
        reading = asyncio.create_task(self._keep_reading())
        try:
            yield
        finally:
            reading.cancel()
            tasks = [reading, *(one.watch for one in self._printers.values() if one.watch is not None)]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def refresh(self) -> None:
        """Open what is new, drop what is gone, open anew what has another address."""
        set_ups, of_kiosk = await self.read()
        wanted = {one.id: one for one in set_ups}
        self._of_kiosk = {kiosk: printer for kiosk, printer in of_kiosk.items() if printer in wanted}
        stale = [name for name, one in self._printers.items() if wanted.get(name) != one.set_up]
        for name in stale:
            self._close(name)
        for name, set_up in wanted.items():
            if name not in self._printers:
                self._printers[name] = self._opened(set_up)
        if stale:
            self._tell()

    def printer_of(self, kiosk_id: str) -> str:
        """The id of the printer that a kiosk's tickets come out of."""
        return self._of_kiosk.get(kiosk_id, DEFAULT_PRINTER)

    def queue(self, printer_id: str) -> PrintQueue:
        """The printer of that id, or the default one when it is gone meanwhile."""
        return (self._printers.get(printer_id) or self._printers[DEFAULT_PRINTER]).queue

    def agent(self, printer_id: str) -> AgentQueue | None:
        """The printer of that id, when it is behind an agent."""
        known = self._printers.get(printer_id)
        return known.queue if known is not None and isinstance(known.queue, AgentQueue) else None

    def note(self, printer_id: str, status: PrinterStatus) -> None:
        """A printer's state is known, from asking it or from what became of a ticket."""
        known = self._printers.get(printer_id)
        if known is None:
            return
        now = _now(known.queue, status)
        if now != known.now:
            known.now = now
            self._tell()

    def note_ticket(self, printer_id: str, fault: str | None) -> None:
        """A ticket came out, or did not. That it came out says nothing of how much paper is left."""
        known = self._printers.get(printer_id)
        if known is None or known.now is None or known.now.fault == fault:
            return
        if fault is not None:
            known.in_trouble.set()
        paper = "out" if fault == PaperOut.code else "unknown" if known.now.paper == "out" else known.now.paper
        known.now = structs.replace(known.now, fault=fault, paper=paper)
        self._tell()

    def _opened(self, set_up: PrinterSetUp) -> _Open:
        if set_up.address.startswith("agent:"):
            agent = AgentQueue(set_up.width_dots)
            opened = _Open(set_up, agent)
            agent.on_status = lambda status: self.note(set_up.id, status)
        else:
            opened = _Open(set_up, Spooler(open_printer(_checked(set_up), width_dots=set_up.width_dots)))
        opened.watch = asyncio.create_task(self._watch(opened))
        return opened

    def _close(self, name: str) -> None:
        gone = self._printers.pop(name)
        if gone.watch is not None:
            gone.watch.cancel()
        if isinstance(gone.queue, AgentQueue):
            gone.queue.close()

    def _tell(self) -> None:
        self.on_change({name: one.now for name, one in self._printers.items() if one.now is not None})

    async def _watch(self, opened: _Open) -> None:
        while True:
            opened.in_trouble.clear()
            status = await opened.queue.status()
            self.note(opened.set_up.id, status)
            if status.error or await _happens(opened.in_trouble, ASK_SECONDS):
                await asyncio.sleep(ASK_FAULTY_SECONDS)

    async def _keep_reading(self) -> None:
        while True:
            await asyncio.sleep(READ_SECONDS)
            try:
                await self.refresh()
            except Exception:
                log.exception("the printers could not be read; they stay as they are")


async def _happens(event: asyncio.Event, seconds: float) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            return await event.wait()
    return False


def _checked(set_up: PrinterSetUp) -> str:
    """The address, or that of no printer when it can't be understood: an older version may have saved it."""
    try:
        open_printer(set_up.address, width_dots=set_up.width_dots)
    except AddressInvalid as error:
        log.error("printer %s: %s", set_up.id, error)
        return "none"
    return set_up.address


def _now(queue: PrintQueue, status: PrinterStatus) -> PrinterNow:
    fault = None if status.error in ("", NoPrinter.code) else status.error
    return PrinterNow(kind=queue.kind, prints=queue.prints, paper=status.paper.value, fault=fault)
