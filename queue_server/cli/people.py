"""`xephang user` and `xephang device`: who may come in."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from queue_server.cli.options import data_option
from queue_server.cli.verb import run_verb
from queue_server.settings import load_settings
from queue_server.store import devices as paired
from queue_server.store import people
from queue_server.store.devices import Device, DeviceKind
from queue_server.store.people import Role
from queue_server.usecases import access, devices
from queue_server.usecases.work import Done


@click.group()
def user() -> None:
    """Clerks, managers and administrators."""


@user.command("add")
@data_option
@click.argument("name")
@click.option("--role", type=click.Choice(["clerk", "manager", "administrator"]), default="clerk", show_default=True)
@click.option("--display-name", default="", help="The name that staff screens show.")
@click.password_option(help="Asked for when it is not given.")
def add_user(data: Path, name: str, role: Role, display_name: str, password: str) -> None:
    """Add someone to the staff, or change their role and password."""
    hashed = access.hash_password(password)
    run_verb(data, lambda work: access.add_user(work, name, display_name or name, role, hashed))
    click.echo(f"{name}: {role}")


@user.command("list")
@data_option
def list_users(data: Path) -> None:
    """Show the staff."""
    for person in run_verb(data, lambda work: Done(people.users(work.db, work.office.id))):
        click.echo(f"{person.name}\t{person.role}\t{person.display_name}")


@user.command("remove")
@data_option
@click.argument("name")
def remove_user(data: Path, name: str) -> None:
    """Take someone off the staff: they are signed out everywhere."""
    run_verb(data, lambda work: access.remove_user(work, name))
    click.echo(f"{name}: -")


@click.group()
def device() -> None:
    """Kiosks, displays and loudspeakers."""


@device.command("add")
@data_option
@click.argument("name")
@click.option("--kind", type=click.Choice(["kiosk", "display", "speaker", "counter", "rating"]), required=True)
@click.option("--zone", help="The zone of a display or loudspeaker.")
@click.option("--counter", type=int, help="The number of the counter of its display or rating tablet.")
def add_device(data: Path, name: str, kind: DeviceKind, zone: str | None, counter: int | None) -> None:
    """Pair a device: prints the address to open on it once, or the command of a loudspeaker.

    Pairing it again ends the old one.
    """
    if (kind in devices.OF_A_ZONE) != (zone is not None) or (kind in devices.OF_A_COUNTER) != (counter is not None):
        raise click.UsageError("a display or loudspeaker has a --zone, a counter's display or tablet a --counter")
    token = secrets.token_urlsafe(32)
    run_verb(data, lambda work: devices.pair_device(work, Device(name, kind, zone, name, counter), token))
    click.echo(_how_to_start(data, kind, zone if counter is None else str(counter), token))


@device.command("list")
@data_option
def list_devices(data: Path) -> None:
    """Show the paired devices."""
    for known in run_verb(data, lambda work: Done(paired.all_paired(work.db, work.office.id))):
        click.echo(f"{known.id}\t{known.kind}\t{known.zone_id or known.counter or ''}")


@device.command("remove")
@data_option
@click.argument("name")
def remove_device(data: Path, name: str) -> None:
    """Unpair a lost or stolen device."""
    run_verb(data, lambda work: devices.unpair_device(work, name))
    click.echo(f"{name}: -")


def _how_to_start(data: Path, kind: DeviceKind, place: str | None, token: str) -> str:
    if kind == "speaker":
        server = load_settings(data).public_url or "http://SERVER:8000"
        return f"xephang speaker --server {server} --zone {place} --token {token}"
    return f"/kiosk#token={token}" if kind == "kiosk" else f"/{kind}/{place}#token={token}"
