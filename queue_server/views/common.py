"""Pieces that several views share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from queue_server import protocol
from queue_server.domain import calendar
from queue_server.domain.dossier import Dossier
from queue_server.domain.errors import QueueError
from queue_server.domain.estimate import WaitRange
from queue_server.domain.lengths import Times
from queue_server.domain.office import Office, Text

Refuse = Callable[[QueueError], protocol.Refusal]


class Here(NamedTuple):
    """A paired device that is connected now: since when, its page's version, and whether it may make sound."""

    since: datetime
    version: str
    sound: bool


class Surroundings(NamedTuple):
    """What a view shows that the store does not know.

    How each printer is, the staff's screens, the devices that are here and when others went, by id; the version of the
    screens; what the loudspeaker cannot say, and which screen speaks in each zone.
    """

    printers: Mapping[str, protocol.PrinterNow] = {}
    screens: tuple[protocol.ScreenLine, ...] = ()
    here: Mapping[str, Here] = {}
    left: Mapping[str, datetime] = {}
    version: str = ""
    voice_faults: tuple[protocol.VoiceFault, ...] = ()
    sound: tuple[protocol.ZoneSound, ...] = ()


ALONE = Surroundings()
"""No printer has a fault and no screen is connected."""


def texts(text: Text) -> dict[str, str]:
    """A text as it goes over the wire; an empty one stays Vietnamese and empty."""
    return dict(text) if text else {"vi": ""}


def wait_range(wait: WaitRange | None) -> protocol.WaitRange | None:
    """A wait as it goes over the wire."""
    return None if wait is None else protocol.WaitRange(wait.low, wait.high)


def dossier_answer(dossier: Dossier | None) -> protocol.DossierAnswer | None:
    """A dossier as it goes over the wire."""
    if dossier is None:
        return None
    return protocol.DossierAnswer(code=dossier.code, state=dossier.state, expected=dossier.expected)


def times(values: Times) -> protocol.Times:
    """A summary of waits or lengths as it goes over the wire."""
    return protocol.Times(
        count=values.count,
        mean_s=values.mean_s,
        median_s=values.median_s,
        p90_s=values.p90_s,
        max_s=values.max_s,
    )


def open_refusal(office: Office, now: datetime, refuse: Refuse) -> protocol.Refusal | None:
    """Why the whole office gives no numbers now, or None."""
    try:
        calendar.refuse_when_not_issuing(office, now)
    except QueueError as error:
        return refuse(error)
    return None
