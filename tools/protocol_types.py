"""Write the JSON shapes of queue_server/protocol as TypeScript, so that tsc catches a misspelt field in a screen.

`python -m tools.protocol_types` writes shared_ui/protocol.d.ts; with `--check` it only says whether that is up to date.
"""

import difflib
import inspect
import json
import sys
import types
import typing
from collections.abc import Iterable
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect as shapes

TARGET = Path(__file__).resolve().parent.parent / "shared_ui" / "protocol.d.ts"
HEADER = "// Written by `make types` from queue_server/protocol: change it there, not here.\n\n"

# How msgspec writes each simple type as JSON; bytes are base64, times are ISO 8601.
_SIMPLE: dict[type[shapes.Type], str] = {
    shapes.AnyType: "unknown",
    shapes.RawType: "unknown",
    shapes.NoneType: "null",
    shapes.BoolType: "boolean",
    shapes.IntType: "number",
    shapes.FloatType: "number",
    shapes.StrType: "string",
    shapes.BytesType: "string",
    shapes.UUIDType: "string",
    shapes.DateTimeType: "string",
    shapes.DateType: "string",
    shapes.TimeType: "string",
    shapes.TimeDeltaType: "string",
    shapes.DecimalType: "string",
}


def typescript(shape: shapes.Type) -> str:
    """Return the TypeScript of one shape; structs and enums by name. Raise TypeError for what JSON can't carry."""
    match shape:
        case shapes.Metadata(type=inner):
            return typescript(inner)
        case shapes.StructType(cls=cls) | shapes.EnumType(cls=cls):
            return cls.__name__
        case shapes.LiteralType(values=values):
            return _choice(map(json.dumps, values))
        case shapes.UnionType(types=members):
            return _choice(map(typescript, members))
        case shapes.TupleType(item_types=items):
            return f"[{', '.join(map(typescript, items))}]"
        case shapes.DictType(value_type=value):
            return f"Record<string, {typescript(value)}>"
        case shapes.CollectionType(item_type=item):
            return f"{_in_brackets(typescript(item))}[]"
    if type(shape) not in _SIMPLE:
        msg = f"no TypeScript for {shape}"
        raise TypeError(msg)
    return _SIMPLE[type(shape)]


def _choice(members: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(members))


def _in_brackets(text: str) -> str:
    return f"({text})" if "|" in text else text


def _documented(cls: type, declaration: str) -> str:
    doc = inspect.cleandoc(cls.__dict__.get("__doc__") or "")
    return f"/** {doc} */\n{declaration}" if doc else declaration


def _field(field: shapes.Field, omitted: bool) -> str:
    # A field that the JSON may leave out: UNSET, or any default where the struct omits them. Others are always sent.
    unset = not field.required and field.default is field.default_factory is msgspec.NODEFAULT
    optional = "?" if unset or (omitted and not field.required) else ""
    return f"  {field.encode_name}{optional}: {typescript(field.type)};"


def struct_declaration(cls: type[msgspec.Struct]) -> str:
    """Return the interface of one struct: tag, renamed fields, and `?` where `omit_defaults` may leave a field out."""
    shape = shapes.type_info(cls)
    assert isinstance(shape, shapes.StructType)  # noqa: S101 - narrows the type; a Struct class gives no other
    tag = [f"  {shape.tag_field}: {json.dumps(shape.tag)};"] if shape.tag_field else []
    fields = [_field(field, cls.__struct_config__.omit_defaults) for field in shape.fields]
    body = "\n".join([*tag, *fields])
    return _documented(cls, f"export interface {cls.__name__} {{\n{body}\n}}\n")


def enum_declaration(cls: type[Enum]) -> str:
    """Return the union of an enum's values."""
    return f"export type {cls.__name__} = {_choice(json.dumps(member.value) for member in cls)};\n"


def declarations(module: types.ModuleType) -> str:
    """Return the TypeScript of every struct, enum and union that `module` names, in the module's order."""
    return "\n".join(filter(None, (_declaration(name, value) for name, value in vars(module).items())))


def _declaration(name: str, value: Any) -> str:
    if name.startswith("_"):
        return ""
    if isinstance(value, type) and issubclass(value, msgspec.Struct) and value is not msgspec.Struct:
        return struct_declaration(value)
    if isinstance(value, type) and issubclass(value, Enum) and value.__members__:
        return enum_declaration(value)
    if typing.get_origin(value) in {typing.Union, types.UnionType, typing.Literal}:
        return f"export type {name} = {typescript(shapes.type_info(value))};\n"
    return ""


def main() -> int:
    """Write the file, or with --check print the difference and return 1."""
    from queue_server import protocol

    wanted = HEADER + declarations(protocol)
    if "--check" not in sys.argv:
        TARGET.write_text(wanted, encoding="utf-8")
        return 0
    found = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    difference = difflib.unified_diff(found.splitlines(), wanted.splitlines(), str(TARGET), "make types", lineterm="")
    print("\n".join(difference), end="")
    return int(found != wanted)


if __name__ == "__main__":
    sys.exit(main())
