"""What the loudspeaker says of a call, when it is silent, and when the hall hears that it closes."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from queue_server.domain import calendar
from queue_server.domain.announcing import Announcements, kind_of_call
from queue_server.domain.errors import Invalid
from queue_server.domain.office import Hours, Span, Zone
from queue_server.office_file import EXAMPLES, read_office
from tests.domain.builders import at, office

STARTER = (EXAMPLES / "starter_office.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("turn", "calls", "calls_now", "said"),
    [
        (1, 1, 1, "call"),
        (1, 2, 2, "recall"),
        (1, 3, 3, "not_yet_come"),
        (1, 4, 4, "not_yet_come"),
        (2, 1, 1, "transfer"),
        (2, 2, 2, "recall"),
        (2, 4, 1, "call"),  # absent, came back, called anew
    ],
)
def test_each_call_has_its_sentence(turn: int, calls: int, calls_now: int, said: str) -> None:
    assert kind_of_call(turn=turn, calls=calls, calls_now=calls_now, allowed_calls=3) == said


def test_where_one_call_is_enough_the_first_is_an_ordinary_one() -> None:
    assert kind_of_call(turn=1, calls=1, calls_now=1, allowed_calls=1) == "call"
    assert kind_of_call(turn=1, calls=2, calls_now=2, allowed_calls=1) == "not_yet_come"


def test_a_zone_is_silent_in_its_quiet_hours_and_without_volume() -> None:
    zone = Zone("hall", {"vi": "Sảnh"}, quiet=(Span(time(12), time(13)),))
    assert [zone.is_quiet(time(hour)) for hour in (11, 12, 13)] == [False, True, False]
    assert Zone("hall", {"vi": "Sảnh"}, volume=0).is_quiet(time(9))


def test_the_hall_hears_in_time_before_the_last_serving_hour_of_the_day() -> None:
    assert calendar.closing_soon_at(office(), at("09:00")) == at("16:45")
    never = office(announcements=Announcements(closing_soon=timedelta(0)))
    assert calendar.closing_soon_at(never, at("09:00")) is None
    closed = office(hours=Hours(week={}))
    assert calendar.closing_soon_at(closed, at("09:00")) is None


def test_an_office_gives_its_own_sentences_volume_and_quiet_hours() -> None:
    text = STARTER.replace("# volume = 100 ", "volume = 60 ").replace("# quiet =", "quiet =")
    text += '\n[announcements]\nsecond_language = "en"\ntimes = 1\n[announcements.vi]\n'
    text += 'call = "Số {code} vào quầy {counter}."\n'
    read = read_office(text)
    assert read.announcements.languages == ("vi", "en")
    assert read.announcements.templates == {"vi": {"call": "Số {code} vào quầy {counter}."}}
    assert read.announcements.closing_soon == timedelta(minutes=15)
    assert (read.zones[0].volume, read.zones[0].quiet) == (60, (Span(time(12), time(13)),))


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ('[announcements.vi]\ncall = "Mời số {cod}."', "what can: {code}, {counter}"),
        ('[announcements.vi]\nrecal = "Mời lại {code}."', "there are: call, recall"),
        ('[announcements.en]\ncall = "Number {code"', "has no partner"),
        ('[announcements.vi]\ntest = "…"', "has no words"),
        ("[announcements]\ntime = 2", "did you mean 'times'?"),
        ("[announcements]\ntimes = 9", "3 or less"),
    ],
)
def test_a_sentence_that_could_not_be_said_is_refused_when_the_file_is_read(lines: str, problem: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_office(f"{STARTER}\n{lines}\n")
    assert problem in refused.value.details["problem"]  # type: ignore[operator]  # it is a text
