"""Today for the manager: the same metrics as any report, by the one function of `domain.statistics`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from sqlite3 import Connection
from typing import cast

from queue_server.domain import calendar, ranking, statistics
from queue_server.domain.counter_session import CounterSession
from queue_server.domain.moments import moment
from queue_server.domain.office import Counter, Office
from queue_server.domain.ranking import Waiting
from queue_server.domain.statistics import Period, Summary
from queue_server.domain.ticket import Ticket
from queue_server.domain.turn_times import TurnTimes
from queue_server.protocol import (
    ClerkChoice,
    CounterLine,
    ManagerLine,
    ManagerView,
    ServiceLine,
    State,
    TicketOutcome,
    TurnRecord,
    WaitingTicket,
    ZoneChoice,
)
from queue_server.store import counters_today, messages, people, printers, sessions, tickets, turn_times, waiting_line
from queue_server.store.counters_today import CounterToday
from queue_server.views import paper
from queue_server.views.alarms import alarm_lines
from queue_server.views.alerts import alert_lines
from queue_server.views.appointments import of_today
from queue_server.views.common import ALONE, Surroundings, texts, times
from queue_server.views.devices import device_lines

LATEST_TURNS = 30


def manager_view(db: Connection, office: Office, now: datetime, surroundings: Surroundings = ALONE) -> ManagerView:
    """Everything of today, up to `now`."""
    day = calendar.business_day(office, now)
    turns = turn_times.of_day(db, office.id, day)
    period = Period(calendar.day_start(office, day), calendar.day_end(office, day))
    summary = statistics.summarise(
        turns, sessions.of_day(db, office.id, day), period=period, now=now, target=office.target_wait
    )
    kiosks, waiting = printers.kiosks(db, office.id), waiting_line.everyone(db, office.id)
    unusual = {one.counter: one for one in counters_today.all_of(db, office.id)}
    return ManagerView(
        now=now,
        time_zone=office.time_zone.key,
        office_name=texts(office.name),
        business_day=day.isoformat(),
        target_wait_s=int(office.target_wait.total_seconds()),
        alerts=alert_lines(db, office, surroundings),
        waiting=_waiting(waiting),
        clerks=_clerks(db, office, now),
        total=_line(summary.total),
        services=[
            ServiceLine(
                id=service.id,
                prefix=service.prefix,
                name=texts(service.name),
                line=_line(summary.service(service.id)),
            )
            for service in office.services
        ],
        counters=[_counter(db, office, counter, summary, waiting, unusual) for counter in office.counters],
        latest=_latest(db, office, day),
        screens=list(surroundings.screens),
        devices=device_lines(db, office, surroundings),
        message=messages.current(db, office.id),
        zones=[ZoneChoice(id=zone.id, name=texts(zone.name)) for zone in office.zones],
        printer_faults=paper.faults(surroundings.printers),
        printers=paper.printer_lines(printers.all_of(db, office.id), kiosks, surroundings),
        kiosks=paper.kiosk_lines(kiosks),
        not_printed=paper.not_printed(db, office, day),
        voice_faults=list(surroundings.voice_faults),
        sound=list(surroundings.sound),
        appointments=of_today(db, office, {service.id for service in office.services}, now),
        alarms=alarm_lines(db, office),
        names=people.shown_names(db, office.id),
    )


def _line(line: statistics.Line) -> ManagerLine:
    return ManagerLine(
        issued=line.issued,
        served=line.served,
        no_shows=line.no_shows,
        cancelled=line.cancelled,
        expired=line.expired,
        waiting=line.waiting,
        longest_wait_s=line.longest_wait_s,
        wait_to_first_call=times(line.wait_to_first_call),
        wait_to_last_call=times(line.wait_to_last_call),
        walk=times(line.walk),
        service_time=times(line.service_time),
        within_target_of_called=line.within_target_of_called,
        within_target_of_issued=line.within_target_of_issued,
        no_show_rate=line.no_show_rate,
        abandoned_rate=line.abandoned_rate,
    )


def _waiting(waiting: list[Waiting]) -> list[WaitingTicket]:
    """Who waits, the longest first."""
    return [
        WaitingTicket(
            ticket=turn.ticket_id,
            code=turn.code,
            service=turn.service_id,
            counter=turn.only_counter,
            arrived_at=turn.arrived_at,
        )
        for turn in sorted(waiting, key=lambda turn: (turn.arrived_at, turn.ticket_id))
    ]


def _clerks(db: Connection, office: Office, now: datetime) -> list[ClerkChoice]:
    current = sessions.all_current(db, office.id)
    return [
        ClerkChoice(
            name=user.name,
            display_name=user.display_name,
            counters=sorted(number for number, session in current.items() if session.clerk == user.name),
        )
        for user in people.here(db, office.id, "clerk", now)
    ]


def _since(session: CounterSession | None, active: Ticket | None) -> datetime | None:
    if active is not None:
        return active.turn.service_started_at or active.turn.last_called_at
    return None if session is None else session.break_since or session.opened_at


def _counter(  # a line of much
    db: Connection,
    office: Office,
    counter: Counter,
    summary: Summary,
    waiting: list[Waiting],
    unusual: Mapping[int, CounterToday],
) -> CounterLine:
    today = unusual.get(counter.number)
    session = sessions.current(db, office.id, counter.number)
    active = tickets.active_at(db, office.id, counter.number)
    line = summary.counter(counter.number)
    return CounterLine(
        number=counter.number,
        name=counter.name,
        services=list(counter.service_ids),
        usual=list(today.usual) if today is not None and today.today == counter.service_ids else None,
        state="closed" if session is None else session.state,
        clerk=None if session is None else session.clerk,
        code=None if active is None else active.code,
        waiting=sum(ranking.may_call(counter, turn) for turn in waiting),
        since=_since(session, active),
        served=line.served,
        service_time=times(line.service_time),
        open_s=line.sessions.open_s,
        serving_s=line.sessions.serving_s,
        idle_s=line.sessions.idle_s,
        break_s=line.sessions.break_s,
    )


def _latest(db: Connection, office: Office, day: date) -> list[TurnRecord]:
    return [_record(code, turn) for code, turn in turn_times.latest(db, office.id, day, LATEST_TURNS)]


def _record(code: str, turn: TurnTimes) -> TurnRecord:
    first, started, ended = turn.first_called_at, turn.service_started_at, turn.ended_at
    service = None if started is None or ended is None else (ended - started - turn.held) / 1_000_000
    return TurnRecord(
        code=code,
        service=turn.service_id,
        counter=turn.counter,
        state=cast("State", turn.state),
        outcome=cast("TicketOutcome | None", turn.outcome),
        arrived_at=moment(turn.arrived_at),
        wait_s=None if first is None else (first - turn.arrived_at) / 1_000_000,
        service_s=service,
    )
