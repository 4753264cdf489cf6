"""The office's own ticket: `ticket.toml` and `logo.png` of the data folder, read anew whenever they change."""

from __future__ import annotations

import io
import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from queue_server.devices.template import BUILT_IN, Template, TemplateError, built_in, load_template, parse_template
from queue_server.domain.errors import Problem

TEMPLATE_FILE, LOGO_FILE = "ticket.toml", "logo.png"
LARGEST_LOGO_BYTES = 2_000_000
LARGEST_LOGO_DOTS = 16_000_000  # what a telephone's camera makes; it is made smaller once
KEPT_LOGO_DOTS = 1200  # either side: twice what the widest head prints
LOGO_FORMATS = ("PNG", "JPEG")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """What tickets are drawn with. `problems`: why a file of the data folder is not in use."""

    template: Template
    logo: bytes | None
    problems: tuple[Problem, ...] = ()


class Stationery:
    """The look of the tickets of one data folder. A file with a mistake changes nothing: the last good one stays."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._seen: tuple[object, object] | None = None
        self._look = Look(built_in(), None)

    def look(self) -> Look:
        """The look now. Reads files when they have changed, so it is called beside the event loop."""
        with self._lock:
            seen = (_stamp(self._folder / TEMPLATE_FILE), _stamp(self._folder / LOGO_FILE))
            if seen != self._seen:
                self._look, self._seen = self._read(), seen
            return self._look

    def text(self) -> tuple[str, bool]:
        """The template's text as an office edits it, and whether it is the office's own."""
        own = self._folder / TEMPLATE_FILE
        return (own.read_text("utf-8"), True) if own.exists() else (BUILT_IN.read_text("utf-8"), False)

    def logo(self) -> bytes | None:
        """The logo's file as it lies there, or None."""
        own = self._folder / LOGO_FILE
        return own.read_bytes() if own.is_file() else None

    def save(self, text: str | None) -> None:
        """Use this template from the next ticket on, None for the built-in one.

        Raises TemplateError, and then keeps the one that there is.
        """
        if text is not None:
            parse_template(text)
        _put(self._folder / TEMPLATE_FILE, None if text is None else text.encode())

    def save_logo(self, logo: bytes | None) -> None:
        """Use this logo from the next ticket on, None for none. The caller has checked it."""
        _put(self._folder / LOGO_FILE, logo)

    def _read(self) -> Look:
        template, logo = self._look.template, self._look.logo
        problems: list[Problem] = []
        own, picture = self._folder / TEMPLATE_FILE, self._folder / LOGO_FILE
        try:
            template = load_template(own) if own.exists() else built_in()
        except (OSError, UnicodeDecodeError) as error:
            problems.append(_unreadable(own, error))
        except TemplateError as error:
            problems += error.problems
        try:
            logo = checked_logo(picture.read_bytes()) if picture.exists() else None
        except OSError as error:
            problems.append(_unreadable(picture, error))
        except TemplateError as error:
            problems += error.problems
        return Look(template, logo, tuple(problems))


def _put(path: Path, data: bytes | None) -> None:
    """The file as a whole, or none: a power cut leaves the former or the new one. Raises OSError."""
    if data is None:
        path.unlink(missing_ok=True)
        return
    half = path.with_name(f"{path.name}.half")
    half.write_bytes(data)
    half.replace(path)


def checked_logo(data: bytes) -> bytes:
    """The picture as a PNG file with nothing but its dots. Raises TemplateError for what is no logo.

    What is drawn at every ticket is no larger than it needs to be, and no file of a stranger's making.
    """
    if len(data) > LARGEST_LOGO_BYTES:
        raise TemplateError(Problem("", "logo_too_many_bytes", {"most": LARGEST_LOGO_BYTES // 1_000_000}))
    try:
        with Image.open(io.BytesIO(data), formats=LOGO_FORMATS) as logo:
            if logo.width * logo.height > LARGEST_LOGO_DOTS:
                raise TemplateError(Problem("", "logo_too_large", {"width": logo.width, "height": logo.height}))
            return _plain_png(logo)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, TemplateError):
            raise
        raise TemplateError(Problem("", "logo_no_picture")) from error


def _plain_png(logo: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(logo).convert("RGBA")
    upright.thumbnail((KEPT_LOGO_DOTS, KEPT_LOGO_DOTS), Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", upright.size)
    clean.paste(upright)  # without the file's own texts, such as where a photograph was taken
    kept = io.BytesIO()
    clean.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _unreadable(path: Path, error: Exception) -> Problem:
    log.warning("%s is not in use: %s", path, error)
    return Problem("", "file_unreadable", {"name": path.name})


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
