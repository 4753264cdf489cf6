"""Pairing screens: a device is let in by its token, and what it is can be changed while it hangs on the wall."""

from __future__ import annotations

from queue_server.domain.errors import Invalid, NotFound
from queue_server.domain.journal import Json
from queue_server.store import devices
from queue_server.store.devices import Device
from queue_server.usecases.work import Done, Work

OF_A_ZONE = frozenset({"display", "speaker"})
OF_A_COUNTER = frozenset({"counter", "rating"})


def pair_device(work: Work, device: Device, token: str) -> Done[Device]:
    """Pair a device; one of that id gets the new token. Raises as `_refuse_nowhere` does."""
    _refuse_nowhere(work, device)
    devices.save(work.db, work.office.id, device, token, work.now)
    work.record("device_paired", _facts(device))
    return Done(device)


def pair_screen(work: Work, device: Device, token: str | None) -> Done[str]:
    """Let in the screen whose code was typed, under the token that it brought; the new device's id.

    Raises NotFound `unknown_pairing_code` when the code is nobody's, or has let its screen in before.
    """
    if token is None or devices.of_token(work.db, work.office.id, token) is not None:
        raise NotFound("unknown_pairing_code")
    pair_device(work, device, token)
    return Done(device.id)


def change_device(work: Work, device: Device) -> Done[str]:
    """Rename a device, or make it something else. Raises NotFound `unknown_device`, and as `_refuse_nowhere` does."""
    _refuse_nowhere(work, device)
    if not devices.change(work.db, work.office.id, device):
        raise NotFound("unknown_device", device=device.id)
    work.record("device_changed", _facts(device))
    return Done(device.id)


def unpair_device(work: Work, device_id: str) -> Done[str]:
    """A lost or stolen device's token is good for nothing any more. Raises NotFound `unknown_device`."""
    if not devices.forget(work.db, work.office.id, device_id):
        raise NotFound("unknown_device", device=device_id)
    work.record("device_unpaired", {"device": device_id})
    return Done(device_id)


def _refuse_nowhere(work: Work, device: Device) -> None:
    """Raise Invalid `no_place` when its kind wants another place, NotFound `unknown_zone` or `unknown_counter`."""
    if (device.kind in OF_A_ZONE) != (device.zone_id is not None):
        raise Invalid("no_place", kind=device.kind)
    if (device.kind in OF_A_COUNTER) != (device.counter is not None):
        raise Invalid("no_place", kind=device.kind)
    if device.zone_id is not None:
        work.office.zone(device.zone_id)
    if device.counter is not None:
        work.office.counter(device.counter)


def _facts(device: Device) -> dict[str, Json]:
    return {"device": device.id, "kind": device.kind, "zone": device.zone_id, "counter": device.counter}
