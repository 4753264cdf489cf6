"""Both sides notice a dead line: who answers nothing is let go, and a beat waits for nobody."""

import time
from datetime import UTC, datetime

import msgspec

from queue_server.live.heartbeat import PHONE_BEATS, PHONE_SILENT_SECONDS, SILENT, SILENT_SECONDS, TURNS, beat
from queue_server.live.hub import Hub, Screen, ScreenKey

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def joined(hub: Hub, kind: str, name: str = "") -> Screen:
    screen = Screen(ScreenKey(kind, name), "", NOW)
    hub.join(screen)
    return screen


async def test_a_screen_that_answers_nothing_is_let_go_and_one_that_answers_stays() -> None:
    hub, began = Hub(), time.monotonic()
    dead, alive = joined(hub, "display", "sanh"), joined(hub, "display", "sanh")
    alive.heard_at = began + SILENT_SECONDS
    beat(hub, alive.number, NOW, began + SILENT_SECONDS + 1)
    assert dead.closed_with == SILENT
    assert await dead.next_frame() is None
    frame = await alive.next_frame()
    assert frame is not None
    assert msgspec.json.decode(frame)["type"] == "beat"


async def test_a_phone_is_asked_seldom_and_given_longer() -> None:
    hub, began = Hub(), time.monotonic()
    phone = joined(hub, "phone", "20261124-A001")
    asked = 0
    for n in range(2 * PHONE_BEATS * TURNS):
        beat(hub, n, NOW, began + PHONE_SILENT_SECONDS - 1)
        if phone.has_something:
            await phone.next_frame()
            asked += 1
    assert asked == 2
    beat(hub, 0, NOW, began + PHONE_SILENT_SECONDS + 1)
    assert phone.closed_with == SILENT


async def test_screens_take_turns_so_that_thousands_are_not_written_to_at_once() -> None:
    hub = Hub()
    screens = [joined(hub, "display", "sanh") for _ in range(4 * TURNS)]
    for n in range(TURNS):
        before = sum(screen.has_something for screen in screens)
        beat(hub, n, NOW, screens[0].heard_at)
        assert sum(screen.has_something for screen in screens) == before + 4
    assert all(screen.has_something for screen in screens)


async def test_beats_do_not_pile_up_before_a_slow_screen() -> None:
    hub = Hub()
    slow = joined(hub, "display", "sanh")
    for n in range(100):
        beat(hub, n, NOW, slow.heard_at)
    await slow.next_frame()
    assert not slow.has_something
