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
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2

from queue_server.office_file import EXAMPLES

# A working morning, whatever the real time is when the tests run.
MORNING = "2026-11-24T08:00:00+07:00"


class Voices:
    """The voice packs that first starts have made: each office's text costs its seven seconds once in a test run."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="voices-")
        self._of: dict[str, Path] = {}
        atexit.register(self._folder.cleanup)

    def lend(self, data: Path) -> None:
        """Put the packs of an office like this one into its folder, if there are any and it has none."""
        known = self._of.get(_office_text(data))
        if known is not None and not (data / "voices").exists():
            shutil.copytree(known, data / "voices")

    def keep(self, data: Path) -> None:
        """Remember the packs of this office."""
        if _office_text(data) not in self._of and (data / "voices").is_dir():
            self._of[_office_text(data)] = Path(
                shutil.copytree(data / "voices", Path(self._folder.name) / str(len(self._of)))
            )


def _office_text(data: Path) -> str:
    own, starter = data / "office.toml", EXAMPLES / "starter_office.toml"
    return (own if own.exists() else starter).read_text("utf-8")


class RunningOffice:
    """Start, kill and restart a server on one data folder; it keeps its port from the first start on."""

    voices = Voices()

    def __init__(self, data: Path, printer: str = "none") -> None:
        self.data = data
        self.printer = printer
        self.address = ""
        self.process: subprocess.Popen[str] | None = None
        self.tree: Path | None = None
        """Another checkout to run the server of; None for this one."""

    def start(self, clock_start: str = MORNING) -> None:
        """Start and wait until requests are answered."""
        self.voices.lend(self.data)
        port = self.address.rpartition(":")[2] or "0"
        command = [sys.executable, "-m", "queue_server", "run", "--try-out", "--data", str(self.data)]
        command += ["--port", port, "--printer", self.printer, "--clock-start", clock_start]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=self.tree)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert "http://" in line, f"the server did not start: {line!r}"
        self.address = line.split()[-1]
        self.voices.keep(self.data)

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
