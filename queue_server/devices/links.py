"""python-escpos' transports, each bounded in time: opened for one job, closed after it.

python-escpos itself waits up to a minute for a mute printer, for ever for a device file, and drops nothing of what
a failed job left unsent. Its printers stay the transports; what is here holds their sockets, ports and pipes to a
deadline.
"""

import os
import select
import shutil
import socket
import stat
import struct
import subprocess
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from PIL import Image

from queue_server.devices.address import MODES, Address
from queue_server.devices.faults import ConnectionLost, Deadline, PrinterOffline, PrinterTimeout


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
        # Otherwise python-escpos prints a warning to the terminal for every band.
        profile = self.printer.profile
        profile.profile_data = {**profile.profile_data, "media": {"width": {"pixels": self.address.width}}}

    def send(self, data: bytes, deadline: Deadline) -> None:
        with self._named():
            self._limit(deadline.remaining())
            self.printer._raw(data)

    def band(self, image: Image.Image, deadline: Deadline) -> None:
        with self._named():
            self._limit(deadline.remaining())
            self.printer.image(image, impl=MODES[self.address.mode], fragment_height=image.height)

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


class NetworkLink(Link):
    """Raw TCP, port 9100 by custom."""

    def _make(self, deadline: Deadline) -> Any:
        from escpos.printer import Network

        host, port = self.address.host_and_port()
        printer = Network(host, port, timeout=deadline.remaining())
        try:
            # python-escpos leaves the socket of a failed connection to the garbage collector.
            printer.device = socket.create_connection((host, port), deadline.remaining())
        except TimeoutError:
            raise
        except OSError as error:
            raise PrinterOffline(str(error)) from error
        # A request behind a band must not wait for the band's delayed acknowledgement: 40 ms each, a second a ticket.
        printer.device.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        printer.open = lambda: None
        return printer

    def _limit(self, seconds: float) -> None:
        self.printer.device.settimeout(seconds)

    def _read(self, seconds: float) -> bytes:
        self.printer.device.settimeout(seconds)
        data: bytes = self.printer.device.recv(64)
        if not data:
            raise ConnectionLost("the printer hung up")
        return data

    def _drop(self, device: Any) -> None:
        # Reset instead of close: the kernel forgets what it has not delivered yet.
        device.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        device.close()


class SerialLink(Link):
    def _make(self, deadline: Deadline) -> Any:
        from escpos.printer import Serial
        from serial import SerialTimeoutException

        self.timeouts = (*self.timeouts, SerialTimeoutException)
        return Serial(self.address.place, baudrate=self.address.baud, timeout=deadline.remaining())

    def _limit(self, seconds: float) -> None:
        self.printer.device.write_timeout = seconds

    def _read(self, seconds: float) -> bytes:
        self.printer.device.timeout = seconds
        first: bytes = self.printer.device.read(1)  # python-escpos asks for 16 bytes and so always waits in full
        rest: bytes = self.printer.device.read(self.printer.device.in_waiting) if first else b""
        return first + rest

    def _finish(self, deadline: Deadline) -> None:
        while self.printer.device.out_waiting:
            select.select([], [], [], min(0.02, deadline.remaining()))  # a serial port doesn't tell when it is empty
        self.printer.close()

    def _drop(self, device: Any) -> None:
        device.reset_output_buffer()
        device.close()


class BoundedFile:
    """A device file that never blocks beyond `seconds`; what python-escpos' File printer writes to."""

    def __init__(self, path: str) -> None:
        # Never created: with the cable out, /dev/usb/lp0 would become a plain file that swallows tickets.
        flags = os.O_NONBLOCK | os.O_NOCTTY | os.O_APPEND
        try:
            self._file = os.open(path, os.O_RDWR | flags)
        except PermissionError:
            self._file = os.open(path, os.O_WRONLY | flags)
        self.is_device = stat.S_ISCHR(os.fstat(self._file).st_mode)
        self.seconds = 1.0

    def write(self, data: bytes) -> None:
        deadline = Deadline(self.seconds)
        rest = memoryview(data)
        while rest:
            if not select.select([], [self._file], [], deadline.remaining())[1]:
                raise TimeoutError("the device takes no more data")
            with suppress(BlockingIOError):
                rest = rest[os.write(self._file, rest) :]

    def read(self, seconds: float) -> bytes:
        if not select.select([self._file], [], [], seconds)[0]:
            raise TimeoutError
        return os.read(self._file, 64)

    def flush(self) -> None:
        """Nothing is kept back."""

    def close(self) -> None:
        os.close(self._file)


