"""From the tap at a kiosk to the first byte at its printer, and to the answer that paper is out, with 1, 4, 16 kiosks.

The real server on a real disk, each kiosk with a printer of its own: the ESC/POS stand-in, which prints at once. Within
the time to the first byte the tap travels by HTTP, the number is saved durably, and the ticket is drawn. Beside it, in
the same run and with as many at once, two bare limits: connecting to the same stand-in and sending one byte, and one
durable write of a small row by plain sqlite3. Ratios carry over to other machines; absolute figures don't. The
stand-ins share the processors with the server, so with sixteen kiosks it is they that are measured, too.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import secrets
import socket
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from click.testing import CliRunner

from queue_server.cli import main as xephang
from queue_server.store.database import connect
from tests.running_office import Client, RunningOffice
from tests.standins.escpos_printer import EscposPrinter

KIOSKS = (1, 4, 16)


def main() -> None:
    """Print a block per number of kiosks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20, help="tickets of each kiosk")
    rounds = parser.parse_args().rounds
    for kiosks in KIOSKS:
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
            machines = [stack.enter_context(EscposPrinter()) for _ in range(kiosks)]
            measure(Path(folder), machines, rounds)


def measure(folder: Path, machines: list[EscposPrinter], rounds: int) -> None:
    """Take so many tickets at each kiosk, all kiosks at once; then the bare limits as often."""
    office, tokens = set_up(folder / "data", machines)
    office.start()
    try:
        to_byte, to_answer = asyncio.run(taken(office, tokens, machines, rounds))
    finally:
        office.stop()
    bytes_bare = at_once(len(machines), rounds, lambda n: first_byte(machines[n]))
    disk = sqlite3.connect(folder / "bare.sqlite")
    disk.close()
    write_bare = at_once(1, rounds, lambda _: durable_write(folder / "bare.sqlite"))
    bare = statistics.median(bytes_bare) + statistics.median(write_bare)
    print(
        f"{len(machines):2} kiosks  tap → first byte p50 {ms(to_byte, 0.5):6.1f} ms, p99 {ms(to_byte, 0.99):6.1f} ms"
        f"  bare connect and byte {statistics.median(bytes_bare) * 1000:5.2f} ms, durable row"
        f" {statistics.median(write_bare) * 1000:5.2f} ms  x{statistics.median(to_byte) / bare:.1f}"
    )
    print(f"           tap → paper out  p50 {ms(to_answer, 0.5):6.1f} ms, p99 {ms(to_answer, 0.99):6.1f} ms")


def set_up(data: Path, machines: list[EscposPrinter]) -> tuple[RunningOffice, list[str]]:
    """An office whose kiosks have a printer each; the kiosks' tokens."""
    data.mkdir()
    (data / "xephang.toml").write_text('voice = "none"\n', "utf-8")
    tokens = []
    for number, machine in enumerate(machines):
        kiosk = f"kiosk-{number}"
        tokens.append(command(data, "device", "add", kiosk, "--kind", "kiosk").partition("=")[2].strip())
        command(data, "printer", "add", f"may-{number}", "--printer", machine.address, "--kiosk", kiosk)
    return RunningOffice(data), tokens


def command(data: Path, *words: str) -> str:
    """What a command of ours prints."""
    result = CliRunner().invoke(xephang, [*words, "--data", str(data)])
    if result.exit_code:
        raise RuntimeError(result.output)
    return result.output


async def taken(
    office: RunningOffice, tokens: list[str], machines: list[EscposPrinter], rounds: int
) -> tuple[list[float], list[float]]:
    """Seconds from each tap to the first byte and to the answer; the first round only warms up."""
    to_byte: list[float] = []
    to_answer: list[float] = []

    async def kiosk(client: Client, token: str, machine: EscposPrinter) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        for number in range(rounds + 1):
            body = {"service": "A", "request_id": secrets.token_hex(8)}
            began = time.perf_counter()
            answer = await client.http.post("/api/kiosk/tickets", json=body, headers=headers)
            ended = time.perf_counter()
            if not answer.json()["paper"]["printed"]:
                raise RuntimeError(answer.text)
            if number:
                to_byte.append(next(at for at in machine.first_bytes if at > began) - began)
                to_answer.append(ended - began)

    async with office.client() as client:
        await asyncio.gather(*(kiosk(client, *pair) for pair in zip(tokens, machines, strict=True)))
    return to_byte, to_answer


def at_once(callers: int, rounds: int, work: Callable[[int], float]) -> list[float]:
    """Seconds that each of so many callers measured, so often."""
    with ThreadPoolExecutor(callers) as pool:
        return [seconds for _ in range(rounds) for seconds in pool.map(work, range(callers))]


def first_byte(machine: EscposPrinter) -> float:
    """Seconds from connecting to a printer until a byte has come there."""
    count = machine.received
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", machine.port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(b"\n")
        machine.wait_for_bytes(count + 1)
    return machine.first_bytes[-1] - began


def durable_write(path: Path) -> float:
    """Seconds that one committed row takes, with the durability of ours."""
    connection = connect(path)
    connection.execute("CREATE TABLE IF NOT EXISTS rows (text TEXT)")
    began = time.perf_counter()
    connection.execute("INSERT INTO rows VALUES ('a ticket, its turn, its row of the journal')")
    seconds = time.perf_counter() - began
    connection.close()
    return seconds


def ms(seconds: list[float], share: float) -> float:
    """That quantile in milliseconds."""
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))] * 1000


if __name__ == "__main__":
    main()
