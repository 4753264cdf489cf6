"""A USB cable: what pyusb would find on the bus, with the ESC/POS stand-in at its other end."""

import socket
from dataclasses import dataclass, field
from types import SimpleNamespace

from usb.core import USBTimeoutError

from tests.standins.escpos_printer import EscposPrinter


@dataclass
class Endpoint:
    bEndpointAddress: int  # noqa: N815  # USB's own name
    bmAttributes: int = 2  # noqa: N815  # the same


class Interface(list[Endpoint]):
    def __init__(self, interface_class: int, *addresses: int) -> None:
        super().__init__(Endpoint(address) for address in addresses)
        self.bInterfaceClass = interface_class


@dataclass
class UsbDevice:
    """Its printer interface has other endpoints than python-escpos guesses, and comes second."""

    machine: EscposPrinter
    interfaces: list[Interface] = field(default_factory=lambda: [Interface(3, 0x82), Interface(7, 0x81, 0x03)])
    disposed: int = 0
    backend: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(__module__="usb.backend.standin"))

    def __post_init__(self) -> None:
        self._line = socket.create_connection(("127.0.0.1", self.machine.port))
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._ctx = SimpleNamespace(dispose=self._dispose)

    def set_configuration(self) -> None:
        """There is one configuration."""

    def reset(self) -> None:
        """A printer keeps its paper and its buffer."""

    def get_active_configuration(self) -> list[Interface]:
        return self.interfaces

    def write(self, endpoint: int, data: bytes, timeout: int) -> int:
        assert endpoint == 0x03
        self._line.settimeout(timeout / 1000)
        try:
            self._line.sendall(data)
        except TimeoutError as error:
            raise USBTimeoutError("write") from error
        return len(data)

    def read(self, endpoint: int, size: int, timeout: int) -> bytes:
        assert endpoint == 0x81
        self._line.settimeout(timeout / 1000)
        try:
            return self._line.recv(size)
        except TimeoutError as error:
            raise USBTimeoutError("read") from error

    def unplug(self) -> None:
        self._line.close()

    def _dispose(self, device: "UsbDevice") -> None:
        device.disposed += 1
