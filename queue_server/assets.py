"""Where the files lie that aren't Python: screens, texts, fonts and browser libraries.

In a checkout (and an editable install) they lie beside the packages; a wheel carries them inside `queue_server`, where
hatch_build.py puts them.
"""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
SCREENS = ("kiosk_ui", "display_ui", "clerk_ui", "manager_ui", "phone_ui", "booking_ui", "index_ui", "shared_ui")


@cache
def screens_root() -> Path:
    """Return the folder that holds kiosk_ui, display_ui, clerk_ui, manager_ui, phone_ui and shared_ui."""
    shipped = _PACKAGE / "_screens"
    return shipped if shipped.is_dir() else _PACKAGE.parent


def locales_root() -> Path:
    """Return the folder of vi.json and en.json."""
    return screens_root() / "locales"


def vendor_root() -> Path:
    """Return the folder of the browser libraries and, under fonts/, the screens' WOFF2 fonts."""
    return screens_root() / "shared_ui" / "vendor"


def fonts_root() -> Path:
    """Return the folder of the TTF fonts that tickets are drawn with."""
    return _PACKAGE / "devices" / "fonts"
