from collections.abc import Iterator
from typing import Any

import pytest
import usb.core

from queue_server.devices import faults
from queue_server.devices.printer import open_printer
from queue_server.devices.receipt import draw
from queue_server.devices.status import Paper, PrinterStatus
from tests.devices.test_printer import same
from tests.devices.test_receipt import TICKET
from tests.standins.escpos_printer import EscposPrinter
from tests.standins.usb_device import Interface, UsbDevice

ADDRESS = "usb:04b8:0e15?timeout=1.2"


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> Iterator[UsbDevice]:
    with EscposPrinter() as machine:
        plugged = UsbDevice(machine)
        bus = {(0x04B8, 0x0E15): plugged}
        monkeypatch.setattr(usb.core, "find", lambda **ask: bus.get((ask["idVendor"], ask["idProduct"])))
        yield plugged
        plugged.unplug()


def test_a_usb_printer_is_reached_at_the_endpoints_that_it_names(device: UsbDevice) -> None:
    drawn = draw(TICKET)
    open_printer(ADDRESS).print(drawn)
    assert same(device.machine.wait_for_tickets(1)[0], drawn)
    assert device.disposed == 1


def test_a_usb_printer_tells_its_status(device: UsbDevice) -> None:
    assert open_printer(ADDRESS).status() == PrinterStatus(online=True, paper=Paper.OK)
    device.machine.run_out_of_paper()
    with pytest.raises(faults.PaperOut):
        open_printer(ADDRESS).print(draw(TICKET))
    assert device.disposed == 2


def test_a_mute_usb_printer_is_left_in_time_and_prints_the_next(device: UsbDevice) -> None:
    printer = open_printer(ADDRESS)
    device.machine.stall()
    with pytest.raises(faults.PrinterTimeout):
        printer.print(draw(TICKET))
    device.machine.go_on()
    printer.print(draw(TICKET), timeout=5)
    assert len(device.machine.wait_for_tickets(1)) == 1


@pytest.mark.usefixtures("device")
def test_a_usb_printer_that_is_not_plugged_in_is_offline() -> None:
    with pytest.raises(faults.PrinterOffline):
        open_printer("usb:04b8:ffff").print(draw(TICKET))


def test_a_usb_device_without_a_printer_interface_is_no_printer(device: UsbDevice) -> None:
    device.interfaces = [Interface(3, 0x81, 0x03), Interface(7, 0x81)]
    with pytest.raises(faults.PrinterOffline, match="no printer interface"):
        open_printer(ADDRESS).print(draw(TICKET))


def test_a_cable_that_is_pulled_out_in_the_middle_is_a_lost_connection(device: UsbDevice) -> None:
    device.unplug()
    with pytest.raises(faults.ConnectionLost):
        open_printer(ADDRESS).print(draw(TICKET))


def test_a_machine_without_libusb_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(**ask: Any) -> None:
        raise usb.core.NoBackendError("No backend available")

    monkeypatch.setattr(usb.core, "find", find)
    assert open_printer(ADDRESS).status().error == "printer_offline"
