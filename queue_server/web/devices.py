"""The manager pairs screens, renames them, makes them something else, and takes them back."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from queue_server.domain.errors import NotFound
from queue_server.live.hub import Screen
from queue_server.protocol import ChangeDevice, Command, DeviceAnswer, PairDevice
from queue_server.store.devices import Device
from queue_server.usecases import devices
from queue_server.usecases.work import Request as Repeatable
from queue_server.web.answers import answer, read
from queue_server.web.auth import staff
from queue_server.web.context import Context, context_of


async def pair(request: Request) -> Response:
    """POST PairDevice → DeviceAnswer: the screen that shows the code becomes what was chosen."""
    context, user = context_of(request), await staff(request, "manager")
    wish = await read(request, PairDevice)
    context.pairing_attempts.check(user.name)
    token = context.viewing.pairing.token_of(wish.code, context.runner.clock.now())
    # A repeated request is answered with the id of the first.
    chosen = _device(f"{wish.kind}-{secrets.token_hex(4)}", wish)
    try:
        device_id = await context.runner.run(
            f"manager:{user.name}",
            lambda work: devices.pair_screen(work, chosen, token),
            Repeatable(wish.request_id, f"pair {wish.code} {_wish_text(wish)}"),
            str,
        )
    except NotFound as error:
        if error.code == "unknown_pairing_code":
            context.pairing_attempts.failed(user.name)
        raise
    context.pairing_attempts.succeeded(user.name)
    if token is not None:
        context.viewing.pairing.forget(token)
        _return(context, lambda screen: screen.key.name == token)
    return answer(DeviceAnswer(device=device_id))


async def change(request: Request) -> Response:
    """POST ChangeDevice → DeviceAnswer."""
    context, user = context_of(request), await staff(request, "manager")
    wish, device_id = await read(request, ChangeDevice), request.path_params["device"]
    changed = await context.runner.run(
        f"manager:{user.name}",
        lambda work: devices.change_device(work, _device(device_id, wish)),
        Repeatable(wish.request_id, f"change device {device_id} {_wish_text(wish)}"),
        str,
    )
    _return(context, lambda screen: screen.device == device_id)
    return answer(DeviceAnswer(device=changed))


async def unpair(request: Request) -> Response:
    """POST Command → DeviceAnswer: the screen shows a code again."""
    context, user = context_of(request), await staff(request, "manager")
    wish, device_id = await read(request, Command), request.path_params["device"]
    unpaired = await context.runner.run(
        f"manager:{user.name}",
        lambda work: devices.unpair_device(work, device_id),
        Repeatable(wish.request_id, f"unpair {device_id}"),
        str,
    )
    _return(context, lambda screen: screen.device == device_id)
    return answer(DeviceAnswer(device=unpaired))


def _return(context: Context, chosen: Callable[[Screen], bool]) -> None:
    """Let these screens come back, each as what it is now; whoever was let in is asked anew."""
    context.devices.clear()
    for screen in context.hub.present():
        if chosen(screen):
            screen.close()
    context.updates.devices()


def _device(device_id: str, wish: ChangeDevice) -> Device:
    return Device(device_id, wish.kind, wish.zone, wish.name, wish.counter, wish.theme, wish.extras)


def _wish_text(wish: ChangeDevice) -> str:
    return repr(_device("", wish))
