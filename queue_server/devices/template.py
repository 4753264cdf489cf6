"""What is on a ticket and how large, as an office writes it in a small TOML file."""

import difflib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from queue_server.devices.fonts import FILES, without_letters
from queue_server.domain.broken_toml import parse_toml
from queue_server.domain.errors import Problem

BUILT_IN = Path(__file__).parent / "ticket.toml"
APPOINTMENT = Path(__file__).parent / "appointment.toml"
SHOWN = (
    "logo", "office", "service", "code", "appointment", "ahead", "wait", "time", "qr", "notice", "documents", "reprint",
    "text", "rule",
)  # fmt: skip
ALIGNMENTS = ("left", "center", "right")
PLACEHOLDERS = (
    "code", "ahead", "wait", "time", "date", "office", "service", "notice",
    "appointment", "appointment_date", "appointment_day", "opens",
)  # fmt: skip
# Known only on the paper of somebody who has an appointment.
OF_APPOINTMENTS = ("appointment", "appointment_date", "appointment_day", "opens")
LENGTHS = ("size", "before", "second_size")
MARGINS = ("side_margin", "top_margin", "bottom_margin")
CHOICES = {"show": SHOWN, "weight": tuple(FILES), "align": ALIGNMENTS, "needs": ("", *SHOWN)}
MOST_SHOWN = 12  # letters of a script that the font lacks
LARGEST_MM = 200.0  # a slip of the finger (320 for 32.0) must not unroll metres of paper


class TemplateError(ValueError):
    """A ticket's look that can't be used: `problems` are all that is wrong. `code` is for the screens' texts."""

    code = "ticket_template_invalid"

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{one.where or 'the whole'}: {one.code} {dict(one.details)}" for one in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ticket. Sizes in millimetres; `text` and `zero` are words per language."""

    show: str
    size: float
    weight: str = "regular"
    align: str = "center"
    before: float = 0.0
    second_size: float = 0.0
    inverse: bool = False
    needs: str = ""
    text: Mapping[str, str] = field(default_factory=dict)
    zero: Mapping[str, str] = field(default_factory=dict)

    def scaled(self, factor: float) -> "Line":
        sizes = {name: getattr(self, name) * factor for name in LENGTHS}
        return replace(self, **sizes)


@dataclass(frozen=True, slots=True)
class Template:
    """A whole ticket: its lines from top to bottom, its margins in millimetres, its second language ("" for none)."""

    lines: tuple[Line, ...]
    side_margin: float = 1.5
    top_margin: float = 1.0
    bottom_margin: float = 1.0
    second_language: str = "en"

    def scaled(self, factor: float) -> "Template":
        """The same template with its lines, but not its margins, `factor` times as large."""
        return replace(self, lines=tuple(line.scaled(factor) for line in self.lines))


@cache
def built_in() -> Template:
    """The template that is used when an office has none of its own."""
    return parse_template(BUILT_IN.read_text("utf-8"))


@cache
def appointment_slip() -> Template:
    """The paper that a clerk gives somebody who has just booked."""
    return parse_template(APPOINTMENT.read_text("utf-8"))


def load_template(path: Path) -> Template:
    """The template in a TOML file. Raises TemplateError, or OSError when the file can't be read."""
    return parse_template(path.read_text("utf-8"))


def parse_template(text: str) -> Template:
    """The template written in TOML. Raises TemplateError with all that is wrong, each with its place."""
    table, broken = parse_toml(text)
    problems = [broken] if broken else [*_problems(table)]
    if problems:
        raise TemplateError(*problems)
    lines = tuple(Line(**line) for line in table.pop("line"))
    return Template(lines, **table)


def _problems(table: Mapping[str, Any]) -> Iterator[Problem]:
    yield from _unknown_keys("", table, {*_names(Template), "line"} - {"lines"})
    for name in MARGINS:
        yield from _length(name, table.get(name, 0))
    if not isinstance(table.get("second_language", ""), str):
        yield Problem("second_language", "wants_words", {"given": _shown(table["second_language"])})
    lines = table.get("line", [])
    if not isinstance(lines, list) or not all(isinstance(line, Mapping) for line in lines):
        yield Problem("line", "not_rows", {"name": "line"})
        return
    for place, line in enumerate(lines):
        yield from _line_problems(f"line.{place}", line)
    if not any(line.get("show") == "code" for line in lines):
        yield Problem("line", "ticket_without_code")


def _line_problems(where: str, line: Mapping[str, Any]) -> Iterator[Problem]:
    yield from _unknown_keys(where, line, _names(Line))
    yield from (Problem(f"{where}.{name}", "required") for name in ("show", "size") if name not in line)
    for name, known in CHOICES.items():
        if name in line:
            yield from _choice(f"{where}.{name}", line[name], known)
    for name in LENGTHS:
        yield from _length(f"{where}.{name}", line.get(name, 0))
    if line.get("size") == 0:
        yield Problem(f"{where}.size", "not_above", {"limit": 0})
    if not isinstance(line.get("inverse", False), bool):
        yield Problem(f"{where}.inverse", "wants_true_or_false", {"given": _shown(line["inverse"])})
    for name in ("text", "zero"):
        yield from _words(f"{where}.{name}", line.get(name, {}))


def _names(kind: type[Line] | type[Template]) -> set[str]:
    return {item.name for item in fields(kind)}


def _unknown_keys(where: str, table: Mapping[str, object], known: Iterable[str]) -> Iterator[Problem]:
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, sorted(known), n=1)
            place = f"{where}.{key}".lstrip(".")
            if near:
                yield Problem(place, "unknown_key_meant", {"name": key, "meant": near[0]})
            else:
                yield Problem(place, "unknown_key", {"name": key})


def _choice(where: str, given: object, known: Iterable[str]) -> Iterator[Problem]:
    names = list(known)
    if given in names:
        return
    near = difflib.get_close_matches(str(given), names, n=1)
    details = {"given": _shown(given), "choices": ", ".join(names)}
    yield (
        Problem(where, "not_among_meant", {**details, "meant": near[0]})
        if near
        else Problem(where, "not_among", details)
    )


def _length(where: str, given: object) -> Iterator[Problem]:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= LARGEST_MM:
        yield Problem(where, "wants_millimetres", {"given": _shown(given), "most": f"{LARGEST_MM:g}"})


def _words(where: str, words: object) -> Iterator[Problem]:
    if not isinstance(words, Mapping):
        yield Problem(where, "wants_text_by_language", {"given": _shown(words)})
        return
    for language, text in words.items():
        place = f"{where}.{language}"
        if not isinstance(text, str):
            yield Problem(place, "wants_words", {"given": _shown(text)})
            continue
        missing = without_letters(unicodedata.normalize("NFC", text))
        if missing:
            yield Problem(place, "letters_without_font", {"letters": " ".join(missing[:MOST_SHOWN])})
        for name in re.findall(r"\{(.*?)\}", text):
            if name not in PLACEHOLDERS:
                known = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
                yield Problem(place, "sentence_unknown_placeholder", {"name": f"{{{name}}}", "known": known})


def _shown(given: object) -> str:
    return json.dumps(given, ensure_ascii=False, default=str)[:60]
