"""Where a printer is and how it likes its data: one line of text that an administrator writes."""

import difflib
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from queue_server.devices.faults import AddressInvalid

KINDS = ("png", "tcp", "network", "file", "usb", "serial", "cups", "agent", "none")
MODES = {"raster": "bitImageRaster", "graphics": "graphics", "column": "bitImageColumn"}
CUTS = ("part", "full", "none")
STATUS = ("full", "basic", "off")
RAW_PORT = 9100


@dataclass(frozen=True, slots=True)
class Address:
    """A printer's address in parts. `place` is what stands between the kind and the options.

    `timeout` in seconds for a whole job, `width` in dots, `baud` for a serial line. `mode` is the command set of the
    picture. `status`: "full" asks before, during and after; "basic" without GS r; "off" for printers that never answer.
    """

    kind: str
    place: str = ""
    timeout: float = 5.0
    width: int = 576
    mode: str = "raster"
    cut: str = "part"
    status: str = "full"
    baud: int = 9600

    def host_and_port(self) -> tuple[str, int]:
        """HOST and PORT of `tcp:HOST:PORT`; the port is 9100 when left out. Raises AddressInvalid."""
        host, _, port = self.place.rpartition(":") if ":" in self.place else (self.place, "", str(RAW_PORT))
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise AddressInvalid(f"{self.kind}: wants HOST or HOST:PORT, not {self.place!r}")
        return host, int(port)

    def vendor_and_product(self) -> tuple[int, int]:
        """VID and PID of `usb:04b8:0e15`, hexadecimal. Raises AddressInvalid."""
        vendor, _, product = self.place.partition(":")
        try:
            return int(vendor, 16), int(product, 16)
        except ValueError as error:
            raise AddressInvalid(
                f"usb: wants VENDOR:PRODUCT in hexadecimal, as lsusb shows, not {self.place!r}"
            ) from error


def parse_address(text: str, width_dots: int = 576) -> Address:
    """`tcp:192.168.1.50:9100?mode=graphics&timeout=8` in parts. Raises AddressInvalid that says what was meant."""
    body, _, options = text.strip().partition("?")
    kind, _, place = body.partition(":")
    _one_of("printer", kind, KINDS)
    if kind != "none" and not place:
        raise AddressInvalid(f"{kind}: where? (see docs/printers.md)")
    address = Address(kind, place, width=width_dots)
    for name, value in parse_qsl(options, keep_blank_values=True):
        address = _with_option(address, name, value)
    if kind in ("tcp", "network"):
        address.host_and_port()
    if kind == "usb":
        address.vendor_and_product()
    return address


def _with_option(address: Address, name: str, value: str) -> Address:
    _one_of("option", name, ("timeout", "width", "mode", "cut", "status", "baud"))
    match name:
        case "timeout":
            return replace(address, timeout=_number(name, value, 0.1, 600))
        case "width":
            return replace(address, width=int(_number(name, value, 200, 2000)))
        case "baud":
            return replace(address, baud=int(_number(name, value, 300, 4_000_000)))
        case "mode":
            _one_of(name, value, MODES)
            return replace(address, mode=value)
        case "cut":
            _one_of(name, value, CUTS)
            return replace(address, cut=value)
        case _:
            _one_of(name, value, STATUS)
            return replace(address, status=value)


def _number(name: str, value: str, low: float, high: float) -> float:
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not low <= number <= high:
        raise AddressInvalid(f"{name} is a number from {low:g} to {high:g}, not {value!r}")
    return number


def _one_of(what: str, given: str, known: tuple[str, ...] | dict[str, str]) -> None:
    if given in known:
        return
    near = difflib.get_close_matches(given, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"it is one of {', '.join(known)}"
    raise AddressInvalid(f"unknown {what} {given!r}: {hint}")
