"""One zone's loudspeaker, its time in the test's hands: one voice, in call order, each call once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.devices.loudspeaker import SpokenCall
from queue_server.live.announcer import Announcer, Pace, Spoken
from queue_server.live.announcers import Announcers
from queue_server.live.hub import LONGEST_QUEUE, Hub, ScreenKey
from tests.live.walls import START, Hall, Manner, everybody_waits

LENGTH = 4.0


@dataclass
class Stage:
    """The announcer's surroundings: a clock that moves by its pauses, a store that knows what was begun."""

    clock: datetime = START
    begun: list[str] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)
    unsayable: set[str] = field(default_factory=set)
    without_clips: set[str] = field(default_factory=set)
    chimes: list[bool] = field(default_factory=list)
    brief: list[bool] = field(default_factory=list)
    loud: int = 100
    at_pause: Callable[[], object] = lambda: None

    async def sound_for(self, spoken: Spoken, *, chime: bool, briefly: bool) -> SpokenCall:
        code = str(spoken.values["code"])
        if code in self.unsayable:
            raise LookupError(code)
        self.chimes.append(chime)
        self.brief.append(briefly)
        return SpokenCall(f"Mời {code}", LENGTH, None if code in self.without_clips else f"key-{code}")

    async def begin(self, spoken: Spoken) -> bool:
        if spoken.id in self.begun or spoken.id in self.answered:
            return False
        self.begun.append(spoken.id)
        return True

    async def is_due(self, spoken: Spoken) -> bool:
        return spoken.id not in self.answered

    def volume(self, zone: str) -> int:
        assert zone == "sanh"
        return self.loud

    def now(self) -> datetime:
        return self.clock

    async def pause(self, seconds: float) -> None:
        # A screen that lives answers before any time passes.
        await everybody_waits()
        self.clock += timedelta(seconds=seconds)
        self.at_pause()
        await asyncio.sleep(0)


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def hall() -> Iterator[Hall]:
    one = Hall(Hub())
    yield one
    one.close()


@pytest.fixture
async def announcer(stage: Stage, hall: Hall) -> AsyncIterator[Announcer]:
    zones = Announcers(lambda zone: Announcer(zone, hall.hub, stage, Pace(gap=1.0, stale_after=60.0), stage.pause))
    async with zones.running():
        yield zones.of("sanh")


def call(n: int, at: datetime = START) -> Spoken:
    return Spoken(f"20261124-A{n:03d}.1.1", "call", at, {"code": f"A{n:03d}", "counter": n})


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(1000):
        if condition():
            return
        await everybody_waits()
    raise AssertionError("it never came")


async def heard(hall: Hall, count: int) -> list[str]:
    """Return the codes that were heard, once there are so many, and nothing follows."""
    await until(lambda: len(hall.heard) >= count)
    for _ in range(5):
        await everybody_waits()
    return [announcement.split("-")[1].split(".")[0] for announcement in hall.heard]


async def test_calls_are_spoken_in_their_order_one_after_the_other(
    announcer: Announcer, hall: Hall, stage: Stage
) -> None:
    wall = hall.wall()
    for n in range(1, 6):
        announcer.enqueue(call(n))
    assert await heard(hall, 5) == ["A001", "A002", "A003", "A004", "A005"]
    assert wall.codes == ["A001", "A002", "A003", "A004", "A005"]
    assert stage.chimes == [True, False, False, False, False]


async def test_a_call_is_said_briefly_while_others_wait_in_the_line(
    announcer: Announcer, hall: Hall, stage: Stage
) -> None:
    hall.wall()
    for n in range(1, 4):
        announcer.enqueue(call(n))
    await heard(hall, 3)
    assert stage.brief == [True, True, False]


async def test_the_same_call_is_never_spoken_twice(announcer: Announcer, hall: Hall, stage: Stage) -> None:
    hall.wall()
    announcer.enqueue(call(1))
    announcer.enqueue(call(1))
    announcer.enqueue(call(2))
    assert await heard(hall, 2) == ["A001", "A002"]
    assert stage.begun == [call(1).id, call(2).id]


