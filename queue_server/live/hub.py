"""The hub of screens. It knows nothing of offices: keys, bytes, and who is connected.

Each screen has one slot for its newest view and a short, ordered queue for announcements. Publishing never waits: a
stuck screen costs the others nothing, and its unsent older view is simply replaced.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import deque
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

_numbers = itertools.count()

# More than a zone's loudspeaker can say before a call is stale: what lies beyond it would be dropped anyway.
LONGEST_QUEUE = 64
# Screens answer a beat every two seconds.
LIVELY_SECONDS = 4.5
GOING_AWAY = 1012  # "service restart": the screen comes back by itself


class ScreenKey(NamedTuple):
    """What a screen shows: `("display", "sanh-chinh")`, `("clerk", "3")`, `("manager", "")`, `("phone", ticket id)`."""

    kind: str
    name: str


class Reply(NamedTuple):
    """What a screen says about an announcement: it is ready, it is heard, it was not heard; or the screen is gone."""

    what: Literal["ready", "heard", "unheard", "gone"]
    id: str = ""


@dataclass(eq=False, slots=True)
class Screen:
    """One connected screen, or a loudspeaker without one. Its socket's writer takes the frames out by `next_frame`.

    `heard_at` is when it last said anything, by the monotonic clock; `number` differs for each, in the order of coming.
    `device` is the id of a paired one, `version` that of its page, `user` who is signed in at a window of the staff.
    """

    key: ScreenKey
    label: str
    since: datetime
    sound: bool = False
    device: str = ""
    version: str = ""
    user: str = ""
    is_speaker: bool = False
    heard_at: float = field(default_factory=time.monotonic)
    closed_with: int | None = None
    number: int = field(default_factory=_numbers.__next__)
    # It was told to speak and did not answer: it is not chosen until it is heard of again.
    is_mute: bool = False
    # Writes a frame at once, or says that the line is full; None where there is no such line. It spares a display's
    # frames the way through its writer's task, which costs more than writing does.
    write_now: Callable[[bytes], bool] | None = None
    # The writer has a frame in its hand: whatever comes now is behind it.
    is_writing: bool = False
    _replies: asyncio.Queue[Reply] | None = None
    _view: bytes | None = None
    _newest: bytes | None = None
    _beat: bytes | None = None
    _frames: deque[bytes] = field(default_factory=lambda: deque(maxlen=LONGEST_QUEUE))
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _closing: asyncio.Future[None] | None = None

    @property
    def was_shown(self) -> bool:
        """Whether it has been given a view at all."""
        return self._newest is not None

    @property
    def has_something(self) -> bool:
        """Whether a frame waits to be written."""
        return self._view is not None or self._beat is not None or bool(self._frames)

    @property
    def replies(self) -> asyncio.Queue[Reply]:
        """What the screen says about announcements. Made when it is asked for: most screens are never asked."""
        if self._replies is None:
            self._replies = asyncio.Queue(LONGEST_QUEUE)
        return self._replies

    @property
    def closing(self) -> asyncio.Future[None]:
        """What is done when the screen is to be closed."""
        if self._closing is None:
            self._closing = asyncio.get_running_loop().create_future()
            if self.closed_with is not None:
                self._closing.set_result(None)
        return self._closing

    def show(self, view: bytes) -> None:
        """Show the newest view, unless it is shown already; it takes the place of an unsent older one."""
        if view == self._newest:
            return
        self._newest = view
        if not self._is_written(view):
            self._view = view
            self._wake.set()

    def send(self, frame: bytes) -> None:
        """Queue a frame that must not be skipped; beyond LONGEST_QUEUE the oldest goes."""
        if not self._is_written(frame):
            self._frames.append(frame)
            self._wake.set()

    def reply(self, reply: Reply) -> None:
        """Hear a screen's reply; of too many the oldest goes, for it is about an announcement long past."""
        if self.replies.full():
            self.replies.get_nowait()
        self.replies.put_nowait(reply)

    def beat(self, frame: bytes) -> None:
        """Queue a sign of life, in place of an unsent older one."""
        if not self._is_written(frame):
            self._beat = frame
            self._wake.set()

    def close(self, code: int = GOING_AWAY) -> None:
        """End the connection with this code; a writer that is stuck in the middle of a frame must not hold it."""
        self.closed_with = self.closed_with or code
        self._wake.set()
        if self._closing is not None and not self._closing.done():
            self._closing.set_result(None)

    async def next_frame(self) -> bytes | None:
        """The next frame to write, the view first; None when the screen is to be closed.

        The writer sets `is_writing` to False again when it has written it.
        """
        while True:
            if self.closed_with is not None:
                return None
            if self._view is not None:
                view, self._view = self._view, None
                return self._in_hand(view)
            if self._frames:
                return self._in_hand(self._frames.popleft())
            if self._beat is not None:
                beat, self._beat = self._beat, None
                return self._in_hand(beat)
            self._wake.clear()
            await self._wake.wait()

    def _in_hand(self, frame: bytes) -> bytes:
        self.is_writing = True
        return frame

    def _is_written(self, frame: bytes) -> bool:
        """Write it past the writer's task, if nothing that came before it still waits there."""
        if self.write_now is None or self.is_writing or self.has_something or self.closed_with is not None:
            return False
        return self.write_now(frame)


