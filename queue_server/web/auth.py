"""Who is asking. Staff come with a cookie per screen, devices and phones with a token; nothing else opens anything."""

from __future__ import annotations

import asyncio
import time

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from queue_server.domain.errors import NotAllowed
from queue_server.protocol import SignIn
from queue_server.store.devices import Device, DeviceKind
from queue_server.store.people import User, Window
from queue_server.usecases import access
from queue_server.usecases.access import NotSignedIn
from queue_server.views import access as seen
from queue_server.web.answers import answer, read
from queue_server.web.context import Context, context_of

DEVICE_SECONDS = 2.0
COOKIES: dict[Window, str] = {"clerk": "xephang_clerk", "manager": "xephang_manager"}


async def staff(connection: HTTPConnection, role: Window) -> User:
    """The clerk or manager who asks. Raises NotSignedIn `not_signed_in`."""
    context = context_of(connection)
    token = connection.cookies.get(COOKIES[role], "")
    now, office = context.runner.clock.now(), context.runner.office
    user = await context.runner.database.read(lambda db: seen.staff_of(db, office, token, role, now))
    if user is None:
        raise NotSignedIn("not_signed_in")
    return user


async def administrator(connection: HTTPConnection) -> User:
    """The administrator who asks, in the manager's window. Raises NotSignedIn, and NotAllowed `administrators_only`."""
    user = await staff(connection, "manager")
    if user.role != "administrator":
        raise NotAllowed("administrators_only")
    return user


def actor_of(user: User) -> str:
    """As the journal names them."""
    return f"{user.role}:{user.name}"


async def device(context: Context, token: str, kind: DeviceKind) -> Device:
    """The paired device of that kind whose token this is. Raises NotAllowed `not_paired`.

    A device that was let in is let in for DEVICE_SECONDS more without asking again: a rush at the kiosks asks for
    tickets, not for who they are. An unpaired one is out as soon.
    """
    found = await known_device(context, token)
    if found is None or found.kind != kind:
        raise NotAllowed("not_paired")
    return found


async def known_device(context: Context, token: str) -> Device | None:
    """The paired device whose token this is, of whatever kind, or None."""
    known = context.devices.get(token)
    if known is None or time.monotonic() - known[1] > DEVICE_SECONDS:
        office = context.runner.office
        found = await context.runner.database.read(lambda db: seen.device_of(db, office, token))
        if found is None:
            context.devices.pop(token, None)
            return None
        known = context.devices[token] = (found, time.monotonic())
    return known[0]


def bearer(request: Request) -> str:
    """The token of the `Authorization: Bearer …` header, or an empty one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def sign_in(request: Request, role: Window) -> Response:
    """POST SignIn → SignedIn: the answer sets the cookie. Wrong ones are refused, then slowed down."""
    context, wish = context_of(request), await read(request, SignIn)
    context.attempts.check(wish.name)
    office, database = context.runner.office, context.runner.database
    user = await database.read(lambda db: seen.user_named(db, office, wish.name))
    is_right = await asyncio.to_thread(access.password_is_right, user, wish.password)
    if user is None or not is_right or not access.may_use(user, role):
        context.attempts.failed(wish.name)
        raise NotSignedIn("wrong_name_or_password")
    context.attempts.succeeded(wish.name)
    response = answer(await database.read(lambda db: seen.signed_in(db, office, user)))
    return await begin_sign_in(request, response, user, role)


async def begin_sign_in(request: Request, response: Response, user: User, role: Window) -> Response:
    """The response with the cookie of a new sign-in of somebody who has shown who they are."""
    context = context_of(request)
    hours = context.settings.sign_in_hours
    token = await context.runner.run(actor_of(user), lambda work: access.sign_in(work, user.name, role, hours))
    response.set_cookie(
        COOKIES[role],
        token,
        max_age=int(hours * 3600),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return response


async def sign_out(request: Request, role: Window) -> Response:
    """POST nothing: end the sign-in of this browser."""
    token = request.cookies.get(COOKIES[role], "")
    await context_of(request).runner.run("system", lambda work: access.sign_out(work, token))
    response = answer({})
    response.delete_cookie(COOKIES[role])
    return response


async def me(request: Request, role: Window) -> Response:
    """GET → SignedIn: who is signed in in this browser."""
    context, user = context_of(request), await staff(request, role)
    office = context.runner.office
    return answer(await context.runner.database.read(lambda db: seen.signed_in(db, office, user)))
