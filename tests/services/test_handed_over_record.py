"""A memo's file on the PC that gave its case away: what is on record there ends with the hand-over."""

from pathlib import Path

import pytest

from gongshu_desktop.cli import main
from gongshu_desktop.desktop.screens.verification.state import verified
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.ports import MemoState
from gongshu_desktop.services.verification.record_standing import Standing
from gongshu_desktop.services.verification.report_json import as_json
from gongshu_desktop.services.verification.verification import Conclusion, VerificationReport
from gongshu_desktop.services.verification.words import Here, concluded, in_plain_words
from tests.services.two_pcs import DECIDABLE, Pc, pcs, send


def at(pc: Pc, pdf: bytes) -> tuple[VerificationReport, Here]:
    report = pc.office.verify(pdf, pc.office.offices.trust())
    return report, Here(office="测试局", root=pc.office.offices.fingerprint(), compared=pc.office.compare(report))


def ready(pc: Pc) -> str:
    """A case that waits for its memo."""
    case = pc.bring_in(DECIDABLE)
    pc.accept(case)
    pc.submit(case)
    pc.agree(case)
    return case


def corrected(pc: Pc, case: str) -> str:
    pc.office.stages.make(case, Move.CORRECT, pc.person(Role.APPROVER), "金额有误")
    pc.write_opinion(case, "更正")
    pc.submit(case)
    pc.agree(case)
    memo = pc.approve(case)
    pc.sign(memo, *Role)
    return memo


def standing(here: Here) -> Standing:
    assert here.compared is not None
    return here.compared.found.standing


def test_who_gave_the_case_away_neither_confirms_the_old_memo_nor_condemns_the_new_one(two: tuple[Pc, Pc]) -> None:
    one, other = two
    case = ready(one)
    old = one.approve(case)
    one.sign(old, *Role)
    send(one, other, case, Role.EXAMINER)
    new = corrected(other, case)
    for pdf, expected in (
        (one.office.memos.get(old).pdf, Standing.HANDED_OVER),
        (other.office.memos.get(new).pdf, Standing.NOT_FROM_HERE),
    ):
        report, here = at(one, pdf)
        assert (standing(here), concluded(report, here)) == (expected, Conclusion.HANDED_OVER)
        said = "\n".join(in_plain_words(report, here))
        assert "移交给“二号机”，本机存档止于移交时" in said
        assert "全部成立" not in said
        assert "矛盾" not in said
        document = as_json(report, here)
        assert (document["ok"], document["conclusion"]) == (False, "handed-over")
        assert (document["record"]["standing"], document["record"]["handed_over"]["to"]) == (expected.value, "二号机")
        shown = verified("memo.pdf", report, here)
        assert shown.headline.tone == shown.answers[-1].tone == "warn"
        assert any("本机存档止于移交时" in line for line in shown.answers[-1].lines)
    report, here = at(other, other.office.memos.get(old).pdf)
    assert concluded(report, here) is Conclusion.SUPERSEDED
    report, here = at(other, other.office.memos.get(new).pdf)
    assert (concluded(report, here), as_json(report, here)["record"]["handed_over"]) == (Conclusion.HOLDS, None)


def test_a_memo_that_was_signed_since_is_later_than_the_record(two: tuple[Pc, Pc]) -> None:
    one, other = two
    case = ready(one)
    memo = one.approve(case)
    one.sign(memo, Role.EXAMINER)
    mine = one.office.memos.get(memo).pdf
    send(one, other, case, Role.EXAMINER)
    other.sign(memo, Role.CHECKER, Role.APPROVER)
    record = other.office.memos.get(memo)
    assert record.state is MemoState.ISSUED
    report, here = at(one, record.pdf)
    assert (standing(here), concluded(report, here)) == (Standing.SIGNED_SINCE, Conclusion.HANDED_OVER)
    assert "只是多了移交后的签名" in "\n".join(in_plain_words(report, here))
    report, here = at(one, mine)
    assert (standing(here), concluded(report, here)) == (Standing.HANDED_OVER, Conclusion.INCOMPLETE)


def test_a_memo_that_was_drawn_up_since_speaks_against_nothing_here(two: tuple[Pc, Pc]) -> None:
    one, other = two
    case = ready(one)
    send(one, other, case, Role.EXAMINER)
    memo = other.approve(case)
    other.sign(memo, *Role)
    report, here = at(one, other.office.memos.get(memo).pdf)
    assert (standing(here), concluded(report, here)) == (Standing.NOT_FROM_HERE, Conclusion.HANDED_OVER)


def test_what_was_taken_back_is_confirmed_here_again(two: tuple[Pc, Pc]) -> None:
    one, _other = two
    case = ready(one)
    memo = one.approve(case)
    one.sign(memo, *Role)
    one.pack(case)
    one.office.handing_over.take_back(case, one.person(Role.EXAMINER), "误交")
    report, here = at(one, one.office.memos.get(memo).pdf)
    assert (standing(here), concluded(report, here)) == (Standing.SAME, Conclusion.HOLDS)


def test_another_ending_of_an_issued_memo_stays_a_contradiction(two: tuple[Pc, Pc]) -> None:
    """No signature can come to three: whatever stands behind them was not put there by the receiver."""
    one, _other = two
    case = ready(one)
    memo = one.approve(case)
    one.sign(memo, *Role)
    one.pack(case)
    report, here = at(one, one.office.memos.get(memo).pdf + b"\n% more\n")
    assert standing(here) is Standing.DIFFERS
    assert concluded(report, here) is not Conclusion.HANDED_OVER


def test_the_command_line_does_not_call_a_file_of_a_case_that_is_elsewhere_good(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "memo.pdf"
    with pcs(tmp_path, 1) as (one,):
        case = ready(one)
        memo = one.approve(case)
        one.sign(memo, *Role)
        file.write_bytes(one.office.memos.get(memo).pdf)
        one.pack(case)
    assert main(["--data", str(tmp_path / "pc0"), "verify", str(file)]) == 1
    said = capsys.readouterr().out
    assert "移交给“二号机”" in said
