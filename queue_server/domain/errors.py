"""Refusals. A rule that says no raises one of these by name; people see the translated code, never `str(exc)`."""

from __future__ import annotations

from typing import ClassVar

Detail = str | int | None


class QueueError(Exception):
    """A refusal: `code` is a key under `error.` in `locales/`, `details` fill its placeholders.

    `status` is the HTTP status of the family, so that the edge needs no table of its own.
    """

    status: ClassVar[int] = 500

    def __init__(self, code: str, /, **details: Detail) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details


class Invalid(QueueError):
    """What was sent makes no sense, whatever the state of the office."""

    status = 422


class NotAllowed(QueueError):
    """The sender may not do this."""

    status = 403


class NotFound(QueueError):
    """There is no such service, counter, ticket or person."""

    status = 404


class Conflict(QueueError):
    """It makes sense, but not in the present state."""

    status = 409
