"""One printer's jobs, one after the other, for asyncio: each over in its time, none printed when nobody waits."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from PIL import Image

from queue_server.devices.faults import PrinterBusy, PrinterTimeout
from queue_server.devices.printer import STATUS_SECONDS, Printer
from queue_server.devices.status import PrinterStatus

Result = TypeVar("Result")
GRACE_SECONDS = 0.5  # a transport that overruns its own deadline is left to itself after this
LEAST_SECONDS = 0.05  # a job whose time is nearly over is not begun


class Spooler:
    """The jobs of one printer in the order of asking.

    Each job has a thread of its own, not one of a pool: a driver that hangs for good (USB, a device file) holds neither
    the next job, nor the pool, nor the server's exit.
    """

    def __init__(self, printer: Printer) -> None:
        self.printer = printer
        self.prints = printer.prints
        self.width_dots = printer.width_dots
        self.kind = printer.address.kind
        self._turn = asyncio.Lock()

    async def print(self, image: Image.Image, timeout: float = 5.0) -> None:  # noqa: ASYNC109 -- it bounds a thread, which asyncio.timeout can't
        """Print a drawn ticket. `timeout` in seconds from now, with the time spent behind earlier jobs.

        Raises PrinterFault by name; the ticket then counts as not printed, and is not printed later. A cancelled call
        stops its job at the next band.
        """
        cancelled = threading.Event()
        try:
            await self._job(lambda left: self.printer.print(image, left, cancelled), timeout)
        finally:
            cancelled.set()

    async def status(self) -> PrinterStatus:
        """The printer's state now; asked between two jobs. Never raises a PrinterFault."""
        try:
            return await self._job(lambda _: self.printer.status(), min(STATUS_SECONDS, self.printer.address.timeout))
        except PrinterTimeout as fault:
            return PrinterStatus(online=False, error=fault.code)

    async def _job(self, work: Callable[[float], Result], seconds: float) -> Result:
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        try:
            async with asyncio.timeout_at(end - LEAST_SECONDS):
                await self._turn.acquire()
        except TimeoutError as error:
            raise PrinterBusy("earlier tickets took all the time") from error
        try:
            return await _in_thread(work, end - loop.time())
        finally:
            self._turn.release()


async def _in_thread(work: Callable[[float], Result], seconds: float) -> Result:
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()

    def settle(result: Result | None, error: Exception | None) -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]  # no error, so it is the work's own result

    def run() -> None:
        result, error = None, None
        try:
            result = work(seconds)
        except Exception as raised:  # handed over to the caller, whatever it is
            error = raised
        with suppress(RuntimeError):  # the server has stopped meanwhile
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name="printer", daemon=True).start()
    try:
        async with asyncio.timeout(seconds + GRACE_SECONDS):
            return await done
    except TimeoutError as error:
        raise PrinterTimeout("the printer's driver hangs") from error
