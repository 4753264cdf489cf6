"""JSON in and out, by the structs of `protocol`."""

from __future__ import annotations

import logging
import secrets
import unicodedata
from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from queue_server.domain.errors import Invalid, QueueError
from queue_server.protocol import Command, Refused
from queue_server.texts import refusal

T = TypeVar("T")
log = logging.getLogger(__name__)
LONGEST_DAYS = 366
_encoder = msgspec.json.Encoder()


class Internal(QueueError):
    """Our own fault; the log has the rest under the reference."""

    status = 500


def answer(value: object, status: int = 200) -> Response:
    """A struct as JSON."""
    return Response(_encoder.encode(value), status, media_type="application/json")


def refuse(error: QueueError, status: int | None = None) -> Response:
    """A refusal, typed and in words."""
    return answer(Refused(refusal(error)), status or error.status)


def internal(error: BaseException) -> Response:
    """For whatever nobody foresaw: a reference number, with the rest in the log and nothing of it on the wire."""
    reference = secrets.token_hex(4)
    log.error("internal error %s", reference, exc_info=error)
    return answer(Refused(refusal(Internal("internal"), reference)), 500)


async def read(request: Request, kind: type[T]) -> T:
    """The request's body as a struct, its texts NFC. Raises Invalid `malformed` with the place, never what was sent."""
    try:
        return _composed(msgspec.json.decode(await request.body(), type=kind))
    except msgspec.ValidationError as error:
        raise Invalid("malformed", where=str(error).partition(" - at ")[2].strip("`")) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid("malformed", where="") from error


def days_asked(request: Request) -> int:
    """How many days back the question `?days=` goes, 30 where it says nothing. Raises Invalid `malformed`."""
    days = request.query_params.get("days", "30")
    if not (days.isascii() and days.isdecimal() and len(days) < 4) or not 1 <= int(days) <= LONGEST_DAYS:
        raise Invalid("malformed", where="days")
    return int(days)


def _composed(value: T) -> T:
    """A command with its texts in NFC: some keyboards send Vietnamese marks one by one. A password stays as it is."""
    if not isinstance(value, Command):
        return value
    texts = {name: getattr(value, name) for name in value.__struct_fields__}
    changed = {
        name: unicodedata.normalize("NFC", text)
        for name, text in texts.items()
        if isinstance(text, str) and not text.isascii()
    }
    return msgspec.structs.replace(value, **changed) if changed else value
