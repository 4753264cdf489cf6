"""Where a text stops being TOML, and why, as a problem that people can read in their own language."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

from queue_server.domain.errors import Problem

# tomllib says why in English only; what its sentences begin with is known by these names to `setup.problem.` texts.
_WHY: Final = (
    (r"Cannot (overwrite|declare|redefine|mutate)|Duplicate", "toml_twice"),
    (r"Expected '='", "toml_no_equals"),
    (r"Unterminated string|Illegal character", "toml_unclosed_text"),
    (r"Unclosed|Expected '\]", "toml_unclosed"),
    (r"Invalid value", "toml_no_value"),
)
_LONGEST_SHOWN: Final = 80


def parse_toml(text: str) -> tuple[dict[str, Any], Problem | None]:
    """The tables of a TOML text; no tables and the problem when it breaks off somewhere."""
    try:
        return tomllib.loads(text), None
    except tomllib.TOMLDecodeError as error:
        return {}, _problem(text, str(error))


def _problem(text: str, said: str) -> Problem:
    lines = text.splitlines() or [""]
    place = re.search(r"at line (\d+), column \d+", said)
    # Where it only breaks at its end, the last line with anything on it is shown.
    number = int(place[1]) if place else max((n for n, line in enumerate(lines, 1) if line.strip()), default=1)
    shown = lines[min(number, len(lines)) - 1].strip()[:_LONGEST_SHOWN]
    code = next((code for pattern, code in _WHY if re.match(pattern, said)), "not_toml")
    return Problem("", code, {"line": number, "text": shown})
