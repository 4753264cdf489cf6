"""The manager's page of printers: which kiosk has which, the rolls, the tickets without paper, the ticket's look."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from queue_server.devices.faults import PrinterFault
from queue_server.devices.receipt import DOTS_PER_MM, Receipt, draw, png_bytes
from queue_server.devices.template import TemplateError, appointment_slip, parse_template
from queue_server.domain.estimate import WaitRange
from queue_server.domain.office import Office
from queue_server.office_file import SetUpInvalid
from queue_server.protocol import (
    ChangeRoll,
    ChoosePrinter,
    LookAtTicket,
    Printed,
    Reprint,
    SamplePaper,
    SaveTemplate,
    TicketPicture,
    TicketTemplate,
    TryPrinter,
)
from queue_server.texts import problem_in_all_languages
from queue_server.usecases import paper
from queue_server.usecases.paper import Reprinted
from queue_server.usecases.work import Done, Work
from queue_server.usecases.work import Request as Repeatable
from queue_server.web.answers import answer, read
from queue_server.web.auth import staff
from queue_server.web.context import Context, context_of
from queue_server.web.paper import LONGEST_WAIT, print_again, receipt_of

SAMPLE_CODE = "WM4KQ7"  # an appointment's, with the widest letters
# As long as a real one: 22 characters after the address.
SAMPLE_TOKEN = "phieu-in-thu-0000000000"  # noqa: S105  # opens nothing


async def reprint(request: Request) -> Response:
    """POST Reprint → Printed: a ticket once more, marked as a reprint."""
    context, user = context_of(request), await staff(request, "manager")
    wish = await read(request, Reprint)
    again = await context.runner.run(
        f"manager:{user.name}",
        lambda work: paper.reprint(work, wish.ticket, wish.printer),
        Repeatable(wish.request_id, f"reprint {wish.ticket} {wish.printer}"),
        Reprinted,
    )
    return answer(await print_again(context, again, wish.request_id))


async def choose(request: Request) -> Response:
    """POST ChoosePrinter: a kiosk's tickets come out of another printer from now on."""
    context, user = context_of(request), await staff(request, "manager")
    wish = await read(request, ChoosePrinter)
    await context.runner.run(
        f"manager:{user.name}",
        lambda work: paper.assign(work, wish.kiosk, wish.printer),
        Repeatable(wish.request_id, f"choose {wish.kiosk} {wish.printer}"),
        str,
    )
    await context.fleet.refresh()
    context.hub.close("kiosk")  # each comes back to the view of its printer
    context.updates.everything()
    return answer({})


async def change_roll(request: Request) -> Response:
    """POST ChangeRoll: the count of tickets left begins anew."""
    context, user = context_of(request), await staff(request, "manager")
    wish = await read(request, ChangeRoll)
    await context.runner.run(
        f"manager:{user.name}",
        lambda work: paper.change_roll(work, wish.printer, wish.metres),
        Repeatable(wish.request_id, f"roll {wish.printer} {wish.metres}"),
        str,
    )
    context.updates.everything()
    return answer({})


async def try_printer(request: Request) -> Response:
    """POST TryPrinter → Printed: a sample ticket comes out, or the fault is named."""
    context, _ = context_of(request), await staff(request, "manager")
    wish = await read(request, TryPrinter)
    printing = context.printing.get(wish.request_id)
    if printing is None:
        printing = context.printing.start(wish.request_id, _print_sample(context, wish.printer))
    return answer(await printing)


async def template(request: Request) -> Response:
    """GET → TicketTemplate: the text to edit, and what is wrong with the files of the data folder."""
    context, _ = context_of(request), await staff(request, "manager")

    def found() -> TicketTemplate:
        text, is_own = context.stationery.text()
        problems = context.stationery.look().problems
        return TicketTemplate(text=text, is_own=is_own, problems=[*map(problem_in_all_languages, problems)])

    return answer(await asyncio.to_thread(found))


async def save_template(request: Request) -> Response:
    """POST SaveTemplate: tickets look like this from now on. Raises Invalid `ticket_template_invalid`."""
    context, user = context_of(request), await staff(request, "manager")
    wish = await read(request, SaveTemplate)

    def save(work: Work) -> Done[None]:
        done = paper.note_template(work, wish.text)
        # Inside the transaction: a disk that takes no file leaves no row that says so.
        context.stationery.save(wish.text)
        return done

    try:
        await context.runner.run(f"manager:{user.name}", save)
    except TemplateError as error:
        raise SetUpInvalid(error.problems, error.code) from error
    return answer({})


async def look(request: Request) -> Response:
    """POST LookAtTicket → TicketPicture: a sample of the longest names, as it would come out."""
    context, _ = context_of(request), await staff(request, "manager")
    wish = await read(request, LookAtTicket)
    return answer(await asyncio.to_thread(_picture, context, wish))


def _picture(context: Context, wish: LookAtTicket) -> TicketPicture:
    now = context.stationery.look()
    try:
        chosen = now.template if wish.text is None else parse_template(wish.text)
        if wish.paper == "slip":
            chosen = appointment_slip()
        receipt = _sample(context, wish.service, wish.language, wish.paper)
        image = draw(replace(receipt, logo=now.logo), wish.dots, chosen)
    except TemplateError as error:  # of the template, or of paper too narrow for it
        problems = [*map(problem_in_all_languages, error.problems)]
        return TicketPicture(png="", width_mm=0, height_mm=0, problems=problems)
    return TicketPicture(
        png=base64.b64encode(png_bytes(image)).decode(),
        width_mm=image.width / DOTS_PER_MM,
        height_mm=image.height / DOTS_PER_MM,
        problems=[],
    )


async def _print_sample(context: Context, printer_id: str) -> Printed:
    queue = context.fleet.queue(printer_id)

    def drawn() -> Receipt:
        return replace(_sample(context, None, "vi"), logo=context.stationery.look().logo)

    receipt = await asyncio.to_thread(drawn)
    image = await asyncio.to_thread(draw, receipt, queue.width_dots, context.stationery.look().template)
    try:
        await queue.print(image, LONGEST_WAIT)
    except PrinterFault as fault:
        return Printed(printed=False, fault=fault.code)
    return Printed(printed=True)


def _sample(context: Context, service_id: str | None, language: str, paper_kind: SamplePaper = "first") -> Receipt:
    office, now = context.runner.office, context.runner.clock.now()
    service = office.service(service_id or _longest_named(office))
    booked = receipt_of(
        office,
        service.id,
        f"{service.prefix}012",
        now,
        f"{context.public_url}/phone/{SAMPLE_TOKEN}",
        ahead=12,
        wait=WaitRange(25, 40),
        language=language,
        reprint=paper_kind == "reprint",
        slot=now if paper_kind in ("appointment", "slip") else None,
    )
    return replace(booked, code=SAMPLE_CODE) if paper_kind == "slip" else booked


def _longest_named(office: Office) -> str:
    return max(office.services, key=lambda service: len(service.name["vi"])).id
