"""How ticket codes and natural numbers are spoken, in Vietnamese (north and south) and in English.

Pure functions: text in, words out, separated by single spaces, NFC. The rules are those of the field's reference,
section 6: a ticket is read letter by name and digits one by one, zeros spoken; a counter is a natural number.
"""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

REGIONS: Final = ("north", "south")

LETTERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "A": "a", "B": "bê", "C": "xê", "D": "dê", "Đ": "đê", "E": "e", "G": "giê", "H": "hát", "I": "i", "K": "ca",
        "L": "e-lờ", "M": "em-mờ", "N": "en-nờ", "O": "o", "P": "pê", "Q": "quy", "R": "e-rờ", "S": "ét-sì", "T": "tê",
        "U": "u", "V": "vê", "X": "ích", "Y": "i dài",
    }
)  # fmt: skip
"""The prefixes that a ticket may have, each with its spoken Vietnamese name."""

DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")

LETTERS_ENGLISH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "A": "ay", "B": "bee", "C": "see", "D": "dee", "Đ": "dee bar", "E": "ee", "G": "jee", "H": "aitch", "I": "eye",
        "K": "kay", "L": "ell", "M": "em", "N": "en", "O": "oh", "P": "pee", "Q": "cue", "R": "are", "S": "ess",
        "T": "tee", "U": "you", "V": "vee", "X": "ex", "Y": "why",
    }
)  # fmt: skip

DIGITS_ENGLISH: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS_ENGLISH: Final = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS_ENGLISH: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

LIMIT: Final = 1_000_000
"""Natural numbers are read below this one."""

_CODE: Final = re.compile(r"(?P<letter>[^\W\d_]?)(?P<digits>[0-9]+)")


def split_code(code: str) -> tuple[str, str]:
    """Split a ticket code into its letter (upper case, "" when it has none) and its digits.

    Lower case and decomposed (NFD) text are accepted. Raises ValueError for anything that isn't one optional letter
    of `LETTERS` followed by at least one digit 0-9.
    """
    composed = unicodedata.normalize("NFC", code).upper()
    match = _CODE.fullmatch(composed)
    if match is None:
        raise ValueError(f"not a ticket code: {code!r} (expected one optional letter, then digits, such as 'A012')")
    letter = match["letter"]
    if letter and letter not in LETTERS:
        raise ValueError(f"no ticket begins with {letter!r}: the letters are {' '.join(LETTERS)}")
    return letter, match["digits"]


def read_code(code: str, region: str) -> str:
    """Read a ticket code aloud in Vietnamese: `A012` is `a không một hai`.

    Raises ValueError for text that is no ticket code or a region that isn't "north" or "south". North and south read
    codes alike; the region is asked for so that a caller cannot forget it where they differ.
    """
    _check_region(region)
    return " ".join(code_units(code, "vi"))


def read_code_english(code: str) -> str:
    """Read a ticket code aloud in English: `A012` is `ay zero one two`. Raises ValueError for no ticket code."""
    return " ".join(code_units(code, "en"))


def code_units(code: str, language: str) -> tuple[str, ...]:
    """The letter's name (it may be two words) and each digit of a code. `language` is "vi" or "en". Raises as above."""
    letter, figures = split_code(code)
    letters, digits = (LETTERS_ENGLISH, DIGITS_ENGLISH) if language == "en" else (LETTERS, DIGITS)
    return ((letters[letter],) if letter else ()) + tuple(digits[int(figure)] for figure in figures)


def read_number(n: int, region: str) -> str:
    """Read a natural number 0 <= n < 1,000,000 aloud in Vietnamese: 1005 is `một nghìn không trăm linh năm`.

    South says `lẻ` for linh, `ngàn` for nghìn and `bốn` for tư. Raises ValueError outside that range or for a region
    that isn't "north" or "south", TypeError for anything but an int.
    """
    _check_region(region)
    thousands, rest = divmod(_natural(n), 1000)
    if not thousands:
        return " ".join(_below_thousand(rest, region, after_thousands=False))
    words = _below_thousand(thousands, region, after_thousands=False)
    words.append("nghìn" if region == "north" else "ngàn")
    if rest:
        words += _below_thousand(rest, region, after_thousands=True)
    return " ".join(words)


def read_number_english(n: int) -> str:
    """Read a natural number 0 <= n < 1,000,000 aloud in English: 105 is `one hundred and five`, 21 is `twenty one`.

    Written without hyphens: every word is then a clip of the closed set. Raises as `read_number` does.
    """
    thousands, rest = divmod(_natural(n), 1000)
    if not thousands:
        return " ".join(_below_thousand_english(rest))
    words = [*_below_thousand_english(thousands), "thousand"]
    if rest:
        words += ["and"] * (rest < 100) + _below_thousand_english(rest)
    return " ".join(words)


def number_words(language: str, region: str) -> frozenset[str]:
    """The closed set of words that `read_number` and `read_number_english` ever use. Raises ValueError as they do."""
    _check_region(region)
    if language == "en":
        return frozenset((*DIGITS_ENGLISH, *TEENS_ENGLISH, *TENS_ENGLISH, "hundred", "thousand", "and"))
    regional = ("linh", "nghìn", "tư") if region == "north" else ("lẻ", "ngàn")
    return frozenset((*DIGITS, "mười", "mươi", "mốt", "lăm", "trăm", *regional))


def _check_region(region: str) -> None:
    if region not in REGIONS:
        raise ValueError(f"unknown region {region!r}: it is 'north' or 'south'")


def _natural(n: int) -> int:
    if isinstance(n, bool) or not isinstance(n, int):
        raise TypeError(f"a natural number is an int, not {type(n).__name__}")
    if not 0 <= n < LIMIT:
        raise ValueError(f"{n} is out of range: numbers are read from 0 to {LIMIT - 1}")
    return n


def _below_thousand(n: int, region: str, *, after_thousands: bool) -> list[str]:
    hundreds, rest = divmod(n, 100)
    if not hundreds and not after_thousands:
        return _below_hundred(rest, region)
    words = [DIGITS[hundreds], "trăm"]  # a missing hundreds digit is spoken: 1005 is ... không trăm linh năm
    if 0 < rest < 10:
        return [*words, "linh" if region == "north" else "lẻ", DIGITS[rest]]
    return words + (_below_hundred(rest, region) if rest else [])


def _below_hundred(n: int, region: str) -> list[str]:
    tens, unit = divmod(n, 10)
    if tens == 0:
        return [DIGITS[unit]]
    words = ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    return words if unit == 0 else [*words, _unit_after_tens(tens, unit, region)]


def _unit_after_tens(tens: int, unit: int, region: str) -> str:
    if unit == 5:
        return "lăm"
    if tens > 1 and unit == 1:
        return "mốt"
    if tens > 1 and unit == 4 and region == "north":
        return "tư"
    return DIGITS[unit]


def _below_thousand_english(n: int) -> list[str]:
    hundreds, rest = divmod(n, 100)
    if not hundreds:
        return _below_hundred_english(rest)
    words = [DIGITS_ENGLISH[hundreds], "hundred"]
    return words + (["and", *_below_hundred_english(rest)] if rest else [])


def _below_hundred_english(n: int) -> list[str]:
    if n < 10:
        return [DIGITS_ENGLISH[n]]
    if n < 20:
        return [TEENS_ENGLISH[n - 10]]
    tens, unit = divmod(n, 10)
    return [TENS_ENGLISH[tens - 2]] + ([DIGITS_ENGLISH[unit]] if unit else [])
