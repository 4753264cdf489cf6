"""Whoever is not signed in any more sees nothing any more: their windows are closed, nobody else's."""

from datetime import UTC, datetime

from queue_server.live.hub import Hub, Screen, ScreenKey
from queue_server.live.signed_in import SignedInOnly
from queue_server.usecases.work import Touched

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def joined(hub: Hub, kind: str, name: str, user: str = "") -> Screen:
    screen = Screen(ScreenKey(kind, name), name, NOW, user=user)
    hub.join(screen)
    return screen


async def test_the_windows_of_who_left_the_staff_are_closed_at_once_and_no_other() -> None:
    hub, names = Hub(), {"lan", "minh", "huong"}

    async def read() -> frozenset[str]:
        return frozenset(names)

    windows = SignedInOnly(hub, read)
    lan, minh = joined(hub, "clerk", "1", "lan"), joined(hub, "clerk", "2", "minh")
    huong, wall = joined(hub, "manager", "", "huong"), joined(hub, "display", "sanh")
    names -= {"lan", "huong"}
    async with windows.running():
        windows.touched(Touched(staff=True))
        await lan.closing
        await huong.closing
    assert (minh.closed_with, wall.closed_with) == (None, None)
    assert await lan.next_frame() is None


async def test_nobody_is_asked_for_while_no_window_of_the_staff_is_open() -> None:
    asked: list[bool] = []

    async def read() -> frozenset[str]:
        asked.append(True)
        return frozenset()

    hub = Hub()
    joined(hub, "phone", "20261124-A001")
    await SignedInOnly(hub, read).look()
    assert asked == []
