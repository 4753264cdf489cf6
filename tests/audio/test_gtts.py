"""The online voice, through the real gTTS library against a stand-in of its service."""

import socket
from collections.abc import Iterator
from pathlib import Path

import gtts.tts
import pytest
from click.testing import CliRunner

from audio import pack
from audio.engines.gtts import ATTEMPTS, Engine
from audio.inventory import closed_set
from audio.speech import EngineUnavailable
from queue_server.cli import main
from tests.standins.gtts_service import GttsService

PHRASE = "mời công dân có số"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[GttsService]:
    """Give a running service that the library takes for the real one."""
    with GttsService().running() as one:
        monkeypatch.setattr(gtts.tts, "_translate_url", lambda tld="com", path="": f"{one.address}/{path}")
        yield one


@pytest.fixture
def pauses() -> list[float]:
    """Give the seconds that the engine would have waited."""
    return []


@pytest.fixture
def engine(pauses: list[float]) -> Engine:
    return Engine(timeout=0.5, pause=pauses.append)


def test_a_phrase_comes_back_as_sound(service: GttsService, engine: Engine) -> None:
    clip = engine.synthesise(PHRASE, "vi")
    assert clip.rate == 24_000
    assert clip.seconds == pytest.approx(1.0, abs=0.2)
    assert service.heard == [PHRASE]


@pytest.mark.parametrize("trouble", [429, 503, "html", "empty", "garbage", "unreadable", "short", "cut", "silent"])
def test_a_passing_trouble_is_tried_again_after_a_pause(
    service: GttsService, engine: Engine, pauses: list[float], trouble: int | str
) -> None:
    service.troubles.extend([trouble, trouble])
    assert engine.synthesise(PHRASE, "vi").seconds > 0.5
    assert len(service.heard) == 3
    assert 1 <= pauses[0] <= 1.5
    assert 2 <= pauses[1] <= 3


def test_a_refusal_is_not_tried_again(service: GttsService, engine: Engine) -> None:
    service.troubles.append(403)
    with pytest.raises(EngineUnavailable):
        engine.synthesise(PHRASE, "vi")
    assert len(service.heard) == 1


def test_a_trouble_that_stays_is_given_up_with_a_reason(service: GttsService, engine: Engine) -> None:
    service.troubles.extend([429] * ATTEMPTS)
    with pytest.raises(EngineUnavailable, match="429"):
        engine.synthesise(PHRASE, "vi")


def test_a_build_that_stopped_goes_on_where_it_stopped(service: GttsService, engine: Engine, tmp_path: Path) -> None:
    def stop_early(done: int, _total: int, _text: str) -> None:
        if done == 3:
            service.troubles.append(403)

    with pytest.raises(EngineUnavailable):
        pack.build(engine, tmp_path / "gtts", language="vi", region="north", counters=2, progress=stop_early)
    assert not (tmp_path / "gtts").exists()
    first = list(service.heard)
    made = pack.build(engine, tmp_path / "gtts", language="vi", region="north", counters=2)
    assert len(made.manifest.clips) > 10
    # Only the clip that was refused is asked for a second time.
    assert len(service.heard) - len(set(service.heard)) == 1
    assert set(first) <= set(service.heard)


def test_a_service_that_says_when_to_come_back_is_left_alone_until_then(
    service: GttsService, engine: Engine, pauses: list[float]
) -> None:
    service.troubles.append("later")
    engine.synthesise(PHRASE, "vi")
    assert pauses == [37]


def test_without_a_network_the_build_says_so(
    service: GttsService, engine: Engine, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    monkeypatch.setattr(gtts.tts, "_translate_url", lambda tld="com", path="": f"http://127.0.0.1:{port}/{path}")
    with pytest.raises(EngineUnavailable, match="Failed to connect"):
        engine.synthesise(PHRASE, "vi")
    assert len(pauses) == ATTEMPTS - 1
    assert service.heard == []


def test_an_administrator_sees_why_a_build_stopped_and_the_same_command_goes_on(
    service: GttsService, tmp_path: Path
) -> None:
    command = ["voice", "build", "--engine", "gtts", "--counters", "1", "--data", str(tmp_path)]
    service.troubles.extend([None] * 5 + [403])
    stopped = CliRunner().invoke(main, command)
    assert (stopped.exit_code, "the online voice refused" in stopped.output) == (1, True)
    assert not (tmp_path / "voices" / "gtts").exists()
    finished = CliRunner().invoke(main, command)
    assert (finished.exit_code, "gtts: " in finished.output) == (0, True)
    # Each phrase once, but for the one that was refused.
    assert len(service.heard) == len(set(service.heard)) + 1


def test_only_numbers_and_fixed_phrases_are_ever_sent(service: GttsService, engine: Engine, tmp_path: Path) -> None:
    pack.build(engine, tmp_path / "gtts", language="vi", region="south", counters=3)
    assert set(service.heard) == {clip.prompt for clip in closed_set("vi", "south", 3)}
    assert not any(character.isdigit() for text in service.heard for character in text)
