"""A stand-in of a browser maker's push service, and of a phone behind it.

It checks the office's signature (RFC 8292) and decrypts what it is sent (RFC 8291) by the RFCs' own text, with nothing
of the libraries that have made it.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from queue_server.domain.notices import Subscription
from queue_server.web_push.address import Target

HOST = "push.example"


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Phone:
    """A browser's subscription: its keys never leave the phone."""

    name: str = "p1"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = bytes(range(16))

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def subscription(self, language: str = "vi") -> Subscription:
        return Subscription(f"https://{HOST}/send/{self.name}", encoded(self.point), encoded(self.secret), language)

    def read(self, body: bytes) -> dict[str, Any]:
        """Decrypt one message: the header of RFC 8188, the keys of RFC 8291, one record."""
        salt, length, rest = body[:16], body[20], body[21:]
        theirs, record = rest[:length], rest[length:]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        info = b"WebPush: info\x00" + self.point + theirs
        secret = HKDF(hashes.SHA256(), 32, self.secret, info).derive(shared)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(secret)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(secret)
        plain = AESGCM(key).decrypt(nonce, record, None).rstrip(b"\x00")
        assert plain.endswith(b"\x02")  # the last record
        found: dict[str, Any] = json.loads(plain[:-1])
        return found


@dataclass
class Told:
    """One message that was taken: to which phone, what it says, how long the service may keep it."""

    phone: str
    title: str
    body: str
    ttl: int


class PushService:
    """`statuses` are the next answers, 201 when there are none left; while `is_slow` it does not answer at all."""

    def __init__(self, public_key: str, *phones: Phone) -> None:
        self._public_key = public_key
        self._phones = {phone.name: phone for phone in phones}
        self.statuses: list[int] = []
        self.retry_after = ""
        self.is_slow = False
        self.asked = 0
        self.told: list[Told] = []
        self._arrived = asyncio.Event()
        self._address = ""
        self._slow: list[asyncio.StreamWriter] = []

    @asynccontextmanager
    async def running(self) -> AsyncIterator[PushService]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()
            for writer in self._slow:
                writer.close()

    async def reach(self, endpoint: str) -> Target:
        """Stand in for the guard, which lets nobody reach a loopback address: this service, under its public name."""
        return Target(endpoint.replace(f"https://{HOST}", self._address), HOST, f"https://{HOST}")

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not is_so():
                self._arrived.clear()
                await self._arrived.wait()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        body = await reader.readexactly(int(headers["content-length"]))
        self.asked += 1
        self._arrived.set()
        if self.is_slow:
            self._slow.append(writer)
            return
        status = self._judge(head[0].split()[1].rpartition("/")[2], headers, body)
        after = f"Retry-After: {self.retry_after}\r\n" if self.retry_after else ""
        writer.write(f"HTTP/1.1 {status} X\r\n{after}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    def _judge(self, name: str, headers: dict[str, str], body: bytes) -> int:
        if not self._is_signed(headers):
            return 403
        assert (headers["host"], headers["content-encoding"]) == (HOST, "aes128gcm")
        status = self.statuses.pop(0) if self.statuses else 201
        if status == 201:
            said = self._phones[name].read(body)
            self.told.append(Told(name, said["title"], said["body"], int(headers["ttl"])))
            self._arrived.set()
        return status

    def _is_signed(self, headers: dict[str, str]) -> bool:
        """RFC 8292: an ES256 token for this service by the key that the phone has subscribed with."""
        scheme, _, rest = headers["authorization"].partition(" ")
        given = dict(part.strip().split("=", 1) for part in rest.split(","))
        token, _, signature = given["t"].rpartition(".")
        claims = json.loads(decoded(token.partition(".")[2]))
        raw = decoded(signature)
        both = utils.encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(given["k"]))
        key.verify(both, token.encode(), ec.ECDSA(hashes.SHA256()))
        is_for_us = claims["aud"] == f"https://{HOST}" and claims["sub"] == "mailto:it@example.vn"
        return scheme == "vapid" and given["k"] == self._public_key and is_for_us
