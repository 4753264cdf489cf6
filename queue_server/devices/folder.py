"""The printer of an office that has none yet: every ticket is a PNG in a folder."""

import os
import re
from pathlib import Path

from PIL import Image


def save_ticket(folder: Path, image: Image.Image) -> Path:
    """Write `image` as a PNG named after its ticket (`image.info["ticket"]`) and return the path.

    The file appears whole or not at all, and never replaces an earlier ticket. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^A-Za-z0-9_-]", "", str(image.info.get("ticket", ""))) or "ticket"
    path = _free(folder, name)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        image.save(file, "PNG")
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return path


def _free(folder: Path, name: str) -> Path:
    path, number = folder / f"{name}.png", 1
    while path.exists():
        number += 1
        path = folder / f"{name}_{number}.png"
    return path
