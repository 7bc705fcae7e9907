"""Filling an area limit day by day: which square metres are supported on which days, at which daily rate.

On each day of a period the leases in force are filled in descending order of their supported rate until the limit is
reached; the support is Σ filled area × rate over all days. Exact, and computed by stretches of days on which nothing
changes, so that a year costs a few steps and not 366.
"""

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
    scaled = [(int(lease.area * areas), int(lease.rate * rates), lease) for lease in _by_rate(leases)]
    room = int(limit * areas)
    result = 0
    for begin, end in _boundaries(leases, first, last):
        left, daily = room, 0
        for area, rate, lease in scaled:
            if lease.first <= begin and end <= lease.last:
                part = min(area, left)
                daily += part * rate
                left -= part
                if not left:
                    break
        result += daily * ((end - begin).days + 1)
    value = Fraction(result, areas * rates)
    return value.numerator if value.denominator == 1 else value


def stretches(leases: Sequence[Lease], limit: Number, first: date, last: date) -> Iterator[Stretch]:
    """The same, stretch by stretch, for the derivation; neighbours with equal fillings are joined."""
    ordered = _by_rate(leases)
    previous: Stretch | None = None
    for begin, end in _boundaries(leases, first, last):
        left, filled = limit, []
        for lease in ordered:
            if left > 0 and lease.first <= begin and end <= lease.last:
                part = min(lease.area, left)
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


def _boundaries(leases: Sequence[Lease], first: date, last: date) -> Iterator[tuple[date, date]]:
    """The stretches of days on which no lease begins or ends."""
    starts = {first}
    for lease in leases:
        if first < lease.first <= last:
            starts.add(lease.first)
        if first <= lease.last < last:
            starts.add(lease.last + _ONE_DAY)
    if first <= last:
        for begin, after in pairwise([*sorted(starts), last + _ONE_DAY]):
            yield begin, after - _ONE_DAY
