"""The six digits that an unpaired screen shows until staff type them.

A screen brings a token of its own making, and its code stands for that token. Once the code was typed the token is a
paired device's: nothing has to be handed over, so no power cut can come between. Codes live in memory alone.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from queue_server.domain.errors import QueueError

DIGITS = 6
GOOD_FOR = timedelta(minutes=10)
# A code that goes from the screen while somebody is typing it is still taken for so long.
GRACE = timedelta(seconds=30)
# Anybody in the office's network may open the page: what they can take up is bounded, far above any office's screens.
MOST_OPEN = 200


class TooManyScreens(QueueError):
    """More unpaired screens are open than an office can have."""

    status = 429


@dataclass(frozen=True, slots=True)
class PairingCode:
    """Six digits, and until when the screen shows them."""

    digits: str
    expires_at: datetime


class PairingCodes:
    """Codes by the token that they stand for. No two screens have the same one, old ones in their grace included."""

    def __init__(self) -> None:
        self._tokens: dict[str, tuple[str, datetime]] = {}
        self._codes: dict[str, PairingCode] = {}

    def code_for(self, token: str, now: datetime) -> PairingCode:
        """The screen's present code: the same until it expires. Raises TooManyScreens `too_many_screens`."""
        code = self._codes.get(token)
        if code is not None and now < code.expires_at:
            return code
        self._drop_old(now)
        if len(self._codes) >= MOST_OPEN:
            raise TooManyScreens("too_many_screens")
        code = PairingCode(self._unused(), now + GOOD_FOR)
        self._codes[token] = code
        self._tokens[code.digits] = token, code.expires_at + GRACE
        return code

    def token_of(self, digits: str, now: datetime) -> str | None:
        """The token of the screen that shows the code, or None."""
        token, until = self._tokens.get(digits, ("", now))
        return token if now < until else None

    def forget(self, token: str) -> None:
        """The screen is paired: none of its codes is good any more."""
        self._codes.pop(token, None)
        self._tokens = {digits: known for digits, known in self._tokens.items() if known[0] != token}

    def _drop_old(self, now: datetime) -> None:
        self._tokens = {digits: known for digits, known in self._tokens.items() if now < known[1]}
        self._codes = {token: code for token, code in self._codes.items() if now < code.expires_at}

    def _unused(self) -> str:
        while (digits := f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}") in self._tokens:
            pass
        return digits
