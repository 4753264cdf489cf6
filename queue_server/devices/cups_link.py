"""A print queue of this machine."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from queue_server.devices.faults import ConnectionLost, Deadline, PrinterOffline, PrinterTimeout
from queue_server.devices.link import Link


class CupsLink(Link):
    """A queue of CUPS through its `lp` command. CUPS keeps the job itself, so nothing can be asked of the printer."""

    answers = False

    def _make(self, deadline: Deadline) -> Any:
        from escpos.printer import LP

        # A pipe can't be held to a time: an `lp` that does not read is killed when the time is over.
        self._late = threading.Event()
        self._watch = threading.Timer(deadline.remaining(), self._kill)
        return LP(self.address.place)

    def open(self, deadline: Deadline) -> None:
        if shutil.which("lp") is None or shutil.which("lpstat") is None:
            raise PrinterOffline("CUPS' commands are not installed on this machine")
        super().open(deadline)
        self._watch.start()

    def _kill(self) -> None:
        self._late.set()
        self.printer.device.kill()

    def _limit(self, seconds: float) -> None:
        """The watch that was started at opening bounds all writes."""

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            with super()._named():
                yield
        except ConnectionLost as error:
            if self._late.is_set():
                raise PrinterTimeout("lp did not take the ticket in time") from error
            raise

    def _finish(self, deadline: Deadline) -> None:
        self._watch.cancel()
        job = self.printer.device
        job.stdin.close()
        try:
            code = job.wait(deadline.remaining())
        except subprocess.TimeoutExpired as error:
            raise PrinterTimeout("lp did not finish") from error
        self.printer._device = False
        if code:
            raise PrinterOffline(f"lp refused the job with status {code}")

    def _drop(self, device: Any) -> None:
        self._watch.cancel()
        device.kill()  # before it has read all, so it submits nothing
        device.wait()
        with suppress(BrokenPipeError):
            device.stdin.close()
