"""Taking back a counter's last verb: for ten seconds, and only while nothing else has happened to its tickets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from queue_server.domain.errors import Conflict
from queue_server.domain.ticket import Ticket, Turn

UNDO_WITHIN = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Deed:
    """What a verb did to one ticket: its turns before and after. `is_new` when the verb gave the number, too."""

    ticket_id: str
    before: tuple[Turn, ...]
    after: tuple[Turn, ...]
    is_new: bool = False

    @property
    def calls(self) -> tuple[tuple[int, int], ...]:
        """The calls that the verb made: turn and number of each."""
        turn, then = self.before[-1], self.after[len(self.before) - 1]
        return tuple((turn.n, n) for n in range(turn.calls + 1, then.calls + 1))


@dataclass(frozen=True, slots=True)
class LastVerb:
    """The last verb of a counter. `seqs` are its rows in the journal, `deeds` stand in the order of doing."""

    counter: int
    clerk: str
    verb: str
    at: datetime
    seqs: tuple[int, ...]
    deeds: tuple[Deed, ...]

    @property
    def until(self) -> datetime:
        """The last moment at which it may be taken back."""
        return self.at + UNDO_WITHIN

    def refuse_when_late(self, now: datetime) -> None:
        """Raises Conflict `too_late_to_undo`."""
        if now > self.until:
            raise Conflict("too_late_to_undo", seconds=int(UNDO_WITHIN.total_seconds()))


def undone(ticket: Ticket, deed: Deed, now: datetime) -> Ticket:
    """The ticket as it was before the deed. Raises Conflict `changed_since` when anything happened to it meanwhile.

    All is as before, but for the numbers of its calls: like a ticket's number, none is used twice, so the next call is
    another announcement than the one that was taken back. For the same reason a ticket that the deed gave a number
    keeps it, and ends as cancelled.
    """
    if ticket.turns != deed.after:
        raise Conflict("changed_since", code=ticket.code)
    last = replace(deed.before[-1], calls=deed.after[len(deed.before) - 1].calls)
    before = replace(ticket, turns=(*deed.before[:-1], last))
    return before.cancel(now) if deed.is_new else before
