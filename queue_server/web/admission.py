"""Who may open a screen's socket, and as what: nothing is shown to whom it does not concern."""

from __future__ import annotations

import re

from starlette.websockets import WebSocket

from queue_server.domain.errors import Invalid, NotAllowed, NotFound
from queue_server.live.hub import Screen, ScreenKey
from queue_server.protocol import RoleFrame, ScreenHello
from queue_server.store.devices import Device, DeviceKind
from queue_server.web.auth import device, known_device, staff
from queue_server.web.context import Context

_COUNTER = re.compile(r"[1-9][0-9]{0,3}")
# A screen's own token: 256 bits as it makes them, so that nobody meets another's by guessing.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43,128}")


async def admit(context: Context, socket: WebSocket, hello: ScreenHello) -> tuple[Screen, RoleFrame | None]:
    """The screen, and its role if it is a paired device. Raises QueueError: why it is not let in."""
    kind, name = socket.path_params["kind"], socket.path_params.get("name", "")
    token, now = hello.token or "", context.runner.clock.now()
    match kind:
        case "screen":
            return await _admit_screen(context, hello)
        case "kiosk":
            return _as_device(context, hello, await device(context, token, "kiosk"))
        case "display" | "speaker" | "counter" | "rating":
            return _as_device(context, hello, await _device_of(context, token, kind, name))
        case "clerk":
            user = await staff(socket, "clerk")
            # Written as the updates write it: "01" would be a desk that nobody ever tells anything.
            context.runner.office.counter(_number(name))
            return Screen(ScreenKey(kind, name), name, now, version=hello.version, user=user.name), None
        case "manager":
            user = await staff(socket, "manager")
            return Screen(ScreenKey(kind, ""), user.display_name, now, version=hello.version, user=user.name), None
        case "phone":
            return Screen(ScreenKey(kind, await context.viewing.ticket_of(token)), "", now), None
    raise NotFound("no_such_page")


async def _admit_screen(context: Context, hello: ScreenHello) -> tuple[Screen, RoleFrame | None]:
    """A screen that opened `/display`: what it was paired as, or one that shows a code until it is."""
    token = hello.token or ""
    if not _TOKEN.fullmatch(token):
        raise Invalid("malformed", where="token")
    paired = await known_device(context, token)
    if paired is not None:
        return _as_device(context, hello, paired)
    now = context.runner.clock.now()
    context.viewing.pairing.code_for(token, now)
    return Screen(ScreenKey("pairing", token), "", now), None


async def _device_of(context: Context, token: str, kind: DeviceKind, name: str) -> Device:
    """The device that an address names as well. Raises as the office does for no such place, and `not_paired`."""
    office = context.runner.office
    place: str | int = office.zone(name).id if kind in ("display", "speaker") else office.counter(_number(name)).number
    found = await device(context, token, kind)
    if place not in (found.zone_id, found.counter):
        raise NotAllowed("not_paired")
    return found


def _as_device(context: Context, hello: ScreenHello, paired: Device) -> tuple[Screen, RoleFrame]:
    now = context.runner.clock.now()
    is_heard = paired.zone_id is not None and hello.sound
    screen = Screen(_key(context, paired), paired.name, now, sound=is_heard, device=paired.id, version=hello.version)
    # A loudspeaker is told what the displays of its zone are told, and chosen to speak as one of them.
    screen.is_speaker = paired.kind == "speaker"
    return screen, role_of(paired)


def _key(context: Context, paired: Device) -> ScreenKey:
    """What it shows: a loudspeaker its zone's calls, a rating tablet its counter, a kiosk also its own printer."""
    if paired.zone_id is not None:
        return ScreenKey("display", paired.zone_id)
    if paired.counter is not None:
        return ScreenKey("counter", str(paired.counter))
    return ScreenKey("kiosk", context.fleet.printer_of(paired.id))


def role_of(paired: Device) -> RoleFrame:
    """What a device is, as it is told."""
    return RoleFrame(
        kind=paired.kind,
        name=paired.name,
        zone=paired.zone_id,
        counter=paired.counter,
        theme=paired.theme,
        extras=paired.extras,
    )


def _number(name: str) -> int:
    return int(name) if _COUNTER.fullmatch(name) else 0
