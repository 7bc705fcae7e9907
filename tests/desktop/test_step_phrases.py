"""The opinions that are one click away never say of a case what its own findings deny."""

import pytest

from gongshu_desktop.desktop.dialogs.step_phrases import phrases
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import Evidence
from gongshu_desktop.review.editing.edits import (
    AddClaim,
    AddEvidence,
    Edit,
    LinkEvidence,
    SetApproved,
    SetFact,
    SetVerdict,
    Side,
    apply,
)
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.passage import Move
from tests.review.samples import POLICY, a_case

CLAIMED: tuple[Edit, ...] = (
    AddClaim("A.1"),
    AddEvidence(Evidence(key="e1", title="名册")),
    SetFact("A.1", "企业数", Side.VERIFIED, 12),
    SetFact("A.1", "税收", Side.VERIFIED, 20),
    SetVerdict("A.1", "产业定位明晰", Result.MET, "专注智能硬件"),
)
LINKED = LinkEvidence("A.1", "企业数", ("e1",))


def offered(move: Move, *edits: Edit) -> str:
    case = a_case()
    for edit in edits:
        case = apply(case, edit, POLICY)
    (phrase,) = phrases(move, case, POLICY, POLICY.assess(case_inputs(case, POLICY)))
    return phrase


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ((LINKED,), "经审核，材料齐全，拟同意按测算金额予以扶持。"),
        ((), "经审核，“企业数”未见佐证材料，拟同意按测算金额予以扶持。"),
        (
            (LINKED, SetVerdict("A.1", "产业定位明晰", Result.MET)),
            "经审核，“产业定位明晰”未见佐证材料，拟同意按测算金额予以扶持。",
        ),
        ((LINKED, SetApproved("A.1", 1, "预算所限")), "经审核，材料齐全，拟同意按审定金额予以扶持。"),
        ((LINKED, SetFact("A.1", "企业数", Side.VERIFIED, 9)), "经审核，材料齐全，事项A.1不符合条件，拟不予扶持。"),
    ],
)
def test_what_is_submitted(edits: tuple[Edit, ...], said: str) -> None:
    assert offered(Move.SUBMIT, *CLAIMED, *edits) == said


def test_a_check_does_not_call_clear_what_has_no_document() -> None:
    assert offered(Move.AGREE, *CLAIMED) == "经复核，“企业数”未见佐证材料，计算无误，同意。"
    assert offered(Move.AGREE, *CLAIMED, LINKED) == "经复核，事实清楚，计算无误，同意。"


def test_many_are_counted() -> None:
    bare = SetVerdict("A.1", "产业定位明晰", Result.MET)
    advised = (AddClaim("B.1"), SetVerdict("B.1", "符合条件", Result.MET))
    assert "“企业数”等3项未见佐证材料" in offered(Move.SUBMIT, *CLAIMED, bare, *advised)
