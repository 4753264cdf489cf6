"""Printing a drawn ticket: asked before, watched during, confirmed after, and over in time whatever happens.

One connection per job. A printer that is told nothing prints what it received whenever it can again, so a failed job
is taken back (DLE DC4 8, then a reset of the connection) and its scrap of paper is cut off before the next ticket.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path

from PIL import Image

from queue_server.devices import status as escpos_status
from queue_server.devices.address import Address, parse_address
from queue_server.devices.faults import AddressInvalid, Deadline, NoPrinter, PrinterFault, PrinterTimeout
from queue_server.devices.folder import save_ticket
from queue_server.devices.link import Band, Link
from queue_server.devices.links import LINKS
from queue_server.devices.status import PrinterStatus

# 9 mm, what a cancelled job spoils at most, and 5 kB, what a small printer buffers. A multiple of 24: printers that
# take columns (ESC *) print 24 rows at a time, and would feed white between two bands.
BAND_ROWS = 72
# A band costs some ten bytes of command: less than the white of four rows at the left of a line of text.
LEAST_WHITE_ROWS = 4
WHITE = 255
STATUS_SECONDS = 2.0  # a mute printer that is asked how it is holds up a ticket no longer than this
TAKING_BACK_SECONDS = 0.5  # kept of a job's time for taking back what a failing printer has received


class Printer(ABC):
    """One printer. Blocking: runs in a worker thread (spooler.py). `prints` is False where there is none at all."""

    prints = True

    def __init__(self, address: Address) -> None:
        self.address = address
        self.width_dots = address.width
        self._busy = threading.Lock()

    def print(self, image: Image.Image, timeout: float | None = None, cancelled: threading.Event | None = None) -> None:
        """Print a ticket drawn in mode "1" and cut it. Returns when it is printed, as far as the printer can tell.

        `timeout` in seconds for the whole job, by default the address's (5). Raises PrinterFault by name within that
        time; the ticket then counts as not printed. Raises ValueError for a picture wider than the paper.
        """
        if image.width > self.width_dots:
            raise ValueError(f"a picture of {image.width} dots on paper of {self.width_dots}")
        deadline = Deadline(timeout or self.address.timeout, cancelled)
        with self._turn(deadline):
            self._print(image, deadline)

    def status(self) -> PrinterStatus:
        """The printer's state now. Never raises a PrinterFault: what stops it from printing is in `error`."""
        deadline = Deadline(min(STATUS_SECONDS, self.address.timeout))
        try:
            with self._turn(deadline):
                return self._status(deadline)
        except PrinterFault as fault:
            return PrinterStatus(online=False, error=fault.code)

    @contextmanager
    def _turn(self, deadline: Deadline) -> Iterator[None]:
        if not self._busy.acquire(timeout=deadline.remaining()):
            raise PrinterTimeout("the printer is still held by an earlier job")
        try:
            yield
        finally:
            self._busy.release()

    @abstractmethod
    def _print(self, image: Image.Image, deadline: Deadline) -> None: ...

    @abstractmethod
    def _status(self, deadline: Deadline) -> PrinterStatus: ...


class EscposPrinter(Printer):
    """A ticket printer that speaks ESC/POS, behind any of python-escpos' transports."""

    def __init__(self, address: Address) -> None:
        super().__init__(address)
        self._scrap = False

    def _print(self, image: Image.Image, deadline: Deadline) -> None:
        work = deadline.shortened(TAKING_BACK_SECONDS)
        link = LINKS[self.address.kind](self.address)
        try:
            link.open(work)
            self._ready(link, work)
            self._send(link, image, work)
            link.close(work)
        except PrinterFault:
            self._take_back(link)
            raise
        finally:
            link.abort()
        self._scrap = False

    def _ready(self, link: Link, deadline: Deadline) -> None:
        if self._asks(link):
            escpos_status.raise_fault(_ask(link, deadline))

    def _send(self, link: Link, image: Image.Image, deadline: Deadline) -> None:
        link.send(b"\x1b@", deadline)
        if self._scrap:
            link.cut(deadline)
        self._scrap = True
        ahead = 0
        for band in bands(image, columns=self.address.mode == "column"):
            if ahead + band.height > BAND_ROWS:
                self._watch(link, deadline)
                ahead = 0
            link.band(band, deadline)
            ahead += band.height
        self._watch(link, deadline)
        try:
            link.cut(deadline)
            self._confirm(link, deadline)
        except PrinterFault as fault:
            fault.is_certain = False  # the whole ticket had been sent: it may hang in the slot, uncut
            raise

    def _watch(self, link: Link, deadline: Deadline) -> None:
        """Keep no more than a band ahead of the printer, and learn of a fault before the rest of the ticket is sent."""
        if self._asks(link) and _one(link, escpos_status.PRINTER, deadline) & 0x08:
            escpos_status.raise_fault(_ask(link, deadline))

    def _confirm(self, link: Link, deadline: Deadline) -> None:
        if not self._asks(link):
            return
        if self.address.status == "basic":
            escpos_status.raise_fault(_ask(link, deadline))
            return
        link.send(escpos_status.DONE_REQUEST, deadline)
        while not any(escpos_status.is_done(answer) for answer in link.read(min(0.25, deadline.remaining()))):
            # Not yet, or never: the paper ran out under the last lines, the cutter jammed.
            link.send(escpos_status.PRINTER, deadline)
            answers = link.read(min(0.25, deadline.remaining()))
            if any(escpos_status.is_done(answer) for answer in answers):
                return
            if any(escpos_status.is_status(answer) and answer & 0x08 for answer in answers):
                escpos_status.raise_fault(_ask(link, deadline))

    def _take_back(self, link: Link) -> None:
        if link.printer is None or not self._scrap or not self._asks(link):
            return
        deadline = Deadline(TAKING_BACK_SECONDS)
        with suppress(PrinterFault):
            link.send(escpos_status.CLEAR_BUFFER, deadline)
            said = b""
            while escpos_status.CLEARED not in said:
                said += link.read(deadline.remaining())

    def _status(self, deadline: Deadline) -> PrinterStatus:
        link = LINKS[self.address.kind](self.address)
        try:
            link.open(deadline)
            return _ask(link, deadline) if self._asks(link) else PrinterStatus(online=True)
        finally:
            link.abort()

    def _asks(self, link: Link) -> bool:
        return link.answers and self.address.status != "off"


