"""Many lengths of time at once: exact while their day is open, a mergeable sketch of them when it is closed.

The sketch counts lengths in buckets whose limits grow by a constant factor (as DDSketch does: Masson, Rim, Lee, VLDB
2019), so that any rank of any number of merged days is known to within RELATIVE_ERROR of its value; a length of up to
a second is told as half a second.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil, log

RELATIVE_ERROR = 0.01
"""A sketch's median or 90th percentile differs from the exact one by no more than this share of it."""

_SECOND = 1_000_000
_GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR)
_LOG_GAMMA = log(_GAMMA)


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds; all None when there is nothing to summarise.

    `median_s` is the middle value, or the mean of the two middle ones; `p90_s` is by nearest rank: the smallest value
    that at least 90 % of the values don't exceed, so it is always a wait that somebody had.
    """

    count: int = 0
    mean_s: float | None = None
    median_s: float | None = None
    p90_s: float | None = None
    max_s: float | None = None


NO_TIMES = Times()


@dataclass(slots=True)
class Lengths:
    """Lengths in microseconds. `exact` holds them all, or is None where `buckets` counts them.

    A bucket's number k stands for seconds in `(γ^(k-1), γ^k]`; number 0 for anything up to a second.
    """

    exact: list[int] | None = field(default_factory=list)
    count: int = 0
    total: int = 0
    longest: int = 0
    buckets: dict[int, int] = field(default_factory=dict)

    def extend(self, lengths: Sequence[int]) -> None:
        """Take in lengths, none negative."""
        if self.exact is not None:
            self.exact.extend(lengths)
            return
        self._add_buckets(Tally(map(_bucket, lengths)))
        self.count += len(lengths)
        self.total += sum(lengths)
        self.longest = max(self.longest, max(lengths, default=0))

    def sketched(self) -> Lengths:
        """The same as a sketch."""
        sketch = Lengths(None)
        sketch.merge(self)
        return sketch

    def merge(self, other: Lengths) -> None:
        """Take in all of another. Exact ones stay exact among themselves; with a sketch they become one."""
        if other.exact is not None:
            self.extend(other.exact)
            return
        if self.exact is not None:
            mine, self.exact = self.exact, None
            self.extend(mine)
        self._add_buckets(other.buckets)
        self.count += other.count
        self.total += other.total
        self.longest = max(self.longest, other.longest)

    def counted(self) -> Lengths:
        """Count, sum and longest alone: enough for a mean, and a tenth of a sketch's room. It adds up with its like."""
        times = self.exact
        if times is None:
            return Lengths(None, self.count, self.total, self.longest)
        return Lengths(None, len(times), sum(times), max(times, default=0))

    def times(self) -> Times:
        """Count, mean, median, 90th percentile and maximum in seconds."""
        if self.exact is not None:
            return times_of(self.exact)
        if not self.count:
            return NO_TIMES
        if not self.buckets:
            return Times(self.count, self.total / self.count / _SECOND, None, None, self.longest / _SECOND)
        low, high, ninth = self._at_ranks((self.count - 1) // 2, self.count // 2, _p90_rank(self.count))
        longest = self.longest / _SECOND
        # A bucket's middle may lie beyond the longest value, which is known exactly.
        middle = min((low + high) / 2, longest)
        return Times(self.count, self.total / self.count / _SECOND, middle, min(ninth, longest), longest)

    def histogram(self, limits: Iterable[int]) -> list[int]:
        """How many lengths are at most each of the limits (seconds, rising) and above the one before; then the rest.

        A sketch's bucket belongs where its middle lies.
        """
        edges = list(limits)
        found = [0] * (len(edges) + 1)
        for seconds, count in self._weighted():
            place = next((n for n, edge in enumerate(edges) if seconds <= edge), len(edges))
            found[place] += count
        return found

    def _add_buckets(self, buckets: Mapping[int, int]) -> None:
        # Years are merged here, a hundred thousand buckets for a page.
        known = self.buckets.get
        self.buckets.update({n: known(n, 0) + count for n, count in buckets.items()} if self.buckets else buckets)

    def _weighted(self) -> Iterable[tuple[float, int]]:
        if self.exact is not None:
            return ((length / _SECOND, 1) for length in self.exact)
        return ((_middle(number), count) for number, count in self.buckets.items())

    def _at_ranks(self, *ranks: int) -> list[float]:
        """The values at these ranks (from 0, rising), in seconds."""
        found: list[float] = []
        seen = 0
        wanted = iter(ranks)
        rank = next(wanted, None)
        for number in sorted(self.buckets):
            seen += self.buckets[number]
            while rank is not None and rank < seen:
                found.append(_middle(number))
                rank = next(wanted, None)
        return found


def times_of(lengths: Iterable[int]) -> Times:
    """Count, mean, median, 90th percentile and maximum, in seconds, of lengths in microseconds; exact."""
    ordered = sorted(lengths)
    if not ordered:
        return NO_TIMES
    count = len(ordered)
    return Times(
        count,
        sum(ordered) / count / _SECOND,
        (ordered[(count - 1) // 2] + ordered[count // 2]) / 2 / _SECOND,
        ordered[_p90_rank(count)] / _SECOND,
        ordered[-1] / _SECOND,
    )


def _p90_rank(count: int) -> int:
    return -(-count * 9 // 10) - 1


# One wait is in the sketch of its service, of its hour, of its counter …: the logarithm is taken once.
@lru_cache(16_384)
def _bucket(length: int) -> int:
    return max(0, ceil(log(length / _SECOND) / _LOG_GAMMA)) if length > _SECOND else 0


def _middle(number: int) -> float:
    """The value whose relative distance to both ends of the bucket is the same; of the lowest bucket half a second."""
    return 2 * _GAMMA**number / (_GAMMA + 1) if number else 0.5
