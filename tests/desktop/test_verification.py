"""核验: plain answers to a good memo, an altered one, a foreign one, and to what is no PDF."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from gongshu_desktop.cli import main
from gongshu_desktop.desktop.screens.verification.state import signature_line, verified
from gongshu_desktop.desktop.screens.verification.view import VerificationScreen
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.editing.edits import SetBasics
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.memos.anchors import AnchorStanding
from gongshu_desktop.services.ports import SignatureVerdict
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.verification.signature_standing import Signed
from gongshu_desktop.services.verification.sizes import LARGEST_MEMO, LARGEST_TRUST_FILE
from tests.desktop.conftest import Clock
from tests.desktop.fakes import ScriptedPrompts, WaitingTasks
from tests.desktop.signed import give_keys, issued, secret_of, to_signing
from tests.desktop.steps import named, press
from tests.document.hostile import HOSTILE


def verify(window: MainWindow, file: Path) -> list[str]:
    """Everything that the screen says of a file."""
    window.go("verify")
    screen = window.current
    assert isinstance(screen, VerificationScreen)
    screen.check(file)
    return [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]


def test_a_good_memo_gets_five_good_answers(window: MainWindow, office: OpenOffice, tmp_path: Path) -> None:
    file = tmp_path / "意见书.pdf"
    file.write_bytes(issued(office).pdf)

    said = verify(window, file)

    for answer in (
        "签名有效，签后未改动",
        "金额重算一致",
        "页面与凭据一致",
        "与本机存档一致",
        "操作日志与意见书的记载相符",
    ):
        assert answer in said
    assert {"陈静", "沈伟民", "陆海燕"} <= set(said)
    assert any("共 100,000.00 元" in line for line in said)


def test_a_journal_that_was_rewritten_since_is_the_verdict(window: MainWindow, office: OpenOffice) -> None:
    report = window.program.verify(issued(office).pdf, office.offices.trust())
    here = window.program.beside(report)
    assert here.journal is not None
    assert verified("memo.pdf", report, here).headline.tone == "ok"
    for standing, broken in (
        (AnchorStanding.REWRITTEN, None),
        (AnchorStanding.CUT_OFF, None),
        (AnchorStanding.AGREES, 9),
    ):
        journal = replace(here.journal, standing=standing, broken=broken)
        shown = verified("memo.pdf", report, replace(here, journal=journal))
        assert (shown.headline.tone, shown.answers[-1].tone) == ("danger", "danger")
        assert "本机的操作日志被改动、截断或换成了旧备份" in shown.headline.title
    elsewhere = replace(here, compared=None, journal=replace(here.journal, standing=AnchorStanding.ELSEWHERE))
    shown = verified("memo.pdf", report, elsewhere)
    assert (shown.headline.tone, shown.answers[-1].tone) == ("warn", "neutral")  # not issued here


def test_the_office_verifies_by_its_own_clock(office: OpenOffice, clock: Clock) -> None:
    pdf, trust = issued(office).pdf, office.offices.trust()
    assert office.verify(pdf, trust).signatures.revocation_checked
    clock.now += timedelta(days=3650)
    assert not office.verify(pdf, trust).signatures.revocation_checked


def test_nobody_waits_for_the_file_before(window: MainWindow, tmp_path: Path) -> None:
    waiting = WaitingTasks()
    screen = VerificationScreen(replace(window.surroundings, tasks=waiting))
    screen.check(tmp_path / "一.pdf")
    screen.check(tmp_path / "二.pdf")
    assert [progress.cancelled for progress in waiting.begun] == [True, False]
    screen.deleteLater()


def test_one_changed_byte_is_seen(window: MainWindow, office: OpenOffice, tmp_path: Path) -> None:
    content = bytearray(issued(office).pdf)
    content[content.index(b"stream\n") + 40] ^= 1
    file = tmp_path / "改过.pdf"
    file.write_bytes(bytes(content))

    said = verify(window, file)

    assert "签名有效，签后未改动" not in said
    assert "与本机存档一致" not in said


def test_a_marked_copy_is_called_one_and_not_altered(window: MainWindow, office: OpenOffice, tmp_path: Path) -> None:
    keys, memo = give_keys(office), to_signing(office)
    person = next(person for person in office.offices.people() if Role.EXAMINER in person.roles)
    memo = office.memos.sign(memo.id, person, keys[person.id], secret_of(person))
    file = tmp_path / "未签齐.pdf"
    file.write_bytes(office.marked_unsigned(memo.pdf))

    said = verify(window, file)

    assert "这是三人未签署完毕的意见书的标注件，不作凭据；原件在案卷存档中" in verdict(window)
    assert "签后未改动，但三人签名不齐" in said
    assert "与本机存档一致" in said
    assert not any(word in line for line in said for word in ("不得采信", "签后有改动", "矛盾"))


def test_an_unsigned_memo_is_called_unsigned(window: MainWindow, office: OpenOffice, tmp_path: Path) -> None:
    give_keys(office)
    file = tmp_path / "未签.pdf"
    file.write_bytes(to_signing(office).pdf)

    said = verify(window, file)

    assert "没有签名" in said
    assert "金额重算一致" in said


def test_with_another_offices_trust_the_signers_are_unknown(
    window: MainWindow, office: OpenOffice, tmp_path: Path, prompts: ScriptedPrompts
) -> None:
    file, foreign = tmp_path / "意见书.pdf", tmp_path / "外单位.json"
    file.write_bytes(issued(office).pdf)
    foreign.write_bytes(office.signing.create_root("另一单位", "another good passphrase")[1])
    prompts.files = [foreign]
    window.go("verify")

    press(window, "verify.trust")

    assert "无法确认签署人的身份" in verify(window, file)


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n%%EOF", b"\x00" * 5000])
def test_what_is_no_pdf_is_refused_in_words(
    window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "不是.pdf"
    file.write_bytes(content)

    verify(window, file)

    assert len(prompts.problems) == 1
    assert "Traceback" not in prompts.problems[0]


# --- beside the case, field by field ----------------------------------------------------------------------------------


def test_every_field_is_compared_with_the_case(window: MainWindow, office: OpenOffice, tmp_path: Path) -> None:
    file = tmp_path / "意见书.pdf"
    file.write_bytes(issued(office).pdf)

    said = verify(window, file)
    assert "与本机案卷逐项一致" in said
    assert "申报额" not in said

    press(window, "verify.fields")
    QApplication.processEvents()
    said = visible(window)
    for caption in (
        "文号",
        "申报单位",
        "审定总额",
        "申报额",
        "测算额",
        "审定额",
        "经办人签名",
        "批准人意见",
        "办理阶段",
    ):
        assert caption in said
    assert said.count("100,000.00 元") >= 6
    press(window, "verify.record-case")
    assert window.session is not None


def test_what_differs_is_named_with_both_values(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person], tmp_path: Path
) -> None:
    memo = issued(office)
    file = tmp_path / "意见书.pdf"
    file.write_bytes(memo.pdf)
    office.stages.make(memo.case, Move.CORRECT, people[Role.APPROVER], "申报单位更名")
    session = office.desk.open(memo.case, people[Role.EXAMINER])
    applicant = replace(session.case.applicant, name="杭州改名后的管理有限公司")
    session.apply(SetBasics(applicant=applicant))
    session.save()

    said = verify(window, file)

    compared = window.program.compare(window.program.verify(memo.pdf, office.offices.trust()))
    assert compared is not None
    differing = {(item.caption, item.file, item.record) for item in compared.differing}
    old = next(one for caption, one, _other in differing if caption == "申报单位")
    assert ("申报单位", old, "杭州改名后的管理有限公司") in differing
    assert ("办理阶段", "已签发", "审核") in differing
    assert f"与本机案卷有 {len(compared.differing)} 项不同" in said
    assert {old, "杭州改名后的管理有限公司", "已签发"} <= set(said)
    assert "与本机案卷逐项一致" not in said


def test_a_memo_of_another_pc_is_not_compared(window: MainWindow, office: OpenOffice, tmp_path: Path) -> None:
    report = window.program.verify(issued(office).pdf, office.offices.trust())
    assert report.content is not None
    elsewhere = replace(report, content=replace(report.content, number="外审〔2016〕1号"))
    elsewhere = replace(elsewhere, signatures=replace(report.signatures, base_digest="00" * 32))
    assert window.program.compare(elsewhere) is None


def test_a_trust_file_is_read_in_a_worker_and_no_further_than_one_can_be(
    window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    file = tmp_path / "信任.json"
    file.write_bytes(bytes(LARGEST_TRUST_FILE + 1))
    prompts.files = [file]
    window.go("verify")
    press(window, "verify.trust")
    assert "文件应不超过4 MiB" in prompts.problems[0]

    waiting = WaitingTasks()
    screen = VerificationScreen(replace(window.surroundings, tasks=waiting))
    screen.show()
    press(screen, "verify.trust")
    assert len(waiting.begun) == 1
    assert not named(screen, "verify.trust", QWidget).isEnabled()
    screen.deleteLater()


def test_the_largest_memo_is_the_same_for_window_and_command_line(
    window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "大.pdf"
    with file.open("wb") as written:
        written.write(b"%PDF-1.7")
        written.truncate(LARGEST_MEMO + 1)
    verify(window, file)
    assert "文件应不超过64 MiB" in prompts.problems[0]
    assert main(["verify", str(file)]) == 2
    assert "文件应不超过64 MiB" in capsys.readouterr().err


# --- the verdict ------------------------------------------------------------------------------------------------------


def verdict(window: MainWindow) -> list[str]:
    """What the card says that stays in sight."""
    card = named(window, "verify.verdict", QWidget)
    assert card.visibleRegion().boundingRect().height() == card.height()
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible()]


def test_the_verdict_on_the_second_file_is_in_sight_however_far_the_first_was_scrolled(
    window: MainWindow, office: OpenOffice, tmp_path: Path
) -> None:
    memo = issued(office)
    good, bad = tmp_path / "好.pdf", tmp_path / "坏.pdf"
    good.write_bytes(memo.pdf)
    bad.write_bytes(memo.pdf.replace(b"%%EOF\n", b"%%EOF\n%", 1))
    verify(window, good)
    assert "全部成立" in verdict(window)
    press(window, "verify.fields")
    QApplication.processEvents()
    bar = named(window, "verify.answers", QScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0

    said = verify(window, bad)
    QApplication.processEvents()

    assert "文件已损坏或在签署后被改动，不得采信" in verdict(window)
    assert "全部成立" not in said
    assert named(window, "verify.answers", QScrollArea).verticalScrollBar().value() == 0


@pytest.mark.parametrize("damage", ["byte", "end"])
def test_a_damaged_memo_gets_one_red_answer_and_no_hints(
    window: MainWindow, office: OpenOffice, tmp_path: Path, damage: str
) -> None:
    pdf = issued(office).pdf
    file = tmp_path / "坏.pdf"
    file.write_bytes(pdf[:-2000] if damage == "end" else pdf.replace(b"%%EOF\n", b"%%EOF\n%", 1))

    said = verify(window, file)

    assert "文件已损坏或在签署后被改动，不得采信" in verdict(window)
    for wrong in ("没有签名", "0 页", "没有读到核验码", "属于正常情况", "本机无存档"):
        assert not any(wrong in line for line in said)


@pytest.mark.parametrize(
    ("name", "why"), [("没有.pdf", "没有这个文件"), ("夹.pdf", "这是一个文件夹"), ("大.pdf", "64 MiB")]
)
def test_a_file_that_cannot_be_read_is_told_with_the_reason(
    window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path, name: str, why: str
) -> None:
    (tmp_path / "夹.pdf").mkdir()
    with (tmp_path / "大.pdf").open("wb") as file:
        file.truncate(LARGEST_MEMO + 1)
    verify(window, tmp_path / name)
    (said,) = prompts.problems
    assert name in said
    assert why in said


def test_the_screen_names_office_root_and_the_stored_file(
    window: MainWindow, office: OpenOffice, tmp_path: Path
) -> None:
    memo = issued(office)
    file = tmp_path / "意见书.pdf"
    file.write_bytes(memo.pdf)

    said = verify(window, file)

    assert any(office.offices.fingerprint() in line for line in verdict(window))
    assert f"存档文件 SHA-256 {hashlib.sha256(memo.pdf).hexdigest()}" in [line.replace("\u200b", "") for line in said]
    column = named(window, "verify.answers", QScrollArea)
    QApplication.processEvents()
    inside = column.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() <= column.viewport().width(), "a card is cut off at the right"


# --- then and now -----------------------------------------------------------------------------------------------------


def test_each_signature_has_two_verdicts_and_says_whose_clock_it_was(
    window: MainWindow, office: OpenOffice, tmp_path: Path
) -> None:
    memo = issued(office)
    file = tmp_path / "意见书.pdf"
    file.write_bytes(memo.pdf)
    said = verify(window, file)
    assert len([line for line in said if line.startswith("签署时：证书有效（时间与本机操作日志第")]) == 3
    assert len([line for line in said if line.startswith("现在：") and "吊销名单截至" in line]) == 3

    report = office.signing.check(memo.pdf, office.offices.trust())
    assert report.verdict is SignatureVerdict.INTACT
    item = report.signatures[0]
    assert "名单截至 2016-12-06" in signature_line(item, report, None).now
    assert "时间出自签署人电脑的时钟，别无旁证" in signature_line(item, report, None).then
    assert item.at is not None
    other = Signed(name=item.name, at=item.at + timedelta(days=2), entry=7)
    line = signature_line(item, report, other)
    assert "第 7 条记的是" in line.then
    assert line.doubt
    assert "没有注明时间" in signature_line(replace(item, at=None), report, None).then
    assert "证书已被吊销" in signature_line(replace(item, now=("revoked",)), report, None).now
    assert "不明" in signature_line(item, replace(report, revocation_as_of=None), None).now
    assert "已经过期" in signature_line(item, replace(report, revocation_checked=False), None).now


# --- what is dropped --------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:.*QDragEnterEvent:DeprecationWarning")
def test_a_file_dropped_on_the_screen_is_checked(window: MainWindow, office: OpenOffice, tmp_path: Path) -> None:
    file = tmp_path / "意见书.pdf"
    file.write_bytes(issued(office).pdf)
    window.go("verify")
    screen = window.current
    assert isinstance(screen, VerificationScreen)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    action, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPointF(200, 200).toPoint(), action, data, button, keys)
    screen.dragEnterEvent(entering)
    assert entering.isAccepted()
    screen.dropEvent(QDropEvent(QPointF(200, 200), action, data, button, keys))
    assert "签名有效，签后未改动" in visible(window)

    other = QMimeData()
    other.setText("不是文件")
    entering = QDragEnterEvent(QPointF(200, 200).toPoint(), action, other, button, keys)
    entering.ignore()
    screen.dragEnterEvent(entering)
    assert not entering.isAccepted()


def test_pages_that_would_keep_the_window_waiting_are_not_shown(window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "大.pdf"
    file.write_bytes(HOSTILE["a page that unpacks without end"]())
    said = verify(window, file)
    assert "页面没有显示" in said
    assert any("压缩炸弹" in line for line in said)
    assert "没有签名" in said


def visible(window: MainWindow) -> list[str]:
    screen = window.current
    assert isinstance(screen, VerificationScreen)
    return [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]


def test_a_copy_of_before_the_last_signatures_is_not_accused(
    window: MainWindow, office: OpenOffice, tmp_path: Path
) -> None:
    keys, memo = give_keys(office), to_signing(office)
    early = b""
    for role in Role:
        person = next(person for person in office.offices.people() if role in person.roles)
        early, memo = memo.pdf, office.memos.sign(memo.id, person, keys[person.id], secret_of(person))
    file = tmp_path / "两人已签.pdf"
    file.write_bytes(early)
    said = verify(window, file)
    assert "签名比本机存档少，其余一致" in said
    assert not any("与本机案卷有" in line or "更正" in line for line in said)
