"""Screens and other devices: what an unpaired one shows, what a paired one is, and what the manager sees of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from queue_server.protocol.common import Command, Identifier, Texts

DeviceKind = Literal["kiosk", "display", "counter", "rating", "speaker"]
"""A kiosk; a zone's wall or loudspeaker; a counter's display or rating tablet."""
Theme = Literal["dark", "light"]
DeviceName = Annotated[str, Meta(min_length=1, max_length=64)]


class PairingView(Struct, frozen=True, kw_only=True, tag="pairing", tag_field="screen"):
    """What a screen shows that nobody has paired yet: staff type the code on the manager's page."""

    now: datetime
    time_zone: str
    office_name: Texts
    code: str
    expires_at: datetime


class RoleFrame(Struct, frozen=True, kw_only=True, tag="role", tag_field="type"):
    """What a paired screen is, told before its first view.

    `extras`: a wall shows pictures and notices, a counter display asks for a rating.
    """

    kind: DeviceKind
    name: str
    zone: str | None
    counter: int | None
    theme: Theme
    extras: bool


class ChangeDevice(Command, frozen=True, kw_only=True):
    """What a device is to be: its name, its kind with the zone or counter that the kind has, and its look."""

    name: DeviceName
    kind: DeviceKind
    zone: Identifier | None = None
    counter: int | None = None
    theme: Theme = "dark"
    extras: bool = True


class PairDevice(ChangeDevice, frozen=True, kw_only=True):
    """The same for the screen that shows this code."""

    code: Annotated[str, Meta(pattern=r"^[0-9]{6}$")]


class DeviceAnswer(Struct, frozen=True, kw_only=True):
    """The device that a command was about."""

    device: str


class DeviceLine(Struct, frozen=True, kw_only=True):
    """A paired device. `since`: connected since, or last seen; None when it never came.

    `is_outdated`: it runs another version of the screens than the server. `sound` only while it is here.
    """

    id: str
    kind: DeviceKind
    name: str
    zone: str | None
    counter: int | None
    theme: Theme
    extras: bool
    state: Literal["here", "away", "never"]
    since: datetime | None
    version: str
    is_outdated: bool
    sound: bool | None


class ZoneChoice(Struct, frozen=True, kw_only=True):
    """A zone that a wall can be of."""

    id: str
    name: Texts
