"""What an ESC/POS printer says about itself: the real-time status bytes (DLE EOT n) and their meaning.

Source of the bits: the ESC/POS command references of the printers' makers, DLE EOT n = 1 … 4 and GS r 1.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from queue_server.devices.faults import (
    FAULTS,
    CoverOpen,
    CutterError,
    PaperOut,
    PrinterBroken,
    PrinterFault,
    PrinterOffline,
)

PRINTER, OFFLINE_CAUSE, ERROR_CAUSE, PAPER = b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x03", b"\x10\x04\x04"
# In order behind the data, unlike the real-time requests: the answer comes when all before it is printed and cut.
DONE_REQUEST: Final = b"\x1dr\x01"
# DLE DC4 8: forget what is received and not yet printed, or it comes out as a stale ticket after the refill.
CLEAR_BUFFER: Final = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
CLEARED: Final = b"\x37\x25\x00"


class Paper(StrEnum):
    OK = "ok"
    NEAR_END = "near_end"
    OUT = "out"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """The state of a printer. `error` is a PrinterFault's code, "" when a ticket can be printed.

    A transport that can't be asked (CUPS, a PNG folder) says `paper` unknown.
    """

    online: bool
    paper: Paper = Paper.UNKNOWN
    cover_open: bool = False
    error: str = ""


def decode(printer: int, offline_cause: int, error_cause: int, paper: int) -> PrinterStatus:
    """The state said by the answers to DLE EOT 1, 2, 3 and 4."""
    out = bool(offline_cause & 0x20) or bool(paper & 0x60)
    roll = Paper.OUT if out else Paper.NEAR_END if paper & 0x0C else Paper.OK
    status = PrinterStatus(online=not printer & 0x08, paper=roll, cover_open=bool(offline_cause & 0x04))
    fault = _fault(status, error_cause)
    return PrinterStatus(status.online, status.paper, status.cover_open, fault.code if fault else "")


def _fault(status: PrinterStatus, error_cause: int) -> type[PrinterFault] | None:
    # The cover first: with it open the paper's sensor says whatever it likes.
    if status.cover_open:
        return CoverOpen
    if status.paper is Paper.OUT:
        return PaperOut
    if error_cause & 0x08:
        return CutterError
    if error_cause & 0x60:
        return PrinterBroken
    return None if status.online else PrinterOffline


def raise_fault(status: PrinterStatus) -> None:
    """Raise the fault that stops this printer from printing, if there is one."""
    if status.error:
        raise FAULTS[status.error](f"the printer says: {status.error.removeprefix('printer_').replace('_', ' ')}")


def is_status(answer: int) -> bool:
    """Whether a byte has the fixed bits of an answer to DLE EOT."""
    return answer & 0x93 == 0x12


def is_done(answer: int) -> bool:
    """Whether a byte has the fixed bits of an answer to GS r."""
    return answer & 0x90 == 0
