"""`xephang journal`: prove that nothing was changed."""

from __future__ import annotations

from pathlib import Path

import click

from queue_server.cli.options import data_option
from queue_server.domain.journal import Break, first_break
from queue_server.settings import load_settings
from queue_server.store import journal as rows
from queue_server.store import offices
from queue_server.store.database import connect

WORDS = {
    "altered": "row {seq} does not follow from the rows before it: it, or its hash, was altered",
    "removed": "row {seq} is missing",
    "inserted": "row {seq} was inserted",
    "cut": "the journal ends before row {seq}, which was written",
}


@click.group()
def journal() -> None:
    """The record of every verb, each row sealed by a hash over the row before it."""


@journal.command()
@data_option
def verify(data: Path) -> None:
    """Walk the whole chain; exit status 0 only when it is whole, else the first wrong row is named."""
    database = load_settings(data).database
    if not database.exists():
        raise click.ClickException(f"there is no office in {data}")
    broken = False
    connection = connect(database, read_only=True)
    try:
        for office_id in offices.office_ids(connection):
            head = rows.head(connection, office_id)
            found = first_break(rows.rows(connection, office_id), head)
            click.echo(f"{office_id}: " + (_words(found) if found else f"{head.seq} rows, whole, {head.hash}"))
            broken = broken or found is not None
    finally:
        connection.close()
    if broken:
        raise SystemExit(1)


def _words(found: Break) -> str:
    return WORDS[found.reason].format(seq=found.seq)
