"""The socket of a printer's agent: its jobs go down, its printer's state and what became of each job come up."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

import msgspec
from starlette.websockets import WebSocket

from queue_server.domain.errors import NotAllowed, NotFound
from queue_server.live.agents import AgentQueue, status_of, ticket_of
from queue_server.live.hub import Screen, ScreenKey
from queue_server.protocol import AgentBeat, AgentHello, AgentStatus, Beat, FromAgent, JobDone, JobNoted, ServerHello
from queue_server.usecases import paper
from queue_server.views import paper as seen
from queue_server.web import line
from queue_server.web.context import Context, context_of

BEAT_SECONDS = 2.0
# An agent answers each beat; one that has not been heard of for so long is away, whatever its socket says.
SILENCE_SECONDS = 7.0
_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[FromAgent] = msgspec.json.Decoder(FromAgent)


async def agent_socket(socket: WebSocket) -> None:
    """WS /ws/agent."""
    await socket.accept()
    context = context_of(socket)
    admitted = await line.meet(socket, _admitted(context, socket))
    if admitted is None:
        return
    printer_id, queue = admitted
    await line.send(socket, ServerHello(version=context.pages.version, now=context.runner.clock.now()))
    screen = Screen(ScreenKey("agent", printer_id), printer_id, context.runner.clock.now())
    queue.joined(screen)
    listening, beating = _listen(context, socket, screen, printer_id), _beat(context, screen)
    await line.keep(socket, screen, lambda: queue.left(screen), listening, beating)


async def _admitted(context: Context, socket: WebSocket) -> tuple[str, AgentQueue]:
    """The agent's printer. Raises NotAllowed `not_paired`, and as `line.hello` does."""
    hello, office = await line.hello(socket, _decoder, AgentHello), context.runner.office
    printer_id = await context.runner.database.read(lambda db: seen.printer_of_agent(db, office, hello.token))
    if printer_id is None:
        raise NotAllowed("not_paired")
    await context.fleet.refresh()  # it may have been added a moment ago
    queue = context.fleet.agent(printer_id)
    if queue is None:
        raise NotAllowed("not_paired")
    return printer_id, queue


async def _listen(context: Context, socket: WebSocket, screen: Screen, printer_id: str) -> None:
    async def heard(message: FromAgent) -> None:
        # By id each time: the printer may have been given another width, and so another queue, meanwhile.
        queue = context.fleet.agent(printer_id)
        if queue is None:
            screen.close()
        elif isinstance(message, AgentStatus):
            queue.told(status_of(message))
        elif isinstance(message, JobDone):
            await _note(context, printer_id, queue, message)
            screen.send(_encoder.encode(JobNoted(job=message.job)))

    await line.listen(socket, screen, _decoder, heard)


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
