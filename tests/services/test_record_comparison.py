"""A memo's file beside the record: drafts in every stage, the stored file, copies, another file, a record that was changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.ports import MemoRecord, MemoState
from gongshu_desktop.services.verification.record_comparison import RecordComparison, Records
from gongshu_desktop.services.verification.record_standing import Standing, standing_words
from gongshu_desktop.services.verification.report_json import as_json
from gongshu_desktop.services.verification.verification import Conclusion, VerificationReport, verify
from gongshu_desktop.services.verification.words import Here, concluded, in_plain_words
from gongshu_desktop.wiring import verifying
from tests.services.fakes import FakeStore
from tests.services.offices import APPROVAL, EXAMPLES, PASSPHRASE, TestOffice, office_over

CASE = EXAMPLES / "01-annual-at-every-threshold.json"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[TestOffice]:
    """Over the store in memory, which lets a test change what the database would refuse."""
    with office_over("memory", tmp_path) as opened:
        opened.adopt_all()
        yield opened


def checked(office: TestOffice, pdf: bytes, trust: bytes | None = None) -> VerificationReport:
    return verify(pdf, office.offices.trust() if trust is None else trust, verifying(now=office.clock))


def beside(office: TestOffice, pdf: bytes) -> RecordComparison:
    found = Records(office.open_uow, office.policies).compare(checked(office, pdf))
    assert found is not None
    return found


def here(office: TestOffice, compared: RecordComparison | None) -> Here:
    return Here(office="测试局", root=office.offices.fingerprint(), compared=compared)


def answer(office: TestOffice, pdf: bytes) -> Conclusion:
    return concluded(checked(office, pdf), here(office, beside(office, pdf)))


def issued(office: TestOffice) -> MemoRecord:
    case = office.bring_in(CASE)
    office.approve(case)
    office.issue(case)
    return office.memos.of_case(case)[-1]


def put(office: TestOffice, memo: MemoRecord) -> None:
    """Change a stored memo behind everybody's back."""
    assert isinstance(office.open_uow, FakeStore)
    office.open_uow.tables.memos[memo.id] = memo


def without_digest(office: TestOffice) -> None:
    """The journal of a version that kept no digest of what was issued."""
    assert isinstance(office.open_uow, FakeStore)
    tables = office.open_uow.tables
    tables.journal = [replace(entry, changes=()) if entry.action == "issue" else entry for entry in tables.journal]


def test_a_draft_agrees_with_its_own_record_in_every_stage(office: TestOffice) -> None:
    case = office.bring_in(CASE)
    examiner, checker, approver = (office.people[role] for role in Role)
    steps = (
        (Stage.REGISTERED, lambda: office.stages.make(case, Move.ACCEPT, examiner)),
        (Stage.EXAMINATION, lambda: office.stages.make(case, Move.SUBMIT, examiner, "同意")),
        (Stage.CHECK, lambda: office.stages.make(case, Move.AGREE, checker, "同意")),
        (Stage.DECISION, lambda: office.memos.approve_and_draw(case, approver, APPROVAL)),
        (Stage.SIGNING, lambda: office.issue(case)),
        (Stage.ISSUED, lambda: None),
    )
    for stage, step in steps:
        with office.open_uow() as uow:
            stored = uow.cases.get(case)
        assert stored.stage is stage
        pdf = office.memos.draft(stored)
        found = beside(office, pdf)
        assert (found.found.standing, found.differing) == (Standing.DRAFT, ()), stage
        assert not any(field.caption == "办理阶段" for field in found.fields)
        assert answer(office, pdf) is Conclusion.DRAFT
        assert in_plain_words(checked(office, pdf), here(office, found))[-1] == "结论：这是草稿，不是签发的意见书"
        step()


def test_the_stored_file_is_the_same(office: TestOffice) -> None:
    memo = issued(office)
    found = beside(office, memo.pdf)
    assert (found.found.standing, found.differing) == (Standing.SAME, ())
    assert answer(office, memo.pdf) is Conclusion.HOLDS


