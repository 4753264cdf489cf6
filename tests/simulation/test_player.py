"""Days played against the real server, through HTTP, on a real file."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from queue_server.cli import simulate as command
from queue_server.cli.simulate import MIDNIGHT, Door, Totals, clock_start, play, verify_journal
from queue_server.simulation.office import make_office, running
from queue_server.simulation.plan import Day, office_file, read_day

BANK_DAY = Path(__file__).with_name("bank_day.csv")


class Office:
    """An office of a day, whose server may be killed and comes back on the same port and data."""

    def __init__(self, data: Path, day: Day, speed: float) -> None:
        self.data, self.day, self.speed = data, day, speed
        self.start = MIDNIGHT + timedelta(seconds=clock_start(day, speed))
        self.known = make_office(data, office_file(day), self.start)
        self.servers = ExitStack()
        self.address, self.process = self._serve(self.start, 0)

    def _serve(self, start: Any, port: int) -> tuple[str, subprocess.Popen[str]]:
        context = running(self.data, start, self.speed, port=port, more=("--printer", "none"))
        return self.servers.enter_context(context)

    def door(self) -> Door:
        clerk, manager = ("clerk", self.known["clerk"]), ("manager", self.known["manager"])
        return Door(self.address, self.known["kiosk"], clerk, manager)

    def kill_and_restart(self) -> None:
        """`kill -9`; the clock goes on from the last thing that is on the disk."""
        self.process.kill()
        self.process.wait(20)
        (latest,) = self.rows("SELECT max(at) FROM journal")
        since = timedelta(microseconds=latest[0] - round(MIDNIGHT.timestamp() * 1e6))
        _, self.process = self._serve(MIDNIGHT + since, int(self.address.rpartition(":")[2]))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.data / "office.sqlite")
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()


def bank_day(first: int = 0, last: int | None = None) -> Day:
    """The customers of the bank's day from the `first` to before the `last`, in the order of arrival."""
    return Day(read_day(BANK_DAY.read_text("utf-8").splitlines()).visits[first:last])


def play_in(office: Office) -> Totals:
    return asyncio.run(asyncio.wait_for(play(office.day, office.door(), office.speed), 150))


def assert_the_record_equals_the_file(office: Office, totals: Totals) -> None:
    day = office.day
    assert (totals.issued, totals.served, totals.cancelled) == (len(day.visits), day.served, day.cancelled)
    codes = Counter(code for (code,) in office.rows("SELECT code FROM tickets"))
    assert len(codes) == len(day.visits)
    assert set(codes.values()) == {1}
    outcomes = Counter(outcome for (outcome,) in office.rows("SELECT outcome FROM turns"))
    assert outcomes == Counter(served=day.served, cancelled=day.cancelled)
    per_counter = dict(office.rows("SELECT counter, count(*) FROM turns WHERE outcome = 'served' GROUP BY counter"))
    assert per_counter == {n: len(day.work_of(agent)) for n, agent in enumerate(day.agents, start=1)}
    verify_journal(office.data)


def when(condition: Callable[[], bool], then: Callable[[], None]) -> threading.Thread:
    """Do something as soon as the condition holds, beside the test; the returned thread ends after it."""
    over = threading.Event()

    def watch() -> None:
        while not condition():
            over.wait(0.02)
        then()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    return thread


def test_ten_customers_are_each_served_or_cancelled_once(tmp_path: Path) -> None:
    office = Office(tmp_path, bank_day(12, 22), speed=600)
    with office.servers:
        totals = play_in(office)
        assert_the_record_equals_the_file(office, totals)


def test_the_whole_day_of_a_bank_agrees_with_the_file(tmp_path: Path) -> None:
    office = Office(tmp_path, bank_day(), speed=1500)
    with office.servers:
        totals = play_in(office)
        assert_the_record_equals_the_file(office, totals)
        events = Counter(event for (event,) in office.rows("SELECT event FROM journal"))
        assert events["finished"] == office.day.served


def test_a_server_killed_in_the_middle_loses_and_doubles_nothing(tmp_path: Path) -> None:
    office = Office(tmp_path, bank_day(0, 250), speed=1200)
    with office.servers:
        killing = when(lambda: office.rows("SELECT count(*) FROM tickets") >= [(100,)], office.kill_and_restart)
        totals = play_in(office)
        killing.join(30)
        assert not killing.is_alive()
        assert_the_record_equals_the_file(office, totals)


def test_the_command_prints_what_a_manager_would_see(tmp_path: Path) -> None:
    file = tmp_path / "day.csv"
    lines = BANK_DAY.read_text("utf-8").splitlines()
    file.write_text("\n".join(lines[:11]), encoding="utf-8")
    day = read_day(lines[:11])
    result = CliRunner().invoke(command.simulate, [str(file), "--speed", "3000", "--json"])
    assert result.exit_code == 0, result.output
    seen = json.loads(result.stdout)
    assert (seen["issued"], seen["served"], seen["cancelled"]) == (len(day.visits), day.served, day.cancelled)
    assert seen["mean_wait_s"] > 0


def test_totals_that_disagree_with_the_file_end_with_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "day.csv"
    file.write_text("\n".join(BANK_DAY.read_text("utf-8").splitlines()[:11]), encoding="utf-8")
    short = Totals(issued=10, served=1, cancelled=0, mean_wait_s=1.0, median_wait_s=1.0, p90_wait_s=1.0)
    monkeypatch.setattr(command, "play_own_office", lambda day, speed: short)
    result = CliRunner().invoke(command.simulate, [str(file)])
    assert result.exit_code == 1
    assert "disagree" in result.output
