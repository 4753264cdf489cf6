"""A lively office for a demonstration: citizens who come by chance, clerks who serve them, all by the public API."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from random import Random
from typing import Any

from queue_server.domain.office import Counter, Office, Service
from queue_server.simulation.http import Citizen, Staff, Unexpected

LOAD = 0.9
"""How much of the counters' time the arrivals take up: enough that people wait, not so many that the hall fills."""
FULL = 10
"""Whoever sees so many waiting for a service comes back another day; so a counter without a clerk fills no hall."""
EARLY = 3
"""So many come for each service within the first minutes: at eight o'clock a hall isn't empty."""
PRIORITY, GIVE_UP, ABSENT, HOLD, TRANSFER = 0.12, 0.05, 0.08, 0.08, 0.1
"""Shares of the citizens: made up, so that everything is seen now and then."""
_LOOK_S = 20.0
_STAGES = 4
"""A service's time is the sum of so many exponential ones: seldom very short, seldom very long."""


class Refused(Exception):
    """A verb was refused: nobody waits, or somebody else acted at this counter. The clerk looks again later."""


def arrivals_per_second(office: Office, service: Service) -> float:
    """How many come for the service in an office second: its part of its counters' time, filled by LOAD."""
    counters = sum(1 / len(counter.service_ids) for counter in office.counters_serving(service.id))
    return counters * LOAD / service.usual.total_seconds()


class Ward:
    """The life of `office` at `speed` office seconds a second; the counters of `free` are left to a newcomer."""

    def __init__(self, office: Office, speed: float, free: Collection[int], chance: Random) -> None:
        self._office, self._speed, self._chance = office, speed, chance
        self._staffed = [counter for counter in office.counters if counter.number not in free]
        self._classes = [group.code for group in office.priority_classes if group.granted_by == "citizen"]

    async def live(self, citizen: Citizen, clerk: Staff, manager: Staff) -> None:
        """Until cancelled. Raises an ExceptionGroup of ServerGone and Unexpected."""
        async with asyncio.TaskGroup() as tasks:
            for service in self._office.services:
                if arrivals_per_second(self._office, service) > 0:
                    tasks.create_task(self._citizens(tasks, service, citizen, manager))
            for counter in self._staffed:
                tasks.create_task(self._clerk(_Desk(counter, clerk)))

    async def _citizens(self, tasks: asyncio.TaskGroup, service: Service, citizen: Citizen, manager: Staff) -> None:
        for _ in range(EARLY):
            await self._pass(self._chance.uniform(0, 60))
            await self._arrive(tasks, service, citizen, manager)
        while True:
            # A Poisson process: the times between two arrivals are exponential.
            await self._pass(self._chance.expovariate(arrivals_per_second(self._office, service)))
            await self._arrive(tasks, service, citizen, manager)

    async def _arrive(self, tasks: asyncio.TaskGroup, service: Service, citizen: Citizen, manager: Staff) -> None:
        today = await manager.get("/api/manager/today")
        waiting = {line["id"]: line["line"]["waiting"] for line in today["services"]}
        if waiting[service.id] >= FULL:
            return
        priority = self._chance.choice(self._classes) if self._classes and self._happens(PRIORITY) else None
        try:
            taken = await citizen.take(service.id, priority)
        except Unexpected:
            return  # lunch, evening, the day's last number: the kiosk says why
        if self._happens(GIVE_UP):
            tasks.create_task(self._lose_patience(citizen, taken))

    async def _lose_patience(self, citizen: Citizen, taken: dict[str, Any]) -> None:
        await self._pass(self._chance.uniform(120, 600))
        # Who is served sooner is refused here, and stays.
        await citizen.give_up(taken)

    async def _clerk(self, desk: _Desk) -> None:
        await self._pass(self._chance.uniform(0, 40))
        while True:
            try:
                await desk.verb("open")
                while True:
                    await self._serve_next(desk)
            except Refused:
                await self._pass(_LOOK_S)

    async def _serve_next(self, desk: _Desk) -> None:
        called = await desk.verb("next")
        if not await self._comes(desk):
            return
        await desk.verb("start")
        service_s = self._service_s(desk.service_of(called["code"], self._office))
        await self._pass(service_s / 2)
        if self._happens(HOLD):
            await desk.verb("hold")
            await self._pass(self._chance.uniform(40, 120))
            await desk.verb("resume", ticket=called["ticket"])
        await self._pass(service_s / 2)
        await self._end(desk)

    async def _comes(self, desk: _Desk) -> bool:
        if not self._happens(ABSENT):
            await self._pass(self._chance.uniform(10, 40))
            return True
        for _ in range(self._office.calls_before_no_show - 1):
            await self._pass(30)
            await desk.verb("recall")
        await self._pass(30)
        await desk.verb("no-show")
        return False

    async def _end(self, desk: _Desk) -> None:
        own = desk.counter.service_ids
        others = [service.id for service in self._office.services if service.is_open and service.id not in own]
        if others and self._happens(TRANSFER):
            await desk.verb("transfer", service=self._chance.choice(others))
        else:
            await desk.verb("finish")

    def _service_s(self, service: Service) -> float:
        return self._chance.gammavariate(_STAGES, service.usual.total_seconds() / _STAGES)

    def _happens(self, share: float) -> bool:
        return self._chance.random() < share

    async def _pass(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._speed)


class _Desk:
    def __init__(self, counter: Counter, clerk: Staff) -> None:
        self.counter, self._clerk = counter, clerk

    async def verb(self, name: str, **wish: Any) -> dict[str, Any]:
        answer = await self._clerk.verb(self.counter.number, name, **wish)
        if answer.refusal:
            raise Refused(answer.refusal)
        body: dict[str, Any] = answer.body
        return body

    def service_of(self, code: str, office: Office) -> Service:
        """What the number was taken for, or the counter's own service when it was transferred from another one."""
        own = [office.service(service_id) for service_id in self.counter.service_ids]
        return next((service for service in own if code.startswith(service.prefix)), own[0])
