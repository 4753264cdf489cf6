"""`xephang agent`: the printer of a kiosk's PC, for a server that can't reach it."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import click

from queue_server import __version__
from queue_server.agents.ledger import Ledger
from queue_server.agents.line import Line, Refused
from queue_server.agents.printing import PrintingAgent
from queue_server.devices.faults import AddressInvalid
from queue_server.devices.printer import open_printer
from queue_server.devices.spooler import Spooler
from queue_server.protocol import AgentHello

# Exit statuses besides 0 (told to stop) and 2 (a wrong command): docs/printers.md.
NOT_LET_IN = 3
NO_LEDGER = 5


@click.command()
@click.option("--server", required=True, help="The server's address, such as http://192.168.1.10:8000.")
@click.option("--token", envvar="AGENT_TOKEN", help="As `xephang printer add NAME --agent` printed it; or AGENT_TOKEN.")
@click.option("--printer", "address", required=True, help="This machine's printer, such as usb:04b8:0e15.")
@click.option("--dots", type=int, default=576, show_default=True, help="576 on 80 mm paper, 384 on 58.")
@click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where it remembers what it has printed; by default systemd's folder for it, or one at home.",
)
def agent(server: str, token: str | None, address: str, dots: int, state: Path | None) -> None:
    """Print for a server. Runs until it is told to stop (SIGTERM, Ctrl-C); ends the ticket that it has begun.

    Ends with 0 when told to stop, 3 when the server does not let it in, 5 when it cannot keep in mind what it has
    printed. While the server is away it waits and tries again.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("escpos").setLevel(logging.WARNING)  # it tells of each connection
    parts = urlsplit(server)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise click.UsageError(f"{server!r} is no address of a server: such as http://192.168.1.10:8000")
    if not token:
        raise click.UsageError("an agent has a --token: `xephang printer add NAME --agent` prints it")
    try:
        spooler = Spooler(open_printer(address, width_dots=dots))
        ledger = Ledger((state or _state()) / f"printed-on-{re.sub(r'[^A-Za-z0-9]', '-', address)}")
        asyncio.run(_run(server.rstrip("/"), token, spooler, ledger))
    except AddressInvalid as error:
        raise click.UsageError(str(error)) from error
    except Refused as error:
        _end(NOT_LET_IN, f"the server does not let this agent in: {error}")
    except OSError as error:
        _end(NO_LEDGER, f"what was printed can't be kept in mind: {error}")


async def _run(server: str, token: str, spooler: Spooler, ledger: Ledger) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def told_to_stop(number: signal.Signals) -> None:
        stop.set()
        loop.remove_signal_handler(number)  # a second one ends it at once

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told_to_stop, number)
    line = Line(
        f"ws{server.removeprefix('http')}/ws/agent", server, lambda: AgentHello(token=token, version=__version__)
    )
    await PrintingAgent(line, spooler, ledger).run(stop)


def _state() -> Path:
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(os.environ.get("STATE_DIRECTORY") or Path(home) / "xephang")


def _end(status: int, words: str) -> NoReturn:
    click.echo(words, err=True)
    raise SystemExit(status)