class FolderPrinter(Printer):
    """Each ticket becomes a PNG in a folder."""

    def _print(self, image: Image.Image, deadline: Deadline) -> None:
        deadline.remaining()
        try:
            save_ticket(Path(self.address.place), image)
        except OSError as error:
            raise PrinterFault(str(error)) from error

    def _status(self, deadline: Deadline) -> PrinterStatus:
        deadline.remaining()
        return PrinterStatus(online=True)


class AbsentPrinter(Printer):
    """No printer here: the kiosk shows the number and its QR code instead."""

    prints = False

    def _print(self, image: Image.Image, deadline: Deadline) -> None:  # noqa: ARG002 -- nothing to print on
        raise NoPrinter("there is no printer here")

    def _status(self, deadline: Deadline) -> PrinterStatus:  # noqa: ARG002 -- nothing to ask
        raise NoPrinter("there is no printer here")


def open_printer(address: str, *, width_dots: int = 576) -> Printer:
    """The printer at an address (docs/printers.md lists them), its paper `width_dots` wide. Doesn't connect yet.

    Raises AddressInvalid that says what was meant.
    """
    parsed = parse_address(address, width_dots)
    if parsed.kind == "agent":
        raise AddressInvalid("a printer behind an agent is added by `xephang printer add NAME --agent`")
    kinds: dict[str, type[Printer]] = {"png": FolderPrinter, "none": AbsentPrinter}
    return kinds.get(parsed.kind, EscposPrinter)(parsed)


def bands(image: Image.Image, *, columns: bool = False) -> Iterator[Band]:
    """The picture in bands of at most `BAND_ROWS` rows, from top to bottom, each without the white at its right.

    The paper is white already: a third of a ticket's bytes need not be sent. So bands begin and end where white rows
    do, and a seam cuts no letter. For printers that take `columns` each band is a whole number of their 24 rows.
    """
    across = (image.width + 7) // 8
    whole = Image.new("1", (across * 8, image.height), WHITE)
    whole.paste(image)
    data = whole.tobytes()
    # White bytes at a row's right end say nothing. By bytes, since Pillow's own crops cost more than the drawing.
    rows = [data[at : at + across].rstrip(b"\xff") for at in range(0, len(data), across)]
    for top, bottom in _cut(0, len(rows)) if columns else _seams(rows):
        inked = max(1, *map(len, rows[top:bottom]))
        yield Band(inked * 8, b"".join(row.ljust(inked, b"\xff") for row in rows[top:bottom]))


def _seams(rows: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Top and bottom of each band: white ones apart from those with ink, and none too low to be worth its command."""
    top, at = 0, 0
    for is_inked, run in groupby(rows, key=bool):
        start, at = at, at + sum(1 for _ in run)
        if not is_inked and at - start >= LEAST_WHITE_ROWS:
            yield from _cut(top, start)
            yield from _cut(start, at)
            top = at
    yield from _cut(top, len(rows))


def _cut(top: int, bottom: int) -> Iterator[tuple[int, int]]:
    for start in range(top, bottom, BAND_ROWS):
        yield start, min(start + BAND_ROWS, bottom)


def _ask(link: Link, deadline: Deadline) -> PrinterStatus:
    requests = (escpos_status.PRINTER, escpos_status.OFFLINE_CAUSE, escpos_status.ERROR_CAUSE, escpos_status.PAPER)
    return escpos_status.decode(*(_one(link, request, deadline) for request in requests))


def _one(link: Link, request: bytes, deadline: Deadline) -> int:
    """The answer to one real-time request. Raises PrinterTimeout when the printer stays mute."""
    link.read(0)  # a picture may hold the bytes of a request by chance: its answer is not ours
    link.send(request, deadline)
    while True:
        for answer in link.read(deadline.remaining()):
            if escpos_status.is_status(answer):
                return answer
