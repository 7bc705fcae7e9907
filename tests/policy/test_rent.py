"""3.3.2 房租和宽带补贴: areas filled day by day, caps, and what was had elsewhere. Expected values are worked out by hand."""

from typing import Any

import pytest

from tests.policy.samples import outcome, result


def lease(area: str | None, rate: str | None, first: str | None, last: str | None) -> dict[str, Any]:
    return {"地址": "一号", "面积": area, "日租金": rate, "起始日期": first, "截止日期": last}


def year_of(area: str | None, rate: str | None) -> dict[str, Any]:
    """A lease over all of 2016."""
    return lease(area, rate, "2016-01-01", "2016-12-31")


BASE = {"评定级别": "市级", "宽带费用": "0"}


def rent(*leases: dict[str, Any], year: int = 2016, broadband: str = "0", since: str = "lease", day: Any = None) -> str:
    facts = {"评定级别": "市级", "评定日期": day, "宽带费用": broadband, "租赁": list(leases)}
    return outcome("3.3.2", facts, year=year, since=since)


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("未评定", "ineligible 0.00"),
        ("区级", "eligible 366000.00"),
        ("市级", "eligible 366000.00"),
        ("省级", "eligible 366000.00"),
        ("国家级", "eligible 366000.00"),
        (None, "undetermined"),
    ],
)
def test_level(level: str | None, expected: str) -> None:
    assert outcome("3.3.2", BASE | {"评定级别": level, "租赁": [year_of("1000", "1")]}) == expected


@pytest.mark.parametrize(
    ("leases", "expected"),
    [
        ([], "eligible 0.00"),
        ([year_of("1000", "1")], "eligible 366000.00"),  # 1000 × 1 × 366
        ([year_of("999", "1")], "eligible 365634.00"),
        ([year_of("1000.5", "1")], "eligible 366000.00"),
        ([year_of("1001", "1")], "eligible 366000.00"),
        ([year_of("1200", "0.80")], "eligible 292800.00"),
        ([year_of("1000", "0.99")], "eligible 362340.00"),
        ([year_of("1000", "1.01")], "eligible 366000.00"),
        ([year_of("1000", "25")], "eligible 366000.00"),
        ([year_of("1000", "0")], "eligible 0.00"),
        # the dearer lease first, whatever the order: 600 × 1 + 400 × 0.5 = 800 a day
        ([year_of("600", "1.2"), year_of("600", "0.5")], "eligible 292800.00"),
        ([year_of("600", "0.5"), year_of("600", "1.2")], "eligible 292800.00"),
        # rates above 1 yuan are worth 1 yuan each: 1000 × 1
        ([year_of("700", "3"), year_of("700", "1")], "eligible 366000.00"),
        # the first fills the limit exactly, the second adds nothing
        ([year_of("1000", "0.7"), year_of("500", "0.6")], "eligible 256200.00"),
        ([year_of("999.99", "0.7"), year_of("500", "0.6")], "eligible 256199.63"),  # 699.993 + 0.006 = 699.999 a day
        # January to June (182 days) 800 × 0.6 = 480; July to December (184 days) 500 × 1 + 500 × 0.6 = 800
        ([year_of("800", "0.6"), lease("500", "1.5", "2016-07-01", "2017-06-30")], "eligible 234560.00"),
        # two leases one after the other on the same place, no day twice
        (
            [lease("500", "0.5", "2016-01-01", "2016-06-30"), lease("500", "0.8", "2016-07-01", "2016-12-31")],
            "eligible 119100.00",  # 250 × 182 + 400 × 184
        ),
        # they overlap on one day: 250 × 182 + 400 × 185
        (
            [lease("500", "0.5", "2016-01-01", "2016-06-30"), lease("500", "0.8", "2016-06-30", "2016-12-31")],
            "eligible 119500.00",
        ),
    ],
)
def test_filling_the_area(leases: list[dict[str, Any]], expected: str) -> None:
    assert rent(*leases) == expected


@pytest.mark.parametrize(
    ("first", "last", "year", "expected"),
    [
        ("2016-01-01", "2016-12-31", 2016, "eligible 36600.00"),
        ("2015-01-01", "2018-12-31", 2016, "eligible 36600.00"),
        ("2015-01-01", "2018-12-31", 2017, "eligible 36500.00"),
        ("2016-02-29", "2016-02-29", 2016, "eligible 100.00"),
        ("2016-02-28", "2016-03-01", 2016, "eligible 300.00"),
        ("2017-02-28", "2017-03-01", 2017, "eligible 200.00"),
        ("2015-07-01", "2016-01-01", 2016, "eligible 100.00"),
        ("2015-07-01", "2015-12-31", 2016, "eligible 0.00"),
        ("2016-12-31", "2017-12-31", 2016, "eligible 100.00"),
        ("2017-01-01", "2017-12-31", 2016, "eligible 0.00"),
        ("2016-05-02", "2016-05-01", 2016, "eligible 0.00"),  # ends before it starts
        ("2016-05-01", "2016-05-01", 2016, "eligible 100.00"),
        ("2100-01-01", "2100-12-31", 2100, "eligible 36500.00"),  # no leap year
        ("2000-01-01", "2000-12-31", 2000, "eligible 36600.00"),  # a leap year
    ],
)
def test_days(first: str, last: str, year: int, expected: str) -> None:
    assert rent(lease("100", "1", first, last), year=year) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2014-06-01", "eligible 366000.00"),
        ("2015-12-31", "eligible 366000.00"),
        ("2016-01-01", "eligible 366000.00"),
        ("2016-01-02", "eligible 365000.00"),
        ("2016-02-29", "eligible 307000.00"),  # 366 − 31 − 28
        ("2016-04-15", "eligible 261000.00"),  # 16 + 31 + 30 + 31 + 31 + 30 + 31 + 30 + 31
        ("2016-12-31", "eligible 1000.00"),
        ("2017-01-01", "eligible 0.00"),
        (None, "undetermined"),
    ],
)
def test_since_recognition(day: str | None, expected: str) -> None:
    assert rent(year_of("1000", "1"), since="recognition", day=day) == expected
    assert rent(year_of("1000", "1"), since="lease", day=day) == "eligible 366000.00"


