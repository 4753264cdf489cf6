"""The ticket as a picture. Printers' own code pages rarely carry Vietnamese, so it is drawn (docs/printers.md)."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import segno
from PIL import Image

from queue_server import texts
from queue_server.devices.template import Line, Template, TemplateError, built_in
from queue_server.devices.typesetting import WHITE, fitted_strip, nfc, stack, text_strip
from queue_server.domain.errors import Problem

DOTS_PER_MM = 8  # 203 dpi, the resolution of nearly every ticket printer
WIDTH_58_MM, WIDTH_80_MM = 384, 576
NARROWEST_DOTS = 200  # no thermal head is narrower, and a number that large would no longer be read at two metres
FIRST_LANGUAGE = "vi"
SMALLEST_SCALE = 0.8  # old eyes read the 58 mm ticket too
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Trying all eight masks costs four times as much as the code itself. By ISO/IEC 18004's own penalties this one is 2 %
# worse than the best of eight over addresses of ours; a reader takes any.
MASK = 2
QUIET_MODULES = 4  # ISO/IEC 18004: the white that a reader needs around the code
SMALLEST_MODULE_DOTS = 3  # 0.375 mm: what a cheap telephone camera still separates on thermal paper


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a ticket says. Never a priority class: it can be health data (DOMAIN.md §4).

    `wait_minutes` is a range, `ahead` a count; None leaves the line out. `issued_at` and the slot of an `appointment`,
    which can be checked in from `opens` on, must be aware and are shown in the zone that they carry. `phone_url` ""
    leaves the QR code out. `language` is that of the citizen's choice.
    """

    office_name: str
    service_name: str
    code: str
    issued_at: datetime
    service_name_english: str = ""
    ahead: int | None = None
    wait_minutes: tuple[int, int] | None = None
    phone_url: str = ""
    notice: str = ""
    language: str = "vi"
    reprint: bool = False
    logo: bytes | None = None
    appointment: datetime | None = None
    opens: datetime | None = None
    documents: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(at is not None and at.tzinfo is None for at in (self.issued_at, self.appointment, self.opens)):
            raise ValueError("issued_at and an appointment must carry their time zone")
        if not self.code:
            raise ValueError("a ticket has a code")
        if self.ahead is not None and self.ahead < 0:
            raise ValueError("ahead can't be negative")
        if self.wait_minutes is not None and not 0 <= self.wait_minutes[0] <= self.wait_minutes[1]:
            raise ValueError("wait_minutes is a range from the shorter to the longer wait")


def draw(receipt: Receipt, width_dots: int = WIDTH_80_MM, template: Template | None = None) -> Image.Image:
    """The ticket as a picture in mode "1" (0 is ink), exactly `width_dots` wide and as tall as it needs.

    `info["ticket"]` is a name for files: code, time, and whether it is a reprint. One bit per dot because a printer
    library dithers grey, which frays letters. Raises TemplateError when the paper is narrower than `NARROWEST_DOTS` or
    the phone page's address is too long for a QR code of that width.
    """
    if width_dots < NARROWEST_DOTS:
        raise TemplateError(Problem("", "paper_too_narrow", {"dots": width_dots, "least": NARROWEST_DOTS}))
    chosen = (template or built_in()).scaled(scale_for(width_dots))
    margin = _dots(chosen.side_margin)
    inner = width_dots - 2 * margin
    body = stack([_blank(inner, chosen.top_margin), *_strips(receipt, inner, chosen)], inner)
    whole = Image.new("1", (width_dots, body.height + _dots(chosen.bottom_margin)), WHITE)
    whole.paste(body, (margin, 0))
    whole.info["ticket"] = _file_name(receipt)
    return whole


def scale_for(width_dots: int) -> float:
    """How much smaller a template's sizes are on paper narrower than 80 mm: in proportion, but at most by a fifth."""
    return min(1.0, max(SMALLEST_SCALE, width_dots / WIDTH_80_MM))


def png_bytes(image: Image.Image) -> bytes:
    """The picture as a PNG file's bytes, for a preview or a folder."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _file_name(receipt: Receipt) -> str:
    return f"{receipt.code}_{receipt.issued_at:%Y%m%d_%H%M%S}" + ("_reprint" if receipt.reprint else "")


def _strips(receipt: Receipt, width: int, template: Template) -> Iterator[Image.Image]:
    for line in template.lines:
        for number, strip in enumerate(_line(receipt, line, width, template)):
            if number == 0 and line.before:
                yield _blank(width, line.before)
            yield strip


def _line(receipt: Receipt, line: Line, width: int, template: Template) -> list[Image.Image]:
    """The strips of one template line; none when the ticket doesn't know what it shows."""
    if not _known(receipt, line.show) or (line.needs and not _known(receipt, line.needs)):
        return []
    match line.show:
        case "rule":
            return [Image.new("1", (width, max(1, _dots(line.size))), 0)]
        case "qr":
            return [_placed(qr_code(receipt.phone_url, _dots(line.size), width), width, line.align)]
        case "logo":
            return [_placed(_logo(receipt.logo or b"", _dots(line.size), width), width, line.align)]
        case "code":
            return [fitted_strip(receipt.code, width, line.weight, _dots(line.size), line.align)]
        case "documents":
            rows = (f"– {document}" for document in receipt.documents)
            listed = [text_strip(row, width, line.weight, _dots(line.size), line.align) for row in rows]
            return [*_words(receipt, line, width, template), *listed]
        case _:
            return _words(receipt, line, width, template)


