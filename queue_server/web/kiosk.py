"""What the kiosk asks of the server: a number, and a voice that reads its screen."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from queue_server.devices.receipt import Receipt
from queue_server.domain.errors import NotFound
from queue_server.protocol import AskDossier, CheckIn, Printed, SayThis, TakeTicket, TicketAnswer, TicketTaken
from queue_server.usecases import kiosk, paper
from queue_server.usecases.kiosk import Issued
from queue_server.usecases.personal import Personal
from queue_server.usecases.work import Done, Work
from queue_server.usecases.work import Request as Repeatable
from queue_server.views.common import dossier_answer, texts, wait_range
from queue_server.web.answers import answer, read
from queue_server.web.auth import bearer, device
from queue_server.web.context import Context, context_of
from queue_server.web.paper import print_receipt, receipt_of, remembered


async def take_ticket(request: Request) -> Response:
    """POST TakeTicket → TicketAnswer. The number counts as soon as it is saved; then it is printed."""
    context = context_of(request)
    kiosk_device = await device(context, bearer(request), "kiosk")
    wish = await read(request, TakeTicket)
    dossier = None if wish.dossier is None else await context.dossiers.ask(wish.dossier)
    shown = Personal(wish.identity, dossier)
    printer_id = context.fleet.printer_of(kiosk_device.id)
    is_new = False

    def issue(work: Work) -> Done[Issued]:
        nonlocal is_new
        is_new = True
        done = kiosk.issue(work, wish.service, wish.priority, wish.language, shown=shown)
        has_paper = context.fleet.queue(printer_id).prints
        return paper.owe(work, done, done.result.ticket_id, printer_id) if has_paper else done

    issued = await context.runner.run(
        f"kiosk:{kiosk_device.id}",
        issue,
        # Nothing personal in the wish: its digest has no key, and is kept for a day.
        Repeatable(wish.request_id, f"issue {wish.service} {wish.priority}"),
        Issued,
    )
    printed = await paper_of(context, issued, wish, printer_id, is_new=is_new)
    return answer(TicketAnswer(taken=taken_of(context, issued), paper=printed, dossier=dossier_answer(dossier)))


async def ask_dossier(request: Request) -> Response:
    """POST AskDossier → DossierAnswer, within two seconds whatever the office's dossier system does."""
    context = context_of(request)
    await device(context, bearer(request), "kiosk")
    wish = await read(request, AskDossier)
    return answer(dossier_answer(await context.dossiers.ask(wish.code)))


async def say(request: Request) -> Response:
    """POST SayThis → audio/mpeg: the text, for those who cannot read it. Nothing is kept of it but in memory."""
    context = context_of(request)
    await device(context, bearer(request), "kiosk")
    wish = await read(request, SayThis)
    sound = await asyncio.to_thread(context.reader.say, wish.language, wish.text)
    if sound is None:
        raise NotFound("no_such_voice", language=wish.language)
    return Response(sound, media_type="audio/mpeg", headers={"Cache-Control": "no-store"})


async def paper_of(
    context: Context, issued: Issued, wish: TakeTicket | CheckIn, printer_id: str, *, is_new: bool
) -> Printed:
    """Print a ticket that was just given; asked for again, tell what became of its paper."""
    # The same tap sent twice is one ticket, on one paper.
    printing = context.printing.get(wish.request_id)
    if printing is None and is_new:
        receipt = _receipt(context, issued, wish.language)
        printing = context.printing.start(
            wish.request_id, print_receipt(context, issued.ticket_id, receipt, printer_id)
        )
    return await remembered(context, issued.ticket_id) if printing is None else await printing


def _receipt(context: Context, issued: Issued, language: str) -> Receipt:
    return receipt_of(
        context.runner.office,
        issued.service_id,
        issued.code,
        issued.issued_at,
        f"{context.public_url}/phone/{issued.token}",
        ahead=issued.ahead,
        wait=issued.wait,
        language=language,
        slot=issued.slot,
    )


def taken_of(context: Context, issued: Issued) -> TicketTaken:
    """A number as whoever took it is told."""
    path = f"/phone/{issued.token}"
    return TicketTaken(
        ticket=issued.ticket_id,
        code=issued.code,
        service=issued.service_id,
        service_name=texts(context.runner.office.service(issued.service_id).name),
        issued_at=issued.issued_at,
        ahead=issued.ahead,
        wait=wait_range(issued.wait),
        phone_path=path,
        phone_url=context.public_url + path,
    )