async def test_a_call_that_was_answered_or_is_stale_is_not_spoken(
    announcer: Announcer, hall: Hall, stage: Stage
) -> None:
    wall = hall.wall()
    stage.answered.add(call(1).id)
    announcer.enqueue(call(1))
    announcer.enqueue(call(2, START - timedelta(seconds=61)))
    announcer.enqueue(call(3))
    assert await heard(hall, 1) == ["A003"]
    assert wall.codes == ["A003"]


async def test_one_display_of_a_zone_speaks_and_all_flash(announcer: Announcer, hall: Hall) -> None:
    walls = [hall.wall(sound=False), hall.wall(), hall.wall()]
    announcer.enqueue(call(1))
    assert await heard(hall, 1) == ["A001"]
    assert [wall.said for wall in walls] == [[], [call(1).id], []]
    assert [wall.codes for wall in walls] == [["A001"]] * 3
    assert [wall.told[0]["speak"] for wall in walls] == [False, True, False]


async def test_when_the_speaking_display_goes_another_takes_over(announcer: Announcer, hall: Hall) -> None:
    first, second = hall.wall(), hall.wall()
    announcer.enqueue(call(1))
    await heard(hall, 1)
    first.go()
    announcer.enqueue(call(2))
    await heard(hall, 2)
    assert second.said == [call(2).id]


@pytest.mark.parametrize("manner", ["hangs", "held back", "dies when asked"])
async def test_a_call_that_the_chosen_display_did_not_say_is_said_by_another_within_five_seconds(
    announcer: Announcer, hall: Hall, stage: Stage, manner: Manner
) -> None:
    hall.wall(manner)
    second = hall.wall()
    stage.at_pause = lambda: pauses.append(stage.clock) if not hall.heard else None
    pauses: list[datetime] = []
    announcer.enqueue(call(1))
    assert await heard(hall, 1) == ["A001"]
    assert second.said == [call(1).id]
    assert not pauses or pauses[-1] - START <= timedelta(seconds=5)


@pytest.mark.parametrize("manner", ["hangs when it has the word", "dies speaking"])
async def test_a_call_that_may_have_been_heard_is_not_said_again_but_the_next_is_said_by_another(
    announcer: Announcer, hall: Hall, stage: Stage, manner: Manner
) -> None:
    first, second = hall.wall(manner), hall.wall()
    announcer.enqueue(call(1))
    announcer.enqueue(call(2))
    await until(lambda: second.said != [])
    assert second.said == [call(2).id]
    assert first.said in ([], [call(1).id])
    assert stage.begun == [call(1).id, call(2).id]


async def test_a_dead_speaker_s_unfinished_sentence_does_not_hold_up_the_next(
    announcer: Announcer, hall: Hall, stage: Stage
) -> None:
    hall.wall("dies speaking")
    hall.wall()
    announcer.enqueue(call(1))
    announcer.enqueue(call(2))
    await heard(hall, 2)
    # The gap after the broken sentence, the whole second sentence and its gap; nothing of the first one's length.
    await until(lambda: stage.clock - START >= timedelta(seconds=1 + LENGTH + 1))
    assert stage.clock - START == timedelta(seconds=1 + LENGTH + 1)


async def test_in_a_silent_cut_a_call_waits_for_the_first_display_that_comes_back_and_is_said_once(
    announcer: Announcer, hall: Hall, stage: Stage
) -> None:
    """All displays of the zone hang, as behind a cut cable; one of them is connected anew some seconds later."""
    hall.wall("hangs")
    hall.wall("hangs")
    back: list[datetime] = []

    def come_back() -> None:
        if not back and stage.clock >= START + timedelta(seconds=10):
            back.append(stage.clock)
            hall.wall()

    stage.at_pause = come_back
    announcer.enqueue(call(1))
    announcer.enqueue(call(2))
    assert await heard(hall, 2) == ["A001", "A002"]
    assert hall.walls[2].said == [call(1).id, call(2).id]


