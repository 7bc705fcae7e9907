"""One subsidy for one makerspace and year, however its name is written: over both stores, up to the signature."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gongshu_desktop.review.editing.edits import SetBasics, SetOpinion
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.desk.desk import ImportPreview
from gongshu_desktop.services.desk.stages import MoveRefused
from gongshu_desktop.services.ports import StoredFile
from gongshu_desktop.services.signing.refusal import MemoRefused
from tests.services.offices import EXAMPLES, TestOffice

ANNUAL = EXAMPLES / "01-annual-at-every-threshold.json"
REASON = "本案是另一处场地，与拱众审〔2016〕1号所列的不是同一众创空间。"


def shown(office: TestOffice, makerspace: str) -> ImportPreview:
    """The same application once more, its makerspace under that name."""
    content = json.loads(ANNUAL.read_text(encoding="utf-8"))
    content["makerspace"]["name"] = makerspace
    told = json.dumps(content, ensure_ascii=False).encode()
    return office.desk.preview(StoredFile(path=Path("again.json"), content=told))


def again(office: TestOffice, makerspace: str) -> str:
    case_id = office.desk.import_case(shown(office, makerspace), office.people[Role.EXAMINER])
    office.stages.make(case_id, Move.ACCEPT, office.people[Role.EXAMINER])
    return case_id


def say(office: TestOffice, case_id: str, opinion: str) -> None:
    session = office.desk.open(case_id, office.people[Role.EXAMINER])
    session.apply(SetOpinion("3.2.1", opinion))
    session.save()


def issued(office: TestOffice) -> None:
    office.adopt_all()
    first = office.bring_in(ANNUAL)
    office.approve(first)
    office.issue(first)


@pytest.mark.parametrize("name", ["示例", "示例 众创空间", "示例众创空间有限公司", "示 例"])
def test_a_name_written_in_another_way_is_still_the_same_makerspace(office: TestOffice, name: str) -> None:
    issued(office)
    assert [item.number for item in shown(office, name).similar] == ["拱众审〔2016〕1号"]
    second = again(office, name)
    say(office, second, REASON)
    with pytest.raises(MoveRefused, match="不得重复"):
        office.stages.make(second, Move.SUBMIT, office.people[Role.EXAMINER], "同意")


def test_a_case_whose_makerspace_is_renamed_at_the_desk_is_still_found(office: TestOffice) -> None:
    issued(office)
    second = again(office, "示例众创空间")
    session = office.desk.open(second, office.people[Role.EXAMINER])
    for name, code in (("示例", "awarded-before"), ("示例二期", "awarded-under-another-name")):
        session.apply(SetBasics(makerspace=replace(session.case.makerspace, name=name)))
        assert [item.code for item in session.findings if item.code.startswith("awarded")] == [code]


def test_the_same_applicant_under_another_name_gives_a_written_reason_first(office: TestOffice) -> None:
    issued(office)
    assert [item.number for item in shown(office, "云谷工坊").similar] == ["拱众审〔2016〕1号"]
    second = again(office, "云谷工坊")
    with pytest.raises(MoveRefused, match=r"拱众审〔2016〕1号.*须在本事项的审核意见中写明理由"):
        office.stages.make(second, Move.SUBMIT, office.people[Role.EXAMINER], "同意")
    say(office, second, REASON)
    office.submit_and_decide(second, *(office.people[role] for role in Role))
    office.issue(second)
    memo = office.memos.of_case(second)[-1]
    with office.open_uow() as uow:
        assert uow.cases.get(second).stage is Stage.ISSUED
    assert [item.opinion for item in office.ledger.content(memo).measures] == [REASON]


def test_what_was_issued_meanwhile_is_found_at_the_signature(office: TestOffice) -> None:
    office.adopt_all()
    second = again(office, "云谷工坊")
    office.submit_and_decide(second, *(office.people[role] for role in Role))
    issued(office)
    with pytest.raises(MemoRefused, match=r"批准后又查到：.*可能重复享受"):
        office.issue(second)
