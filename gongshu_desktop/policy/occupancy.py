"""Filling an area limit day by day: which square metres are supported on which days, at which daily rate.

On each day of a period the leases in force are filled in descending order of their supported rate until the limit is
reached; the support is Σ filled area × rate over all days. Exact, and computed by stretches of days on which nothing
changes, so that a year costs a few steps and not 366.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import lcm

from gongshu_desktop.policy.values import Number

FINEST = 4096
"""Bits that the common denominator of all areas and rates may have, so that the work stays bounded."""
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Lease:
    """An area at a rate a day, from ``first`` to ``last``, both days included. ``row`` is its place in the table."""

    row: int
    area: Number
    rate: Number
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive days with the same leases in force: what is filled of which (row, area, rate), and what that comes to."""

    first: date
    last: date
    filled: tuple[tuple[int, Number, Number], ...]

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def daily(self) -> Number:
        return sum((area * rate for _, area, rate in self.filled), start=0)


def total(leases: Sequence[Lease], limit: Number, first: date, last: date) -> Number | None:
    """Σ over the days from ``first`` to ``last`` of filled area × rate, exactly; None if the numbers are too fine."""
    # Whole numbers over common denominators: an order of magnitude faster than fractions, and as exact.
    areas = lcm(limit.denominator, *(lease.area.denominator for lease in leases))
    rates = lcm(1, *(lease.rate.denominator for lease in leases))
    if (areas * rates).bit_length() > FINEST:
        return None
    ordered = _by_rate(leases)
    scaled = [(int(lease.area * areas), int(lease.rate * rates)) for lease in ordered]
    room = int(limit * areas)
    result = 0
    for begin, after, in_force in _in_force(ordered, first, last):
        left, daily = room, 0
        for rank in in_force:
            area, rate = scaled[rank]
            part = min(area, left)
            daily += part * rate
            left -= part
            if not left:
                break
        result += daily * (after - begin)
    value = Fraction(result, areas * rates)
    return value.numerator if value.denominator == 1 else value


def stretches(leases: Sequence[Lease], limit: Number, first: date, last: date) -> Iterator[Stretch]:
    """The same, stretch by stretch, for the derivation; neighbours with equal fillings are joined."""
    ordered = _by_rate(leases)
    previous: Stretch | None = None
    for begins, after, in_force in _in_force(ordered, first, last):
        begin, end = date.fromordinal(begins), date.fromordinal(after - 1)
        left, filled = limit, []
        for lease in (ordered[rank] for rank in in_force):
            if left <= 0:
                break
            if part := min(lease.area, left):
                filled.append((lease.row, part, lease.rate))
                left -= part
        stretch = Stretch(begin, end, tuple(filled))
        if previous is not None and previous.filled == stretch.filled and previous.last + _ONE_DAY == begin:
            previous = Stretch(previous.first, end, stretch.filled)
            continue
        if previous is not None and previous.filled:
            yield previous
        previous = stretch
    if previous is not None and previous.filled:
        yield previous


def _by_rate(leases: Sequence[Lease]) -> list[Lease]:
    return sorted(leases, key=lambda lease: -lease.rate)


def _in_force(ordered: Sequence[Lease], first: date, last: date) -> Iterator[tuple[int, int, list[int]]]:
    """Stretches of days (ordinals, the second one past the end) with the ranks of the leases in force, in order.

    The list is kept up to date from one stretch to the next, so that a lease costs something on two days only.
    """
    begin, after = first.toordinal(), last.toordinal() + 1
    starts: dict[int, list[int]] = {begin: []}
    stops: dict[int, list[int]] = {}
    for rank, lease in enumerate(ordered):
        start, stop = max(lease.first.toordinal(), begin), min(lease.last.toordinal() + 1, after)
        if start < stop:
            starts.setdefault(start, []).append(rank)
            stops.setdefault(stop, []).append(rank)
    in_force: list[int] = []
    days = sorted({*starts, *stops} - {after})
    for day, following in pairwise([*days, after] if begin < after else []):
        for rank in stops.get(day, ()):
            del in_force[bisect_left(in_force, rank)]
        for rank in starts.get(day, ()):
            insort(in_force, rank)
        yield day, following, in_force
