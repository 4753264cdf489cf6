"""The head of an ESC/POS printer: bytes in, pieces of paper out."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image, ImageOps

LINE_DOTS = 30  # 1/6 inch at 203 dpi minus a hair, the default line spacing
WHITE = 255


class Incomplete(Exception):
    """The command's end has not arrived yet."""


@dataclass
class Head:
    """Executes commands from `buffer` as long as `may_print(dots)` allows; `pieces` are the papers cut so far."""

    width: int
    may_print: Callable[[int], bool] = lambda dots: True
    may_cut: Callable[[], bool] = lambda: True
    answer: Callable[[bytes], None] = lambda data: None
    buffer: bytearray = field(default_factory=bytearray)
    pieces: list[Image.Image] = field(default_factory=list)
    unknown: list[bytes] = field(default_factory=list)
    _rows: list[Image.Image] = field(default_factory=list)
    _stored: Image.Image | None = None
    _column: Image.Image | None = None

    def run(self) -> None:
        """Execute what is complete and allowed; the rest stays in the buffer."""
        while self.buffer:
            try:
                length = self._command()
            except Incomplete:
                return
            if length == 0:
                return
            del self.buffer[:length]

    def forget(self) -> None:
        """Clear the receive buffer and what is stored but not printed."""
        self.buffer.clear()
        self._stored = self._column = None

    @property
    def scrap(self) -> Image.Image:
        """What is printed and not cut off yet."""
        paper = Image.new("1", (self.width, sum(row.height for row in self._rows)), WHITE)
        y = 0
        for row in self._rows:
            paper.paste(row, (0, y))
            y += row.height
        return paper

    def _command(self) -> int:
        """The length of the command executed; 0 when the printer can't now."""
        match bytes(self.buffer[:1]):
            case b"\x1b":
                return self._escape()
            case b"\x1d":
                return self._group()
            case b"\x10":
                return self._real_time()
            case b"\n":
                return self._line_feed()
            case _:
                self.unknown.append(bytes(self.buffer[:1]))
                return 1

    def _escape(self) -> int:
        match self._take(1, 1):
            case b"@":
                self._column = None
                return 2
            case b"d":
                return self._feed(self._take(2, 1)[0] * LINE_DOTS, 3)
            case b"J":
                return self._feed(self._take(2, 1)[0], 3)
            case b"3":
                self._take(2, 1)
                return 3
            case b"2":
                return 2
            case b"*":
                return self._columns()
            case other:
                self.unknown.append(b"\x1b" + other)
                return 2

    def _group(self) -> int:
        match self._take(1, 1):
            case b"v":
                return self._raster()
            case b"(":
                return self._graphics()
            case b"V":
                return self._cut()
            case b"r":
                self._take(2, 1)
                self.answer(b"\x00")
                return 3
            case other:
                self.unknown.append(b"\x1d" + other)
                return 2

    def _real_time(self) -> int:
        """Answered already when it came in; here it is only passed over."""
        return {b"\x04": 3, b"\x14": 10}.get(self._take(1, 1), 2)

    def _raster(self) -> int:
        """GS v 0 m xL xH yL yH data."""
        mode, width, height = self._take(3, 1)[0], self._word(4), self._word(6)
        data = self._take(8, width * height)
        image = Image.frombytes("1", (width * 8, height), data)
        return self._ink(_scaled(image, 2 if mode & 1 else 1, 2 if mode & 2 else 1), 8 + len(data))

    def _graphics(self) -> int:
        """GS ( L pL pH m fn …: fn 112 stores a raster, fn 50 prints it."""
        length = self._word(3)
        body = self._take(5, length)
        if self._take(2, 1) != b"L" or body[:1] != b"0":
            self.unknown.append(bytes(self.buffer[: 5 + length]))
        elif body[1:2] == b"p":
            width, height = (int.from_bytes(body[at : at + 2], "little") for at in (6, 8))
            image = Image.frombytes("1", ((width + 7) // 8 * 8, height), body[10:])
            self._stored = _scaled(image.crop((0, 0, width, height)), body[3], body[4])
        elif body[1:2] == b"2" and self._stored is not None:
            if not self._ink(self._stored, 1):
                return 0
            self._stored = None
        return 5 + length

    def _columns(self) -> int:
        """ESC * 33 nL nH data: a line of 24 dots, printed by the line feed behind it."""
        if self._take(2, 1) != b"\x21":
            self.unknown.append(bytes(self.buffer[:3]))
        width = self._word(3)
        data = self._take(5, width * 3)
        self._column = Image.frombytes("1", (24, width), data).transpose(Image.Transpose.TRANSPOSE)
        return 5 + len(data)

    def _line_feed(self) -> int:
        if self._column is None:
            return self._feed(LINE_DOTS, 1)
        length = self._ink(self._column, 1)
        self._column = None if length else self._column
        return length

    def _cut(self) -> int:
        """GS V m, with a feed n behind m 65 and 66."""
        length = 4 if self._take(2, 1) in (b"A", b"B") else 3
        self._take(0, length)
        if not self.may_cut():
            return 0
        if self._rows:
            self.pieces.append(self.scrap)
        self._rows = []
        return length

    def _ink(self, image: Image.Image, length: int) -> int:
        """Print rows whose set bits are ink; what is beyond the paper's width is lost, as it is on paper."""
        row = Image.new("1", (self.width, image.height), WHITE)
        row.paste(ImageOps.invert(image.convert("L")).convert("1"), (0, 0))
        return self._print(row, length)

    def _feed(self, dots: int, length: int) -> int:
        return self._print(Image.new("1", (self.width, dots), WHITE), length)

    def _print(self, row: Image.Image, length: int) -> int:
        if not self.may_print(row.height):
            return 0
        self._rows.append(row)
        return length

    def _word(self, at: int) -> int:
        return int.from_bytes(self._take(at, 2), "little")

    def _take(self, at: int, count: int) -> bytes:
        data = bytes(self.buffer[at : at + count])
        if len(data) < count:
            raise Incomplete
        return data


def _scaled(image: Image.Image, across: int, down: int) -> Image.Image:
    return image.resize((image.width * across, image.height * down), Image.Resampling.NEAREST)
