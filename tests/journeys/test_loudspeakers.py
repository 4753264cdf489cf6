"""A zone with three displays and a loudspeaker without a screen, while four counters call at once: one voice."""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import soundfile
from playwright.async_api import Browser, Page, WebSocket, expect

from audio import pack
from audio.engines.espeak import Engine
from tests.conftest import SOUND_WITHOUT_TOUCH, LaunchChromium
from tests.running_office import Client, RunningOffice

COUNTERS, CALLS = (1, 2, 3, 4), 20
# How many the first display, then the loudspeaker, say before they are gone.
SHARE = 6
PATIENCE = 60
# A hurried voice, so that twenty real announcements take less than a minute.
WORDS_A_MINUTE = 450
# Noted where it is heard: at the browser's own player, and only of announcements.
LISTEN = """
  const note = (what) => (event) => {
    if (event.target.currentSrc?.includes("/audio/")) window.noteSound(what, event.target.currentSrc, Date.now());
  };
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    if (!this.listened) {
      this.listened = true;
      for (const what of ["playing", "ended"]) this.addEventListener(what, note(what));
    }
    return play.call(this);
  };
"""


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[RunningOffice]:
    """Give an office of four counters in one zone, running."""
    data = tmp_path / "data"
    data.mkdir()
    counters = "".join(
        f'[[counter]]\nnumber = {n}\nname = "Quầy {n}"\nzone = "sanh"\nservices = ["A"]\n' for n in COUNTERS
    )
    service, zone = '[[service]]\nprefix = "A"\nname = "Chứng thực"\n', '[[zone]]\nid = "sanh"\nname = "Sảnh"\n'
    office = '[office]\nid = "phuong-loa"\nname = "Phường Loa"\n'
    (data / "office.toml").write_text(office + service + zone + counters, encoding="utf-8")
    (data / "xephang.toml").write_text('voice = "hurried"\nannouncement_gap = 0.2\n', encoding="utf-8")
    engine = Engine(speed=WORDS_A_MINUTE)
    (data / "voices").mkdir()
    pack.build(engine, data / "voices" / "hurried", language="vi", region="north", counters=len(COUNTERS))
    engine.close()
    running = RunningOffice(data)
    running.start()
    yield running
    running.stop()


@dataclass
class Display:
    """A display in a browser, and what it was told and has played."""

    page: Page
    ids: dict[str, str] = field(default_factory=dict)  # by the sound's address
    played: list[tuple[str, str, int]] = field(default_factory=list)

    def told(self, frame: str | bytes) -> None:
        message = json.loads(frame)
        if message["type"] == "announce":
            self.ids[message["sound"]] = message["id"]

    def note_sound(self, what: str, address: str, at: int) -> None:
        self.played.append((what, address, at))

    def heard(self, what: str) -> list[tuple[float, str]]:
        """The time and id of each announcement that began ("playing") or was played to its end ("ended")."""
        return [
            (at / 1000, self.ids["/audio/" + address.rpartition("/")[2]])
            for name, address, at in self.played
            if name == what
        ]


async def open_display(browser: Browser, office: RunningOffice) -> Display:
    context = await browser.new_context(viewport={"width": 1280, "height": 720})
    await context.add_init_script(LISTEN)
    page = await context.new_page()
    display = Display(page)

    def on_socket(socket: WebSocket) -> None:
        socket.on("framereceived", display.told)

    page.on("websocket", on_socket)
    await page.expose_function("noteSound", display.note_sound)
    await page.goto(f"{office.address}/display/sanh#token={office.secrets['display-sanh']}")
    await expect(page.locator("[data-board=recent]")).to_be_visible()
    return display


