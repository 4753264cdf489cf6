"""The office's signature (Ed25519): whoever has a published digest and the public key needs to trust nobody."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_FILE = "office.key"


class Signer:
    """Signs with the key in the data folder, which is made when it is first needed and which only its user may read."""

    def __init__(self, data: Path) -> None:
        self._key = _load(data / KEY_FILE)

    @property
    def public_key(self) -> str:
        """The public key, 32 bytes as base64."""
        return _text(self._key.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """The signature of a text, 64 bytes as base64. The same text has the same signature, always."""
        return _text(self._key.sign(text.encode()))


def is_signed(text: str, signature: str, public_key: str) -> bool:
    """Whether that key signed that text. A key or signature that is none signs nothing."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _load(file: Path) -> Ed25519PrivateKey:
    if not file.exists():
        _write_private(file, Ed25519PrivateKey.generate().private_bytes_raw())
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(file.read_text("ascii")))


def _write_private(file: Path, key: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(".half")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(_text(key))
        out.flush()
        os.fsync(out.fileno())
    half.replace(file)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
