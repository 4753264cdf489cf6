"""The loudspeaker of a running office: its sentences, the manager's, the clerk's test, and who says them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from queue_server.devices.loudspeaker import Loudspeaker
from queue_server.live.announcer import Announcer, Pace, Spoken
from queue_server.live.announcers import Announcers
from queue_server.live.hub import Hub
from queue_server.office_file import EXAMPLES, read_office
from tests.live.walls import START, Hall, everybody_waits
from tests.running_office import RunningOffice, new_id, refusal

PATIENCE = 30
BEFORE_CLOSING = "2026-11-24T16:44:58+07:00"
OFFICE = (
    (EXAMPLES / "starter_office.toml")
    .read_text("utf-8")
    .replace('serve = [["00:00", "24:00"]]', 'serve = [["07:30", "17:00"]]')
    .replace("# volume = 100 ", "volume = 60 ")
    + """
[announcements]
second_language = "en"
[announcements.vi]
call = "Kính mời số {code} vào quầy số {counter} ạ."
"""
)


def set_up(data: Path) -> RunningOffice:
    data.mkdir()
    (data / "office.toml").write_text(OFFICE, encoding="utf-8")
    return RunningOffice(data)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    """Give an office on a working morning."""
    running = set_up(tmp_path_factory.mktemp("loud") / "data")
    running.start()
    yield running
    running.stop()


@dataclass
class Wall:
    """A display at its socket: it answers as the page does, or hangs."""

    socket: ClientConnection
    hangs: bool = False
    told: list[dict[str, Any]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def live(self) -> None:
        async for message in self.socket:
            frame = json.loads(message)
            match frame["type"]:
                case "beat":
                    await self._answer({"type": "alive"})
                case "announce":
                    self.told.append(frame)
                    if frame["speak"] and not self.hangs:
                        await self._answer({"type": "ready", "id": frame["id"]})
                case "speak":
                    self.said.append(frame["id"])
                    await self._answer({"type": "spoke", "id": frame["id"], "heard": True})
            async with self.news:
                self.news.notify_all()

    async def _answer(self, message: dict[str, Any]) -> None:
        await self.socket.send(json.dumps(message))

    async def hears(self, kind: str) -> dict[str, Any]:
        """What it was told last of that kind, once it was."""
        async with asyncio.timeout(PATIENCE), self.news:
            while not any(frame["kind"] == kind for frame in self.told):
                await self.news.wait()
        return next(frame for frame in reversed(self.told) if frame["kind"] == kind)

    async def says(self, announcement: str) -> None:
        async with asyncio.timeout(PATIENCE), self.news:
            while announcement not in self.said:
                await self.news.wait()


@contextlib.asynccontextmanager
async def wall(office: RunningOffice, *, sound: bool = True, hangs: bool = False) -> AsyncIterator[Wall]:
    address = office.address.replace("http", "ws") + "/ws/display/sanh-chinh"
    async with connect(address) as socket:
        hello = {"type": "hello", "token": office.secrets["display-sanh-chinh"], "sound": sound}
        await socket.send(json.dumps(hello))
        while json.loads(await socket.recv())["type"] != "view":
            pass
        one = Wall(socket, hangs)
        living = asyncio.create_task(one.live())
        try:
            yield one
        finally:
            living.cancel()
            await asyncio.gather(living, return_exceptions=True)


async def test_the_hall_hears_once_a_day_that_it_closes_soon_even_over_a_restart(
    office: RunningOffice, tmp_path: Path
) -> None:
    assert (office.data / "voices").is_dir()  # made by the module's office, so that this one starts within its minute
    evening = set_up(tmp_path / "data")
    evening.start(BEFORE_CLOSING)
    async with wall(evening) as one:
        told = await one.hears("closing_soon")
        await one.says(told["id"])
    assert "mười lăm phút" in told["text"]
    assert "fifteen minutes" in told["second_text"]
    evening.kill()
    evening.start("2026-11-24T16:45:20+07:00")
    async with wall(evening) as one, evening.client() as client:
        await client.sign_in("clerk")
        await client.http.post("/api/counters/1/test-loudspeaker", json={"request_id": new_id()})
        assert [frame["kind"] for frame in one.told] == ["test"]
    assert evening.rows("SELECT COUNT(*) FROM journal WHERE event = 'closing_soon'") == [(1,)]
    assert evening.journal_is_whole()
    evening.stop()


async def test_a_call_is_said_in_the_office_s_own_words_twice_then_in_english_at_the_zone_s_volume(
    office: RunningOffice,
) -> None:
    async with wall(office) as one, office.client() as client:
        await client.sign_in("clerk")
        await client.verb(1, "open")
        await client.take("A")
        await client.verb(1, "next")
        told = await one.hears("call")
        await one.says(told["id"])
        sound = await client.http.get(told["sound"])
        await client.verb(1, "start")
        await client.verb(1, "finish")
    assert told["text"].startswith("Kính mời số A không không")
    assert told["second_text"].startswith("Number A zero zero")
    assert told["volume"] == 60
    assert sound.headers["cache-control"].endswith("immutable")
    voices = {"vi": office.data / "voices" / "espeak", "en": office.data / "voices" / "espeak-en"}
    values = {"code": told["code"], "counter": 1}
    brief = Loudspeaker(voices).say(read_office(OFFICE), "call", values, chime=False, briefly=True)
    assert told["seconds"] > 2 * brief.seconds


async def test_ten_calls_at_once_are_all_said_within_a_minute(office: RunningOffice) -> None:
    voices = {"vi": office.data / "voices" / "espeak", "en": office.data / "voices" / "espeak-en"}
    stage, hall = Rush(Loudspeaker(voices)), Hall(Hub())
    hall.wall()
    pace = Pace(gap=0.6, stale_after=60.0)
    zones = Announcers(lambda zone: Announcer(zone, hall.hub, stage, pace, stage.pause))
    async with zones.running():
        for n in range(1, 11):
            spoken = Spoken(f"20261124-A{n:03d}.1.1", "call", START, {"code": f"A{n:03d}", "counter": n})
            zones.enqueue("sanh", spoken)
        while len(hall.heard) < 10 and stage.clock < START + timedelta(minutes=5):
            await everybody_waits()
    hall.close()
    assert len(hall.heard) == 10
    assert max(stage.begun) - START < timedelta(seconds=60)


@dataclass
class Rush:
    """The office's real sounds, with a clock that moves by the pauses alone."""

    loudspeaker: Loudspeaker
    clock: datetime = START
    begun: list[datetime] = field(default_factory=list)

    async def sound_for(self, spoken: Spoken, *, chime: bool, briefly: bool) -> Any:
        return self.loudspeaker.say(read_office(OFFICE), spoken.kind, spoken.values, chime=chime, briefly=briefly)

    async def is_due(self, _spoken: Spoken) -> bool:
        return True

    async def begin(self, _spoken: Spoken) -> bool:
        self.begun.append(self.clock)
        return True

    def volume(self, _zone: str) -> int:
        return 100

    def now(self) -> datetime:
        return self.clock

    async def pause(self, seconds: float) -> None:
        await everybody_waits()
        self.clock += timedelta(seconds=seconds)


