"""The engines: every module of this package without a leading underscore is one, under its own name.

A new engine is one file with a class `Engine` of the shape of `audio.speech.Engine`, made without arguments.
"""

import importlib
import pkgutil
from typing import cast

from audio.speech import Engine, EngineUnavailable


def engine_names() -> tuple[str, ...]:
    """The names that `open_engine` takes, in alphabetical order."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")))


def open_engine(name: str) -> Engine:
    """Make the engine of that name. Raises EngineUnavailable for a name that isn't one of `engine_names()`."""
    if name not in engine_names():
        raise EngineUnavailable(f"no engine is called {name!r}: there are {', '.join(engine_names())}")
    return cast("Engine", importlib.import_module(f"{__name__}.{name}").Engine())
