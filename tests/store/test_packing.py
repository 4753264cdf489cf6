"""What is kept of closed days: nothing is lost by packing it small."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.domain.counter_times import Sessions
from queue_server.domain.figures import Figures
from queue_server.domain.lengths import Lengths
from queue_server.store.packing import last_day, packed, unpacked

DAY = date(2026, 11, 24)
counts = st.integers(0, 2**40)
outcomes = st.dictionaries(st.sampled_from(["served", "no_show", "cancelled", "expired"]), counts)
# Up to years of waits, and buckets with more people than a byte, or two, or four can count.
sketches = st.builds(
    Lengths, st.none(), counts, counts, counts, st.dictionaries(st.integers(0, 900), st.integers(1, 2**34), max_size=9)
)
hours = st.floats(0, 1e9)
figures = st.builds(
    Figures, *[counts] * 7, outcomes, outcomes, *[sketches] * 5, st.builds(Sessions, hours, hours, hours, hours)
)
groups = st.dictionaries(st.text(max_size=12), figures, max_size=2)


@settings(deadline=None, max_examples=25)
@given(st.dictionaries(st.sampled_from(["counter", "clerk", "hour"]), groups, max_size=3))
def test_what_was_packed_is_unpacked_as_it_was(kinds: dict[str, dict[str, Figures]]) -> None:
    text = packed(kinds, DAY)
    assert last_day(text) == DAY
    for kind in ("counter", "clerk", "hour"):
        assert unpacked(text, kind) == kinds.get(kind, {})


def test_a_clerk_who_was_at_one_counter_all_day_takes_no_room_beside_it() -> None:
    of = {f"{n}": Figures(first=Lengths([n * k * 700_000 for k in range(60)]).sketched()) for n in range(1, 30)}
    alone = packed({"counter": of}, DAY)
    both = packed({"counter": of, "clerk": {f"clerk {n}": one for n, one in of.items()}}, DAY)
    assert len(both) < 1.15 * len(alone)
    assert len(alone) / len(of) < 150


def test_figures_of_a_later_version_are_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="version 2"):
        unpacked(packed({}, DAY).replace("1:", "2:", 1), "total")
