"""`xephang push`: the office's keys for notices on phones."""

from __future__ import annotations

from pathlib import Path

import click

from queue_server.cli.options import data_option


@click.group()
def push() -> None:
    """Notices on citizens' phones, where the office has internet and HTTPS."""


@push.command("keys")
@data_option
@click.argument("contact")
def keys(data: Path, contact: str) -> None:
    """Make the office's keys, once. CONTACT: whom the push services would write to, such as mailto:it@example.vn."""
    from queue_server.web_push.keys import BadPushKeys, file_of, make

    file = file_of(data)
    try:
        made = make(file, contact)
    except FileExistsError:
        raise click.ClickException(f"{file} is there already; new keys would end the notices of every phone") from None
    except BadPushKeys as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{file}\t{made.public}")
