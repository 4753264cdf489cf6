"""From a ticket to paper: drawn, printed, awaited for a few seconds at most. A fault never costs the number."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from queue_server.devices.faults import NoPrinter, PrinterFault
from queue_server.devices.receipt import Receipt, draw
from queue_server.devices.spooler import Spooler
from queue_server.domain.estimate import WaitRange
from queue_server.domain.office import Office
from queue_server.protocol import Printed
from queue_server.usecases import day
from queue_server.web.context import Context

log = logging.getLogger(__name__)

# ARCHITECTURE: paper is awaited for at most five seconds, then the kiosk shows the number instead.
LONGEST_WAIT = 5.0


async def print_receipt(context: Context, ticket_id: str, receipt: Receipt) -> Printed:
    """Print a ticket. What did not come out is in the journal, and on the staff's screens until the next one does."""
    if not context.spooler.printer.prints:
        return Printed(printed=False, fault=NoPrinter.code)  # as the office wants it: no fault to tell
    fault = await _fault_of_printing(context.spooler, receipt)
    context.note_printer("kiosk", fault)
    if fault is None:
        return Printed(printed=True)
    await context.runner.run("system", lambda work: day.note_not_printed(work, ticket_id, fault))
    return Printed(printed=False, fault=fault)


def receipt_of(  # noqa: PLR0913  # each is a line on the paper
    office: Office,
    service_id: str,
    code: str,
    issued_at: datetime,
    phone_url: str,
    *,
    ahead: int | None = None,
    wait: WaitRange | None = None,
    language: str = "vi",
    reprint: bool = False,
) -> Receipt:
    """What the paper says, in the office's own time."""
    service = office.service(service_id)
    return Receipt(
        office_name=office.name["vi"],
        service_name=service.name["vi"],
        service_name_english=service.name.get("en", ""),
        code=code,
        issued_at=issued_at.astimezone(office.time_zone),
        ahead=ahead,
        wait_minutes=None if wait is None else (wait.low, wait.high),
        phone_url=phone_url,
        notice=office.notice.get("vi", ""),
        language=language,
        reprint=reprint,
    )


async def _fault_of_printing(spooler: Spooler, receipt: Receipt) -> str | None:
    image = await asyncio.to_thread(draw, receipt, spooler.printer.width_dots)
    try:
        await spooler.print(image, LONGEST_WAIT)
    except PrinterFault as fault:
        log.warning("ticket %s was not printed: %s", receipt.code, fault)
        return fault.code
    return None
