"""One message for one phone, encrypted for its browser alone (RFC 8291) and signed by the office (RFC 8292)."""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass, field

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec

from queue_server.domain.notices import Subscription
from queue_server.web_push.address import Target
from queue_server.web_push.keys import PushKeys

# A push service refuses a signature for longer than a day.
SIGNED_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Letter:
    """What is posted to a push service. `host` is the name that its certificate must bear."""

    url: str = field(repr=False)
    host: str
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def sealed(keys: PushKeys, wanted: Subscription, text: bytes, target: Target, seconds: int) -> Letter:
    """Encrypt and sign. `seconds`: how long the service may keep it. Raises ValueError for a key that is no point."""
    body = http_ece.encrypt(
        text,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_bytes_of(wanted.p256dh),
        auth_secret=_bytes_of(wanted.auth),
        version="aes128gcm",
    )
    headers = {
        **keys.signed(target.audience, int(time.time()) + SIGNED_SECONDS),
        "Host": target.audience.partition("://")[2],
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(seconds),
        "Urgency": "high",
        # Of what a sleeping phone has not fetched yet, only the newest matters.
        "Topic": "queue",
    }
    return Letter(target.url, target.host, headers, body)


def _bytes_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
