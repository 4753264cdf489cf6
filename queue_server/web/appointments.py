"""Appointments over HTTP: from the phone, at the desk, and checking in at the kiosk."""

from __future__ import annotations

from collections.abc import Callable
from sqlite3 import Connection
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from queue_server.devices.receipt import Receipt
from queue_server.domain.appointment import Appointment, BookedBy
from queue_server.domain.errors import NotAllowed, NotFound
from queue_server.domain.office import Office
from queue_server.protocol import (
    AppointmentView,
    BookSlot,
    CheckedInAnswer,
    CheckIn,
    Command,
    MoveAppointment,
    Printed,
)
from queue_server.usecases import appointments, paper
from queue_server.usecases.appointments import CheckedIn
from queue_server.usecases.paper import Reprinted
from queue_server.usecases.work import Done, Work
from queue_server.usecases.work import Request as Repeatable
from queue_server.views import appointments as seen
from queue_server.views.calendar_file import calendar_file
from queue_server.web.answers import answer, read
from queue_server.web.auth import bearer, device, staff
from queue_server.web.context import Context, context_of
from queue_server.web.kiosk import paper_of, taken_of
from queue_server.web.paper import print_again, print_slip
from queue_server.web.visitor import qr_picture

C = TypeVar("C", bound=Command)
Find = Callable[[Work], Appointment]


# --- From the phone ---


async def bookable(request: Request) -> Response:
    """GET → BookingView."""
    return answer(seen.booking_view(context_of(request).runner.office))


async def bookable_slots(request: Request) -> Response:
    """GET → FreeSlots of a service, for a phone. Raises NotAllowed `no_phone_booking`."""
    context = context_of(request)
    if not context.runner.office.phone.booking:
        raise NotAllowed("no_phone_booking")
    return await _slots(context, request.path_params["service"], "phone")


async def book(request: Request) -> Response:
    """POST BookSlot → AppointmentView. An address that books too often a day has to wait."""
    context, wish = context_of(request), await read(request, BookSlot)
    address = request.client.host if request.client else ""

    def verb(work: Work) -> Done[Appointment]:
        # Counted inside the verb: the same request sent again is not another booking.
        context.bookings.check(address)
        done = appointments.book(work, wish.service, wish.slot, "phone")
        context.bookings.failed(address)
        return done

    return await _changed(request, "citizen", verb, _wish(wish))


async def own(request: Request) -> Response:
    """GET → AppointmentView."""
    return answer(await _own(request))


async def own_slots(request: Request) -> Response:
    """GET → FreeSlots of the appointment's service, to move it. Raises NotFound `unknown_appointment`."""
    found = await _own(request)
    return await _slots(context_of(request), found.service, "phone")


async def own_move(request: Request) -> Response:
    """POST MoveAppointment → AppointmentView."""
    token = request.path_params["token"]
    return await _moved(request, "citizen", lambda work: appointments.by_token(work, token), token)


async def own_cancel(request: Request) -> Response:
    """POST Command → AppointmentView."""
    token = request.path_params["token"]
    return await _cancelled(request, "citizen", lambda work: appointments.by_token(work, token), token)


async def own_calendar(request: Request) -> Response:
    """GET → text/calendar: the appointment, in the language `?language=`."""
    language = request.query_params.get("language", "vi")
    text = calendar_file(
        await _own(request), context_of(request).runner.clock.now(), "en" if language == "en" else "vi"
    )
    headers = {"Content-Disposition": 'attachment; filename="lich-hen.ics"', "Cache-Control": "no-store"}
    return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)


async def own_qr(request: Request) -> Response:
    """GET → image/svg+xml: the appointment's QR code, the address of its page, which the kiosk's scanner reads, too."""
    return qr_picture((await _own(request)).url)


# --- At the desk ---


async def desk_slots(request: Request) -> Response:
    """GET → FreeSlots of a service, for a clerk."""
    await staff(request, "clerk")
    return await _slots(context_of(request), request.path_params["service"], "clerk")


async def desk_book(request: Request) -> Response:
    """POST BookSlot → AppointmentView."""
    user, wish = await staff(request, "clerk"), await read(request, BookSlot)

    def verb(work: Work) -> Done[Appointment]:
        return appointments.book(work, wish.service, wish.slot, "clerk")

    return await _changed(request, f"clerk:{user.name}", verb, _wish(wish))


async def desk_find(request: Request) -> Response:
    """GET → AppointmentView of a code, as people write it."""
    await staff(request, "clerk")
    return answer(await _of_code(context_of(request), request.path_params["code"]))


async def desk_move(request: Request) -> Response:
    """POST MoveAppointment → AppointmentView."""
    user, code = await staff(request, "clerk"), request.path_params["code"]
    return await _moved(request, f"clerk:{user.name}", lambda work: appointments.by_code(work, code), code)


