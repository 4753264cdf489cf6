"""`xephang journal`: prove that nothing was changed."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection

import click
from tqdm import tqdm

from queue_server.cli.options import data_option
from queue_server.domain.fairness import Call, Problem, Unexplained
from queue_server.domain.journal import Break, first_break
from queue_server.domain.replay import replay
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

EXPLAINED: dict[Problem, str] = {
    "not_first": "{ticket} was called without a reason, but {expected} was first",
    "wrong_rank": "the place of {ticket} is not what the rules give: {expected}",
    "wrong_overtaken": "the row of {ticket} hides or invents who was overtaken; it was: {expected}",
    "impossible": "what it says of {ticket} can't have happened after the rows before it",
    "no_rules": "the call of {ticket} can't be judged: the journal does not have the rules of that time",
    "unreadable": "it can't be read ({ticket})",
}


@click.group()
def journal() -> None:
    """The record of every verb, each row sealed by a hash over the row before it."""


@journal.command()
@data_option
@click.option("--replay", "with_replay", is_flag=True, help="Also recompute who was first, for every call.")
def verify(data: Path, with_replay: bool) -> None:
    """Walk the whole chain; exit status 0 only when it is whole, else the first wrong row is named.

    With --replay every call is judged again by the rules of its own time: each that the journal does not explain is
    named, also where somebody has forged all the hashes.
    """
    database = load_settings(data).database
    if not database.exists():
        raise click.ClickException(f"there is no office in {data}")
    is_wrong = False
    connection = connect(database, read_only=True)
    try:
        for office_id in offices.office_ids(connection):
            is_wrong |= _chain_is_broken(connection, office_id)
            if with_replay:
                is_wrong |= _is_unexplained(connection, office_id)
    finally:
        connection.close()
    if is_wrong:
        raise SystemExit(1)


def _chain_is_broken(connection: Connection, office_id: str) -> bool:
    head = rows.head(connection, office_id)
    found = first_break(rows.rows(connection, office_id), head)
    click.echo(f"{office_id}: " + (_words(found) if found else f"{head.seq} rows, whole, {head.hash}"))
    return found is not None


def _is_unexplained(connection: Connection, office_id: str) -> bool:
    total = rows.head(connection, office_id).seq
    walked = tqdm(rows.rows(connection, office_id), total=total, desc="replay", disable=None, leave=False)
    calls = wrong = 0
    for found in replay(walked):
        if isinstance(found, Unexplained):
            wrong += 1
            click.echo(f"{office_id}: row {found.seq}: " + EXPLAINED[found.problem].format(**_facts(found)))
        elif isinstance(found, Call):
            calls += 1
    click.echo(f"{office_id}: {calls} calls replayed, " + (f"{wrong} rows not explained" if wrong else "all explained"))
    return wrong > 0


def _facts(found: Unexplained) -> dict[str, str]:
    return {"ticket": found.ticket_id, "expected": found.expected or "nobody"}


def _words(found: Break) -> str:
    return WORDS[found.reason].format(seq=found.seq)
