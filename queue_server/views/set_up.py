"""The set-up page: what is in force, what is still missing, and who changed what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from sqlite3 import Connection

from queue_server.domain.errors import Problem
from queue_server.domain.journal import Json
from queue_server.domain.office import Office
from queue_server.domain.set_up import Change
from queue_server.office_file import file_of
from queue_server.protocol import People, Person, SetUpChange, SetUpVersion, SetUpView, VoiceFault
from queue_server.store import devices, offices, people
from queue_server.texts import told


def set_up_view(db: Connection, office: Office, voice_faults: Iterable[VoiceFault]) -> SetUpView:
    """The set-up in force with its history."""
    missing = [*_missing(office), *_missing_screens(db, office), *_missing_people(db, office)]
    missing += [Problem("announcements", "voice_lacks_words", {"command": fault.command}) for fault in voice_faults]
    return SetUpView(
        version=offices.standing(db, office.id).version,
        file=file_of(office),
        text=offices.set_up_text(db, office.id) or "",
        hints=[told(one) for one in missing],
        history=[
            SetUpVersion(version=one.version, at=one.at, actor=one.actor, changes=change_lines(one.changes))
            for one in offices.versions(db, office.id)
        ],
    )


def change_lines(changes: Iterable[Change]) -> list[SetUpChange]:
    """Changes as people read them: values as the file would write them, a text by its Vietnamese."""
    return [SetUpChange(where=one.where, before=_shown(one.before), after=_shown(one.after)) for one in changes]


def staff(db: Connection, office: Office) -> People:
    """Everyone on the staff."""
    return People(
        [
            Person(name=one.name, display_name=one.display_name, role=one.role, is_disabled=one.is_disabled)
            for one in people.users(db, office.id)
        ]
    )


def _missing(office: Office) -> Iterator[Problem]:
    for place, service in enumerate(office.services):
        if not office.counters_serving(service.id):
            yield Problem(f"service.{place}", "no_counter_serves_it", {"name": service.name["vi"]})
        if "en" in office.languages and "en" not in service.name:
            yield Problem(f"service.{place}.name", "no_english_name", {"name": service.name["vi"]})
    for place, counter in enumerate(office.counters):
        if not counter.service_ids:
            yield Problem(f"counter.{place}.services", "serves_nothing", {"counter": counter.number})
    if not any(office.hours.week.values()):
        yield Problem("hours.days", "never_open")


def _missing_screens(db: Connection, office: Office) -> Iterator[Problem]:
    paired = devices.all_paired(db, office.id)
    if not any(one.kind == "kiosk" for one in paired):
        yield Problem("screens", "no_kiosk")
    for place, zone in enumerate(office.zones):
        if not any(one.kind == "display" and one.zone_id == zone.id for one in paired):
            yield Problem(f"zone.{place}", "no_display", {"name": zone.name["vi"]})


def _missing_people(db: Connection, office: Office) -> Iterator[Problem]:
    if not any(one.role == "clerk" and not one.is_disabled for one in people.users(db, office.id)):
        yield Problem("people", "no_clerk")


def _shown(value: Json) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dict) and isinstance(value.get("vi"), str):
        return " / ".join(str(text) for text in value.values())
    return json.dumps(value, ensure_ascii=False)
