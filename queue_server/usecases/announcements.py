"""What the hall is told besides calls: words of the manager, and that serving ends soon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from queue_server.domain import calendar
from queue_server.domain.announcing import Announcement
from queue_server.domain.errors import Conflict
from queue_server.store import announcements
from queue_server.usecases.work import Done, Touched, Work


def announce(
    work: Work, name: str, zones: Sequence[str], text: str, language: str, *, by_engine: bool
) -> Done[list[str]]:
    """Say a text once in each of these zones; its ids. `name` differs for each wish. Raises NotFound `unknown_zone`."""
    made = tuple(
        Announcement(f"text-{name}@{zone_id}", zone_id, "free_text", work.now, language, text, by_engine=by_engine)
        for zone_id in dict.fromkeys(work.office.zone(zone).id for zone in zones)
    )
    for one in made:
        announcements.insert(work.db, work.office.id, one)
    # The office's own words, said aloud in its hall: the journal may hold them.
    work.record("announced", {"zones": [one.zone_id for one in made], "text": text, "language": language})
    return Done([one.id for one in made], Touched(announcements=made))


def take_back(work: Work, ids: Sequence[str]) -> Done[list[str]]:
    """A text is not said after all, where no loudspeaker has begun; the ids of those.

    Raises Conflict `already_said` when there is none.
    """
    taken = [one for one in ids if announcements.remove_unspoken(work.db, work.office.id, one)]
    if not taken:
        raise Conflict("already_said")
    work.record("announcement_taken_back", {"announcements": list(taken)})
    return Done(taken)


def closing_soon(work: Work) -> Done[bool]:
    """Tell every zone that serving ends soon, once a day; whether there was a zone that was not told yet."""
    day = calendar.business_day(work.office, work.now)
    minutes = work.office.announcements.closing_soon // timedelta(minutes=1)
    wanted = [
        Announcement(f"closing-{day:%Y%m%d}@{zone.id}", zone.id, "closing_soon", work.now, minutes=minutes)
        for zone in work.office.zones
    ]
    made = tuple(one for one in wanted if announcements.insert(work.db, work.office.id, one))
    if made:
        work.record("closing_soon", {"zones": [one.zone_id for one in made], "minutes": minutes})
    return Done(bool(made), Touched(announcements=made))
