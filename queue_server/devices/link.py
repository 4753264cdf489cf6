"""python-escpos' transports, each bounded in time: opened for one job, closed after it.

python-escpos itself waits up to a minute for a mute printer, for ever for a device file, and drops nothing of what
a failed job left unsent. Its printers stay the transports; what is here holds their sockets, ports and pipes to a
deadline.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any, NamedTuple

from PIL import Image

from queue_server.devices.address import MODES, Address
from queue_server.devices.faults import ConnectionLost, Deadline, PrinterOffline, PrinterTimeout


class Band(NamedTuple):
    """Some rows of a ticket: `width` dots, a multiple of 8, and eight of them in each byte, a 0 is ink."""

    width: int
    dots: bytes

    @property
    def height(self) -> int:
        return len(self.dots) * 8 // self.width

    def picture(self) -> Image.Image:
        return Image.frombytes("1", (self.width, self.height), self.dots)


class Link(ABC):
    """One connection to one printer for one job. `answers`: whether it can be asked for its status."""

    answers = True
    timeouts: tuple[type[BaseException], ...] = (TimeoutError, BlockingIOError)

    def __init__(self, address: Address) -> None:
        self.address = address
        self.printer: Any = None

    def open(self, deadline: Deadline) -> None:
        """Connect. Raises PrinterOffline when there is nothing to connect to."""
        from escpos.exceptions import DeviceNotFoundError

        with self._named():
            try:
                self.printer = self._make(deadline)
                self.printer.open()
            except (DeviceNotFoundError, RuntimeError) as error:
                raise PrinterOffline(str(error)) from error

    def send(self, data: bytes, deadline: Deadline) -> None:
        with self._named():
            self._limit(deadline.remaining())
            self.printer._raw(data)

    def band(self, band: Band, deadline: Deadline) -> None:
        self.send(_commands(self.address.mode, band), deadline)

    def cut(self, deadline: Deadline) -> None:
        with self._named():
            self._limit(deadline.remaining())
            match self.address.cut:
                case "part":  # GS V 66: the printer itself feeds to its cutter, which saves 2 cm of paper a ticket
                    self.printer.cut(feed=False)
                case "full":
                    self.printer.cut("FULL")
                case _:
                    self.printer.print_and_feed(6)

    def read(self, seconds: float) -> bytes:
        """What the printer has said, waiting at most `seconds` for a first byte; b"" when it said nothing."""
        with self._named():
            try:
                return self._read(seconds)
            except self.timeouts:
                return b""

    def close(self, deadline: Deadline) -> None:
        """End a job that went well: all of it has left this machine."""
        with self._named():
            self._finish(deadline)

    def abort(self) -> None:
        """End a job that failed: what was not sent yet is dropped, or it would come out later as a stale ticket."""
        printer, self.printer = self.printer, None
        device = getattr(printer, "_device", None)
        if not device:
            return
        with suppress(OSError):
            self._drop(device)
        printer._device = False  # or python-escpos closes again, and waits, when it is collected

    @abstractmethod
    def _make(self, deadline: Deadline) -> Any: ...

    @abstractmethod
    def _limit(self, seconds: float) -> None:
        """Let the next writes take at most `seconds`."""

    def _read(self, seconds: float) -> bytes:  # noqa: ARG002 -- the answer of a transport that can't be asked
        return b""

    def _finish(self, deadline: Deadline) -> None:  # noqa: ARG002 -- only some transports have to wait here
        self.printer.close()

    @abstractmethod
    def _drop(self, device: Any) -> None: ...

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except self.timeouts as error:
            raise PrinterTimeout(str(error)) from error
        except OSError as error:
            raise ConnectionLost(str(error)) from error


@lru_cache(maxsize=512)  # the office, the service, the notice, white: most of a ticket is the same all day
def _commands(mode: str, band: Band) -> bytes:
    """What python-escpos sends for a band: a third of a millisecond each, at any printer."""
    from escpos.printer import Dummy

    printer = Dummy()
    # Otherwise python-escpos prints a warning to the terminal for every band.
    profile = printer.profile
    profile.profile_data = {**profile.profile_data, "media": {"width": {"pixels": band.width}}}
    printer.image(band.picture(), impl=MODES[mode], fragment_height=band.height)
    return bytes(printer.output)
