"""The demonstration's ward against the real server."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import click
import pytest

from queue_server.cli.demo import FIRST_MORNING, FREE_COUNTER, enliven, next_morning, ward_office
from queue_server.cli.simulate import verify_journal
from queue_server.first_start import TRY_OUT_FILE
from queue_server.simulation.http import Http, Staff
from queue_server.simulation.office import running
from queue_server.simulation.ward import arrivals_per_second

SPEED = 200.0


async def live_until_many_are_served(data: Path, address: str) -> dict[str, Any]:
    office = ward_office(data)
    living = asyncio.create_task(enliven(data, office, address, SPEED, Random(7)))
    http = Http(address)
    manager = Staff(http, "manager", "manager", json.loads((data / TRY_OUT_FILE).read_text("utf-8"))["manager"])
    try:
        async with asyncio.timeout(60):
            while True:
                today: dict[str, Any] = await manager.get("/api/manager/today")
                everywhere = all(line["served"] for line in today["counters"] if line["number"] != FREE_COUNTER)
                if everywhere or living.done():
                    return today
                await asyncio.sleep(0.2)
    finally:
        living.cancel()
        (ended,) = await asyncio.gather(living, return_exceptions=True)
        assert isinstance(ended, asyncio.CancelledError), ended
        http.close()


def test_every_counter_serves_but_the_one_that_is_left_to_the_newcomer(tmp_path: Path) -> None:
    office = ward_office(tmp_path)
    (tmp_path / "xephang.toml").write_text('voice = "none"\nprinter = "none"\n', encoding="utf-8")
    assert next_morning(tmp_path, office) == FIRST_MORNING
    with running(tmp_path, FIRST_MORNING, SPEED, more=("--try-out",)) as (address, _):
        today = asyncio.run(live_until_many_are_served(tmp_path, address))
    states = {line["number"]: (line["state"], line["served"] > 0) for line in today["counters"]}
    assert states == dict.fromkeys(range(1, 9), ("open", True)) | {FREE_COUNTER: ("closed", False)}
    assert today["total"]["issued"] > today["total"]["served"]
    verify_journal(tmp_path)
    # The next demonstration begins on the next working day, so no ticket of this one is in its way.
    assert next_morning(tmp_path, office) == FIRST_MORNING + timedelta(days=1)


def test_the_arrivals_fill_most_of_the_counters_time(tmp_path: Path) -> None:
    office = ward_office(tmp_path)
    work = sum(arrivals_per_second(office, service) * service.usual.total_seconds() for service in office.services)
    assert work == pytest.approx(0.9 * len(office.counters))


def test_the_demonstration_leaves_the_folder_of_another_office_alone(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text("[office]\n", encoding="utf-8")
    with pytest.raises(click.ClickException, match="another office"):
        ward_office(tmp_path)
    assert (tmp_path / "office.toml").read_text("utf-8") == "[office]\n"
