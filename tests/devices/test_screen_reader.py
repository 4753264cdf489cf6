"""The kiosk's screen read aloud: real speech by the offline engine, and silence instead of an error."""

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest

from audio import mp3
from audio.announcement import announce
from audio.engines.espeak import Engine
from audio.joining import Joiner
from audio.pack import VoicePack, build
from audio.speech import Clip
from audio.spelling import LANGUAGES
from queue_server import texts
from queue_server.devices.screen_reader import ScreenReader


@pytest.fixture(scope="module")
def reader() -> Iterator[ScreenReader]:
    reader = ScreenReader("north")
    yield reader
    reader.close()


def test_what_stands_on_the_screen_becomes_sound_that_every_browser_plays(reader: ScreenReader) -> None:
    sound = reader.say("vi", "Xin mời chọn lĩnh vực. Phím 1: Chứng thực, 3 người đang chờ.")
    assert sound is not None
    mp3.check(sound)
    assert 3 < mp3.seconds(sound) < 12
    assert abs(mp3.decode(sound).samples).max() > 0.1


def test_the_same_sentence_however_its_marks_were_typed_is_made_once(reader: ScreenReader) -> None:
    composed, decomposed = "L\u1ea5y s\u1ed1", "La\u0302\u0301y so\u0302\u0301"
    assert reader.say("vi", composed) is reader.say("vi", decomposed)


def test_english_is_spoken_in_english(reader: ScreenReader) -> None:
    assert reader.say("en", "Take a number") != reader.say("vi", "Take a number")


@pytest.mark.parametrize(("language", "text"), [("km", "Take a number"), ("vi", "?!"), ("vi", "{")])
def test_what_nobody_can_say_is_silence(reader: ScreenReader, language: str, text: str) -> None:
    assert reader.say(language, text) is None


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> VoicePack:
    """Give a small pack that an administrator made with another of the engine's voices."""
    folder = tmp_path_factory.mktemp("voices") / "espeak"
    engine = Engine()
    try:
        return build(engine, folder, language="vi", region="north", voice="vi-vn-x-central", counters=0)
    finally:
        engine.close()


@pytest.fixture
def voices(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the names of the engine's voices that have spoken, in order; they really speak."""
    heard: list[str] = []
    speak = Engine.synthesise

    def synthesise(engine: Engine, text: str, voice: str) -> Clip:
        heard.append(voice)
        return speak(engine, text, voice)

    monkeypatch.setattr(Engine, "synthesise", synthesise)
    return heard


def test_the_kiosk_speaks_in_the_voice_that_the_office_has_chosen(central: VoicePack, voices: list[str]) -> None:
    chosen = ScreenReader("north", lambda: {"vi": central})
    try:
        sound = chosen.say("vi", "Xin mời chọn lĩnh vực.")
        assert sound is not None
        mp3.check(sound)
        assert chosen.say("en", "Please choose a service.") is not None
        assert voices == ["vi-vn-x-central", "en"]
    finally:
        chosen.close()


def test_a_voice_of_clips_says_what_it_can_and_the_engine_the_rest(central: VoicePack, voices: list[str]) -> None:
    recorded = replace(central, manifest=msgspec.structs.replace(central.manifest, engine="recorded"))
    packs = {"vi": recorded}
    digits = announce("free_text", language="vi", region="north", text="không một hai")
    chosen = ScreenReader("north", lambda: packs)
    try:
        assert chosen.say("vi", "không một hai") == Joiner(recorded).join(digits, chime=False).mp3
        assert voices == []
        assert chosen.say("vi", "Chứng thực") is not None
        assert voices == ["vi"]
        packs.clear()  # the voice is taken away again: nothing of it is remembered
        assert chosen.say("vi", "không một hai") is not None
        assert voices == ["vi", "vi"]
    finally:
        chosen.close()


def test_the_kiosk_offers_its_voice_in_the_languages_that_there_is_one_for() -> None:
    assert texts.SPOKEN == LANGUAGES
