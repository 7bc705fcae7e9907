"""Case files written and read back: whatever a case can hold of what the format knows comes back the same."""

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongshu_desktop.exchange.case_file import JsonCaseFiles, assessed
from gongshu_desktop.policy.model import Criterion, Fact, Kind, Measure
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import (
    Applicant,
    Case,
    Claim,
    Evidence,
    FactEntry,
    Makerspace,
    TableEntry,
    TableRow,
    VerdictEntry,
)
from gongshu_desktop.review.credit_code import check_character
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.values import text_problem
from tests.exchange.policies import Bundled, bundled

EXAMPLES = Path(__file__).parents[1] / "examples"
EXPECTED = json.loads((EXAMPLES / "expected.json").read_text(encoding="utf-8"))
FILES = JsonCaseFiles(Bundled())

words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=12).filter(
    lambda text: (
        bool(text.strip()) and text_problem(text) is None
    )  # what shows nothing is refused, and has tests of its own
)
notes = st.one_of(st.just(""), words, st.just("第一行\n第二行"))
keys = st.lists(st.sampled_from(("e1", "e2", "e3")), unique=True, max_size=3).map(tuple)
codes = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9).map(
    lambda body: f"91330105{body}{check_character(f'91330105{body}')}"
)


def cents(most: int, places: int) -> st.SearchStrategy[Scalar]:
    """Exact numbers with so many decimals."""
    return st.integers(0, most * 10**places).map(
        lambda number: number // 10**places if number % 10**places == 0 else Fraction(number, 10**places)
    )


def scalars(fact: Fact) -> st.SearchStrategy[Scalar]:
    """Values that suit a fact."""
    kinds: Mapping[Kind, st.SearchStrategy[Scalar]] = {
        Kind.MONEY: cents(999_999_999_999, 2),
        Kind.NUMBER: cents(10**6, 10),
        Kind.COUNT: st.integers(0, 10**6),
        Kind.DATE: st.dates(date(1900, 1, 1), date(2199, 12, 31)),
        Kind.YES_NO: st.booleans(),
        Kind.TEXT: words,
        Kind.CREDIT_CODE: codes,
    }
    return st.sampled_from(fact.options) if fact.kind is Kind.CHOICE else kinds[fact.kind]


def cells(fact: Fact) -> st.SearchStrategy[dict[str, Scalar]]:
    """Rows with some of their cells."""
    return st.fixed_dictionaries({}, optional={column.name: scalars(column) for column in fact.columns})


@st.composite
def tables(draw: st.DrawFn, fact: Fact) -> TableEntry:
    """A table in any state that edits can bring it to."""
    verified = draw(st.booleans())
    rows = []
    for index in range(draw(st.integers(0, 4))):
        sort = draw(st.sampled_from(("claimed", "struck", "added"))) if verified else "claimed"
        rows.append(
            TableRow(
                key=f"r{index + 1}",
                claimed=draw(cells(fact)) if sort != "added" else {},
                verified=draw(cells(fact)) if verified and sort != "struck" else {},
                by_reviewer=sort == "added",
                struck=sort == "struck",
            )
        )
    return TableEntry(rows=tuple(rows), verified=verified, note=draw(notes), evidence=draw(keys))


@st.composite
def entries(draw: st.DrawFn, fact: Fact) -> FactEntry:
    """A scalar fact in any state."""
    value = st.one_of(st.none(), scalars(fact))
    return FactEntry(claimed=draw(value), verified=draw(value), note=draw(notes), evidence=draw(keys))


@st.composite
def verdicts(draw: st.DrawFn, criterion: Criterion) -> VerdictEntry:
    """A verdict that can be entered."""
    result = draw(st.sampled_from(Result)) if criterion.judgement else Result.PENDING
    note = draw(notes)
    if result is Result.NOT_APPLICABLE:
        note = note or "不涉及"
    return VerdictEntry(result=result, note=note, evidence=draw(keys))


