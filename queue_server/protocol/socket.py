"""The frames of a socket, both ways."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from queue_server.protocol.clerk import ClerkView
from queue_server.protocol.common import Refusal
from queue_server.protocol.devices import PairingView, RoleFrame
from queue_server.protocol.display import DisplayView
from queue_server.protocol.kiosk import KioskView
from queue_server.protocol.manager import ManagerView
from queue_server.protocol.phone import PhoneView

View = KioskView | DisplayView | ClerkView | ManagerView | PhoneView | PairingView


class ScreenHello(Struct, frozen=True, kw_only=True, tag="hello", tag_field="type"):
    """First message of a screen. `token`: a device's or a phone page's; staff come with their cookie.

    `version`: that of the page's files, so that the manager sees which screens are behind.
    """

    token: Annotated[str, Meta(max_length=200)] | None = None
    name: Annotated[str, Meta(max_length=64)] = ""
    sound: bool = False
    version: Annotated[str, Meta(max_length=64)] = ""


class Sounding(Struct, frozen=True, kw_only=True, tag="sounding", tag_field="type"):
    """A display says whether its browser lets it make sound: a silent one is not chosen to speak."""

    sound: bool


class Alive(Struct, frozen=True, tag="alive", tag_field="type"):
    """Answer to a beat: the page lives, not only the machine below it."""


FromScreen = ScreenHello | Sounding | Alive


class ServerHello(Struct, frozen=True, kw_only=True, tag="hello", tag_field="type"):
    """First message of the server: a screen of another version reloads itself."""

    version: str
    now: datetime


class ViewFrame(Struct, frozen=True, tag="view", tag_field="type"):
    """The whole view."""

    view: View


class Announce(Struct, frozen=True, kw_only=True, tag="announce", tag_field="type"):
    """The call that is being spoken now in this zone: flash it for `seconds`; play `sound` when `speak`.

    The sound is told by address, `sound` as the browser plays it (MP3) and `sound_wav` as the fallback.
    """

    id: str
    code: str
    counter: int
    text: str
    seconds: float
    speak: bool
    sound: str | None
    sound_wav: str | None


class Beat(Struct, frozen=True, kw_only=True, tag="beat", tag_field="type"):
    """The server lives: every 2 s to the office's screens, every 16 s to a phone. Answer with `Alive`."""

    now: datetime


class RefusedFrame(Struct, frozen=True, tag="refused", tag_field="type"):
    """Why the server closes this socket."""

    refusal: Refusal


FromServer = ServerHello | RoleFrame | ViewFrame | Announce | Beat | RefusedFrame


class Health(Struct, frozen=True, kw_only=True):
    """Answer of `/api/health`. `clock_speed` is 1 but in a demonstration or replay."""

    version: str
    office: str
    now: datetime
    clock_speed: float
