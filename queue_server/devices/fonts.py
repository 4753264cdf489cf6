"""The one font of the tickets: Be Vietnam Pro, whose line height leaves room for stacked Vietnamese marks."""

from functools import lru_cache

from PIL import ImageFont

from queue_server.assets import fonts_root

FILES = {
    "regular": "BeVietnamPro_400Regular.ttf",
    "medium": "BeVietnamPro_500Medium.ttf",
    "semibold": "BeVietnamPro_600SemiBold.ttf",
    "bold": "BeVietnamPro_700Bold.ttf",
    "extrabold": "BeVietnamPro_800ExtraBold.ttf",
}


@lru_cache(maxsize=64)
def font(weight: str, size_dots: int) -> ImageFont.FreeTypeFont:
    """The font in a weight of `FILES`, its em `size_dots` tall. Raises FileNotFoundError when it isn't installed."""
    path = fonts_root() / FILES[weight]
    if not path.is_file():
        raise FileNotFoundError(f"font {path.name} is not installed in {path.parent}: run the project's build step")
    return ImageFont.truetype(path, size_dots)
