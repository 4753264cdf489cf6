"""The manager's page of the ticket's look: its template, the office's logo, former looks, and pictures of all that."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from queue_server.devices.receipt import DOTS_PER_MM, Receipt, draw, png_bytes
from queue_server.devices.stationery import Stationery, checked_logo
from queue_server.devices.template import TemplateError, appointment_slip, parse_template
from queue_server.domain.estimate import WaitRange
from queue_server.domain.office import Office
from queue_server.office_file import SetUpInvalid
from queue_server.protocol import (
    LookAtTicket,
    RestoreLook,
    SamplePaper,
    SaveLogo,
    SaveTemplate,
    TicketPicture,
    TicketTemplate,
)
from queue_server.texts import problem_in_all_languages
from queue_server.usecases import ticket_look
from queue_server.usecases.ticket_look import Look
from queue_server.usecases.work import Done, Work
from queue_server.usecases.work import Request as Repeatable
from queue_server.views.paper import look_versions
from queue_server.web.answers import answer, read
from queue_server.web.auth import staff
from queue_server.web.context import Context, context_of
from queue_server.web.paper import not_on_paper, receipt_of

SAMPLE_CODE = "WM4KQ7"  # an appointment's, with the widest letters
# As long as a real one: 22 characters after the address.
SAMPLE_TOKEN = "phieu-in-thu-0000000000"  # noqa: S105  # opens nothing

W = TypeVar("W")
Verb = Callable[[Work, Look], Done[Look]]


async def template(request: Request) -> Response:
    """GET → TicketTemplate: the text to edit, and what is wrong with the files of the data folder."""
    context, _ = context_of(request), await staff(request, "manager")
    office = context.runner.office
    history = await context.runner.database.read(lambda db: look_versions(db, office))

    def found() -> TicketTemplate:
        text, is_own = context.stationery.text()
        now = context.stationery.look()
        return TicketTemplate(
            text=text,
            is_own=is_own,
            has_logo=now.logo is not None,
            languages=list(office.languages),
            history=history,
            problems=[*map(problem_in_all_languages, now.problems)],
        )

    return answer(await asyncio.to_thread(found))


async def save_template(request: Request) -> Response:
    """POST SaveTemplate: tickets look like this from now on. Raises Invalid `ticket_template_invalid`."""
    wish = await _wish(request, SaveTemplate)
    digest = hashlib.sha256((wish.text or "").encode()).hexdigest()
    once = Repeatable(wish.request_id, f"template {digest}")
    return await _changed(request, lambda work, now: ticket_look.save_template(work, now, wish.text), once)


async def save_logo(request: Request) -> Response:
    """POST SaveLogo: the logo from now on, or none. Raises Invalid `ticket_template_invalid` for what is no picture."""
    wish = await _wish(request, SaveLogo)
    try:
        logo = None if wish.picture is None else await asyncio.to_thread(checked_logo, wish.picture)
    except TemplateError as error:
        raise SetUpInvalid(error.problems, error.code) from error
    once = Repeatable(wish.request_id, f"logo {hashlib.sha256(logo or b'').hexdigest()}")
    return await _changed(request, lambda work, now: ticket_look.save_logo(work, now, logo), once)


async def restore(request: Request) -> Response:
    """POST RestoreLook: tickets look again as they did."""
    wish = await _wish(request, RestoreLook)
    once = Repeatable(wish.request_id, f"restore look {wish.version}")
    return await _changed(request, lambda work, now: ticket_look.restore(work, now, wish.version), once)


async def look(request: Request) -> Response:
    """POST LookAtTicket → TicketPicture: a sample of the longest names, as it would come out."""
    wish = await _wish(request, LookAtTicket)
    return answer(await asyncio.to_thread(_picture, context_of(request), wish))


async def _wish(request: Request, kind: type[W]) -> W:
    await staff(request, "manager")
    return await read(request, kind)


async def _changed(request: Request, verb: Verb, once: Repeatable) -> Response:
    context, user = context_of(request), await staff(request, "manager")
    stationery = context.stationery

    def change(work: Work) -> Done[str]:
        now = _in_use(stationery)
        after = verb(work, now).result
        # Inside the transaction: a disk that takes no file leaves no row that says so.
        if after.template != now.template:
            stationery.save(after.template)
        if after.logo != now.logo:
            stationery.save_logo(after.logo)
        return Done("")

    try:
        await context.runner.run(f"manager:{user.name}", change, once, str)
    except TemplateError as error:
        raise SetUpInvalid(error.problems, error.code) from error
    return answer({})


def _in_use(stationery: Stationery) -> Look:
    text, is_own = stationery.text()
    return Look(text if is_own else None, stationery.logo())


def _picture(context: Context, wish: LookAtTicket) -> TicketPicture:
    now = context.stationery.look()
    try:
        chosen = now.template if wish.text is None else parse_template(wish.text)
        if wish.paper == "slip":
            chosen = appointment_slip()
        logo = now.logo if wish.logo is None else checked_logo(wish.logo)
        receipt = sample(context, wish.service, wish.language, wish.paper)
        image = draw(replace(receipt, logo=logo), wish.dots, chosen)
    except TemplateError as error:  # of the template, the logo, or of paper too narrow for it
        problems = [*map(problem_in_all_languages, error.problems)]
        return TicketPicture(png="", width_mm=0, height_mm=0, problems=problems, warnings=[])
    return TicketPicture(
        png=base64.b64encode(png_bytes(image)).decode(),
        width_mm=image.width / DOTS_PER_MM,
        height_mm=image.height / DOTS_PER_MM,
        problems=[],
        warnings=[*map(problem_in_all_languages, not_on_paper(context.runner.office, wish.language))],
    )


def sample(context: Context, service_id: str | None, language: str, paper: SamplePaper = "first") -> Receipt:
    """A ticket of the longest names that this office has, or of one service."""
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
        reprint=paper == "reprint",
        slot=now if paper in ("appointment", "slip") else None,
    )
    return replace(booked, code=SAMPLE_CODE) if paper == "slip" else booked


def _longest_named(office: Office) -> str:
    return max(office.services, key=lambda service: len(service.name["vi"])).id
