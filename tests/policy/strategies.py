"""Random claims under the bundled policy: values crowd around the thresholds, and any of them may be missing."""

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from gongshu_desktop.policy.assessment import CaseInputs, ClaimInputs
from gongshu_desktop.policy.model import Fact, Kind, Measure
from gongshu_desktop.policy.verdicts import Result
from tests.policy.samples import A, B, C, policy

_EDGES = (0, 5_000_000, 10_000_000, 20_000_000, 2_000_000, 1_000_000, 200_000_000, 150_000, 300_000, 366_000, 634_000)
_CENTS = st.integers(min_value=-2, max_value=2).map(lambda n: Fraction(n, 100))


def _whole(number: Fraction) -> int | Fraction:
    return number.numerator if number.denominator == 1 else number


money = st.one_of(
    st.tuples(st.sampled_from(_EDGES), _CENTS).map(lambda pair: _whole(max(Fraction(0), pair[0] + pair[1]))),
    st.integers(min_value=0, max_value=3 * 10**9).map(lambda fen: _whole(Fraction(fen, 100))),
)
_DAYS = ("2015-12-31", "2016-01-01", "2016-02-29", "2016-03-20", "2016-03-21", "2016-12-31", "2017-01-01")
dates = st.one_of(
    st.sampled_from([date.fromisoformat(day) for day in _DAYS]),
    st.dates(date(2015, 1, 1), date(2018, 6, 30)),
)
_AREAS = st.integers(min_value=0, max_value=15_000).map(lambda tenths: _whole(Fraction(tenths, 10)))
_RATES = st.integers(min_value=0, max_value=1500).map(lambda mils: _whole(Fraction(mils, 1000)))

_BY_KIND: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.MONEY: money,
    Kind.COUNT: st.integers(min_value=0, max_value=20),
    Kind.DATE: dates,
    Kind.YES_NO: st.sampled_from([True, True, True, False]),
    Kind.CREDIT_CODE: st.sampled_from([A, B, C]),
}


def values(fact: Fact) -> st.SearchStrategy[Any]:
    """Values of a fact or column that is no table."""
    if fact.name == "注册地":
        return st.sampled_from(["拱墅区", "拱墅区", "拱墅区", "余杭区", ""])
    if fact.kind is Kind.NUMBER:
        return _RATES if "/" in fact.unit else st.one_of(_AREAS, st.sampled_from([9999, 10_000, 10_001]))
    if fact.kind is Kind.CHOICE:
        return st.sampled_from(fact.options)
    return _BY_KIND.get(fact.kind, st.sampled_from(["一", "二", "三", ""]))


@st.composite
def facts(draw: st.DrawFn, measure: Measure, *, complete: bool = False) -> dict[str, Any]:
    """Facts of a measure; unless ``complete``, each value may be missing."""
    often = st.just(value=True) if complete else st.sampled_from([True] * 11 + [False])
    found: dict[str, Any] = {}
    for fact in measure.facts:
        if not draw(often):
            continue
        if fact.kind is not Kind.TABLE:
            found[fact.name] = draw(values(fact))
            continue
        row = st.fixed_dictionaries(
            {},
            optional={column.name: values(column) for column in fact.columns},
        )
        full = st.fixed_dictionaries({column.name: values(column) for column in fact.columns})
        rows = full if complete else st.one_of(full, full, full, full, row)
        found[fact.name] = tuple(draw(st.lists(rows, max_size=5)))
    return found


@st.composite
def claims(draw: st.DrawFn, measure: Measure, *, complete: bool = False) -> ClaimInputs:
    """A claim of a measure with random verdicts."""
    results = [Result.MET] * 6 + ([Result.NOT_APPLICABLE] if complete else list(Result))
    verdicts = {item.name: draw(st.sampled_from(results)) for item in measure.criteria if item.judgement}
    return ClaimInputs(measure=measure.id, facts=draw(facts(measure, complete=complete)), verdicts=verdicts)


@st.composite
def readings(draw: st.DrawFn, measure: Measure) -> dict[str, str]:
    """An option of each reading of a measure."""
    return {item.key: draw(st.sampled_from(sorted(item.options))) for item in measure.readings}


@st.composite
def cases(draw: st.DrawFn, *measures: str, complete: bool = False) -> CaseInputs:
    """A case with a claim of each of the measures (all, unless named), in any order."""
    chosen = [policy().measure(id) for id in measures or tuple(item.id for item in policy().measures)]
    return CaseInputs(
        case=draw(st.sampled_from([None, "拱众审〔2016〕1号"])),
        year=draw(st.sampled_from([2016, 2016, 2016, 2015, 2017])),
        claims=tuple(draw(claims(measure, complete=complete)) for measure in chosen),
        readings={key: option for measure in chosen for key, option in draw(readings(measure)).items()},
    )
