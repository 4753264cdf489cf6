"""Who may import whom: docs/architecture.md draws it, this test keeps it."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from queue_server.assets import SCREENS

ROOT = Path(__file__).resolve().parent.parent
OURS = ("queue_server", "audio")

# Each layer with what it may import besides itself and the free-standing modules.
LAYERS: dict[str, tuple[str, ...]] = {
    "audio": (),
    "queue_server.domain": (),
    "queue_server.store": ("queue_server.domain",),
    # The store keeps the set-up as the text of its file: only `office_file` reads it.
    "queue_server.usecases": ("queue_server.domain", "queue_server.store", "queue_server.office_file"),
    # The set-up page shows the office as its file's tables.
    "queue_server.views": (
        "queue_server.domain",
        "queue_server.store",
        "queue_server.protocol",
        "queue_server.office_file",
    ),
    "queue_server.devices": ("queue_server.domain", "audio"),
    # What was touched is a value of the use cases; the hub sends protocol structs.
    # Runs on another machine than the server, and knows only what goes over the wire.
    "queue_server.speaker": ("queue_server.protocol", "queue_server.agents.line", "audio"),
    # The same, and prints with the server's own transports.
    "queue_server.agents": ("queue_server.protocol", "queue_server.devices"),
    "queue_server.live": (
        "queue_server.views",
        "queue_server.devices",
        "queue_server.protocol",
        "queue_server.domain",
        "queue_server.usecases.work",
        # `viewing` reads through the store's door, without any SQL of its own.
        "queue_server.store.database",
    ),
    # The outbox tells what the store holds, and remembers there how far it has told.
    "queue_server.webhooks": ("queue_server.store", "queue_server.domain", "queue_server.protocol"),
    # The same for phones, from their places in the line.
    "queue_server.web_push": (
        "queue_server.store",
        "queue_server.domain",
        "queue_server.views.phone",
        # What was touched is a value of the use cases.
        "queue_server.usecases.work",
    ),
    # A route turns a refusal into a status, and joins a socket to the hub.
    "queue_server.web": (
        "queue_server.usecases",
        "queue_server.views",
        "queue_server.live",
        "queue_server.protocol",
        "queue_server.domain",
        # The set-up pages send the office's file, or its structure.
        "queue_server.office_file",
        # A ticket goes to paper, a sound to the browser.
        "queue_server.devices",
        # Questions to the simulation beside the server, as values.
        "queue_server.simulation.what_if",
        # Who somebody is, as values; every question about it goes through `views.access` or `usecases.access`.
        "queue_server.store.people",
        "queue_server.store.api_keys",
        "queue_server.store.devices",
    ),
}
# They import nothing of ours. Any layer but domain and audio may use them; protocol only where it is listed above.
FREE_STANDING = (
    "queue_server.assets",
    "queue_server.clock",
    "queue_server.settings",
    "queue_server.signing",
    "queue_server.protocol",
)
FOR_ALL = (
    "queue_server.assets",
    "queue_server.clock",
    "queue_server.settings",
    "queue_server.signing",
    "queue_server.texts",
    "queue_server.__version__",
)


def is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def imported(source: str) -> Iterator[str]:
    """Yield every module that a source names; `from package import name` counts as `package.name`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def allowed(module: str) -> tuple[str, ...] | None:
    """Return what of ours a module may import; None for the composition root and the commands, which know all."""
    for free in FREE_STANDING:
        if is_within(module, free):
            return (free, "queue_server.__version__")
    for layer, others in LAYERS.items():
        if is_within(module, layer):
            return (layer, *others, *(FOR_ALL if others else ()))
    return None


def forbidden(module: str, source: str) -> list[str]:
    """Return the imports of a module that break the rules."""
    names = allowed(module)
    if names is None:
        return []
    ours = [name for name in imported(source) if name.partition(".")[0] in OURS]
    wrong = [name for name in ours if not any(is_within(name, other) for other in names)]
    if is_within(module, "queue_server.domain"):
        wrong += [
            name
            for name in imported(source)
            if name not in ours and name.partition(".")[0] not in sys.stdlib_module_names
        ]
    return wrong


def modules() -> dict[str, Path]:
    paths = (path for package in OURS for path in (ROOT / package).rglob("*.py"))
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


def test_every_module_imports_only_what_its_layer_may() -> None:
    broken = {name: wrong for name, path in modules().items() if (wrong := forbidden(name, path.read_text("utf-8")))}
    assert broken == {}


def test_every_layer_of_the_table_is_there() -> None:
    packages = set(modules())
    assert set(LAYERS) <= packages


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("queue_server.domain.ticket", "import msgspec"),
        ("queue_server.domain.ticket", "from queue_server.store import tickets"),
        ("queue_server.domain.ticket", "from queue_server import clock"),
        ("queue_server.usecases.clerk", "from queue_server.protocol import ClerkView"),
        ("queue_server.views.clerk", "def late():\n    import queue_server.web.auth"),
        ("queue_server.protocol.kiosk", "from queue_server.domain.ticket import Ticket"),
        ("queue_server.web.clerk", "from queue_server.store.database import Database"),
        ("audio.reading", "from queue_server.domain import errors"),
    ],
)
def test_an_import_across_the_layers_is_noticed(module: str, source: str) -> None:
    assert forbidden(module, source)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("queue_server.domain.ticket", "from datetime import datetime\nfrom queue_server.domain import errors"),
        ("queue_server.views.clerk", "from queue_server.protocol import ClerkView"),
        ("queue_server.app", "from queue_server.web import routes\nfrom queue_server.store import database"),
    ],
)
def test_an_import_within_the_rules_passes(module: str, source: str) -> None:
    assert forbidden(module, source) == []


def test_a_screen_imports_from_itself_and_from_what_is_shared_alone() -> None:
    for screen in SCREENS:
        paths = list((ROOT / screen).rglob("*.js"))
        assert paths, screen
        for path in paths:
            named = re.findall(r"""(?:from|import)\s*\(?\s*["'][^"']*?(\w+_ui)/""", path.read_text("utf-8"))
            assert set(named) <= {screen, "shared_ui"}, path
