import csv
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.reading import (
    DIGITS,
    LETTERS,
    LETTERS_ENGLISH,
    REGIONS,
    number_words,
    read_code,
    read_code_english,
    read_number,
    read_number_english,
)

TABLE = Path(__file__).with_name("readings.csv")
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
DOMAIN_LETTERS = "ABCDĐEGHIKLMNOPQRSTUVXY"


def words_to_number(words: list[str]) -> int:
    """Read Vietnamese words back, by the place names alone: an independent check of `read_number`."""
    value = {word: n for n, word in enumerate(DIGITS)} | {"mốt": 1, "tư": 4, "lăm": 5, "mười": 10}
    total = group = pending = 0
    for word in words:
        if word in ("nghìn", "ngàn"):
            total, group, pending = (group + pending) * 1000, 0, 0
        elif word == "trăm":
            group, pending = pending * 100, 0
        elif word == "mươi":
            group, pending = group + pending * 10, 0
        elif word == "mười":
            group += 10
        elif word not in ("linh", "lẻ"):
            pending = value[word]
    return total + group + pending


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['kind']}-{row['written']}" for row in ROWS])
def test_every_row_of_the_table_of_readings_is_read_as_it_says(row: dict[str, str]) -> None:
    for region in REGIONS:
        if row["kind"] == "natural":
            assert read_number(int(row["written"]), region) == row[region]
        else:
            assert read_code(row["written"], region) == row[region]


def test_the_letters_are_those_of_the_field() -> None:
    assert "".join(LETTERS) == "".join(LETTERS_ENGLISH) == DOMAIN_LETTERS


@pytest.mark.parametrize("region", REGIONS)
def test_every_ticket_of_every_letter_is_read_in_words_of_the_closed_set(region: str) -> None:
    closed = {word for name in LETTERS.values() for word in name.split(" ")} | set(DIGITS)
    heard = set()
    for letter in DOMAIN_LETTERS:
        for n in range(1000):
            spoken = read_code(f"{letter}{n:03d}", region)
            assert spoken.startswith(LETTERS[letter] + " ")
            assert set(spoken.split(" ")) <= closed
            heard.add(spoken)
    assert len(heard) == 23_000  # no two tickets sound the same


@pytest.mark.parametrize("region", REGIONS)
def test_every_number_below_a_hundred_thousand_is_read_in_words_of_the_closed_set_and_reads_back(region: str) -> None:
    closed = number_words("vi", region)
    for n in range(100_000):
        spoken = read_number(n, region).split(" ")
        assert closed.issuperset(spoken)
        assert words_to_number(spoken) == n


def test_english_reads_numbers_and_tickets_in_words() -> None:
    assert read_code_english("a012") == "ay zero one two"
    assert read_number_english(0) == "zero"
    assert read_number_english(21) == "twenty one"
    assert read_number_english(105) == "one hundred and five"
    assert read_number_english(1005) == "one thousand and five"
    assert read_number_english(99_999) == "ninety nine thousand nine hundred and ninety nine"
    closed = number_words("en", "north")
    assert len({read_number_english(n) for n in range(100_000)}) == 100_000
    assert all(closed.issuperset(read_number_english(n).split(" ")) for n in range(100_000))


@given(st.integers(0, 999_999), st.sampled_from(REGIONS))
def test_any_number_reads_back_and_is_composed_text_without_figures(n: int, region: str) -> None:
    spoken = read_number(n, region)
    assert words_to_number(spoken.split(" ")) == n
    assert unicodedata.is_normalized("NFC", spoken)
    assert not re.search(r"\d|  |^ | $", spoken)


@given(st.sampled_from(["", *DOMAIN_LETTERS]), st.text("0123456789", min_size=1, max_size=8))
def test_a_code_of_any_length_is_read_alike_in_lower_case_and_in_decomposed_text(letter: str, digits: str) -> None:
    spoken = read_code(letter + digits, "north")
    assert read_code((letter + digits).lower(), "south") == spoken
    assert read_code(unicodedata.normalize("NFD", letter + digits), "north") == spoken
    assert len(spoken.split(" ")) == len(LETTERS.get(letter, "").split()) + len(digits)


@pytest.mark.parametrize("code", ["", "A", "AB12", "A 012", "A-012", "A01B", "٣", "²", "A०१२", "_12", "ß1"])
def test_what_is_no_ticket_code_is_refused_by_name(code: str) -> None:
    with pytest.raises(ValueError, match="not a ticket code"):
        read_code(code, "north")


@pytest.mark.parametrize("code", ["F001", "w12", "Ă001", "Ô1", "Z999"])
def test_a_letter_that_no_ticket_begins_with_is_refused_by_name(code: str) -> None:
    with pytest.raises(ValueError, match="no ticket begins with"):
        read_code(code, "south")


@pytest.mark.parametrize("n", [-1, 1_000_000])
def test_a_number_beyond_a_million_or_below_nought_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        read_number(n, "north")
    with pytest.raises(ValueError, match="out of range"):
        read_number_english(n)


def test_a_number_that_is_no_int_is_refused() -> None:
    with pytest.raises(TypeError):
        read_number(True, "north")
    with pytest.raises(TypeError):
        read_number(1.5, "north")  # type: ignore[arg-type]


@pytest.mark.parametrize("region", ["", "North", "central"])
def test_an_unknown_region_is_refused(region: str) -> None:
    for read in (lambda: read_code("A1", region), lambda: read_number(1, region), lambda: number_words("vi", region)):
        with pytest.raises(ValueError, match="unknown region"):
            read()
