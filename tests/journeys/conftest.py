"""A running office for the journeys."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running_office import RunningOffice

COUNTERS = 40


@pytest.fixture
def office(tmp_path: Path) -> Iterator[RunningOffice]:
    """Give the starter office, running, with tickets as PNG files."""
    running = RunningOffice(tmp_path / "data", printer=f"png:{tmp_path / 'tickets'}")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def large_office(tmp_path: Path) -> Iterator[RunningOffice]:
    """Give an office of forty counters that serve two services, running, without a printer."""
    data = tmp_path / "data"
    data.mkdir()
    services = "".join(f'[[service]]\nprefix = "{p}"\nname = "Lĩnh vực {p}"\n' for p in "AB")
    counters = "".join(
        f'[[counter]]\nnumber = {n}\nname = "Quầy {n}"\nzone = "sanh"\nservices = ["A", "B"]\n'
        for n in range(1, COUNTERS + 1)
    )
    text = f'[office]\nid = "lon"\nname = "Văn phòng lớn"\n{services}[[zone]]\nid = "sanh"\nname = "Sảnh"\n{counters}'
    (data / "office.toml").write_text(text, encoding="utf-8")
    running = RunningOffice(data)
    running.start()
    yield running
    running.stop()
