"""The refusal of a set-up, or of another file of the office: all that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Sequence

from queue_server.domain.errors import Invalid, Problem
from queue_server.texts import problem_in_words


class SetUpInvalid(Invalid):
    """A set-up that can't be: `problems` are all that is wrong with it."""

    def __init__(self, problems: Sequence[Problem], code: str = "bad_office_file") -> None:
        super().__init__(code, problem="; ".join(map(problem_in_words, problems)))
        self.problems = tuple(problems)
