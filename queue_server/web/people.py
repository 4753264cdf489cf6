"""The administrator's page of the staff, and everyone's own password."""

from __future__ import annotations

import asyncio
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from queue_server.domain.errors import NotAllowed
from queue_server.protocol import ChangePassword, RemovePerson, SavePerson
from queue_server.store.people import Window
from queue_server.usecases import access
from queue_server.usecases.access import Person
from queue_server.usecases.work import Request as Repeatable
from queue_server.views.set_up import staff as staff_view
from queue_server.web.answers import answer, read
from queue_server.web.auth import actor_of, administrator, begin_sign_in, staff
from queue_server.web.context import context_of


async def people(request: Request) -> Response:
    """GET → People."""
    context, _ = context_of(request), await administrator(request)
    office = context.runner.office
    return answer(await context.runner.database.read(lambda db: staff_view(db, office)))


async def save(request: Request) -> Response:
    """POST SavePerson → People: somebody comes, changes, or may not come in for now."""
    context, user = context_of(request), await administrator(request)
    wish = await read(request, SavePerson)
    hashed = None
    if wish.password is not None:
        access.refuse_short_password(wish.password)
        hashed = await asyncio.to_thread(access.hash_password, wish.password)
    person = Person(wish.name, wish.display_name, wish.role, wish.is_disabled)
    await context.runner.run(
        actor_of(user),
        lambda work: access.save_person(work, person, hashed),
        Repeatable(wish.request_id, f"person {person} {wish.password is not None}"),
        str,
    )
    office = context.runner.office
    return answer(await context.runner.database.read(lambda db: staff_view(db, office)))


async def remove(request: Request) -> Response:
    """POST RemovePerson → People: somebody leaves the staff, and every window of theirs is closed."""
    context, user = context_of(request), await administrator(request)
    wish = await read(request, RemovePerson)
    await context.runner.run(
        actor_of(user),
        lambda work: access.remove_user(work, wish.name),
        Repeatable(wish.request_id, f"remove person {wish.name}"),
        str,
    )
    office = context.runner.office
    return answer(await context.runner.database.read(lambda db: staff_view(db, office)))


async def change_password(request: Request, role: Window) -> Response:
    """POST ChangePassword: one's own; this browser stays signed in, all others are signed out."""
    context, user = context_of(request), await staff(request, role)
    wish = await read(request, ChangePassword)
    context.attempts.check(user.name)
    if not await asyncio.to_thread(access.password_is_right, user, wish.old):
        context.attempts.failed(user.name)
        raise NotAllowed("wrong_password")
    context.attempts.succeeded(user.name)
    access.refuse_short_password(wish.new)
    hashed = await asyncio.to_thread(access.hash_password, wish.new)
    await context.runner.run(
        actor_of(user),
        partial(access.change_password, name=user.name, password_hash=hashed),
        Repeatable(wish.request_id, f"password {user.name}"),
        str,
    )
    return await begin_sign_in(request, answer({}), user, role)
