"""The manager tells the hall something: a line on every wall, until it is cleared."""

from __future__ import annotations

from collections.abc import Mapping

from queue_server.domain.errors import Invalid
from queue_server.store import messages
from queue_server.usecases.work import Done, Touched, Work


def set_message(work: Work, texts: Mapping[str, str]) -> Done[bool]:
    """Show the message on every wall, or clear it when no text is left; whether there is one now.

    A translation alone is refused, Invalid `message_without_vietnamese`. The journal notes who and when, not the words:
    they may name somebody.
    """
    kept = {language: text.strip() for language, text in texts.items() if text.strip()}
    if kept and "vi" not in kept:
        raise Invalid("message_without_vietnamese")
    messages.replace(work.db, work.office.id, kept)
    if kept:
        work.record("message_set", {"languages": ", ".join(sorted(kept))})
    else:
        work.record("message_cleared", {})
    return Done(bool(kept), Touched(counters=frozenset(counter.number for counter in work.office.counters)))
