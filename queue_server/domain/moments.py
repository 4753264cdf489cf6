"""Moments as whole microseconds since the epoch, UTC: how store and journal keep them. Exact both ways."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """Microseconds since the epoch of an aware moment."""
    return (at - _EPOCH) // _MICROSECOND


def moment(micros_since_epoch: int) -> datetime:
    """The aware moment, UTC."""
    return _EPOCH + timedelta(microseconds=micros_since_epoch)


def length_micros(length: timedelta) -> int:
    """A length of time in whole microseconds."""
    return length // _MICROSECOND


def micros_or_none(at: datetime | None) -> int | None:
    """As `micros`, for what may not have happened yet."""
    return None if at is None else micros(at)


def moment_or_none(micros_since_epoch: int | None) -> datetime | None:
    """As `moment`, for what may not have happened yet."""
    return None if micros_since_epoch is None else moment(micros_since_epoch)
