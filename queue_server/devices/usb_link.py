"""A ticket printer on this machine's USB."""

from typing import Any

from queue_server.devices.faults import Deadline, PrinterOffline
from queue_server.devices.link import Link


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