def test_the_opinion_that_each_person_signed_stands_under_the_signature(office: TestOffice) -> None:
    memo = issued(office)
    report = checked(office, memo.pdf)
    said = in_plain_words(report)
    for item in report.signatures.signatures:
        assert item.opinion
        line = next(at for at, words in enumerate(said) if f" {item.name} · " in words)
        assert said[line + 1] == f"    签署的意见：{item.opinion}"


def test_a_copy_from_the_course_of_signing_is_called_that(office: TestOffice) -> None:
    case = office.bring_in(CASE)
    office.approve(case)
    memo = office.memos.draw_up(case, office.people[Role.APPROVER])
    copies = [memo.pdf]
    for role in Role:
        memo = office.memos.sign(memo.id, office.people[role], office.keys[role], PASSPHRASE)
        copies.append(memo.pdf)
    for copy, conclusion in zip(
        copies[:-1], (Conclusion.UNSIGNED, Conclusion.INCOMPLETE, Conclusion.INCOMPLETE), strict=True
    ):
        compared = beside(office, copy)
        assert compared.found.standing is Standing.EARLIER_COPY
        assert compared.fewer_signatures
        assert answer(office, copy) is conclusion


def test_another_file_of_the_same_number_is_red(office: TestOffice, tmp_path: Path) -> None:
    with office_over("memory", tmp_path) as elsewhere:
        elsewhere.adopt_all()
        elsewhere.clock.pass_seconds(3_600)  # the same case, drawn up an hour later: other pages
        other = issued(elsewhere)
        mine = issued(office)
        assert other.number == mine.number
        report = checked(elsewhere, other.pdf)
        compared = Records(office.open_uow, office.policies).compare(report)
        assert compared is not None
        assert compared.found.standing is Standing.OTHER_FILE
        around = here(office, compared)
        assert concluded(report, around) is Conclusion.RECORD_DIFFERS
        said = "\n".join(in_plain_words(report, around))
        assert "本机存有同一文号的另一份意见书" in said
        document = as_json(report, around)
        assert (document["ok"], document["record"]["standing"]) == (False, "other-file")
        assert (document["own_office"], document["root"]) == (False, elsewhere.offices.fingerprint())
        assert "不是“测试局”的" in said
        assert elsewhere.offices.fingerprint() in said


@pytest.mark.parametrize("journal", [True, False])
@pytest.mark.parametrize("change", ["end", "pages"])
def test_a_record_that_was_changed_is_called_that_and_not_the_genuine_file(
    office: TestOffice, journal: bool, change: str
) -> None:
    """The column of the digest is left as it was: only the bytes tell."""
    memo = issued(office)
    forged = memo.pdf[:-40] + b"%" + memo.pdf[-39:] if change == "end" else b"%PDF-1.7\nforged"
    put(office, replace(memo, pdf=forged))
    if not journal:
        without_digest(office)
    found = beside(office, memo.pdf)
    assert found.found.standing is Standing.RECORD_DAMAGED
    assert answer(office, memo.pdf) is Conclusion.RECORD_DAMAGED
    assert "存档被改动或损坏" in "\n".join(in_plain_words(checked(office, memo.pdf), here(office, found)))


def test_a_replaced_memo_says_by_what(office: TestOffice) -> None:
    memo = issued(office)
    examiner, checker, approver = (office.people[role] for role in Role)
    office.clock.pass_seconds(86_400)
    office.stages.make(memo.case, Move.CORRECT, approver, "更正")
    office.submit_and_decide(memo.case, examiner, checker, approver)
    office.issue(memo.case)
    old, new = office.memos.of_case(memo.case)
    assert (old.state, new.state) == (MemoState.SUPERSEDED, MemoState.ISSUED)
    found = beside(office, memo.pdf)
    assert found.found.standing is Standing.SUPERSEDED
    assert found.found.replaced_by == f"{new.number}({new.drawn:%Y-%m-%d})"
    assert answer(office, memo.pdf) is Conclusion.SUPERSEDED
    assert f"已被{found.found.replaced_by}取代" in "\n".join(
        in_plain_words(checked(office, memo.pdf), here(office, found))
    )
    alone = in_plain_words(checked(office, memo.pdf))
    assert "是否已被更正取代：不明（未提供数据文件夹）" in alone