@pytest.mark.parametrize(
    ("area", "rate", "expected"),
    [
        ("0.5", "0.01", "eligible 0.01"),  # 0.005: half a fen goes up
        ("0.4", "0.01", "eligible 0.00"),
        ("333.33", "0.333", "eligible 111.00"),  # 110.99889
        ("100", "0.3333", "eligible 33.33"),
    ],
)
def test_rounding_once(area: str, rate: str, expected: str) -> None:
    assert rent(lease(area, rate, "2016-02-29", "2016-02-29")) == expected


def test_a_year_is_rounded_once_and_not_each_day() -> None:
    assert rent(year_of("333.33", "0.333")) == "eligible 40625.59"  # 110.99889 × 366 = 40 625.59374


# rent is 366 000 in all of these
@pytest.mark.parametrize(
    ("broadband", "both", "each"),
    [
        ("0", "eligible 366000.00", "eligible 366000.00"),
        ("633999.99", "eligible 999999.99", "eligible 999999.99"),
        ("634000", "eligible 1000000.00", "eligible 1000000.00"),
        ("634000.01", "eligible 1000000.00", "eligible 1000000.01"),
        ("999999.99", "eligible 1000000.00", "eligible 1365999.99"),
        ("1000000", "eligible 1000000.00", "eligible 1366000.00"),
        ("1000000.01", "eligible 1000000.00", "eligible 1366000.00"),
        (None, "undetermined", "undetermined"),
    ],
)
def test_cap(broadband: str | None, both: str, each: str) -> None:
    facts = BASE | {"宽带费用": broadband, "租赁": [year_of("1000", "1")]}
    assert outcome("3.3.2", facts, cap="both") == both
    assert outcome("3.3.2", facts, cap="each") == each


@pytest.mark.parametrize(
    ("other", "difference", "either"),
    [
        (None, "eligible 366000.00", "eligible 366000.00"),
        ("0", "eligible 366000.00", "eligible 366000.00"),
        ("100000", "eligible 266000.00", "eligible 366000.00"),
        ("365999.99", "eligible 0.01", "eligible 366000.00"),
        ("366000", "eligible 0.00", "eligible 0.00"),
        ("366000.01", "eligible 0.00", "eligible 0.00"),
    ],
)
def test_support_had_elsewhere(other: str | None, difference: str, either: str) -> None:
    facts = BASE | {"其他同类补贴": other, "租赁": [year_of("1000", "1")]}
    assert outcome("3.3.2", facts, overlap="difference") == difference
    assert outcome("3.3.2", facts, overlap="either") == either


def test_what_was_had_elsewhere_is_subtracted_after_the_cap() -> None:
    facts = BASE | {"宽带费用": "900000", "其他同类补贴": "400000", "租赁": [year_of("1000", "1")]}
    assert outcome("3.3.2", facts, cap="both", overlap="difference") == "eligible 600000.00"
    assert outcome("3.3.2", facts, cap="each", overlap="difference") == "eligible 866000.00"
    assert outcome("3.3.2", facts, cap="both", overlap="either") == "eligible 1000000.00"


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (lease(None, "1", "2016-01-01", "2016-12-31"), "undetermined"),
        (lease("10", None, "2016-01-01", "2016-12-31"), "undetermined"),
        (lease("10", "1", None, "2016-12-31"), "undetermined"),
        (lease("10", "1", "2016-01-01", None), "undetermined"),
        (lease(None, None, None, None), "undetermined"),
        # the lease lies outside of the year whatever is missing
        (lease(None, None, "2015-01-01", "2015-12-31"), "eligible 366000.00"),
        (lease(None, None, "2017-01-01", None), "eligible 366000.00"),
        (lease("10", "1", None, "2015-12-31"), "eligible 366000.00"),
        (lease(None, None, "2016-05-02", "2016-05-01"), "eligible 366000.00"),
    ],
)
def test_missing_cells_of_leases(second: dict[str, Any], expected: str) -> None:
    assert rent(year_of("1000", "1"), second) == expected


def test_leases_before_the_recognition_need_no_values() -> None:
    rows = [year_of("1000", "1"), lease(None, None, "2016-01-01", "2016-04-14")]
    assert rent(*rows, since="recognition", day="2016-04-15") == "eligible 261000.00"
    assert rent(*rows, since="lease", day="2016-04-15") == "undetermined"


def test_rent_without_a_table() -> None:
    assert outcome("3.3.2", BASE) == "undetermined"
    assert outcome("3.3.2", BASE | {"评定级别": "未评定"}) == "ineligible 0.00"


def test_the_level_has_no_margin() -> None:
    assert result("3.3.2", BASE, "评定为区级以上") == "met"
