"""Alerts begin, are seen to, and end."""

from __future__ import annotations

from collections.abc import Iterable

from queue_server.domain.alerts import Trouble
from queue_server.domain.errors import NotFound
from queue_server.domain.journal import Json
from queue_server.store import alerts
from queue_server.store.alerts import Alert
from queue_server.usecases.work import Done, Touched, Work

CHANGED = Touched(manager=True)


def change(work: Work, began: Iterable[Trouble], ended: Iterable[Trouble]) -> Done[list[Alert]]:
    """These begin and those are over; the ones that began. What has begun or ended already changes nothing."""
    known = {one.trouble: one for one in alerts.all_alerts(work.db, work.office.id)}
    made = [_begin(work, trouble) for trouble in began if trouble not in known]
    for trouble in ended:
        if trouble in known:
            alerts.remove(work.db, work.office.id, known[trouble].id)
            work.record("alert_ended", {"alert": known[trouble].id, **_facts(trouble)})
    return Done(made, CHANGED)


def acknowledge(work: Work, alert_id: int) -> Done[int]:
    """A manager sees to it: it stays on the page and rings no more. Doing it twice changes nothing.

    Raises NotFound `unknown_alert`, also when it is over.
    """
    found = alerts.of_id(work.db, work.office.id, alert_id)
    if found is None:
        raise NotFound("unknown_alert")
    if found.acknowledged_by is not None:
        return Done(alert_id)
    alerts.acknowledge(work.db, work.office.id, alert_id, work.actor.partition(":")[2])
    work.record("alert_acknowledged", {"alert": alert_id, **_facts(found.trouble)})
    return Done(alert_id, CHANGED)


def _begin(work: Work, trouble: Trouble) -> Alert:
    alert = Alert(work.record("alert_began", _facts(trouble)), trouble, work.now, None)
    alerts.insert(work.db, work.office.id, alert)
    return alert


def _facts(trouble: Trouble) -> dict[str, Json]:
    return {"kind": trouble.kind, "subject": trouble.subject}
