"""A printer that the server can't reach: its agent connected out to us, and jobs go down that line."""

from __future__ import annotations

import asyncio
import base64
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
from PIL import Image

from queue_server.devices.faults import FAULTS, ConnectionLost, PrinterFault, PrinterOffline, PrinterTimeout
from queue_server.devices.receipt import png_bytes
from queue_server.devices.status import Paper, PrinterStatus
from queue_server.live.hub import Screen
from queue_server.protocol import AgentBeat, AgentStatus, JobDone, PrintJob

# Kept of a job's time for the answer's way back: a picture that the agent begins later than this it does not begin.
WAY_BACK_SECONDS = 0.5
AWAY = PrinterStatus(online=False, error=PrinterOffline.code)
_encoder = msgspec.json.Encoder()


@dataclass(eq=False, slots=True)
class _Job:
    id: str
    picture: str
    end: float
    outcome: asyncio.Future[JobDone] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class AgentQueue:
    """The jobs of one printer behind an agent. As a spooler's, but that its status is told and not asked.

    A job is offered while somebody waits for it, again after each reconnection; the agent prints none twice.
    """

    kind = "agent"
    prints = True

    def __init__(self, width_dots: int) -> None:
        self.width_dots = width_dots
        self.on_status: Callable[[PrinterStatus], None] = lambda _status: None
        self._screen: Screen | None = None
        self._status = AWAY
        self._waiting: dict[str, _Job] = {}

    def joined(self, screen: Screen) -> None:
        """The agent is connected: it is offered what somebody still waits for. An earlier line of it is closed."""
        if self._screen is not None:
            self._screen.close()
        self._screen = screen
        screen.send(_encoder.encode(AgentBeat(sent_at=time.monotonic())))
        for job in self._waiting.values():
            self._offer(job)

    def left(self, screen: Screen) -> None:
        """That line of the agent is gone."""
        if self._screen is screen:
            self._screen = None
            self.told(AWAY)

    def close(self) -> None:
        """Close the agent's line: it comes back to the printer as it is set up now."""
        if self._screen is not None:
            self._screen.close()

    def told(self, status: PrinterStatus) -> None:
        """The agent says how its printer is."""
        self._status = status
        self.on_status(status)

    def done(self, outcome: JobDone) -> bool:
        """What became of a job; False when nobody waits for it any more."""
        job = self._waiting.get(outcome.job)
        if job is None or job.outcome.done():
            return False
        job.outcome.set_result(outcome)
        return True

    async def status(self) -> PrinterStatus:
        """The printer's state as its agent told it last."""
        return self._status

    async def print(self, image: Image.Image, timeout: float = 5.0) -> None:  # noqa: ASYNC109 -- the agent is told it
        """Print a drawn ticket, whose `info["job"]` names it. Raises PrinterFault by name, within the time."""
        if self._screen is None:
            raise PrinterOffline("the agent is not connected")
        end = time.monotonic() + timeout
        job = _Job(f"{image.info.get('job', 'sample')}.{secrets.token_hex(6)}", _base64(image), end)
        self._waiting[job.id] = job
        try:
            self._offer(job)
            async with asyncio.timeout(timeout):
                outcome = await job.outcome
        except TimeoutError as error:
            if self._screen is None:
                raise ConnectionLost("the agent went away with the ticket") from error
            raise PrinterTimeout("the agent did not say what became of the ticket") from error
        finally:
            del self._waiting[job.id]
        if not outcome.printed:
            raise _fault_of(outcome)

    def _offer(self, job: _Job) -> None:
        now = time.monotonic()
        seconds = job.end - now - WAY_BACK_SECONDS
        if self._screen is not None and seconds > 0:
            self._screen.send(_encoder.encode(PrintJob(job=job.id, picture=job.picture, seconds=seconds, sent_at=now)))


def status_of(told: AgentStatus) -> PrinterStatus:
    """What an agent tells, as the printer's own status. A fault that this version does not know is a fault."""
    error = told.error if told.error in FAULTS else PrinterFault.code if told.error else ""
    return PrinterStatus(told.online, Paper(told.paper), told.cover_open, error)


def ticket_of(job: str) -> str:
    """The ticket that a job's id begins with."""
    return job.rpartition(".")[0]


def _fault_of(outcome: JobDone) -> PrinterFault:
    fault = FAULTS.get(outcome.fault, PrinterFault)("said by the agent")
    fault.is_certain = outcome.certain
    return fault


def _base64(image: Image.Image) -> str:
    return base64.b64encode(png_bytes(image)).decode()