async def test_a_manager_s_words_are_said_in_the_zone_and_kept_in_the_journal(office: RunningOffice) -> None:
    text = "Mời mọi người giữ trật tự, cảm ơn 12 lần"
    async with wall(office) as one, office.client() as client:
        await client.sign_in("manager")
        body = {"request_id": new_id(), "zones": ["sanh-chinh"], "text": text}
        answers = [(await client.http.post("/api/manager/announcements", json=body)).json() for _ in range(2)]
        assert answers[0] == answers[1]
        (announcement,) = answers[0]["announcements"]
        await one.says(announcement)
        told = await one.hears("free_text")
        sound = await client.http.get(told["sound"])
    assert told["text"] == "Mời mọi người giữ trật tự, cảm ơn mười hai lần"
    assert one.said.count(announcement) == 1
    assert sound.status_code == 200
    assert told["seconds"] > 2
    ((body_text,),) = office.rows("SELECT body FROM journal WHERE event = 'announced'")
    assert json.loads(body_text) == {"zones": ["sanh-chinh"], "text": text, "language": "vi"}


@pytest.mark.parametrize(
    ("more", "status"),
    [({"zones": []}, 422), ({"zones": ["lau-9"]}, 404), ({"text": "x"}, 422), ({"language": "fr"}, 422)],
)
async def test_words_for_no_zone_or_of_no_language_are_refused(
    office: RunningOffice, more: dict[str, object], status: int
) -> None:
    async with office.client() as client:
        await client.sign_in("manager")
        body = {"request_id": new_id(), "zones": ["sanh-chinh"], "text": "Xin cảm ơn", **more}
        assert (await client.http.post("/api/manager/announcements", json=body)).status_code == status