def _words(receipt: Receipt, line: Line, width: int, template: Template) -> list[Image.Image]:
    first, second = _texts(receipt, line, template.second_language)
    strips = []
    if first:
        strips.append(text_strip(first, width, line.weight, _dots(line.size), line.align, inverse=line.inverse))
    if second and second != first and line.second_size:
        strips.append(text_strip(second, width, "regular", _dots(line.second_size), line.align))
    return strips


def _known(receipt: Receipt, show: str) -> bool:
    known = {
        "logo": receipt.logo is not None,
        "ahead": receipt.ahead is not None,
        "wait": receipt.wait_minutes is not None,
        "qr": bool(receipt.phone_url),
        "notice": bool(nfc(receipt.notice)),
        "reprint": receipt.reprint,
        "appointment": receipt.appointment is not None,
        "documents": bool(receipt.documents),
    }
    return known.get(show, True)


def _texts(receipt: Receipt, line: Line, second_language: str) -> tuple[str, str]:
    """The line's words in the citizen's language, then in the second one ("" when there is none)."""
    if line.show == "service" and not line.text:
        return _service(receipt)
    words = line.zero if line.zero and _is_zero(receipt, line.show) else line.text
    if not words:
        return _values(receipt, receipt.language).get(line.show, ""), ""
    language = receipt.language if receipt.language in words else FIRST_LANGUAGE
    other = second_language if language != second_language else FIRST_LANGUAGE
    second = words.get(other, "") if second_language else ""
    return _fill(words.get(language, ""), receipt, language), _fill(second, receipt, other)


def _service(receipt: Receipt) -> tuple[str, str]:
    names = (receipt.service_name, receipt.service_name_english)
    return (names[1], names[0]) if receipt.language == "en" and names[1] else names


def _is_zero(receipt: Receipt, show: str) -> bool:
    return receipt.ahead == 0 if show == "ahead" else receipt.wait_minutes == (0, 0)


def _fill(text: str, receipt: Receipt, language: str) -> str:
    # Not str.format: an office's template must not reach into our objects.
    for name, value in _values(receipt, language).items():
        text = text.replace("{" + name + "}", value)
    return text


def _values(receipt: Receipt, language: str) -> dict[str, str]:
    low, high = receipt.wait_minutes or (0, 0)
    values = {
        "code": receipt.code,
        "ahead": str(receipt.ahead),
        "wait": str(low) if low == high else f"{low}–{high}",
        "time": f"{receipt.issued_at:%H:%M}",
        "date": f"{receipt.issued_at:%d/%m/%Y}",
        "office": receipt.office_name,
        "service": receipt.service_name,
        "notice": receipt.notice,
    }
    if receipt.appointment is not None:
        at, opens = receipt.appointment, receipt.opens or receipt.appointment
        day = texts.render(language, f"setup.day.{WEEKDAYS[at.weekday()]}")
        values |= {"appointment": f"{at:%H:%M}", "appointment_date": f"{at:%d/%m/%Y}", "appointment_day": day}
        values |= {"opens": f"{opens:%H:%M}"}
    return values


def qr_code(url: str, size: int, width: int) -> Image.Image:
    """`url` as a QR code about `size` dots square, modules whole dots, quiet zone left to the paper's white.

    Raises TemplateError when the modules would be too small to scan at `width` dots.
    """
    modules = segno.make(url, error="m", micro=False, mask=MASK).matrix
    across = len(modules) + 2 * QUIET_MODULES
    scale = min(width // across, max(SMALLEST_MODULE_DOTS, round(size / len(modules))))
    if scale < SMALLEST_MODULE_DOTS:
        raise TemplateError(Problem("", "qr_too_long", {"length": len(url), "dots": width}))
    code = Image.new("1", (len(modules), len(modules)), WHITE)
    code.putdata([WHITE * (1 - module) for row in modules for module in row])
    return code.resize((code.width * scale, code.height * scale), Image.Resampling.NEAREST)


def _logo(picture: bytes, height: int, width: int) -> Image.Image:
    """An office's logo in dots: transparency on white, within `height` and `width`, grey dithered."""
    with Image.open(io.BytesIO(picture)) as opened:
        logo = opened.convert("RGBA")
    paper = Image.new("RGBA", logo.size, (WHITE, WHITE, WHITE, WHITE))
    grey = Image.alpha_composite(paper, logo).convert("L")
    scale = min(height / grey.height, width / grey.width)
    size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
    return grey.resize(size, Image.Resampling.LANCZOS).convert("1")


def _placed(picture: Image.Image, width: int, align: str) -> Image.Image:
    strip = Image.new("1", (width, picture.height), WHITE)
    left = {"left": 0, "center": (width - picture.width) // 2, "right": width - picture.width}[align]
    strip.paste(picture, (left, 0))
    return strip


def _blank(width: int, millimetres: float) -> Image.Image:
    return Image.new("1", (width, _dots(millimetres)), WHITE)


def _dots(millimetres: float) -> int:
    return round(millimetres * DOTS_PER_MM)
