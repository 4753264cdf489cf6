"""What the loudspeaker says: sentence templates per language, and the utterance that comes of one.

An utterance is groups of pieces: fixed words, a ticket code, a number. Everything in it is spelled out in words, so
that a voice pack can join it from clips and an engine never sees a figure.
"""

import difflib
import string
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from audio.spelling import LANGUAGES, Piece, Token, code_piece, number_piece, tokens

Pause = Literal["comma", "stop"]

PLACEHOLDERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "call": ("code", "counter"),
        "recall": ("code", "counter"),
        "not_yet_come": ("code", "counter"),
        "transfer": ("code", "counter"),
        "closing_soon": ("minutes",),
        "test": (),
    }
)
"""The kinds of announcement, and what each may fill in. `free_text` has no placeholders and no template."""

DEFAULT_TEMPLATES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "vi": MappingProxyType(
            {
                "call": "Mời công dân có số {code}, đến quầy số {counter}.",
                "recall": "Mời lại công dân có số {code}, đến quầy số {counter}.",
                "not_yet_come": "Công dân có số {code} chưa có mặt, xin mời đến quầy số {counter}.",
                "transfer": "Mời công dân có số {code}, chuyển sang quầy số {counter}.",
                "closing_soon": "Còn {minutes} phút nữa là hết giờ tiếp nhận hồ sơ. Xin cảm ơn.",
                "test": "Đây là thông báo thử loa.",
            }
        ),
        "en": MappingProxyType(
            {
                "call": "Number {code}, please go to counter {counter}.",
                "recall": "Again, number {code}, please go to counter {counter}.",
                "not_yet_come": "Number {code} has not come yet, please go to counter {counter}.",
                "transfer": "Number {code}, please continue at counter {counter}.",
                "closing_soon": "We stop receiving applications in {minutes} minutes. Thank you.",
                "test": "This is a test of the loudspeaker.",
            }
        ),
    }
)


class TemplateError(ValueError):
    """A sentence template that cannot be used, said for the administrator who wrote it.

    `code` and `details` are for who says it in another language.
    """

    def __init__(self, code: str, said: str, **details: str) -> None:
        super().__init__(said)
        self.code, self.details = code, details


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces said in one breath, and the pause after them."""

    pieces: tuple[Piece, ...]
    pause: Pause


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence, or a few, ready to be spoken. `text` is what a screen or a log shows."""

    language: str
    groups: tuple[Group, ...]
    text: str

    @property
    def spoken(self) -> str:
        """The whole in spelled-out words with punctuation, as an engine would be given it."""
        return " ".join(
            " ".join(piece.spoken for piece in group.pieces) + ("," if group.pause == "comma" else ".")
            for group in self.groups
        )


def check_template(kind: str, template: str) -> None:
    """Raise TemplateError if `template` is no sentence for `kind`: an unknown kind or placeholder, a stray brace."""
    if kind not in PLACEHOLDERS:
        near = difflib.get_close_matches(kind, PLACEHOLDERS, 1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        said = f"no announcement is called {kind!r}: there are {', '.join(PLACEHOLDERS)}{hint}"
        raise TemplateError("unknown_kind", said, name=kind, known=", ".join(PLACEHOLDERS))
    for name in _placeholders(template):
        if name not in PLACEHOLDERS[kind]:
            raise _unknown(name, PLACEHOLDERS[kind], f"the {kind} template")
    if not any(character.isalpha() for character in template):
        raise TemplateError("no_words", f"the {kind} template has no words")


def announce(
    kind: str,
    *,
    language: str = "vi",
    region: str = "north",
    templates: Mapping[str, str] | None = None,
    **values: str | int,
) -> Utterance:
    """The utterance of one kind of announcement, by the office's own templates where it has them.

    `templates` maps kinds to sentences of this language; kinds it doesn't name keep the default. `values` are `code`
    (a ticket code), `counter` and `minutes` (natural numbers); `free_text` takes `text`. Raises TemplateError, or
    ValueError as `audio.reading` does.
    """
    if kind == "free_text":
        return render(_escaped(str(values["text"])), language=language, region=region)
    template = {**_defaults(language), **(templates or {})}.get(kind, "")
    check_template(kind, template)
    return render(template, language=language, region=region, **values)


def render(template: str, *, language: str = "vi", region: str = "north", **values: str | int) -> Utterance:
    """Fill a sentence template: `{code}` is read as a ticket code, any other placeholder as a natural number.

    Figures and abbreviations in the template's own words are spelled out too. Raises TemplateError for an unknown
    placeholder, a stray brace or an empty sentence, ValueError for a language, code, number or region that cannot be
    read.
    """
    _defaults(language)
    parts = list(_parts(unicodedata.normalize("NFC", template), language, region, values))
    groups = tuple(_groups(parts))
    if not groups:
        raise TemplateError("no_words", "the sentence has no words")
    return Utterance(language, groups, _text(parts))


def _defaults(language: str) -> Mapping[str, str]:
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}: there are {', '.join(LANGUAGES)}")
    return DEFAULT_TEMPLATES[language]


def _escaped(text: str) -> str:
    return text.replace("{", " ").replace("}", " ")  # a brace is not spoken


def _parse(template: str) -> list[tuple[str, str | None]]:
    try:
        return [(literal, field) for literal, field, _, _ in string.Formatter().parse(template)]
    except ValueError as error:
        raise TemplateError("stray_brace", f"a brace in {template!r} has no partner") from error


def _placeholders(template: str) -> list[str]:
    return [field for _, field in _parse(template) if field is not None]


def _unknown(name: str, allowed: Iterable[str], where: str) -> TemplateError:
    known = sorted(allowed)
    braced = ", ".join(f"{{{one}}}" for one in known)
    near = difflib.get_close_matches(name, known, 1)
    hint = f"; did you mean {{{near[0]}}}?" if near else ""
    said = f"unknown placeholder {{{name}}} in {where}: it may have {braced}{hint}"
    return TemplateError("unknown_placeholder" if known else "no_placeholder", said, name=f"{{{name}}}", known=braced)


def _parts(template: str, language: str, region: str, values: Mapping[str, str | int]) -> Iterator[Token]:
    for literal, field in _parse(template):
        yield from tokens(literal, language, region)
        if field is None:
            continue
        if field not in values:
            raise _unknown(field, values, f"{template!r}")
        value = values[field]
        yield code_piece(str(value), language) if field == "code" else number_piece(value, language, region)


def _groups(parts: Iterable[Token]) -> Iterator[Group]:
    pieces: list[Piece] = []
    for part in parts:
        if isinstance(part, Piece):
            pieces.append(part)
        elif pieces:
            yield Group(tuple(pieces), "comma" if part in ",;:" else "stop")
            pieces = []
    if pieces:
        yield Group(tuple(pieces), "stop")


def _text(parts: Iterable[Token]) -> str:
    text = ""
    for part in parts:
        text += (" " if text else "") + part.shown if isinstance(part, Piece) else part
    return text.rstrip(".,;: ")
