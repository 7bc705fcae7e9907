"""The work list, new cases, imports and what they leave behind, over both stores."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gongshu_desktop.review.case import Applicant, Makerspace
from gongshu_desktop.review.editing.edits import EditRefused, RemoveClaim, SetBasics, SetFactNote
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.desk.desk import DeskRefused
from gongshu_desktop.services.desk.exchanging import CaseFileRefused
from gongshu_desktop.services.desk.stages import MoveRefused
from gongshu_desktop.services.office.adopted import adopted_options
from gongshu_desktop.services.office.offices import OfficeRefused
from gongshu_desktop.services.ports import Change, StoredFile
from tests.services.offices import CASES, EXAMPLES, POLICY, TestOffice

SPACE = Makerspace(name="新空间", subdistrict="祥符街道", level="市级")
APPLICANT = Applicant(name="新公司", uscc="91330105BEJJ955BC0", roles=("主办方",))


def file(path: Path) -> StoredFile:
    return StoredFile(path=path, content=path.read_bytes())


def test_a_new_case_gets_the_next_number_of_its_year(office: TestOffice) -> None:
    examiner = office.people[Role.EXAMINER]
    assert office.desk.next_number(2016) == "拱众审〔2016〕1号"
    office.bring_in(CASES / "case-12.json")
    case_id = office.desk.create(POLICY, 2016, APPLICANT, SPACE, examiner)
    case = office.desk.open(case_id, examiner).case
    assert (case.number, case.stage, case.received) == ("拱众审〔2016〕13号", Stage.REGISTERED, office.clock.now.date())
    assert office.desk.next_number(2017) == "拱众审〔2017〕1号"
    with pytest.raises(EditRefused, match="校验位"):
        office.desk.create(POLICY, 2016, replace(APPLICANT, uscc="1"), SPACE, examiner)
    assert len(office.desk.summaries()) == 2


def test_only_an_examiner_enters_and_removes_cases(office: TestOffice) -> None:
    preview = office.desk.preview(file(CASES / "case-12.json"))
    case_id = office.bring_in(CASES / "case-12.json")
    for person in (office.people[Role.CHECKER], office.people[Role.APPROVER]):
        for act in (
            lambda: office.desk.import_case(preview, person),  # noqa: B023 - called at once
            lambda: office.desk.create(POLICY, 2016, APPLICANT, SPACE, person),  # noqa: B023
            lambda: office.desk.undo_import(case_id, person),  # noqa: B023
            lambda: office.desk.delete(case_id, person),  # noqa: B023
        ):
            with pytest.raises(DeskRefused, match="经办人"):
                act()
    assert [summary.id for summary in office.desk.summaries()] == [case_id]


def test_a_deleted_cases_number_is_not_given_again(office: TestOffice) -> None:
    examiner = office.people[Role.EXAMINER]
    office.desk.create(POLICY, 2016, APPLICANT, SPACE, examiner)
    second = office.desk.create(POLICY, 2016, APPLICANT, SPACE, examiner)
    session = office.desk.open(second, examiner)
    session.apply(SetBasics(number="拱众审〔2016〕99号"))
    session.save()
    session.apply(SetBasics(number="拱众审〔2016〕2号"))
    session.save()
    office.desk.delete(second, examiner)
    assert office.desk.next_number(2016) == "拱众审〔2016〕3号"


def test_a_number_from_elsewhere_does_not_lead_the_offices_own_astray(office: TestOffice) -> None:
    examiner = office.people[Role.EXAMINER]

    def new() -> str:
        return office.desk.open(office.desk.create(POLICY, 2016, APPLICANT, SPACE, examiner), examiner).case.number

    def brought_in(number: str, year: int = 2016) -> str:
        content = json.loads((CASES / "case-12.json").read_text(encoding="utf-8")) | {"number": number, "year": year}
        told = json.dumps(content, ensure_ascii=False).encode()
        case_id = office.desk.import_case(office.desk.preview(StoredFile(path=Path("a.json"), content=told)), examiner)
        return office.desk.open(case_id, examiner).case.number

    slip = office.desk.open(office.desk.create(POLICY, 2016, APPLICANT, SPACE, examiner), examiner)
    slip.apply(SetBasics(number="拱众审〔2016〕999999999号"))
    slip.save()
    assert [new(), new()] == ["拱众审〔2016〕1号", "拱众审〔2016〕2号"]
    assert brought_in("拱众审〔2016〕999999999号") == "拱众审〔2016〕3号"
    assert brought_in("拱众审〔2016〕4号", year=2017) == "拱众审〔2016〕4号"
    assert new() == "拱众审〔2016〕5号"
    assert brought_in("拱众审〔2016〕999999号") == "拱众审〔2016〕999999号"
    assert [new(), new()] == ["拱众审〔2016〕6号", "拱众审〔2016〕7号"]
    assert brought_in("拱众审〔2016〕1000000号") == "拱众审〔2016〕8号"
    assert brought_in("别众审〔2016〕123456789号") == "拱众审〔2016〕9号"
    assert brought_in("科字20160000001") == "科字20160000001"


def test_a_preview_changes_nothing_and_says_what_is_there_already(office: TestOffice) -> None:
    first = office.desk.preview(file(EXAMPLES / "01-annual-at-every-threshold.json"))
    assert not office.desk.summaries()
    assert (first.same_number, first.similar, first.number) == (None, (), "拱众审〔2016〕1号")
    assert first.assessment.subsidy_total == 10_000_000
    office.desk.import_case(first, office.people[Role.EXAMINER])
    again = office.desk.preview(file(EXAMPLES / "01-annual-at-every-threshold.json"))
    assert again.same_number is not None
    assert (again.number, len(again.similar)) == ("拱众审〔2016〕2号", 1)
    assert "claimed-elsewhere" in {finding.code for finding in again.findings}


def test_a_file_that_is_refused_leaves_nothing(office: TestOffice) -> None:
    with pytest.raises(CaseFileRefused):
        office.desk.preview(StoredFile(path=Path("x"), content=b"{}"))
    assert not office.desk.summaries()


def test_an_import_is_taken_back_until_somebody_works_on_it(office: TestOffice) -> None:
    examiner = office.people[Role.EXAMINER]
    case_id = office.bring_in(CASES / "case-12.json")
    office.desk.undo_import(case_id, examiner)
    assert not office.desk.summaries()
    case_id = office.bring_in(CASES / "case-12.json")
    session = office.desk.open(case_id, examiner)
    session.apply(SetFactNote("3.2.1", "企业数", "核"))
    session.save()
    with pytest.raises(DeskRefused, match="不能撤销导入"):
        office.desk.undo_import(case_id, examiner)
    office.desk.delete(case_id, examiner)
    assert not office.desk.summaries()
    assert [entry.action for entry in office.desk.journal(case_id)] == ["import", "edit", "delete"]


def test_an_accepted_case_is_not_deleted(office: TestOffice) -> None:
    examiner = office.people[Role.EXAMINER]
    case_id = office.bring_in(CASES / "case-12.json")
    office.stages.make(case_id, Move.ACCEPT, examiner)
    with pytest.raises(DeskRefused, match="已受理"):
        office.desk.delete(case_id, examiner)


@pytest.mark.parametrize("name", ["case-01.json", "case-10.json", "case-11.json"])
def test_what_is_imported_is_exported_again(office: TestOffice, name: str) -> None:
    exported = office.desk.export(office.bring_in(CASES / name))
    back = office.desk.preview(StoredFile(path=Path("x"), content=exported))
    assert back.case.claims == office.desk.preview(file(CASES / name)).case.claims


def test_what_was_issued_is_known_to_the_next_years_case(office: TestOffice) -> None:
    office.adopt_all()
    first = office.bring_in(CASES / "case-01.json")
    office.approve(first)
    office.issue(first)
    preview = office.desk.preview(file(CASES / "case-14.json"))
    entry = preview.case.claim("3.2.2").facts["已获认定奖励"]
    assert (entry.verified, "拱众审〔2016〕1号" in entry.note) == (300_000, True)
    assert preview.assessment.of("3.2.2").amount == 70_000_000


def test_what_a_memo_awarded_stays_awarded_while_its_case_is_corrected(office: TestOffice) -> None:
    office.adopt_all()
    first = office.bring_in(CASES / "case-01.json")
    office.approve(first)
    office.issue(first)
    office.clock.pass_seconds(60)
    office.stages.make(first, Move.CORRECT, office.people[Role.APPROVER], "企业数有误")
    office.clock.pass_seconds(60)
    session = office.desk.open(first, office.people[Role.EXAMINER])
    for claim in session.case.claims:
        session.apply(RemoveClaim(claim.measure))
    session.save()
    entry = office.desk.preview(file(CASES / "case-14.json")).case.claim("3.2.2").facts["已获认定奖励"]
    assert (entry.verified, "拱众审〔2016〕1号" in entry.note) == (300_000, True)
    again = office.desk.preview(file(CASES / "case-01.json"))
    before = [item.measure for item in again.findings if item.code == "awarded-before"]
    assert before == ["3.2.1", "3.2.2", "3.2.3", "3.2.4", "3.3.2"]
    again_id = office.desk.import_case(again, office.people[Role.EXAMINER])
    office.stages.make(again_id, Move.ACCEPT, office.people[Role.EXAMINER])
    with pytest.raises(MoveRefused, match="不得重复"):
        office.stages.make(again_id, Move.SUBMIT, office.people[Role.EXAMINER], "同意")


def test_an_undone_case_is_saved_as_it_is(office: TestOffice) -> None:
    examiner = office.people[Role.EXAMINER]
    case_id = office.bring_in(CASES / "case-01.json")
    session = office.desk.open(case_id, examiner)
    before = session.case
    session.apply(SetFactNote("3.2.1", "企业数", "一"))
    session.save()
    session.undo()
    session.save()
    assert office.desk.open(case_id, examiner).case == before


def test_only_who_decides_adopts_readings_and_only_with_an_authority(office: TestOffice) -> None:
    approver = office.people[Role.APPROVER]
    with pytest.raises(OfficeRefused, match="批准人"):
        office.offices.adopt(POLICY, "3.2.3.step", "whole", office.people[Role.EXAMINER], "纪要")
    with pytest.raises(OfficeRefused, match="依据"):
        office.offices.adopt(POLICY, "3.2.3.step", "whole", approver, " ")
    with pytest.raises(OfficeRefused, match="口径"):
        office.offices.adopt(POLICY, "3.2.3.step", "third", approver, "纪要")
    office.offices.adopt(POLICY, "3.2.3.step", "whole", approver, "纪要")
    office.clock.pass_seconds(1)
    office.offices.adopt(POLICY, "3.2.3.step", "pro-rata", approver, "纪要2")
    assert [reading.option for reading in office.offices.readings(POLICY)] == ["whole", "pro-rata"]


def test_the_adoption_last_put_on_record_counts_whatever_the_clock_said(office: TestOffice) -> None:
    approver = office.people[Role.APPROVER]
    office.offices.adopt(POLICY, "3.2.3.step", "whole", approver, "纪要")
    office.clock.pass_seconds(-3600)
    office.offices.adopt(POLICY, "3.2.3.step", "pro-rata", approver, "纪要2")
    with office.open_uow() as uow:
        assert adopted_options(uow, POLICY) == {"3.2.3.step": "pro-rata"}
    session = office.desk.open(office.bring_in(CASES / "case-12.json"), approver)
    assert session.surroundings.adopted["3.2.3.step"].authority == "纪要2"


def test_an_office_is_founded_once(office: TestOffice) -> None:
    with pytest.raises(OfficeRefused, match="不能重新建立"):
        office.offices.found("别的局", "别", "Another-pass-2016")
    office.offices.rename("新名局", "新审", by=office.people[Role.APPROVER].id)
    renamed = office.offices.office()
    assert renamed is not None
    assert (renamed.name, renamed.prefix, bool(renamed.trust)) == ("新名局", "新审", True)
    assert office.desk.next_number(2016) == "新审〔2016〕1号"


def test_the_journal_tells_of_every_particular_that_reaches_the_paper(office: TestOffice) -> None:
    """The prefix of the numbers, and the posts of the people, which the memo prints."""
    examiner = office.people[Role.EXAMINER]

    def written() -> list[Change]:
        with office.open_uow() as uow:
            last = list(uow.journal.entries())[-1]
        return list(last.changes)

    office.offices.rename("测试局", "新审", by="p")
    assert written() == [Change(subject="office/prefix", old="拱众审", new="新审")]
    office.offices.rename("新名局", "新审", by="p")
    assert written() == [Change(subject="office", old="测试局", new="新名局")]
    at = f"person[{examiner.id}]"
    office.offices.save_person(examiner.name, examiner.roles, post="科长", id=examiner.id, by="p")
    assert written() == [Change(subject=f"{at}/post", old=None, new="科长")]
    office.offices.save_person("王新名", [Role.CHECKER], id=examiner.id, by="p")
    assert written() == [
        Change(subject=at, old="王经办:examiner", new="王新名:checker"),
        Change(subject=f"{at}/post", old="科长", new=None),
    ]
    before = written()
    office.offices.save_person("王新名", [Role.CHECKER], id=examiner.id, by="p")
    office.offices.rename("新名局", "新审", by="p")
    assert written() == before  # nothing changed, so nothing is told
    new = office.offices.save_person("新人", [Role.EXAMINER, Role.CHECKER], post="科员", by="p")
    assert written() == [
        Change(subject=f"person[{new.id}]", new="新人:examiner、checker"),
        Change(subject=f"person[{new.id}]/post", new="科员"),
    ]
    with office.open_uow() as uow:
        (founded, *_later) = uow.journal.of_act("found-office")
    assert founded.changes == (Change(subject="office", new="测试局"), Change(subject="office/prefix", new="拱众审"))


def test_no_two_cases_have_one_number_whatever_their_years(office: TestOffice) -> None:
    office.bring_in(CASES / "case-12.json")
    session = office.desk.open(office.bring_in(CASES / "case-13.json"), office.people[Role.EXAMINER])
    with pytest.raises(EditRefused, match="12号"):
        session.apply(SetBasics(number="拱众审〔2016〕12号"))
    with pytest.raises(EditRefused, match="12号"):
        session.apply(SetBasics(number="拱众审〔2016〕12号", year=2017))
    session.apply(SetBasics(number="拱众审〔2016〕13号"))
    session.apply(SetBasics(number="拱众审〔2016〕77号"))
    assert session.case.number == "拱众审〔2016〕77号"


def test_a_number_that_another_case_was_given_before_the_save_is_not_saved(office: TestOffice) -> None:
    examiner = office.people[Role.EXAMINER]
    session = office.desk.open(office.desk.create(POLICY, 2016, APPLICANT, SPACE, examiner), examiner)
    before, taken = session.case.number, office.desk.next_number(2016)
    session.apply(SetBasics(number=taken))
    other = office.desk.create(POLICY, 2016, APPLICANT, SPACE, examiner)
    assert office.desk.open(other, examiner).case.number == taken
    with pytest.raises(EditRefused, match="另编"):
        session.save()
    assert session.dirty
    session.apply(SetBasics(number="拱众审〔2016〕7号"))
    session.save()
    second = office.desk.open(other, examiner)
    second.apply(SetBasics(number=before))
    second.save()
    assert session.undo()  # back to a number that the other case has by now
    assert session.case.number == before
    with pytest.raises(EditRefused, match="另编"):
        session.save()
    numbers = [line.number for line in office.desk.summaries()]
    assert sorted(numbers) == ["拱众审〔2016〕1号", "拱众审〔2016〕7号"]


def test_who_was_taken_out_of_the_office_does_nothing_more_with_what_a_window_still_holds(office: TestOffice) -> None:
    case_id = office.bring_in(CASES / "case-12.json")
    preview = office.desk.preview(file(CASES / "case-12.json"))
    examiner, approver = office.people[Role.EXAMINER], office.people[Role.APPROVER]
    for person in (examiner, approver):
        office.offices.set_active(person.id, False, by="")
    with pytest.raises(MoveRefused, match="王经办没有经办人的职责"):
        office.stages.make(case_id, Move.ACCEPT, examiner, "")
    assert not any(
        action.possible for action in office.stages.actions(office.desk.open(case_id, examiner).case, examiner)
    )
    assert not office.desk.open(case_id, examiner).editable
    for act in (
        lambda: office.desk.import_case(preview, examiner),
        lambda: office.desk.create(POLICY, 2016, APPLICANT, SPACE, examiner),
        lambda: office.desk.undo_import(case_id, examiner),
        lambda: office.desk.delete(case_id, examiner),
    ):
        with pytest.raises(DeskRefused, match="王经办"):
            act()
    key, reading = next(iter(office.policies.get(POLICY).readings.items()))
    with pytest.raises(OfficeRefused, match="批准人"):
        office.offices.adopt(POLICY, key, reading.suggested, approver, "会议纪要1号")


def test_a_role_that_was_taken_away_counts_no_more_and_a_new_one_at_once(office: TestOffice) -> None:
    case_id = office.bring_in(CASES / "case-12.json")
    examiner, checker = office.people[Role.EXAMINER], office.people[Role.CHECKER]
    office.offices.save_person(examiner.name, [Role.APPROVER], id=examiner.id)
    office.offices.save_person(checker.name, [Role.EXAMINER], id=checker.id)
    for person in (examiner, replace(examiner, id="somebody", roles=tuple(Role))):
        with pytest.raises(MoveRefused, match="没有经办人的职责"):
            office.stages.make(case_id, Move.ACCEPT, person, "")
    assert office.stages.make(case_id, Move.ACCEPT, checker, "").stage is Stage.EXAMINATION