class Hub:
    """Who is connected, by what they show. All calls are made on the event loop; none but `attended` waits."""

    def __init__(self) -> None:
        self._screens: dict[ScreenKey, dict[Screen, None]] = {}
        self._awaited: dict[ScreenKey, asyncio.Event] = {}
        self._next: dict[ScreenKey, asyncio.Event] = {}
        self.on_join: Callable[[Screen], None] = _ignore
        self.on_leave: Callable[[Screen], None] = _ignore

    def join(self, screen: Screen) -> None:
        """A screen is connected; `on_join` sees to its first view."""
        self._screens.setdefault(screen.key, {})[screen] = None
        if (awaited := self._awaited.pop(screen.key, None)) is not None:
            awaited.set()
        if (following := self._next.pop(screen.key, None)) is not None:
            following.set()
        self.on_join(screen)

    def leave(self, screen: Screen) -> None:
        """A screen is gone."""
        of_key = self._screens.get(screen.key, {})
        of_key.pop(screen, None)
        if not of_key:
            self._screens.pop(screen.key, None)
        screen.reply(Reply("gone"))
        self.on_leave(screen)

    def publish(self, key: ScreenKey, view: bytes, *, only_new: bool = False) -> None:
        """Show the same bytes on every screen of the key, or on those alone that were shown nothing yet.

        Nothing is sent to a screen that shows them already.
        """
        for screen in self._screens.get(key, ()):
            if not (only_new and screen.was_shown):
                screen.show(view)

    def screens(self, key: ScreenKey) -> list[Screen]:
        """The screens of a key, the longest connected first."""
        return list(self._screens.get(key, ()))

    def speaker(self, key: ScreenKey, but: Container[Screen] = ()) -> Screen | None:
        """The screen that speaks for a key: the longest connected one that can make sound and answers.

        One that was heard of just now goes before one that was not: behind a cut cable a connection looks as it did.
        """
        able = [s for s in self.screens(key) if s.sound and not s.is_mute and s not in but]
        now = time.monotonic()
        return next((screen for screen in able if now - screen.heard_at < LIVELY_SECONDS), able[0] if able else None)

    async def attended(self, key: ScreenKey) -> None:
        """Wait until a screen of the key is connected; return at once when there is one."""
        while key not in self._screens:
            await self._awaited.setdefault(key, asyncio.Event()).wait()

    def next_join(self, key: ScreenKey) -> asyncio.Event:
        """What is set when one more screen of the key is connected."""
        return self._next.setdefault(key, asyncio.Event())

    def keys(self, *kinds: str) -> list[ScreenKey]:
        """What is being looked at, of these kinds."""
        return [key for key in self._screens if key.kind in kinds]

    def present(self) -> Iterable[Screen]:
        """Every connected screen."""
        return [screen for of_key in self._screens.values() for screen in of_key]

    def close(self, *kinds: str) -> None:
        """Close every screen, or those of these kinds: they come back by themselves."""
        for screen in self.present():
            if not kinds or screen.key.kind in kinds:
                screen.close()


def _ignore(_screen: Screen) -> None:
    """Nobody is listening yet."""
