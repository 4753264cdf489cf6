"""The ticket's look changes: its template and the office's logo, each change a version that can come back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from queue_server.domain.errors import NotFound
from queue_server.store import ticket_looks
from queue_server.store.ticket_looks import SavedLook
from queue_server.usecases.work import Done, Work


@dataclass(frozen=True, slots=True)
class Look:
    """A template's text, None for the built-in one, and a logo as PNG, None for none."""

    template: str | None
    logo: bytes | None


def save_template(work: Work, now: Look, template: str | None) -> Done[Look]:
    """Tickets are drawn by this template from now on."""
    return _changed(work, now, replace(now, template=template))


def save_logo(work: Work, now: Look, logo: bytes | None) -> Done[Look]:
    """Tickets carry this logo from now on, or none."""
    return _changed(work, now, replace(now, logo=logo))


def restore(work: Work, now: Look, version: int) -> Done[Look]:
    """Tickets look again as they did. Raises NotFound `unknown_ticket_look`."""
    for saved in ticket_looks.versions(work.db, work.office.id):
        if saved.version == version:
            return _changed(work, now, Look(saved.template, saved.logo))
    raise NotFound("unknown_ticket_look", version=version)


def _changed(work: Work, now: Look, after: Look) -> Done[Look]:
    if after == now:
        return Done(after)
    kept = ticket_looks.versions(work.db, work.office.id)
    version = kept[0].version if kept else 0
    if not kept or (kept[0].template, kept[0].logo) != (now.template, now.logo):
        # What is in use was put there by hand: it can come back, too.
        version += 1
        ticket_looks.keep(work.db, work.office.id, SavedLook(version, work.now, "", now.template, now.logo))
    version += 1
    ticket_looks.keep(work.db, work.office.id, SavedLook(version, work.now, work.actor, after.template, after.logo))
    if after.template != now.template:
        text = "" if after.template is None else after.template
        work.record("ticket_template_saved", {"sha256": _digest(text.encode()), "version": version})
    if after.logo != now.logo:
        digest = None if after.logo is None else _digest(after.logo)
        work.record("ticket_logo_saved", {"sha256": digest, "version": version})
    return Done(after)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
