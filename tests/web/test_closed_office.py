"""A closed office and a range that is used up refuse in words; what was issued stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running_office import RunningOffice, refusal

OFFICE = """
[office]
id = "nho"
name = "Văn phòng nhỏ"
[hours]
days = ["tue"]
issue = [["08:00", "11:00"], ["13:00", "16:00"]]
serve = [["08:00", "17:00"]]
[[service]]
prefix = "A"
name = "Lĩnh vực A"
last_number = 2
[[service]]
prefix = "B"
name = "Lĩnh vực B"
daily_limit = 1
[[service]]
prefix = "C"
name = "Lĩnh vực C"
open = false
[[zone]]
id = "sanh"
name = "Sảnh"
[[counter]]
number = 1
name = "Quầy 1"
zone = "sanh"
services = ["A", "B", "C"]
"""


@pytest.fixture
def small_office(tmp_path: Path) -> Iterator[RunningOffice]:
    """Give an office that isn't started yet: a test says at what time."""
    (tmp_path / "office.toml").write_text(OFFICE, encoding="utf-8")
    office = RunningOffice(tmp_path)
    yield office
    office.stop()


@pytest.mark.parametrize(
    ("at", "code", "said"),
    [
        ("2026-11-24T07:30:00+07:00", "not_yet_issuing", "08:00"),
        ("2026-11-24T12:00:00+07:00", "lunch_break", "13:00"),
        ("2026-11-24T16:30:00+07:00", "issuing_over", "01/12/2026"),
        ("2026-11-25T09:00:00+07:00", "office_closed_today", "01/12/2026"),
    ],
)
async def test_outside_issuing_hours_the_kiosk_says_when_to_come_back(
    small_office: RunningOffice, at: str, code: str, said: str
) -> None:
    small_office.start(at)
    async with small_office.client() as client:
        answer = await client.take("A")
    assert (answer.status_code, refusal(answer)) == (409, code)
    assert said in answer.json()["refusal"]["text"]["vi"]
    assert small_office.rows("SELECT COUNT(*) FROM tickets") == [(0,)]


async def test_a_used_up_range_a_daily_limit_and_a_closed_service_are_refused_each_by_name(
    small_office: RunningOffice,
) -> None:
    small_office.start("2026-11-24T09:00:00+07:00")
    async with small_office.client() as client:
        codes = [(await client.take("A")).json()["taken"]["code"] for _ in range(2)]
        assert codes == ["A001", "A002"]
        assert refusal(await client.take("A")) == "numbers_used_up"
        assert (await client.take("B")).status_code == 200
        assert refusal(await client.take("B")) == "daily_limit_reached"
        assert refusal(await client.take("C")) == "service_closed"
    assert small_office.rows("SELECT code FROM tickets ORDER BY code") == [("A001",), ("A002",), ("B001",)]


async def test_tickets_of_yesterday_expire_and_their_counters_close(small_office: RunningOffice) -> None:
    small_office.start("2026-11-24T09:00:00+07:00")
    async with small_office.client() as client:
        await client.take("A")
        await client.sign_in("clerk")
        await client.verb(1, "open")
    small_office.kill()
    small_office.start("2026-12-01T09:00:00+07:00")
    assert small_office.rows("SELECT outcome FROM turns") == [("expired",)]
    assert small_office.rows("SELECT COUNT(*) FROM counter_sessions WHERE closed_at IS NULL") == [(0,)]
    async with small_office.client() as client:
        assert (await client.take("A")).json()["taken"]["code"] == "A001"
    assert small_office.journal_is_whole()
