"""The journal played again with the domain's own ranking: for every call, who was first, and what explains it.

Everything is recomputed from the rows: who waited, with which rank time, at which counter's rules. A call is explained
when it took whoever was next, or when it has a reason; a rank time is explained when the rules give it. What is not
explained is named, whatever the hashes say: somebody who forges a whole chain still has to explain every call.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from queue_server.domain import ranking
from queue_server.domain.errors import QueueError
from queue_server.domain.fairness import Call, Came, Finding, Moved, Order, Overtaken, Place, Undone, Unexplained
from queue_server.domain.journal import Row
from queue_server.domain.moments import moment
from queue_server.domain.office import AppointmentPlan, Office
from queue_server.domain.ranking import Waiting
from queue_server.domain.rules import office_under
from queue_server.domain.ticket import Ticket, TurnState, issue
from queue_server.domain.undo import UNDO_WITHIN, Deed, undone

_Body = Mapping[str, Any]
NOT_FOUND = "?"


def replay(rows: Iterable[Row], rules: Office | None = None) -> Iterator[Finding]:
    """Play rows in the order of `seq`, from the beginning of a business day on; what they show, as it is found.

    `rules`: those in force before the first row, for rows that don't begin with the office's set-up.
    """
    player = _Player(rules)
    for row in rows:
        yield from player.play(row)


class _Player:
    """The hall as the rows tell it. A row that makes no sense is named and changes nothing."""

    def __init__(self, rules: Office | None) -> None:
        self._rules = rules
        self._tickets: dict[str, Ticket] = {}
        self._waiting: dict[str, Waiting] = {}
        # What may still be undone, by its row.
        self._deeds: dict[int, tuple[datetime, Deed]] = {}
        self._promised: dict[str, datetime] = {}

    def play(self, row: Row) -> Iterator[Finding]:
        verb = _VERBS.get(row.event)
        if verb is None:
            return
        try:
            yield from verb(self, row, json.loads(row.body))
        except QueueError:
            yield Unexplained(row.seq, "impossible", _ticket_of(row))
        except (KeyError, TypeError, ValueError):
            yield Unexplained(row.seq, "unreadable", _ticket_of(row))

    def set_up(self, _row: Row, body: _Body) -> Iterator[Finding]:
        # A journal that an older version began has no rules in its first rows: nothing can be judged by them.
        self._rules = office_under(body["rules"]) if "rules" in body else None
        yield from ()

    def issued(self, row: Row, body: _Body) -> Iterator[Finding]:
        new = _issued(row, body)
        yield from self._judged_rank(row, body, new.turn.rank_at)
        if self._rules is not None and not self._has_head_start(new.head_start):
            yield Unexplained(row.seq, "wrong_rank", new.id, "0")
        self._put(row, new)
        yield Came(row.seq, moment(row.at), new.id, new.service_id, new.head_start)

    def promised(self, _row: Row, body: _Body) -> Iterator[Finding]:
        self._promised[body["appointment"]] = moment(body["slot"])
        yield from ()

    def checked_in(self, row: Row, body: _Body) -> Iterator[Finding]:
        new = _issued(row, body)
        yield from self._judged_rank(row, body, new.turn.rank_at)
        # Booked before the first row, its slot is not known here.
        slot = self._promised.get(body["appointment"], new.slot)
        if new.slot not in (None, slot):
            yield Unexplained(row.seq, "wrong_rank", new.id, "" if slot is None else slot.isoformat())
        if self._rules is not None and new.head_start != self._head_start_of_appointments(new):
            yield Unexplained(row.seq, "wrong_rank", new.id, "0")
        self._put(row, new)
        # The head start of an appointment is no priority class's.
        yield Came(row.seq, moment(row.at), new.id, new.service_id, timedelta(0))

    def walked_in(self, row: Row, body: _Body) -> Iterator[Finding]:
        new, counter = _issued(row, body), int(body["counter"])
        if self._rules is not None:
            queue = ranking.queue_of(self._rules.counter(counter), self._waiting.values())
            yield from self._judged_overtaken(row, body, queue)
            yield self._call(row, new, counter, "walk_in", body, queue)
        at = moment(row.at)
        after = new.call(counter, at).start(counter, at)
        self._put(row, after)
        self._deeds[row.seq] = (at, Deed(new.id, new.turns, after.turns, is_new=True))
        yield Came(row.seq, at, new.id, new.service_id, new.head_start)

    def called(self, row: Row, body: _Body) -> Iterator[Finding]:
        ticket, counter = self._tickets_of(body), int(body["counter"])
        if self._rules is None:
            yield Unexplained(row.seq, "no_rules", ticket.id)
        elif ticket.id in self._waiting:
            yield from self._judged_call(row, body, ticket, counter)
        self._put(row, ticket.call(counter, moment(row.at)))

    def reinstated(self, row: Row, body: _Body) -> Iterator[Finding]:
        ticket, at = self._tickets_of(body), moment(row.at)
        if self._rules is None:
            yield Unexplained(row.seq, "no_rules", ticket.id)
            return
        others = ranking.competitors(
            self._rules, ticket.turn.service_id, ticket.turn.only_counter, self._waiting.values()
        )
        rank_at = ranking.reinstated_rank(ticket, others, self._rules.reinstate_behind)
        yield from self._judged_rank(row, body, rank_at)
        after = ticket.reinstate(at, rank_at=moment(body["rank_at"]), within=self._rules.reinstate_within)
        self._put(row, after)
        yield Moved(row.seq, at, row.actor, ticket.id, after.turn.service_id, "reinstated", ())

    def postponed(self, row: Row, body: _Body) -> Iterator[Finding]:
        ticket, at = self._tickets_of(body), moment(row.at)
        if self._rules is None:
            yield Unexplained(row.seq, "no_rules", ticket.id)
            return
        turn, rules = ticket.turn, self._rules.phone
        rivals = ranking.competitors(self._rules, turn.service_id, turn.only_counter, self._waiting.values())
        ahead = ranking.let_ahead(ticket, rivals, rules.more_time_behind)
        yield from self._judged_rank(row, body, ranking.postponed_rank(ticket, ahead))
        after = ticket.postpone(rank_at=moment(body["rank_at"]), allowed=rules.more_time_limit)
        self._put(row, after)
        yield Moved(row.seq, at, row.actor, ticket.id, turn.service_id, "postponed", ())

    def transferred(self, row: Row, body: _Body) -> Iterator[Finding]:
        ticket, at = self._tickets_of(body), moment(row.at)
        if self._rules is None:
            yield Unexplained(row.seq, "no_rules", ticket.id)
            return
        service_id, only_counter = str(body["service"]), body["to_counter"]
        others = ranking.competitors(self._rules, service_id, only_counter, self._waiting.values())
        yield from self._judged_rank(row, body, ranking.transfer_rank(body["place"], ticket, at, others))
        rank_at, own = moment(body["rank_at"]), ticket.rank_on_arrival
        passed = [turn for turn in others if rank_at < turn.rank_at < own]
        yield from self._judged_overtaken(row, body, passed)
        after = ticket.transfer(
            int(body["counter"]), at, service_id=service_id, only_counter=only_counter, rank_at=rank_at
        )
        self._put(row, after)
        yield Moved(row.seq, at, row.actor, ticket.id, service_id, body["place"], _overtaken(passed, own, at))

    def moved(self, row: Row, body: _Body) -> Iterator[Finding]:
        ticket, at = self._tickets_of(body), moment(row.at)
        if self._rules is None:
            yield Unexplained(row.seq, "no_rules", ticket.id)
            return
        service_id, only_counter, own = str(body["service"]), body["to_counter"], ticket.turn.rank_at
        waiting = (turn for turn in self._waiting.values() if turn.ticket_id != ticket.id)
        others = ranking.competitors(self._rules, service_id, only_counter, waiting)
        yield from self._judged_rank(row, body, ranking.moved_rank(body["place"], ticket, at, others))
        rank_at = moment(body["rank_at"])
        passed = [turn for turn in others if rank_at < turn.rank_at < own]
        yield from self._judged_overtaken(row, body, passed)
        self._put(row, ticket.move(service_id=service_id, only_counter=only_counter, rank_at=rank_at))
        place: Place = (
            "moved_first" if body["place"] == "first" else "moved_last" if body["place"] == "last" else "moved"
        )
        yield Moved(
            row.seq, at, row.actor, ticket.id, service_id, place, _overtaken(passed, own, at), str(body["reason"])
        )

    def undone(self, row: Row, body: _Body) -> Iterator[Finding]:
        at, seqs = moment(row.at), tuple(int(seq) for seq in body["undoes"])
        for seq in reversed(seqs):
            done_at, deed = self._deeds.pop(seq, (None, None))
            if deed is None or done_at is None or at - done_at > UNDO_WITHIN:
                yield Unexplained(row.seq, "impossible", _ticket_of(row))
                return
            self._set(undone(self._tickets[deed.ticket_id], deed, at))
        yield Undone(row.seq, at, row.actor, _ticket_of(row), seqs)

    def other_verb(self, row: Row, body: _Body) -> Iterator[Finding]:
        if row.event == "expired" and body["ticket"] not in self._tickets:
            return  # of a day before the first row
        ticket, at = self._tickets_of(body), moment(row.at)
        self._put(row, self._after(row.event, ticket, body, at))
        yield from ()

    def _after(self, event: str, ticket: Ticket, body: _Body, at: datetime) -> Ticket:
        match event:
            case "recalled":
                return ticket.recall(int(body["counter"]), at)
            case "started":
                return ticket.start(int(body["counter"]), at)
            case "finished":
                return ticket.finish(int(body["counter"]), at)
            case "no_show":
                allowed = self._rules.calls_before_no_show if self._rules else 0
                return ticket.no_show(int(body["counter"]), at, allowed_calls=allowed)
            case "held":
                return ticket.hold(int(body["counter"]), at)
            case "resumed":
                return ticket.resume(int(body["counter"]), at)
            case "released":
                return ticket.release()
            case "cancelled":
                return ticket.cancel(at)
            case _:
                return ticket.expire(at)

    def _judged_call(self, row: Row, body: _Body, ticket: Ticket, counter: int) -> Iterator[Finding]:
        assert self._rules is not None  # noqa: S101 - the caller has seen to it
        desk, chosen = self._rules.counter(counter), self._waiting[ticket.id]
        queue = ranking.queue_of(desk, self._waiting.values())
        following = ranking.next_in(queue, desk)
        passed = ranking.overtaken_by(chosen, queue)
        yield from self._judged_rank(row, body, chosen.rank_at)
        order: Order = "chosen" if body["reason"] is not None else "preferred" if passed else "first"
        if following != chosen and body["reason"] is None:
            order = "unexplained"
            yield Unexplained(row.seq, "not_first", ticket.id, following.ticket_id if following else "")
        yield from self._judged_overtaken(row, body, passed)
        yield self._call(row, ticket, counter, order, body, passed)

    def _call(
        self, row: Row, ticket: Ticket, counter: int, order: Order, body: _Body, passed: Iterable[Waiting]
    ) -> Call:
        at = moment(row.at)
        return Call(
            row.seq,
            at,
            row.actor,
            counter,
            ticket.id,
            ticket.turn.service_id,
            order,
            body.get("reason"),
            _overtaken(passed, ticket.turn.rank_at, at),
        )

    def _judged_rank(self, row: Row, body: _Body, right: datetime) -> Iterator[Finding]:
        if moment(body["rank_at"]) != right:
            yield Unexplained(row.seq, "wrong_rank", _ticket_of(row), right.isoformat())

    def _judged_overtaken(self, row: Row, body: _Body, passed: Iterable[Waiting]) -> Iterator[Finding]:
        right = sorted(turn.ticket_id for turn in passed)
        if sorted(body["overtaken"]) != right:
            yield Unexplained(row.seq, "wrong_overtaken", _ticket_of(row), " ".join(right))

    def _has_head_start(self, head_start: timedelta) -> bool:
        classes = self._rules.priority_classes if self._rules else ()
        return not head_start or any(one.head_start == head_start for one in classes)

    def _head_start_of_appointments(self, ticket: Ticket) -> timedelta:
        plans = {one.id: one.appointments for one in (self._rules.services if self._rules else ())}
        plan = plans.get(ticket.service_id) or AppointmentPlan()
        return timedelta(0) if ticket.slot is None else plan.head_start

    def _tickets_of(self, body: _Body) -> Ticket:
        return self._tickets[body["ticket"]]

    def _put(self, row: Row, ticket: Ticket) -> None:
        at, before = moment(row.at), self._tickets.get(ticket.id)
        self._deeds = {seq: deed for seq, deed in self._deeds.items() if at - deed[0] <= UNDO_WITHIN}
        if before is not None:
            self._deeds[row.seq] = (at, Deed(ticket.id, before.turns, ticket.turns))
        self._set(ticket)

    def _set(self, ticket: Ticket) -> None:
        self._tickets[ticket.id] = ticket
        if ticket.turn.state is TurnState.WAITING:
            self._waiting[ticket.id] = _waiting(ticket)
        else:
            self._waiting.pop(ticket.id, None)


_Verb = Callable[[_Player, Row, _Body], Iterator[Finding]]
_VERBS: dict[str, _Verb] = {
    "office_set_up": _Player.set_up,
    "issued": _Player.issued,
    "walked_in": _Player.walked_in,
    "appointment_booked": _Player.promised,
    "appointment_moved": _Player.promised,
    "checked_in": _Player.checked_in,
    "called": _Player.called,
    "reinstated": _Player.reinstated,
    "postponed": _Player.postponed,
    "transferred": _Player.transferred,
    "moved": _Player.moved,
    "undone": _Player.undone,
    **dict.fromkeys(
        ("recalled", "started", "finished", "no_show", "held", "resumed", "released", "cancelled", "expired"),
        _Player.other_verb,
    ),
}


def _issued(row: Row, body: _Body) -> Ticket:
    """The ticket as its row gives it, at the rank time that the rules give it."""
    day, _, code = str(body["ticket"]).partition("-")
    head_start = timedelta(seconds=body["head_start_s"])
    new = issue(
        ticket_id=body["ticket"],
        business_day=date.fromisoformat(day),
        service_id=body["service"],
        number=0,
        code=code,
        token="",
        now=moment(row.at),
        channel=body["channel"],
        head_start=head_start,
    )
    return new.keep_slot(moment(body["slot"]), head_start) if "slot" in body else new


def _waiting(ticket: Ticket) -> Waiting:
    turn = ticket.turn
    return Waiting(
        turn.rank_at, ticket.issued_at, ticket.id, ticket.code, turn.service_id, turn.only_counter, turn.arrived_at
    )


def _overtaken(passed: Iterable[Waiting], rank_at: datetime, at: datetime) -> tuple[Overtaken, ...]:
    return tuple(
        Overtaken(turn.ticket_id, at - turn.arrived_at, max(rank_at - turn.rank_at, timedelta(0))) for turn in passed
    )


def _ticket_of(row: Row) -> str:
    try:
        return str(json.loads(row.body)["ticket"])
    except (KeyError, TypeError, ValueError):
        return NOT_FOUND
