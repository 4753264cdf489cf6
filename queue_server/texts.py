"""Texts for people, by key and language, out of `locales/`."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from functools import cache

from queue_server.assets import locales_root
from queue_server.domain.errors import Problem, QueueError
from queue_server.protocol import Refusal, SetUpProblem

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


def render(language: str, key: str, /, **values: object) -> str:
    """The text in that language, else in English, else in Vietnamese, with its placeholders filled.

    A text that no language has is logged and shows its key. A placeholder may have any name, also `language` and `key`.
    """
    chain = (_locales().get(one, {}).get(key) for one in (language, "en", "vi"))
    text = next((text for text in chain if text is not None), None)
    if text is None:
        log.error("no text %r in %r", key, language)
        return key
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def in_all_languages(key: str, /, **values: object) -> dict[str, str]:
    """The text in every language that the office's screens may show."""
    return {language: render(language, key, **values) for language in _locales()}


def refusal(error: QueueError, reference: str | None = None) -> Refusal:
    """A refusal as people read it: its text under `error.` in every language, never `str(error)`."""
    key, values = f"error.{error.code}", {"reference": reference or "", **error.details}
    text = {language: render(language, key, **{**values, **_problems(error, language)}) for language in _locales()}
    return Refusal(code=error.code, text=text, details=dict(error.details), reference=reference)


def problem_in_words(problem: Problem, language: str = "en") -> str:
    """`service 2, prefix: …`: rows are counted from one, as people do."""
    said = render(language, f"setup.problem.{problem.code}", **problem.details)
    place = ", ".join(_steps(problem.where, language))
    return f"{place}: {said}" if place else said


def problem_in_all_languages(problem: Problem) -> dict[str, str]:
    """The whole sentence, with its place, in every language that the office's screens may show."""
    return {language: problem_in_words(problem, language) for language in _locales()}


def told(problem: Problem) -> SetUpProblem:
    """A problem as the pages get it: its place apart, for they show it there."""
    text = in_all_languages(f"setup.problem.{problem.code}", **problem.details)
    return SetUpProblem(where=problem.where, code=problem.code, text=text)


def _problems(error: QueueError, language: str) -> dict[str, str]:
    words = "; ".join(problem_in_words(problem, language).rstrip(".") for problem in error.problems)
    return {"problem": words} if words else {}


def _steps(where: str, language: str) -> list[str]:
    steps: list[str] = []
    for step in filter(None, where.split(".")):
        if step.isdecimal() and steps:
            steps[-1] = render(language, "setup.problem_row", name=steps[-1], n=int(step) + 1)
        else:
            steps.append(step)
    return steps
