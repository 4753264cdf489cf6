"""The manager's line on every wall."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from queue_server.protocol.common import Command


class SetMessage(Command, frozen=True, kw_only=True):
    """A line for every wall; without any text the present one is cleared."""

    vi: Annotated[str, Meta(max_length=300)] = ""
    en: Annotated[str, Meta(max_length=300)] = ""


class MessageSet(Struct, frozen=True):
    """Whether the walls show a message now."""

    is_shown: bool
