"""The frames of a socket, both ways."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from queue_server.protocol.clerk import ClerkView
from queue_server.protocol.common import AnnouncementKind, Refusal
from queue_server.protocol.devices import PairingView, RoleFrame
from queue_server.protocol.display import DisplayView
from queue_server.protocol.kiosk import KioskView
from queue_server.protocol.manager import ManagerView
from queue_server.protocol.phone import PhoneView
from queue_server.protocol.rating import CounterView

View = KioskView | DisplayView | ClerkView | ManagerView | PhoneView | CounterView | PairingView


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


class Ready(Struct, frozen=True, kw_only=True, tag="ready", tag_field="type"):
    """The chosen screen can say the announcement of that id: the server answers with `Speak`, or asks another."""

    id: Annotated[str, Meta(max_length=200)]


class Spoke(Struct, frozen=True, kw_only=True, tag="spoke", tag_field="type"):
    """What became of a `Speak`: its sound begins to be heard, or was not heard at all (held back, not to be decoded).

    Only an announcement that was not heard is given to another screen.
    """

    id: Annotated[str, Meta(max_length=200)]
    heard: bool


FromScreen = ScreenHello | Sounding | Ready | Spoke | Alive


class ServerHello(Struct, frozen=True, kw_only=True, tag="hello", tag_field="type"):
    """First message of the server: a screen of another version reloads itself."""

    version: str
    now: datetime


class ViewFrame(Struct, frozen=True, tag="view", tag_field="type"):
    """The whole view."""

    view: View


class Announce(Struct, frozen=True, kw_only=True, tag="announce", tag_field="type"):
    """What is spoken now in this zone: flash it for `seconds`. `code` and `counter` are those of a call.

    The screen with `speak` is chosen to say it: it answers `Ready` and says it when `Speak` comes, never before, so
    that a screen that hung speaks no call that another has said meanwhile. The sound is told by address, `sound` as the
    browser plays it (MP3) and `sound_wav` as the fallback; None when nothing is to be heard. `volume` is 0 to 100.
    `text` is what is said, `second_text` the same in the office's second language.
    """

    id: str
    kind: AnnouncementKind
    code: str | None
    counter: int | None
    text: str
    second_text: str | None = None
    seconds: float
    speak: bool
    volume: int
    sound: str | None
    sound_wav: str | None


class Speak(Struct, frozen=True, kw_only=True, tag="speak", tag_field="type"):
    """The word is given: this screen, and no other ever, says the announcement of that id now."""

    id: str


class Beat(Struct, frozen=True, kw_only=True, tag="beat", tag_field="type"):
    """The server lives: every 2 s to the office's screens, every 16 s to a phone. Answer with `Alive`."""

    now: datetime


class RefusedFrame(Struct, frozen=True, tag="refused", tag_field="type"):
    """Why the server closes this socket."""

    refusal: Refusal


FromServer = ServerHello | RoleFrame | ViewFrame | Announce | Speak | Beat | RefusedFrame


class Health(Struct, frozen=True, kw_only=True):
    """Answer of `/api/health`. `clock_speed` is 1 but in a demonstration or replay."""

    version: str
    office: str
    now: datetime
    clock_speed: float
