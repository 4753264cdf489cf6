import io
import random
import string
import tomllib
import unicodedata
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from queue_server.devices.fonts import without_letters
from queue_server.devices.receipt import Receipt, draw, png_bytes, qr_code, scale_for
from queue_server.devices.template import BUILT_IN, TemplateError, built_in, parse_template
from queue_server.devices.typesetting import text_strip

PHONE_URL = "http://192.168.1.10:8000/t/kJ8w2nQx4LrT7uVbYc3eZg"
WIDTHS = [384, 512, 576]
WARD = BUILT_IN.parent.parent / "examples" / "ward_office.toml"
SERVICES = {
    "Hộ tịch (khai sinh, kết hôn, khai tử)": "Civil status (births, marriages, deaths)",
    "Lao động – Bảo trợ xã hội – Người có công": "Labour, social protection, people with merit",
    "Hướng dẫn dịch vụ công trực tuyến": "Help with online public services",
    "Đất đai – Xây dựng – Môi trường": "Land, construction, environment",
}
TICKET = Receipt(
    office_name="Trung tâm Phục vụ hành chính công phường Hòa Bình",
    service_name="Lao động – Bảo trợ xã hội – Người có công",
    service_name_english="Labour, social protection, people with merit",
    code="G012",
    ahead=3,
    wait_minutes=(10, 15),
    issued_at=datetime(2025, 11, 24, 9, 41, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
    phone_url=PHONE_URL,
    notice="Vui lòng giữ trật tự và theo dõi màn hình. Phiếu chỉ có giá trị trong ngày.",
)


def shows(
    image: Image.Image,
    text: str,
    *,
    size: float,
    weight: str = "regular",
    align: str = "center",
    inverse: bool = False,
) -> bool:
    """Whether the ticket carries `text`, dot by dot, in this size (millimetres) and weight."""
    margin = round(built_in().side_margin * 8)
    inner = image.crop((margin, 0, image.width - margin, image.height)).convert("L")
    dots = round(size * scale_for(image.width) * 8)
    return text_strip(text, inner.width, weight, dots, align, inverse=inverse).convert("L").tobytes() in inner.tobytes()


def test_the_longest_names_of_the_ward_s_office_are_among_those_that_are_drawn() -> None:
    names = [service["name"]["vi"] for service in tomllib.loads(WARD.read_text("utf-8"))["service"]]
    assert set(sorted(names, key=len)[-4:]) == set(SERVICES)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("service", SERVICES)
def test_a_ticket_of_the_longest_service_names_stays_on_the_paper(service: str, width: int) -> None:
    image = draw(replace(TICKET, service_name=service, service_name_english=SERVICES[service]), width)
    assert (image.mode, image.width) == ("1", width)
    margin = round(built_in().side_margin * 8)
    for edge in ((0, 0, margin, image.height), (width - margin, 0, width, image.height)):
        assert image.crop(edge).getextrema() == (255, 255)
    assert shows(image, service, size=4.6, weight="bold")
    assert shows(image, SERVICES[service], size=3.0)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_qr_code_is_read_back_as_the_address_of_the_phone_page(width: int) -> None:
    read = zxingcpp.read_barcodes(draw(TICKET, width).convert("L"))
    assert [code.text for code in read] == [PHONE_URL]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_qr_code_of_a_ticket_with_specks_is_still_read(width: int) -> None:
    chance = random.Random(width)
    for _ in range(10):
        url = PHONE_URL[:-22] + "".join(chance.choices(string.ascii_letters + string.digits, k=22))
        paper = draw(replace(TICKET, phone_url=url), width).convert("L")
        for _ in range(paper.width * paper.height // 40):
            paper.putpixel((chance.randrange(paper.width), chance.randrange(paper.height)), chance.choice((0, 255)))
        assert [code.text for code in zxingcpp.read_barcodes(paper.filter(ImageFilter.GaussianBlur(1)))] == [url]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_number_is_read_at_two_metres(width: int) -> None:
    alone = draw(TICKET, width, parse_template(_only("code")))
    box = alone.point(lambda dot: 255 - dot).getbbox()
    assert box is not None
    # Signs are read at 200 times their letters' height: 10 mm, 80 dots, for two metres.
    assert box[3] - box[1] >= 80


@pytest.mark.parametrize("width", WIDTHS)
def test_a_ticket_tells_people_ahead_the_wait_as_a_range_and_the_time_of_the_office(width: int) -> None:
    image = draw(TICKET, width)
    assert shows(image, "Còn 3 người phía trước", size=4.4, weight="semibold")
    assert shows(image, "People ahead of you: 3", size=2.9)
    assert shows(image, "Chờ khoảng 10–15 phút", size=4.4, weight="semibold")
    assert shows(image, "09:41 ngày 24/11/2025", size=3.0, weight="medium")
    assert shows(image, "Quét mã để theo dõi lượt của bạn", size=3.2, weight="medium")
    assert shows(image, TICKET.notice, size=3.0)
    assert not shows(image, "Còn 4 người phía trước", size=4.4, weight="semibold")


def test_the_time_is_shown_in_the_zone_that_it_carries() -> None:
    image = draw(replace(TICKET, issued_at=datetime(2025, 11, 24, 2, 41, tzinfo=UTC)))
    assert shows(image, "02:41 ngày 24/11/2025", size=3.0, weight="medium")


def test_nobody_ahead_and_no_wait_have_words_of_their_own() -> None:
    image = draw(replace(TICKET, ahead=0, wait_minutes=(0, 0)))
    assert shows(image, "Không còn ai phía trước", size=4.4, weight="semibold")
    assert shows(image, "Chờ chưa đến 1 phút", size=4.4, weight="semibold")


def test_a_range_of_one_minute_is_one_number() -> None:
    assert shows(draw(replace(TICKET, wait_minutes=(5, 5))), "Chờ khoảng 5 phút", size=4.4, weight="semibold")


def test_what_is_unknown_is_left_out() -> None:
    bare = draw(replace(TICKET, ahead=None, wait_minutes=None, phone_url="", notice=" ", service_name_english=""))
    assert bare.height < draw(TICKET).height / 1.5
    assert not zxingcpp.read_barcodes(bare.convert("L"))
    assert not shows(bare, "Quét mã để theo dõi lượt của bạn", size=3.2, weight="medium")


def test_a_ticket_in_english_has_english_first_and_vietnamese_small() -> None:
    image = draw(replace(TICKET, language="en"))
    assert shows(image, "People ahead of you: 3", size=4.4, weight="semibold")
    assert shows(image, "Còn 3 người phía trước", size=2.9)
    assert shows(image, TICKET.service_name_english, size=4.6, weight="bold")
    assert shows(image, TICKET.service_name, size=3.0)


def test_a_language_without_words_on_the_ticket_gets_vietnamese_and_english() -> None:
    image = draw(replace(TICKET, language="km"))
    assert shows(image, "Còn 3 người phía trước", size=4.4, weight="semibold")
    assert shows(image, "People ahead of you: 3", size=2.9)


def test_letters_that_the_font_lacks_are_known_and_every_vietnamese_one_is_there() -> None:
    vowels = "aăâeêioôơuưy"
    marked = "".join(
        unicodedata.normalize("NFC", vowel + mark) for vowel in vowels for mark in "\u0300\u0301\u0303\u0309\u0323"
    )
    assert without_letters(vowels + marked + marked.upper() + "đĐ–…“”·0123456789{}") == ""
    assert without_letters("Số ខ ก 号 ខ") == "ខก号"


def test_a_reprint_is_marked_and_a_first_print_is_not() -> None:
    marks = [
        shows(draw(replace(TICKET, reprint=again)), "PHIẾU IN LẠI", size=3.6, weight="bold", inverse=True)
        for again in (True, False)
    ]
    assert marks == [True, False]


def test_a_priority_class_can_not_be_put_on_a_ticket() -> None:
    assert {field.name for field in fields(Receipt)} == {
        "office_name", "service_name", "service_name_english", "code", "ahead", "wait_minutes", "issued_at",
        "phone_url", "notice", "language", "reprint", "logo", "appointment", "opens", "documents",
    }  # fmt: skip


def test_a_grey_logo_with_transparency_is_dithered_on_white_within_its_height() -> None:
    logo = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    logo.paste((128, 128, 128, 255), (0, 0, 100, 100))
    image = draw(replace(TICKET, logo=png_bytes(logo)), 576, parse_template(_only("logo", "code")))
    height = 12 * 8
    left = 288 - height
    grey, clear = (image.crop((x, 10, x + height - 10, height)).convert("L") for x in (left + 4, left + height + 4))
    share = grey.histogram()[0] / (grey.width * grey.height)
    assert 0.4 < share < 0.6
    assert clear.getextrema() == (255, 255)


def test_an_office_puts_its_notice_first_without_any_code() -> None:
    own = parse_template(_only("notice", "code"))
    image = draw(TICKET, 576, own)
    first_line = text_strip(TICKET.notice, 552, "regular", 24, "center").crop((0, 0, 552, 24)).convert("L").tobytes()
    assert first_line in image.crop((12, 0, 564, 40)).convert("L").tobytes()


def test_an_office_writes_a_line_of_its_own_with_what_the_ticket_knows() -> None:
    own = parse_template(_only("code") + '[[line]]\nshow = "text"\nsize = 3\ntext = { vi = "Số {code} – {service}" }\n')
    assert shows(draw(TICKET, 576, own), f"Số G012 – {TICKET.service_name}", size=3)


def test_braces_in_a_name_are_printed_as_they_are() -> None:
    assert shows(
        draw(replace(TICKET, office_name="Quầy {x.__class__}")), "Quầy {x.__class__}", size=3.9, weight="semibold"
    )


def test_the_picture_is_kept_by_png() -> None:
    image = draw(TICKET, 384)
    with Image.open(io.BytesIO(png_bytes(image))) as again:
        assert again.tobytes() == image.tobytes()


@pytest.mark.parametrize(
    "wrong",
    [
        {"issued_at": datetime(2025, 11, 24, 9, 41)},  # noqa: DTZ001 -- a time without zone is the fault shown here
        {"code": ""},
        {"ahead": -1},
        {"wait_minutes": (10, 5)},
        {"wait_minutes": (-5, 5)},
    ],
)
def test_a_ticket_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"issued_at|code|ahead|wait_minutes"):
        replace(TICKET, **wrong)  # type: ignore[arg-type]


def test_paper_too_narrow_and_an_address_too_long_are_refused_by_name() -> None:
    with pytest.raises(TemplateError, match="paper_too_narrow"):
        draw(TICKET, 100)
    with pytest.raises(TemplateError, match="qr_too_long"):
        qr_code("http://x/" + "a" * 2000, 200, 360)


def _only(*shown: str) -> str:
    """The built-in template with only these lines, in this order."""
    head, *lines = Path(BUILT_IN).read_text("utf-8").split("[[line]]\n")
    names = {tomllib.loads(line)["show"]: line for line in lines}
    return head + "".join(f"[[line]]\n{names[name]}" for name in shown)
