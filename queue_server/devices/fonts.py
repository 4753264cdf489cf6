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

NO_LETTER = "\U0010ffff"  # no font has it, so it shows the box that stands for what is missing


@lru_cache(maxsize=64)
def font(weight: str, size_dots: int) -> ImageFont.FreeTypeFont:
    """The font in a weight of `FILES`, its em `size_dots` tall. Raises FileNotFoundError when it isn't installed."""
    path = fonts_root() / FILES[weight]
    if not path.is_file():
        raise FileNotFoundError(f"font {path.name} is not installed in {path.parent}: run the project's build step")
    return ImageFont.truetype(path, size_dots)


def without_letters(text: str) -> str:
    """The letters of a text for which there is no glyph, each once: they would come out as empty boxes."""
    return "".join(dict.fromkeys(letter for letter in text if not letter.isspace() and not _has_glyph(letter)))


@lru_cache(maxsize=4096)
def _has_glyph(letter: str) -> bool:
    return _drawn(letter) != _drawn(NO_LETTER)


def _drawn(letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font("regular", 32).getmask(letter)
    return mask.size, bytes(mask)
