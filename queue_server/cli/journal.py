"""`xephang journal`: prove that nothing was changed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection

import click
import msgspec
from tqdm import tqdm

from queue_server.cli.options import data_option
from queue_server.clock import SystemClock
from queue_server.domain import calendar
from queue_server.domain.digest import Digest, differences
from queue_server.domain.fairness import Call, Problem, Unexplained
from queue_server.domain.journal import Break, breaks
from queue_server.domain.replay import replay
from queue_server.office_file import read_office
from queue_server.protocol import DayDigest, SignedDigest
from queue_server.settings import load_settings
from queue_server.signing import Signer, is_signed
from queue_server.store import digests, offices
from queue_server.store import journal as rows
from queue_server.store.database import connect

WORDS = {
    "altered": "row {seq} does not follow from the rows before it: it, or its hash, was altered",
    "removed": "row {seq} is missing",
    "removed_several": "rows {seq} to {until} are missing",
    "inserted": "row {seq} was inserted",
    "cut": "the journal ends before row {seq}, which was written",
}

MOST_NAMED = 50
"""A journal whose rows were all renumbered breaks at each: more than these are counted only."""

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
@click.option(
    "--digest",
    "digest_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Also compare with a published digest.",
)
@click.option("--key", help="The office's public key, as it was published; else the one in the digest is believed.")
def verify(data: Path, with_replay: bool, digest_file: Path | None, key: str | None) -> None:
    """Walk the whole chain; exit status 0 only when it is whole, else each row at which it breaks is named.

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
        if digest_file is not None:
            is_wrong |= _differs(connection, digest_file, key)
    finally:
        connection.close()
    if is_wrong:
        raise SystemExit(1)


@journal.command()
@data_option
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="A closed business day; yesterday when left out.")
def digest(data: Path, day: datetime | None) -> None:
    """Print the signed digest of a closed day, to be published where nobody here can change it."""
    settings = load_settings(data)
    if not settings.database.exists():
        raise click.ClickException(f"there is no office in {data}")
    office = read_office(settings.office_file.read_text("utf-8"))
    today = calendar.business_day(office, SystemClock().now())
    wanted = today - timedelta(days=1) if day is None else day.date()
    if wanted >= today:
        raise click.ClickException(f"{wanted} is not over yet")
    connection = connect(settings.database, read_only=True)
    try:
        found = digests.kept(connection, office.id, wanted) or digests.of_day(connection, office, wanted)
    finally:
        connection.close()
    signer = Signer(settings.data)
    signed = SignedDigest(
        digest=msgspec.convert(asdict(found), DayDigest),
        signature=signer.sign(found.text),
        public_key=signer.public_key,
    )
    click.echo(msgspec.json.format(msgspec.json.encode(signed), indent=2).decode())


def _differs(connection: Connection, file: Path, key: str | None) -> bool:
    signed = msgspec.json.decode(file.read_bytes(), type=SignedDigest)
    published = Digest(**msgspec.structs.asdict(signed.digest))
    if not is_signed(published.text, signed.signature, key or signed.public_key):
        click.echo(f"{file.name}: the signature is not that of this key")
        return True
    office = read_office(str(offices.set_up_text(connection, published.office)))
    now = digests.of_day(connection, office, date.fromisoformat(published.day))
    wrong = differences(published, now, rows.row(connection, published.office, published.last_seq))
    words = f"differs from what was published: {', '.join(wrong)}" if wrong else "as published"
    click.echo(f"{published.office}: {published.day} {words}")
    return bool(wrong)


def _chain_is_broken(connection: Connection, office_id: str) -> bool:
    head = rows.head(connection, office_id)
    found = 0
    for found, one in enumerate(breaks(rows.rows(connection, office_id), head), start=1):
        if found <= MOST_NAMED:
            click.echo(f"{office_id}: {_words(one)}")
    if found > MOST_NAMED:
        click.echo(f"{office_id}: and {found - MOST_NAMED} more rows at which the chain breaks")
    if not found:
        click.echo(f"{office_id}: {head.seq} rows, whole, {head.hash}")
    return found > 0


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
    reason = "removed_several" if found.until is not None else found.reason
    return WORDS[reason].format(seq=found.seq, until=found.until)
