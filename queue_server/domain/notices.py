"""Notices to a citizen's phone by Web Push: when there is one, and which addresses may be told at all."""

from __future__ import annotations

import base64
import binascii
import ipaddress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from queue_server.domain.errors import Invalid

NEAR: Final = 3
"""With so many people ahead, or fewer, a citizen should be near; the phone's page says so at the same place."""

# RFC 8291: an uncompressed point of P-256, and sixteen random bytes.
_POINT_BYTES = 65
_SECRET_BYTES = 16
HTTPS_PORT = 443


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where one phone is told, and with what keys only it can read it. Not in its repr, so that none is ever logged.

    `endpoint` is an address at the browser maker's push service, `p256dh` and `auth` are base64url as the browser
    gives them, `language` that of the page.
    """

    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)
    language: str

    def refuse_when_unusable(self) -> None:
        """Raises Invalid `bad_push_address` unless it is HTTPS to a host out in the world, with keys of the right size.

        What a name leads to is looked at when something is sent, for it may change until then.
        """
        try:
            host_of(self.endpoint)
            point, secret = _bytes_of(self.p256dh), _bytes_of(self.auth)
        except (ValueError, binascii.Error):
            raise Invalid("bad_push_address") from None
        if len(point) != _POINT_BYTES or point[0] != 4 or len(secret) != _SECRET_BYTES:
            raise Invalid("bad_push_address")


def host_of(endpoint: str) -> str:
    """The host of a push address. Raises ValueError unless it is HTTPS, on its own port, to no private address."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    if parts.scheme != "https" or parts.port not in (None, HTTPS_PORT) or parts.username is not None or not host:
        raise ValueError("not an address of a push service")
    if _is_number(host) and not is_public(host):
        raise ValueError("not a public address")
    return host


def is_public(address: str) -> bool:
    """Whether an IP address is one of the world's, not one of this machine, its network or a multicast."""
    found = ipaddress.ip_address(address)
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    found = mapped or found
    return found.is_global and not found.is_multicast


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _bytes_of(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)
