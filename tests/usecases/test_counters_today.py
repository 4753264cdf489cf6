"""A counter serves other services for a day, and is as usual the next morning."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from queue_server.domain.errors import Invalid, NotFound
from queue_server.domain.fairness import Unexplained
from queue_server.domain.office import Office
from queue_server.domain.replay import replay
from queue_server.morning import give_back_now
from queue_server.office_file import read_office, write_office
from queue_server.store import counters_today, journal
from queue_server.usecases import clerk, day, set_up
from queue_server.usecases.counters_today import serve_today
from queue_server.usecases.set_up import SetUpInUse
from tests.usecases.conftest import WARD, Desks

HUONG = "manager:huong"


def services_of(office: Office, number: int) -> tuple[str, ...]:
    return office.counter(number).service_ids


async def unusual(desks: Desks) -> list[int]:
    return [one.counter for one in await desks.database.read(lambda db: counters_today.all_of(db, WARD.id))]


async def test_a_counter_takes_another_service_at_once_and_the_journal_explains_its_calls(desks: Desks) -> None:
    await desks.do(set_up.apply, write_office(WARD), by="administrator:hoa")
    await desks.take("C")
    await desks.do(serve_today, 1, ["C", "A"], by=HUONG)
    assert services_of(desks.runner.office, 1) == ("A", "C")
    assert desks.touched[-1].set_up
    assert (await desks.at(1, clerk.call_next)).code == "C001"
    rows = await desks.database.read(lambda db: list(journal.rows(db, WARD.id)))
    assert [one for one in replay(rows) if isinstance(one, Unexplained)] == []
    told = json.loads(rows[-2].body)
    assert (rows[-2].actor, rows[-2].event) == (HUONG, "office_set_up")
    assert [one["where"] for one in told["changes"]] == ["counter/1/services"]


async def test_the_next_day_the_counter_is_as_usual_and_so_is_the_file(desks: Desks, tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    await desks.do(serve_today, 3, ["A"], by=HUONG)
    assert desks.runner.office.counter(3).preferred == ()
    await give_back_now(desks.runner, file)
    assert services_of(desks.runner.office, 3) == ("A",)
    desks.clock.pass_by(days=1)
    await desks.do(day.close_earlier_days, by="system")
    await give_back_now(desks.runner, file)
    assert desks.runner.office.counter(3) == WARD.counter(3)
    assert read_office(file.read_text(encoding="utf-8")).counter(3) == WARD.counter(3)
    assert await unusual(desks) == []


async def test_changed_twice_it_still_knows_what_is_usual_and_the_usual_ends_the_change(desks: Desks) -> None:
    await desks.do(serve_today, 1, ["A"], by=HUONG)
    await desks.do(serve_today, 1, ["C"], by=HUONG)
    await desks.do(serve_today, 1, ["B", "A"], by=HUONG)
    assert desks.runner.office.counter(1) == WARD.counter(1)
    assert await unusual(desks) == []
    versions = await desks.rows("SELECT set_up_version FROM offices")
    await desks.do(serve_today, 1, ["A", "B"], by=HUONG)
    assert await desks.rows("SELECT set_up_version FROM offices") == versions


async def test_what_an_administrator_sets_since_stays_the_next_day(desks: Desks, tmp_path: Path) -> None:
    await desks.do(serve_today, 1, ["A"], by=HUONG)
    office = desks.runner.office
    theirs = tuple(replace(one, service_ids=("B", "C")) if one.number == 1 else one for one in office.counters)
    await desks.do(set_up.apply, write_office(replace(office, counters=theirs)), by="administrator:hoa")
    desks.clock.pass_by(days=1)
    await give_back_now(desks.runner, tmp_path / "office.toml")
    assert services_of(desks.runner.office, 1) == ("B", "C")
    assert await unusual(desks) == []


async def test_nobody_is_left_to_wait_for_nobody(desks: Desks) -> None:
    await desks.take("C")
    await desks.do(serve_today, 2, ["B"], by=HUONG)
    with pytest.raises(SetUpInUse) as error:
        await desks.do(serve_today, 3, ["A"], by=HUONG)
    assert [problem.code for problem in error.value.problems] == ["service_needs_counter"]
    assert await unusual(desks) == [2]
    with pytest.raises(Invalid, match="no_services"):
        await desks.do(serve_today, 1, [], by=HUONG)
    with pytest.raises(NotFound, match="unknown_service"):
        await desks.do(serve_today, 1, ["Z"], by=HUONG)
