"""Who of the staff may come in, by password. Signing in and out are the only verbs that the journal does not keep."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from functools import cache
from sqlite3 import Connection
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from queue_server.domain.errors import Conflict, Invalid, NotFound, QueueError
from queue_server.store import people
from queue_server.store.people import Role, User, Window
from queue_server.usecases import set_up
from queue_server.usecases.work import Done, Touched, Work

# NIST SP 800-63B asks for eight characters at least.
SHORTEST_PASSWORD = 8
_USER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_hasher = PasswordHasher()


class Person(NamedTuple):
    """Someone of the staff as the page of people has them."""

    name: str
    display_name: str
    role: Role
    is_disabled: bool = False


class NotSignedIn(QueueError):
    """No sign-in, an expired one, or a wrong name or password."""

    status = 401


def hash_password(password: str) -> str:
    """An argon2id hash; about 50 ms of one core, so never on the event loop."""
    return _hasher.hash(password)


@cache
def _nobodys_hash() -> str:
    """Verified when there is no such person, so that the answer takes as long and tells nobody who works here."""
    return _hasher.hash(secrets.token_hex(8))


def password_is_right(user: User | None, password: str) -> bool:
    """Whether the password is this person's; as slow for nobody. Never on the event loop."""
    nobodys = _nobodys_hash()  # also for somebody: else the first name ever asked for would tell by its time
    try:
        _hasher.verify(nobodys if user is None else user.password_hash, password)
    except VerificationError:
        return False
    return user is not None


def may_use(user: User | None, window: Window) -> bool:
    """Whether this person's role opens that window, and they are not disabled."""
    return user is not None and not user.is_disabled and people.WINDOW_OF[user.role] == window


def sign_in(work: Work, name: str, window: Window, hours: float) -> Done[str]:
    """A new sign-in for someone whose password was right; the token for their cookie."""
    user = people.user(work.db, work.office.id, name)
    if user is None or not may_use(user, window):
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
    _keep_an_administrator(work, name)
    if not people.delete_user(work.db, work.office.id, name):
        raise NotFound("unknown_person", name=name)
    work.record("user_removed", {"user": name})
    return Done(name, Touched(staff=True))


def save_person(work: Work, person: Person, password_hash: str | None) -> Done[str]:
    """Add someone to the staff, or change their name, role, password, and whether they may come in.

    Raises Invalid `password_is_missing` for a new person without one, `bad_user_name`, Conflict `last_administrator`.
    """
    known = people.user(work.db, work.office.id, person.name)
    if known is None and not _USER_NAME.fullmatch(person.name):
        raise Invalid("bad_user_name", name=person.name)
    if known is None and password_hash is None:
        raise Invalid("password_is_missing")
    if person.role != "administrator" or person.is_disabled:
        _keep_an_administrator(work, person.name)
    hashed = password_hash or (known.password_hash if known else "")
    user = User(person.name, person.display_name, person.role, hashed, person.is_disabled)
    if known != user:
        _save(work, known, user, has_new_password=password_hash is not None)
    return Done(person.name, Touched(staff=True))


def begin_office(work: Work, text: str, person: Person, password_hash: str) -> Done[int]:
    """The first run: the set-up and its first administrator, together or not at all.

    Raises NotFound `first_run_is_over` when somebody can manage the office already, and as `set_up.apply`.
    """
    if not is_fresh(work.db, work.office.id):
        raise NotFound("first_run_is_over")
    done = set_up.apply(work, text)
    save_person(work, person, password_hash)
    return done


def change_password(work: Work, name: str, password_hash: str) -> Done[str]:
    """Someone's own new password; all their sign-ins end but the one that is made next."""
    user = people.user(work.db, work.office.id, name)
    if user is None:
        raise NotFound("unknown_person", name=name)
    people.save_user(work.db, work.office.id, user._replace(password_hash=password_hash))
    work.record("password_changed", {"user": name})
    return Done(name)


def refuse_short_password(password: str) -> None:
    """Raise Invalid `password_too_short`. Nothing but the length counts: rules about kinds of letters weaken them."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid("password_too_short", least=SHORTEST_PASSWORD)


def is_fresh(db: Connection, office_id: str) -> bool:
    """Whether nobody can manage this office yet."""
    return all(user.role == "clerk" for user in people.users(db, office_id))


def _save(work: Work, known: User | None, user: User, *, has_new_password: bool) -> None:
    if known is not None and (known.role, known.is_disabled, has_new_password) == (user.role, user.is_disabled, False):
        people.rename_user(work.db, work.office.id, user)  # nobody is signed out for a new name
    else:
        people.save_user(work.db, work.office.id, user)
    work.record(
        "user_saved",
        {"user": user.name, "role": user.role, "disabled": user.is_disabled, "new_password": has_new_password},
    )


def _keep_an_administrator(work: Work, name: str) -> None:
    """Raise Conflict `last_administrator` when the office would have none left that may come in."""
    active = {
        user.name
        for user in people.users(work.db, work.office.id)
        if user.role == "administrator" and not user.is_disabled
    }
    if active == {name}:
        raise Conflict("last_administrator")
