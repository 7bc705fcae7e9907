"""Moving a case on: what stands in the way is listed, an opinion is asked for, the final decision draws the memo up."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QPushButton

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.dialogs.opinion import OpinionDialog
from gongshu_desktop.desktop.dialogs.stages import act
from gongshu_desktop.desktop.dialogs.step_summary import StepSummary
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.policy.money import words as in_words
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.ports import MemoState
from gongshu_desktop.services.records import Person
from tests.desktop.conftest import Clock
from tests.desktop.steps import Answers, named, press, write
from tests.desktop.test_work_list import take_in
from tests.services.offices import approve_undrawn


def step(window: MainWindow, office: OpenOffice, case: str, person: Person, move: Move) -> list[str]:
    """Ask the window to take a step as that person."""
    window.sit_down(person.id)
    session = office.desk.open(case, person)
    action = next(item for item in office.stages.actions(session.case, person) if item.move is move)
    done: list[str] = []
    act(window.surroundings, session, action, lambda: done.append("done"))
    return done


def stage(office: OpenOffice) -> Stage:
    return office.desk.summaries()[0].stage


def test_what_stands_in_the_way_is_listed(window: MainWindow, office: OpenOffice, people: dict[Role, Person]) -> None:
    (case,) = take_in(office, people[Role.EXAMINER], "03")
    office.stages.make(case, Move.ACCEPT, people[Role.EXAMINER])

    def read(dialog: QDialog) -> None:
        said = [label.text() for label in dialog.findChildren(QLabel)]
        assert any("产业定位明晰" in words for words in said)
        press(dialog, "blocked.cancel")

    with Answers(read):
        assert step(window, office, case, people[Role.EXAMINER], Move.SUBMIT) == []
    assert stage(office) is Stage.EXAMINATION


def test_an_opinion_is_needed(window: MainWindow, office: OpenOffice, people: dict[Role, Person]) -> None:
    (case,) = take_in(office, people[Role.EXAMINER], "01")
    office.stages.make(case, Move.ACCEPT, people[Role.EXAMINER])

    def first_without(dialog: QDialog) -> None:
        press(dialog, "step.ok")
        assert dialog.isVisible()
        press(dialog, "step.phrase.0")
        press(dialog, "step.ok")

    with Answers(first_without):
        assert step(window, office, case, people[Role.EXAMINER], Move.SUBMIT) == ["done"]
    assert stage(office) is Stage.CHECK


def test_esc_does_not_throw_away_what_was_written_at_once(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person]
) -> None:
    (case,) = take_in(office, people[Role.EXAMINER], "01")
    office.stages.make(case, Move.ACCEPT, people[Role.EXAMINER])

    def once(dialog: QDialog) -> None:
        write(dialog, "step.opinion", "材料齐全。")
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        assert any("再按一次 Esc" in label.text() for label in dialog.findChildren(QLabel))
        write(dialog, "step.opinion", "材料齐全，同意。")
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    with Answers(once):
        assert step(window, office, case, people[Role.EXAMINER], Move.SUBMIT) == []

    def empty(dialog: QDialog) -> None:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    with Answers(empty):
        step(window, office, case, people[Role.EXAMINER], Move.SUBMIT)
    assert stage(office) is Stage.EXAMINATION


def test_a_dialog_is_confirmed_by_key(qapp: QApplication) -> None:
    dialog = OpinionDialog("提交复核", "", "提交复核", caption="意见")
    dialog.show()
    dialog.activateWindow()
    assert QTest.qWaitForWindowActive(dialog)
    write(dialog, "step.opinion", "拟同意。")
    QTest.keyClick(
        named(dialog, "step.opinion", QPlainTextEdit), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_a_step_shows_its_sums(window: MainWindow, office: OpenOffice, people: dict[Role, Person]) -> None:
    (case,) = take_in(office, people[Role.EXAMINER], "01")
    office.stages.make(case, Move.ACCEPT, people[Role.EXAMINER])
    session = office.desk.open(case, people[Role.EXAMINER])
    total = session.assessment.subsidy_total
    assert total is not None

    def confirm(dialog: QDialog) -> None:
        for name, wanted in (
            ("step.sum.1", words.amount(total)), ("step.sum.2", "待批准"), ("step.words", f"测算合计人民币{in_words(total)}")
        ):  # fmt: skip
            label = dialog.findChild(QLabel, name)
            assert label is not None
            assert wanted in label.text()
        write(dialog, "step.opinion", "拟同意。")
        press(dialog, "step.ok")

    with Answers(confirm):
        assert step(window, office, case, people[Role.EXAMINER], Move.SUBMIT) == ["done"]
    assert stage(office) is Stage.CHECK


def test_nothing_is_called_approved_before_anybody_approved_it(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person]
) -> None:
    (case,) = take_in(office, people[Role.EXAMINER], "01")
    office.stages.make(case, Move.ACCEPT, people[Role.EXAMINER])
    window.sit_down(people[Role.EXAMINER].id)
    window.open_case(case)
    session = window.session
    assert session is not None
    assert named(window, "review.sum.approved", QLabel).text() == "—"
    assert named(window, "review.sum.computed", QLabel).text() == words.amount(session.assessment.subsidy_total)
    for deciding, wanted in ((False, "待批准"), (True, words.amount(session.assessment.subsidy_total))):
        summary = StepSummary(session, deciding=deciding)
        assert [label.text() for label in summary.findChildren(QLabel, "step.sum.2")] == [wanted]


def test_an_approved_case_whose_memo_was_not_drawn_up_can_have_it_drawn_up(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person]
) -> None:
    office.offices.found("某单位", "拱众审", "correct horse battery staple")
    (case,) = take_in(office, people[Role.EXAMINER], "01")
    office.offices.adopt("gongshu-2016-10", "3.2.1.whose-capital", "tenants", people[Role.APPROVER], "会议纪要")
    office.stages.make(case, Move.ACCEPT, people[Role.EXAMINER])
    office.stages.make(case, Move.SUBMIT, people[Role.EXAMINER], "拟同意。")
    office.stages.make(case, Move.AGREE, people[Role.CHECKER], "同意。")
    approve_undrawn(office, case, people[Role.APPROVER])
    assert office.memos.of_case(case) == ()
    window.sit_down(people[Role.APPROVER].id)
    window.open_case(case)
    assert window.current is not None
    QApplication.processEvents()
    press(window.current, "review.draw-up")
    (memo,) = office.memos.of_case(case)
    assert memo.state is MemoState.DRAWN
    QApplication.processEvents()
    assert window.current.findChild(QPushButton, "review.draw-up") is None


def test_sending_back_asks_for_a_reason_and_giving_up_changes_nothing(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person]
) -> None:
    (case,) = take_in(office, people[Role.EXAMINER], "01")
    office.stages.make(case, Move.ACCEPT, people[Role.EXAMINER])
    office.stages.make(case, Move.SUBMIT, people[Role.EXAMINER], "拟同意。")

    with Answers(lambda dialog: press(dialog, "step.cancel")):
        step(window, office, case, people[Role.CHECKER], Move.SEND_BACK)
    assert stage(office) is Stage.CHECK

    def reason(dialog: QDialog) -> None:
        write(dialog, "step.opinion", "缺完税证明。")
        press(dialog, "step.ok")

    with Answers(reason):
        step(window, office, case, people[Role.CHECKER], Move.SEND_BACK)
    assert office.desk.summaries()[0].returned


def test_the_final_decision_draws_the_memo_up(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person], tmp_path: Path
) -> None:
    office.offices.found("某单位", "拱众审", "correct horse battery staple")
    (case,) = take_in(office, people[Role.EXAMINER], "01")
    for key in ("3.2.1.whose-capital",):
        office.offices.adopt("gongshu-2016-10", key, "tenants", people[Role.APPROVER], "会议纪要")
    office.stages.make(case, Move.ACCEPT, people[Role.EXAMINER])
    office.stages.make(case, Move.SUBMIT, people[Role.EXAMINER], "拟同意。")
    office.stages.make(case, Move.AGREE, people[Role.CHECKER], "同意。")

    def agree(dialog: QDialog) -> None:
        write(dialog, "step.opinion", "同意。")
        press(dialog, "step.ok")
        assert dialog.isVisible()
        assert any("请填写为何仍予批准。" in label.text() for label in dialog.findChildren(QLabel))
        write(dialog, "step.answer", "原件已看，复印件后补。")
        press(dialog, "step.ok")

    with Answers(agree):
        step(window, office, case, people[Role.APPROVER], Move.APPROVE)

    (memo,) = office.memos.of_case(case)
    (said,) = [change.new for change in office.desk.journal(case)[-2].changes if change.subject == "opinion"]
    assert said == "同意。对程序提示的说明：原件已看，复印件后补。"
    assert (stage(office), memo.state) == (Stage.SIGNING, MemoState.DRAWN)


def test_a_clock_before_the_journal_is_told_before_an_opinion_is_written(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person], clock: Clock
) -> None:
    (case,) = take_in(office, people[Role.EXAMINER], "01")
    office.stages.make(case, Move.ACCEPT, people[Role.EXAMINER])
    clock.now -= timedelta(days=30)

    def read(dialog: QDialog) -> None:
        assert any("早于操作日志" in label.text() for label in dialog.findChildren(QLabel))
        assert dialog.findChild(QPushButton, "blocked.ok") is None  # nothing in the case settles that
        press(dialog, "blocked.close")

    with Answers(read):
        assert step(window, office, case, people[Role.EXAMINER], Move.SUBMIT) == []
    assert stage(office) is Stage.EXAMINATION
