"""Old turns leave the database: only of days that are closed, summarised and archived."""

from __future__ import annotations

from datetime import date

from queue_server.domain import calendar
from queue_server.domain.errors import Conflict
from queue_server.store import archive
from queue_server.store.archive import Archived
from queue_server.usecases.work import Done, Work


def purge_day(work: Work, day: date, archived: Archived) -> Done[int]:
    """Remove the turns of an archived day; how many they were. The journal keeps every row of that day.

    Raises Conflict `day_not_closed`, `day_not_summarised`, or `archive_differs` where the archive holds another number
    of turns than the day.
    """
    if day >= calendar.business_day(work.office, work.now):
        raise Conflict("day_not_closed", day=day.isoformat())
    if not archive.is_summarised(work.db, work.office.id, day):
        raise Conflict("day_not_summarised", day=day.isoformat())
    turns = archive.turns_of(work.db, work.office.id, day)
    if turns != archived.turns:
        raise Conflict("archive_differs", day=day.isoformat(), turns=turns)
    archive.remove_day(work.db, work.office.id, day, archived)
    work.record(
        "turns_archived",
        {"day": day.isoformat(), "turns": turns, "file": archived.file, "sha256": archived.sha256},
    )
    return Done(turns)
