"""The socket of a printer's agent: its jobs go down, its printer's state and what became of each job come up."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from queue_server.domain.errors import Invalid, NotAllowed, NotFound, QueueError
from queue_server.live.agents import AgentQueue, status_of, ticket_of
from queue_server.live.hub import Screen, ScreenKey
from queue_server.protocol import AgentBeat, AgentHello, AgentStatus, Beat, FromAgent, JobDone, JobNoted, ServerHello
from queue_server.usecases import paper
from queue_server.views import paper as seen
from queue_server.web.context import Context, context_of
from queue_server.web.sockets import BAD_MESSAGE, HELLO_SECONDS, NO_HELLO, refuse_socket, send, tell

BEAT_SECONDS = 2.0
# An agent answers each beat; one that has not been heard of for so long is away, whatever its socket says.
SILENCE_SECONDS = 7.0
_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[FromAgent] = msgspec.json.Decoder(FromAgent)


async def agent_socket(socket: WebSocket) -> None:
    """WS /ws/agent."""
    await socket.accept()
    context = context_of(socket)
    try:
        printer_id, queue = await _admit(context, await asyncio.wait_for(_receive(socket), HELLO_SECONDS))
    except QueueError as error:
        await refuse_socket(socket, error)
        return
    except TimeoutError:
        with suppress(WebSocketDisconnect, RuntimeError):
            await socket.close(NO_HELLO)
        return
    except WebSocketDisconnect:
        return
    await send(socket, ServerHello(version=context.pages.version, now=context.runner.clock.now()))
    await _serve(context, socket, printer_id, queue)


async def _serve(context: Context, socket: WebSocket, printer_id: str, queue: AgentQueue) -> None:
    screen = Screen(ScreenKey("agent", printer_id), printer_id, context.runner.clock.now())
    queue.joined(screen)
    tasks = [
        asyncio.create_task(_listen(context, socket, screen, printer_id)),
        asyncio.create_task(tell(socket, screen)),
        asyncio.create_task(_beat(context, screen)),
        asyncio.create_task(screen.closed()),
    ]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        queue.left(screen)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):  # the other side has closed already
            async with asyncio.timeout(1):
                await socket.close(screen.closed_with or 1000)


async def _admit(context: Context, hello: FromAgent) -> tuple[str, AgentQueue]:
    """The agent's printer. Raises NotAllowed `not_paired`, Invalid `malformed`."""
    if not isinstance(hello, AgentHello):
        raise Invalid("malformed", where="")
    office = context.runner.office
    printer_id = await context.runner.database.read(lambda db: seen.printer_of_agent(db, office, hello.token))
    if printer_id is None:
        raise NotAllowed("not_paired")
    await context.fleet.refresh()  # it may have been added a moment ago
    queue = context.fleet.agent(printer_id)
    if queue is None:
        raise NotAllowed("not_paired")
    return printer_id, queue


async def _receive(socket: WebSocket) -> FromAgent:
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message["code"])
    try:
        return _decoder.decode(message.get("text") or "")
    except msgspec.DecodeError as error:
        raise Invalid("malformed", where="") from error


async def _listen(context: Context, socket: WebSocket, screen: Screen, printer_id: str) -> None:
    with suppress(WebSocketDisconnect):
        while True:
            try:
                message = await _receive(socket)
            except Invalid:
                await socket.close(BAD_MESSAGE)
                return
            screen.heard_at = time.monotonic()
            # By id each time: the printer may have been given another width, and so another queue, meanwhile.
            queue = context.fleet.agent(printer_id)
            if queue is None:
                return
            if isinstance(message, AgentStatus):
                queue.told(status_of(message))
            elif isinstance(message, JobDone):
                await _note(context, printer_id, queue, message)
                screen.send(_encoder.encode(JobNoted(job=message.job)))


async def _note(context: Context, printer_id: str, queue: AgentQueue, outcome: JobDone) -> None:
    """Tell whoever waits; a ticket of which nobody knew whether it came out is known to be printed now."""
    if queue.done(outcome) or not outcome.printed:
        return
    with suppress(NotFound):  # a sample, or a ticket of another database
        await context.runner.run(
            "system",
            lambda work: paper.came_out_after_all(work, ticket_of(outcome.job), printer_id, outcome.dots),
        )


async def _beat(context: Context, screen: Screen) -> None:
    while time.monotonic() - screen.heard_at < SILENCE_SECONDS:
        await asyncio.sleep(BEAT_SECONDS)
        screen.send(_encoder.encode(AgentBeat(sent_at=time.monotonic())))
        screen.beat(_encoder.encode(Beat(now=context.runner.clock.now())))
