"""What every verb at a counter does in the end: save its tickets, write its rows, and keep itself for an undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from queue_server.domain.counter_session import CounterSession
from queue_server.domain.journal import Json
from queue_server.domain.ticket import Ticket
from queue_server.domain.undo import Deed, LastVerb
from queue_server.store import last_verbs, tickets
from queue_server.usecases.counters import DeskResult, clerk_of, desk_result
from queue_server.usecases.work import CallMade, Done, Touched, Work, call_made, together


@dataclass(frozen=True, slots=True)
class Step:
    """One ticket changed, one row written: a verb takes one step, or two when it finishes and calls."""

    deed: Deed
    seq: int
    ticket: Ticket
    touched: Touched


def step(
    work: Work,
    counter: int,
    before: Ticket,
    after: Ticket,
    event: str,
    more: dict[str, Json] | None = None,
    *,
    calls: bool = False,
) -> Step:
    """Save what changed and write the row `event` with ticket, turn and counter, and `more` besides."""
    tickets.save(work.db, work.office.id, before, after)
    body: dict[str, Json] = {"ticket": after.id, "turn": before.turn.n, "counter": counter, **(more or {})}
    seq = work.record(event, body)
    call = call_made(after, work.office.calls_before_no_show) if calls else None
    return Step(Deed(after.id, before.turns, after.turns), seq, after, touched(before, after, call))


def finish_verb(
    work: Work, session: CounterSession, verb: str, steps: Sequence[Step], result: DeskResult | None = None
) -> Done[DeskResult]:
    """Keep the verb as the counter's last one; the answer is about its last step's ticket unless told otherwise."""
    seqs, deeds = tuple(one.seq for one in steps), tuple(one.deed for one in steps)
    last = LastVerb(session.counter, clerk_of(work), verb, work.now, seqs, deeds)
    last_verbs.remember(work.db, work.office.id, last)
    return Done(result or desk_result(session, steps[-1].ticket), together([one.touched for one in steps]))


def touched(before: Ticket, after: Ticket, call: CallMade | None = None) -> Touched:
    """Who must see that a ticket has changed."""
    turns = (before.turn, after.turn)
    counters = {number for turn in turns for number in (turn.counter, turn.only_counter) if number is not None}
    return Touched(
        services=frozenset(turn.service_id for turn in turns),
        counters=frozenset(counters),
        tickets=frozenset({after.id}),
        call=call,
    )
