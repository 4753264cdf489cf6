import os
from pathlib import Path

import pytest
from PIL import Image

from queue_server.devices.receipt import png_bytes
from queue_server.devices.stationery import LARGEST_LOGO_BYTES, Stationery
from queue_server.devices.template import BUILT_IN, TemplateError, built_in

WIDER = BUILT_IN.read_text("utf-8").replace("side_margin = 1.5", "side_margin = 4.0")


def test_an_office_without_files_of_its_own_has_the_built_in_ticket(tmp_path: Path) -> None:
    stationery = Stationery(tmp_path)
    look = stationery.look()
    assert (look.template, look.logo, look.problem) == (built_in(), None, "")
    assert stationery.text() == (BUILT_IN.read_text("utf-8"), False)


def test_a_saved_template_and_a_new_logo_count_from_the_next_ticket_on(tmp_path: Path) -> None:
    stationery = Stationery(tmp_path)
    assert stationery.look().template.side_margin == 1.5
    stationery.save(WIDER)
    assert stationery.look().template.side_margin == 4.0
    assert stationery.text() == (WIDER, True)
    logo = png_bytes(Image.new("1", (80, 40), 0))
    (tmp_path / "logo.png").write_bytes(logo)
    assert stationery.look().logo == logo
    (tmp_path / "logo.png").unlink()
    (tmp_path / "ticket.toml").unlink()
    assert (stationery.look().template, stationery.look().logo) == (built_in(), None)


def test_a_mistake_in_a_file_is_named_and_the_last_good_one_stays(tmp_path: Path) -> None:
    stationery = Stationery(tmp_path)
    stationery.save(WIDER)
    assert stationery.look().template.side_margin == 4.0
    (tmp_path / "ticket.toml").write_text("side_margn = 2\n", "utf-8")
    (tmp_path / "logo.png").write_bytes(b"no picture")
    look = stationery.look()
    assert look.template.side_margin == 4.0
    assert "did you mean 'side_margin'" in look.problem
    assert "logo.png" in look.problem
    with pytest.raises(TemplateError):
        stationery.save("side_margn = 2\n")
    stationery.save(WIDER.replace("4.0", "5.0"))
    (tmp_path / "logo.png").unlink()
    assert (stationery.look().template.side_margin, stationery.look().problem) == (5.0, "")


@pytest.mark.parametrize("picture", ["bytes", "dots"])
def test_a_logo_that_is_far_too_large_is_refused_in_words(tmp_path: Path, picture: str) -> None:
    if picture == "dots":
        (tmp_path / "logo.png").write_bytes(png_bytes(Image.new("1", (3000, 3000), 0)))
    else:
        (tmp_path / "logo.png").write_bytes(os.urandom(LARGEST_LOGO_BYTES + 1))
    look = Stationery(tmp_path).look()
    assert look.logo is None
    assert look.problem.startswith("logo.png: a logo of ")
