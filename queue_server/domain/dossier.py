"""The dossier whose result a citizen comes to collect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

DossierState = Literal["ready", "not_ready", "unknown"]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier by its code, and what the office's own system says: `expected` is the day on which it will be ready."""

    code: str
    state: DossierState = "unknown"
    expected: date | None = None
