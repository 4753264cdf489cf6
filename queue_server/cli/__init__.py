"""The command `xephang`: one file per group of commands, imported only when it is used."""

from __future__ import annotations

import importlib
from typing import Final

import click

from queue_server import __version__

# Command: the module that holds it under the same name, dashes as underscores.
COMMANDS: Final = {
    "run": "queue_server.cli.run",
    "demo": "queue_server.cli.demo",
    "simulate": "queue_server.cli.simulate",
    "journal": "queue_server.cli.journal",
    "office": "queue_server.cli.office",
    "archive": "queue_server.cli.archive",
    "user": "queue_server.cli.people",
    "device": "queue_server.cli.people",
    "key": "queue_server.cli.open_door",
    "webhook": "queue_server.cli.open_door",
    "push": "queue_server.cli.push",
    "voice": "queue_server.cli.voice",
    "speaker": "queue_server.cli.speaker",
    "printer": "queue_server.cli.printer",
    "agent": "queue_server.cli.agent",
}


class _Lazy(click.Group):
    """Knows its commands by name, so that `xephang journal verify` need not import a sound library."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command = getattr(importlib.import_module(module), cmd_name)
        return command if isinstance(command, click.Command) else None


@click.group(cls=_Lazy)
@click.version_option(__version__)
def main() -> None:
    """Xếp Hàng: the queue of a one-stop office, from the ticket to the loudspeaker."""
