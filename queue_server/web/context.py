"""What the routes work with; the composition root fills it in and hangs it on the application's state."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import cast

from starlette.requests import HTTPConnection

from queue_server.devices.dossier_system import DossierSystem
from queue_server.devices.loudspeaker import Loudspeaker
from queue_server.devices.screen_reader import ScreenReader
from queue_server.devices.stationery import Stationery
from queue_server.live.announcers import Announcers
from queue_server.live.hub import Hub
from queue_server.live.printers import Fleet
from queue_server.live.updates import Updates
from queue_server.live.viewing import Viewing
from queue_server.protocol import Printed, PublicBoard
from queue_server.settings import Settings
from queue_server.store.devices import Device
from queue_server.usecases.runner import Runner
from queue_server.web.attempts import Attempts
from queue_server.web.once import Once
from queue_server.web.rates import Rate
from queue_server.web.screens import Pages


@dataclass(frozen=True, slots=True)
class TryOut:
    """What the start page hands out when the office only tries the system, on this machine alone."""

    links: tuple[dict[str, object], ...]
    accounts: tuple[dict[str, str], ...]


@dataclass(slots=True)
class FirstRun:
    """The code that stands in the terminal while the office has nobody who can manage it."""

    code: str
    is_needed: bool = False


@dataclass(slots=True)
class Context:
    """Everything that is open while the server lives."""

    settings: Settings
    runner: Runner
    hub: Hub
    viewing: Viewing
    updates: Updates
    pages: Pages
    fleet: Fleet
    stationery: Stationery
    loudspeaker: Loudspeaker
    announcers: Announcers
    reader: ScreenReader
    dossiers: DossierSystem
    public_url: str
    push_key: str | None = None
    try_out: TryOut | None = None
    first_run: FirstRun | None = None
    devices: dict[str, tuple[Device, float]] = field(default_factory=dict)
    attempts: Attempts = field(default_factory=Attempts)
    pairing_attempts: Attempts = field(default_factory=lambda: Attempts(refusal="too_many_codes"))
    key_rate: Rate = field(default_factory=lambda: Rate(600, 60.0))
    board_rate: Rate = field(default_factory=lambda: Rate(60, 60.0))
    phone_rate: Rate = field(default_factory=lambda: Rate(20, 600.0))
    board: tuple[float, PublicBoard] | None = None
    # Wrong appointment codes by kiosk, and bookings by a phone's address. Addresses are in memory only.
    codes: Attempts = field(default_factory=lambda: Attempts(10, 60.0, "too_many_codes"))
    bookings: Attempts = field(default_factory=lambda: Attempts(5, 24 * 3600.0, "too_many_bookings"))
    printing: Once[Printed] = field(default_factory=Once)
    simulating: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))


def context_of(connection: HTTPConnection) -> Context:
    """The application's context."""
    return cast("Context", connection.app.state.context)
