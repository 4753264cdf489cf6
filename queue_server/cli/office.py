"""`xephang office`: the set-up as a file, checked, brought in and taken out."""

from __future__ import annotations

from pathlib import Path

import click

from queue_server.cli.options import data_option, words_option
from queue_server.cli.verb import run_verb
from queue_server.domain.errors import QueueError
from queue_server.office_file import SetUpInvalid, keep_file, read_office, write_office
from queue_server.settings import load_settings
from queue_server.store import offices
from queue_server.texts import problem_in_words
from queue_server.usecases import set_up
from queue_server.usecases.set_up import SetUpInUse
from queue_server.usecases.work import Done, Work
from queue_server.web.paper import not_on_paper


@click.group()
def office() -> None:
    """The office's set-up: services, counters, hours, people's words, as one commented file."""


@office.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@words_option
def check(file: Path, words: str) -> None:
    """Say everything that is wrong with a set-up file, and where; exit status 0 when it can be used."""
    try:
        found = read_office(file.read_text(encoding="utf-8"))
    except SetUpInvalid as invalid:
        raise _refused(invalid, words) from invalid
    for unprinted in (one for language in found.languages for one in not_on_paper(found, language)):
        click.echo(problem_in_words(unprinted, words), err=True)
    click.echo(f"{found.name['vi']}: {len(found.services)} services, {len(found.counters)} counters")


@office.command()
@data_option
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Of the comments.")
@click.option("--as-it-is", is_flag=True, help="The text that is in force, with the administrator's own comments.")
def export(data: Path, language: str, as_it_is: bool) -> None:
    """Write the set-up in force to the standard output, every key with its meaning."""

    def text(work: Work) -> Done[str]:
        stored = offices.set_up_text(work.db, work.office.id)
        return Done(stored if as_it_is and stored else write_office(work.office, language))

    click.echo(run_verb(data, text), nl=False)


@office.command("import")
@data_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@words_option
def bring_in(data: Path, file: Path, words: str) -> None:
    """Put a set-up file in force, also while the server runs; a day in progress is not broken."""
    text = file.read_text(encoding="utf-8")

    def apply(work: Work) -> Done[int]:
        done = set_up.apply(work, text)
        keep_file(load_settings(data).office_file, text)
        return done

    try:
        version = run_verb(data, apply, raw=True)
    except (SetUpInvalid, SetUpInUse) as refused:
        raise _refused(refused, words) from refused
    click.echo(f"set-up {version}")


def _refused(error: QueueError, language: str) -> click.ClickException:
    return click.ClickException("\n".join(problem_in_words(one, language) for one in error.problems))
