"""Refusals. A rule that says no raises one of these by name; people see the translated code, never `str(exc)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

Detail = str | int | None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file: by code, and where in it: `service.0.prefix`, "" for the whole of it.

    `code` is a key under `setup.problem.` in `locales/`, `details` fill its placeholders.
    """

    where: str
    code: str
    details: Mapping[str, Detail] = field(default_factory=dict)


class QueueError(Exception):
    """A refusal: `code` is a key under `error.` in `locales/`, `details` fill its placeholders.

    `status` is the HTTP status of the family, so that the edge needs no table of its own. `problems` are all that is
    wrong with a file; its text has them under `{problem}`, in each language.
    """

    status: ClassVar[int] = 500
    problems: tuple[Problem, ...] = ()

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
