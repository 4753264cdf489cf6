"""One zone's loudspeaker, its time in the test's hands: one voice, in call order, each call once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from queue_server.devices.loudspeaker import SpokenCall
from queue_server.live.announcer import Announcer, Pace, Spoken, speaking
from queue_server.live.hub import LONGEST_QUEUE, Hub, Screen, ScreenKey

START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
ZONE = ScreenKey("display", "sanh")
LENGTH = 4.0


@dataclass
class Stage:
    """The announcer's surroundings: a clock that moves by its pauses, a store that knows what was begun."""

    clock: datetime = START
    begun: list[str] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)
    unsayable: set[str] = field(default_factory=set)
    chimes: list[bool] = field(default_factory=list)
    at_pause: Callable[[], object] = lambda: None

    async def sound_for(self, spoken: Spoken, *, chime: bool) -> SpokenCall:
        if spoken.code in self.unsayable:
            raise LookupError(spoken.code)
        self.chimes.append(chime)
        return SpokenCall(f"Mời {spoken.code}", LENGTH, f"key-{spoken.code}")

    async def begin(self, spoken: Spoken) -> bool:
        if spoken.id in self.begun or spoken.id in self.answered:
            return False
        self.begun.append(spoken.id)
        return True

    def now(self) -> datetime:
        return self.clock

    async def pause(self, seconds: float) -> None:
        self.clock += timedelta(seconds=seconds)
        self.at_pause()
        await asyncio.sleep(0)


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
async def announcer(stage: Stage, hub: Hub) -> AsyncIterator[Announcer]:
    one = Announcer("sanh", hub, stage, Pace(gap=1.0, stale_after=60.0), stage.pause)
    async with speaking([one]):
        yield one


def display(hub: Hub, *, sound: bool = True) -> Screen:
    screen = Screen(ZONE, "màn hình", START, sound=sound)
    hub.join(screen)
    return screen


def call(n: int, at: datetime = START) -> Spoken:
    return Spoken(f"20261124-A{n:03d}.1.1", f"A{n:03d}", n, "call", at)


async def heard(screen: Screen, count: int) -> list[dict[str, Any]]:
    frames = [await asyncio.wait_for(screen.next_frame(), 5) for _ in range(count)]
    return [msgspec.json.decode(frame) for frame in frames if frame is not None]


async def test_calls_are_spoken_in_their_order_one_after_the_other(
    announcer: Announcer, hub: Hub, stage: Stage
) -> None:
    screen = display(hub)
    for n in range(1, 6):
        announcer.enqueue(call(n))
    frames = await heard(screen, 5)
    assert [frame["code"] for frame in frames] == ["A001", "A002", "A003", "A004", "A005"]
    assert all(frame["speak"] for frame in frames)
    assert stage.chimes == [True, False, False, False, False]


async def test_the_same_call_is_never_spoken_twice(announcer: Announcer, hub: Hub, stage: Stage) -> None:
    screen = display(hub)
    announcer.enqueue(call(1))
    announcer.enqueue(call(1))
    announcer.enqueue(call(2))
    assert [frame["code"] for frame in await heard(screen, 2)] == ["A001", "A002"]
    assert stage.begun == [call(1).id, call(2).id]


async def test_a_call_that_was_answered_or_is_stale_is_not_spoken(announcer: Announcer, hub: Hub, stage: Stage) -> None:
    screen = display(hub)
    stage.answered.add(call(1).id)
    announcer.enqueue(call(1))
    announcer.enqueue(call(2, START - timedelta(seconds=61)))
    announcer.enqueue(call(3))
    assert [frame["code"] for frame in await heard(screen, 1)] == ["A003"]


async def test_one_display_of_a_zone_speaks_and_all_flash(announcer: Announcer, hub: Hub) -> None:
    silent, first, second = display(hub, sound=False), display(hub), display(hub)
    announcer.enqueue(call(1))
    told = [(await heard(screen, 1))[0] for screen in (silent, first, second)]
    assert [frame["speak"] for frame in told] == [False, True, False]


async def test_when_the_speaking_display_goes_another_takes_over(announcer: Announcer, hub: Hub) -> None:
    first, second = display(hub), display(hub)
    announcer.enqueue(call(1))
    assert not (await heard(second, 1))[0]["speak"]
    hub.leave(first)
    announcer.enqueue(call(2))
    assert (await heard(second, 1))[0]["speak"]


async def test_displays_of_other_zones_are_silent(announcer: Announcer, hub: Hub) -> None:
    here = display(hub)
    elsewhere = Screen(ScreenKey("display", "lau-1"), "lầu 1", START, sound=True)
    hub.join(elsewhere)
    announcer.enqueue(call(1))
    await heard(here, 1)
    elsewhere.close()
    assert await elsewhere.next_frame() is None


async def everybody_waits() -> None:
    """Let every task run until it waits for something that this test has yet to do."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_call_waits_for_the_displays_that_come_back_after_a_restart(
    announcer: Announcer, hub: Hub, stage: Stage
) -> None:
    announcer.enqueue(call(1))
    await everybody_waits()
    assert stage.begun == []
    screen = display(hub)
    assert [frame["code"] for frame in await heard(screen, 1)] == ["A001"]
    assert stage.begun == [call(1).id]


async def test_after_a_restart_the_display_with_sound_is_given_time_to_come_back(
    announcer: Announcer, hub: Hub, stage: Stage
) -> None:
    announcer.enqueue(call(1))
    await everybody_waits()
    silent = display(hub, sound=False)
    loud: list[Screen] = []
    stage.at_pause = lambda: loud.append(display(hub)) if not loud else None
    assert not (await heard(silent, 1))[0]["speak"]
    assert (await heard(loud[0], 1))[0]["speak"]


async def test_a_call_that_grew_stale_before_any_display_came_is_not_spoken(
    announcer: Announcer, hub: Hub, stage: Stage
) -> None:
    announcer.enqueue(call(1))
    stage.clock = START + timedelta(seconds=61)
    screen = display(hub)
    announcer.enqueue(call(2, stage.clock))
    assert [frame["code"] for frame in await heard(screen, 1)] == ["A002"]
    assert stage.begun == [call(2).id]


async def test_a_hall_without_displays_keeps_a_bounded_number_of_calls(announcer: Announcer, hub: Hub) -> None:
    for n in range(LONGEST_QUEUE * 3):
        announcer.enqueue(call(n))
    screen = display(hub)
    # The oldest go: they would be stale before their turn.
    oldest_kept = LONGEST_QUEUE * 2
    expected = [call(n).code for n in range(oldest_kept, oldest_kept + 3)]
    assert [frame["code"] for frame in await heard(screen, 3)] == expected


async def test_a_call_that_can_t_be_spoken_does_not_silence_the_next(
    announcer: Announcer, hub: Hub, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    screen = display(hub)
    stage.unsayable.add("A001")
    announcer.enqueue(call(1))
    announcer.enqueue(call(2))
    assert [frame["code"] for frame in await heard(screen, 1)] == ["A002"]
    assert call(1).id in caplog.text
