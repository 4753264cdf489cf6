"""`xephang key` and `xephang webhook`: what other programs may read, do and hear."""

from __future__ import annotations

from pathlib import Path

import click

from queue_server.cli.options import data_option
from queue_server.cli.verb import run_verb
from queue_server.store import api_keys, webhooks
from queue_server.usecases import open_door
from queue_server.usecases.open_door import SCOPES
from queue_server.usecases.work import Done


@click.group()
def key() -> None:
    """API keys of other programs."""


@key.command("add")
@data_option
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(sorted(SCOPES)), help="Repeatable.")
def add_key(data: Path, name: str, scopes: tuple[str, ...]) -> None:
    """Print a new key: it cannot be shown again. One of that name gets a new one."""
    click.echo(run_verb(data, lambda work: open_door.add_key(work, name, scopes)))


@key.command("list")
@data_option
def list_keys(data: Path) -> None:
    """Show the keys' names and scopes."""
    for known in run_verb(data, lambda work: Done(api_keys.all_keys(work.db, work.office.id))):
        click.echo(f"{known.name}\t{' '.join(sorted(known.scopes))}")


@key.command("revoke")
@data_option
@click.argument("name")
def revoke_key(data: Path, name: str) -> None:
    """End a key at once."""
    run_verb(data, lambda work: open_door.revoke_key(work, name))
    click.echo(f"{name}: -")


@click.group()
def webhook() -> None:
    """Addresses that hear when a ticket is issued, called, finished, or its citizen did not come."""


@webhook.command("add")
@data_option
@click.argument("name")
@click.argument("url")
def add_webhook(data: Path, name: str, url: str) -> None:
    """Print the secret that messages to this address are signed with. It hears what happens from now on."""
    click.echo(run_verb(data, lambda work: open_door.add_webhook(work, name, url)))


@webhook.command("list")
@data_option
def list_webhooks(data: Path) -> None:
    """Show the addresses, how far in the journal each has heard, and what stops it."""
    for known in run_verb(data, lambda work: Done(webhooks.all_webhooks(work.db, work.office.id))):
        click.echo(f"{known.name}\t{known.url}\t{known.position}\t{known.problem or '-'}")


@webhook.command("remove")
@data_option
@click.argument("name")
def remove_webhook(data: Path, name: str) -> None:
    """Tell an address nothing more."""
    run_verb(data, lambda work: open_door.remove_webhook(work, name))
    click.echo(f"{name}: -")
