"""Ticket and Turn: frozen values whose verbs return a new value or raise by name.

A ticket is one visit; each turn is one wait-and-serve segment of it at one service. A transfer ends the turn and
starts the next. No verb looks at the queue: who is first is `ranking`'s business.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from queue_server.domain.errors import Conflict, NotAllowed

Channel = Literal["kiosk", "phone", "clerk", "appointment"]
NO_TIME = timedelta(0)


class TurnState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    ENDED = "ended"


class Outcome(StrEnum):
    SERVED = "served"
    TRANSFERRED = "transferred"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


COMPLETED = (Outcome.SERVED, Outcome.TRANSFERRED)


@dataclass(frozen=True, slots=True)
class Turn:
    """One wait and one service. `counter` is where it was last called; `only_counter` binds it to one counter.

    `arrived_at` is when it entered this queue (the metrics' arrival), `rank_at` decides its place (`ranking`).
    `calls` numbers the calls of the turn, undone ones included, so that no two have one number; `calls_now` counts
    those since it last entered the queue (a reinstated citizen gets the allowed calls anew, while the headline wait
    still ends at the very first call).
    `postponed` counts how often the citizen asked for more time.
    `held` is the hold time inside the service, which the service time leaves out.
    """

    n: int
    service_id: str
    arrived_at: datetime
    rank_at: datetime
    state: TurnState = TurnState.WAITING
    only_counter: int | None = None
    counter: int | None = None
    calls: int = 0
    calls_now: int = 0
    first_called_at: datetime | None = None
    last_called_at: datetime | None = None
    service_started_at: datetime | None = None
    held_since: datetime | None = None
    held: timedelta = NO_TIME
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    postponed: int = 0

    @property
    def latest(self) -> datetime:
        """No later than the last thing that happened in this turn, and late enough that no length of it is negative."""
        # Holds that ended lie inside the service.
        serving = None if self.service_started_at is None else self.service_started_at + self.held
        times = (self.last_called_at, serving, self.held_since, self.ended_at)
        return max((at for at in times if at is not None), default=self.arrived_at)

    @property
    def wait_to_first_call(self) -> timedelta | None:
        return None if self.first_called_at is None else self.first_called_at - self.arrived_at

    @property
    def wait_to_last_call(self) -> timedelta | None:
        return None if self.last_called_at is None else self.last_called_at - self.arrived_at

    @property
    def walk(self) -> timedelta | None:
        """From the last call to the start of the service."""
        if self.service_started_at is None or self.last_called_at is None:
            return None
        return self.service_started_at - self.last_called_at

    @property
    def service_time(self) -> timedelta | None:
        """Start to end of a completed service (served or transferred), hold time excluded."""
        if self.service_started_at is None or self.ended_at is None or self.outcome not in COMPLETED:
            return None
        return self.ended_at - self.service_started_at - self.held


@dataclass(frozen=True, slots=True)
class Ticket:
    """Phiếu: the number a citizen holds for one visit. Anonymous; `token` opens its phone page, `id` its journal.

    `head_start` is that of its priority class at the time of issue, or of its appointment; `slot` is when that is.
    `turns` is never empty.
    """

    id: str
    business_day: date
    service_id: str
    number: int
    code: str
    token: str
    issued_at: datetime
    turns: tuple[Turn, ...]
    channel: Channel = "kiosk"
    priority: str | None = None
    head_start: timedelta = NO_TIME
    language: str = "vi"
    slot: datetime | None = None

    @property
    def turn(self) -> Turn:
        return self.turns[-1]

    @property
    def is_open(self) -> bool:
        return self.turn.state is not TurnState.ENDED

    @property
    def stay(self) -> timedelta | None:
        """Issue to the end of the last turn; None while the ticket is open."""
        return None if self.turn.ended_at is None else self.turn.ended_at - self.issued_at

    @property
    def rank_on_arrival(self) -> datetime:
        """The place that it came with, whatever happened since: arrival − head start, but never before its slot."""
        return rank_on_arrival(self.issued_at, self.head_start, self.slot)

    def keep_slot(self, slot: datetime, head_start: timedelta) -> Ticket:
        """The same, just issued, as the ticket of an appointment that was checked in."""
        kept = replace(self, channel="appointment", slot=slot, head_start=head_start)
        return kept._with_turn(rank_at=kept.rank_on_arrival)

    def call(self, counter: int, now: datetime) -> Ticket:
        """Ask the citizen to a counter. Raises Conflict `not_waiting`, NotAllowed `other_counter`."""
        turn = self._in_state(TurnState.WAITING, refusal="not_waiting")
        if turn.only_counter not in (None, counter):
            raise NotAllowed("other_counter", code=self.code, counter=turn.only_counter)
        return self._called(counter, now)

    def recall(self, counter: int, now: datetime) -> Ticket:
        """Call again the citizen who has not come. Raises Conflict `not_called`, NotAllowed `other_counter`."""
        self._at_counter(counter, TurnState.CALLED, refusal="not_called")
        return self._called(counter, now)

    def start(self, counter: int, now: datetime) -> Ticket:
        """The citizen has come. Raises Conflict `not_called`, NotAllowed `other_counter`."""
        self._at_counter(counter, TurnState.CALLED, refusal="not_called")
        return self._with_turn(state=TurnState.SERVING, service_started_at=self._not_before(now))

    def finish(self, counter: int, now: datetime) -> Ticket:
        """The service is done. Raises Conflict `not_serving`, NotAllowed `other_counter`."""
        self._at_counter(counter, TurnState.SERVING, refusal="not_serving")
        return self._ended(Outcome.SERVED, now)

    def no_show(self, counter: int, now: datetime, *, allowed_calls: int) -> Ticket:
        """Declare the citizen absent after the allowed calls.

        Raises Conflict `not_called` or `too_few_calls`, NotAllowed `other_counter`.
        """
        turn = self._at_counter(counter, TurnState.CALLED, refusal="not_called")
        if turn.calls_now < allowed_calls:
            raise Conflict("too_few_calls", code=self.code, calls=turn.calls_now, allowed=allowed_calls)
        return self._ended(Outcome.NO_SHOW, now)

    def reinstate(self, now: datetime, *, rank_at: datetime, within: timedelta) -> Ticket:
        """Let an absent citizen who came back wait again, at the place that `ranking` found.

        Raises Conflict `not_absent` or `came_back_too_late`.
        """
        turn = self.turn
        if turn.outcome is not Outcome.NO_SHOW or turn.ended_at is None:
            raise Conflict("not_absent", code=self.code)
        if now - turn.ended_at > within:
            raise Conflict("came_back_too_late", code=self.code, minutes=int(within.total_seconds() // 60))
        return self._with_turn(
            state=TurnState.WAITING, rank_at=rank_at, calls_now=0, counter=None, ended_at=None, outcome=None
        )

    def postpone(self, *, rank_at: datetime, allowed: int) -> Ticket:
        """Let others go ahead, at the citizen's own wish and the place that `ranking` found; at most `allowed` times.

        Raises Conflict `not_waiting` or `postponed_too_often`.
        """
        turn = self._in_state(TurnState.WAITING, refusal="not_waiting")
        if turn.postponed >= allowed:
            raise Conflict("postponed_too_often", code=self.code, allowed=allowed)
        return self._with_turn(rank_at=max(rank_at, turn.rank_at), postponed=turn.postponed + 1)

    def move(self, *, service_id: str, only_counter: int | None, rank_at: datetime) -> Ticket:
        """Let a waiting ticket wait elsewhere in the same turn, so its wait goes on, at the place that `ranking` found.

        Raises Conflict `not_waiting`, or `already_there` when nothing would change.
        """
        turn = self._in_state(TurnState.WAITING, refusal="not_waiting")
        if (turn.service_id, turn.only_counter, turn.rank_at) == (service_id, only_counter, rank_at):
            raise Conflict("already_there", code=self.code)
        return self._with_turn(service_id=service_id, only_counter=only_counter, rank_at=rank_at)

    def hold(self, counter: int, now: datetime) -> Ticket:
        """Put aside without losing the place. Raises Conflict `not_at_counter`, NotAllowed `other_counter`."""
        self._at_counter(counter, TurnState.CALLED, TurnState.SERVING, refusal="not_at_counter")
        return self._with_turn(state=TurnState.HELD, held_since=self._not_before(now))

    def resume(self, counter: int, now: datetime) -> Ticket:
        """Serve a held citizen on at this counter. Raises Conflict `not_held`, NotAllowed `other_counter`.

        The hold counts as hold time only inside a service: one held before it started just starts now.
        """
        turn = self._in_state(TurnState.HELD, refusal="not_held")
        if turn.only_counter not in (None, counter):
            raise NotAllowed("other_counter", code=self.code, counter=turn.only_counter)
        now = self._not_before(now)
        held = turn.held if turn.service_started_at is None else turn.held + _since(turn.held_since, now)
        return self._with_turn(
            state=TurnState.SERVING,
            counter=counter,
            service_started_at=turn.service_started_at or now,
            held=held,
            held_since=None,
        )

    def transfer(
        self, counter: int, now: datetime, *, service_id: str, only_counter: int | None, rank_at: datetime
    ) -> Ticket:
        """Liên thông: end this turn and start the next at a service, or at one counter of it.

        Raises Conflict `not_at_counter`, NotAllowed `other_counter`.
        """
        self._at_counter(counter, TurnState.CALLED, TurnState.SERVING, refusal="not_at_counter")
        now = self._not_before(now)
        after = self._ended(Outcome.TRANSFERRED, now)
        turn = Turn(len(self.turns) + 1, service_id, arrived_at=now, rank_at=rank_at, only_counter=only_counter)
        return replace(after, turns=(*after.turns, turn))

    def release(self) -> Ticket:
        """Let any counter of the service take a ticket that waits, or is held, for one counter alone.

        Raises Conflict `not_bound`.
        """
        if self.turn.only_counter is None or self.turn.state not in (TurnState.WAITING, TurnState.HELD):
            raise Conflict("not_bound", code=self.code)
        return self._with_turn(only_counter=None)

    def cancel(self, now: datetime) -> Ticket:
        """The citizen gives up. Raises Conflict `already_ended` or `being_served`."""
        self._refuse_if_ended()
        if self.turn.state is TurnState.SERVING:
            raise Conflict("being_served", code=self.code)
        return self._ended(Outcome.CANCELLED, now)

    def expire(self, now: datetime) -> Ticket:
        """The day is over. Raises Conflict `already_ended`."""
        self._refuse_if_ended()
        return self._ended(Outcome.EXPIRED, now)

    def _called(self, counter: int, now: datetime) -> Ticket:
        now, turn = self._not_before(now), self.turn
        return self._with_turn(
            state=TurnState.CALLED,
            counter=counter,
            calls=turn.calls + 1,
            calls_now=turn.calls_now + 1,
            first_called_at=turn.first_called_at or now,
            last_called_at=now,
        )

    def _ended(self, outcome: Outcome, now: datetime) -> Ticket:
        now, turn = self._not_before(now), self.turn
        held = turn.held
        if turn.state is TurnState.HELD and turn.service_started_at is not None:
            held += _since(turn.held_since, now)
        return self._with_turn(state=TurnState.ENDED, outcome=outcome, ended_at=now, held=held, held_since=None)

    def _with_turn(self, **changes: object) -> Ticket:
        turn = replace(self.turn, **changes)  # type: ignore[arg-type]  # names are checked by dataclasses.replace
        return replace(self, turns=(*self.turns[:-1], turn))

    def _not_before(self, now: datetime) -> datetime:
        # A clock set back must not make a negative wait: within a ticket, time never runs backwards.
        return max(now, self.turn.latest)

    def _in_state(self, *states: TurnState, refusal: str) -> Turn:
        if self.turn.state not in states:
            raise Conflict(refusal, code=self.code, state=self.turn.state.value)
        return self.turn

    def _at_counter(self, counter: int, *states: TurnState, refusal: str) -> Turn:
        turn = self._in_state(*states, refusal=refusal)
        if turn.counter != counter:
            raise NotAllowed("other_counter", code=self.code, counter=turn.counter)
        return turn

    def _refuse_if_ended(self) -> None:
        if not self.is_open:
            raise Conflict("already_ended", code=self.code)


def rank_on_arrival(arrival: datetime, head_start: timedelta, slot: datetime | None = None) -> datetime:
    """Arrival − head start; of an appointment, the later of its slot and its check-in − its head start (DOMAIN.md §4).

    So who comes early waits for the slot, who comes late within the head start loses nothing, and neither passes
    anybody who came before the slot, or more than the head start before the check-in.
    """
    rank = arrival - head_start
    return rank if slot is None else max(slot, rank)


def issue(  # noqa: PLR0913  # a ticket is made of this much
    *,
    ticket_id: str,
    business_day: date,
    service_id: str,
    number: int,
    code: str,
    token: str,
    now: datetime,
    channel: Channel = "kiosk",
    priority: str | None = None,
    head_start: timedelta = NO_TIME,
    language: str = "vi",
) -> Ticket:
    """A new ticket with its first turn, waiting since `now`, ranked by `now − head_start` (DOMAIN.md §4)."""
    turn = Turn(1, service_id, arrived_at=now, rank_at=rank_on_arrival(now, head_start))
    return Ticket(
        ticket_id,
        business_day,
        service_id,
        number,
        code,
        token,
        now,
        (turn,),
        channel=channel,
        priority=priority,
        head_start=head_start,
        language=language,
    )


def _since(start: datetime | None, now: datetime) -> timedelta:
    return NO_TIME if start is None else now - start
