"""`xephang printer`: see a ticket, print one, ask a printer how it is."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from queue_server.cli.options import data_option, words_option
from queue_server.cli.verb import run_verb
from queue_server.devices.faults import AddressInvalid, PrinterFault
from queue_server.devices.printer import Printer, open_printer
from queue_server.devices.receipt import WIDTH_80_MM, Receipt, draw, png_bytes
from queue_server.devices.template import TemplateError, load_template
from queue_server.store import printers
from queue_server.texts import problem_in_words
from queue_server.usecases import paper
from queue_server.usecases.work import Done

address_option = click.option("--printer", "address", required=True, help="Such as tcp:192.168.1.50:9100, png:FOLDER.")
width_option = click.option("--dots", type=int, default=576, show_default=True, help="576 on 80 mm paper, 384 on 58.")


@click.group()
def printer() -> None:
    """The ticket and its printer."""


@printer.command()
@address_option
@width_option
def test(address: str, dots: int) -> None:
    """Print a sample ticket; says by name what stops it."""
    try:
        _opened(address, dots).print(draw(_sample(), dots))
    except PrinterFault as fault:
        raise click.ClickException(f"{fault.code}: {fault}") from fault
    click.echo("printed")


@printer.command()
@address_option
@width_option
def status(address: str, dots: int) -> None:
    """Ask the printer how it is; exits with 1 when it can't print."""
    state = _opened(address, dots).status()
    click.echo(f"online      {'yes' if state.online else 'no'}")
    click.echo(f"paper       {state.paper.replace('_', ' ')}")
    click.echo(f"cover       {'open' if state.cover_open else 'closed or unknown'}")
    click.echo(f"fault       {state.error or 'none'}")
    if state.error:
        raise SystemExit(1)


@printer.command()
@width_option
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("ticket.png"), show_default=True)
@click.option("--template", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A ticket template.")
@words_option
def preview(dots: int, out: Path, template: Path | None, words: str) -> None:
    """Draw a sample ticket into a PNG file."""
    try:
        image = draw(_sample(), dots, None if template is None else load_template(template))
    except TemplateError as error:
        said = "\n".join(problem_in_words(problem, words) for problem in error.problems)
        raise click.ClickException(f"{template}:\n{said}" if template else said) from error
    out.write_bytes(png_bytes(image))
    click.echo(str(out))


@printer.command()
@data_option
@click.argument("name")
@click.option("--printer", "address", help="Such as tcp:192.168.1.51.")
@click.option("--agent", is_flag=True, help="Instead: a kiosk's PC prints, by `xephang agent`; prints its command.")
@width_option
@click.option("--kiosk", help="The kiosk whose tickets come out there.")
def add(data: Path, name: str, address: str | None, agent: bool, dots: int, kiosk: str | None) -> None:
    """Add one more printer, or change its address; a running server takes it up within seconds."""
    if agent == (address is not None):
        raise click.UsageError("say either --printer ADDRESS or --agent")
    token = secrets.token_urlsafe(32) if agent else None
    if address is not None:
        _opened(address, dots)
    run_verb(
        data, partial(paper.save_printer, printer_id=name, address=address or f"agent:{name}", dots=dots, token=token)
    )
    if kiosk is not None:
        run_verb(data, lambda work: paper.assign(work, kiosk, name))
    narrow = "" if dots == WIDTH_80_MM else f" --dots {dots}"
    command = f"xephang agent --token {token} --server ADDRESS --printer usb:…{narrow}"
    click.echo(command if agent else f"{name}: {address}")


@printer.command("use")
@data_option
@click.argument("name")
@click.option("--kiosk", required=True, help="The kiosk whose tickets come out there.")
def use_printer(data: Path, name: str, kiosk: str) -> None:
    """Give a kiosk its printer; `default` is the one of the settings."""
    run_verb(data, lambda work: paper.assign(work, kiosk, name))
    click.echo(f"{kiosk}: {name}")


@printer.command("list")
@data_option
def list_printers(data: Path) -> None:
    """Show the printers, their paper, and the kiosks that print there."""
    kiosks = run_verb(data, lambda work: Done(printers.kiosks(work.db, work.office.id)))
    for known in run_verb(data, lambda work: Done(printers.all_of(work.db, work.office.id))):
        there = ", ".join(kiosk.id for kiosk in kiosks if kiosk.printer_id == known.id)
        click.echo(f"{known.id}\t{known.address or 'as the settings say'}\t{known.width_dots}\t{there}")


@printer.command("remove")
@data_option
@click.argument("name")
def remove_printer(data: Path, name: str) -> None:
    """Remove a printer; its kiosks print on the default one again."""
    run_verb(data, lambda work: paper.forget_printer(work, name))
    click.echo(f"{name}: -")


def _opened(address: str, dots: int) -> Printer:
    try:
        return open_printer(address, width_dots=dots)
    except AddressInvalid as error:
        raise click.ClickException(str(error)) from error


def _sample() -> Receipt:
    return Receipt(
        office_name="Bộ phận Một cửa",
        service_name="Phiếu in thử",
        service_name_english="Sample ticket",
        code="A012",
        issued_at=datetime.now(UTC).astimezone(),
        ahead=3,
        wait_minutes=(10, 15),
        phone_url="http://xephang.example/phone/sample",
        notice="Phiếu chỉ có giá trị trong ngày.",
    )
