import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from queue_server.devices.fonts import FILES, font
from queue_server.devices.typesetting import fitted_strip, line_strip, nfc, text_strip, wrap

STACKED_MARKS = "ẶỄỖỆỰ ặễỗệự ỳỵỹ ÂĂĐ gọng"
WORDS = st.lists(st.text(st.sampled_from("aàảãạăằặâầậđeềệiỉoộơờuừựyỳỹĐẾNgq"), min_size=1, max_size=14), min_size=1)


def ink(image: Image.Image) -> int:
    return image.convert("L").histogram()[0]


@pytest.mark.parametrize("weight", sorted(FILES))
@pytest.mark.parametrize("size", [22, 37, 90])
def test_no_mark_above_or_below_a_letter_is_clipped(weight: str, size: int) -> None:
    face = font(weight, size)
    roomy = Image.new("L", (size * 30, size * 6), 255)
    ImageDraw.Draw(roomy).text((size, size * 3), STACKED_MARKS, fill=0, font=face, anchor="ls")
    roomy_ink = ink(roomy.point(lambda grey: 255 if grey > 150 else 0))
    assert ink(line_strip(STACKED_MARKS, size * 28, face, "center")) == roomy_ink > 0


@given(WORDS, st.integers(min_value=200, max_value=576), st.sampled_from([22, 31, 37]))
def test_a_wrapped_line_never_leaves_the_paper_and_no_letter_is_lost(words: list[str], width: int, size: int) -> None:
    text = nfc(" ".join(words))
    face = font("bold", size)
    lines = wrap(text, width, face)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert ink(line_strip(line, width, face, "center")) == ink(line_strip(line, width + 400, face, "center"))


def test_lines_are_broken_where_the_phrase_breaks_and_none_begins_with_a_dash() -> None:
    lines = wrap("Lao động – Bảo trợ xã hội – Người có công", 552, font("bold", 37))
    assert lines == ["Lao động – Bảo trợ xã hội –", "Người có công"]


def test_decomposed_marks_are_drawn_as_composed_ones() -> None:
    name = "Hộ tịch (khai sinh, kết hôn, khai tử)"
    scattered = unicodedata.normalize("NFD", name)
    assert scattered != name
    drawn = [text_strip(text, 360, "bold", 30, "center").tobytes() for text in (name, scattered)]
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize("code", ["A012", "W999", "MMMM9999"])
def test_a_code_of_any_length_is_shrunk_to_the_paper(code: str) -> None:
    strip = fitted_strip(code, 360, "extrabold", 256, "center")
    left, top, right, bottom = strip.point(lambda dot: 255 - dot).getbbox() or (0, 0, 0, 0)
    assert (top, bottom) == (0, strip.height)
    assert 0 <= left < right <= 360
    assert right - left > 330


def test_white_on_black_is_the_same_line_with_its_dots_turned() -> None:
    plain, turned = (text_strip("PHIẾU IN LẠI", 360, "bold", 30, "center", inverse=way) for way in (False, True))
    assert ink(plain) + ink(turned) == plain.width * plain.height


@pytest.mark.parametrize(("align", "edge"), [("left", 0), ("right", 2)])
def test_a_line_may_stand_at_either_edge(align: str, edge: int) -> None:
    box = text_strip("Quầy 3", 400, "bold", 30, align).point(lambda dot: 255 - dot).getbbox()
    assert box is not None
    assert abs(box[edge] - {"left": 0, "right": 400}[align]) <= 2
