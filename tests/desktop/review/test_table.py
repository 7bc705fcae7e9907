"""The grid of a table fact: typed into, pasted into, struck, with the keys of a spreadsheet."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit

from gongshu_desktop.desktop.screens.review.table_model import CellRole, CellState
from gongshu_desktop.desktop.screens.review.table_view import TableView
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.case import Case, TableEntry, TableRow
from gongshu_desktop.review.editing.edits import Side
from gongshu_desktop.review.stage import Stage
from tests.desktop.review.conftest import Open
from tests.desktop.review.test_typing import compose, shown
from tests.desktop.review.workbench import Bench, with_claim

NAME, KIND, DAY, FILED, KNOWN, COST, LEFT_OUT, MARK = range(8)


def grid(made: Bench) -> TableView:
    view = made.screen.work.pages["3.2.5"].rows.tables["活动"].view
    view.setFocus()
    return view


def rows(made: Bench) -> tuple[TableRow, ...]:
    return made.session.case.claim("3.2.5").tables["活动"].rows


def editor(view: TableView) -> QLineEdit:
    found = view.viewport().findChild(QLineEdit)
    assert found is not None
    return found


def cell(view: TableView, row: int, column: int) -> str:
    return str(view.model().index(row, column).data())


def test_typing_in_a_cell_counts_with_every_keystroke(opened: Open) -> None:
    made = opened("3.2.5")
    view = grid(made)
    view.go_to(0, COST)
    QTest.keyClick(view, Qt.Key.Key_F2)
    line = editor(view)
    assert line.text() == "412650"
    line.selectAll()
    QTest.keyClicks(line, "148250")
    assert shown(made, "review.derivation.amount") == "50,000.00 元"
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert cell(view, 0, COST) == "148,250.00"
    assert view.model().index(0, COST).data(CellRole.STATE) == CellState.DIFFERS
    assert view.model().index(0, COST).data(CellRole.CLAIMED) == "412,650.00"


def test_a_digit_on_a_cell_begins_editing_and_is_no_verdict(opened: Open) -> None:
    made = opened("3.2.5")
    view = grid(made)
    view.go_to(0, LEFT_OUT)
    QTest.keyClicks(view, "0")
    assert view.state() is QAbstractItemView.State.EditingState
    assert shown(made, "review.derivation.amount") == "206,325.00 元"


def test_escape_puts_back_what_stood_there(opened: Open) -> None:
    made = opened("3.2.5")
    view = grid(made)
    view.go_to(0, COST)
    QTest.keyClick(view, Qt.Key.Key_F2)
    QTest.keyClicks(editor(view), "99")
    assert rows(made)[0].verified["实际支出"] == 99
    QTest.keyClick(editor(view), Qt.Key.Key_Escape)
    assert rows(made)[0].verified["实际支出"] == 412650


def test_text_that_cannot_be_read_stays_in_the_cell(opened: Open) -> None:
    made = opened("3.2.5")
    view = grid(made)
    view.go_to(0, COST)
    QTest.keyClick(view, Qt.Key.Key_F2)
    line = editor(view)
    line.selectAll()
    compose(line, "约四十万")
    QTest.keyClick(line, Qt.Key.Key_Return)
    QApplication.processEvents()  # the editor is closed after the key was handled
    assert cell(view, 0, COST) == "约四十万"
    assert view.model().index(0, COST).data(CellRole.STATE) == CellState.UNREADABLE
    assert shown(made, "review.derivation.amount") == "待核"
    assert shown(made, "review.drafts") == "1 处不能识别"


def test_unreadable_text_in_an_empty_cell_changes_nothing(opened: Open, case: Case) -> None:
    table = case.claim("3.2.5").tables["活动"]
    waiting = TableEntry(rows=(replace(table.rows[0], verified={}),))
    made = opened("3.2.5", with_claim(case, "3.2.5", tables={"活动": waiting}))
    view = grid(made)
    view.go_to(0, COST)
    QTest.keyClicks(view, "x")
    assert made.session.case.claim("3.2.5").tables["活动"] is waiting
    assert not made.session.can_undo


def test_paste_from_a_spreadsheet_adds_rows_and_is_one_step_to_undo(opened: Open) -> None:
    made = opened("3.2.5")
    view = grid(made)
    view.go_to(0, NAME)
    QGuiApplication.clipboard().setText(
        "名称\t类型\t举办日期\t已备案\t具有影响力\t实际支出\t不计支出\r\n"
        "创客马拉松\t大赛\t2016/9/10\t是\t是\t100,000\t0\r\n"
        "路演季\t论坛\t2016年11月2日\t√\t√\t20万\t\r\n"
    )
    QTest.keySequence(view, "Ctrl+V")
    assert [row.verified["实际支出"] for row in rows(made)] == [100_000, 200_000]
    assert rows(made)[1].by_reviewer
    assert shown(made, "review.derivation.amount") == "150,000.00 元"
    made.screen.presenter.undo()
    assert len(rows(made)) == 1
    assert shown(made, "review.derivation.amount") == "182,200.00 元"


def test_a_paste_that_does_not_fit_changes_nothing_and_says_where(opened: Open) -> None:
    made = opened("3.2.5")
    view = grid(made)
    view.go_to(0, DAY)
    before = made.session.case
    QGuiApplication.clipboard().setText("2016-13-40\t是")
    QTest.keySequence(view, "Ctrl+V")
    assert made.session.case is before
    assert "举办日期" in made.navigator.said[-1]


def test_copy_gives_what_a_spreadsheet_takes(opened: Open) -> None:
    made = opened("3.2.5")
    view = grid(made)
    view.selectAll()
    QTest.keySequence(view, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "创客马拉松\t大赛\t2016-09-10\t是\t是\t412,650.00\t48,250.00\n"


def test_delete_empties_the_selected_cells_in_one_step(opened: Open) -> None:
    made = opened("3.2.5")
    view = grid(made)
    view.go_to(0, COST)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert rows(made)[0].verified["实际支出"] is None
    assert rows(made)[0].verified["不计支出"] is None
    assert cell(view, 0, MARK) == "待核"
    made.screen.presenter.undo()
    assert rows(made)[0].verified["实际支出"] == 412650


def test_a_claimed_row_is_struck_and_stays_on_record(opened: Open) -> None:
    made = opened("3.2.5")
    view = grid(made)
    view.go_to(0, NAME)
    QTest.keyClick(view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert rows(made)[0].struck
    assert cell(view, 0, MARK) == "剔除"
    assert shown(made, "review.derivation.amount") == "0.00 元"
    QTest.keyClick(view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert not rows(made)[0].struck


def test_a_reviewers_row_is_added_and_removed_again(opened: Open) -> None:
    made = opened("3.2.5")
    view = grid(made)
    view.go_to(0, NAME)
    QTest.keyClick(view, Qt.Key.Key_Insert)
    assert len(rows(made)) == 2
    assert view.currentIndex().row() == 1
    QTest.keyClick(view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert len(rows(made)) == 1


def test_blank_turns_yes_and_no_over_and_enter_and_tab_move_on(opened: Open) -> None:
    made = opened("3.2.5")
    view = grid(made)
    view.go_to(0, FILED)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert rows(made)[0].verified["已备案"] is False
    QTest.keyClicks(view, "1")
    assert rows(made)[0].verified["已备案"] is True
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert view.currentIndex().column() == KNOWN


def test_unverified_rows_show_what_was_claimed_until_accepted(opened: Open, case: Case) -> None:
    table = case.claim("3.2.5").tables["活动"]
    waiting = TableEntry(rows=(replace(table.rows[0], verified={}),))
    made = opened("3.2.5", with_claim(case, "3.2.5", tables={"活动": waiting}))
    view = grid(made)
    assert view.model().index(0, COST).data(CellRole.STATE) == CellState.WAITING
    assert shown(made, "review.derivation.amount") == "待核"
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shown(made, "review.derivation.amount") == "182,200.00 元"


def test_while_registered_the_claimed_side_is_typed_in(opened: Open, case: Case) -> None:
    fresh = with_claim(replace(case, stage=Stage.REGISTERED), "3.2.5", tables={})
    made = opened("3.2.5", fresh)
    view = grid(made)
    assert view.cells.side is Side.CLAIMED
    QTest.keyClick(view, Qt.Key.Key_Insert)
    view.go_to(0, COST)
    QTest.keyClicks(view, "5")
    assert rows(made)[0].claimed["实际支出"] == 5
    assert not rows(made)[0].by_reviewer


def test_the_model_keeps_qts_rules_through_edits(opened: Open, policy: Policy) -> None:
    made = opened("3.2.5")
    view = grid(made)
    QAbstractItemModelTester(view.cells, QAbstractItemModelTester.FailureReportingMode.Fatal, made.screen)
    view.go_to(0, NAME)
    for _round in range(3):
        QTest.keyClick(view, Qt.Key.Key_Insert)
    view.go_to(1, NAME)
    QTest.keyClick(view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    made.screen.presenter.undo()
    made.screen.presenter.undo()
    assert len(rows(made)) == 3
