"""What citizens show at a kiosk: used for its purpose, kept apart, and gone when the day is over."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.running_office import Client, RunningOffice, refusal
from tests.standins.dossier_system import SECRET, DossierSystemStandIn

OFFICE = """
[office]
id = "phuong-thu"
name = "Phường Thử"
[identity_card]
ask = "{ask}"
tickets_per_day = 2
[[service]]
prefix = "A"
name = "Chứng thực"
[[service]]
prefix = "L"
name = "Trả kết quả"
collects_results = true
[[zone]]
id = "sanh"
name = "Sảnh"
[[counter]]
number = 1
name = "Một"
zone = "sanh"
services = ["A", "L"]
"""
NUMBER, OTHER, DOSSIER = "079051000123", "079051000124", "H29.20-261124-0012"
NEXT_DAY = "2026-11-25T08:00:00+07:00"
TABLES = ("citizen_keys", "citizen_tickets", "dossiers")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[RunningOffice]:
    running = RunningOffice(tmp_path / "data")
    running.data.mkdir()
    yield running
    if running.process is not None:
        running.stop()


@pytest.fixture
async def system() -> AsyncIterator[DossierSystemStandIn]:
    async with DossierSystemStandIn() as system:
        system.known[DOSSIER] = {"state": "ready"}
        yield system


def start(office: RunningOffice, ask: str, system: DossierSystemStandIn | None = None, at: str = "") -> None:
    (office.data / "office.toml").write_text(OFFICE.format(ask=ask), "utf-8")
    if system is not None:
        text = f'dossier_url = "{system.url}"\ndossier_secret = "{SECRET}"\n'
        (office.data / "xephang.toml").write_text(text, "utf-8")
    office.start(*([at] if at else []))


def holds(office: RunningOffice, what: str) -> list[str]:
    """Return the files of the data folder in which that stands."""
    files = [file for file in office.data.rglob("*") if file.is_file()]
    return [file.name for file in files if what.encode() in file.read_bytes()]


async def test_a_citizen_takes_so_many_numbers_a_day_and_the_card_s_number_is_written_nowhere(
    office: RunningOffice,
) -> None:
    start(office, "require")
    async with office.client() as client:
        assert refusal(await client.take("A")) == "identity_needed"
        first = await client.take("A", "yeu-cau-1", identity=NUMBER)
        assert (await client.take("A", "yeu-cau-1", identity=NUMBER)).json()["taken"] == first.json()["taken"]
        assert (await client.take("L", identity=NUMBER)).status_code == 200
        assert refusal(await client.take("A", identity=NUMBER)) == "citizen_limit_reached"
        assert (await client.take("A", identity=OTHER)).status_code == 200
        for malformed in ("07905100012", "079051000123|x", ""):
            answer = await client.take("A", identity=malformed)
            assert refusal(answer) == "malformed"
            assert not malformed or malformed not in answer.text
    marks = office.rows("SELECT mark, COUNT(*) FROM citizen_tickets GROUP BY mark")
    assert sorted(count for _, count in marks) == [1, 2]
    assert hashlib.sha256(NUMBER.encode()).hexdigest()[:32] not in {mark for mark, _ in marks}
    assert holds(office, NUMBER) == []


async def test_where_cards_are_off_a_number_that_is_sent_all_the_same_is_ignored(office: RunningOffice) -> None:
    start(office, "off")
    async with office.client() as client:
        for _ in range(3):
            assert (await client.take("A", identity=NUMBER)).status_code == 200
    assert office.rows("SELECT * FROM citizen_tickets") == office.rows("SELECT * FROM citizen_keys") == []


async def test_the_clerk_sees_the_dossier_with_the_ticket_and_the_journal_never_does(
    office: RunningOffice, system: DossierSystemStandIn
) -> None:
    start(office, "off", system)
    async with office.client() as client:
        asked = await ask(client, DOSSIER)
        assert asked == {"code": DOSSIER, "state": "ready", "expected": None}
        assert (await client.take("L", dossier=DOSSIER)).json()["dossier"] == asked
        assert (await client.take("A", dossier="KHONG-PHAI-O-DAY")).status_code == 200
        system.mood = "hanging up"
        assert (await client.take("L", dossier="H29.20-261124-0099")).json()["dossier"]["state"] == "unknown"
    kept = office.rows("SELECT ticket_id, code, state FROM dossiers ORDER BY ticket_id")
    assert kept == [("20261124-L001", DOSSIER, "ready"), ("20261124-L002", "H29.20-261124-0099", "unknown")]
    assert office.rows(f"SELECT * FROM journal WHERE body LIKE '%{DOSSIER}%'") == []
    assert office.rows(f"SELECT * FROM requests WHERE answer LIKE '%{DOSSIER}%'") == []
    assert next(asked["dossier"] for asked in system.asked) == DOSSIER


async def test_all_that_is_personal_is_gone_with_the_day_even_from_the_file(
    office: RunningOffice, system: DossierSystemStandIn
) -> None:
    start(office, "require", system)
    async with office.client() as client:
        assert (await client.take("L", identity=NUMBER, dossier=DOSSIER)).status_code == 200
    [(key,)] = office.rows("SELECT key FROM citizen_keys")
    assert all(len(office.rows(f"SELECT * FROM {table}")) == 1 for table in TABLES)
    office.kill()  # a power cut in the evening; the machine is back in the morning
    start(office, "require", at=NEXT_DAY)
    assert [office.rows(f"SELECT * FROM {table}") for table in TABLES] == [[], [], []]
    async with office.client() as client:
        for _ in range(2):
            assert (await client.take("A", identity=NUMBER)).status_code == 200
    office.stop()
    assert holds(office, DOSSIER) == holds(office, key) == []
    assert office.journal_is_whole()


async def ask(client: Client, code: str) -> dict[str, object]:
    headers = {"Authorization": f"Bearer {client.known['kiosk']}"}
    answer = await client.http.post("/api/kiosk/dossiers", json={"code": code}, headers=headers)
    found: dict[str, object] = answer.json()
    return found
