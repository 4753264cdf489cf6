"""The office's own ticket: `ticket.toml` and `logo.png` of the data folder, read anew whenever they change."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from queue_server.devices.template import BUILT_IN, Template, TemplateError, built_in, parse_template

TEMPLATE_FILE, LOGO_FILE = "ticket.toml", "logo.png"
LARGEST_LOGO_BYTES = 2_000_000
LARGEST_LOGO_DOTS = 4_000_000  # some 50 ms to shrink; a logo on paper has 50,000


@dataclass(frozen=True, slots=True)
class Look:
    """What tickets are drawn with. `problem` says in words why a file of the data folder is not in use, or ""."""

    template: Template
    logo: bytes | None
    problem: str


class Stationery:
    """The look of the tickets of one data folder. A file with a mistake changes nothing: the last good one stays."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._seen: tuple[object, object] | None = None
        self._look = Look(built_in(), None, "")

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

    def save(self, text: str) -> None:
        """Use this template from the next ticket on. Raises TemplateError, and then keeps the one that there is."""
        parse_template(text)
        half = self._folder / f"{TEMPLATE_FILE}.half"
        half.write_text(text, encoding="utf-8")
        half.replace(self._folder / TEMPLATE_FILE)

    def _read(self) -> Look:
        template, logo, problems = self._look.template, self._look.logo, []
        own, picture = self._folder / TEMPLATE_FILE, self._folder / LOGO_FILE
        try:
            template = parse_template(own.read_text("utf-8")) if own.exists() else built_in()
        except (TemplateError, OSError, UnicodeDecodeError) as error:
            problems.append(f"{TEMPLATE_FILE}: {error}")
        try:
            logo = _checked_logo(picture) if picture.exists() else None
        except (ValueError, OSError) as error:
            problems.append(f"{LOGO_FILE}: {error}")
        return Look(template, logo, "; ".join(problems))


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _checked_logo(path: Path) -> bytes:
    """The picture's bytes. Raises ValueError that says what is wrong with it, or OSError for what is no picture."""
    data = path.read_bytes()
    if len(data) > LARGEST_LOGO_BYTES:
        raise ValueError(f"a logo of {len(data)} bytes; at most {LARGEST_LOGO_BYTES} are taken")
    with Image.open(io.BytesIO(data)) as logo:
        if logo.width * logo.height > LARGEST_LOGO_DOTS:
            raise ValueError(f"a logo of {logo.width} × {logo.height} dots is too large")
        logo.load()
    return data
