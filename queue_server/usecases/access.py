"""Who of the staff may come in, by password. Signing in and out are the only verbs that the journal does not keep."""

from __future__ import annotations

import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from queue_server.domain.errors import NotFound, QueueError
from queue_server.store import people
from queue_server.store.people import Role, User
from queue_server.usecases.work import Done, Touched, Work

_hasher = PasswordHasher()
# Verified when there is no such person, so that the answer takes as long and tells nobody who works here.
_NOBODY = _hasher.hash(secrets.token_hex(8))


class NotSignedIn(QueueError):
    """No sign-in, an expired one, or a wrong name or password."""

    status = 401


def hash_password(password: str) -> str:
    """An argon2id hash; about 50 ms of one core, so never on the event loop."""
    return _hasher.hash(password)


def password_is_right(user: User | None, password: str) -> bool:
    """Whether the password is this person's; as slow for nobody. Never on the event loop."""
    try:
        _hasher.verify(_NOBODY if user is None else user.password_hash, password)
    except VerificationError:
        return False
    return user is not None


def sign_in(work: Work, name: str, role: Role, hours: float) -> Done[str]:
    """A new sign-in for someone whose password was right; the token for their cookie."""
    user = people.user(work.db, work.office.id, name)
    if user is None or user.role != role:
        raise NotSignedIn("wrong_name_or_password")
    token = secrets.token_urlsafe(32)
    people.save_sign_in(work.db, work.office.id, token, user, work.now + timedelta(hours=hours))
    return Done(token)


def sign_out(work: Work, token: str) -> Done[None]:
    """End a sign-in; ending it twice changes nothing."""
    people.sign_out(work.db, token)
    return Done(None)


def add_user(work: Work, name: str, display_name: str, role: Role, password_hash: str) -> Done[User]:
    """Add someone to the staff, or change them; the journal names them, never their password."""
    user = User(name, display_name, role, password_hash)
    people.save_user(work.db, work.office.id, user)
    work.record("user_saved", {"user": name, "role": role})
    return Done(user)


def remove_user(work: Work, name: str) -> Done[str]:
    """Take someone off the staff: their next request is refused. A counter that they left open can be taken over.

    Raises NotFound `unknown_person`.
    """
    if not people.delete_user(work.db, work.office.id, name):
        raise NotFound("unknown_person", name=name)
    work.record("user_removed", {"user": name})
    return Done(name, Touched(staff=True))
