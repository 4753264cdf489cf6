"""What is on a ticket and how large, as an office writes it in a small TOML file."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from queue_server.devices.fonts import FILES

BUILT_IN = Path(__file__).parent / "ticket.toml"
SHOWN = (
    "logo", "office", "service", "code", "ahead", "wait", "time", "qr", "notice", "reprint", "text", "rule",
)  # fmt: skip
ALIGNMENTS = ("left", "center", "right")
PLACEHOLDERS = ("code", "ahead", "wait", "time", "date", "office", "service", "notice")
LENGTHS = ("size", "before", "second_size")
LARGEST_MM = 200.0  # a slip of the finger (320 for 32.0) must not unroll metres of paper
Kind = TypeVar("Kind")


class TemplateError(ValueError):
    """A ticket template that can't be used. `code` is for the screens' texts, `str()` for the administrator."""

    code = "ticket_template_invalid"


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

    def __post_init__(self) -> None:
        _choose("show", self.show, SHOWN)
        _choose("weight", self.weight, FILES)
        _choose("align", self.align, ALIGNMENTS)
        if self.needs:
            _choose("needs", self.needs, SHOWN)
        for name in LENGTHS:
            _millimetres(name, getattr(self, name))
        if self.size <= 0:
            raise TemplateError(f"size of {self.show!r} must be more than 0 mm")
        for words in (self.text, self.zero):
            _check_words(words)

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

    def __post_init__(self) -> None:
        for name in ("side_margin", "top_margin", "bottom_margin"):
            _millimetres(name, getattr(self, name))
        if not any(line.show == "code" for line in self.lines):
            raise TemplateError("a ticket without a line that shows its code is no ticket")

    def scaled(self, factor: float) -> "Template":
        """The same template with its lines, but not its margins, `factor` times as large."""
        return replace(self, lines=tuple(line.scaled(factor) for line in self.lines))


@cache
def built_in() -> Template:
    """The template that is used when an office has none of its own."""
    return parse_template(BUILT_IN.read_text("utf-8"))


def load_template(path: Path) -> Template:
    """The template in a TOML file. Raises TemplateError, or OSError when the file can't be read."""
    return parse_template(path.read_text("utf-8"))


def parse_template(text: str) -> Template:
    """The template written in TOML. Raises TemplateError that says which key is wrong and what was meant."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"not TOML: {error}") from error
    lines = table.pop("line", [])
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        raise TemplateError("lines are written as [[line]] tables")
    _check_keys(table, _names(Template) - {"lines"})
    return _build(Template, {**table, "lines": tuple(_line(line) for line in lines)})


def _line(table: Mapping[str, object]) -> Line:
    _check_keys(table, _names(Line))
    return _build(Line, table)


def _build(kind: type[Kind], table: Mapping[str, Any]) -> Kind:
    try:
        return kind(**table)
    except TypeError as error:
        raise TemplateError(f"{kind.__name__.lower()}: {error}") from error


def _names(kind: type[Line] | type[Template]) -> set[str]:
    return {item.name for item in fields(kind)}


def _check_keys(table: Mapping[str, object], known: set[str]) -> None:
    for key in table:
        _choose("key", key, known)


def _choose(what: str, given: object, known: Iterable[str]) -> None:
    names = sorted(known)
    if given in names:
        return
    near = difflib.get_close_matches(str(given), names, n=1)
    hint = f", did you mean {near[0]!r}?" if near else f"; it is one of {', '.join(names)}"
    raise TemplateError(f"unknown {what} {given!r}{hint}")


def _millimetres(name: str, given: object) -> None:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= LARGEST_MM:
        raise TemplateError(f"{name} must be a number of millimetres from 0 to {LARGEST_MM:g}, not {given!r}")


def _check_words(words: object) -> None:
    if not isinstance(words, Mapping):
        raise TemplateError('text is written per language: { vi = "…", en = "…" }')
    for text in words.values():
        if not isinstance(text, str):
            raise TemplateError(f"text must be words, not {text!r}")
        for name in re.findall(r"\{(.*?)\}", text):
            _choose("placeholder", name, PLACEHOLDERS)
