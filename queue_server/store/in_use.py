"""What of the set-up the running day holds on to."""

from __future__ import annotations

from datetime import date
from sqlite3 import Connection
from typing import Any

from queue_server.domain.set_up import InUse


def load(db: Connection, office_id: str, today: date) -> InUse:
    """Everything that a change of the set-up may not take away, counted."""
    values = {"office_id": office_id, "day": today.isoformat()}

    def counted(query: str) -> dict[Any, int]:
        return {row[0]: row[1] for row in db.execute(query, values)}

    open_turns = "FROM turns WHERE office_id = :office_id AND state <> 'ended'"
    waiting_for = db.execute(
        f"SELECT only_counter, service_id {open_turns} AND only_counter IS NOT NULL", values
    ).fetchall()
    return InUse(
        open_by_service=counted(f"SELECT service_id, COUNT(*) {open_turns} GROUP BY service_id"),
        open_by_priority=counted(
            "SELECT priority, COUNT(*) FROM tickets JOIN turns ON turns.office_id = tickets.office_id"
            " AND turns.ticket_id = tickets.id AND turns.state <> 'ended'"
            " WHERE tickets.office_id = :office_id AND priority IS NOT NULL GROUP BY priority"
        ),
        open_by_counter=counted(
            f"SELECT COALESCE(counter, only_counter), COUNT(*) {open_turns}"
            " AND (only_counter IS NOT NULL OR state IN ('called', 'serving', 'held')) GROUP BY 1"
        ),
        waiting_for=frozenset((row[0], row[1]) for row in waiting_for),
        last_numbers=counted(
            "SELECT service_id, MAX(number) FROM tickets WHERE office_id = :office_id AND business_day = :day"
            " GROUP BY service_id"
        ),
        staffed=frozenset(
            counted(
                "SELECT counter, 1 FROM counter_sessions WHERE office_id = :office_id AND closed_at IS NULL"
                " UNION SELECT counter, 1 FROM alarms WHERE office_id = :office_id"
            )
        ),
        appointments=counted(
            "SELECT service_id, COUNT(*) FROM appointments WHERE office_id = :office_id AND state = 'booked'"
            " AND business_day >= :day GROUP BY service_id"
        ),
        screens_of_zones=counted(
            "SELECT zone_id, COUNT(*) FROM devices WHERE office_id = :office_id AND zone_id IS NOT NULL GROUP BY 1"
        ),
        screens_of_counters=counted(
            "SELECT counter, COUNT(*) FROM devices WHERE office_id = :office_id AND counter IS NOT NULL GROUP BY 1"
        ),
    )
