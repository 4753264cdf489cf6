import pytest

from audio.announcement import PLACEHOLDERS, announce
from audio.inventory import closed_set, cover
from audio.reading import LETTERS, REGIONS, code_units, read_number, read_number_english
from audio.speech import MissingClip

OTHERS = [kind for kind in PLACEHOLDERS if kind != "closing_soon"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("region", REGIONS)
def test_every_ticket_of_every_letter_is_units_of_the_closed_set(language: str, region: str) -> None:
    has = {clip.text for clip in closed_set(language, region, 30)}
    assert all(has.issuperset(code_units(f"{letter}{n:03d}", language)) for letter in LETTERS for n in range(1000))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("region", REGIONS)
def test_every_number_below_a_hundred_thousand_is_words_of_the_closed_set(language: str, region: str) -> None:
    has = {clip.text for clip in closed_set(language, region, 30)}
    read = (lambda n: read_number(n, region)) if language == "vi" else read_number_english
    assert all(has.issuperset(read(n).split(" ")) for n in range(100_000))


@pytest.mark.parametrize(("language", "region", "step"), [("vi", "north", 1), ("vi", "south", 7), ("en", "north", 7)])
def test_every_call_of_every_letter_is_words_without_a_figure_and_can_be_joined(
    language: str, region: str, step: int
) -> None:
    has = {clip.text for clip in closed_set(language, region, 30)}
    for letter in LETTERS:
        for n in range(0, 1000, step):
            call = announce("call", language=language, region=region, code=f"{letter}{n:03d}", counter=n % 45 + 1)
            joined = " ".join(clip.text for clip, _ in cover(call, has))
            assert joined == call.spoken.replace(",", "").rstrip(".")
            assert not any(character.isnumeric() for character in call.text + joined)


@pytest.mark.parametrize(("language", "region"), [("vi", "north"), ("vi", "south"), ("en", "north")])
def test_numbers_of_any_size_below_a_million_can_be_joined(language: str, region: str) -> None:
    has = {clip.text for clip in closed_set(language, region, 30)}
    for n in range(0, 1_000_000, 997):
        said = announce("free_text", language=language, region=region, text=str(n))
        assert " ".join(clip.text for clip, _ in cover(said, has)) == said.spoken.rstrip(".")


@pytest.mark.parametrize("region", REGIONS)
def test_a_call_is_joined_from_six_clips_whatever_its_letter_and_counter(region: str) -> None:
    has = {clip.text for clip in closed_set("vi", region, 30)}
    for n, letter in enumerate([*LETTERS] * 10):
        joined = cover(announce("call", region=region, code=f"{letter}{n * 37 % 1000:03d}", counter=n % 30 + 1), has)
        assert [pause for _, pause in joined] == ["code", "digit", "digit", "digit", "comma", "stop"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", OTHERS)
def test_every_kind_of_announcement_can_be_said_at_any_counter(language: str, kind: str) -> None:
    has = {clip.text for clip in closed_set(language, "north", 4)}
    for counter in (1, 4, 5, 21, 45, 105):
        utterance = announce(kind, language=language, code="Đ014", counter=counter)
        words = " ".join(clip.text for clip, _ in cover(utterance, has))
        assert words == utterance.spoken.replace(",", "").rstrip(".")


def test_a_counter_with_a_clip_of_its_own_is_said_in_one_piece() -> None:
    has = {clip.text for clip in closed_set("vi", "north", 4)}
    assert cover(announce("call", code="A1", counter=4), has)[-1][0].text == "đến quầy số bốn"
    assert [clip.text for clip, _ in cover(announce("call", code="A1", counter=5), has)][-2:] == ["đến quầy số", "năm"]


def test_the_last_digit_before_a_pause_is_the_clip_for_an_end() -> None:
    has = {clip.text for clip in closed_set("vi", "north", 4)}
    call = cover(announce("call", code="B001", counter=1), has)
    assert [(clip.text, clip.position) for clip, _ in call[1:5]] == [
        ("bê", "inside"), ("không", "inside"), ("không", "inside"), ("một", "end"),
    ]  # fmt: skip


def test_the_offices_own_sentences_get_clips_of_their_own() -> None:
    own = {"call": "Kính mời số {code} vào ô số {counter}."}
    texts = {clip.text for clip in closed_set("vi", "north", 2, own)}
    assert {"kính mời số", "vào ô số", "vào ô số hai"} <= texts
    assert "đến quầy số hai" not in texts


def test_words_without_a_clip_are_named() -> None:
    has = {clip.text for clip in closed_set("vi", "north", 2)}
    with pytest.raises(MissingClip, match="xin chào quý vị"):
        cover(announce("free_text", text="Xin chào quý vị"), has)


def test_the_fewest_clips_are_taken_even_where_the_longest_first_leads_nowhere() -> None:
    utterance = announce("free_text", text="một hai ba")
    assert [clip.text for clip, _ in cover(utterance, {"một hai", "hai ba", "một"})] == ["một", "hai ba"]
