"""An appointment as a calendar file (iCalendar, RFC 5545), for the phone's own calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from queue_server.protocol import AppointmentView
from queue_server.texts import render

LONGEST_LINE = 75  # octets, RFC 5545 §3.1


def calendar_file(appointment: AppointmentView, now: datetime, language: str) -> str:
    """One event with its place, code and page; a cancelled appointment takes the event out of the calendar again."""
    pick = appointment.service_name.get(language, appointment.service_name["vi"])
    office = appointment.office_name.get(language, appointment.office_name["vi"])
    cancelled = appointment.state == "cancelled"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Xep Hang//Appointments//VI",
        f"METHOD:{'CANCEL' if cancelled else 'PUBLISH'}",
        "BEGIN:VEVENT",
        # The token's page is the appointment's name for the calendar, too: moved, it replaces the event.
        f"UID:{appointment.path.rpartition('/')[2]}",
        f"SEQUENCE:{int(now.timestamp()) // 60}",
        f"DTSTAMP:{_utc(now)}",
        f"DTSTART:{_utc(appointment.slot)}",
        f"DTEND:{_utc(appointment.ends)}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        f"SUMMARY:{_text(render(language, 'book.event', service=pick))}",
        f"LOCATION:{_text(', '.join(filter(None, (office, appointment.office_address))))}",
        f"DESCRIPTION:{_text(render(language, 'book.event_text', code=appointment.code, url=appointment.url))}",
        f"URL:{appointment.url}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(part + "\r\n" for line in lines for part in _folded(line))


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, no letter cut in two; each further piece begins with a space."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > LONGEST_LINE:
            yield piece
            piece = " "
        piece += letter
    yield piece
