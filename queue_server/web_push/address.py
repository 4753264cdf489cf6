"""Where a push address leads: the guard against a phone that names a machine of the office's own network.

The name is looked up once, all that it leads to is judged, and the connection goes to that very address: a name that
leads elsewhere a moment later gains nothing.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from queue_server.domain.notices import HTTPS_PORT, host_of, is_public


class NotPublic(ValueError):
    """The address leads to this machine or into its own network; its text never says which."""


class Target(NamedTuple):
    """`url` is what is connected to; `host` names it, in the header and in the certificate that it must show."""

    url: str
    host: str
    audience: str


Reach = Callable[[str], Awaitable[Target]]


async def public_target(endpoint: str) -> Target:
    """Look up a push address. Raises NotPublic, and OSError when the name can't be looked up."""
    try:
        host = host_of(endpoint)
    except ValueError:
        raise NotPublic("not public") from None
    loop = asyncio.get_running_loop()
    found = [row[4][0] for row in await loop.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)]
    addresses = [str(address) for address in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise NotPublic("not public")
    address = f"[{addresses[0]}]" if ":" in addresses[0] else addresses[0]
    parts = urlsplit(endpoint)
    url = parts._replace(netloc=address, fragment="").geturl()
    return Target(url, host, f"https://{host}")
