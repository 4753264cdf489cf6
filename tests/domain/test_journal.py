"""The journal: whoever alters, removes, inserts or cuts a row is found, and the row is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.domain.journal import FIRST_HASH, Break, Head, Row, breaks, canonical, first_break, next_row, row_hash
from queue_server.domain.moments import micros
from tests.domain.builders import at, minutes

EMPTY = Head(0, FIRST_HASH)
Chain = tuple[list[Row], Head]
few = settings(deadline=None, max_examples=60)


def chain_of(length: int) -> Chain:
    rows: list[Row] = []
    head = EMPTY
    for n in range(length):
        row = next_row(
            head, "ward", at("07:00") + minutes(n), "lan", "ticket_called", {"code": f"A{n:03}", "counter": 1}
        )
        rows.append(row)
        head = Head(row.seq, row.hash)
    return rows, head


CHAINS = st.integers(1, 12).map(chain_of)
Altered = Callable[[Row], Row]
ALTERED: dict[str, Altered] = {
    "office_id": lambda row: replace(row, office_id="other"),
    "at": lambda row: replace(row, at=row.at + 1),
    "actor": lambda row: replace(row, actor="mai"),
    "event": lambda row: replace(row, event="ticket_served"),
    "body": lambda row: replace(row, body=row.body.replace("A", "B")),
    "hash": lambda row: replace(row, hash=row.hash[::-1] if row.hash != row.hash[::-1] else FIRST_HASH),
}


def test_a_row_says_who_did_what_when_and_follows_the_row_before() -> None:
    first = next_row(EMPTY, "ward", at("07:00"), "kiosk-1", "ticket_issued", {"code": "A001"})
    assert (first.seq, first.at, first.actor, first.event) == (1, micros(at("07:00")), "kiosk-1", "ticket_issued")
    assert first.hash == row_hash(FIRST_HASH, first)
    second = next_row(Head(1, first.hash), "ward", at("07:01"), "lan", "ticket_called", {})
    assert (second.seq, second.hash) == (2, row_hash(first.hash, second))


def test_the_same_moment_in_another_zone_is_the_same_row() -> None:
    here = next_row(EMPTY, "ward", at("07:00"), "lan", "counter_opened", {})
    assert here == next_row(EMPTY, "ward", at("07:00").astimezone(UTC), "lan", "counter_opened", {})


def test_one_body_has_one_text_whatever_the_order_of_its_keys() -> None:
    assert canonical({"b": 1, "a": "Hộ tịch"}) == canonical({"a": "Hộ tịch", "b": 1}) == '{"a":"Hộ tịch","b":1}'


@few
@given(CHAINS)
def test_an_untouched_journal_is_whole(chain: Chain) -> None:
    assert first_break(*chain) is None


def test_a_journal_without_a_row_is_whole() -> None:
    assert first_break([], EMPTY) is None


@few
@given(CHAINS, st.data())
@pytest.mark.parametrize("column", ALTERED)
def test_whoever_alters_a_column_is_found_at_that_row(column: str, chain: Chain, data: st.DataObject) -> None:
    rows, head = chain
    n = data.draw(st.integers(0, len(rows) - 1))
    rows = [*rows[:n], ALTERED[column](rows[n]), *rows[n + 1 :]]
    assert first_break(rows, head) == Break(n + 1, "altered")


@few
@given(CHAINS, st.data())
def test_whoever_alters_a_row_and_makes_its_hash_fit_is_found_at_the_next(chain: Chain, data: st.DataObject) -> None:
    rows, head = chain
    n = data.draw(st.integers(0, len(rows) - 1))
    forged = replace(rows[n], actor="mai")
    forged = replace(forged, hash=row_hash(rows[n - 1].hash if n else FIRST_HASH, forged))
    found = first_break([*rows[:n], forged, *rows[n + 1 :]], head)
    assert found == Break(min(n + 2, len(rows)), "altered")


@few
@given(CHAINS, st.data())
def test_whoever_writes_the_whole_rest_anew_is_found_by_the_head(chain: Chain, data: st.DataObject) -> None:
    rows, head = chain
    n = data.draw(st.integers(0, len(rows) - 1))
    forged, previous = rows[:n], rows[n - 1].hash if n else FIRST_HASH
    for row in rows[n:]:
        bare = replace(row, actor="mai")
        forged = [*forged, replace(bare, hash=row_hash(previous, bare))]
        previous = forged[-1].hash
    assert first_break(forged, head) == Break(len(rows), "altered")


@few
@given(st.integers(2, 12).map(chain_of), st.data())
def test_whoever_removes_a_row_is_found_at_the_missing_number(chain: Chain, data: st.DataObject) -> None:
    rows, head = chain
    n = data.draw(st.integers(0, len(rows) - 2))
    assert first_break([*rows[:n], *rows[n + 1 :]], head) == Break(n + 1, "removed")


@few
@given(st.integers(2, 12).map(chain_of), st.data())
def test_whoever_removes_a_row_and_closes_the_gap_in_the_numbers_is_found_there(
    chain: Chain, data: st.DataObject
) -> None:
    rows, head = chain
    n = data.draw(st.integers(0, len(rows) - 2))
    closed_up = [replace(row, seq=row.seq - 1) for row in rows[n + 1 :]]
    assert first_break([*rows[:n], *closed_up], head) == Break(n + 1, "altered")


@few
@given(CHAINS, st.data())
def test_whoever_cuts_the_end_off_is_found_at_the_first_row_cut(chain: Chain, data: st.DataObject) -> None:
    rows, head = chain
    kept = data.draw(st.integers(0, len(rows) - 1))
    assert first_break(rows[:kept], head) == Break(kept + 1, "cut")


@few
@given(CHAINS, st.data())
def test_whoever_inserts_a_row_under_a_number_in_use_is_found_there(chain: Chain, data: st.DataObject) -> None:
    rows, head = chain
    n = data.draw(st.integers(0, len(rows) - 1))
    forged = replace(rows[n], actor="mai")
    assert first_break([*rows[: n + 1], forged, *rows[n + 1 :]], head) == Break(n + 1, "inserted")


@few
@given(CHAINS, st.data())
def test_whoever_inserts_a_row_that_fits_and_moves_the_rest_up_is_found_at_the_next(
    chain: Chain, data: st.DataObject
) -> None:
    rows, head = chain
    n = data.draw(st.integers(0, len(rows) - 1))
    before = Head(n, rows[n - 1].hash if n else FIRST_HASH)
    forged = next_row(before, "ward", at("09:00"), "mai", "ticket_issued", {})
    moved_up = [replace(row, seq=row.seq + 1) for row in rows[n:]]
    assert first_break([*rows[:n], forged, *moved_up], head) == Break(n + 2, "altered")


@few
@given(CHAINS)
def test_whoever_adds_a_row_after_the_end_is_found_there(chain: Chain) -> None:
    rows, head = chain
    added = next_row(head, "ward", at("18:00"), "mai", "ticket_issued", {})
    assert first_break([*rows, added], head) == Break(len(rows) + 1, "inserted")


@few
@given(st.integers(2, 12).map(chain_of), st.data())
def test_whoever_swaps_two_rows_is_found_at_the_first_of_them(chain: Chain, data: st.DataObject) -> None:
    rows, head = chain
    n = data.draw(st.integers(0, len(rows) - 2))
    found = first_break([*rows[:n], rows[n + 1], rows[n], *rows[n + 2 :]], head)
    assert found is not None
    assert found.seq == n + 1


def test_rows_of_one_office_do_not_fit_into_the_journal_of_another() -> None:
    row = next_row(EMPTY, "ward", at("07:00"), "lan", "counter_opened", {})
    assert row.hash != next_row(EMPTY, "other", at("07:00"), "lan", "counter_opened", {}).hash


def test_every_place_where_somebody_laid_a_hand_is_found() -> None:
    rows, head = chain_of(8)
    changed = [replace(row, actor="clerk:x") if row.seq == 2 else row for row in rows]
    kept = [row for row in changed if row.seq not in (4, 5)]
    assert list(breaks([*kept[:-1], kept[-2], kept[-1]], head)) == [
        Break(2, "altered"),
        Break(4, "removed", 5),
        Break(kept[-2].seq, "inserted"),
    ]
