"""The office's set-up is changed while it works: as a whole, checked as a whole, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

from queue_server.domain import calendar, set_up
from queue_server.domain.errors import Conflict, NotFound, Problem
from queue_server.domain.journal import Json, canonical
from queue_server.domain.office import Office
from queue_server.domain.rules import rules_of
from queue_server.domain.set_up import Change
from queue_server.office_file import changes_between, read_office
from queue_server.store import in_use, journal, offices
from queue_server.store.offices import SavedSetUp
from queue_server.texts import problem_in_words
from queue_server.usecases.work import Done, Touched, Work

# A changed set-up concerns everybody.
SET_UP_CHANGED = Touched(set_up=True)


class SetUpInUse(Conflict):
    """What the running day holds on to would go; `problems` are all of it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("set_up_in_use", problem="; ".join(problem_in_words(one) for one in problems))
        self.problems = problems


def begin(work: Work, text: str) -> Done[int]:
    """Go on with `work.office`, which `text` describes: at a first start, or of a journal without the order's rules.

    Nothing can stand in its way; where it is in force as it is, nothing is done.
    """
    last = journal.set_up_before(work.db, work.office.id)
    is_told = last is not None and canonical(json.loads(last.body).get("rules")) == canonical(rules_of(work.office))
    if is_told and offices.set_up_text(work.db, work.office.id) == text:
        return Done(offices.standing(work.db, work.office.id).version)
    return _save(work, work.office, text, ())


def apply(work: Work, text: str, based_on: int | None = None) -> Done[int]:
    """Put a set-up in force, as the text of its file; the version that is in force now.

    Raises SetUpInvalid and SetUpInUse with every problem, and Conflict `set_up_changed` when another version than
    `based_on` is in force by now. A text that says what is in force already changes nothing.
    """
    _refuse_outdated(work, based_on)
    after = read_office(text)
    changed = changes_between(work.office, after)
    hindered = hindrances(work, after)
    if hindered:
        raise SetUpInUse(hindered)
    if not changed and offices.set_up_text(work.db, work.office.id) == text:
        return Done(offices.standing(work.db, work.office.id).version)
    return _save(work, after, text, changed)


def look(work: Work, after: Office) -> tuple[tuple[Problem, ...], tuple[Change, ...]]:
    """What stands in the way of a set-up today, and what it would change."""
    return hindrances(work, after), changes_between(work.office, after)


def text_of(work: Work, version: int) -> str:
    """The file of a former set-up. Raises NotFound `unknown_set_up`."""
    for saved in offices.versions(work.db, work.office.id):
        if saved.version == version:
            return saved.text
    raise NotFound("unknown_set_up", version=version)


def restore(work: Work, version: int, based_on: int) -> Done[int]:
    """Put a former set-up in force again. Raises NotFound `unknown_set_up`, and as `apply` does."""
    return apply(work, text_of(work, version), based_on)


def hindrances(work: Work, after: Office) -> tuple[Problem, ...]:
    """What of the running day would be lost with this set-up."""
    today = calendar.business_day(work.office, work.now)
    return set_up.hindrances(work.office, after, in_use.load(work.db, work.office.id, today))


def _refuse_outdated(work: Work, based_on: int | None) -> None:
    version = offices.standing(work.db, work.office.id).version
    if based_on is not None and based_on != version:
        latest = offices.versions(work.db, work.office.id)[0]
        raise Conflict("set_up_changed", actor=latest.actor, version=version)


def _save(work: Work, after: Office, text: str, changed: tuple[Change, ...]) -> Done[int]:
    version = offices.save(work.db, after, text)
    offices.keep_version(work.db, after.id, SavedSetUp(version, work.now, work.actor, text, changed))
    # The order's rules for the replay, and what changed: nothing of it is about a person.
    facts: dict[str, Json] = {"office": after.id, "rules": rules_of(after), "version": version}
    if changed:
        facts["changes"] = [_told(one) for one in changed]
    work.record("office_set_up", facts)
    return Done(version, SET_UP_CHANGED)


def _told(change: Change) -> dict[str, Json]:
    return cast("dict[str, Json]", dict(cast("Mapping[str, Json]", change._asdict())))
