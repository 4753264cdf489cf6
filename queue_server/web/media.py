"""Pictures and videos for the walls, and the manager's message."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from queue_server.protocol import MessageSet, SetMessage
from queue_server.usecases import message
from queue_server.usecases.work import Request as Repeatable
from queue_server.web.answers import answer, read
from queue_server.web.auth import staff
from queue_server.web.context import context_of


async def media(request: Request) -> Response:
    """GET a picture or video of the media folder; in parts, as players ask for them."""
    folder = context_of(request).viewing.media
    path = None if folder is None else folder.file(request.path_params["name"])
    if path is None or not path.is_file():
        raise HTTPException(404)
    # The address holds the moment of the last change.
    return FileResponse(path, headers={"Cache-Control": "public, max-age=86400"})


async def set_message(request: Request) -> Response:
    """POST SetMessage → MessageSet: the walls show it at once."""
    context, user = context_of(request), await staff(request, "manager")
    wish = await read(request, SetMessage)
    texts = {"vi": wish.vi, "en": wish.en}
    is_shown = await context.runner.run(
        f"manager:{user.name}",
        lambda work: message.set_message(work, texts),
        Repeatable(wish.request_id, f"message {wish.vi!r} {wish.en!r}"),
        bool,
    )
    return answer(MessageSet(is_shown))
