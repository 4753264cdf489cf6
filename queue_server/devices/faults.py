"""What may be wrong with a printer, each by name and with the `code` that screens translate."""

import threading
import time


class PrinterFault(Exception):
    """A ticket was not printed, or not for sure. `code` is for the screens' texts, `str()` for the log.

    `is_certain` False: the paper may have come out all the same, since the line ended before the printer could say.
    """

    code = "printer_fault"
    is_certain = True


class PrinterOffline(PrinterFault):
    """Can't be reached, or says itself that it is offline: unplugged, without power, switched off."""

    code = "printer_offline"


class PrinterTimeout(PrinterFault):
    """Reached, but it did not take the ticket or did not answer in time."""

    code = "printer_timeout"
    is_certain = False


class ConnectionLost(PrinterFault):
    """The connection ended in the middle of a job."""

    code = "printer_connection_lost"
    is_certain = False


class PaperOut(PrinterFault):
    code = "printer_paper_out"


class CoverOpen(PrinterFault):
    code = "printer_cover_open"


class CutterError(PrinterFault):
    code = "printer_cutter_error"


class PrinterBroken(PrinterFault):
    """An error that only hands or a repair mend: over-heated head, wrong voltage, jammed mechanism."""

    code = "printer_error"


class NoPrinter(PrinterFault):
    """This place has no printer: the address is `none`."""

    code = "printer_none"


class PrintCancelled(PrinterFault):
    """Whoever asked for the ticket no longer waits for it."""

    code = "printer_cancelled"


class PrinterBusy(PrinterTimeout):
    """Earlier tickets took all the time: this one was not begun."""

    is_certain = True


FAULTS: dict[str, type[PrinterFault]] = {
    kind.code: kind
    for kind in (
        PrinterFault,
        PrinterOffline,
        PrinterTimeout,
        ConnectionLost,
        PaperOut,
        CoverOpen,
        CutterError,
        PrinterBroken,
        NoPrinter,
        PrintCancelled,
    )
}


class AddressInvalid(ValueError):
    """A printer's address that can't be understood. `code` is for the screens' texts, `str()` for the administrator."""

    code = "printer_address_invalid"


class Deadline:
    """The moment at which a job must be over, and whether it is still wanted. `seconds` from now."""

    def __init__(self, seconds: float, cancelled: threading.Event | None = None) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._cancelled = cancelled

    def shortened(self, seconds: float) -> "Deadline":
        """The same deadline, `seconds` earlier, but never by more than a quarter of its time."""
        earlier = Deadline(self._end - time.monotonic() - min(seconds, self.seconds / 4), self._cancelled)
        earlier.seconds = self.seconds
        return earlier

    def remaining(self) -> float:
        """Seconds left, more than 0. Raises PrinterTimeout or PrintCancelled when there is no time or no need left."""
        if self._cancelled is not None and self._cancelled.is_set():
            raise PrintCancelled("the job was cancelled")
        left = self._end - time.monotonic()
        if left <= 0:
            raise PrinterTimeout("the printer did not finish in time")
        return left
