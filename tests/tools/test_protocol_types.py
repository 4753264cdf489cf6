import types
from datetime import datetime
from enum import StrEnum
from typing import Literal

import msgspec
import pytest

from tools.protocol_types import declarations, struct_declaration


class State(StrEnum):
    WAITING = "waiting"
    CALLED = "called"


class Counter(msgspec.Struct):
    """A counter as the wall shows it."""

    name: str
    open: bool = True


class View(msgspec.Struct, tag_field="screen", tag="display", rename="camel"):
    called_at: datetime | None
    counters: list[Counter]
    states: tuple[State, ...]
    span: tuple[int, float]
    by_service: dict[str, int]
    size: Literal["58", "80"]
    mixed: list[str | int]


class Command(msgspec.Struct, omit_defaults=True):
    service: str
    priority: str | None = None


class Patch(msgspec.Struct):
    note: str | msgspec.UnsetType = msgspec.UNSET


class Odd(msgspec.Struct):
    value: msgspec.msgpack.Ext


def test_a_struct_becomes_an_interface_with_its_own_words_above_it() -> None:
    wanted = (
        "/** A counter as the wall shows it. */\nexport interface Counter {\n  name: string;\n  open: boolean;\n}\n"
    )
    assert struct_declaration(Counter) == wanted


def test_every_kind_of_field_is_written_as_its_json() -> None:
    assert struct_declaration(View).splitlines()[1:-1] == [
        '  screen: "display";',
        "  calledAt: string | null;",
        "  counters: Counter[];",
        "  states: State[];",
        "  span: [number, number];",
        "  byService: Record<string, number>;",
        '  size: "58" | "80";',
        "  mixed: (string | number)[];",
    ]


def test_a_field_may_be_missing_only_where_the_json_may_leave_it_out() -> None:
    assert "  priority?: string | null;" in struct_declaration(Command)
    assert "  service: string;" in struct_declaration(Command)
    assert "  note?: string;" in struct_declaration(Patch)


def test_enums_and_unions_of_a_module_get_their_names() -> None:
    module = types.ModuleType("shapes")
    module.__dict__.update(State=State, Counter=Counter, View=View, Size=Literal["58", "80"], _Hidden=Patch)
    text = declarations(module)
    assert 'export type State = "waiting" | "called";' in text
    assert 'export type Size = "58" | "80";' in text
    assert "Patch" not in text
    assert text.index("State =") < text.index("interface Counter") < text.index("interface View")


def test_a_type_without_json_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="ExtType"):
        struct_declaration(Odd)
