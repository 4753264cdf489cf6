"""The manager's page of printers: which kiosk has which, the rolls, the tickets without paper, the ticket's look."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from queue_server.devices.address import parse_address
from queue_server.devices.faults import AddressInvalid, PrinterFault
from queue_server.devices.receipt import Receipt, draw
from queue_server.domain.errors import Invalid
from queue_server.protocol import (
    ChangeRoll,
    ChoosePrinter,
    Printed,
    RemovePrinter,
    Reprint,
    SavePrinter,
    TryPrinter,
)
from queue_server.usecases import paper
from queue_server.usecases.paper import Reprinted
from queue_server.usecases.work import Request as Repeatable
from queue_server.web.answers import answer, read
from queue_server.web.auth import actor_of, administrator, staff
from queue_server.web.context import Context, context_of
from queue_server.web.paper import LONGEST_WAIT, print_again
from queue_server.web.ticket_look import sample

FROM_THE_PAGE = ("tcp", "network", "usb", "serial")
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
    return await _taken_up(context)


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


async def save(request: Request) -> Response:
    """POST SavePrinter: one more printer, or another address of it, taken up at once."""
    context, user = context_of(request), await administrator(request)
    wish = await read(request, SavePrinter)
    try:
        kind = parse_address(wish.address, wish.width_dots).kind
    except AddressInvalid as error:
        raise Invalid("bad_printer_address", address=wish.address) from error
    # Files are written where the machine's administrator says, by the settings or the command; never from a browser.
    if kind not in FROM_THE_PAGE:
        raise Invalid("bad_printer_address", address=wish.address)
    await context.runner.run(
        actor_of(user),
        lambda work: paper.save_printer(work, wish.printer, wish.address.strip(), wish.width_dots, None),
        Repeatable(wish.request_id, f"printer {wish.printer} {wish.address} {wish.width_dots}"),
        str,
    )
    return await _taken_up(context)


async def remove(request: Request) -> Response:
    """POST RemovePrinter: its kiosks print where the settings say from now on."""
    context, user = context_of(request), await administrator(request)
    wish = await read(request, RemovePrinter)
    await context.runner.run(
        actor_of(user),
        lambda work: paper.forget_printer(work, wish.printer),
        Repeatable(wish.request_id, f"remove printer {wish.printer}"),
        str,
    )
    return await _taken_up(context)


async def _taken_up(context: Context) -> Response:
    """The answer when every kiosk is back with the printer that it has now."""
    await context.fleet.refresh()
    context.hub.close("kiosk")
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


async def _print_sample(context: Context, printer_id: str) -> Printed:
    queue = context.fleet.queue(printer_id)

    def drawn() -> Receipt:
        return replace(sample(context, None, "vi"), logo=context.stationery.look().logo)

    receipt = await asyncio.to_thread(drawn)
    image = await asyncio.to_thread(draw, receipt, queue.width_dots, context.stationery.look().template)
    try:
        await queue.print(image, LONGEST_WAIT)
    except PrinterFault as fault:
        return Printed(printed=False, fault=fault.code)
    return Printed(printed=True)
