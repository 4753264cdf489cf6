"""Tickets, turns and calls: rows to the domain's values and back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from sqlite3 import Connection, Row
from typing import cast

from queue_server.domain.errors import NotFound
from queue_server.domain.estimate import WaitRange
from queue_server.domain.moments import length_micros, micros, micros_or_none, moment, moment_or_none
from queue_server.domain.office import Service
from queue_server.domain.ticket import Channel, Outcome, Ticket, Turn, TurnState
from queue_server.store import notices

_TURN_COLUMNS = (
    "office_id, ticket_id, n, business_day, issued_at, service_id, arrived_at, rank_at, state, only_counter, counter,"
    " calls, calls_now, first_called_at, last_called_at, service_started_at, held_since, held_us, ended_at, outcome,"
    " postponed"
)
_SAVE_TURN = (
    f"INSERT INTO turns ({_TURN_COLUMNS}) VALUES (:office_id, :ticket_id, :n, :business_day, :issued_at, :service_id,"
    " :arrived_at, :rank_at, :state, :only_counter, :counter, :calls, :calls_now, :first_called_at, :last_called_at,"
    " :service_started_at, :held_since, :held_us, :ended_at, :outcome, :postponed)"
    " ON CONFLICT (office_id, ticket_id, n) DO UPDATE SET service_id = excluded.service_id,"
    " rank_at = excluded.rank_at, state = excluded.state, only_counter = excluded.only_counter,"
    " counter = excluded.counter, calls = excluded.calls, calls_now = excluded.calls_now,"
    " first_called_at = excluded.first_called_at, last_called_at = excluded.last_called_at,"
    " service_started_at = excluded.service_started_at, held_since = excluded.held_since,"
    " held_us = excluded.held_us, ended_at = excluded.ended_at, outcome = excluded.outcome,"
    " postponed = excluded.postponed"
)


def last_number(db: Connection, office_id: str, service: Service, day: date) -> tuple[int | None, int]:
    """The highest number given of a service on a day (None: none yet), and how many were given.

    These are counted only for a service with a daily limit: a long day's count would cost each ticket more.
    """
    of_day = " FROM tickets WHERE office_id = :office_id AND service_id = :service_id AND business_day = :day"
    values = {"office_id": office_id, "service_id": service.id, "day": day.isoformat()}
    last = db.execute("SELECT MAX(number) AS last" + of_day, values).fetchone()["last"]
    if service.daily_limit is None:
        return last, 0
    return last, db.execute("SELECT COUNT(*) AS issued" + of_day, values).fetchone()["issued"]


def insert(db: Connection, office_id: str, ticket: Ticket) -> None:
    """Save a new ticket. Raises sqlite3.IntegrityError when its number or token exists."""
    db.execute(
        "INSERT INTO tickets (office_id, id, business_day, service_id, number, code, token, issued_at, channel,"
        " priority, head_start_us, language, slot_at) VALUES (:office_id, :id, :day, :service_id, :number, :code,"
        " :token, :issued_at, :channel, :priority, :head_start_us, :language, :slot_at)",
        {
            "office_id": office_id,
            "id": ticket.id,
            "day": ticket.business_day.isoformat(),
            "service_id": ticket.service_id,
            "number": ticket.number,
            "code": ticket.code,
            "token": ticket.token,
            "issued_at": micros(ticket.issued_at),
            "channel": ticket.channel,
            "priority": ticket.priority,
            "head_start_us": length_micros(ticket.head_start),
            "language": ticket.language,
            "slot_at": micros_or_none(ticket.slot),
        },
    )
    save_turns(db, office_id, ticket, ticket.turns)


def save_quote(db: Connection, office_id: str, ticket_id: str, quoted: WaitRange | None) -> None:
    """Keep the wait that the ticket promised, so that it can be compared with what it was."""
    if quoted is not None:
        db.execute(
            "UPDATE tickets SET quoted_low = :low, quoted_high = :high WHERE office_id = :office_id AND id = :id",
            {"low": quoted.low, "high": quoted.high, "office_id": office_id, "id": ticket_id},
        )


def save(db: Connection, office_id: str, before: Ticket, after: Ticket) -> None:
    """Save what a verb changed: the turns that differ, those that were taken back, and the call when it called."""
    kept = len(before.turns)
    _drop_turns(db, office_id, before.turns[len(after.turns) :], after.id)
    changed = [turn for i, turn in enumerate(after.turns) if i >= kept or turn != before.turns[i]]
    save_turns(db, office_id, after, changed)
    if after.turn.calls > before.turn.calls and after.turn.n == before.turn.n:
        _save_call(db, office_id, after)
    if after.turn.state is TurnState.ENDED:
        # Where its phone is told is personal: it goes with the visit, whichever verb ends it.
        notices.drop(db, office_id, after.id)


def save_turns(db: Connection, office_id: str, ticket: Ticket, turns: Iterable[Turn]) -> None:
    """Write turns of a ticket, new or changed."""
    for turn in turns:
        db.execute(_SAVE_TURN, _turn_values(office_id, ticket, turn))


def load(db: Connection, office_id: str, ticket_id: str) -> Ticket:
    """The ticket with all its turns. Raises NotFound `unknown_ticket`."""
    return _one(db, office_id, "id", ticket_id)


def load_by_token(db: Connection, office_id: str, token: str) -> Ticket:
    """The ticket whose phone page the token opens. Raises NotFound `unknown_ticket`."""
    return _one(db, office_id, "token", token)


def id_of_token(db: Connection, office_id: str, token: str) -> str:
    """The id of the ticket whose phone page the token opens. Raises NotFound `unknown_ticket`."""
    row = db.execute(
        "SELECT id FROM tickets WHERE office_id = :office_id AND token = :token",
        {"office_id": office_id, "token": token},
    ).fetchone()
    if row is None:
        raise NotFound("unknown_ticket")
    return str(row["id"])


def active_at(db: Connection, office_id: str, counter: int) -> Ticket | None:
    """The ticket that is called to, or served at, the counter; at most one."""
    row = db.execute(
        "SELECT ticket_id FROM turns WHERE office_id = :office_id AND counter = :counter"
        " AND state IN ('called', 'serving')",
        {"office_id": office_id, "counter": counter},
    ).fetchone()
    return None if row is None else load(db, office_id, row["ticket_id"])


def bound_to(db: Connection, office_id: str, counter: int) -> list[Ticket]:
    """Who waits, or is held, for this counter alone, by their number."""
    rows = db.execute(
        "SELECT ticket_id FROM turns WHERE office_id = :office_id AND only_counter = :counter"
        " AND state IN ('waiting', 'held') ORDER BY ticket_id",
        {"office_id": office_id, "counter": counter},
    ).fetchall()
    return [load(db, office_id, row["ticket_id"]) for row in rows]


def open_before(db: Connection, office_id: str, day: date) -> list[Ticket]:
    """Tickets of earlier business days that never ended."""
    rows = db.execute(
        "SELECT ticket_id FROM turns WHERE office_id = :office_id AND state <> 'ended' AND business_day < :day"
        " ORDER BY ticket_id",
        {"office_id": office_id, "day": day.isoformat()},
    ).fetchall()
    return [load(db, office_id, row["ticket_id"]) for row in rows]


def load_several(db: Connection, office_id: str, ticket_ids: Iterable[str]) -> list[Ticket]:
    """The tickets with these ids, in the order of the ids; one that is not there is left out."""
    wanted = list(ticket_ids)
    marks = ", ".join("?" * len(wanted))
    turns: dict[str, list[Turn]] = {}
    for row in db.execute(
        f"SELECT * FROM turns WHERE office_id = ? AND ticket_id IN ({marks}) ORDER BY ticket_id, n",
        (office_id, *wanted),
    ):
        turns.setdefault(row["ticket_id"], []).append(_turn(row))
    rows = db.execute(f"SELECT * FROM tickets WHERE office_id = ? AND id IN ({marks})", (office_id, *wanted))
    found = {row["id"]: _ticket(row, tuple(turns[row["id"]])) for row in rows}
    return [found[ticket_id] for ticket_id in wanted if ticket_id in found]


def of_day(db: Connection, office_id: str, day: date, where: str) -> list[Ticket]:
    """The tickets of a day that have a turn for which `where` holds: a condition over `turns`, written in `views`."""
    chosen = f"SELECT ticket_id FROM turns WHERE office_id = :office_id AND business_day = :day AND {where}"
    values = {"office_id": office_id, "day": day.isoformat()}
    turns: dict[str, list[Turn]] = {}
    for row in db.execute(
        f"SELECT * FROM turns WHERE office_id = :office_id AND ticket_id IN ({chosen}) ORDER BY ticket_id, n", values
    ):
        turns.setdefault(row["ticket_id"], []).append(_turn(row))
    rows = db.execute(f"SELECT * FROM tickets WHERE office_id = :office_id AND id IN ({chosen}) ORDER BY id", values)
    return [_ticket(row, tuple(turns[row["id"]])) for row in rows]


def forget_priorities_before(db: Connection, office_id: str, day: date) -> None:
    """Forget which class each ticket of the days before had: it can be health data. Its head start stays."""
    db.execute(
        "UPDATE tickets SET priority = NULL"
        " WHERE office_id = :office_id AND business_day < :day AND priority IS NOT NULL",
        {"office_id": office_id, "day": day.isoformat()},
    )


def _one(db: Connection, office_id: str, column: str, value: str) -> Ticket:
    row = db.execute(
        f"SELECT * FROM tickets WHERE office_id = :office_id AND {column} = :value",
        {"office_id": office_id, "value": value},
    ).fetchone()
    if row is None:
        raise NotFound("unknown_ticket")
    turns = db.execute(
        "SELECT * FROM turns WHERE office_id = :office_id AND ticket_id = :ticket_id ORDER BY n",
        {"office_id": office_id, "ticket_id": row["id"]},
    )
    return _ticket(row, tuple(_turn(turn) for turn in turns))


def _ticket(row: Row, turns: tuple[Turn, ...]) -> Ticket:
    return Ticket(
        row["id"],
        date.fromisoformat(row["business_day"]),
        row["service_id"],
        row["number"],
        row["code"],
        row["token"],
        moment(row["issued_at"]),
        turns,
        channel=cast("Channel", row["channel"]),
        priority=row["priority"],
        head_start=timedelta(microseconds=row["head_start_us"]),
        language=row["language"],
        slot=moment_or_none(row["slot_at"]),
    )


def _turn(row: Row) -> Turn:
    return Turn(
        row["n"],
        row["service_id"],
        moment(row["arrived_at"]),
        moment(row["rank_at"]),
        TurnState(row["state"]),
        row["only_counter"],
        row["counter"],
        row["calls"],
        row["calls_now"],
        moment_or_none(row["first_called_at"]),
        moment_or_none(row["last_called_at"]),
        moment_or_none(row["service_started_at"]),
        moment_or_none(row["held_since"]),
        timedelta(microseconds=row["held_us"]),
        moment_or_none(row["ended_at"]),
        None if row["outcome"] is None else Outcome(row["outcome"]),
        row["postponed"],
    )


def _turn_values(office_id: str, ticket: Ticket, turn: Turn) -> dict[str, object]:
    return {
        "office_id": office_id,
        "ticket_id": ticket.id,
        "n": turn.n,
        "business_day": ticket.business_day.isoformat(),
        "issued_at": micros(ticket.issued_at),
        "service_id": turn.service_id,
        "arrived_at": micros(turn.arrived_at),
        "rank_at": micros(turn.rank_at),
        "state": turn.state,
        "only_counter": turn.only_counter,
        "counter": turn.counter,
        "calls": turn.calls,
        "calls_now": turn.calls_now,
        "first_called_at": micros_or_none(turn.first_called_at),
        "last_called_at": micros_or_none(turn.last_called_at),
        "service_started_at": micros_or_none(turn.service_started_at),
        "held_since": micros_or_none(turn.held_since),
        "held_us": length_micros(turn.held),
        "ended_at": micros_or_none(turn.ended_at),
        "outcome": turn.outcome,
        "postponed": turn.postponed,
    }


def _drop_turns(db: Connection, office_id: str, turns: Iterable[Turn], ticket_id: str) -> None:
    for turn in turns:
        db.execute(
            "DELETE FROM turns WHERE office_id = :office_id AND ticket_id = :ticket_id AND n = :n",
            {"office_id": office_id, "ticket_id": ticket_id, "n": turn.n},
        )


def _save_call(db: Connection, office_id: str, ticket: Ticket) -> None:
    turn = ticket.turn
    db.execute(
        "INSERT INTO calls (office_id, ticket_id, turn, n, counter, called_at)"
        " VALUES (:office_id, :ticket_id, :turn, :n, :counter, :called_at)",
        {
            "office_id": office_id,
            "ticket_id": ticket.id,
            "turn": turn.n,
            "n": turn.calls,
            "counter": turn.counter,
            "called_at": micros_or_none(turn.last_called_at),
        },
    )
