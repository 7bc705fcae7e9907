"""Filling an area day by day: the stretches of equal days against a walk over every single day."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from gongshu_desktop.policy.occupancy import FINEST, Lease, stretches, total

DAYS = st.dates(date(2015, 12, 20), date(2016, 4, 10))
TENTHS = st.integers(min_value=0, max_value=15_000).map(lambda tenths: Fraction(tenths, 10))
RATES = st.integers(min_value=0, max_value=1200).map(lambda mils: Fraction(mils, 1000))


@st.composite
def leases(draw: st.DrawFn) -> list[Lease]:
    rows = draw(st.lists(st.tuples(TENTHS, RATES, DAYS, DAYS), max_size=6))
    return [Lease(place, *row) for place, row in enumerate(rows)]


def by_day(found: list[Lease], limit: Fraction, first: date, last: date) -> dict[date, Fraction]:
    """What each day comes to."""
    result = {}
    for number in range((last - first).days + 1):
        day, left, daily = first + timedelta(days=number), limit, Fraction(0)
        for lease in sorted(found, key=lambda lease: lease.rate, reverse=True):
            if lease.first <= day <= lease.last:
                daily += min(left, lease.area) * lease.rate
                left -= min(left, lease.area)
        result[day] = daily
    return result


@settings(max_examples=150, deadline=None)
@given(leases(), TENTHS, DAYS, DAYS)
def test_total_and_stretches_agree_with_every_day(found: list[Lease], limit: Fraction, first: date, last: date) -> None:
    expected = by_day(found, limit, first, last)
    assert total(found, limit, first, last) == sum(expected.values())
    walked = {}
    for stretch in stretches(found, limit, first, last):
        assert stretch.filled
        assert sum(area for _, area, _ in stretch.filled) <= limit
        for number in range(stretch.days):
            walked[stretch.first + timedelta(days=number)] = stretch.daily
    assert {day: daily for day, daily in walked.items() if daily} == {
        day: daily for day, daily in expected.items() if daily
    }


@settings(max_examples=60, deadline=None)
@given(leases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(found: list[Lease], random: Random) -> None:
    shuffled = [*found]
    random.shuffle(shuffled)
    period = date(2016, 1, 1), date(2016, 3, 31)
    assert total(shuffled, Fraction(1000), *period) == total(found, Fraction(1000), *period)


def test_stretches_say_which_lease_is_filled_with_what() -> None:
    found = [
        Lease(0, 800, Fraction(3, 5), date(2016, 1, 1), date(2016, 12, 31)),
        Lease(1, 500, 1, date(2016, 7, 1), date(2017, 6, 30)),
    ]
    first, second = stretches(found, 1000, date(2016, 1, 1), date(2016, 12, 31))
    assert (first.first, first.last, first.days) == (date(2016, 1, 1), date(2016, 6, 30), 182)
    assert (first.filled, first.daily) == (((0, 800, Fraction(3, 5)),), 480)
    assert (second.days, second.filled, second.daily) == (184, ((1, 500, 1), (0, 500, Fraction(3, 5))), 800)


def test_numbers_too_fine_to_have_been_meant_have_no_total() -> None:
    day = date(2016, 1, 1)
    assert total([Lease(0, Fraction(1, 2 ** (FINEST + 1)), 1, day, day)], 1000, day, day) is None
