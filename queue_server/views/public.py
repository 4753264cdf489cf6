"""The office at a glance, for its own web site: no more than the hall's displays and the kiosk show."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Connection

from queue_server.domain.office import Counter, Office
from queue_server.protocol import PublicBoard, PublicCounter, PublicService
from queue_server.store import api_keys, sessions, tickets
from queue_server.store.api_keys import ApiKey
from queue_server.views.common import Refuse, texts
from queue_server.views.kiosk import kiosk_view


def key_of(db: Connection, office: Office, secret: str) -> ApiKey | None:
    """The key whose secret this is."""
    return api_keys.find(db, office.id, secret)


def public_board(db: Connection, office: Office, now: datetime, refuse: Refuse) -> PublicBoard:
    """The board of the whole office."""
    kiosk = kiosk_view(db, office, now, refuse)
    return PublicBoard(
        now=now,
        office_name=texts(office.name),
        open=kiosk.refusal is None,
        services=[
            PublicService(
                id=service.id,
                name=service.name,
                waiting=service.waiting,
                wait=service.wait,
                open=kiosk.refusal is None and service.refusal is None,
            )
            for service in kiosk.services
        ],
        counters=[_counter(db, office, counter) for counter in office.counters],
    )


def _counter(db: Connection, office: Office, counter: Counter) -> PublicCounter:
    session = sessions.current(db, office.id, counter.number)
    active = tickets.active_at(db, office.id, counter.number)
    return PublicCounter(
        number=counter.number,
        name=counter.name,
        state="closed" if session is None else session.state,
        code=None if active is None else active.code,
    )