async def test_a_call_that_was_answered_during_the_cut_is_not_said_after_it(
    announcer: Announcer, hall: Hall, stage: Stage
) -> None:
    hall.wall("hangs")

    def come_back() -> None:
        if len(hall.walls) == 1 and stage.clock >= START + timedelta(seconds=10):
            stage.answered.add(call(1).id)
            hall.wall()

    stage.at_pause = come_back
    announcer.enqueue(call(1))
    announcer.enqueue(call(2))
    assert await heard(hall, 1) == ["A002"]


async def test_a_call_that_grew_stale_during_the_cut_is_not_said_after_it(
    announcer: Announcer, hall: Hall, stage: Stage
) -> None:
    hall.wall("hangs")
    announcer.enqueue(call(1, START - timedelta(seconds=50)))
    await until(lambda: stage.clock - START >= timedelta(seconds=10))
    hall.wall()
    announcer.enqueue(call(2, stage.clock))
    assert await heard(hall, 1) == ["A002"]


async def test_a_loudspeaker_that_is_broken_for_good_holds_up_the_flashing_once_and_not_at_each_call(
    announcer: Announcer, hall: Hall, stage: Stage
) -> None:
    hall.wall("hangs")
    silent = hall.wall(sound=False)
    announcer.enqueue(call(1))
    await until(lambda: stage.clock - START >= timedelta(seconds=30))
    began = stage.clock
    for n in range(2, 6):
        announcer.enqueue(call(n, began))
    await until(lambda: silent.codes[-1] == "A005")
    assert stage.clock - began < timedelta(seconds=30)
    assert hall.heard == []


async def test_a_display_that_hung_is_chosen_again_once_it_is_heard_of(announcer: Announcer, hall: Hall) -> None:
    first, second = hall.wall("hangs"), hall.wall()
    announcer.enqueue(call(1))
    await heard(hall, 1)
    assert hall.hub.speaker(first.screen.key) is second.screen
    first.screen.is_mute = False  # as the socket does with any message
    assert hall.hub.speaker(first.screen.key) is first.screen


async def test_displays_of_other_zones_are_silent(announcer: Announcer, hall: Hall) -> None:
    elsewhere = hall.wall(key=ScreenKey("display", "lau-1"))
    hall.wall()
    announcer.enqueue(call(1))
    await heard(hall, 1)
    assert elsewhere.told == []


@pytest.mark.parametrize("loud", [0, 35])
async def test_the_zone_s_volume_goes_along_and_in_quiet_hours_the_displays_only_flash(
    announcer: Announcer, hall: Hall, stage: Stage, loud: int
) -> None:
    wall = hall.wall()
    stage.loud = loud
    announcer.enqueue(call(1))
    await until(lambda: wall.told != [])
    await everybody_waits()
    assert wall.told[0]["volume"] == loud
    assert wall.told[0]["speak"] is (loud > 0)
    assert len(wall.said) == (1 if loud else 0)


async def test_a_call_waits_for_the_displays_that_come_back_after_a_restart(
    announcer: Announcer, hall: Hall, stage: Stage
) -> None:
    announcer.enqueue(call(1))
    await everybody_waits()
    assert stage.begun == []
    hall.wall()
    assert await heard(hall, 1) == ["A001"]
    assert stage.begun == [call(1).id]


async def test_after_a_restart_the_display_with_sound_is_given_time_to_come_back(
    announcer: Announcer, hall: Hall, stage: Stage
) -> None:
    announcer.enqueue(call(1))
    await everybody_waits()
    silent = hall.wall(sound=False)
    stage.at_pause = lambda: hall.wall() if len(hall.walls) == 1 else None
    assert await heard(hall, 1) == ["A001"]
    assert silent.said == []


async def test_a_call_that_grew_stale_before_any_display_came_is_not_spoken(
    announcer: Announcer, hall: Hall, stage: Stage
) -> None:
    announcer.enqueue(call(1))
    stage.clock = START + timedelta(seconds=61)
    hall.wall()
    announcer.enqueue(call(2, stage.clock))
    assert await heard(hall, 1) == ["A002"]
    assert stage.begun == [call(2).id]


