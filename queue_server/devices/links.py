"""The transports by kind of address: network, serial line and device file here, USB and CUPS beside."""

import os
import select
import socket
import stat
import struct
from contextlib import suppress
from typing import Any

from queue_server.devices.cups_link import CupsLink
from queue_server.devices.faults import ConnectionLost, Deadline, PrinterOffline
from queue_server.devices.link import Link
from queue_server.devices.usb_link import UsbLink


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


LINKS: dict[str, type[Link]] = {
    "tcp": NetworkLink,
    "network": NetworkLink,
    "serial": SerialLink,
    "file": FileLink,
    "usb": UsbLink,
    "cups": CupsLink,
}
