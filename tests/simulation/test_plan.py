"""A recorded day as a plan."""

from __future__ import annotations

import pytest

from queue_server.office_file import read_office
from queue_server.simulation.plan import BadDay, Visit, office_file, read_day

HEAD = "type,arrival,left_queue,wait_s,outcome,service_start,service_end,service_s,agent"
ROWS = [
    HEAD,
    "PS,10:00:30,10:01:00,30,AGENT,10:01:00,10:02:09,69,NAA",
    "IN,9:00:37,9:01:51,74,HANG,0:00:00,0:00:00,0,NO_",
    "PS,9:00:00,9:05:00,300,AGENT,9:05:02,9:06:02,60,NAA",
    "IN,9:10:00,9:10:00,0,AGENT,9:10:00,9:11:00,60,NAA",
    "PS,9:11:00,9:12:00,60,AGENT,9:12:00,9:13:00,60,BEN",
]


def test_visits_are_in_the_order_of_arrival_with_their_times() -> None:
    day = read_day(ROWS)
    assert day.visits[0] == Visit(4, "PS", 32_400, 32_700, 32_702, 60, "NAA")
    assert day.visits[1] == Visit(3, "IN", 32_437, 32_511)
    assert [visit.row for visit in day.visits] == [4, 3, 5, 6, 2]


def test_who_hung_up_is_cancelled_and_who_reached_an_agent_is_served() -> None:
    day = read_day(ROWS)
    assert (len(day.visits), day.served, day.cancelled) == (5, 4, 1)


def test_an_agent_serves_its_own_customers_in_the_order_of_calling() -> None:
    day = read_day(ROWS)
    assert [visit.row for visit in day.work_of("NAA")] == [4, 5, 2]
    assert (day.begins, day.ends) == (32_400, 36_129)


def test_the_office_of_a_day_has_a_service_for_each_type_and_a_counter_for_each_agent() -> None:
    office = read_office(office_file(read_day(ROWS)))
    assert {service.id: service.prefix for service in office.services} == {"PS": "A", "IN": "B"}
    assert [counter.service_ids for counter in office.counters] == [("PS",), ("PS", "IN")]
    assert all((service.digits, service.last_number) == (4, 9999) for service in office.services)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["type,arrival", "PS,9:00:00"], "lacks the columns"),
        ([HEAD, "PS,10:00:30,10:00:29,0,HANG,0:00:00,0:00:00,0,NO_"], "row 2"),
        ([HEAD, "PS,half past nine,10:00:29,0,HANG,0:00:00,0:00:00,0,NO_"], "row 2"),
        ([HEAD, "PS,10:00:30,10:00:30,0,LEFT,0:00:00,0:00:00,0,NO_"], "LEFT"),
        ([HEAD, "PS,10:00:30"], "row 2"),
        ([HEAD, "PS,10:00:30,10:00:31,1,HANG,0:00:00,0:00:00,0,NO_"], "nobody is served"),
    ],
)
def test_a_file_that_is_no_recorded_day_is_refused_with_its_row(rows: list[str], said: str) -> None:
    with pytest.raises(BadDay, match=said):
        read_day(rows)
