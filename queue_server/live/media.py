"""What walls show beside the queue: pictures, videos and notices in Markdown, out of a folder.

Files that lie in the folder itself are for every wall, those in a folder named like a zone for its walls alone. Whoever
puts a file there sees it on the wall some seconds later; nothing has to be restarted.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from markdown_it import MarkdownIt

from queue_server.protocol import MediaItem

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"})
VIDEOS = frozenset({".mp4", ".webm", ".m4v"})
NOTICES = frozenset({".md"})
# A notice is read by people who wait, from afar: a page of text is far below this.
LARGEST_NOTICE = 16 * 1024
MOST_FILES = 200

# HTML in a notice stays text, and a wall has nothing to click; pictures are files of their own.
_markdown = MarkdownIt("js-default", {"html": False}).disable(["image", "link", "autolink"])


class MediaFolder:
    """The folder as it was looked at last. `look` reads the disk, so it runs beside the event loop."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, int] = {}
        self._items: dict[str, MediaItem] = {}

    def of_zone(self, zone_id: str) -> list[MediaItem]:
        """What the walls of a zone show, in the order of the files' names."""
        names = [name for name in self._items if "/" not in name or name.startswith(f"{zone_id}/")]
        return [self._items[name] for name in sorted(names, key=lambda name: name.rpartition("/")[2])]

    def file(self, name: str) -> Path | None:
        """A picture or video by the name in its address; None for any other file."""
        item = self._items.get(name)
        return None if item is None or item.kind == "notice" else self._folder / name

    def look(self) -> bool:
        """Look at the folder; whether anything has changed. A file that can't be read is left out."""
        files = dict(sorted(self._seen())[:MOST_FILES])
        if files == self._files:
            return False
        items = {name: self._item(name, stamp) for name, stamp in files.items()}
        self._files, self._items = files, {name: item for name, item in items.items() if item is not None}
        return True

    @asynccontextmanager
    async def watched(self, on_change: Callable[[], None]) -> AsyncIterator[None]:
        """Look every few seconds while the context lasts."""
        await asyncio.to_thread(self.look)
        task = asyncio.create_task(self._watch(on_change))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _watch(self, on_change: Callable[[], None]) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if await asyncio.to_thread(self.look):
                on_change()

    def _seen(self) -> Iterator[tuple[str, int]]:
        for path in (*self._folder.glob("*"), *self._folder.glob("*/*")):
            if _kind(path) is None or path.name.startswith("."):
                continue
            try:
                if path.is_file() and path.resolve().is_relative_to(self._folder.resolve()):
                    yield path.relative_to(self._folder).as_posix(), path.stat().st_mtime_ns
            except OSError as error:
                log.warning("%s is not shown: %s", path.name, error)

    def _item(self, name: str, stamp: int) -> MediaItem | None:
        path = self._folder / name
        kind = _kind(path)
        if kind == "notice":
            html = _notice(path)
            return None if html is None else MediaItem(kind=kind, name=path.stem, html=html)
        return None if kind is None else MediaItem(kind=kind, name=path.stem, address=f"/media/{quote(name)}?v={stamp}")


def _kind(path: Path) -> Literal["picture", "video", "notice"] | None:
    ending = path.suffix.lower()
    if ending in PICTURES:
        return "picture"
    if ending in VIDEOS:
        return "video"
    return "notice" if ending in NOTICES else None


def _notice(path: Path) -> str | None:
    try:
        if path.stat().st_size > LARGEST_NOTICE:
            log.warning("%s is too long for a wall", path.name)
            return None
        return str(_markdown.render(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        log.warning("%s is not shown: %s", path.name, error)
        return None
