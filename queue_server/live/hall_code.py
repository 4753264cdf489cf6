"""The code on the hall's displays that shows that a phone is here: four digits, changed every few minutes.

It is made from a secret of this start of the server: nothing is stored, and nobody can work out the next one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime


class HallCode:
    """`now` is the office's time; a code is good until the one after it is replaced, for people type slowly."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def at(self, now: datetime, minutes: int) -> str:
        """The code to show now."""
        return self._code(self._stretch(now, minutes))

    def is_right(self, code: str, now: datetime, minutes: int) -> bool:
        """Whether it is the code of now, or the one before it."""
        stretch = self._stretch(now, minutes)
        # Both are compared, so that the time it takes tells nothing.
        right = [hmac.compare_digest(self._code(one).encode(), code.encode()) for one in (stretch, stretch - 1)]
        return any(right)

    def _stretch(self, now: datetime, minutes: int) -> int:
        return int(now.timestamp() // (60 * minutes))

    def _code(self, stretch: int) -> str:
        digest = hmac.digest(self._secret, str(stretch).encode(), hashlib.sha256)
        return f"{int.from_bytes(digest[:8]) % 10_000:04d}"
