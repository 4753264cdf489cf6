"""The journal of a day played again: a fair day is explained to the last call, and each forgery is named."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection

import pytest

from queue_server.domain.fairness import Call, Moved, Unexplained, report
from queue_server.domain.journal import FIRST_HASH, Head, Row, first_break, row_hash
from queue_server.domain.office import AppointmentPlan
from queue_server.domain.replay import replay
from queue_server.domain.rules import rules_of
from queue_server.store import offices
from queue_server.store.database import Database, connect
from queue_server.usecases.work import Work
from tests.domain.builders import at, office, service
from tests.store.journalled_day import WARD, Day, DayOfSlips, DayUnderAManager

BOOKABLE = office(services=tuple(service(one, appointments=AppointmentPlan()) for one in "ABC"))
STEPS = 500


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Connection]:
    """Give a real file with the office set up in it."""
    database = Database(tmp_path / "office.sqlite")
    database.open()
    database.close()
    connection = connect(tmp_path / "office.sqlite")
    connection.execute("PRAGMA synchronous = OFF")
    offices.save(connection, WARD, "")
    Work(connection, WARD, at("07:00"), "administrator").record("office_set_up", {"rules": rules_of(WARD)})
    yield connection
    connection.close()


def rehashed(rows: list[Row]) -> list[Row]:
    """The rows as somebody would forge them: numbered and hashed anew, so that the chain is whole."""
    forged: list[Row] = []
    previous = FIRST_HASH
    for number, row in enumerate(rows, start=1):
        bare = replace(row, seq=number, hash="")
        previous = row_hash(previous, bare)
        forged.append(replace(bare, hash=previous))
    assert first_break(forged, Head(len(forged), previous)) is None
    return forged


def unexplained(rows: list[Row]) -> list[Unexplained]:
    return [found for found in replay(rows) if isinstance(found, Unexplained)]


def body_of(row: Row) -> dict[str, object]:
    found: dict[str, object] = json.loads(row.body)
    return found


def taken_back(rows: list[Row]) -> set[int]:
    """The rows that a clerk took back."""
    return {seq for row in rows if row.event == "undone" for seq in json.loads(row.body)["undoes"]}


def with_body(row: Row, **changes: object) -> Row:
    return replace(row, body=json.dumps(body_of(row) | changes))


@pytest.mark.parametrize("kind", [Day, DayOfSlips, DayUnderAManager])
@pytest.mark.parametrize("seed", range(6))
def test_every_call_of_a_day_through_the_use_cases_is_explained(db: Connection, kind: type[Day], seed: int) -> None:
    rows = kind(db, WARD, at("07:30"), seed).play(STEPS)
    found = list(replay(rows))
    assert [one for one in found if isinstance(one, Unexplained)] == []
    made = [body_of(row)["ticket"] for row in rows if row.event in ("called", "walked_in")]
    assert [call.ticket_id for call in found if isinstance(call, Call)] == made
    assert len(made) > 20


@pytest.mark.parametrize("seed", range(3))
def test_every_appointment_that_was_checked_in_is_explained(db: Connection, seed: int) -> None:
    Work(db, BOOKABLE, at("07:10"), "administrator").record("office_set_up", {"rules": rules_of(BOOKABLE)})
    rows = Day(db, BOOKABLE, at("07:30"), seed).play(STEPS)
    assert unexplained(rows) == []
    came = [body_of(row)["standing"] for row in rows if row.event == "checked_in"]
    assert len(came) > 5


def test_the_report_names_who_was_called_out_of_order_by_whom_and_whom_it_overtook(db: Connection) -> None:
    rows = Day(db, WARD, at("07:30"), 3).play(STEPS)
    found = report(replay(rows))
    void = taken_back(rows)
    calls = [row for row in rows if row.event in ("called", "walked_in") and row.seq not in void]
    chosen = [row for row in calls if body_of(row)["reason"] is not None]
    passed_over = {row.seq: body_of(row)["overtaken"] for row in chosen if body_of(row)["overtaken"]}
    assert passed_over
    assert {call.seq: [one.ticket_id for one in call.overtaken] for call in found.out_of_order} == passed_over
    assert {call.reason for call in found.out_of_order} == {"con nhỏ đang sốt", "không có phiếu"}
    assert sum(group.out_of_order for group in found.by_clerk) == len(passed_over)
    assert sum(group.calls for group in found.by_service) == found.calls
    waits = [one.waited for call in found.out_of_order for one in call.overtaken]
    assert found.longest_overtaken is not None
    assert found.longest_overtaken.waited == max(waits)
    assert {moved.place for moved in found.moved} <= {"reinstated", "first", "last"}
    issued = [row for row in rows if row.event in ("issued", "walked_in", "checked_in")]
    assert sum(use.issued for use in found.priority) == len(issued)
    assert sum(use.with_head_start for use in found.priority) == sum(
        bool(body_of(row)["head_start_s"]) for row in issued if row.event != "checked_in"
    )


def fair(rows: list[Row]) -> Iterator[int]:
    """The places of the calls that took the first of several who waited for that counter."""
    for found in replay(rows):
        if isinstance(found, Call) and found.order == "first":
            yield found.seq - 1


def favourites(rows: list[Row]) -> Iterator[tuple[int, str]]:
    """Calls with a ticket of the same service that waited behind the one called, and was called much later."""
    for place in fair(rows):
        service = next(
            body_of(row)["service"] for row in rows if body_of(row).get("ticket") == body_of(rows[place])["ticket"]
        )
        later = {body_of(row)["ticket"] for row in rows[place + 1 :] if row.event == "called"}
        later.discard(body_of(rows[place])["ticket"])  # itself, reinstated
        for row in rows[:place]:
            came = body_of(row)
            if row.event == "issued" and came["service"] == service and came["ticket"] in later:
                yield place, str(came["ticket"])


def test_a_call_that_was_altered_to_favour_somebody_is_named(db: Connection) -> None:
    rows = Day(db, WARD, at("07:30"), 1).play(STEPS)
    place, favoured = next(favourites(rows))
    forged = rehashed([*rows[:place], with_body(rows[place], ticket=favoured), *rows[place + 1 :]])
    named = [(one.seq, one.problem, one.ticket_id, one.expected) for one in unexplained(forged)]
    assert (place + 1, "not_first", favoured, body_of(rows[place])["ticket"]) in named


def test_a_call_that_was_removed_is_named_by_what_follows_from_it(db: Connection) -> None:
    rows = Day(db, WARD, at("07:30"), 2).play(STEPS)
    place = next(fair(rows))
    ticket = body_of(rows[place])["ticket"]
    forged = rehashed([*rows[:place], *rows[place + 1 :]])
    assert ticket in {one.ticket_id for one in unexplained(forged)}


def test_somebody_put_in_front_of_the_rank_is_named(db: Connection) -> None:
    rows = Day(db, WARD, at("07:30"), 4).play(STEPS)
    place = next(p for p, row in enumerate(rows) if row.event == "issued" and p > 20)
    hour = 3_600_000_000
    earlier = with_body(rows[place], rank_at=int(str(body_of(rows[place])["rank_at"])) - hour)
    named = unexplained(rehashed([*rows[:place], earlier, *rows[place + 1 :]]))
    assert (named[0].seq, named[0].problem, named[0].ticket_id) == (
        place + 1,
        "wrong_rank",
        body_of(rows[place])["ticket"],
    )


@pytest.mark.parametrize(("forgery", "changes"), [("slot", -3_600_000_000), ("head_start_s", 3600)])
def test_an_appointment_with_another_slot_or_head_start_than_was_promised_is_named(
    db: Connection, forgery: str, changes: int
) -> None:
    Work(db, BOOKABLE, at("07:10"), "administrator").record("office_set_up", {"rules": rules_of(BOOKABLE)})
    rows = Day(db, BOOKABLE, at("07:30"), 5).play(STEPS)
    place = next(p for p, row in enumerate(rows) if row.event == "checked_in" and "slot" in body_of(row))
    forged = with_body(rows[place], **{forgery: int(str(body_of(rows[place])[forgery])) + changes})
    named = unexplained(rehashed([*rows[:place], forged, *rows[place + 1 :]]))
    assert (place + 1, "wrong_rank") in {(one.seq, one.problem) for one in named}


def test_a_head_start_that_no_class_has_is_named(db: Connection) -> None:
    rows = Day(db, WARD, at("07:30"), 5).play(STEPS)
    place = next(p for p, row in enumerate(rows) if row.event == "issued")
    at_us = rows[place].at
    forged = rehashed(
        [*rows[:place], with_body(rows[place], head_start_s=7200, rank_at=at_us - 7_200_000_000), *rows[place + 1 :]]
    )
    assert ("wrong_rank", place + 1) in {(one.problem, one.seq) for one in unexplained(forged)}


@pytest.mark.parametrize("hidden", [lambda names: names[1:], lambda names: [*names, "20261124-A999"]])
def test_a_row_that_hides_or_invents_who_was_overtaken_is_named(
    db: Connection, hidden: Callable[[list[str]], list[str]]
) -> None:
    rows = Day(db, WARD, at("07:30"), 3).play(STEPS)
    place = next(p for p, row in enumerate(rows) if row.event == "called" and body_of(row)["overtaken"])
    overtaken = body_of(rows[place])["overtaken"]
    assert isinstance(overtaken, list)
    forged = rehashed([*rows[:place], with_body(rows[place], overtaken=hidden(overtaken)), *rows[place + 1 :]])
    assert [(one.seq, one.problem) for one in unexplained(forged)] == [(place + 1, "wrong_overtaken")]


def test_a_day_on_which_citizens_ask_for_more_time_is_explained_and_a_place_given_for_nothing_is_not(
    db: Connection,
) -> None:
    rows = Day(db, WARD, at("07:30"), 1, more_time=True).play(STEPS)
    later = [place for place, row in enumerate(rows) if row.event == "postponed"]
    assert len(later) > 5
    assert unexplained(rows) == []
    forged = rehashed([*rows[: later[0]], with_body(rows[later[0]], rank_at=0), *rows[later[0] + 1 :]])
    assert "wrong_rank" in {one.problem for one in unexplained(forged)}


def test_a_transfer_to_the_front_is_in_the_report_with_the_clerk(db: Connection) -> None:
    rows = Day(db, WARD, at("07:30"), 6).play(STEPS)
    moved = [one for one in replay(rows) if isinstance(one, Moved) and one.place == "first"]
    transfers = [row for row in rows if row.event == "transferred" and body_of(row)["place"] == "first"]
    assert [(one.seq, one.actor) for one in moved] == [(row.seq, row.actor) for row in transfers]
    assert moved


def test_every_move_by_a_manager_is_in_the_report_with_its_reason(db: Connection) -> None:
    rows = DayUnderAManager(db, WARD, at("07:30"), 2).play(STEPS)
    moves = [row for row in rows if row.event == "moved"]
    assert {body_of(row)["place"] for row in moves} == {"keep", "first", "last"}
    listed = {one.seq: one for one in report(replay(rows)).moved if one.actor == "manager:huong"}
    assert set(listed) == {row.seq for row in moves}
    assert {one.place for one in listed.values()} == {"moved", "moved_first", "moved_last"}
    assert {one.reason for one in listed.values()} == {"quầy quá đông"}
    passed = {row.seq: sorted(map(str, body_of(row)["overtaken"])) for row in moves}  # type: ignore[call-overload]
    assert {seq: sorted(who.ticket_id for who in one.overtaken) for seq, one in listed.items()} == passed
    assert any(passed.values())


def test_a_move_to_a_better_place_than_the_rules_give_is_named(db: Connection) -> None:
    rows = DayUnderAManager(db, WARD, at("07:30"), 2).play(STEPS)
    place = next(p for p, row in enumerate(rows) if row.event == "moved" and body_of(row)["place"] == "last")
    forged = rehashed([*rows[:place], with_body(rows[place], rank_at=rows[0].at), *rows[place + 1 :]])
    assert (place + 1, "wrong_rank") in {(one.seq, one.problem) for one in unexplained(forged)}


def test_calls_before_the_journal_had_rules_are_said_to_be_unjudged(db: Connection) -> None:
    rows = Day(db, WARD, at("07:30"), 7).play(100)
    older = rehashed([replace(rows[0], body="{}"), *rows[1:]])
    calls = [row for row in rows if row.event == "called"]
    assert [one.problem for one in unexplained(older) if one.problem == "no_rules"][: len(calls)]


def test_what_a_clerk_took_back_counts_for_nothing_and_is_listed(db: Connection) -> None:
    rows = DayOfSlips(db, WARD, at("07:30"), 5).play(STEPS)
    found = report(replay(rows))
    void = taken_back(rows)
    made = [row.seq for row in rows if row.event in ("called", "walked_in")]
    assert void & set(made)
    assert found.calls == len(set(made) - void)
    assert {seq for one in found.undone for seq in one.undoes} == void


def test_an_undo_that_was_slipped_in_later_is_named(db: Connection) -> None:
    rows = DayOfSlips(db, WARD, at("07:30"), 5).play(60)
    call = next(row for row in rows if row.event == "called")
    last = rows[-1]
    body = {"ticket": body_of(call)["ticket"], "counter": 1, "verb": "called", "undoes": [call.seq]}
    forged = rehashed([*rows, replace(last, event="undone", body=json.dumps(body))])
    assert [(one.seq, one.problem) for one in unexplained(forged)] == [(len(forged), "impossible")]
