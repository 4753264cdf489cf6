"""Which clips a voice pack holds, and which of them say an utterance. Pure: texts only, no sound."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from audio.announcement import DEFAULT_TEMPLATES, PLACEHOLDERS, Group, Utterance, announce
from audio.reading import DIGITS, DIGITS_ENGLISH, LETTERS, LETTERS_ENGLISH, number_words
from audio.speech import MissingClip
from audio.spelling import Piece, number_piece

Position = Literal["inside", "end"]
"""Where in a breath a clip is spoken: with more to follow at once, or last before a pause."""

Pause = Literal["digit", "code", "word", "comma", "stop"]
"""What follows a clip: another digit of the same code, a code's border, another clip of the same words, a breath."""

MINUTES: Final = (5, 10, 15, 20, 30)
"""The minutes that are one clip; others are joined word by word."""


@dataclass(frozen=True, slots=True, order=True)
class ClipText:
    """The words of one clip (spelled out, lower case, single spaces) and where it stands in a breath."""

    text: str
    position: Position

    @property
    def prompt(self) -> str:
        """What an engine is given: the punctuation lets it keep its voice up, or let it fall."""
        return self.text + ("," if self.position == "inside" else ".")


def closed_set(
    language: str, region: str, counters: int = 30, templates: Mapping[str, str] | None = None
) -> tuple[ClipText, ...]:
    """Every clip that a pack needs to say any code, any number below a million and the office's sentences.

    `counters` is how many counters get a clip of their own ("đến quầy số ba"); numbers beyond are joined from words.
    `templates` maps kinds of announcement to the office's own sentences. Raises TemplateError and ValueError as
    `audio.announcement` does.
    """
    sentences = {**DEFAULT_TEMPLATES.get(language, {}), **(templates or {})}
    sample: dict[str, str | int] = {"code": "A0", "counter": 1, "minutes": 5}
    found: dict[ClipText, None] = {}  # a set that keeps its order: phrases first, so that a progress bar reads well
    for kind in sentences:
        values = {name: sample[name] for name in PLACEHOLDERS.get(kind, ())}
        utterance = announce(kind, language=language, region=region, templates=sentences, **values)
        for group in utterance.groups:
            found |= dict.fromkeys(_phrases(group))
            if kind == "call":
                found |= dict.fromkeys(_at_counters(group, counters, region, language))
    found |= dict.fromkeys(_words(language, region, counters))
    return tuple(found)


def cover(utterance: Utterance, has: Container[str]) -> list[tuple[ClipText, Pause]]:
    """The clips that say an utterance, in order, each with what follows it.

    `has` tells which texts the pack holds. Of several ways the one with the fewest clips is taken: the fewer joins,
    the more it sounds like one sentence. Raises MissingClip, with the words, if there is none.
    """
    return [spoken for group in utterance.groups for spoken in _cover_group(group, has)]


def words_without_clips(utterance: Utterance, has: Container[str]) -> list[str]:
    """The words of an utterance that no clip says, in their order, each once; none when `cover` finds a way."""
    found: dict[str, None] = {}
    for group in utterance.groups:
        for _, pieces in groupby(group.pieces, key=lambda piece: piece.kind == "code"):
            units = [unit for piece in pieces for unit in piece.units]
            place = 0
            while place < len(units):
                ends = [end for end in range(len(units), place, -1) if " ".join(units[place:end]) in has]
                if not ends:
                    found[units[place]] = None
                place = ends[0] if ends else place + 1
    return list(found)


def _cover_group(group: Group, has: Container[str]) -> Iterator[tuple[ClipText, Pause]]:
    texts: list[tuple[str, Pause]] = []
    for is_code, pieces in groupby(group.pieces, key=lambda piece: piece.kind == "code"):
        units = [unit for piece in pieces for unit in piece.units]
        texts += [(text, "digit" if is_code else "word") for text in (units if is_code else _fewest(units, has))]
        texts[-1] = (texts[-1][0], "code")
    for place, (text, pause) in enumerate(texts, start=1):
        if text not in has:
            raise MissingClip(text)
        last = place == len(texts)
        yield ClipText(text, "end" if last else "inside"), group.pause if last else pause


def _fewest(words: list[str], has: Container[str]) -> list[str]:
    """Cut words into the fewest texts that the pack holds."""
    best: list[list[str] | None] = [None] * len(words) + [[]]
    for start in reversed(range(len(words))):
        for end in range(start + 1, len(words) + 1):
            rest, text = best[end], " ".join(words[start:end])
            so_far = best[start]
            if rest is not None and text in has and (so_far is None or len(so_far) >= 1 + len(rest)):
                best[start] = [text, *rest]
    if best[0] is None:
        raise MissingClip(" ".join(words))
    return best[0]


def _phrases(group: Group) -> Iterator[ClipText]:
    spans = [(kind, list(pieces)) for kind, pieces in groupby(group.pieces, key=lambda piece: piece.kind)]
    for place, (kind, pieces) in enumerate(spans):
        if kind == "words":
            yield ClipText(_joined(pieces), "end" if place == len(spans) - 1 else "inside")


def _at_counters(group: Group, counters: int, region: str, language: str) -> Iterator[ClipText]:
    """A breath's last fixed words with the counter's number, such as "đến quầy số ba": its melody is the engine's."""
    spans = [(kind, list(pieces)) for kind, pieces in groupby(group.pieces, key=lambda piece: piece.kind)]
    if [kind for kind, _ in spans[-2:]] != ["words", "number"]:
        return
    words = _joined(spans[-2][1])
    for counter in range(1, counters + 1):
        yield ClipText(f"{words} {number_piece(counter, language, region).spoken}", "end")


def _words(language: str, region: str, counters: int) -> Iterator[ClipText]:
    letters, digits = (LETTERS, DIGITS) if language == "vi" else (LETTERS_ENGLISH, DIGITS_ENGLISH)
    yield from (ClipText(name, "inside") for name in letters.values())
    for word in (*digits, *sorted(number_words(language, region) - set(digits))):
        yield ClipText(word, "inside")
        yield ClipText(word, "end")
    for number in range(1, counters + 1):
        yield ClipText(number_piece(number, language, region).spoken, "end")
    for number in MINUTES:
        yield ClipText(number_piece(number, language, region).spoken, "inside")


def _joined(pieces: Iterable[Piece]) -> str:
    return " ".join(piece.spoken for piece in pieces)
