"""Whatever somebody does to a case: it can all be taken back and made again, is saved as it is, and leaves as a file."""

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from gongshu_desktop.exchange.case_file import JsonCaseFiles
from gongshu_desktop.policy.model import Fact, Kind, Measure
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import Case, Evidence
from gongshu_desktop.review.editing.edits import (
    AcceptClaimed,
    AddClaim,
    AddClaimedRow,
    AddEvidence,
    AddRow,
    Edit,
    EditRefused,
    LinkEvidence,
    PasteCells,
    RemoveClaim,
    RemoveEvidence,
    RemoveRow,
    SetApproved,
    SetCell,
    SetFact,
    SetFactNote,
    SetReading,
    SetVerdict,
    Side,
    StrikeRow,
    changes,
)
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.passage import Actor
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.desk.session import ReviewSession, Surroundings
from gongshu_desktop.services.summary import summarise
from tests.exchange.policies import Bundled, bundled
from tests.review.samples import CODE, a_case
from tests.services.fakes import EXAMINER, FakeStore

ROWS = ("k1", "k2", "k3")
measures = st.sampled_from([item for item in bundled().measures if item.id in {"3.2.1", "3.2.5", "3.3.2"}])
sides = st.sampled_from(Side)


def values(fact: Fact) -> st.SearchStrategy[Scalar | None]:
    """Values that suit a fact, now and then none, now and then one that does not."""
    suitable: dict[Kind, st.SearchStrategy[Scalar]] = {
        Kind.MONEY: st.sampled_from((0, 1, 10**7, Fraction(1, 100), 10**13)),
        Kind.NUMBER: st.sampled_from((0, 1000, Fraction(1, 3), Fraction(3, 10))),
        Kind.COUNT: st.integers(-1, 12),
        Kind.DATE: st.sampled_from((date(2016, 1, 1), date(2016, 12, 31), date(2017, 1, 1))),
        Kind.YES_NO: st.booleans(),
        Kind.TEXT: st.sampled_from(("甲", "乙", "")),
        Kind.CREDIT_CODE: st.sampled_from((CODE, "1")),
        Kind.CHOICE: st.sampled_from((*fact.options, "别的")),
    }
    return st.one_of(st.none(), suitable[fact.kind])


@st.composite
def fact_edits(draw: st.DrawFn, measure: Measure) -> Edit:
    """An edit of a fact of the measure."""
    fact = draw(st.sampled_from(measure.facts))
    id, name, row = measure.id, fact.name, draw(st.sampled_from(ROWS))
    if fact.kind is not Kind.TABLE:
        return SetFact(id, name, draw(sides), draw(values(fact)))
    column = draw(st.sampled_from(fact.columns))
    cells = {column.name: draw(values(column))}
    block = tuple((str(draw(values(column))),) for _line in range(2))
    choices: tuple[Edit, ...] = (
        AddRow(id, name, row, cells, draw(st.integers(0, 3))),
        AddClaimedRow(id, name, row, cells),
        SetCell(id, name, row, column.name, draw(sides), cells[column.name]),
        RemoveRow(id, name, row),
        StrikeRow(id, name, row, draw(st.booleans())),
        PasteCells(id, name, draw(st.none() | st.just(row)), column.name, block, ("n1", "n2")),
    )
    return draw(st.sampled_from(choices))


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """Any edit."""
    measure = draw(measures)
    names = [fact.name for fact in measure.facts] + [criterion.name for criterion in measure.criteria]
    criterion = draw(st.sampled_from(measure.criteria))
    key = draw(st.sampled_from(("e1", "e2")))
    note = draw(st.sampled_from(("", "说明")))
    others: tuple[Edit, ...] = (
        AddClaim(measure.id),
        RemoveClaim(measure.id),
        AcceptClaimed(measure.id, draw(st.none() | st.sampled_from([fact.name for fact in measure.facts]))),
        SetFactNote(measure.id, draw(st.sampled_from([fact.name for fact in measure.facts])), note),
        SetVerdict(
            measure.id, criterion.name, draw(st.sampled_from(Result)), note, draw(st.sampled_from(((), (key,))))
        ),
        SetReading("3.2.5.cap", draw(st.sampled_from(("event", "year", None)))),
        SetApproved(measure.id, draw(st.none() | st.integers(0, 10**9)), note),
        AddEvidence(Evidence(key=key, title=f"附件{key}")),
        RemoveEvidence(key),
        LinkEvidence(measure.id, draw(st.sampled_from(names)), (key,)),
    )
    return draw(st.one_of(fact_edits(measure), fact_edits(measure), st.sampled_from(others)))


def opened() -> tuple[ReviewSession, FakeStore]:
    """A session on a stored case that claims three measures."""
    store = FakeStore()
    actor = Actor(id=EXAMINER.id, name=EXAMINER.name, roles=EXAMINER.roles)
    case: Case = a_case(policy=bundled().id, stage=Stage.EXAMINATION)
    around = Surroundings(actor=actor)
    session = ReviewSession(case, bundled(), open_uow=store, clock=store.clock, surroundings=around)
    with store() as uow:
        uow.cases.add(case, summarise(case, bundled(), session.assessment, (), store.clock.now))
        uow.commit()
    for measure in ("3.2.1", "3.2.5", "3.3.2"):
        session.apply(AddClaim(measure))
    return session, store


@given(st.lists(edits(), max_size=30))
@settings(max_examples=80, deadline=None)
def test_all_of_it_can_be_taken_back_made_again_saved_and_sent_on(made: list[Edit]) -> None:
    session, store = opened()
    begun = session.case
    for edit in made:
        before = session.case
        try:
            session.apply(edit)
        except EditRefused:
            assert session.case is before
        assert (session.case == before) == (not changes(before, session.case))
        store.clock.pass_seconds(60)
    final = session.case
    assert session.assessment == bundled().assess(case_inputs(final, bundled()))

    session.save()
    assert store.tables.cases[final.id] == final

    while session.case != begun:
        assert session.undo()
    while session.redo():
        pass
    assert session.case == final

    files = JsonCaseFiles(Bundled())
    back = files.read(files.write(final))
    assert case_inputs(back, bundled()) == case_inputs(final, bundled())
