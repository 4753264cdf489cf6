"""From written text to pieces that can be spoken: words, codes and numbers, with nothing left in figures."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from audio.reading import (
    LETTERS,
    LETTERS_ENGLISH,
    LIMIT,
    code_units,
    read_number,
    read_number_english,
    split_code,
)

LANGUAGES: Final = ("vi", "en")

ABBREVIATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "BHXH": "bảo hiểm xã hội",
        "BHYT": "bảo hiểm y tế",
        "CCCD": "căn cước công dân",
        "HĐND": "hội đồng nhân dân",
        "TTHC": "thủ tục hành chính",
        "UBND": "ủy ban nhân dân",
    }
)
"""What offices write short and people say in full."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something spoken without a pause inside. `units` are what one clip may hold at the least: a word of fixed words
    or of a number, a whole letter name or digit of a code. `shown` is how a screen writes it.
    """

    kind: Literal["words", "code", "number"]
    units: tuple[str, ...]
    shown: str

    @property
    def spoken(self) -> str:
        """The words, separated by single spaces."""
        return " ".join(self.units)


Token = Piece | str
"""A piece, or one punctuation mark."""

_WRITTEN: Final = re.compile(
    r"(?P<time>\b[0-9]{1,2}(?:h[0-9]{0,2}|:[0-9]{2})\b)|(?P<code>\b[^\W\d_][0-9]{2,}\b)|(?P<grouped>\b[0-9]{1,3}(?:\.[0-9]{3})+\b)|(?P<figures>[0-9]+)"
    r"|(?P<word>[^\W\d_]+(?:[-'’][^\W\d_]+)*)|(?P<pause>[,;:.!?…]|(?<=\s)[-–—](?=\s))"
)
_PAUSES: Final[Mapping[str, str]] = MappingProxyType({"…": ".", "-": ",", "–": ",", "—": ","})
_VOWELS: Final = frozenset("AEIOUY")


def code_piece(code: str, language: str) -> Piece:
    """A ticket code, letter by name and digit by digit, shown as `A không một hai`. Raises ValueError for no code."""
    letter, _ = split_code(code)
    units = code_units(code, language)
    return Piece("code", units, " ".join((letter, *units[1:]) if letter else units))


def number_piece(value: str | int, language: str, region: str) -> Piece:
    """A natural number, also one given in figures. Raises ValueError or TypeError as reading does."""
    n = int(value) if isinstance(value, str) else value
    words = read_number(n, region) if language == "vi" else read_number_english(n)
    return Piece("number", tuple(words.split(" ")), words)


def tokens(text: str, language: str, region: str) -> Iterator[Token]:
    """Cut NFC text into pieces and punctuation marks (`,` `;` `:` `.` `!` `?`). Other signs are not spoken.

    `11h30` and `11:30` are times of day; a letter with two or more figures is a ticket code; other figures are natural
    numbers (or digits, where they are too long or begin with nought); known abbreviations are said in full, other
    capitals without a vowel by letters.
    """
    for match in _WRITTEN.finditer(text):
        written = match.group()
        if match["pause"]:
            yield _PAUSES.get(written, written)
        elif match["time"]:
            yield from _time(written, language, region)
        elif match["code"] and written[0].upper() in LETTERS:
            yield code_piece(written, language)
        elif match["word"]:
            yield _word(written, language)
        else:
            yield from _figures(written, language, region)


def _time(written: str, language: str, region: str) -> Iterator[Piece]:
    hour, minute = re.split("[h:]", written)
    yield number_piece(hour, language, region)
    if language == "vi":
        yield Piece("words", ("giờ",), "giờ")
    if minute and int(minute):
        yield number_piece(minute, language, region)
    elif language == "en":
        yield Piece("words", ("o'clock",), "o'clock")


def _figures(written: str, language: str, region: str) -> Iterator[Piece]:
    if not written[0].isdecimal():  # a letter that no ticket begins with
        yield _word(written[0], language)
        written = written[1:]
    plain = written.replace(".", "")
    if int(plain) >= LIMIT or (plain[0] == "0" and len(plain) > 1):
        yield code_piece(plain, language)
    else:
        yield number_piece(int(plain), language, region)


def _word(written: str, language: str) -> Piece:
    if language == "vi" and written in ABBREVIATIONS:
        return Piece("words", tuple(ABBREVIATIONS[written].split(" ")), written)
    if len(written) > 1 and written.isupper() and _VOWELS.isdisjoint(_bare(written)):
        names = LETTERS if language == "vi" else LETTERS_ENGLISH
        if all(letter in names for letter in written):
            return Piece("words", tuple(name for letter in written for name in names[letter].split(" ")), written)
    return Piece("words", (written.lower(),), written)


def _bare(written: str) -> str:
    return unicodedata.normalize("NFD", written)
