"""Which jobs this agent has begun and what became of them, on its disk: neither a restart nor a repeated offer of the
server makes it print a ticket twice.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from queue_server.devices.faults import ConnectionLost
from queue_server.protocol import JobDone

# The server offers a job again for seconds only: so many are hours.
REMEMBERED = 500
_encoder = msgspec.json.Encoder()


class _Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """`outcome` None: begun, and not ended when this was written. `noted`: the server knows it."""

    job: str
    outcome: JobDone | None = None
    noted: bool = False


class Ledger:
    """The jobs by id. A job that had begun and not ended when the last run stopped may or may not be on paper."""

    def __init__(self, file: Path) -> None:
        self._file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        self._jobs = _read(file)
        for job, entry in self._jobs.items():
            if entry.outcome is None:
                self._jobs[job] = _Entry(job, JobDone(job=job, printed=False, fault=ConnectionLost.code, certain=False))
        self._shorten()

    def outcome(self, job: str) -> JobDone | None:
        """What became of a job; None for one that is new."""
        entry = self._jobs.get(job)
        return None if entry is None else entry.outcome

    def begin(self, job: str) -> None:
        """A job is printed now. On the disk when this returns, so before the first dot."""
        self._write(_Entry(job))

    def end(self, outcome: JobDone) -> None:
        """What became of a job, on the disk when this returns."""
        self._write(_Entry(outcome.job, outcome))

    def note(self, job: str) -> None:
        """The server knows what became of it."""
        if (outcome := self.outcome(job)) is not None:
            self._write(_Entry(job, outcome, noted=True), is_durable=False)

    def untold(self) -> list[JobDone]:
        """What the server may not know yet."""
        return [one.outcome for one in self._jobs.values() if one.outcome is not None and not one.noted]

    def _write(self, entry: _Entry, *, is_durable: bool = True) -> None:
        with self._file.open("ab") as file:
            file.write(_encoder.encode(entry) + b"\n")
            file.flush()
            if is_durable:
                os.fsync(file.fileno())
        self._jobs[entry.job] = entry

    def _shorten(self) -> None:
        self._jobs = dict(list(self._jobs.items())[-REMEMBERED:])
        half = self._file.with_suffix(".half")
        with half.open("wb") as file:
            file.writelines(_encoder.encode(entry) + b"\n" for entry in self._jobs.values())
            file.flush()
            os.fsync(file.fileno())
        half.replace(self._file)


def _read(file: Path) -> dict[str, _Entry]:
    """The newest entry of each job. A line that a power cut has torn is left out: its job had not begun."""
    jobs: dict[str, _Entry] = {}
    for line in file.read_bytes().splitlines() if file.exists() else []:
        try:
            entry = msgspec.json.decode(line, type=_Entry)
        except msgspec.MsgspecError:
            continue
        jobs[entry.job] = entry
    return jobs
