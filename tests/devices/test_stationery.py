import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PIL.ExifTags import Base

from queue_server.devices.receipt import png_bytes
from queue_server.devices.stationery import LARGEST_LOGO_BYTES, Look, Stationery, checked_logo
from queue_server.devices.template import BUILT_IN, TemplateError, built_in

WIDER = BUILT_IN.read_text("utf-8").replace("side_margin = 1.5", "side_margin = 4.0")


def test_an_office_without_files_of_its_own_has_the_built_in_ticket(tmp_path: Path) -> None:
    stationery = Stationery(tmp_path)
    look = stationery.look()
    assert look == Look(built_in(), None)
    assert stationery.text() == (BUILT_IN.read_text("utf-8"), False)


def test_a_saved_template_and_a_new_logo_count_from_the_next_ticket_on(tmp_path: Path) -> None:
    stationery = Stationery(tmp_path)
    assert stationery.look().template.side_margin == 1.5
    stationery.save(WIDER)
    assert stationery.look().template.side_margin == 4.0
    assert stationery.text() == (WIDER, True)
    (tmp_path / "logo.png").write_bytes(saved("PNG", (80, 40)))
    assert stationery.look().logo is not None
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
    assert [one.code for one in look.problems] == ["unknown_key_meant", "ticket_without_code", "logo_no_picture"]
    with pytest.raises(TemplateError):
        stationery.save("side_margn = 2\n")
    stationery.save(WIDER.replace("4.0", "5.0"))
    (tmp_path / "logo.png").unlink()
    assert (stationery.look().template.side_margin, stationery.look().problems) == (5.0, ())


def test_a_file_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "ticket.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "logo.png").mkdir()
    look = Stationery(tmp_path).look()
    assert [(one.code, one.details["name"]) for one in look.problems] == [
        ("file_unreadable", "ticket.toml"),
        ("file_unreadable", "logo.png"),
    ]


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (lambda: os.urandom(LARGEST_LOGO_BYTES + 1), "logo_too_many_bytes"),
        (lambda: png_bytes(Image.new("1", (5000, 5000), 0)), "logo_too_large"),
        (lambda: b"no picture", "logo_no_picture"),
        (lambda: saved("GIF", (8, 8)), "logo_no_picture"),
        (lambda: saved("PNG", (80, 80))[:70], "logo_no_picture"),
    ],
)
def test_what_is_no_logo_is_refused_by_name(picture: Callable[[], bytes], code: str) -> None:
    with pytest.raises(TemplateError) as refusal:
        checked_logo(picture())
    assert [one.code for one in refusal.value.problems] == [code]


def test_a_photograph_becomes_an_upright_picture_that_tells_nothing_of_its_maker() -> None:
    told = Image.Exif()
    told[Base.Orientation], told[Base.Artist] = 6, "who took it"
    kept = checked_logo(saved("JPEG", (2000, 1000), exif=told))
    with Image.open(io.BytesIO(kept)) as logo:
        assert (logo.format, logo.size) == ("PNG", (600, 1200))
        assert not dict(logo.getexif())
        assert not logo.info
    assert b"who took it" not in kept


def saved(kind: str, size: tuple[int, int], **options: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "navy").save(file, kind, **options)
    return file.getvalue()
