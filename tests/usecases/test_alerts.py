"""Alerts in the store and in the journal: begun once, seen to once, ended once."""

import json

import pytest

from queue_server.domain.alerts import Trouble
from queue_server.domain.errors import NotFound
from queue_server.store.alerts import Alert, all_alerts
from queue_server.usecases import alerts
from tests.usecases.conftest import WARD, Desks

WAIT = Trouble("wait_over_target", "A")
GONE = Trouble("display_gone", "tv")


async def known(desks: Desks) -> list[Alert]:
    return await desks.database.read(lambda db: all_alerts(db, WARD.id))


async def journal(desks: Desks) -> list[tuple[str, str, dict[str, object]]]:
    rows = await desks.rows("SELECT actor, event, body FROM journal WHERE event LIKE 'alert%' ORDER BY seq")
    return [(actor, event, json.loads(body)) for actor, event, body in rows]


async def test_an_alert_begins_is_seen_to_and_ends_and_the_journal_has_it_all(desks: Desks) -> None:
    (made, _other) = await desks.do(alerts.change, [WAIT, GONE], [], by="system")
    assert desks.touched[-1].manager
    await desks.do(alerts.acknowledge, made.id, by="manager:huong")
    await desks.do(alerts.acknowledge, made.id, by="manager:minh")
    assert [one.acknowledged_by for one in await known(desks)] == ["huong", None]
    await desks.do(alerts.change, [], [WAIT], by="system")
    assert [one.trouble for one in await known(desks)] == [GONE]
    about = {"kind": "wait_over_target", "subject": "A"}
    assert await journal(desks) == [
        ("system", "alert_began", about),
        ("system", "alert_began", {"kind": "display_gone", "subject": "tv"}),
        ("manager:huong", "alert_acknowledged", {"alert": made.id, **about}),
        ("system", "alert_ended", {"alert": made.id, **about}),
    ]


async def test_what_has_begun_does_not_begin_again_and_what_is_over_can_not_be_seen_to(desks: Desks) -> None:
    (made,) = await desks.do(alerts.change, [WAIT], [], by="system")
    assert await desks.do(alerts.change, [WAIT], [GONE], by="system") == []
    assert len(await journal(desks)) == 1
    await desks.do(alerts.change, [], [WAIT], by="system")
    with pytest.raises(NotFound, match="unknown_alert"):
        await desks.do(alerts.acknowledge, made.id, by="manager:huong")
