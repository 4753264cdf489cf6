"""Plays a day against a running office: a task for each customer and for each agent, all through the public API."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from queue_server.simulation.http import Citizen, Staff, Unexpected, expected
from queue_server.simulation.plan import Day, Visit

Rank = tuple[str, str]
REASON = "recorded order"


class Pace:
    """The day's own time: seconds since its midnight, `speed` times as fast as real time."""

    def __init__(self, begins: float, speed: float) -> None:
        self._begins, self._speed, self._began = begins, speed, time.monotonic()

    def now(self) -> float:
        return self._begins + (time.monotonic() - self._began) * self._speed

    async def until(self, moment: float) -> None:
        """Wait for a moment of the day; one that has passed is now."""
        await asyncio.sleep(max(0.0, (moment - self.now()) / self._speed))


@dataclass(slots=True, eq=False)
class _Customer:
    """A customer while the day runs. `taken` is the kiosk's answer; two customers may swap their tickets."""

    visit: Visit
    has_ticket: asyncio.Event = field(default_factory=asyncio.Event)
    taken: dict[str, Any] = field(default_factory=dict)

    @property
    def rank(self) -> Rank:
        return (self.taken["issued_at"], self.taken["ticket"])


class Player:
    """One day in one office. `counters`: the counter of each agent; `on_done` hears of each customer who is done."""

    def __init__(
        self,
        day: Day,
        pace: Pace,
        citizen: Citizen,
        clerk: Staff,
        counters: Mapping[str, int],
        on_done: Callable[[], None],
    ) -> None:
        self._day, self._pace, self._citizen, self._clerk = day, pace, citizen, clerk
        self._counters, self._on_done = counters, on_done
        self._customers = {visit.row: _Customer(visit) for visit in day.visits}
        self._waiting: dict[str, _Customer] = {}
        self._in_flight: Counter[str] = Counter()
        self._nexts: Counter[frozenset[str]] = Counter()

    async def play(self) -> None:
        """The whole day. Raises Unexpected, ServerGone."""
        try:
            async with asyncio.TaskGroup() as tasks:
                for customer in self._customers.values():
                    tasks.create_task(self._come(customer))
                for agent in self._day.agents:
                    tasks.create_task(self._work(agent))
        except ExceptionGroup as errors:
            # One failure ends the day; the others only followed from it.
            raise errors.exceptions[0] from errors

    async def _come(self, customer: _Customer) -> None:
        visit = customer.visit
        await self._pace.until(visit.arrival)
        with self._changing(visit.service):
            customer.taken = await self._citizen.take(visit.service)
            self._waiting[customer.taken["ticket"]] = customer
        customer.has_ticket.set()
        if visit.agent is None:
            await self._pace.until(visit.left_queue)
            await self._give_up(customer)

    async def _give_up(self, customer: _Customer) -> None:
        ticket = customer.taken["ticket"]
        if self._waiting.get(ticket) is not customer:
            return  # an agent called this one by chance, and saw that nobody comes
        with self._changing(customer.visit.service):
            expected(await self._citizen.give_up(customer.taken), "cancel")
            del self._waiting[ticket]
        self._on_done()

    @contextmanager
    def _changing(self, service: str) -> Iterator[None]:
        self._in_flight[service] += 1
        try:
            yield
        finally:
            self._in_flight[service] -= 1

    async def _work(self, agent: str) -> None:
        counter, pool = self._counters[agent], frozenset(self._day.services_of(agent))
        free_at = 0
        for visit in self._day.work_of(agent):
            customer = self._customers[visit.row]
            await self._pace.until(max(visit.left_queue, free_at))
            await customer.has_ticket.wait()
            if not free_at:
                expected(await self._clerk.verb(counter, "open"), "open")
            # The plan says when the agent is free again, so the time that requests take doesn't add up over the day.
            late = max(0, free_at - visit.left_queue)
            free_at = visit.end + late
            await self._call(customer, counter, pool)
            await self._serve(counter, visit.service_start + late, free_at)
            self._on_done()

    async def _serve(self, counter: int, start: int, end: int) -> None:
        await self._pace.until(start)
        expected(await self._clerk.verb(counter, "start"), "start")
        await self._pace.until(end)
        expected(await self._clerk.verb(counter, "finish"), "finish")

    async def _call(self, customer: _Customer, counter: int, pool: frozenset[str]) -> None:
        """Call until the customer, or one with whom it then swaps, is at the counter."""
        while True:
            if self._is_first(customer, pool):
                answer = await self._press_next(counter, pool)
            else:
                answer = await self._clerk.verb(counter, "call", ticket=customer.taken["ticket"], reason=REASON)
                if answer.refusal == "not_waiting":
                    # Another agent's `next` got this one: wait until that answer came and the tickets are swapped.
                    await asyncio.sleep(0.01)
                    continue
            called = self._waiting.pop(expected(answer, "call").body["ticket"], None)
            if called is None:
                raise Unexpected(f"{answer.body['code']} is none of this day's: is somebody else using this office?")
            if called.visit.agent is not None:
                customer.taken, called.taken = called.taken, customer.taken
                if called is not customer:
                    self._waiting[called.taken["ticket"]] = called
                return
            expected(await self._citizen.give_up(called.taken), "cancel")
            self._on_done()

    async def _press_next(self, counter: int, pool: frozenset[str]) -> Any:
        self._nexts[pool] += 1
        try:
            return await self._clerk.verb(counter, "next")
        finally:
            self._nexts[pool] -= 1

    def _is_first(self, customer: _Customer, pool: frozenset[str]) -> bool:
        """Whether `next` will surely give this one, or one for whom an agent with the same services is pressing."""
        if any(self._in_flight[service] for service in pool):
            return False
        if any(count and other != pool and other & pool for other, count in self._nexts.items()):
            return False
        ahead = (other for other in self._waiting.values() if other.visit.service in pool)
        return min(ahead, key=lambda other: other.rank) is customer
