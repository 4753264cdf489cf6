"""What an office may know of a citizen who shows an identity card: a mark that means nothing tomorrow."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Literal

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """Whether kiosks ask for the card; the age class that it proposes, and the numbers for each citizen and day."""

    ask: Literal["off", "offer", "require"] = "off"
    tickets_per_day: int = 3
    senior_age: int = 75
    senior_class: str = "cao-tuoi"


def mark(key: bytes, number: str) -> str:
    """The keyed hash of an identity number, 32 hex digits: the same all day, and of no use without the day's key."""
    return hmac.new(key, number.encode(), hashlib.sha256).hexdigest()[:32]