async def test_a_hall_without_displays_keeps_a_bounded_number_of_calls(announcer: Announcer, hall: Hall) -> None:
    for n in range(LONGEST_QUEUE * 3):
        announcer.enqueue(call(n))
    hall.wall()
    # The oldest go: they would be stale before their turn.
    oldest_kept = LONGEST_QUEUE * 2
    assert (await heard(hall, 3))[:3] == [f"A{n:03d}" for n in range(oldest_kept, oldest_kept + 3)]


async def test_a_call_that_can_t_be_spoken_does_not_silence_the_next(
    announcer: Announcer, hall: Hall, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    hall.wall()
    stage.unsayable.add("A001")
    announcer.enqueue(call(1))
    announcer.enqueue(call(2))
    assert await heard(hall, 1) == ["A002"]
    assert call(1).id in caplog.text


async def test_who_asks_learns_which_screen_said_it_or_why_none_did(
    announcer: Announcer, hall: Hall, stage: Stage
) -> None:
    assert (await announcer.said(call(1))).problem == "no_screen"
    silent = hall.wall(sound=False)
    assert (await announcer.said(call(2))).problem == "no_sound"
    wall = hall.wall()
    assert (await announcer.said(call(3))).by is wall.screen
    stage.without_clips.add("A004")
    assert (await announcer.said(call(4))).problem == "no_clips"
    stage.loud = 0
    assert (await announcer.said(call(5))).problem == "quiet"
    assert silent.said == []


manners: st.SearchStrategy[Manner] = st.sampled_from(get_args(Manner))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("call"), st.integers(1, 12)),
            st.tuples(st.just("join"), manners),
            st.tuples(st.just("leave"), st.integers(0, 5)),
            st.tuples(st.just("answer"), st.integers(1, 12)),
            st.tuples(st.just("restart"), st.none()),
            st.tuples(st.just("wait"), st.none()),
        ),
        max_size=40,
    )
)
def test_whatever_screens_and_server_do_no_call_is_heard_twice_or_out_of_its_order(
    happened: list[tuple[str, object]],
) -> None:
    asyncio.run(_a_day(happened))


async def _a_day(happened: list[tuple[str, object]]) -> None:
    day = Day()
    await day.restart()
    for what, which in happened:
        await getattr(day, what)(which)
    for _ in range(10):
        await everybody_waits()
    await day.end()
    heard_of = day.hall.heard
    assert len(heard_of) == len(set(heard_of))
    assert heard_of == [announcement for announcement in day.order if announcement in heard_of]


@dataclass
class Day:
    """One store and one hall; a restart makes a new announcer, which is given what the store has not begun."""

    stage: Stage = field(default_factory=Stage)
    hall: Hall = field(default_factory=lambda: Hall(Hub()))
    order: dict[str, Spoken] = field(default_factory=dict)
    running: AsyncExitStack = field(default_factory=AsyncExitStack)
    zones: Announcers | None = None

    def _announcer(self, zone: str) -> Announcer:
        return Announcer(zone, self.hall.hub, self.stage, Pace(gap=0.6, stale_after=3600), self.stage.pause)

    async def restart(self, _: None = None) -> None:
        await self.running.aclose()
        self.zones = Announcers(self._announcer)
        await self.running.enter_async_context(self.zones.running())
        for announcement, spoken in self.order.items():
            if announcement not in self.stage.begun:
                self.zones.enqueue("sanh", spoken)

    async def call(self, n: int) -> None:
        assert self.zones is not None
        self.zones.enqueue("sanh", self.order.setdefault(call(n).id, call(n)))

    async def join(self, manner: Manner) -> None:
        self.hall.wall(manner)

    async def leave(self, n: int) -> None:
        if n < len(self.hall.walls):
            self.hall.walls[n].go()

    async def answer(self, n: int) -> None:
        self.stage.answered.add(call(n).id)

    async def wait(self, _: None) -> None:
        await everybody_waits()

    async def end(self) -> None:
        await self.running.aclose()
        self.hall.close()
