"""The first run: whoever stands at the server gives the office its name, its hours and its first administrator."""

from __future__ import annotations

import asyncio
import secrets

from starlette.requests import Request
from starlette.responses import Response

from queue_server import protocol
from queue_server.domain.errors import NotAllowed, NotFound
from queue_server.office_file import first_office, write_office
from queue_server.protocol import BeginOffice
from queue_server.store.people import User
from queue_server.usecases import access
from queue_server.usecases.access import Person
from queue_server.usecases.work import Done, Work
from queue_server.usecases.work import Request as Repeatable
from queue_server.views import access as seen
from queue_server.web.answers import answer, read
from queue_server.web.auth import begin_sign_in
from queue_server.web.context import Context, context_of
from queue_server.web.set_up import kept


async def first_run(request: Request) -> Response:
    """GET → FirstRun."""
    return answer(protocol.FirstRun(_is_needed(context_of(request))))


async def begin(request: Request) -> Response:
    """POST BeginOffice → SignedIn, once, with the code that stands in the server's terminal."""
    context, wish = context_of(request), await read(request, BeginOffice)
    if not _is_needed(context):
        raise NotFound("first_run_is_over")
    _check_code(context, wish.code)
    access.refuse_short_password(wish.password)
    text = write_office(first_office(context.runner.office, wish))
    hashed = await asyncio.to_thread(access.hash_password, wish.password)
    person = Person(wish.name, wish.display_name or wish.name, "administrator")

    def carry_out(work: Work) -> Done[int]:
        return access.begin_office(work, text, person, hashed)

    request_of = Repeatable(wish.request_id, f"first run {person}")
    await context.runner.run("first-run", kept(context, carry_out), request_of, int)
    if context.first_run is not None:
        context.first_run.is_needed = False
    office, user = context.runner.office, User(person.name, person.display_name, person.role, hashed)
    signed_in = await context.runner.database.read(lambda db: seen.signed_in(db, office, user))
    return await begin_sign_in(request, answer(signed_in), user, "manager")


def _is_needed(context: Context) -> bool:
    return context.first_run is not None and context.first_run.is_needed


def _check_code(context: Context, code: str) -> None:
    # Eight letters and digits, and five tries a minute: nobody in the network is faster than who reads the terminal.
    context.attempts.check("first run")
    known = context.first_run.code if context.first_run is not None else ""
    if not secrets.compare_digest(code.replace(" ", "").replace("-", "").upper().encode(), known.encode()):
        context.attempts.failed("first run")
        raise NotAllowed("wrong_first_code")
    context.attempts.succeeded("first run")
