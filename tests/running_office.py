"""A real office for tests: the server as its own process on a real file, spoken to over real HTTP."""

from __future__ import annotations

import atexit
import json
import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2

from queue_server.devices.loudspeaker import counters_of
from queue_server.office_file import EXAMPLES, read_office

# A working morning, whatever the real time is when the tests run.
MORNING = "2026-11-24T08:00:00+07:00"


class FirstStarts:
    """What first starts have made, for later offices of the same text: each costs its seconds once in a test run.

    A voice pack is seven seconds of a core, and lent to every office that says the same; people and tables are
    another, which an office is lent from its third start in a run on. It then starts as one does in the
    morning after its set-up.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="first-starts-")
        self._voices: dict[str, Path] = {}
        self._offices: dict[tuple[str, str], Path] = {}
        self._starts: Counter[tuple[str, str]] = Counter()
        atexit.register(self._folder.cleanup)

    def lend(self, data: Path, clock_start: str) -> None:
        """Put the packs of an office like this one into its folder; if it has nothing yet, all of a first start."""
        text = _office_text(data)
        if not data.exists() or {file.name for file in data.iterdir()} <= {"office.toml"}:
            self._starts[text, clock_start] += 1
            if self._starts[text, clock_start] > 2:
                shutil.copytree(self._office(text, clock_start), data, dirs_exist_ok=True)
        said = _said_by(text)
        if said in self._voices and not (data / "voices").exists():
            shutil.copytree(self._voices[said], data / "voices")

    def keep_voices(self, data: Path) -> None:
        """Remember the packs of this office."""
        said = _said_by(_office_text(data))
        if said not in self._voices and (data / "voices").is_dir():
            self._voices[said] = Path(shutil.copytree(data / "voices", self._new_folder()))

    def _office(self, text: str, clock_start: str) -> Path:
        """The folder of an office that was set up an hour before, made when it is asked for first."""
        if (text, clock_start) not in self._offices:
            self._offices[text, clock_start] = data = self._new_folder()
            data.mkdir()
            (data / "office.toml").write_text(text, "utf-8")
            if _said_by(text) in self._voices:
                shutil.copytree(self._voices[_said_by(text)], data / "voices")
            with _server(data, "0", "none", _hour_before(clock_start)) as process:
                _address(process)
                process.terminate()
        return self._offices[text, clock_start]

    def _new_folder(self) -> Path:
        return Path(self._folder.name) / str(len(self._voices) + len(self._offices))


def _hour_before(clock_start: str) -> str:
    return (datetime.fromisoformat(clock_start) - timedelta(hours=1)).isoformat()


def _office_text(data: Path) -> str:
    own, starter = data / "office.toml", EXAMPLES / "starter_office.toml"
    return (own if own.exists() else starter).read_text("utf-8")


def _said_by(text: str) -> str:
    """All that an office's voice packs depend on: offices that differ only in services and people share theirs."""
    office = read_office(text)
    return repr((office.region, office.announcements, counters_of(office)))


def _server(data: Path, port: str, printer: str, clock_start: str, tree: Path | None = None) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "queue_server", "run", "--try-out", "--data", str(data)]
    command += ["--port", port, "--printer", printer, "--clock-start", clock_start]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tree)


def _address(process: subprocess.Popen[str]) -> str:
    """Where the server listens, once it does."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert "http://" in line, f"the server did not start: {line!r}"
    return line.split()[-1]


class RunningOffice:
    """Start, kill and restart a server on one data folder; it keeps its port from the first start on."""

    first_starts = FirstStarts()

    def __init__(self, data: Path, printer: str = "none") -> None:
        self.data = data
        self.printer = printer
        self.address = ""
        self.process: subprocess.Popen[str] | None = None
        self.tree: Path | None = None
        """Another checkout to run the server of; None for this one."""

    def start(self, clock_start: str = MORNING) -> None:
        """Start and wait until requests are answered."""
        if self.tree is None:
            self.first_starts.lend(self.data, clock_start)
        port = self.address.rpartition(":")[2] or "0"
        self.process = _server(self.data, port, self.printer, clock_start, self.tree)
        self.address = _address(self.process)
        self.first_starts.keep_voices(self.data)

    def kill(self) -> None:
        """`kill -9`: as a power cut, nothing is tidied up."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    @property
    def secrets(self) -> dict[str, str]:
        """Passwords of clerk and manager, tokens of kiosk and displays."""
        found: dict[str, str] = json.loads((self.data / "try-out.json").read_text("utf-8"))
        return found

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database holds."""
        connection = sqlite3.connect(self.data / "office.sqlite")
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def journal_is_whole(self) -> bool:
        command = [sys.executable, "-m", "queue_server", "journal", "verify", "--data", str(self.data)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    @asynccontextmanager
    async def client(self) -> AsyncIterator[Client]:
        """A client that may be kiosk, clerk and manager."""
        limits = httpx2.Limits(max_connections=100)
        async with httpx2.AsyncClient(base_url=self.address, timeout=30, limits=limits) as http:
            yield Client(http, self.secrets)

    def _end(self, with_signal: signal.Signals) -> None:
        if self.process is not None:
            os.kill(self.process.pid, with_signal)
            self.process.wait(30)
            assert self.process.stdout is not None
            self.process.stdout.close()
            self.process = None


class Client:
    """Speaks the public API as kiosks and clerks do."""

    def __init__(self, http: httpx2.AsyncClient, known: dict[str, str]) -> None:
        self.http = http
        self.known = known

    async def take(self, service: str = "A", request_id: str = "", **more: Any) -> httpx2.Response:
        body = {"service": service, "request_id": request_id or new_id(), **more}
        headers = {"Authorization": f"Bearer {self.known['kiosk']}"}
        return await self.http.post("/api/kiosk/tickets", json=body, headers=headers)

    async def sign_in(self, role: str) -> None:
        answer = await self.http.post(f"/api/{role}/sign-in", json={"name": role, "password": self.known[role]})
        assert answer.status_code == 200, answer.text

    async def verb(self, counter: int, verb: str, request_id: str = "", **more: Any) -> httpx2.Response:
        body = {"request_id": request_id or new_id(), **more}
        return await self.http.post(f"/api/counters/{counter}/{verb}", json=body)

    async def today(self) -> dict[str, Any]:
        found: dict[str, Any] = (await self.http.get("/api/manager/today")).json()
        return found


def new_id() -> str:
    return secrets.token_hex(8)


def refusal(answer: httpx2.Response) -> str:
    """The code of a typed refusal; its text is there in both languages and is no key."""
    found = answer.json()["refusal"]
    for language in ("vi", "en"):
        assert found["text"][language], found
        assert not found["text"][language].startswith("error."), found
    return str(found["code"])
