"""Texts for people, by key and language, out of `locales/`."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from functools import cache

from queue_server.assets import locales_root
from queue_server.domain.errors import QueueError
from queue_server.protocol import Refusal

log = logging.getLogger(__name__)

SHIPPED = ("vi", "en")
"""Languages that are always there, and whole."""
SPOKEN = ("vi", "en")
"""Languages that `audio` can spell out for a voice."""


@cache
def _locales() -> Mapping[str, Mapping[str, str]]:
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(locales_root().glob("*.json"))}


def languages() -> tuple[str, ...]:
    """Every language that has a file in `locales/`."""
    return tuple(_locales())


def render(language: str, key: str, **values: object) -> str:
    """The text in that language, else in English, else in Vietnamese, with its placeholders filled.

    A text that no language has is logged and shows its key.
    """
    chain = (_locales().get(one, {}).get(key) for one in (language, "en", "vi"))
    text = next((text for text in chain if text is not None), None)
    if text is None:
        log.error("no text %r in %r", key, language)
        return key
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def in_all_languages(key: str, **values: object) -> dict[str, str]:
    """The text in every language that the office's screens may show."""
    return {language: render(language, key, **values) for language in _locales()}


def refusal(error: QueueError, reference: str | None = None) -> Refusal:
    """A refusal as people read it: its text under `error.` in every language, never `str(error)`."""
    text = in_all_languages(f"error.{error.code}", reference=reference or "", **error.details)
    return Refusal(code=error.code, text=text, details=dict(error.details), reference=reference)
