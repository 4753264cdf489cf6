"""The kiosk's screen read aloud: real speech by the offline engine, and silence instead of an error."""

from collections.abc import Iterator

import pytest

from audio import mp3
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


def test_the_kiosk_offers_its_voice_in_the_languages_that_there_is_one_for() -> None:
    assert texts.SPOKEN == LANGUAGES
