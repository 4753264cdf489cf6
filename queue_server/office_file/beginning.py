"""The first set-up of an office: one of the examples with the wizard's answers."""

from __future__ import annotations

from itertools import cycle
from typing import Any

from queue_server.domain.office import Office
from queue_server.office_file.reading import EXAMPLES, office_of_tables, tables_of_text
from queue_server.protocol import BeginOffice


def first_office(now: Office, wish: BeginOffice) -> Office:
    """The example with its name, hours, reading and number of counters; its id is that of the database.

    Raises SetUpInvalid.
    """
    tables: dict[str, Any] = dict(tables_of_text((EXAMPLES / f"{wish.template}_office.toml").read_text("utf-8")))
    languages = ["vi", "en"] if wish.english else ["vi"]
    tables["office"] = {
        **tables["office"],
        "id": now.id,
        "name": wish.office_name,
        "address": wish.address,
        "reading": wish.reading,
        "languages": languages,
    }
    tables["hours"] = {"days": list(wish.days), "issue": list(wish.issue), "serve": list(wish.serve)}
    services = [service["prefix"] for service in tables["service"]]
    tables["counter"] = _counters(tables["counter"], services, wish.counters)
    return office_of_tables(tables)


def _counters(rows: list[dict[str, Any]], services: list[str], wanted: int) -> list[dict[str, Any]]:
    """So many counters: the example's first ones, then the same again; nobody comes for a service in vain."""
    kept = [dict(row) for row, _ in zip(cycle(rows), range(wanted), strict=False)]
    for n, row in enumerate(kept, start=1):
        row |= {"number": n, "name": row["name"] if n <= len(rows) else f"{row['name']} ({n})"}
    served = {name for row in kept for name in row["services"]}
    kept[-1]["services"] = [*kept[-1]["services"], *(name for name in services if name not in served)]
    return kept
