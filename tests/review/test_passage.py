"""Who may move a case: three acts, three people, over the whole life of the case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gongshu_desktop.review.case import Case, Passage
from gongshu_desktop.review.passage import RULES, Actor, Move, Rule, blockers, decidable, editable, move, rules_of
from gongshu_desktop.review.stage import Role, Stage
from tests.review.samples import a_case

NOW = datetime(2016, 12, 1, 9, 0, tzinfo=UTC)
E, C, A = (Actor(id=f"p{i}", name=role.value, roles=(role,)) for i, role in enumerate(Role))
ALL = Actor(id="p9", name="全职", roles=tuple(Role))


def rule(name: Move, origin: Stage) -> Rule:
    return next(item for item in RULES if item.move is name and item.origin is origin)


def moved(case: Case, *steps: tuple[Move, Actor]) -> Case:
    """The case after some moves, without asking what stands in the way."""
    for index, (name, actor) in enumerate(steps):
        case = move(case, rule(name, case.stage), actor, opinion=f"意见{index}", at=NOW + timedelta(minutes=index))
    return case


FORTH = ((Move.ACCEPT, E), (Move.SUBMIT, E), (Move.AGREE, C), (Move.APPROVE, A))


def test_the_way_forth() -> None:
    case = moved(a_case(), *FORTH)
    assert case.stage is Stage.SIGNING
    assert [item.destination for item in case.passages] == list(Stage)[1:5]
    assert [case.acted(role).opinion for role in Role if case.acted(role)] == ["意见1", "意见2", "意见3"]  # type: ignore[union-attr]


@pytest.mark.parametrize(("steps", "actor"), [(2, C), (3, A), (4, A)])
def test_sending_back_always_leads_to_examination_and_the_round_begins_anew(steps: int, actor: Actor) -> None:
    case = moved(a_case(), *FORTH[:steps], (Move.SEND_BACK, actor))
    assert case.stage is Stage.EXAMINATION
    assert [case.acted(role) for role in Role] == [None, None, None]


@pytest.mark.parametrize("stage", Stage)
def test_only_the_moves_of_a_stage_exist_in_it(stage: Stage) -> None:
    case = a_case(stage=stage)
    for item in RULES:
        said = blockers(case, item, ALL, None)
        assert (said == ()) == (item in rules_of(case))


def test_nobody_acts_in_two_roles_on_one_case_in_any_round() -> None:
    checked = moved(a_case(), (Move.ACCEPT, E), (Move.SUBMIT, ALL))
    assert blockers(checked, rule(Move.AGREE, Stage.CHECK), ALL, None)
    again = moved(checked, (Move.SEND_BACK, C), (Move.SUBMIT, E))
    assert blockers(again, rule(Move.AGREE, Stage.CHECK), ALL, None)
    assert not blockers(again, rule(Move.AGREE, Stage.CHECK), C, None)
    assert not editable(moved(again, (Move.SEND_BACK, C)), Actor(id=C.id, name="x", roles=tuple(Role)))


def test_who_has_changed_the_content_neither_checks_nor_decides() -> None:
    case = moved(a_case(), *FORTH[:2])
    assert blockers(case, rule(Move.AGREE, Stage.CHECK), replace(ALL, edited=True), None)
    assert not blockers(case, rule(Move.AGREE, Stage.CHECK), ALL, None)
    assert editable(a_case(), replace(ALL, edited=True))


def test_a_role_that_one_does_not_have_cannot_be_taken() -> None:
    case = moved(a_case(), *FORTH[:2])
    assert blockers(case, rule(Move.AGREE, Stage.CHECK), A, None)
    assert not editable(a_case(), C)


def test_editing_ends_with_submitting_and_deciding_begins_with_agreeing() -> None:
    for steps, may_edit, may_decide in (
        (0, True, False),
        (1, True, False),
        (2, False, False),
        (3, False, True),
        (4, False, False),
    ):
        case = moved(a_case(), *FORTH[:steps])
        assert (editable(case, E), decidable(case, A)) == (may_edit, may_decide)


def test_the_last_step_of_issuing_belongs_to_no_role() -> None:
    case = moved(a_case(), *FORTH)
    last = Passage(at=NOW, person=A.id, name=A.name, role=None, origin=Stage.SIGNING, destination=Stage.ISSUED)
    issued = replace(case, stage=Stage.ISSUED, passages=(*case.passages, last))
    assert issued.acted(Role.APPROVER) == case.acted(Role.APPROVER)
    assert [item.move for item in rules_of(issued)] == [Move.CORRECT]
