"""The stand-in of an ESC/POS printer in a terminal, for a look at the whole without hardware.

    python -m tests.standins.printer_by_hand --port 9100 --out tickets

Every ticket that is cut becomes a PNG in the folder. A fault is typed, and so is its end.
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.standins.escpos_printer import EscposPrinter

HELP = "out, near, refill, open, close, jam, free, stall, go, offline, online, refuse, accept, hang, status, quit"


def main() -> None:
    """Read the options, and serve."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=9100)
    parser.add_argument("--dots", type=int, default=576, help="576 on 80 mm paper, 384 on 58")
    parser.add_argument("--out", type=Path, default=Path("tickets"))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    try:
        serve(asked.dots, asked.port, asked.out)
    except OSError as error:
        sys.exit(f"port {asked.port}: {error.strerror}")
    except KeyboardInterrupt:
        say("")


def serve(dots: int, port: int, folder: Path) -> None:
    """Print until `quit` or the end of the input. Raises OSError when the port is taken."""
    with EscposPrinter(dots, port=port) as printer:
        say(f"listening at {printer.address}, {dots} dots. Faults and their ends: {HELP}")
        stop = threading.Event()
        keeping = threading.Thread(target=keep_tickets, args=(printer, folder, stop))
        keeping.start()
        try:
            obey(printer)
        finally:
            stop.set()
            keeping.join()


def obey(printer: EscposPrinter) -> None:
    """Do what is typed."""
    deeds: Mapping[str, Callable[[], None]] = {
        "out": printer.run_out_of_paper,
        "near": printer.near_the_end,
        "refill": printer.refill,
        "open": printer.open_cover,
        "close": printer.close_cover,
        "jam": printer.jam_cutter,
        "free": printer.free_cutter,
        "stall": printer.stall,
        "go": printer.go_on,
        "offline": printer.go_offline,
        "online": printer.come_online,
        "refuse": printer.refuse_connections,
        "accept": printer.accept_connections,
        "hang": lambda: printer.hang_up(after_bytes=5000),
    }
    for line in sys.stdin:
        word = line.strip()
        if word == "quit":
            return
        if word in deeds:
            deeds[word]()
            say(f"{word}: done")
        elif word == "status":
            say(f"{printer.trouble}, {len(printer.tickets)} tickets, {printer.received} bytes")
        else:
            say(f"there is: {HELP}")


def keep_tickets(printer: EscposPrinter, folder: Path, stop: threading.Event) -> None:
    """Save each ticket as it is cut."""
    kept = 0
    while not stop.is_set():
        for ticket in printer.next_tickets(kept, seconds=0.2):
            kept += 1
            path = folder / f"ticket-{kept:03}.png"
            ticket.save(path)
            say(f"printed {path}, {ticket.width} x {ticket.height} dots")


def say(words: str) -> None:
    """At once, also into a pipe."""
    print(words, flush=True)


if __name__ == "__main__":
    main()
