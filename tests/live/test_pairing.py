"""Pairing codes: one for each screen, gone after their time, good once."""

from datetime import UTC, datetime, timedelta

import pytest

from queue_server.live.pairing import GOOD_FOR, GRACE, MOST_OPEN, PairingCodes, TooManyScreens

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def test_two_screens_never_show_the_same_code() -> None:
    codes = PairingCodes()
    shown = {codes.code_for(f"token-{n}", NOW).digits for n in range(MOST_OPEN)}
    assert len(shown) == MOST_OPEN
    assert all(len(digits) == 6 and digits.isdecimal() for digits in shown)


def test_a_screen_keeps_its_code_while_it_is_good_even_when_it_comes_back() -> None:
    codes = PairingCodes()
    first = codes.code_for("a", NOW)
    assert codes.code_for("a", NOW + GOOD_FOR - timedelta(seconds=1)) == first
    assert codes.token_of(first.digits, NOW) == "a"


def test_an_expired_code_changes_and_is_taken_no_more_but_for_whoever_is_typing_it() -> None:
    codes = PairingCodes()
    first = codes.code_for("a", NOW)
    later = codes.code_for("a", NOW + GOOD_FOR)
    assert later.digits != first.digits
    assert codes.token_of(first.digits, NOW + GOOD_FOR + GRACE - timedelta(seconds=1)) == "a"
    assert codes.token_of(first.digits, NOW + GOOD_FOR + GRACE) is None


def test_a_code_is_good_once_with_all_that_its_screen_showed_before() -> None:
    codes = PairingCodes()
    first, later = codes.code_for("a", NOW), codes.code_for("a", NOW + GOOD_FOR)
    codes.forget("a")
    assert [codes.token_of(code.digits, NOW + GOOD_FOR) for code in (first, later)] == [None, None]


def test_more_screens_than_an_office_has_are_refused_until_the_old_codes_are_gone() -> None:
    codes = PairingCodes()
    for n in range(MOST_OPEN):
        codes.code_for(f"token-{n}", NOW)
    with pytest.raises(TooManyScreens):
        codes.code_for("one more", NOW)
    assert codes.code_for("one more", NOW + GOOD_FOR).digits
