"""The paired devices as the manager sees them: who is here, since when, who went, who never came."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Connection
from typing import Literal

from queue_server.domain.office import Office
from queue_server.protocol import DeviceLine
from queue_server.store import devices
from queue_server.store.devices import Device, Seen
from queue_server.views.common import Surroundings


def device_lines(db: Connection, office: Office, surroundings: Surroundings) -> list[DeviceLine]:
    """Every paired device, those that should be here and are not first."""
    seen = devices.last_seen(db, office.id)
    lines = [_line(device, seen[device.id], surroundings) for device in devices.all_paired(db, office.id)]
    return sorted(lines, key=lambda line: (line.state == "here", line.kind, line.name))


def _line(device: Device, seen: Seen, surroundings: Surroundings) -> DeviceLine:
    here = surroundings.here.get(device.id)
    version = seen.version if here is None else here.version
    state, since = _whereabouts(device, seen, surroundings)
    return DeviceLine(
        id=device.id,
        kind=device.kind,
        name=device.name,
        zone=device.zone_id,
        counter=device.counter,
        theme=device.theme,
        extras=device.extras,
        state=state,
        since=since,
        version=version,
        is_outdated=here is not None and _is_outdated(device, version, surroundings.version),
        sound=None if here is None else here.sound,
    )


def _is_outdated(device: Device, version: str, server: str) -> bool:
    # What follows a hyphen names the screens' files, which a loudspeaker has none of.
    return version not in ("", server.partition("-")[0] if device.kind == "speaker" else server)


def _whereabouts(
    device: Device, seen: Seen, surroundings: Surroundings
) -> tuple[Literal["here", "away", "never"], datetime | None]:
    here = surroundings.here.get(device.id)
    if here is not None:
        return "here", here.since
    last = surroundings.left.get(device.id, seen.at)
    return ("never", None) if last is None else ("away", last)