@st.composite
def claims(draw: st.DrawFn, measure: Measure) -> Claim:
    """A claim in any state."""
    scalar = [fact for fact in measure.facts if fact.kind is not Kind.TABLE]
    facts = {fact.name: draw(entries(fact)) for fact in scalar if draw(st.booleans())}
    rows = {fact.name: draw(tables(fact)) for fact in measure.facts if fact.kind is Kind.TABLE and draw(st.booleans())}
    given_verdicts = {item.name: draw(verdicts(item)) for item in measure.criteria if draw(st.booleans())}
    return Claim(
        measure=measure.id,
        claimed=draw(st.one_of(st.none(), st.integers(0, 99_999_999_999_999))),
        facts={name: entry for name, entry in facts.items() if entry != FactEntry()},
        tables={name: entry for name, entry in rows.items() if entry != TableEntry()},
        verdicts={name: entry for name, entry in given_verdicts.items() if entry != VerdictEntry()},
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case under the bundled policy, with everything that the format knows."""
    policy = bundled()
    vocabulary = policy.vocabulary
    measures = draw(st.lists(st.sampled_from(policy.measures), unique_by=lambda item: item.id, max_size=3))
    options = {key: st.sampled_from(tuple(reading.options)) for key, reading in policy.readings.items()}
    return Case(
        id="",
        policy=policy.id,
        year=draw(st.integers(1990, 2199)),
        number=draw(st.one_of(st.just(""), words)),
        applicant=Applicant(
            name=draw(words),
            uscc=draw(codes),
            roles=tuple(draw(st.lists(st.sampled_from(vocabulary["roles"]), unique=True))),
            contact=draw(st.one_of(st.just(""), words)),
        ),
        makerspace=Makerspace(
            name=draw(words),
            subdistrict=draw(words),
            level=draw(st.sampled_from(vocabulary["levels"])),
            type=draw(st.sampled_from(("", *vocabulary["types"]))),
            area=draw(st.one_of(st.none(), cents(10**6, 4))),  # type: ignore[arg-type] # cents gives numbers
        ),
        readings=draw(st.fixed_dictionaries({}, optional=options)),
        claims=tuple(draw(claims(measure)) for measure in measures),
        evidence=tuple(Evidence(key=f"e{number}", title=f"附件{number}") for number in (1, 2, 3)),
    )


def content(case: Case) -> object:
    """What a case says, without the keys that only hold it together here."""
    titles = {item.key: item.title for item in case.evidence}

    def named(keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(titles[key] for key in keys)

    return (
        case.policy,
        case.year,
        case.number,
        case.applicant,
        case.makerspace,
        case.readings,
        [
            (
                claim.measure,
                claim.claimed,
                {k: (v.claimed, v.verified, v.note, named(v.evidence)) for k, v in claim.facts.items()},
                {
                    k: (v.verified, v.note, named(v.evidence), [(r.claimed, r.verified, r.by_reviewer, r.struck) for r in v.rows])
                    for k, v in claim.tables.items()
                },
                {k: (v.result, v.note, named(v.evidence)) for k, v in claim.verdicts.items()},
            )
            for claim in case.claims
        ],
    )  # fmt: skip


@given(cases())
@settings(max_examples=60, deadline=None)
def test_a_case_written_and_read_back_is_the_same_case(case: Case) -> None:
    written = FILES.write(case)
    back = FILES.read(written)
    assert content(back) == content(case)
    assert FILES.write(back) == written
    assert case_inputs(back, bundled()) == case_inputs(case, bundled())


@pytest.mark.parametrize("name", EXPECTED)
def test_every_example_comes_out_as_expected(name: str) -> None:
    report = assessed((EXAMPLES / f"{name}.json").read_bytes(), Bundled())
    found = {
        item["measure"]: {key: item[key] for key in ("outcome", "amount", "ceiling")} for item in report["measures"]
    }
    assert found == EXPECTED[name]["measures"]
    assert report["subsidy_total"] == EXPECTED[name]["subsidy_total"]


def test_the_order_of_keys_and_the_way_of_writing_numbers_leave_the_receipt_alone() -> None:
    document = json.loads((EXAMPLES / "12-rent-two-leases-fill-by-rate-and-other-support.json").read_text("utf-8"))
    first = assessed(json.dumps(document).encode(), Bundled())
    lease = document["claims"][0]["facts"]["租赁"][0]
    lease["日租金"], lease["面积"] = "0.60", 800
    turned = {key: document[key] for key in reversed(document)}
    assert assessed(json.dumps(turned).encode(), Bundled())["receipt"] == first["receipt"]
