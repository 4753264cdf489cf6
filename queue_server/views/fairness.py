"""The fairness report of a period, out of the journal alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from sqlite3 import Connection
from typing import cast

import msgspec

from queue_server import protocol
from queue_server.domain import fairness
from queue_server.domain.fairness import Call, Fairness, Group, Moved, Overtaken, Unexplained
from queue_server.domain.numbering import code_of
from queue_server.domain.office import Office
from queue_server.protocol import FairnessView
from queue_server.store import digests, people
from queue_server.store import fairness as reports
from queue_server.views.common import texts


def fairness_view(db: Connection, office: Office, first: date, last: date, today: date) -> FairnessView:
    """The report of the business days from `first` to `last`, both included, as far as `today`."""
    found = fairness.merged(reports.between(db, office, first, last, today))
    return FairnessView(
        first=first.isoformat(),
        last=last.isoformat(),
        time_zone=office.time_zone.key,
        calls=found.calls,
        preferred=found.preferred,
        longest_overtaken=_longest(found),
        out_of_order=[_call(call) for call in found.out_of_order],
        given_places=[_moved(moved) for moved in found.moved],
        unexplained=[_unexplained(one) for one in found.unexplained],
        undone=[
            protocol.UndoneVerb(
                row=one.seq, at=one.at, clerk=_name(one.actor), code=code_of(one.ticket_id), undoes=list(one.undoes)
            )
            for one in found.undone
        ],
        by_clerk=_groups(found.by_clerk),
        by_service=_groups(found.by_service),
        priority=[
            protocol.PriorityShare(service=use.service_id, issued=use.issued, with_head_start=use.with_head_start)
            for use in found.priority
        ],
        service_names={service.id: texts(service.name) for service in office.services},
        clerk_names=people.shown_names(db, office.id),
    )


def digest_view(db: Connection, office: Office, day: date) -> tuple[protocol.DayDigest, str] | None:
    """The digest of a closed day and the text of it that is signed; None while it is not kept."""
    found = digests.kept(db, office.id, day)
    return None if found is None else (msgspec.convert(asdict(found), protocol.DayDigest), found.text)


def _longest(found: Fairness) -> protocol.OvertakenTicket | None:
    return None if found.longest_overtaken is None else _overtaken(found.longest_overtaken)


def _overtaken(one: Overtaken) -> protocol.OvertakenTicket:
    return protocol.OvertakenTicket(
        code=code_of(one.ticket_id), waited_s=one.waited.total_seconds(), by_s=one.by.total_seconds()
    )


def _call(call: Call) -> protocol.UnorderedCall:
    return protocol.UnorderedCall(
        row=call.seq,
        at=call.at,
        clerk=_name(call.actor),
        counter=call.counter,
        code=code_of(call.ticket_id),
        service=call.service_id,
        order=cast("protocol.UnorderedOrder", call.order),
        reason=call.reason,
        overtaken=[_overtaken(one) for one in call.overtaken],
    )


def _moved(moved: Moved) -> protocol.GivenPlace:
    return protocol.GivenPlace(
        row=moved.seq,
        at=moved.at,
        clerk=_name(moved.actor),
        code=code_of(moved.ticket_id),
        service=moved.service_id,
        place=cast("protocol.NewPlace", moved.place),
        reason=moved.reason,
        overtaken=[_overtaken(one) for one in moved.overtaken],
    )


def _unexplained(one: Unexplained) -> protocol.UnexplainedRow:
    expected = code_of(one.expected) if one.problem == "not_first" else one.expected
    return protocol.UnexplainedRow(row=one.seq, problem=one.problem, code=code_of(one.ticket_id), expected=expected)


def _groups(groups: Iterable[Group]) -> list[protocol.FairnessGroup]:
    return [
        protocol.FairnessGroup(
            name=group.name,
            calls=group.calls,
            out_of_order=group.out_of_order,
            unexplained=group.unexplained,
            overtaken=group.overtaken,
            longest_overtaken_s=group.longest_overtaken_wait.total_seconds() if group.longest_overtaken_wait else None,
        )
        for group in groups
    ]


def _name(actor: str) -> str:
    return actor.partition(":")[2] or actor
