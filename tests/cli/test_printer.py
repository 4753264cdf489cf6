"""The printer's commands against a printer that has paper, and has none."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from queue_server.cli.printer import printer
from queue_server.devices.template import BUILT_IN
from tests.standins.escpos_printer import EscposPrinter


def run(*arguments: str) -> Result:
    return CliRunner().invoke(printer, arguments)


def test_a_sample_ticket_comes_out_of_a_printer_and_a_printer_without_paper_says_so() -> None:
    with EscposPrinter() as machine:
        assert run("test", "--printer", machine.address).exit_code == 0
        assert len(machine.wait_for_tickets(1)) == 1
        machine.run_out_of_paper()
        refused = run("test", "--printer", machine.address)
    assert refused.exit_code == 1
    assert "printer_paper_out" in refused.output


def test_a_printer_tells_how_it_is_and_the_exit_code_whether_it_prints() -> None:
    with EscposPrinter() as machine:
        machine.near_the_end()
        well = run("status", "--printer", machine.address)
        machine.open_cover()
        ill = run("status", "--printer", machine.address)
    assert (well.exit_code, ill.exit_code) == (0, 1)
    assert "near end" in well.output
    assert "printer_cover_open" in ill.output


def test_an_address_that_is_misspelt_names_what_was_meant() -> None:
    result = run("test", "--printer", "tpc:192.168.1.50")
    assert result.exit_code == 1
    assert "did you mean 'tcp'" in result.output


@pytest.mark.parametrize("dots", [384, 576])
def test_an_office_looks_at_a_ticket_of_its_own_template(tmp_path: Path, dots: int) -> None:
    own = tmp_path / "own.toml"
    own.write_text(BUILT_IN.read_text("utf-8").replace("bottom_margin = 1.0", "bottom_margin = 11.0"), "utf-8")
    heights = []
    for options in ([], ["--template", str(own)]):
        assert run("preview", "--dots", str(dots), "--out", str(tmp_path / "t.png"), *options).exit_code == 0
        with Image.open(tmp_path / "t.png") as ticket:
            heights.append(ticket.height)
    assert heights[1] - heights[0] == 80


def test_a_template_that_is_wrong_is_explained(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[line]]\nshow = "kode"\nsize = 3\n', "utf-8")
    result = run("preview", "--template", str(own), "--out", str(tmp_path / "t.png"))
    assert result.exit_code == 1
    assert "did you mean 'code'" in result.output
    assert "line 1, show" in result.output
    told = run("preview", "--template", str(own), "--out", str(tmp_path / "t.png"), "--words", "vi")
    assert 'line thứ 1, show: "kode" không dùng được; có phải là "code"?' in told.output
    assert not (tmp_path / "t.png").exists()
