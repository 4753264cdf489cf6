"""Carrying out one verb on a data folder from the command line, also while its server runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from queue_server.app import save_office, set_up_text
from queue_server.clock import SystemClock
from queue_server.domain.errors import QueueError
from queue_server.office_file import read_office
from queue_server.settings import load_settings
from queue_server.store import printers
from queue_server.store.database import Database
from queue_server.usecases.runner import Runner
from queue_server.usecases.work import Done, Work

R = TypeVar("R")


def run_verb(data: Path, verb: Callable[[Work], Done[R]], *, raw: bool = False) -> R:
    """What the verb returns, carried out by the administrator. Raises ClickException with the refusal's code.

    `raw`: raises the refusal itself, for a command that says it in its own words.
    """
    try:
        return asyncio.run(_run(data, verb))
    except QueueError as error:
        if raw:
            raise
        raise click.ClickException(f"{error.code} {dict(error.details)}") from error


async def _run(data: Path, verb: Callable[[Work], Done[R]]) -> R:
    settings = load_settings(data)
    text = set_up_text(settings)
    database, clock = Database(settings.database), SystemClock()
    described = read_office(text)
    database.open()
    try:
        office = await save_office(database, described, text, clock.now())
        await database.write(lambda db: printers.keep_default(db, office.id, settings.printer_dots))
        return await Runner(database, office, clock).run("administrator", verb)
    finally:
        database.close()