@asynccontextmanager
async def open_loudspeaker(office: RunningOffice, folder: Path) -> AsyncIterator[subprocess.Popen[str]]:
    """A loudspeaker without a screen, connected; what it says are WAV files in `folder`."""
    xephang = [sys.executable, "-m", "queue_server"]
    pairing = [*xephang, "device", "add", "loa", "--kind", "speaker", "--zone", "sanh", "--data", str(office.data)]
    token = (await asyncio.to_thread(subprocess.check_output, pairing, text=True)).split()[-1]
    command = [*xephang, "speaker", "--server", office.address, "--zone", "sanh", "--token", token]
    command += ["--wav", str(folder), "--state", str(folder.parent / "state")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        while "connected" not in (line := await asyncio.to_thread(process.stderr.readline)):
            assert line, "the loudspeaker ended"
        yield process
    finally:
        process.kill()
        process.wait(20)
        process.stderr.close()


def spoken(office: RunningOffice) -> list[str]:
    """The announcements that the store says were begun, in the order of the calls."""
    connection = sqlite3.connect(office.data / "office.sqlite")
    try:
        query = "SELECT ticket_id, turn, n FROM calls WHERE spoken_at IS NOT NULL ORDER BY called_at"
        return [f"{ticket}.{turn}.{n}" for ticket, turn, n in connection.execute(query)]
    finally:
        connection.close()


async def until(what: str, holds: Callable[[], bool]) -> None:
    """Wait until it holds."""
    for _ in range(PATIENCE * 10):
        if holds():
            return
        await asyncio.sleep(0.1)
    pytest.fail(f"after {PATIENCE} s not yet: {what}")


async def work_at(client: Client, office: RunningOffice, counter: int) -> list[str]:
    """Call five citizens one after the other; each is heard before the clerk goes on. Gives what was called."""
    called = []
    for _ in range(CALLS // len(COUNTERS)):
        ticket = (await client.verb(counter, "next")).json()["code"]
        name = f"20261124-{ticket}.1.1"
        called.append(name)
        await until(f"{name} is begun", lambda name=name: name in spoken(office))  # type: ignore[misc]
        await client.verb(counter, "start")
        await client.verb(counter, "finish")
    return called


async def test_each_of_twenty_calls_is_said_once_and_in_order_while_the_speaking_screens_are_closed(
    hall: RunningOffice, launch_chromium: LaunchChromium, tmp_path: Path
) -> None:
    browser = await launch_chromium(SOUND_WITHOUT_TOUCH)
    first, folder = await open_display(browser, hall), tmp_path / "wav"
    async with open_loudspeaker(hall, folder) as loudspeaker, hall.client() as client:
        second, third = await open_display(browser, hall), await open_display(browser, hall)
        await client.sign_in("clerk")
        for _ in range(CALLS):
            await client.take("A")
        await asyncio.gather(*(client.verb(counter, "open") for counter in COUNTERS))
        async with asyncio.TaskGroup() as at_work:
            working = [at_work.create_task(work_at(client, hall, counter)) for counter in COUNTERS]

            await until("the first display has said its share", lambda: len(first.heard("playing")) >= SHARE)
            await first.page.close()
            await until("the loudspeaker has said its share", lambda: len(list(folder.glob("*.wav"))) >= SHARE)
            loudspeaker.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(loudspeaker.wait, PATIENCE) == 0
        await until("the last sentence is over", lambda: len(second.heard("ended")) == len(second.heard("playing")) > 0)
    called = [name for task in working for name in task.result()]
    files = sorted(folder.glob("*.wav"))
    by_loudspeaker = [(file.stat().st_mtime, file.stem.partition("-")[2]) for file in files]
    by_first, by_second = first.heard("playing"), second.heard("playing")
    # One voice: the longest connected, and after it the next; the third is never needed.
    assert by_second
    assert third.heard("playing") == []
    order = spoken(hall)
    assert sorted(called) == sorted(order)
    assert [name for _, name in sorted(by_first + by_loudspeaker + by_second)] == order
    for file in files:
        samples, rate = soundfile.read(file)
        assert len(samples) > rate
        assert abs(samples).max() > 0.1
