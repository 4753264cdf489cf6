"""Problems of a set-up, as people read them: what is wrong, where, all of it at once."""

from __future__ import annotations

from collections.abc import Sequence

from queue_server import texts
from queue_server.domain.errors import Invalid
from queue_server.domain.set_up import Problem
from queue_server.protocol import SetUpProblem


class SetUpInvalid(Invalid):
    """A set-up that can't be: `problems` are all that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("bad_office_file", problem="; ".join(in_words(one) for one in problems))
        self.problems = tuple(problems)


def in_words(problem: Problem, language: str = "en") -> str:
    """`service 2, prefix: …`: rows are counted from one, as people do."""
    place = ", ".join(_steps(problem.where))
    said = texts.render(language, f"setup.problem.{problem.code}", **problem.details)
    return f"{place}: {said}" if place else said


def told(problem: Problem) -> SetUpProblem:
    """As the set-up pages get it."""
    text = texts.in_all_languages(f"setup.problem.{problem.code}", **problem.details)
    return SetUpProblem(where=problem.where, code=problem.code, text=text)


def _steps(where: str) -> list[str]:
    steps: list[str] = []
    for step in filter(None, where.split(".")):
        if step.isdecimal() and steps:
            steps[-1] += f" {int(step) + 1}"
        else:
            steps.append(step)
    return steps
