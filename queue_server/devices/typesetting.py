"""Lines of text as black-and-white strips: wrapped at the paper's width, no mark above or below clipped."""

import unicodedata
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from queue_server.devices.fonts import font

WHITE = 255
# A stroke that covers a bit less than half a dot is still burnt: thermal paper loses thin strokes, never gains them.
INK_THRESHOLD = 150
ONE_BIT = [0 if grey <= INK_THRESHOLD else WHITE for grey in range(256)]
INVERSE = [WHITE - dot for dot in range(256)]
# What breaking inside a phrase costs, beside a slack of 0 (a full line) to 1 (an empty one): no "Bảo trợ xã | hội".
BREAK_IN_PHRASE = 0.15
SMALLEST_DOTS = 12  # below 1.5 mm nothing is legible on thermal paper


# The office, the service, the notice are the same on every ticket of a day, people ahead and waits on many; 30 KB each.
@lru_cache(maxsize=384)
def text_strip(text: str, width: int, weight: str, size: int, align: str, *, inverse: bool = False) -> Image.Image:
    """`text` wrapped into a strip `width` dots wide, as tall as its lines need, mode "1". `size` is the em in dots.

    The picture is shared between calls: paste it, don't change it.
    """
    face = font(weight, max(size, SMALLEST_DOTS))
    lines = [line_strip(line, width, face, align) for line in wrap(text, width, face)]
    return stack(lines, width, inverse=inverse)


def fitted_strip(text: str, width: int, weight: str, size: int, align: str) -> Image.Image:
    """`text` on one line, its em at most `size` dots and small enough for `width`; cropped to its ink's rows."""
    text = nfc(text)
    while (needed := _ink_width(text, font(weight, size))) > width and size > SMALLEST_DOTS:
        size = max(SMALLEST_DOTS, min(size - 1, size * width // needed))
    strip = line_strip(text, width, font(weight, size), align)
    ink = _ink_rows(strip)
    return strip.crop((0, ink[0], width, ink[1]))


def line_strip(text: str, width: int, face: ImageFont.FreeTypeFont, align: str) -> Image.Image:
    """One line, not wrapped, in a strip tall enough for the font's marks and for whatever this text's ink needs."""
    left, top, right, bottom = _ink_box(text, face)
    ascent, descent = face.getmetrics()
    above, below = max(ascent, -top), max(descent, bottom)
    strip = Image.new("L", (width, above + below), WHITE)
    # Placed by its ink, not its advance: a glyph that leans out of its box would lose an edge otherwise.
    x = {"left": 0, "center": (width - (right - left)) // 2, "right": width - (right - left)}[align] - left
    ImageDraw.Draw(strip).text((x, above), text, fill=0, font=face, anchor="ls")
    return strip.point(ONE_BIT, "1")


def wrap(text: str, width: int, face: ImageFont.FreeTypeFont) -> list[str]:
    """`text` in as few lines as `width` dots allow, even ones, broken after a dash or a stop by preference.

    Of all ways to break, the one with the smallest sum of squared slacks; words are few, so each is tried.
    """
    text = nfc(text)
    if text and _fits(text, width, face):
        return [text]  # most lines of a ticket, and each way of breaking would have to be measured
    words = [piece for word in _unbreakable(text) for piece in _pieces(word, width, face)]
    best: list[tuple[int, float, tuple[str, ...]]] = [(0, 0.0, ())]
    for end in range(1, len(words) + 1):
        ways = []
        for start in range(end - 1, -1, -1):
            line = " ".join(words[start:end])
            if start < end - 1 and not _fits(line, width, face):
                break
            count, cost, before = best[start]
            ways.append((count + 1, cost + _slack(line, end == len(words), width, face), (*before, line)))
        best.append(min(ways))
    return list(best[-1][2])


def stack(strips: list[Image.Image], width: int, *, inverse: bool = False) -> Image.Image:
    """Strips below one another, mode "1"; `inverse` prints white on black."""
    whole = Image.new("1", (width, sum(strip.height for strip in strips)), WHITE)
    y = 0
    for strip in strips:
        whole.paste(strip, (0, y))
        y += strip.height
    return whole.point(INVERSE) if inverse else whole


def nfc(text: str) -> str:
    """NFC with single spaces: decomposed marks are scattered when drawn."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _slack(line: str, last: bool, width: int, face: ImageFont.FreeTypeFont) -> float:
    empty = (1 - _ink_width(line, face) / width) ** 2
    return empty if last or not line[-1].isalnum() else empty + BREAK_IN_PHRASE


def _unbreakable(text: str) -> list[str]:
    """The words, a dash or bullet kept with the word before it: it never begins a line."""
    words: list[str] = []
    for word in text.split():
        if words and not any(mark.isalnum() for mark in word):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def _pieces(word: str, width: int, face: ImageFont.FreeTypeFont) -> list[str]:
    """A word that is wider than the paper, cut where it must be, a combining mark never parted from its letter."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and not unicodedata.combining(letter) and not _fits(pieces[-1] + letter, width, face):
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _fits(text: str, width: int, face: ImageFont.FreeTypeFont) -> bool:
    return _ink_width(text, face) <= width


def _ink_width(text: str, face: ImageFont.FreeTypeFont) -> int:
    left, _, right, _ = _ink_box(text, face)
    return right - left


@lru_cache(maxsize=4096)
def _ink_box(text: str, face: ImageFont.FreeTypeFont) -> tuple[int, int, int, int]:
    """The edges of the text's ink, left, top, right, bottom, from its start on the base line."""
    left, top, right, bottom = face.getbbox(text, anchor="ls")
    return int(left), int(top), int(right), int(bottom)


def _ink_rows(strip: Image.Image) -> tuple[int, int]:
    box = strip.point(INVERSE).getbbox()
    return (box[1], box[3]) if box else (0, strip.height)
