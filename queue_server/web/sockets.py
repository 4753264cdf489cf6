"""The one kind of socket for screens: each says hello, is let in or refused, and then only listens."""

from __future__ import annotations

import msgspec
from starlette.websockets import WebSocket

from queue_server.live.hub import Reply, Screen
from queue_server.protocol import FromScreen, Ready, RoleFrame, ScreenHello, ServerHello, Sounding, Spoke
from queue_server.web import line
from queue_server.web.admission import admit
from queue_server.web.context import Context, context_of

_decoder: msgspec.json.Decoder[FromScreen] = msgspec.json.Decoder(FromScreen)


async def screen_socket(socket: WebSocket) -> None:
    """WS /ws/{kind} and /ws/{kind}/{name}."""
    await socket.accept()
    context = context_of(socket)
    admitted = await line.meet(socket, _admitted(context, socket))
    if admitted is None:
        return
    screen, role = admitted
    await line.send(socket, ServerHello(version=context.pages.version, now=context.runner.clock.now()))
    if role is not None:
        await line.send(socket, role)
    context.hub.join(screen)
    await line.keep(socket, screen, lambda: context.hub.leave(screen), _listen(context, socket, screen))


async def _admitted(context: Context, socket: WebSocket) -> tuple[Screen, RoleFrame | None]:
    return await admit(context, socket, await line.hello(socket, _decoder, ScreenHello))


async def _listen(context: Context, socket: WebSocket, screen: Screen) -> None:
    async def heard(message: FromScreen) -> None:
        screen.is_mute = False
        match message:
            case Sounding():
                screen.sound = message.sound
                context.updates.devices()
            case Ready():
                screen.reply(Reply("ready", message.id))
            case Spoke():
                screen.reply(Reply("heard" if message.heard else "unheard", message.id))

    await line.listen(socket, screen, _decoder, heard)
