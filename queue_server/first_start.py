"""What a first start makes: an offline voice, and in try-out mode people and screens to try everything with."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from audio import pack
from audio.engines import open_engine
from audio.speech import AudioError
from queue_server.app import save_office, set_up_text
from queue_server.clock import Clock
from queue_server.devices.loudspeaker import counters_of, lacking
from queue_server.domain.office import Office
from queue_server.following import DEFAULT_VOICES
from queue_server.office_file import read_office
from queue_server.settings import Settings
from queue_server.store.database import Database
from queue_server.store.devices import Device
from queue_server.store.people import Role, User
from queue_server.usecases import access, devices
from queue_server.usecases.runner import Runner
from queue_server.usecases.work import Done, Work
from queue_server.web.context import TryOut

log = logging.getLogger(__name__)
TRY_OUT_FILE = "try-out.json"
ROLES: Mapping[Role, str] = {
    "clerk": "Cán bộ dùng thử",
    "manager": "Quản lý dùng thử",
    "administrator": "Quản trị dùng thử",
}


def make_voices(settings: Settings, office: Office, progress: Callable[[int, int, str], None]) -> None:
    """Build the offline voices that the office needs and hasn't, or that lack one of its sentences.

    A machine where that fails has no voice, but its office.
    """
    for language, folder in settings.voice_folders(office.announcements.languages).items():
        if folder.name != DEFAULT_VOICES.get(language):
            continue
        present = _present(folder)
        if present is None or (present.manifest.engine == "espeak" and lacking(present, office, language)):
            _make_voice(folder, office, language, present, progress)


def _present(folder: Path) -> pack.VoicePack | None:
    try:
        return pack.VoicePack.load(folder)
    except AudioError:
        return None


def _make_voice(
    folder: Path,
    office: Office,
    language: str,
    present: pack.VoicePack | None,
    progress: Callable[[int, int, str], None],
) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    engine = open_engine("espeak")
    try:
        pack.build(
            engine,
            folder,
            language=language,
            region=office.region,
            # The administrator may have chosen another of its voices.
            voice=None if present is None else present.manifest.voice,
            counters=counters_of(office),
            templates=office.announcements.templates.get(language),
            loudness=-16.0 if present is None else present.manifest.loudness,
            progress=progress,
        )
    except AudioError as error:
        log.error("the offline voice could not be made: %s", error)
    finally:
        engine.close()


def office_of(settings: Settings) -> Office:
    """The office that the data folder describes. Raises Invalid `bad_office_file`."""
    return read_office(set_up_text(settings))


def try_out(settings: Settings, office: Office, clock: Clock) -> TryOut:
    """People and paired screens to try everything with; the same at every start, kept in the data folder.

    Only for a server that listens on this machine alone: the start page shows their passwords.
    """
    file = settings.data / TRY_OUT_FILE
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    secrets_now = {name: known.get(name) or secrets.token_urlsafe(16) for name in _wanted(office)}
    if secrets_now != known:
        asyncio.run(_enrol(settings, office, clock, secrets_now))
        _write_private(file, json.dumps(secrets_now, indent=2))
    return TryOut(_links(office, secrets_now), _accounts(secrets_now))


def _wanted(office: Office) -> list[str]:
    return [*ROLES, "kiosk", *(f"display-{zone.id}" for zone in office.zones), _counter_display(office)]


def _counter_display(office: Office) -> str:
    """One counter's display is enough to try it: that of the first."""
    return f"counter-{office.counters[0].number}"


def _links(office: Office, known: dict[str, str]) -> tuple[dict[str, object], ...]:
    displays: list[dict[str, object]] = [
        {
            "kind": "display",
            "name": {"vi": f"Màn hình {zone.name['vi']}", "en": f"Display {zone.name.get('en', zone.name['vi'])}"},
            "href": f"/display/{zone.id}#token={known[f'display-{zone.id}']}",
        }
        for zone in office.zones
    ]
    return (
        {"kind": "kiosk", "name": {"vi": "Máy lấy số", "en": "Kiosk"}, "href": f"/kiosk#token={known['kiosk']}"},
        *displays,
        {
            "kind": "counter",
            "name": {
                "vi": f"Màn hình quầy {office.counters[0].number}",
                "en": f"Display of counter {office.counters[0].number}",
            },
            "href": f"/counter/{office.counters[0].number}#token={known[_counter_display(office)]}",
        },
        {"kind": "clerk", "name": {"vi": "Quầy tiếp nhận", "en": "Clerk's desk"}, "href": "/clerk"},
        {"kind": "manager", "name": {"vi": "Quản lý", "en": "Manager"}, "href": "/manager"},
    )


def _accounts(known: dict[str, str]) -> tuple[dict[str, str], ...]:
    return tuple({"role": role, "name": role, "password": known[role]} for role in ROLES)


async def _enrol(settings: Settings, office: Office, clock: Clock, known: dict[str, str]) -> None:
    database = Database(settings.database)
    database.open()
    try:
        await save_office(database, office, set_up_text(settings), clock.now())
        await enrol(Runner(database, office, clock), known)
    finally:
        database.close()


async def enrol(runner: Runner, known: dict[str, str]) -> None:
    """Add the people and pair the screens of `known`, by name: their passwords and tokens."""
    for role in (one for one in ROLES if one in known):
        display_name = ROLES[role]
        hashed = access.hash_password(known[role])
        await runner.run("administrator", partial(_add_user, role=role, display_name=display_name, hashed=hashed))
    for name, token in known.items():
        device = _device(name)
        if device is not None:
            await runner.run("administrator", partial(devices.pair_device, device=device, token=token))


def _add_user(work: Work, role: Role, display_name: str, hashed: str) -> Done[User]:
    return access.add_user(work, role, display_name, role, hashed)


def _device(name: str) -> Device | None:
    kind, _, place = name.partition("-")
    if kind == "display":
        return Device(name, "display", place, name)
    if kind == "counter":
        return Device(name, "counter", None, name, int(place))
    return Device(name, "kiosk", None, "Kiosk") if kind == "kiosk" else None


def _write_private(file: Path, text: str) -> None:
    half = file.with_suffix(".half")
    half.touch(mode=0o600)
    half.write_text(text, encoding="utf-8")
    half.replace(file)
