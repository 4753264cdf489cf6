"""The figures of a closed day, month or year as a text of few bytes: what `day_summaries` keeps of them.

A text is `1:2026-11-24:` and a body: the version, the last day that it covers, and MessagePack, deflated, in base64. A
sketch's buckets are two rows of small numbers, the gaps between their numbers and their counts, each of as few bytes as
its largest one needs: a page of a report unpacks some hundred thousand of them, so no loop here runs once for each.
Base64, because a text is the same in every database, and a third more of a few megabytes is little.
"""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate
from struct import pack, unpack
from typing import Final

import msgspec

from queue_server.domain.counter_times import NO_SESSIONS, Sessions
from queue_server.domain.figures import Figures
from queue_server.domain.lengths import Lengths

VERSION: Final = "1"
_BYTES: Final = {"B": 1, "H": 2, "I": 4, "Q": 8}
"""Codes of `struct`, and how many bytes a number has under each."""


class _Sketch(msgspec.Struct, frozen=True, array_like=True):
    """`gaps` and `counts`: the code of their numbers as one sign, then the numbers; empty without buckets."""

    count: int = 0
    total: int = 0
    longest: int = 0
    gaps: bytes = b""
    counts: bytes = b""


class _Group(msgspec.Struct, frozen=True, array_like=True):
    sums: tuple[int, int, int, int, int, int, int]
    outcomes: dict[str, int]
    turn_outcomes: dict[str, int]
    lengths: tuple[_Sketch, _Sketch, _Sketch, _Sketch, _Sketch]
    sessions: tuple[float, float, float, float] | None
    quoted_wait_us: int = 0


class _Body(msgspec.Struct, frozen=True, array_like=True):
    """`places`: by kind and name, which of the `groups`."""

    places: dict[str, dict[str, int]]
    groups: list[msgspec.Raw]


_encode = msgspec.msgpack.Encoder().encode
_decode_body = msgspec.msgpack.Decoder(_Body).decode
_decode_group = msgspec.msgpack.Decoder(_Group).decode


def packed(kinds: Mapping[str, Mapping[str, Figures]], last: date) -> str:
    """The figures of some kinds of groups, as sketches, of a stretch of days that ends with `last`.

    What is the same is kept once: of a clerk who was at one counter all day, and of the counter.
    """
    places: dict[str, dict[str, int]] = {}
    known: dict[bytes, int] = {}
    for kind, of_kind in kinds.items():
        groups = {name: _encode(_group(figures)) for name, figures in of_kind.items()}
        places[kind] = {name: known.setdefault(group, len(known)) for name, group in groups.items()}
    body = zlib.compress(_encode(_Body(places, [msgspec.Raw(group) for group in known])), 9)
    return f"{VERSION}:{last.isoformat()}:{b64encode(body).decode()}"


def unpacked(text: str, kind: str) -> dict[str, Figures]:
    """One kind of what was packed, by the groups' names. Raises ValueError for a text of a later version."""
    version, _, rest = text.partition(":")
    if version != VERSION:
        raise ValueError(f"figures of version {version}, which this program does not know")
    body = _decode_body(zlib.decompress(b64decode(rest.partition(":")[2])))
    return {name: _figures(_decode_group(body.groups[place])) for name, place in body.places.get(kind, {}).items()}


def last_day(text: str) -> date:
    """The last day that a text covers."""
    return date.fromisoformat(text.split(":", 2)[1])


def _group(figures: Figures) -> _Group:
    one, sessions = figures, figures.sessions
    return _Group(
        (
            one.issued,
            one.issued_within,
            one.called_within,
            one.quoted,
            one.quoted_within,
            one.quoted_low_us,
            one.quoted_high_us,
        ),
        one.outcomes,
        one.turn_outcomes,
        (_sketch(one.first), _sketch(one.last), _sketch(one.walk), _sketch(one.service), _sketch(one.stay)),
        None if sessions == NO_SESSIONS else (sessions.open_s, sessions.serving_s, sessions.idle_s, sessions.break_s),
        one.quoted_wait_us,
    )


def _figures(group: _Group) -> Figures:
    first, last, walk, service, stay = map(_lengths, group.lengths)
    sessions = NO_SESSIONS if group.sessions is None else Sessions(*group.sessions)
    outcomes, wait = (group.outcomes, group.turn_outcomes), group.quoted_wait_us
    return Figures(*group.sums, *outcomes, first, last, walk, service, stay, sessions, wait)


def _sketch(lengths: Lengths) -> _Sketch:
    of = lengths.sketched() if lengths.exact is not None else lengths
    numbers = sorted(of.buckets)
    gaps = [number - before for before, number in zip([0, *numbers], numbers, strict=False)]
    return _Sketch(of.count, of.total, of.longest, _row(gaps), _row([of.buckets[number] for number in numbers]))


def _lengths(sketch: _Sketch) -> Lengths:
    buckets = dict(zip(accumulate(_numbers(sketch.gaps)), _numbers(sketch.counts), strict=True))
    return Lengths(None, sketch.count, sketch.total, sketch.longest, buckets)


def _row(numbers: Sequence[int]) -> bytes:
    """Numbers, none negative, each of as many bytes as the largest needs."""
    if not numbers:
        return b""
    most = max(numbers)
    code = next(code for code, size in _BYTES.items() if most < 256**size)
    return code.encode() + pack(f"<{len(numbers)}{code}", *numbers)


def _numbers(row: bytes) -> tuple[int, ...]:
    if not row:
        return ()
    code = chr(row[0])
    return unpack(f"<{(len(row) - 1) // _BYTES[code]}{code}", row[1:])
