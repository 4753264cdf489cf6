"""The OpenAPI document, made from what there is: the route table, the handlers' first lines, and the wire's shapes.

The first line of a handler says what it takes and gives: `POST TakeTicket → TicketAnswer: …`, or `GET → text/csv: …`
where it gives no JSON. A test sees to it that each does, and that the shapes exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Final

import msgspec
from starlette.routing import BaseRoute, Route

from queue_server import __version__, protocol
from queue_server.usecases.open_door import SCOPES
from queue_server.web.clerk import VERBS

_FIRST_LINE = re.compile(
    r"(GET|POST)(?: (?P<takes>[A-Z]\w+))?(?: → (?P<gives>[A-Z]\w+|[a-z]+/[\w.+-]+))?[ :,.]*(?P<rest>.*)", re.DOTALL
)
_REF = "#/components/schemas/{name}"

# Who asks, by the beginning of the address, the longest first; none: anybody, or whoever knows the address.
_ASKED_FOR: Final = (
    ("/api/clerk/sign-in", ()),
    ("/api/manager/sign-in", ()),
    ("/api/manager/today", ("manager", "key")),
    ("/api/manager/", ("manager",)),
    ("/api/clerk/", ("clerk",)),
    ("/api/counters/", ("clerk",)),
    ("/api/kiosk/", ("device",)),
    ("/api/tickets", ("key",)),
)
_SCHEMES: Final = {
    "clerk": {"type": "apiKey", "in": "cookie", "name": "xephang_clerk"},
    "manager": {"type": "apiKey", "in": "cookie", "name": "xephang_manager"},
    "device": {"type": "http", "scheme": "bearer", "description": "The token of a paired kiosk or display."},
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key. Scopes: " + "; ".join(f"`{scope}`: {what}" for scope, what in SCOPES.items()),
    },
}


def document(routes: Iterable[BaseRoute]) -> dict[str, Any]:
    """The description of everything under `/api/`, as OpenAPI 3.1."""
    shapes: set[type] = {protocol.Refused, protocol.WebhookEvent}
    paths: dict[str, dict[str, Any]] = {}
    for path, method, text in _operations(routes):
        paths.setdefault(path, {})[method.lower()] = _operation(path, method, text, shapes)
    _, schemas = msgspec.json.schema_components(sorted(shapes, key=lambda shape: shape.__name__), ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Xếp Hàng", "version": __version__, "license": {"name": "AGPL-3.0-or-later"}},
        "paths": paths,
        "webhooks": {"event": {"post": _webhook()}},
        "components": {"schemas": schemas, "securitySchemes": _SCHEMES},
    }


def operations_text(route: Route) -> str:
    """The words of a route's handler."""
    handler: Any = route.endpoint
    return (handler.func if isinstance(handler, partial) else handler).__doc__ or ""


def _operations(routes: Iterable[BaseRoute]) -> Iterable[tuple[str, str, str]]:
    for route in routes:
        if not isinstance(route, Route) or not route.path.startswith("/api/"):
            continue
        path = re.sub(r":\w+}", "}", route.path)
        (method,) = (route.methods or set()) - {"HEAD"}
        if path.endswith("/{verb}"):
            for name, verb in VERBS.items():
                yield path.replace("{verb}", name), method, verb.__doc__ or ""
        else:
            yield path, method, operations_text(route)


def _operation(path: str, method: str, text: str, shapes: set[type]) -> dict[str, Any]:
    takes, gives, words = _read(text)
    shapes |= {shape for shape in (takes, gives) if isinstance(shape, type)}
    found: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "_", f"{method.lower()}{path.removeprefix('/api')}").strip("_"),
        "summary": words.partition("\n")[0],
        "responses": {
            "200": {"description": "Done.", **_content(gives)},
            "default": {"description": "Refused: a code, and why in every language.", **_json(protocol.Refused)},
        },
    }
    parameters = [_parameter(name, "path") for name in re.findall(r"{(\w+)}", path)]
    parameters += [_parameter(name, "query") for name in re.findall(r"[?&](\w+)=", text)]
    if parameters:
        found["parameters"] = parameters
    if method == "POST":
        found["requestBody"] = {"required": True, **_json(takes)}
    asked = next((who for start, who in _ASKED_FOR if path.startswith(start)), ())
    if asked:
        found["security"] = [{who: []} for who in asked]
    return found


def _read(text: str) -> tuple[type | None, type | str | None, str]:
    """The shapes that a handler's first line names, or the media type that it gives, and its other words."""
    match = _FIRST_LINE.match(text)
    if match is None:
        return None, None, text
    takes, gives = (getattr(protocol, match[name], None) if match[name] else None for name in ("takes", "gives"))
    is_media_type = "/" in (match["gives"] or "")
    return takes, match["gives"] if is_media_type else gives, match["rest"] or text


def _content(gives: type | str | None) -> dict[str, Any]:
    return {"content": {gives: {}}} if isinstance(gives, str) else _json(gives)


def _json(shape: type | None) -> dict[str, Any]:
    schema: Mapping[str, Any] = {"type": "object"} if shape is None else {"$ref": _REF.format(name=shape.__name__)}
    return {"content": {"application/json": {"schema": schema}}}


def _parameter(name: str, where: str) -> dict[str, Any]:
    kind = "integer" if name in ("number", "days") else "string"
    return {"name": name, "in": where, "required": where == "path", "schema": {"type": kind}}


def _webhook() -> dict[str, Any]:
    return {
        "summary": "A ticket was issued, called or finished, or its citizen did not come; signed.",
        "requestBody": {"required": True, **_json(protocol.WebhookEvent)},
        "responses": {"2XX": {"description": "Taken. Anything else is sent again later."}},
    }
