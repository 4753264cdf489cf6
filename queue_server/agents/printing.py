"""The printing agent: prints on this machine's printer what the server offers, each job once or not at all."""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import io
import logging
import time

import msgspec
from PIL import Image, UnidentifiedImageError

from queue_server.agents.ledger import Ledger
from queue_server.agents.line import Frame, Line
from queue_server.devices.faults import PrinterFault, PrinterTimeout
from queue_server.devices.spooler import Spooler
from queue_server.devices.status import PrinterStatus
from queue_server.protocol import AgentBeat, AgentStatus, JobDone, JobNoted, PrintJob

log = logging.getLogger(__name__)

ASK_SECONDS = 10.0
ASK_FAULTY_SECONDS = 3.0


class PrintingAgent:
    """One printer's agent. `run` it until it is told to stop."""

    def __init__(self, line: Line, spooler: Spooler, ledger: Ledger, *, ask_every: float = ASK_SECONDS) -> None:
        self._line, self._spooler, self._ledger, self._ask_every = line, spooler, ledger, ask_every
        self._jobs: asyncio.Queue[tuple[PrintJob, float]] = asyncio.Queue()
        self._status: PrinterStatus | None = None
        # The smallest difference between our clock and the server's that was seen on this connection.
        self._offset: float | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Print until `stop`; the ticket that was begun is printed to its end. Raises Refused."""
        tasks = [asyncio.create_task(work) for work in (self._listen(), self._print(), self._watch(), stop.wait())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()  # none but the last ends without an error
            await self._jobs.join()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self) -> None:
        async with contextlib.aclosing(self._line.frames()) as frames:
            async for frame in frames:
                await self._take(frame)

    async def _take(self, frame: Frame) -> None:
        now = time.monotonic()
        match frame.type:
            case "hello":
                self._offset = None
                await self._greet()
            case "tick":
                self._learn(msgspec.json.decode(frame.data, type=AgentBeat).sent_at, now)
            case "noted":
                self._ledger.note(msgspec.json.decode(frame.data, type=JobNoted).job)
            case "print":
                job = msgspec.json.decode(frame.data, type=PrintJob)
                late = self._learn(job.sent_at, now)
                self._jobs.put_nowait((job, now - late + job.seconds))

    def _learn(self, sent_at: float, now: float) -> float:
        """How many seconds this was on its way, beyond what the quickest message of this connection was."""
        self._offset = now - sent_at if self._offset is None else min(self._offset, now - sent_at)
        return now - sent_at - self._offset

    async def _greet(self) -> None:
        if self._status is not None:
            await self._tell(self._status)
        for outcome in self._ledger.untold():
            await self._line.send(outcome)

    async def _print(self) -> None:
        while True:
            job, end = await self._jobs.get()
            try:
                outcome = self._ledger.outcome(job.job)
                if outcome is None:
                    outcome = await self._outcome(job, end - time.monotonic())
                await self._line.send(outcome)
            finally:
                self._jobs.task_done()

    async def _outcome(self, job: PrintJob, seconds: float) -> JobDone:
        """Print a new job within so many seconds, and remember what became of it."""
        if seconds <= 0:
            # The citizen has been told that there is no paper: it must not come out now.
            outcome = JobDone(job=job.job, printed=False, fault=PrinterTimeout.code)
        else:
            self._ledger.begin(job.job)
            outcome = await self._printed(job, seconds)
        self._ledger.end(outcome)
        return outcome

    async def _printed(self, job: PrintJob, seconds: float) -> JobDone:
        try:
            image = _picture(job.picture)
            await self._spooler.print(image, seconds)
        except PrinterFault as fault:
            log.warning("%s was not printed: %s", job.job, fault)
            return JobDone(job=job.job, printed=False, fault=fault.code, certain=fault.is_certain)
        except ValueError as error:
            log.error("%s can't be printed here: %s", job.job, error)
            return JobDone(job=job.job, printed=False, fault=PrinterFault.code)
        log.info("printed %s", job.job)
        return JobDone(job=job.job, printed=True, dots=image.height)

    async def _watch(self) -> None:
        while True:
            status = await self._spooler.status()
            if status != self._status:
                self._status = status
                await self._tell(status)
            await asyncio.sleep(min(self._ask_every, ASK_FAULTY_SECONDS) if status.error else self._ask_every)

    async def _tell(self, status: PrinterStatus) -> None:
        await self._line.send(
            AgentStatus(
                online=status.online, paper=status.paper.value, cover_open=status.cover_open, error=status.error
            )
        )


def _picture(text: str) -> Image.Image:
    """The ticket, mode "1". Raises ValueError for what is no picture."""
    try:
        with Image.open(io.BytesIO(base64.b64decode(text, validate=True)), formats=["PNG"]) as opened:
            return opened.convert("1")
    except (binascii.Error, UnidentifiedImageError, OSError) as error:
        raise ValueError(f"no picture came: {error}") from error
