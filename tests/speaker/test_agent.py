"""The loudspeaker's own rules, against a server that does what the real one does seldom or never."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from audio.speech import Clip
from queue_server.speaker.address import Address, AddressWrong
from queue_server.speaker.agent import Agent
from queue_server.speaker.line import Line
from queue_server.speaker.memory import REMEMBERED, Memory
from queue_server.speaker.players import NoSound
from queue_server.speaker.sounds import Sounds
from tests.standins.zone_server import ZoneServer, tone


class Card:
    """A sound card in the test's hands: it notes what it was given, may break, and may take its time."""

    def __init__(self) -> None:
        self.played: list[tuple[str, float]] = []
        self.peaks: dict[str, float] = {}
        self.is_broken = False
        self.may_end = threading.Event()
        self.may_end.set()
        self.began = threading.Event()
        self._one_more = threading.Condition()

    def check(self) -> None:
        if self.is_broken:
            raise NoSound("unplugged")

    def play(self, clip: Clip, name: str, began: Callable[[], object]) -> None:
        self.check()
        began()
        self.began.set()
        assert self.may_end.wait(20)
        with self._one_more:
            self.played.append((name, round(clip.seconds, 1)))
            self.peaks[name] = float(abs(clip.samples).max())
            self._one_more.notify_all()

    def names(self, count: int) -> list[str]:
        """What was played, once it is so many."""
        with self._one_more:
            assert self._one_more.wait_for(lambda: len(self.played) >= count, 20)
            return [name for name, _ in self.played]


@pytest.fixture
def card() -> Card:
    return Card()


@pytest.fixture
async def server() -> AsyncIterator[ZoneServer]:
    async with ZoneServer().running() as one:
        one.sounds["/audio/one.mp3"] = tone("MP3")
        one.sounds["/audio/one.wav"] = tone("WAV")
        yield one


@asynccontextmanager
async def loudspeaker(server: ZoneServer, card: Card, folder: Path) -> AsyncIterator[asyncio.Event]:
    """A running loudspeaker; the event tells it to stop, and leaving waits until it has."""
    address = Address.of(server.address, "sảnh 1")
    line = Line(address, "token", pause=lambda _seconds: 0.01)
    agent = Agent(line, Sounds(address), card, Memory(folder / "said"), mending=0.01)
    stop = asyncio.Event()
    task = asyncio.create_task(agent.run(stop))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


async def played(card: Card, count: int) -> list[str]:
    return await asyncio.to_thread(card.names, count)


async def test_it_says_what_it_is_given_to_say_in_order_and_nothing_else(
    server: ZoneServer, card: Card, tmp_path: Path
) -> None:
    async with loudspeaker(server, card, tmp_path):
        hello = await server.next("hello")
        assert (hello["token"], hello["sound"], hello["path"]) == ("token", True, "/ws/speaker/s%E1%BA%A3nh%201")
        name = await server.announce(1)
        assert await server.next("spoke") == {"type": "spoke", "id": name, "heard": True}
        await server.announce(2, speak=False)
        await server.announce(3)
        assert await played(card, 2) == ["20261124-A001.1.1", "20261124-A003.1.1"]
    # The same sound under the same address is fetched once.
    assert server.asked == ["/audio/one.mp3"]


async def test_it_answers_every_beat_for_a_screen_that_does_not_is_taken_for_gone(
    server: ZoneServer, card: Card, tmp_path: Path
) -> None:
    async with loudspeaker(server, card, tmp_path):
        await server.next("hello")
        await server.announce(1)
        await played(card, 1)
        await server.beat()
        assert await server.next("alive")


async def test_the_same_announcement_is_never_said_twice_not_even_after_its_own_restart(
    server: ZoneServer, card: Card, tmp_path: Path
) -> None:
    for number in (2, 3):
        async with loudspeaker(server, card, tmp_path):
            await server.next("hello")
            await server.announce(1)
            await played(card, 1)
            await server.announce(1)
            await server.announce(number)
            await played(card, number)
    assert [name for name, _ in card.played] == [f"20261124-A{n:03d}.1.1" for n in (1, 2, 3)]


async def test_what_was_given_to_another_meanwhile_is_not_said_when_the_word_comes_late(
    server: ZoneServer, card: Card, tmp_path: Path
) -> None:
    server.gives_the_word = False
    async with loudspeaker(server, card, tmp_path):
        await server.next("hello")
        late = await server.announce(1)
        await server.next("ready")
        await server.announce(1, speak=False)
        await server.give_the_word(late)
        server.gives_the_word = True
        await server.announce(2)
        assert await played(card, 1) == ["20261124-A002.1.1"]


