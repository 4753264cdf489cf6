"""The one route table: the product's index."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache, partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from queue_server import __version__
from queue_server.devices.icon import touch_icon
from queue_server.live.hub import ScreenKey
from queue_server.protocol import Health
from queue_server.web import (
    alarms,
    appointments,
    auth,
    clerk,
    devices,
    exports,
    first_run,
    kiosk,
    loudspeaker,
    media,
    notices,
    open_door,
    openapi,
    people,
    phone_numbers,
    printers,
    rating,
    reports,
    set_up,
    supervision,
    ticket_look,
    visitor,
    what_if,
)
from queue_server.web.agents import agent_socket
from queue_server.web.answers import answer
from queue_server.web.context import context_of
from queue_server.web.sockets import screen_socket

Endpoint = Callable[[Request], Awaitable[Response]]


def routes() -> list[BaseRoute]:
    """Every address that the server answers."""
    return [
        # Pages: shells without data.
        Route("/", _page("index_ui")),
        Route("/kiosk", _page("kiosk_ui")),
        Route("/display", _page("display_ui")),
        Route("/display/{zone}", _page("display_ui")),
        Route("/start.html", _start_file),
        Route("/counter/{number}", _page("display_ui")),
        Route("/rating/{number}", _page("display_ui")),
        Route("/clerk", _page("clerk_ui")),
        Route("/manager", _page("manager_ui")),
        Route("/phone", _page("phone_ui")),
        Route("/apple-touch-icon.png", _touch_icon),
        Route("/phone/worker.js", _worker),
        Route("/phone/{token}", _page("phone_ui")),
        Route("/book", _page("booking_ui")),
        Route("/appointment/{token}", _page("booking_ui")),
        Route("/assets/{version}/{path:path}", _asset),
        # Citizens.
        Route("/api/kiosk/tickets", kiosk.take_ticket, methods=["POST"]),
        Route("/api/kiosk/dossiers", kiosk.ask_dossier, methods=["POST"]),
        Route("/api/kiosk/speech", kiosk.say, methods=["POST"]),
        Route("/api/phone-numbers", phone_numbers.offer),
        Route("/api/phone-numbers", phone_numbers.take, methods=["POST"]),
        Route("/api/phone/{token}", visitor.phone),
        Route("/api/phone/{token}/proof", visitor.proof),
        Route("/api/phone/{token}/cancel", visitor.cancel, methods=["POST"]),
        Route("/api/phone/{token}/more-time", visitor.more_time, methods=["POST"]),
        Route("/api/phone/{token}/notices", notices.state),
        Route("/api/phone/{token}/notices", notices.ask, methods=["POST"]),
        Route("/api/phone/{token}/notices/stop", notices.stop, methods=["POST"]),
        Route("/api/ratings", rating.rate, methods=["POST"]),
        Route("/media/{name:path}", media.media),
        Route("/qr/{token}.svg", visitor.qr_code),
        Route("/api/kiosk/check-in", appointments.check_in, methods=["POST"]),
        Route("/api/book", appointments.bookable, methods=["GET"]),
        Route("/api/book", appointments.book, methods=["POST"]),
        Route("/api/book/{service}", appointments.bookable_slots),
        Route("/api/appointment/{token}", appointments.own),
        Route("/api/appointment/{token}/slots", appointments.own_slots),
        Route("/api/appointment/{token}/move", appointments.own_move, methods=["POST"]),
        Route("/api/appointment/{token}/cancel", appointments.own_cancel, methods=["POST"]),
        Route("/appointment/{token}/calendar.ics", appointments.own_calendar),
        Route("/appointment/{token}/qr.svg", appointments.own_qr),
        Route("/audio/{key}.mp3", _mp3),
        Route("/audio/{key}.wav", _wav),
        # Clerks.
        Route("/api/clerk/sign-in", partial(auth.sign_in, role="clerk"), methods=["POST"]),
        Route("/api/clerk/sign-out", partial(auth.sign_out, role="clerk"), methods=["POST"]),
        Route("/api/clerk/me", partial(auth.me, role="clerk")),
        Route("/api/clerk/password", partial(people.change_password, role="clerk"), methods=["POST"]),
        Route("/api/clerk/slots/{service}", appointments.desk_slots),
        Route("/api/clerk/appointments", appointments.desk_book, methods=["POST"]),
        Route("/api/clerk/appointments/{code}", appointments.desk_find),
        Route("/api/clerk/appointments/{code}/move", appointments.desk_move, methods=["POST"]),
        Route("/api/clerk/appointments/{code}/cancel", appointments.desk_cancel, methods=["POST"]),
        Route("/api/clerk/appointments/{code}/print", appointments.desk_print, methods=["POST"]),
        Route("/api/clerk/tickets/{ticket}", clerk.history),
        Route("/api/counters/{number:int}/{verb}", clerk.at_counter, methods=["POST"]),
        # Managers.
        Route("/api/manager/sign-in", partial(auth.sign_in, role="manager"), methods=["POST"]),
        Route("/api/manager/sign-out", partial(auth.sign_out, role="manager"), methods=["POST"]),
        Route("/api/manager/me", partial(auth.me, role="manager")),
        Route("/api/manager/today", _today),
        Route("/api/manager/message", media.set_message, methods=["POST"]),
        Route("/api/manager/tickets/{ticket}/move", supervision.move, methods=["POST"]),
        Route("/api/manager/tickets/{ticket}/cancel", supervision.cancel, methods=["POST"]),
        Route("/api/manager/counters/{number:int}/open", supervision.open_counter, methods=["POST"]),
        Route("/api/manager/counters/{number:int}/pause", supervision.pause, methods=["POST"]),
        Route("/api/manager/counters/{number:int}/close", supervision.close, methods=["POST"]),
        Route("/api/manager/counters/{number:int}/services", supervision.serve_today, methods=["POST"]),
        Route("/api/manager/alerts/{alert:int}/acknowledge", supervision.acknowledge, methods=["POST"]),
        Route("/api/manager/ratings", rating.ratings),
        Route("/api/manager/announcements", loudspeaker.announce, methods=["POST"]),
        Route("/api/manager/alarms", alarms.history),
        Route("/api/manager/alarms/{number:int}/answer", alarms.reply, methods=["POST"]),
        Route("/api/manager/alarms/{number:int}/end", alarms.end, methods=["POST"]),
        Route("/api/manager/announcements/listen", loudspeaker.listen, methods=["POST"]),
        Route("/api/manager/announcements/take-back", loudspeaker.take_back, methods=["POST"]),
        Route("/api/manager/devices", devices.pair, methods=["POST"]),
        Route("/api/manager/devices/{device}", devices.change, methods=["POST"]),
        Route("/api/manager/devices/{device}/unpair", devices.unpair, methods=["POST"]),
        Route("/api/manager/fairness", reports.fairness),
        Route("/api/manager/what-if/counters", what_if.counters, methods=["POST"]),
        Route("/api/manager/what-if/replay", what_if.replay, methods=["POST"]),
        Route("/api/manager/what-if/days/{day}", what_if.day_rules),
        Route("/api/manager/password", partial(people.change_password, role="manager"), methods=["POST"]),
        Route("/api/manager/reports", reports.report),
        Route("/api/manager/reports/turns", reports.report_turns),
        Route("/api/manager/reports/export.xlsx", exports.workbook),
        Route("/api/manager/reports/export.csv", exports.table),
        Route("/api/manager/reprint", printers.reprint, methods=["POST"]),
        Route("/api/manager/printers", printers.save, methods=["POST"]),
        Route("/api/manager/printers/remove", printers.remove, methods=["POST"]),
        Route("/api/manager/printers/choose", printers.choose, methods=["POST"]),
        Route("/api/manager/printers/roll", printers.change_roll, methods=["POST"]),
        Route("/api/manager/printers/try", printers.try_printer, methods=["POST"]),
        Route("/api/manager/ticket", ticket_look.template),
        Route("/api/manager/ticket", ticket_look.save_template, methods=["POST"]),
        Route("/api/manager/ticket/logo", ticket_look.save_logo, methods=["POST"]),
        Route("/api/manager/ticket/restore", ticket_look.restore, methods=["POST"]),
        Route("/api/manager/ticket/look", ticket_look.look, methods=["POST"]),
        # Administrators.
        Route("/api/manager/set-up", set_up.view),
        Route("/api/manager/set-up", set_up.apply, methods=["POST"]),
        Route("/api/manager/set-up/look", set_up.look, methods=["POST"]),
        Route("/api/manager/set-up/restore", set_up.restore, methods=["POST"]),
        Route("/api/manager/set-up/office.toml", set_up.download),
        Route("/api/manager/people", people.people),
        Route("/api/manager/people", people.save, methods=["POST"]),
        Route("/api/manager/people/remove", people.remove, methods=["POST"]),
        # Everybody.
        Route("/api/public/digests/{day}", reports.day_digest),
        Route("/api/first-run", first_run.first_run),
        Route("/api/first-run", first_run.begin, methods=["POST"]),
        Route("/api/health", _health),
        Route("/api/openapi.json", _openapi),
        Route("/api/public/board", open_door.board),
        Route("/api/tickets", open_door.take_ticket, methods=["POST"]),
        Route("/api/try-out", _try_out),
        WebSocketRoute("/ws/agent", agent_socket),
        WebSocketRoute("/ws/{kind}", screen_socket),
        WebSocketRoute("/ws/{kind}/{name}", screen_socket),
    ]


def _page(folder: str) -> Endpoint:
    async def page(request: Request) -> Response:
        return context_of(request).pages.page(folder)

    return page


async def _start_file(request: Request) -> Response:
    return context_of(request).pages.start_file(f"{request.url.scheme}://{request.url.netloc}")


async def _touch_icon(_request: Request) -> Response:
    return Response(touch_icon(), media_type="image/png", headers={"Cache-Control": "public, max-age=86400"})


async def _worker(request: Request) -> Response:
    return context_of(request).pages.worker()


async def _asset(request: Request) -> Response:
    return await context_of(request).pages.asset(request)


async def _today(request: Request) -> Response:
    """GET → ManagerView, also for a key of the scope `read:statistics`."""
    if auth.bearer(request):
        await open_door.key(request, "read:statistics")
    else:
        await auth.staff(request, "manager")
    return answer(await context_of(request).viewing.view(ScreenKey("manager", "")))


async def _openapi(_request: Request) -> Response:
    """GET this description of the API, made from the routes and the shapes."""
    return answer(_description())


@cache
def _description() -> dict[str, object]:
    return openapi.document(routes())


async def _health(request: Request) -> Response:
    """GET → Health."""
    runner = context_of(request).runner
    clock = runner.clock
    return answer(Health(version=__version__, office=runner.office.id, now=clock.now(), clock_speed=clock.speed))


async def _try_out(request: Request) -> Response:
    """GET links and passwords to try the system with; 404 but after `make run`."""
    context = context_of(request)
    if context.try_out is None:
        raise HTTPException(404)
    office_name = dict(context.runner.office.name)
    return answer({"office_name": office_name, "links": context.try_out.links, "accounts": context.try_out.accounts})


async def _mp3(request: Request) -> Response:
    return _sound(context_of(request).loudspeaker.mp3(request.path_params["key"]), "audio/mpeg")


async def _wav(request: Request) -> Response:
    return _sound(context_of(request).loudspeaker.wav(request.path_params["key"]), "audio/wav")


def _sound(data: bytes | None, kind: str) -> Response:
    if data is None:
        raise HTTPException(404)
    # The address is the content's hash: it never changes.
    return Response(data, media_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"})
