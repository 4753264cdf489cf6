"""The office's keys at the browser makers' push services (VAPID, RFC 8292): one private file in the data folder."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02, VapidException

from queue_server.settings import SettingsError

PRIVATE_BYTES = 32


class BadPushKeys(SettingsError):
    """The file of keys is not one that `xephang push keys` has made."""


@dataclass(frozen=True, slots=True)
class PushKeys:
    """`contact` is whom a push service would write to: `mailto:…` or an `https:` address."""

    contact: str
    vapid: Vapid02 = field(repr=False)

    @property
    def public(self) -> str:
        """What the phone's page needs to subscribe: the public key, base64url."""
        return _text(self.vapid.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def signed(self, audience: str, expires: int) -> dict[str, str]:
        """The header that proves to a push service who sends. `expires` in seconds since the epoch."""
        headers: dict[str, str] = self.vapid.sign({"aud": audience, "sub": self.contact, "exp": expires})
        return headers


def file_of(data: Path) -> Path:
    """Where an office keeps its keys: without that file there is no Web Push."""
    return data / "push.json"


def make(file: Path, contact: str) -> PushKeys:
    """New keys in a file that this user alone can read.

    Raises FileExistsError: new ones would end every subscription; BadPushKeys for a contact that is none.
    """
    vapid = Vapid02()
    vapid.generate_keys()
    keys = PushKeys(contact, vapid)
    _check(keys)
    private = vapid.private_key.private_numbers().private_value.to_bytes(PRIVATE_BYTES, "big")
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        json.dump({"contact": contact, "private_key": _text(private)}, opened)
        opened.flush()
        os.fsync(opened.fileno())
    return keys


def load(file: Path) -> PushKeys | None:
    """The office's keys; None when it has none. Raises BadPushKeys."""
    if not file.exists():
        return None
    try:
        found = json.loads(file.read_text("utf-8"))
        keys = PushKeys(str(found["contact"]), Vapid02.from_raw(str(found["private_key"]).encode()))
    except (ValueError, KeyError, TypeError, VapidException) as error:
        raise BadPushKeys(f"{file} does not hold keys of `xephang push keys`") from error
    _check(keys)
    return keys


def _check(keys: PushKeys) -> None:
    try:
        keys.signed("https://push.example", 2**31)
    except VapidException as error:
        raise BadPushKeys("the contact must be mailto:NAME@HOST or an https: address") from error


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
