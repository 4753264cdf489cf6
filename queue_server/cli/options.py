"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data"),
    show_default=True,
    help="The folder of the office: database, office.toml, tickets, voices.",
)

words_option = click.option(
    "--words",
    type=click.Choice(["en", "vi"]),
    default="en",
    show_default=True,
    help="The language in which it says what is wrong.",
)
