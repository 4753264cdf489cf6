"""What the office does by itself when a day is over."""

from __future__ import annotations

from queue_server.usecases import day
from tests.usecases.conftest import Desks


async def test_the_priority_class_of_a_ticket_is_forgotten_with_its_day_and_its_head_start_is_not(desks: Desks) -> None:
    old = await desks.take(priority="elderly")
    await desks.take()
    kept = "SELECT id, priority, head_start_us FROM tickets WHERE head_start_us > 0 ORDER BY id"
    ((_, priority, head_start),) = await desks.rows(kept)
    assert priority == "elderly"
    await desks.do(day.close_earlier_days, by="system")
    assert await desks.rows(kept) == [(old, "elderly", head_start)]
    desks.clock.pass_by(hours=16)  # midnight: well within the 24 hours that are allowed
    await desks.do(day.close_earlier_days, by="system")
    assert await desks.rows(kept) == [(old, None, head_start)]
    assert not any("elderly" in body for (body,) in await desks.rows("SELECT body FROM journal WHERE event = 'issued'"))