class FileLink(Link):
    def _make(self, deadline: Deadline) -> Any:
        from escpos.printer import File

        deadline.remaining()
        printer = File(self.address.place)
        printer.open = lambda: None  # it would block, and create what is not there
        try:
            printer.device = BoundedFile(self.address.place)
        except OSError as error:
            raise PrinterOffline(str(error)) from error
        self.answers = printer.device.is_device
        return printer

    def _limit(self, seconds: float) -> None:
        self.printer.device.seconds = seconds

    def _read(self, seconds: float) -> bytes:
        answer: bytes = self.printer.device.read(seconds)
        return answer

    def _drop(self, device: Any) -> None:
        device.close()


class UsbLink(Link):
    def _make(self, deadline: Deadline) -> Any:
        from escpos.printer import Usb
        from usb.core import NoBackendError, USBTimeoutError

        self.timeouts = (*self.timeouts, USBTimeoutError)
        vendor, product = self.address.vendor_and_product()
        printer = Usb(vendor, product, timeout=_milliseconds(deadline.remaining()))
        try:
            printer.open()
        except NoBackendError as error:
            raise PrinterOffline("libusb is not installed on this machine") from error
        printer.open = lambda: None
        printer.in_ep, printer.out_ep = _endpoints(printer.device)
        return printer

    def _limit(self, seconds: float) -> None:
        self.printer.timeout = _milliseconds(seconds)

    def _read(self, seconds: float) -> bytes:
        return bytes(self.printer.device.read(self.printer.in_ep, 64, _milliseconds(seconds)))

    def _drop(self, device: Any) -> None:
        from usb.util import dispose_resources

        dispose_resources(device)


class CupsLink(Link):
    """A queue of CUPS through its `lp` command. CUPS keeps the job itself, so nothing can be asked of the printer."""

    answers = False

    def _make(self, deadline: Deadline) -> Any:
        from escpos.printer import LP

        # A pipe can't be held to a time: an `lp` that does not read is killed when the time is over.
        self._late = threading.Event()
        self._watch = threading.Timer(deadline.remaining(), self._kill)
        return LP(self.address.place)

    def open(self, deadline: Deadline) -> None:
        if shutil.which("lp") is None or shutil.which("lpstat") is None:
            raise PrinterOffline("CUPS' commands are not installed on this machine")
        super().open(deadline)
        self._watch.start()

    def _kill(self) -> None:
        self._late.set()
        self.printer.device.kill()

    def _limit(self, seconds: float) -> None:
        """The watch that was started at opening bounds all writes."""

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            with super()._named():
                yield
        except ConnectionLost as error:
            if self._late.is_set():
                raise PrinterTimeout("lp did not take the ticket in time") from error
            raise

    def _finish(self, deadline: Deadline) -> None:
        self._watch.cancel()
        job = self.printer.device
        job.stdin.close()
        try:
            code = job.wait(deadline.remaining())
        except subprocess.TimeoutExpired as error:
            raise PrinterTimeout("lp did not finish") from error
        self.printer._device = False
        if code:
            raise PrinterOffline(f"lp refused the job with status {code}")

    def _drop(self, device: Any) -> None:
        self._watch.cancel()
        device.kill()  # before it has read all, so it submits nothing
        device.wait()
        with suppress(BrokenPipeError):
            device.stdin.close()


def _milliseconds(seconds: float) -> int:
    return max(1, int(seconds * 1000))


def _endpoints(device: Any) -> tuple[int, int]:
    """The bulk endpoints (in, out) of the device's printer interface; python-escpos' guess fits some makers only."""
    printer_class, bulk = 7, 2
    for interface in device.get_active_configuration():
        if interface.bInterfaceClass not in (printer_class, 0xFF):  # 0xFF: the maker's own, as many ticket printers say
            continue
        ends = [end.bEndpointAddress for end in interface if end.bmAttributes & 0x03 == bulk]
        inward, outward = ([end for end in ends if (end & 0x80 != 0) is way] for way in (True, False))
        if inward and outward:
            return inward[0], outward[0]
    raise PrinterOffline("the USB device has no printer interface")


LINKS: dict[str, type[Link]] = {
    "tcp": NetworkLink,
    "network": NetworkLink,
    "serial": SerialLink,
    "file": FileLink,
    "usb": UsbLink,
    "cups": CupsLink,
}
