"""The administrator's pages of the set-up: look at it, at what a change would do, apply it, take it back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from queue_server.domain.errors import Invalid, Problem
from queue_server.office_file import SetUpInvalid, file_of, keep_file, office_of_tables, read_office, write_office
from queue_server.protocol import ApplySetUp, LookAtSetUp, RestoreSetUp, SetUpApplied, SetUpLook
from queue_server.texts import told
from queue_server.usecases import set_up
from queue_server.usecases.work import Done, Work
from queue_server.usecases.work import Request as Repeatable
from queue_server.views.set_up import change_lines, set_up_view
from queue_server.web.answers import answer, read
from queue_server.web.auth import actor_of, administrator
from queue_server.web.context import Context, context_of
from queue_server.web.paper import not_on_paper


async def view(request: Request) -> Response:
    """GET → SetUpView."""
    context, _ = context_of(request), await administrator(request)
    office, faults = context.runner.office, tuple(context.viewing.voice_faults)
    seen = await context.runner.database.read(lambda db: set_up_view(db, office, faults))
    unprinted = [
        replace(one, where="office.languages") for name in office.languages for one in not_on_paper(office, name)
    ]
    return answer(msgspec.structs.replace(seen, hints=[*seen.hints, *map(told, unprinted)]))


async def download(request: Request) -> Response:
    """GET ?language=vi → application/toml: the set-up in force, every key explained; without it, as it was written."""
    context, _ = context_of(request), await administrator(request)
    office, language = context.runner.office, request.query_params.get("language", "")
    if language not in ("", "vi", "en"):
        raise Invalid("malformed", where="language")
    if language:
        text = write_office(office, language)
    else:
        text = await context.runner.database.read(lambda db: set_up_view(db, office, ()).text)
    disposition = {"Content-Disposition": 'attachment; filename="office.toml"'}
    return Response(text, media_type="application/toml", headers=disposition)


async def look(request: Request) -> Response:
    """POST LookAtSetUp → SetUpLook: what applying it would change, or everything that is wrong with it."""
    context, _ = context_of(request), await administrator(request)
    wish = await read(request, LookAtSetUp)
    office, now = context.runner.office, context.runner.clock.now()

    def found(work: Work) -> SetUpLook:
        text = set_up.text_of(work, wish.version) if wish.version is not None else wish.text
        try:
            after = read_office(text) if text is not None else office_of_tables(wish.file or {})
        except SetUpInvalid as invalid:
            return _wrong(invalid.problems)
        problems, changes = set_up.look(work, after)
        return SetUpLook(problems=[*map(told, problems)], changes=change_lines(changes), file=file_of(after))

    if (wish.file, wish.text, wish.version).count(None) != 2:
        raise Invalid("malformed", where="file")
    return answer(await context.runner.database.read(lambda db: found(Work(db, office, now, ""))))


async def apply(request: Request) -> Response:
    """POST ApplySetUp → SetUpApplied: in force at once, on every screen."""
    context, user = context_of(request), await administrator(request)
    wish = await read(request, ApplySetUp)
    if (wish.file is None) == (wish.text is None):
        raise Invalid("malformed", where="file")
    text = write_office(office_of_tables(wish.file)) if wish.file is not None else str(wish.text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    version = await context.runner.run(
        actor_of(user),
        kept(context, lambda work: set_up.apply(work, text, wish.based_on)),
        Repeatable(wish.request_id, f"set-up {digest} {wish.based_on}"),
        int,
    )
    return answer(SetUpApplied(version))


async def restore(request: Request) -> Response:
    """POST RestoreSetUp → SetUpApplied: a former set-up is in force again."""
    context, user = context_of(request), await administrator(request)
    wish = await read(request, RestoreSetUp)
    version = await context.runner.run(
        actor_of(user),
        kept(context, lambda work: set_up.restore(work, wish.version, wish.based_on)),
        Repeatable(wish.request_id, f"restore set-up {wish.version} {wish.based_on}"),
        int,
    )
    return answer(SetUpApplied(version))


def kept(context: Context, verb: Callable[[Work], Done[int]]) -> Callable[[Work], Done[int]]:
    """The verb, and the file in the data folder after it."""

    def keep(work: Work) -> Done[int]:
        done = verb(work)
        # Inside the transaction: a disk that takes no file leaves no set-up that a restart would take back.
        keep_file(context.settings.office_file, set_up.text_of(work, done.result))
        return done

    return keep


def _wrong(problems: tuple[Problem, ...]) -> SetUpLook:
    return SetUpLook(problems=[*map(told, problems)], changes=[], file=None)