def test_a_correction_that_was_sent_back_replaces_nothing(office: TestOffice) -> None:
    """It was drawn up, and even signed by one, but never issued: the memo before stands."""
    memo = issued(office)
    examiner, checker, approver = (office.people[role] for role in Role)
    office.stages.make(memo.case, Move.CORRECT, approver, "更正")
    office.submit_and_decide(memo.case, examiner, checker, approver)
    second = office.memos.draw_up(memo.case, approver)
    second = office.memos.sign(second.id, examiner, office.keys[Role.EXAMINER], PASSPHRASE)
    assert second.replaces == memo.id
    office.stages.make(memo.case, Move.SEND_BACK, approver, "再看")
    found = beside(office, memo.pdf)
    assert (found.found.standing, found.found.replaced_by) == (Standing.SAME, "")
    void = beside(office, second.pdf)
    assert (void.found.standing, void.found.replaced_by) == (Standing.SUPERSEDED, "")
    assert "没有签发就已作废" in standing_words(void.found, void.number)


# --- what stays open about revocation and time ------------------------------------------------------------------------


def test_a_revocation_list_beyond_its_term_is_no_unqualified_yes(office: TestOffice) -> None:
    memo = issued(office)
    office.clock.pass_seconds(200 * 86_400)
    report = checked(office, memo.pdf)
    assert (report.conclusion, report.ok) == (Conclusion.UNCONFIRMED, False)
    said = in_plain_words(report)
    assert said[-1] == "结论：签名、金额、页面成立，但吊销情况或签署时间有待查明"
    assert any("吊销名单已经过期" in line for line in said)
    assert sum("现在：证书仍在有效期；吊销名单截至" in line for line in said) == 3
    document = as_json(report)
    assert (document["ok"], document["doubts"]) == (False, ["revocation-list-expired"])


def test_a_signature_from_the_future_is_no_unqualified_yes(office: TestOffice) -> None:
    memo = issued(office)
    office.clock.now -= timedelta(days=2)
    report = checked(office, memo.pdf)
    assert report.conclusion is Conclusion.UNCONFIRMED
    assert as_json(report)["doubts"] == ["signed-in-future"]
    assert any("签署时间晚于本机现在的时间" in line for line in in_plain_words(report))


def test_then_now_and_whose_trust_it_was_are_always_said(office: TestOffice) -> None:
    memo = issued(office)
    said = in_plain_words(checked(office, memo.pdf))
    assert sum(line.strip().startswith("签署时：证书有效") for line in said) == 3
    assert sum(line.strip().startswith("现在：证书仍有效") for line in said) == 3
    assert f"  信任文件：测试局，根证书指纹 {office.offices.fingerprint()}" in said


def test_a_damaged_memo_gets_one_clear_answer(office: TestOffice) -> None:
    memo = issued(office)
    for broken in (memo.pdf[: len(memo.pdf) - 2000], memo.pdf[:-3000] + b"\n"):
        report = checked(office, broken)
        said = in_plain_words(report)
        assert said[-1] == "结论：文件已损坏或在签署后被改动，不得采信"
        assert not any("没有签名" in line for line in said)
        document = as_json(report)
        assert (document["conclusion"], document["verdict"], document["pages"]) == ("damaged", "altered", None)


def test_a_certificate_that_cannot_be_read_is_not_called_valid(office: TestOffice) -> None:
    memo = issued(office)
    place = memo.pdf.rindex(b"/Contents <") + 60
    spoilt = memo.pdf[:place] + b"0000" + memo.pdf[place + 4 :]
    unread = [item for item in checked(office, spoilt).signatures.signatures if not item.fingerprint]
    assert unread
    said = in_plain_words(checked(office, spoilt))
    assert any("现在：签名证书读不出" in line for line in said)
    assert sum("现在：证书仍有效" in line for line in said) == 3 - len(unread)


def test_the_journal_alone_does_not_make_a_memo(office: TestOffice) -> None:
    """A case with no memo at all, and a file of its number."""
    memo = issued(office)
    assert isinstance(office.open_uow, FakeStore)
    del office.open_uow.tables.memos[memo.id]
    assert beside(office, memo.pdf).found.standing is Standing.NO_MEMO
