"""The set-up changes in the middle of a day: what the day holds on to stays, everything else is in force at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from queue_server.app import save_office
from queue_server.domain.errors import Conflict, NotFound
from queue_server.domain.office import Office, PriorityClass, Zone
from queue_server.domain.rules import rules_of
from queue_server.office_file import write_office
from queue_server.store.devices import Device
from queue_server.usecases import clerk, counters, day, devices, kiosk, set_up
from queue_server.usecases.set_up import SetUpInUse
from queue_server.views.phone import phone_view
from tests.domain.builders import counter, minutes, service
from tests.usecases.conftest import WARD, Desks


def ward(**changes: Any) -> Office:
    return replace(WARD, **changes)


async def apply(desks: Desks, office: Office, based_on: int | None = None) -> int:
    return await desks.do(set_up.apply, write_office(office), based_on, by="administrator:hoa")


async def refused(desks: Desks, office: Office) -> dict[str, Mapping[str, object]]:
    version, before = (await desks.rows("SELECT set_up_version FROM offices"))[0][0], desks.runner.office
    with pytest.raises(SetUpInUse) as error:
        await apply(desks, office)
    assert (await desks.rows("SELECT set_up_version FROM offices"))[0][0] == version
    assert desks.runner.office is before
    return {problem.code: problem.details for problem in error.value.problems}


def without_service(service_id: str) -> Office:
    kept = tuple(
        replace(one, service_ids=tuple(name for name in one.service_ids if name != service_id), preferred=())
        for one in WARD.counters
    )
    return ward(services=tuple(one for one in WARD.services if one.id != service_id), counters=kept)


async def test_a_service_with_people_waiting_is_closed_and_not_deleted(desks: Desks) -> None:
    ticket = await desks.take("C")
    assert (await refused(desks, without_service("C")))["service_has_people"]["people"] == 1
    await apply(desks, ward(services=(*WARD.services[:2], service("C", is_open=False))))
    with pytest.raises(Conflict, match="service_closed"):
        await desks.take("C")
    called = await desks.at(2, clerk.call_next)
    assert called.code == "C001"
    await desks.at(2, clerk.start)
    await desks.at(2, clerk.finish)
    assert (await desks.ticket(ticket)).turn.outcome == "served"
    # Its numbers are on paper in the hall: it may go from tomorrow on.
    assert set(await refused(desks, without_service("C"))) == {"service_used_today"}
    desks.clock.pass_by(days=1)
    await apply(desks, without_service("C"))
    assert [one.id for one in desks.runner.office.services] == ["A", "B"]


async def test_the_phone_of_a_past_visit_still_opens_when_its_service_is_gone(desks: Desks) -> None:
    ticket = await desks.take("C")
    await desks.do(day.close_earlier_days)
    desks.clock.pass_by(days=1)
    await desks.do(day.close_earlier_days)
    await apply(desks, without_service("C"))
    office, now = desks.runner.office, desks.clock.now()
    page = await desks.database.read(lambda db: phone_view(db, office, ticket, now))
    assert (page.code, page.service_name, page.outcome) == ("C001", {"vi": "C"}, "expired")


async def test_a_service_that_nobody_came_for_may_go_at_once(desks: Desks) -> None:
    await desks.take("A")
    await apply(desks, without_service("C"))
    with pytest.raises(NotFound, match="unknown_service"):
        await desks.take("C")


async def test_a_letter_that_citizens_hold_keeps_its_numbers_today(desks: Desks) -> None:
    await desks.take("A")
    lettered = replace(WARD.services[0], prefix="X")
    assert set(await refused(desks, ward(services=(lettered, *WARD.services[1:])))) == {"numbers_in_use"}
    changed = replace(WARD.services[0], digits=4, first_number=2, last_number=2)
    assert await refused(desks, ward(services=(changed, *WARD.services[1:])))
    fewer = replace(WARD.services[0], last_number=1)
    await apply(desks, ward(services=(fewer, *WARD.services[1:])))
    with pytest.raises(Conflict, match="numbers_used_up"):
        await desks.take("A")


async def test_two_services_do_not_swap_letters_while_their_numbers_are_called(desks: Desks) -> None:
    await desks.take("A")
    swapped = (replace(WARD.services[0], prefix="B"), replace(WARD.services[1], prefix="A"), WARD.services[2])
    assert set(await refused(desks, ward(services=swapped))) == {"numbers_in_use", "prefix_in_use"}


async def test_a_counter_with_a_clerk_or_a_citizen_does_not_vanish(desks: Desks) -> None:
    await desks.take("A")
    await desks.serve(1)
    fewer = ward(counters=WARD.counters[1:])
    assert set(await refused(desks, fewer)) == {"counter_is_open"}
    await desks.at(1, clerk.finish)
    await desks.at(1, counters.close)
    await apply(desks, fewer)
    assert [one.number for one in desks.runner.office.counters] == [2, 3, 4]


async def test_no_counter_is_taken_from_the_last_people_of_a_service(desks: Desks) -> None:
    await desks.take("C")
    kept = tuple(replace(one, service_ids=("A", "B"), preferred=()) for one in WARD.counters)
    assert set(await refused(desks, ward(counters=kept))) == {"service_needs_counter"}


async def test_a_priority_class_stays_while_somebody_waits_under_it(desks: Desks) -> None:
    await desks.take("A", "elderly")
    assert (await refused(desks, ward(priority_classes=())))["class_in_use"]["people"] == 1
    shorter = PriorityClass("elderly", {"vi": "Người từ 75 tuổi"}, minutes(5))
    await apply(desks, ward(priority_classes=(shorter,)))
    # Who waits already keeps the head start that was promised.
    first = (await desks.desk(1)).queue[0].ticket
    assert (await desks.ticket(first)).head_start == minutes(15)


async def test_a_place_with_a_paired_screen_stays(desks: Desks) -> None:
    roof = Zone("roof", {"vi": "Sân thượng"})
    await apply(desks, ward(zones=(*WARD.zones, roof), counters=(*WARD.counters, counter(9, "A"))))
    for number, device in enumerate(
        (Device("wall", "display", "roof", "Tường"), Device("small", "counter", None, "Quầy 9", 9))
    ):
        await desks.do(devices.pair_device, device, f"token-{number}")
    with pytest.raises(SetUpInUse) as error:
        await apply(desks, WARD)
    assert {one.code for one in error.value.problems} == {"zone_has_screens", "counter_has_screens"}


async def test_the_office_keeps_its_id_and_by_day_its_time_zone(desks: Desks) -> None:
    from zoneinfo import ZoneInfo

    assert set(await refused(desks, ward(id="other", time_zone=ZoneInfo("Asia/Tokyo")))) == {
        "office_id_stays",
        "time_zone_in_use",
    }


async def test_the_second_of_two_managers_is_told_that_the_first_was_faster(desks: Desks) -> None:
    version = await apply(desks, ward(target_wait=minutes(20)))
    with pytest.raises(Conflict) as error:
        await apply(desks, ward(target_wait=minutes(10)), based_on=version - 1)
    assert (error.value.code, error.value.details["actor"]) == ("set_up_changed", "administrator:hoa")
    assert desks.runner.office.target_wait == minutes(20)
    await apply(desks, ward(target_wait=minutes(10)), based_on=version)


async def test_the_journal_holds_the_rules_and_what_changed_before_and_after(desks: Desks) -> None:
    after = ward(counters=(replace(WARD.counters[0], service_ids=("B", "A")), *WARD.counters[1:]))
    await apply(desks, after)
    ((body, actor),) = await desks.rows(
        "SELECT body, actor FROM journal WHERE event = 'office_set_up' ORDER BY seq DESC LIMIT 1"
    )
    told = json.loads(body)
    assert actor == "administrator:hoa"
    assert told["rules"] == json.loads(json.dumps(rules_of(after)))
    assert told["changes"] == [{"where": "counter/1/services", "before": ["A", "B"], "after": ["B", "A"]}]


async def test_a_former_set_up_can_be_put_in_force_again(desks: Desks) -> None:
    first = await apply(desks, ward(target_wait=minutes(20)))
    second = await apply(desks, ward(target_wait=minutes(30)))
    await desks.do(set_up.restore, first, second)
    assert desks.runner.office.target_wait == minutes(20)
    with pytest.raises(NotFound, match="unknown_set_up"):
        await desks.do(set_up.restore, 999, second + 1)


async def test_the_same_set_up_again_changes_nothing(desks: Desks) -> None:
    text = write_office(ward(target_wait=minutes(20)))
    assert await desks.do(set_up.apply, text) == await desks.do(set_up.apply, text)
    assert len(await desks.rows("SELECT 1 FROM set_ups")) == 1


async def test_verbs_of_the_same_commit_work_with_the_new_set_up_and_a_refused_one_leaves_no_trace(
    desks: Desks,
) -> None:
    import asyncio

    closed = ward(services=(*WARD.services[:2], service("C", is_open=False)))
    found = await asyncio.gather(
        desks.take("C"),
        apply(desks, closed),
        desks.take("C"),
        refused_quietly(desks),
        desks.take("A"),
        return_exceptions=True,
    )
    assert [type(one).__name__ for one in found] == ["str", "int", "Conflict", "SetUpInUse", "str"]
    heard: list[Office] = []
    desks.runner.set_up_changed = heard.append
    await desks.do(kiosk.issue, "B", None, "vi", by="kiosk:1")
    assert heard == []


async def refused_quietly(desks: Desks) -> int:
    return await apply(desks, without_service("C"))


async def test_a_file_edited_by_hand_that_would_break_the_day_waits_and_the_former_set_up_stays(desks: Desks) -> None:
    await apply(desks, ward(target_wait=minutes(20)))
    await desks.take("C")
    fewer = without_service("C")
    in_force = await save_office(desks.database, fewer, write_office(fewer), desks.clock.now())
    assert in_force == ward(target_wait=minutes(20))
    longer = ward(target_wait=minutes(25))
    assert await save_office(desks.database, longer, write_office(longer), desks.clock.now()) == longer


async def test_a_set_up_that_another_process_applied_is_followed_by_an_idle_server(desks: Desks) -> None:
    heard: list[Office] = []
    desks.runner.set_up_changed = heard.append
    await desks.runner.look_for_set_up()
    assert heard == []
    longer = ward(target_wait=minutes(25))
    await save_office(desks.database, longer, write_office(longer), desks.clock.now())
    await desks.runner.look_for_set_up()
    assert (heard, desks.runner.office) == ([longer], longer)


async def test_a_set_up_after_the_clock_was_set_back_does_not_take_the_office_back_in_time(desks: Desks) -> None:
    before = desks.clock.now()
    longer = ward(target_wait=minutes(25))
    stepped_back = before - minutes(10)
    await save_office(desks.database, longer, write_office(longer), stepped_back)
    times = [at for (at,) in await desks.rows("SELECT at FROM journal ORDER BY seq")]
    assert times == sorted(times)
    assert await desks.rows("SELECT journal_at FROM offices") == [(times[-1],)]
    desks.clock.time = stepped_back
    ticket = await desks.take("A")
    # The number stands in the order of arrival, not ten minutes before whoever came earlier.
    assert (await desks.ticket(ticket)).turn.arrived_at == before
