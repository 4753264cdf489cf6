"""What an administrator opens for other programs: keys with scopes, and webhooks."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from queue_server.domain.errors import Invalid, NotFound
from queue_server.store import api_keys, webhooks
from queue_server.store.api_keys import ApiKey
from queue_server.usecases.work import Done, Work

SCOPES: Final = {
    "read:board": "read the public board, also where the office has not made it public",
    "read:statistics": "read today's figures, as the manager's page shows them",
    "issue": "take numbers, as a kiosk does",
}


def add_key(work: Work, name: str, scopes: Iterable[str]) -> Done[str]:
    """A new key; its secret, which nobody can read again. One of that name gets a new secret. Raises Invalid."""
    wanted = frozenset(scopes)
    unknown = wanted - SCOPES.keys()
    if unknown or not wanted:
        raise Invalid("unknown_scope", scope=", ".join(sorted(unknown)))
    secret = f"xh_{secrets.token_urlsafe(32)}"
    api_keys.save(work.db, work.office.id, ApiKey(name, wanted), secret, work.now)
    work.record("key_added", {"key": name, "scopes": [*sorted(wanted)]})
    return Done(secret)


def revoke_key(work: Work, name: str) -> Done[None]:
    """End a key. Raises NotFound `unknown_key`."""
    if not api_keys.forget(work.db, work.office.id, name):
        raise NotFound("unknown_key", name=name)
    work.record("key_revoked", {"key": name})
    return Done(None)


def add_webhook(work: Work, name: str, url: str) -> Done[str]:
    """Let an address hear what happens from now on; the secret that its messages are signed with. Raises Invalid."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Invalid("bad_webhook", url=url)
    # The form of the Standard Webhooks specification, so that its libraries take it as it is.
    secret = f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
    webhooks.save(work.db, work.office.id, name, url, secret)
    work.record("webhook_added", {"webhook": name, "host": parts.hostname})
    return Done(secret)


def remove_webhook(work: Work, name: str) -> Done[None]:
    """Tell an address nothing more. Raises NotFound `unknown_webhook`."""
    if not webhooks.forget(work.db, work.office.id, name):
        raise NotFound("unknown_webhook", webhook=name)
    work.record("webhook_removed", {"webhook": name})
    return Done(None)
