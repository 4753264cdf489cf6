"""Time to draw a ticket and to have it printed, and the bytes of one, beside the bare limits of the same machine.

Drawing stands beside Pillow putting the same finished lines on one canvas, with nothing measured, wrapped or encoded
into a QR code; ours may be quicker, for it keeps the lines that are the same on many tickets of a day. Printing goes
over loopback to the ESC/POS stand-in, which prints at once: what is measured is our asking and watching, beside
python-escpos sending the same picture in one piece and asking nothing but whether it is done. Bytes are those that
arrived at the stand-in, beside an uncompressed bitmap of the same size. The ways take turns.
Run `python -m bench.bench_ticket_drawing`; `--rounds` is how often each is measured.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from escpos.printer import Network
from PIL import Image, ImageDraw

from queue_server.devices.fonts import font
from queue_server.devices.printer import open_printer
from queue_server.devices.receipt import Receipt, draw
from queue_server.devices.status import DONE_REQUEST
from tests.standins.escpos_printer import EscposPrinter

WIDTHS = (384, 576)
LINES = (
    ("semibold", 31, "Trung tâm Phục vụ hành"),
    ("semibold", 31, "chính công phường Hòa Bình"),
    ("bold", 37, "Lao động – Bảo trợ xã hội –"),
    ("bold", 37, "Người có công"),
    ("extrabold", 220, "G012"),
    ("semibold", 35, "Còn 3 người phía trước"),
    ("semibold", 35, "Chờ khoảng 10–15 phút"),
    ("medium", 26, "Quét mã để theo dõi lượt của bạn"),
    ("regular", 24, "Vui lòng giữ trật tự và theo dõi màn hình."),
    ("regular", 24, "Phiếu chỉ có giá trị trong ngày."),
)


def ticket(number: int) -> Receipt:
    """A ticket of the longest service name; every number differs, as in an office."""
    return Receipt(
        office_name="Trung tâm Phục vụ hành chính công phường Hòa Bình",
        service_name="Lao động – Bảo trợ xã hội – Người có công",
        service_name_english="Labour, social protection, people with merit",
        code=f"G{number % 1000:03}",
        ahead=number % 40,
        wait_minutes=(number % 40, number % 40 + 5),
        issued_at=datetime.now(UTC),
        phone_url=f"http://192.168.1.10:8000/phone/{number:022}",
        notice="Vui lòng giữ trật tự và theo dõi màn hình. Phiếu chỉ có giá trị trong ngày.",
    )


def bare_drawing(width: int, height: int) -> Image.Image:
    """The same amount of letters by Pillow alone, at places known beforehand."""
    canvas = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(canvas)
    y = 0
    for weight, size, text in LINES:
        pen.text((0, y), text, fill=0, font=font(weight, size * width // WIDTHS[-1]))
        y += size
    return canvas.point(lambda grey: 255 if grey > 150 else 0, "1")


def bare_printing(machine: EscposPrinter, image: Image.Image) -> None:
    """python-escpos alone: one piece, one cut, one question at the end."""
    printer = Network("127.0.0.1", machine.port, timeout=5)
    printer.open()
    printer.profile.profile_data = {**printer.profile.profile_data, "media": {"width": {"pixels": image.width}}}
    printer.image(image, fragment_height=image.height)
    printer.cut(feed=False)
    printer._raw(DONE_REQUEST)
    printer._read()
    printer.close()


def in_turns(
    rounds: int, ours: Callable[[int], object], bare: Callable[[int], object]
) -> tuple[list[float], list[float]]:
    """Milliseconds of each, measured one after the other; the first of each only warms up."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for way, kept in zip((ours, bare), times, strict=True):
            began = time.perf_counter()
            way(number)
            kept.append((time.perf_counter() - began) * 1000)
    return times[0][1:], times[1][1:]


def tell(what: str, ours: list[float], bare: list[float], bare_name: str) -> None:
    """One line: ours, the bare limit, the ratio of their medians."""
    p99 = statistics.quantiles(ours, n=100)[98]
    middle, limit = statistics.median(ours), statistics.median(bare)
    print(f"{what:22} p50 {middle:6.2f} ms  p99 {p99:6.2f} ms  {bare_name} {limit:6.2f} ms  x{middle / limit:.2f}")


def measure_drawing(width: int, rounds: int) -> None:
    """Draw tickets at a width in dots."""
    height = draw(ticket(0), width).height
    ours, bare = in_turns(rounds, lambda n: draw(ticket(n), width), lambda _: bare_drawing(width, height))
    tell(f"draw, {width} dots", ours, bare, "bare Pillow")


def measure_printing(width: int, rounds: int) -> None:
    """Print one ticket again and again."""
    image = draw(ticket(12), width)
    with EscposPrinter(width) as machine:
        printer = open_printer(machine.address, width_dots=width)
        ours, bare = in_turns(rounds, lambda _: printer.print(image), lambda _: bare_printing(machine, image))
    tell(f"print, {width} dots", ours, bare, "bare python-escpos")


def measure_bytes(width: int, mode: str) -> None:
    """What one ticket takes on the wire, requests and all."""
    image = draw(ticket(12), width)
    bitmap = (width + 7) // 8 * image.height
    with EscposPrinter(width) as machine:
        open_printer(f"{machine.address}?mode={mode}", width_dots=width).print(image)
        sent = machine.received
    print(
        f"bytes, {width} dots, {mode:8} {sent:7}  bitmap of {width} x {image.height} {bitmap:7}  x{sent / bitmap:.3f}"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    for width in WIDTHS:
        measure_drawing(width, rounds)
        measure_printing(width, rounds)
        for mode in ("raster", "graphics", "column"):
            measure_bytes(width, mode)


if __name__ == "__main__":
    main()