async def test_only_a_manager_speaks_to_the_hall(office: RunningOffice) -> None:
    async with office.client() as client:
        await client.sign_in("clerk")
        body = {"request_id": new_id(), "zones": ["sanh-chinh"], "text": "Xin cảm ơn"}
        assert refusal(await client.http.post("/api/manager/announcements", json=body)) == "not_signed_in"


async def test_a_voice_that_lacks_words_names_them_and_what_to_run_and_the_engine_helps_out(
    office: RunningOffice, tmp_path: Path
) -> None:
    other = set_up(tmp_path / "data")
    # The starter's own clips under another engine's name: nothing completes such a pack by itself.
    pack = other.data / "voices" / "cua-lan"
    shutil.copytree(office.data / "voices" / "espeak", pack)
    manifest = json.loads((pack / "manifest.json").read_text("utf-8"))
    manifest["engine"] = "recorded"
    manifest["clips"] = [clip for clip in manifest["clips"] if clip["text"] != "kính mời số"]
    (pack / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (other.data / "xephang.toml").write_text('voice = "cua-lan"\n', "utf-8")
    shutil.copytree(office.data / "voices" / "espeak-en", other.data / "voices" / "espeak-en")
    other.start()
    async with wall(other) as one, other.client() as client:
        await client.sign_in("manager")
        (fault,) = (await client.today())["voice_faults"]
        assert fault["lacking"] == ["kính mời số"]
        assert fault["command"] == "xephang voice build --engine recorded --name cua-lan --language vi"
        body: dict[str, object] = {"request_id": new_id(), "zones": ["sanh-chinh"], "text": "Xin giữ trật tự"}
        refused = await client.http.post("/api/manager/announcements", json=body)
        assert refusal(refused) == "words_without_clips"
        assert "trật" in refused.json()["refusal"]["text"]["vi"]
        made = await client.http.post("/api/manager/announcements", json={**body, "by_engine": True})
        await one.says(made.json()["announcements"][0])
    other.stop()


async def tested(office: RunningOffice) -> dict[str, Any]:
    async with office.client() as client:
        await client.sign_in("clerk")
        answer = await client.http.post("/api/counters/1/test-loudspeaker", json={"request_id": new_id()})
        found: dict[str, Any] = answer.json()
        return found


async def test_a_clerk_learns_who_says_the_test_or_why_nobody_does(office: RunningOffice) -> None:
    assert await tested(office) == {"speaks": None, "problem": "no_screen", "silent": []}
    name = "display-sanh-chinh"
    async with wall(office, sound=False):
        assert await tested(office) == {"speaks": None, "problem": "no_sound", "silent": [name]}
        async with wall(office) as one, office.client() as client:
            assert await tested(office) == {"speaks": name, "problem": None, "silent": [name]}
            assert [frame["kind"] for frame in one.told] == ["test"]
            await client.sign_in("manager")
            (zone,) = (await client.today())["sound"]
            assert (zone["speaks"], zone["silent"], zone["volume"]) == (name, [name], 60)


async def test_a_display_that_hangs_without_closing_passes_the_word_to_another(office: RunningOffice) -> None:
    async with wall(office, hangs=True) as first, wall(office) as second:
        assert (await tested(office))["speaks"] == "display-sanh-chinh"
        assert first.said == []
        assert len(second.said) == 1
        # Asked at once, and after two seconds of silence told that another says it.
        assert [frame["speak"] for frame in first.told] == [True, False]


def test_the_length_of_what_is_said_is_that_of_its_sound(office: RunningOffice) -> None:
    voices = {"vi": office.data / "voices" / "espeak", "en": office.data / "voices" / "espeak-en"}
    loudspeaker = Loudspeaker(voices)
    spoken = loudspeaker.say_by_engine(read_office(OFFICE), "Xin cảm ơn", "vi")
    again = loudspeaker.say_by_engine(read_office(OFFICE), "Xin cảm ơn", "vi")
    assert spoken.key == again.key
    assert spoken.key is not None
    assert math.isclose(len(loudspeaker.wav(spoken.key) or b"") / 2 / 24_000, spoken.seconds, abs_tol=0.1)
