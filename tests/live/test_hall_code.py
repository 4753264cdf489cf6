"""The code on the hall's displays: good while it is shown and a little longer, and no other is."""

from datetime import UTC, datetime, timedelta

from queue_server.live.hall_code import HallCode

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def test_a_code_is_good_while_it_is_shown_and_until_the_next_one_is_replaced() -> None:
    hall = HallCode()
    code = hall.at(NOW, 10)
    assert len(code) == 4
    assert code.isdecimal()
    assert hall.at(NOW + timedelta(minutes=9), 10) == code
    assert hall.is_right(code, NOW + timedelta(minutes=19), 10)
    shown = {hall.at(NOW + timedelta(minutes=minutes), 10) for minutes in (20, 30)}
    assert hall.is_right(code, NOW + timedelta(minutes=25), 10) == (code in shown)


def test_every_start_of_the_server_has_other_codes_and_a_word_is_none() -> None:
    days = [NOW + timedelta(minutes=10 * n) for n in range(50)]
    assert [HallCode().at(day, 10) for day in days] != [HallCode().at(day, 10) for day in days]
    assert not HallCode().is_right("mã", NOW, 10)
    assert not HallCode().is_right("", NOW, 10)