async def desk_cancel(request: Request) -> Response:
    """POST Command → AppointmentView."""
    user, code = await staff(request, "clerk"), request.path_params["code"]
    return await _cancelled(request, f"clerk:{user.name}", lambda work: appointments.by_code(work, code), code)


async def desk_print(request: Request) -> Response:
    """POST Command → Printed: the confirmation on paper, for a citizen without a phone."""
    await staff(request, "clerk")
    context, wish = context_of(request), await read(request, Command)
    printing = context.printing.get(wish.request_id)
    if printing is None:
        slip = _slip(context, await _of_code(context, request.path_params["code"]))
        printing = context.printing.start(wish.request_id, print_slip(context, slip))
    return answer(await printing)


# --- At the kiosk ---


async def check_in(request: Request) -> Response:
    """POST CheckIn → CheckedInAnswer. Who guesses codes at a kiosk has to wait."""
    context = context_of(request)
    kiosk_device = await device(context, bearer(request), "kiosk")
    wish = await read(request, CheckIn)
    context.codes.check(kiosk_device.id)
    printer_id = context.fleet.printer_of(kiosk_device.id)
    is_new = False
    again: Reprinted | None = None

    def verb(work: Work) -> Done[CheckedIn]:
        nonlocal is_new, again
        done = appointments.check_in(work, wish.key, wish.language)
        ticket_id, is_new = done.result.issued.ticket_id, not done.result.again
        if is_new and context.fleet.queue(printer_id).prints:
            return paper.owe(work, done, ticket_id, printer_id)
        if wish.reprint and not is_new:
            again = paper.reprint(work, ticket_id, printer_id).result
        return done

    once = Repeatable(wish.request_id, f"check-in {wish.key} {wish.reprint}")
    try:
        result = await context.runner.run(f"kiosk:{kiosk_device.id}", verb, once, CheckedIn)
    except NotFound:
        context.codes.failed(kiosk_device.id)
        raise
    if again is None:
        printed = await paper_of(context, result.issued, wish, printer_id, is_new=is_new)
    else:
        printed = await print_again(context, again, wish.request_id)
    return answer(_checked_in(context, wish, result, printed))


def _checked_in(context: Context, wish: CheckIn, result: CheckedIn, printed: Printed) -> CheckedInAnswer:
    return CheckedInAnswer(
        taken=taken_of(context, result.issued),
        paper=printed,
        slot=result.slot,
        standing=result.standing.value,
        again=result.again,
        reprinted=result.again and wish.reprint,
    )


# --- What they share ---


def _wish(wish: BookSlot) -> Repeatable:
    return Repeatable(wish.request_id, f"book {wish.service} {wish.slot.isoformat()}")


async def _moved(request: Request, actor: str, find: Find, key: str) -> Response:
    wish = await read(request, MoveAppointment)

    def verb(work: Work) -> Done[Appointment]:
        return appointments.move(work, find(work), wish.slot)

    return await _changed(request, actor, verb, Repeatable(wish.request_id, f"move {key} {wish.slot.isoformat()}"))


async def _cancelled(request: Request, actor: str, find: Find, key: str) -> Response:
    wish = await read(request, Command)

    def verb(work: Work) -> Done[Appointment]:
        return appointments.cancel(work, find(work))

    return await _changed(request, actor, verb, Repeatable(wish.request_id, f"cancel appointment {key}"))


async def _changed(
    request: Request, actor: str, verb: Callable[[Work], Done[Appointment]], once: Repeatable
) -> Response:
    context = context_of(request)
    return answer(await _view(context, await context.runner.run(actor, verb, once, Appointment)))


async def _slots(context: Context, service: str, by: BookedBy) -> Response:
    office, now = context.runner.office, context.runner.clock.now()
    return answer(await context.runner.database.read(lambda db: seen.free_slots(db, office, service, now, by)))


async def _own(request: Request) -> AppointmentView:
    token = request.path_params["token"]
    return await _looked_up(context_of(request), lambda db, office: seen.by_token(db, office, token))


async def _of_code(context: Context, code: str) -> AppointmentView:
    return await _looked_up(context, lambda db, office: seen.by_code(db, office, code))


async def _looked_up(context: Context, find: Callable[[Connection, Office], Appointment]) -> AppointmentView:
    office, url = context.runner.office, context.public_url
    return await context.runner.database.read(lambda db: seen.appointment_view(db, office, find(db, office), url))


async def _view(context: Context, found: Appointment) -> AppointmentView:
    return await _looked_up(context, lambda _db, _office: found)


def _slip(context: Context, view: AppointmentView) -> Receipt:
    office = context.runner.office
    return Receipt(
        office_name=office.name["vi"],
        service_name=view.service_name["vi"],
        service_name_english=view.service_name.get("en", ""),
        code=view.code,
        issued_at=context.runner.clock.now().astimezone(office.time_zone),
        appointment=view.slot.astimezone(office.time_zone),
        opens=view.opens.astimezone(office.time_zone),
        documents=tuple(document["vi"] for document in view.documents),
        phone_url=view.url,
    )
