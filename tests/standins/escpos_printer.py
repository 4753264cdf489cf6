"""An ESC/POS ticket printer for tests and demos: takes jobs on a loopback port or a pseudo-terminal, has real faults.

Like the real ones it answers real-time requests while it can't print, keeps what it received meanwhile, and prints
that after the refill. One connection at a time; the next waits.
"""

import errno
import os
import pty
import re
import select
import socket
import struct
import threading
import time
import tty
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from PIL import Image

from tests.standins.escpos_decoder import Head

BUFFER_BYTES = 16384
REQUEST = re.compile(rb"\x10\x04([\x01-\x04])|(\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08)", re.DOTALL)
LONGEST_REQUEST = 10
CLEARED = b"\x37\x25\x00"


@dataclass
class Trouble:
    """What is wrong with the printer now. `dots_left` on the roll and `hang_up_at` a count of bytes; None for never."""

    paper_out: bool = False
    near_end: bool = False
    cover_open: bool = False
    cutter_jams: bool = False
    cutter_jammed: bool = False
    stalled: bool = False
    mute: bool = False
    offline: bool = False
    refuses: bool = False
    dots_left: int | None = None
    hang_up_at: int | None = None


class EscposPrinter:
    """`with EscposPrinter() as printer:` listens at `printer.address`; `printer.tickets` are the papers cut so far."""

    def __init__(self, width: int = 576, *, wire: str = "tcp", port: int = 0) -> None:
        self.port = port
        self.head = Head(width, self._may_print, self._may_cut, self._answer)
        self.received = 0
        self.connections = 0
        # When the first byte of each connection came, by time.perf_counter.
        self.first_bytes: list[float] = []
        self._changed = threading.Condition(threading.RLock())
        self._trouble = Trouble()
        self._stop = threading.Event()
        self._tail = b""
        self._wire = -1
        self._is_first = True
        self._serve = self._serve_tcp if wire == "tcp" else self._serve_pty
        self._open = self._open_tcp if wire == "tcp" else self._open_pty
        self._thread = threading.Thread(target=self._run, name="escpos stand-in")

    def __enter__(self) -> Self:
        self._open()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()
        self._close()

    @property
    def tickets(self) -> list[Image.Image]:
        with self._changed:
            return list(self.head.pieces)

    @property
    def trouble(self) -> str:
        """What is wrong now, in words."""
        with self._changed:
            wrong = {name: getattr(self._trouble, name) for name in Trouble.__dataclass_fields__}
        return (
            ", ".join(name.replace("_", " ") for name, value in wrong.items() if value not in (False, None)) or "well"
        )

    def next_tickets(self, known: int, seconds: float) -> list[Image.Image]:
        """The papers cut after the first `known`, waiting so long for one."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.head.pieces) > known, seconds)
            return list(self.head.pieces[known:])

    @property
    def unknown(self) -> list[bytes]:
        """Commands that the printer didn't understand."""
        with self._changed:
            return list(self.head.unknown)

    def wait_for_tickets(self, count: int, seconds: float = 10.0) -> list[Image.Image]:
        """The papers cut, once there are `count`."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.head.pieces) >= count, seconds):
                raise AssertionError(f"{len(self.head.pieces)} tickets after {seconds} s, not {count}")
            return list(self.head.pieces)

    def wait_for_bytes(self, count: int, seconds: float = 10.0) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: self.received >= count, seconds):
                raise AssertionError(f"{self.received} bytes after {seconds} s, not {count}")

    def wait_for_connections(self, count: int, seconds: float = 10.0) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: self.connections >= count, seconds):
                raise AssertionError(f"{self.connections} connections after {seconds} s, not {count}")

    # Faults, and their ends.

    def run_out_of_paper(self, after_dots: int = 0) -> None:
        """The roll ends when `after_dots` more rows are printed."""
        self._set(dots_left=after_dots, paper_out=after_dots == 0)

    def near_the_end(self) -> None:
        self._set(near_end=True)

    def refill(self) -> None:
        self._set(dots_left=None, paper_out=False, near_end=False)

    def open_cover(self) -> None:
        self._set(cover_open=True)

    def close_cover(self) -> None:
        self._set(cover_open=False)

    def jam_cutter(self) -> None:
        """The cutter jams at the next cut."""
        self._set(cutter_jams=True)

    def free_cutter(self) -> None:
        self._set(cutter_jams=False, cutter_jammed=False)

    def stall(self) -> None:
        """Accept connections, read nothing, say nothing."""
        self._set(stalled=True)

    def go_on(self) -> None:
        self._set(stalled=False)

    def fall_silent(self) -> None:
        """Print, but answer nothing, as printers without status do."""
        self._set(mute=True)

    def go_offline(self) -> None:
        """Say so, and nothing of why: its feed button is held, it is busy with itself."""
        self._set(offline=True)

    def come_online(self) -> None:
        self._set(offline=False)

    def refuse_connections(self) -> None:
        """Nobody listens any more, as after a cable was pulled or the power was cut."""
        self._set(refuses=True)
        with self._changed:
            assert self._changed.wait_for(lambda: self._listener is None, 10)

    def accept_connections(self) -> None:
        self._set(refuses=False)
        with self._changed:
            assert self._changed.wait_for(lambda: self._listener is not None, 10)

    def hang_up(self, after_bytes: int) -> None:
        """Reset the connection once `after_bytes` more have come; then be well again."""
        self._set(hang_up_at=self.received + after_bytes)

    # The machine.

    def _set(self, **changes: bool | int | None) -> None:
        with self._changed:
            for name, value in changes.items():
                setattr(self._trouble, name, value)
            self.head.run()
            self._changed.notify_all()

    @property
    def _online(self) -> bool:
        trouble = self._trouble
        return not (trouble.paper_out or trouble.cover_open or trouble.cutter_jammed or trouble.offline)

    def _may_print(self, dots: int) -> bool:
        if not self._online:
            return False
        if self._trouble.dots_left is None:
            return True
        if self._trouble.dots_left < dots:
            self._trouble.paper_out = True
            return False
        self._trouble.dots_left -= dots
        return True

    def _may_cut(self) -> bool:
        self._trouble.cutter_jammed |= self._trouble.cutter_jams
        return self._online

    def _take(self, data: bytes) -> None:
        """Real-time requests are obeyed at once, even those that a picture holds by chance; the rest is queued."""
        with self._changed:
            if self._is_first and data:
                self.first_bytes.append(time.perf_counter())
                self._is_first = False
            self.received += len(data)
            self.head.buffer += data
            seen = self._tail + data
            after = 0
            for request in REQUEST.finditer(seen):
                after = request.end()
                self._obey(request, seen[after:])
            self._tail = seen[max(after, len(seen) - LONGEST_REQUEST + 1) :]
            self.head.run()
            self._changed.notify_all()

    def _obey(self, request: re.Match[bytes], rest: bytes) -> None:
        if request[2]:
            self.head.forget()
            self.head.buffer += rest
            self._answer(CLEARED)
        else:
            # What came before the request is printed before its answer, unless the printer can't.
            self.head.run()
            self._answer(bytes([self._status(request[1][0])]))

    def _status(self, number: int) -> int:
        trouble = self._trouble
        bits = {
            1: 0x08 * (not self._online),
            2: 0x04 * trouble.cover_open | 0x20 * trouble.paper_out | 0x40 * trouble.cutter_jammed,
            3: 0x08 * trouble.cutter_jammed,
            4: 0x0C * (trouble.near_end or trouble.paper_out) | 0x60 * trouble.paper_out,
        }
        return 0x12 | bits[number]

    def _answer(self, data: bytes) -> None:
        if not self._trouble.mute:
            with suppress(OSError):
                os.write(self._wire, data)

    def _read(self, wire: int) -> bool:
        """Take what has come. False when the other side has gone or the printer hangs up."""
        with self._changed:
            full = len(self.head.buffer) >= BUFFER_BYTES and not self._online
            if self._trouble.stalled or full:
                self._changed.wait(0.02)
                return True
            wanted = (
                4096
                if self._trouble.hang_up_at is None
                else max(1, min(4096, self._trouble.hang_up_at - self.received))
            )
        if not select.select([wire], [], [], 0.02)[0]:
            return True
        try:
            data = os.read(wire, wanted)
        except OSError as error:
            if error.errno in (errno.EIO, errno.ECONNRESET):  # EIO: nobody has the terminal open
                return False
            raise
        self._take(data)
        return bool(data) and not self._hangs_up()

    def _hangs_up(self) -> bool:
        if self._trouble.hang_up_at is None or self.received < self._trouble.hang_up_at:
            return False
        self._trouble.hang_up_at = None
        return True

    def _run(self) -> None:
        while not self._stop.is_set():
            self._serve()

    def _open_tcp(self) -> None:
        self._listener: socket.socket | None = socket.create_server(("127.0.0.1", self.port))
        self._close = self._close_tcp
        self.port = self._listener.getsockname()[1]
        self.address = f"tcp:127.0.0.1:{self.port}"

    def _close_tcp(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def _listen_or_refuse(self) -> None:
        with self._changed:
            if self._trouble.refuses:
                self._close_tcp()
                self._changed.notify_all()
                self._changed.wait(0.02)
            elif self._listener is None:
                self._listener = socket.create_server(("127.0.0.1", self.port))
                self._changed.notify_all()

    def _serve_tcp(self) -> None:
        self._listen_or_refuse()
        if self._listener is None or not select.select([self._listener], [], [], 0.02)[0]:
            return
        connection, _ = self._listener.accept()
        with self._changed:
            self.connections += 1
            self._changed.notify_all()
        with connection:
            self._wire = connection.fileno()
            self._is_first = True
            while not self._stop.is_set() and self._read(self._wire):
                pass
            self._wire = -1
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._forget_half_a_command()

    def _forget_half_a_command(self) -> None:
        """The interface board drops what is incomplete when a connection ends; what is complete stays, and prints."""
        with self._changed:
            self._tail = b""
            if self._online:
                self.head.forget()

    def _open_pty(self) -> None:
        self._wire, self._terminal = pty.openpty()
        tty.setraw(self._terminal)
        self._close = self._close_pty
        self.path = os.ttyname(self._terminal)

    def _close_pty(self) -> None:
        os.close(self._wire)
        os.close(self._terminal)

    def _serve_pty(self) -> None:
        self._read(self._wire)
