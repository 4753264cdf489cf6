"""The icon of a ticket's page on an iPhone's home screen, which takes no SVG: phone_ui/icon.svg, drawn as PNG."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw

# The drawing's own units, as in the SVG; drawn larger and then reduced, for Pillow's shapes have hard edges.
UNITS = 192
LARGER = 4
PIXELS = 180
SEA, PAPER = "#07395a", "#ffffff"


@cache
def touch_icon() -> bytes:
    """Draw the icon, 180 × 180. Its corners are square: the phone rounds them."""
    image = Image.new("RGB", (UNITS * LARGER, UNITS * LARGER), SEA)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle(_scaled(28, 56, 164, 136), 12 * LARGER, PAPER)
    for x in (28, 164):  # where the ticket is torn off
        draw.ellipse(_scaled(x - 14, 96 - 14, x + 14, 96 + 14), SEA)
    for x in (66, 84, 102, 120):
        draw.rounded_rectangle(_scaled(x - 4, 80 - 4, x + 4, 112 + 4), 4 * LARGER, SEA)
    out = io.BytesIO()
    image.resize((PIXELS, PIXELS), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _scaled(*edges: int) -> tuple[float, float, float, float]:
    left, top, right, bottom = (edge * LARGER for edge in edges)
    return left, top, right - 1, bottom - 1
