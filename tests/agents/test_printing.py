"""The printing agent beside a server that does what the real one does seldom: offers twice, and too late."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from queue_server.agents.ledger import REMEMBERED, Ledger
from queue_server.agents.line import Line, Refused
from queue_server.agents.printing import PrintingAgent
from queue_server.devices.printer import open_printer
from queue_server.devices.receipt import draw, png_bytes
from queue_server.devices.spooler import Spooler
from queue_server.protocol import AgentHello, JobDone
from tests.devices.test_printer import same
from tests.devices.test_receipt import TICKET
from tests.standins.escpos_printer import EscposPrinter

DRAWN = draw(replace(TICKET, code="A001"))
PICTURE = base64.b64encode(png_bytes(DRAWN)).decode()


@dataclass
class Server:
    """Takes one agent at a time and writes down what it says."""

    address: str = ""
    said: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    lets_in: bool = True
    line: ServerConnection | None = None

    async def serve(self, line: ServerConnection) -> None:
        self.said.put_nowait(json.loads(await line.recv()))
        if not self.lets_in:
            await line.send(json.dumps({"type": "refused", "refusal": {"code": "x", "text": {"vi": "k", "en": "no"}}}))
            return
        await line.send(json.dumps({"type": "hello", "version": "0.1.0", "now": "2026-11-24T01:00:00Z"}))
        await line.send(json.dumps({"type": "tick", "sent_at": time.monotonic()}))
        self.line = line
        async for message in line:
            self.said.put_nowait(json.loads(message))

    async def next(self, kind: str) -> dict[str, Any]:
        async with asyncio.timeout(20):
            while (message := await self.said.get())["type"] != kind:
                pass
        return message

    async def send(self, **frame: object) -> None:
        assert self.line is not None
        await self.line.send(json.dumps(frame))

    async def offer(self, job: str, *, late: float = 0.0, picture: str = PICTURE) -> None:
        """Offer a job that was `late` seconds on its way."""
        await self.send(type="print", job=job, picture=picture, seconds=4.0, sent_at=time.monotonic() - late)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    one = Server()
    async with serve(one.serve, "127.0.0.1", 0) as listening:
        (socket,) = listening.sockets
        one.address = f"127.0.0.1:{socket.getsockname()[1]}"
        yield one


@pytest.fixture
def machine() -> Iterator[EscposPrinter]:
    with EscposPrinter() as printer:
        yield printer


@asynccontextmanager
async def agent(server: Server, machine: EscposPrinter, folder: Path) -> AsyncIterator[asyncio.Task[None]]:
    line = Line(
        f"ws://{server.address}", server.address, lambda: AgentHello(token="token"), pause=lambda _seconds: 0.01
    )
    spooler = Spooler(open_printer(machine.address))
    stop = asyncio.Event()
    work = PrintingAgent(line, spooler, Ledger(folder / "printed"), ask_every=0.05).run(stop)
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        stop.set()
        await asyncio.wait([task], timeout=20)


async def test_a_job_is_printed_dot_by_dot_and_told_once_it_is_out(
    server: Server, machine: EscposPrinter, tmp_path: Path
) -> None:
    async with agent(server, machine, tmp_path):
        assert (await server.next("hello"))["token"] == "token"
        assert (await server.next("status"))["paper"] == "ok"
        await server.offer("20261124-A001.1")
        done = await server.next("done")
    assert done == {
        "type": "done", "job": "20261124-A001.1", "printed": True, "fault": "", "certain": True, "dots": DRAWN.height,
    }  # fmt: skip
    assert same(machine.tickets[0], DRAWN)


async def test_a_job_that_is_offered_again_is_told_again_and_not_printed_again_even_by_the_next_run(
    server: Server, machine: EscposPrinter, tmp_path: Path
) -> None:
    async with agent(server, machine, tmp_path):
        await server.next("status")
        for _ in range(2):
            await server.offer("job.1")
            assert (await server.next("done"))["printed"]
    async with agent(server, machine, tmp_path):
        assert (await server.next("done"))["job"] == "job.1"  # it was never noted, so it is told anew
        await server.send(type="noted", job="job.1")
        await server.offer("job.1")
        assert (await server.next("done"))["printed"]
    assert len(machine.tickets) == 1
    assert Ledger(tmp_path / "printed").untold() == []


async def test_a_job_that_came_too_late_is_not_printed(server: Server, machine: EscposPrinter, tmp_path: Path) -> None:
    async with agent(server, machine, tmp_path):
        await server.next("status")
        await server.offer("job.1", late=4.5)
        done = await server.next("done")
    assert (done["printed"], done["fault"], done["certain"]) == (False, "printer_timeout", True)
    assert machine.tickets == []


async def test_a_fault_is_named_at_the_job_and_when_it_comes_and_goes(
    server: Server, machine: EscposPrinter, tmp_path: Path
) -> None:
    async with agent(server, machine, tmp_path):
        await server.next("status")
        machine.run_out_of_paper()
        assert (await server.next("status"))["error"] == "printer_paper_out"
        await server.offer("job.1")
        done = await server.next("done")
        assert (done["printed"], done["fault"], done["certain"]) == (False, "printer_paper_out", True)
        machine.refill()
        assert (await server.next("status"))["error"] == ""


async def test_what_is_no_picture_is_a_fault_and_the_next_job_is_printed(
    server: Server, machine: EscposPrinter, tmp_path: Path
) -> None:
    async with agent(server, machine, tmp_path):
        await server.next("status")
        for picture in ("no base64", base64.b64encode(b"no PNG").decode()):
            await server.offer(picture[:8], picture=picture)
            assert (await server.next("done"))["fault"] == "printer_fault"
        await server.offer("job.1")
        assert (await server.next("done"))["printed"]


async def test_an_agent_that_is_not_let_in_ends_with_the_server_s_words(
    server: Server, machine: EscposPrinter, tmp_path: Path
) -> None:
    server.lets_in = False
    async with agent(server, machine, tmp_path) as task:
        with pytest.raises(Refused, match="no"):
            await asyncio.wait_for(asyncio.shield(task), 20)


def test_a_job_that_a_power_cut_ended_may_or_may_not_be_on_paper_and_is_never_begun_again(tmp_path: Path) -> None:
    file = tmp_path / "printed"
    Ledger(file).begin("job.1")
    with file.open("ab") as torn:
        torn.write(b'{"job":"job.2","outco')
    after = Ledger(file)
    unknown = JobDone(job="job.1", printed=False, fault="printer_connection_lost", certain=False)
    assert after.outcome("job.1") == unknown
    assert after.untold() == [unknown]
    assert after.outcome("job.2") is None


def test_the_ledger_keeps_the_newest_jobs_and_its_file_stays_small(tmp_path: Path) -> None:
    file = tmp_path / "printed"
    ledger = Ledger(file)
    for number in range(REMEMBERED + 20):
        ledger.end(JobDone(job=f"job.{number}", printed=True))
    assert len(file.read_bytes().splitlines()) == REMEMBERED + 20
    after = Ledger(file)
    assert after.outcome("job.19") is None
    assert after.outcome("job.20") is not None
    assert len(file.read_bytes().splitlines()) == REMEMBERED
