"""Whether a table has the shape of its struct: msgspec decides, and its words become problems that people can read."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, Literal, get_args, get_origin

import msgspec

from queue_server.domain.errors import Problem

_WANTED: Mapping[str, str] = {
    "int": "wants_whole_number",
    "float": "wants_number",
    "str": "wants_words",
    "bool": "wants_true_or_false",
    "array": "wants_list",
    "object": "wants_table",
    "str | object": "wants_text",
}
_LIMITS: Mapping[str, tuple[str, str]] = {
    ">=": ("too_small", "least"),
    "<=": ("too_large", "most"),
    ">": ("not_above", "limit"),
}
# A value is shown as it was written, but not a whole page of it.
_LONGEST_SHOWN = 60


def shape_problems(table: object, kind: type[msgspec.Struct], where: str) -> Iterator[Problem]:
    """All that keeps `table` from being a `kind`, key by key; keys that `kind` does not know are not looked at."""
    if not isinstance(table, Mapping):
        yield Problem(where, "wants_table", {"given": _shown(table)})
        return
    for field in msgspec.structs.fields(kind):
        place = f"{where}.{field.name}"
        inner = _inner(field.type)
        if field.name not in table:
            if field.required:
                yield Problem(place, "required")
        elif inner is not None and isinstance(table[field.name], Mapping):
            yield from shape_problems(table[field.name], inner, place)
        else:
            yield from _value_problems(table[field.name], field.type, place)


def _value_problems(value: object, kind: Any, where: str) -> Iterator[Problem]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        said, _, path = str(error).partition(" - at ")
        steps = [step for pair in re.findall(r"\[(\w+)\]|\.(\w+)", path) for step in pair if step]
        yield _in_our_words(".".join([where, *steps]), said, _at(value, steps), kind)


def _in_our_words(where: str, said: str, given: object, kind: Any) -> Problem:
    """A sentence of msgspec as a text by key; one that is unknown here is refused all the same, without its words."""
    limit = re.match(r"Expected `\w+` (>=|<=|>) (.+)", said)
    if limit:
        code, name = _LIMITS[limit[1]]
        return Problem(where, code, {name: limit[2].removesuffix(".0")})
    length = re.match(r"Expected `array` of length (\d+)", said)
    if length:
        return Problem(where, "wants_list_of", {"length": int(length[1]), "given": _shown(given)})
    if said.startswith("Invalid enum value"):
        return _not_among(where, str(given), [str(one) for one in _choices(kind)])
    wanted = re.match(r"Expected `(.+?)(?: \| null)?`", said)
    return Problem(where, _WANTED.get(wanted[1] if wanted else "", "misshapen"), {"given": _shown(given)})


def _not_among(where: str, given: str, choices: list[str]) -> Problem:
    details = {"given": _shown(given), "choices": ", ".join(map(_shown, choices))}
    near = difflib.get_close_matches(given, choices, 1)
    return (
        Problem(where, "not_among_meant", {**details, "meant": near[0]})
        if near
        else Problem(where, "not_among", details)
    )


def _inner(kind: Any) -> type[msgspec.Struct] | None:
    """The struct of a field that holds a table."""
    kinds = [kind, *get_args(kind)]
    return next((one for one in kinds if isinstance(one, type) and issubclass(one, msgspec.Struct)), None)


def _choices(kind: Any) -> tuple[object, ...]:
    if get_origin(kind) is Literal:
        return get_args(kind)
    return tuple(chain.from_iterable(map(_choices, get_args(kind))))


def _at(value: Any, steps: list[str]) -> object:
    """What lies at the end of a path; a text of a language has no step of its own there."""
    for step in steps:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
