"""Moments as microseconds: exact both ways, whatever the zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.moments import length_micros, micros, moment
from tests.domain.builders import HANOI, at


def test_a_moment_is_the_same_in_every_zone() -> None:
    assert micros(at("07:00")) == micros(datetime(2026, 11, 24, 0, 0, tzinfo=UTC))
    assert moment(micros(at("07:00"))) == at("07:00")
    assert moment(0).tzinfo is UTC


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(9000, 1, 1)))  # noqa: DTZ001  # hypothesis wants naive bounds
def test_no_microsecond_is_lost(naive: datetime) -> None:
    assert moment(micros(naive.replace(tzinfo=HANOI))) == naive.replace(tzinfo=HANOI)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)))
def test_a_length_is_exact_too(length: timedelta) -> None:
    assert timedelta(microseconds=length_micros(length)) == length
