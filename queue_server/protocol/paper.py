"""Printers, their rolls, the ticket's template, and tickets that did not come out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from queue_server.protocol.common import Command, Identifier, Texts

PaperLeft = Literal["ok", "near_end", "out", "unknown"]


class Reprint(Command, frozen=True, kw_only=True):
    """Print a ticket again, marked as a reprint; by default where it was printed, or tried, before."""

    ticket: Identifier
    printer: Identifier | None = None


class MissingPaper(Struct, frozen=True, kw_only=True):
    """A ticket whose citizen is still here and has no paper. `certain` False: it may have come out all the same."""

    ticket: str
    code: str
    service_name: Texts
    printer: str
    fault: str
    certain: bool
    at: datetime


class PrinterNow(Struct, frozen=True, kw_only=True):
    """How a printer was when it was last asked. `fault` is a key under `printer.` in the locales."""

    kind: str
    prints: bool
    paper: PaperLeft
    fault: str | None


class PrinterLine(Struct, frozen=True, kw_only=True):
    """A printer. `now` is None until it was asked; the roll's estimate is None where there is no roll."""

    id: str
    address: str
    width_dots: int
    now: PrinterNow | None
    kiosks: list[str]
    roll_m: float
    used_m: float
    tickets_left: int | None
    rolled_at: datetime | None


class KioskLine(Struct, frozen=True, kw_only=True):
    """A paired kiosk and the printer that its tickets come out of."""

    id: str
    name: str
    printer: str


class ChangeRoll(Command, frozen=True, kw_only=True):
    """A new roll was put in; `metres` is what is written on it."""

    printer: Identifier
    metres: Annotated[float, Meta(ge=1, le=1000)]


class ChoosePrinter(Command, frozen=True, kw_only=True):
    """Give a kiosk another printer."""

    kiosk: Identifier
    printer: Identifier


class SavePrinter(Command, frozen=True, kw_only=True):
    """Add a printer, or change its address and paper: 576 dots on 80 mm, 384 on 58 mm."""

    printer: Identifier
    address: Annotated[str, Meta(min_length=1, max_length=200)]
    width_dots: Literal[576, 384]


class RemovePrinter(Command, frozen=True):
    """Forget a printer; its kiosks print where the settings say."""

    printer: Identifier


class TryPrinter(Command, frozen=True, kw_only=True):
    """Print a sample ticket."""

    printer: Identifier


TemplateText = Annotated[str, Meta(max_length=20_000)]


class LookVersion(Struct, frozen=True, kw_only=True):
    """A look that somebody chose; `actor` "" is a file that was put into the data folder by hand."""

    version: int
    at: datetime
    actor: str
    is_built_in: bool
    has_logo: bool


class TicketTemplate(Struct, frozen=True, kw_only=True):
    """The ticket's template as TOML, and the versions of its look, the newest first.

    `problems`: why a file in the data folder is not in use, each a whole sentence.
    """

    text: str
    is_own: bool
    has_logo: bool
    languages: list[str]
    history: list[LookVersion]
    problems: list[Texts]


class SaveTemplate(Command, frozen=True, kw_only=True):
    """Use this template from the next ticket on; None is the built-in one."""

    text: TemplateText | None


class SaveLogo(Command, frozen=True, kw_only=True):
    """Use this picture (PNG or JPEG, in base64) as the logo from the next ticket on; None takes the logo away."""

    picture: bytes | None


class RestoreLook(Command, frozen=True, kw_only=True):
    """Tickets look again as they did in that version."""

    version: int


SamplePaper = Literal["first", "reprint", "appointment", "slip"]
"""A ticket, a reprint, the ticket of an appointment; and an appointment's slip, which has a look of its own."""


class LookAtTicket(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Draw a sample; `text` None is the template in use, `service` None the longest name of the office.

    `logo` is a picture to try, in base64, instead of the logo in use.
    """

    dots: Annotated[int, Meta(ge=200, le=1000)] = 576
    text: TemplateText | None = None
    service: Identifier | None = None
    language: Annotated[str, Meta(max_length=8)] = "vi"
    paper: SamplePaper = "first"
    logo: bytes | None = None


class TicketPicture(Struct, frozen=True, kw_only=True):
    """A PNG in base64, and its size on paper; or everything that is wrong with the template, and no picture.

    `warnings`: what comes out otherwise than it is written.
    """

    png: str
    width_mm: float
    height_mm: float
    problems: list[Texts]
    warnings: list[Texts]
