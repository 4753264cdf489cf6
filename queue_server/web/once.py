"""Work that a repeated request must not start again: the later ones await the first one's result."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")

# A kiosk resends within seconds; this many tickets are hours.
REMEMBERED = 1000


class Once(Generic[T]):
    """Results by request id, the latest REMEMBERED of them."""

    def __init__(self) -> None:
        self._tasks: OrderedDict[str, asyncio.Task[T]] = OrderedDict()

    def get(self, request_id: str) -> Awaitable[T] | None:
        """What was started for the request, done or under way; None when nothing was."""
        task = self._tasks.get(request_id)
        return None if task is None else asyncio.shield(task)

    def start(self, request_id: str, work: Coroutine[Any, Any, T]) -> Awaitable[T]:
        """Start the work of a request; it goes on when the asker goes away."""
        task = asyncio.create_task(work)
        self._tasks[request_id] = task
        while len(self._tasks) > REMEMBERED:
            self._tasks.popitem(last=False)
        return asyncio.shield(task)
