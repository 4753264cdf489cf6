"""Where the server is: the addresses of its sockets and sounds, made from the one that an administrator gives."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit


class AddressWrong(ValueError):
    """What was given is no address of a server, said for an administrator."""


@dataclass(frozen=True, slots=True)
class Address:
    """A server and a zone. `server` has no slash at its end."""

    server: str
    zone: str

    @classmethod
    def of(cls, server: str, zone: str) -> Address:
        """Check what was given. Raises AddressWrong."""
        parts = urlsplit(server)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise AddressWrong(f"{server!r} is no address of a server: such as http://192.168.1.10:8000")
        if parts.query or parts.fragment:
            raise AddressWrong(f"{server!r} is a page's address: the server's alone is meant, then --zone and --token")
        return cls(server.rstrip("/"), zone)

    @property
    def socket(self) -> str:
        """The address of the zone's socket for loudspeakers."""
        return f"ws{self.server.removeprefix('http')}/ws/speaker/{quote(self.zone, safe='')}"

    def sound(self, path: str) -> str:
        """The address of a sound, on this server and no other. Raises AddressWrong."""
        if not path.startswith("/") or path.startswith("//"):
            raise AddressWrong(f"{path!r} is no sound of this server")
        return self.server + path