async def test_it_is_as_loud_as_the_server_says_and_says_nothing_without_the_word(
    server: ZoneServer, card: Card, tmp_path: Path
) -> None:
    async with loudspeaker(server, card, tmp_path):
        await server.next("hello")
        await server.give_the_word("20261124-A009.1.1")
        await server.announce(1, volume=100)
        await played(card, 1)
        await server.announce(2, volume=25)
        await played(card, 2)
    assert card.peaks["20261124-A002.1.1"] == pytest.approx(card.peaks["20261124-A001.1.1"] / 4)


async def test_a_sound_that_can_t_be_decoded_is_said_from_its_wav(
    server: ZoneServer, card: Card, tmp_path: Path
) -> None:
    server.sounds["/audio/one.mp3"] = b"<html>"
    async with loudspeaker(server, card, tmp_path):
        await server.next("hello")
        await server.announce(1)
        await played(card, 1)
    assert server.asked == ["/audio/one.mp3", "/audio/one.wav"]
    assert card.played[0][1] == 0.2


async def test_a_call_without_any_sound_is_left_out_and_the_next_one_said(
    server: ZoneServer, card: Card, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with loudspeaker(server, card, tmp_path):
        await server.next("hello")
        for number, sounds in enumerate(
            (("/audio/gone.mp3", "/audio/gone.wav"), (None, None), ("//x.example/x", None))
        ):
            await server.announce(number, sound=sounds[0], sound_wav=sounds[1])
            assert (await server.next("spoke"))["heard"] is False
        await server.announce(4)
        assert await played(card, 1) == ["20261124-A004.1.1"]
    assert "404" in caplog.text
    assert "the office has no voice" in caplog.text
    assert "no sound of this server" in caplog.text


async def test_while_its_sound_card_is_gone_it_says_so_and_comes_back_when_it_is_there_again(
    server: ZoneServer, card: Card, tmp_path: Path
) -> None:
    async with loudspeaker(server, card, tmp_path):
        await server.next("hello")
        card.is_broken = True
        await server.announce(1)
        assert (await server.next("sounding"))["sound"] is False
        assert (await server.next("spoke"))["heard"] is False
        card.is_broken = False
        assert (await server.next("sounding"))["sound"] is True
        await server.announce(2)
        assert await played(card, 1) == ["20261124-A002.1.1"]


async def test_it_comes_back_after_the_server_was_away_and_says_what_it_is_then_given(
    server: ZoneServer, card: Card, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with loudspeaker(server, card, tmp_path):
        await server.next("hello")
        for number in (1, 2):
            await server.drop()
            await server.next("hello")
            await server.announce(number)
            await played(card, number)
    assert caplog.text.count("is away") == 2


async def test_told_to_stop_it_gives_up_its_place_and_ends_its_sentence(
    server: ZoneServer, card: Card, tmp_path: Path
) -> None:
    card.may_end.clear()
    async with loudspeaker(server, card, tmp_path) as stop:
        await server.next("hello")
        await server.announce(1)
        assert await asyncio.to_thread(card.began.wait, 20)
        stop.set()
        assert (await server.next("sounding"))["sound"] is False
        assert card.played == []
        card.may_end.set()
    assert [name for name, _ in card.played] == ["20261124-A001.1.1"]


async def test_told_to_stop_it_leaves_to_another_what_it_was_only_asked_to_say(
    server: ZoneServer, card: Card, tmp_path: Path
) -> None:
    server.gives_the_word = False
    async with loudspeaker(server, card, tmp_path) as stop:
        await server.next("hello")
        name = await server.announce(1)
        await server.next("ready")
        stop.set()
        assert await server.next("spoke") == {"type": "spoke", "id": name, "heard": False}
    assert card.played == []


async def test_a_server_of_another_version_is_told_of(
    server: ZoneServer, card: Card, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server.version = "9.9.9-abc"
    async with loudspeaker(server, card, tmp_path):
        await server.next("hello")
        await server.announce(1)
        await played(card, 1)
    assert "the server is of version 9.9.9" in caplog.text


def test_it_keeps_only_so_much_in_mind_the_latest(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "state" / "said")
    for number in range(REMEMBERED + 5):
        memory.note(f"call-{number}")
    again = Memory(tmp_path / "state" / "said")
    assert again.is_new("call-4")
    assert not again.is_new("call-5")
    assert not again.is_new(f"call-{REMEMBERED + 4}")
    assert again.is_new("call-x")


@pytest.mark.parametrize(
    "server", ["", "192.168.1.10:8000", "ftp://office", "http://", "http://office/display/a#token=b"]
)
def test_what_is_no_server_s_address_is_refused(server: str) -> None:
    with pytest.raises(AddressWrong):
        Address.of(server, "a")


def test_an_encrypted_server_has_an_encrypted_socket() -> None:
    assert Address.of("https://office.example/", "a/b").socket == "wss://office.example/ws/speaker/a%2Fb"
