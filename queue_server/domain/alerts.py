"""What a manager is alarmed by, and when: troubles become alerts that begin once and end once.

A trouble that comes and goes must not ring again and again. So an alert begins when its trouble has lasted for a while,
and ends when the trouble has been gone for a while; in between it is one alert, however often the trouble flickers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

AlertKind = Literal["wait_over_target", "counter_idle", "display_gone", "printer_out"]

CALM = timedelta(minutes=2)
"""An alert ends when its trouble has been gone for so long."""


class Trouble(NamedTuple):
    """Something that is wrong now. `subject` is a service's id, a counter's number, a device's or a printer's id."""

    kind: AlertKind
    subject: str


@dataclass(frozen=True, slots=True)
class AlertRules:
    """When an office alarms its manager; None: never.

    `wait` is how long somebody may wait, `idle` how long a counter may be open and free while its queue waits, `device`
    how long a display or kiosk may be gone, or a printer be out of order.
    """

    wait: timedelta | None = timedelta(minutes=15)
    idle: timedelta | None = timedelta(minutes=3)
    device: timedelta | None = timedelta(minutes=2)

    def patience(self, kind: AlertKind) -> timedelta | None:
        """How long a trouble of that kind may last before it is an alert."""
        match kind:
            case "wait_over_target":
                # The wait itself was the patience.
                return None if self.wait is None else timedelta(0)
            case "counter_idle":
                return self.idle
            case _:
                return self.device


@dataclass(frozen=True, slots=True)
class Watch:
    """What is remembered from one look to the next: since when a trouble is there that is no alert yet, and since when
    the trouble of an alert is gone.
    """

    since: Mapping[Trouble, datetime] = field(default_factory=dict)
    calm_since: Mapping[Trouble, datetime] = field(default_factory=dict)


class Seen(NamedTuple):
    """What one look shows: the watch for the next, and the alerts that begin and end now."""

    watch: Watch
    began: tuple[Trouble, ...]
    ended: tuple[Trouble, ...]


def look(
    watch: Watch, alerts: Collection[Trouble], troubles: Collection[Trouble], rules: AlertRules, now: datetime
) -> Seen:
    """Compare the troubles of now with the `alerts` that have begun and not ended."""
    wanted = {one for one in troubles if rules.patience(one.kind) is not None}
    since = _kept(watch.since, wanted - set(alerts), now)
    calm_since = _kept(watch.calm_since, set(alerts) - wanted, now)
    began = tuple(sorted(one for one, at in since.items() if now - at >= (rules.patience(one.kind) or timedelta(0))))
    ended = tuple(sorted(one for one, at in calm_since.items() if now - at >= CALM))
    return Seen(Watch(since, calm_since), began, ended)


def _kept(before: Mapping[Trouble, datetime], present: Collection[Trouble], now: datetime) -> dict[Trouble, datetime]:
    # A clock that was set back begins to count anew: nothing has lasted since the future.
    return {one: min(before.get(one, now), now) for one in present}
