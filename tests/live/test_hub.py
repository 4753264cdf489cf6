"""The hub: the newest view wins, nobody waits for a stuck screen, every buffer is bounded."""

import asyncio
from datetime import UTC, datetime

from queue_server.live.hub import LONGEST_QUEUE, Hub, Screen, ScreenKey

NOW = datetime(2026, 11, 24, tzinfo=UTC)
WALL = ScreenKey("display", "sanh")


def screen(key: ScreenKey = WALL) -> Screen:
    return Screen(key, "", NOW)


async def test_only_the_newest_view_is_sent_to_a_slow_screen() -> None:
    hub, slow = Hub(), screen()
    hub.join(slow)
    for n in range(100):
        hub.publish(WALL, b"view %d" % n)
    assert await slow.next_frame() == b"view 99"
    slow.close()
    assert await slow.next_frame() is None


async def test_a_view_goes_to_the_screens_of_its_key_alone() -> None:
    hub, wall, desk = Hub(), screen(), screen(ScreenKey("clerk", "3"))
    hub.join(wall)
    hub.join(desk)
    hub.publish(WALL, b"board")
    assert await wall.next_frame() == b"board"
    desk.close()
    assert await desk.next_frame() is None


async def test_a_stuck_screen_keeps_a_bounded_number_of_announcements() -> None:
    stuck = screen()
    for n in range(LONGEST_QUEUE * 3):
        stuck.send(b"%d" % n)
    kept = [await stuck.next_frame() for _ in range(LONGEST_QUEUE)]
    assert kept[0] == b"%d" % (LONGEST_QUEUE * 2)
    assert kept[-1] == b"%d" % (LONGEST_QUEUE * 3 - 1)


async def test_a_screen_waits_for_its_next_frame_without_being_asked_again() -> None:
    hub, wall = Hub(), screen()
    hub.join(wall)
    waiting = asyncio.create_task(wall.next_frame())
    await asyncio.sleep(0)
    hub.publish(WALL, b"board")
    assert await asyncio.wait_for(waiting, 5) == b"board"


async def test_the_longest_connected_screen_comes_first_and_who_left_is_gone() -> None:
    hub, first, second = Hub(), screen(), screen()
    hub.join(first)
    hub.join(second)
    assert hub.screens(WALL) == [first, second]
    hub.leave(first)
    assert hub.screens(WALL) == [second]
    hub.leave(second)
    assert hub.keys("display") == []


async def test_closing_the_hub_closes_every_screen() -> None:
    hub, wall = Hub(), screen()
    hub.join(wall)
    hub.close()
    assert await wall.next_frame() is None


async def test_a_screen_that_joins_later_gets_the_view_that_the_others_show_already() -> None:
    hub, first, second = Hub(), screen(), screen()
    hub.join(first)
    hub.publish(WALL, b"board")
    assert await first.next_frame() == b"board"
    hub.join(second)
    hub.publish(WALL, b"board")
    assert await asyncio.wait_for(second.next_frame(), 5) == b"board"
    first.close()
    assert await first.next_frame() is None


async def test_one_can_wait_for_the_first_screen_of_a_key() -> None:
    hub = Hub()
    waiting = asyncio.create_task(hub.attended(WALL))
    hub.join(screen(ScreenKey("display", "lau-1")))
    await asyncio.sleep(0)
    assert not waiting.done()
    hub.join(screen())
    await asyncio.wait_for(waiting, 5)
    await asyncio.wait_for(hub.attended(WALL), 5)


class Line:
    """A line that takes a frame at once, or is full."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.is_full = False

    def write(self, frame: bytes) -> bool:
        if not self.is_full:
            self.written.append(frame)
        return not self.is_full


async def test_while_its_line_is_free_a_screen_is_told_at_once_and_otherwise_gets_the_newest_alone() -> None:
    line, wall = Line(), screen()
    wall.write_now = line.write
    wall.show(b"board 1")
    wall.send(b"announce")
    wall.beat(b"beat")
    assert line.written == [b"board 1", b"announce", b"beat"]
    assert not wall.has_something
    line.is_full = True
    for n in (2, 3):
        wall.show(b"board %d" % n)
    line.is_full = False
    # What waits is written first: nothing overtakes it, not even once the line is free again.
    wall.send(b"announce 2")
    assert await wall.next_frame() == b"board 3"
    wall.show(b"board 4")
    assert line.written == [b"board 1", b"announce", b"beat"]
    wall.is_writing = False
    assert [await wall.next_frame(), await wall.next_frame()] == [b"board 4", b"announce 2"]
    wall.is_writing = False
    wall.show(b"board 5")
    assert line.written[-1] == b"board 5"


async def test_a_screen_that_is_to_be_closed_is_told_nothing_more() -> None:
    line, wall = Line(), screen()
    wall.write_now = line.write
    wall.close()
    wall.show(b"board")
    assert line.written == []
    assert wall.closing.done()
