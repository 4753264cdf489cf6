"""The paper of an appointment: what a clerk prints when it is booked, and the ticket that it becomes."""

import tomllib
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import zxingcpp

from queue_server.devices.receipt import Receipt, draw
from queue_server.devices.template import appointment_slip, built_in
from tests.devices.test_receipt import TICKET, WARD, shows

PAGE = "http://192.168.1.10:8000/appointment/kJ8w2nQx4LrT7uVbYc3eZg"
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BOOKED = replace(TICKET, appointment=datetime(2025, 11, 28, 9, 30, tzinfo=HANOI))
SLIP = replace(
    BOOKED,
    code="WM4KQ7",  # the widest letters that a code may have
    opens=datetime(2025, 11, 28, 9, 0, tzinfo=HANOI),
    phone_url=PAGE,
    ahead=None,
    wait_minutes=None,
    documents=("Giấy chứng sinh hoặc văn bản xác nhận của người làm chứng về việc sinh", "Căn cước của người khai"),
)


def slips() -> list[Receipt]:
    """The slip of each service of the ward's office, with the documents that it asks for."""
    services = tomllib.loads(WARD.read_text("utf-8"))["service"]
    return [
        replace(
            SLIP,
            service_name=one["name"]["vi"],
            service_name_english=one["name"]["en"],
            documents=tuple(text if isinstance(text, str) else text["vi"] for text in one.get("documents", ())),
        )
        for one in services
    ]


@pytest.mark.parametrize("width", [384, 576])
def test_a_slip_of_any_service_stays_on_the_paper_and_its_code_opens_the_appointment(width: int) -> None:
    margin = round(appointment_slip().side_margin * 8)
    for slip in [*slips(), SLIP]:
        image = draw(slip, width, appointment_slip())
        for edge in ((0, 0, margin, image.height), (width - margin, 0, width, image.height)):
            assert image.crop(edge).getextrema() == (255, 255)
        assert [code.text for code in zxingcpp.read_barcodes(image.convert("L"))] == [PAGE]


@pytest.mark.parametrize("width", [384, 576])
def test_a_slip_says_when_what_to_bring_and_that_its_code_is_no_number(width: int) -> None:
    image = draw(SLIP, width, appointment_slip())
    assert shows(image, "09:30", size=13.0, weight="extrabold")
    assert shows(image, "Thứ Sáu, 28/11/2025", size=4.8, weight="bold")
    assert shows(image, "Friday, 28/11/2025", size=2.9)
    assert shows(image, "Mã hẹn – chưa phải số thứ tự", size=3.2, weight="medium")
    told = "Từ 09:00, quét mã này hoặc bấm mã hẹn ở máy lấy số để lấy số."
    assert shows(image, told, size=3.4, weight="semibold")
    assert shows(image, "Nhớ mang theo:", size=3.2, align="left")
    for document in SLIP.documents:
        assert shows(image, f"– {document}", size=3.2, align="left")
    assert shows(image, "In lúc 09:41 ngày 24/11/2025", size=2.7)


def test_a_slip_s_code_is_smaller_than_a_ticket_s_number() -> None:
    sizes = [next(line.size for line in one.lines if line.show == "code") for one in (appointment_slip(), built_in())]
    assert sizes[0] < sizes[1] / 2


@pytest.mark.parametrize("width", [384, 576])
def test_the_ticket_of_an_appointment_names_its_slot_and_another_ticket_names_none(width: int) -> None:
    with_slot = draw(BOOKED, width)
    assert shows(with_slot, "Lịch hẹn 09:30", size=4.8, weight="bold")
    assert shows(with_slot, "Appointment 09:30", size=2.9)
    assert draw(TICKET, width).height < with_slot.height


def test_an_appointment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        replace(SLIP, opens=datetime(2025, 11, 28, 9, 0))  # noqa: DTZ001 -- a time without zone is the fault shown here
