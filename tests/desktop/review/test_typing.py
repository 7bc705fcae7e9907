"""What is typed is in the amounts with the same keystroke, on disk a moment later, and never lost."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gongshu_desktop.desktop.tasks import PoolTasks
from tests.desktop.review.conftest import Open
from tests.desktop.review.workbench import Bench


def line(made: Bench, name: str) -> QLineEdit:
    found = made.screen.findChild(QLineEdit, name)
    assert found is not None
    return found


def shown(made: Bench, name: str) -> str:
    found = made.screen.findChild(QLabel, name)
    assert found is not None
    return found.text()


def retype(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    if text.isascii():
        QTest.keyClicks(field, text)
    else:
        compose(field, text)


def compose(field: QWidget, text: str) -> None:
    """Enter Chinese as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


COUNT = "review.fact.3.2.1.企业数.verified.line"


def test_a_figure_at_the_threshold_pays_and_one_below_does_not(opened: Open) -> None:
    made = opened("3.2.1")
    retype(line(made, COUNT), "10")
    assert shown(made, "review.derivation.amount") == "100,000.00 元"
    assert shown(made, "review.criterion.3.2.1.企业数 ≥ 10家.state") == "符合"
    assert "恰好达到" in shown(made, "review.criterion.3.2.1.企业数 ≥ 10家.margin")
    retype(line(made, COUNT), "9")
    assert shown(made, "review.derivation.amount") == "0.00 元"
    assert "差 1家" in shown(made, "review.criterion.3.2.1.企业数 ≥ 10家.margin")


def test_an_emptied_fact_makes_the_sum_undetermined_not_zero(opened: Open) -> None:
    made = opened("3.2.1")
    field = line(made, COUNT)
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    assert shown(made, "review.derivation.amount") == "待核"
    assert "企业数" in shown(made, "review.derivation.missing")
    assert shown(made, "review.sum.computed").startswith("待核")


def test_text_that_cannot_be_read_stays_in_sight_and_counts_as_nothing(opened: Open) -> None:
    made = opened("3.2.1")
    field = line(made, COUNT)
    retype(field, "十来家")
    assert shown(made, "review.derivation.amount") == "待核"
    assert shown(made, "review.fact.3.2.1.企业数.verified.hint") == ""
    line(made, "review.fact.3.2.1.年度经常性税收总额.verified.line").setFocus()
    assert "看不懂" in shown(made, "review.fact.3.2.1.企业数.verified.hint")
    assert shown(made, "review.drafts") == "1 处不能识别"
    made.screen.presenter.choose("3.2.2")
    made.screen.presenter.choose("3.2.1")
    assert field.text() == "十来家"
    retype(field, "11")
    assert shown(made, "review.derivation.amount") == "100,000.00 元"


def test_half_a_date_is_no_mistake_while_it_is_typed(opened: Open) -> None:
    made = opened("3.2.2")
    field = line(made, "review.fact.3.2.2.认定日期.verified.line")
    retype(field, "2016/6")
    assert not made.screen.findChild(QLabel, "review.fact.3.2.2.认定日期.verified.hint").isVisible()  # type: ignore[union-attr]
    QTest.keyClicks(field, "/21")
    made.screen.work.measures.setFocus()
    assert field.text() == "2016-06-21"


def test_money_is_said_in_words_while_it_is_typed_and_grouped_afterwards(opened: Open) -> None:
    made = opened("3.2.1")
    field = line(made, "review.fact.3.2.1.实际到位资金总额.verified.line")
    retype(field, "1200.5万")
    assert shown(made, "review.fact.3.2.1.实际到位资金总额.verified.hint") == "壹仟贰佰万伍仟元整"
    line(made, COUNT).setFocus()
    assert field.text() == "12,005,000.00"


def test_typing_is_one_step_to_undo_and_undo_shows_the_old_figure(opened: Open) -> None:
    made = opened("3.2.1")
    field = line(made, COUNT)
    retype(field, "9")
    QTest.keyClicks(field, "9")
    assert shown(made, "review.fact.3.2.1.企业数.claimed") == "12家"
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert made.session.case.claim("3.2.1").facts["企业数"].verified == 12
    assert field.text() == "12"
    QTest.keyClick(field, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "99"


def test_saved_is_said_only_after_the_commit(opened: Open, qtbot: QtBot) -> None:
    tasks = PoolTasks()
    made = opened("3.2.1", tasks=tasks)
    assert shown(made, "review.saved") == ""
    retype(line(made, COUNT), "11")
    assert shown(made, "review.saved") == "正在保存…"
    assert made.store.tables.journal == []
    qtbot.waitUntil(lambda: shown(made, "review.saved").startswith("已保存"))
    assert made.store.tables.cases["c1"].claim("3.2.1").facts["企业数"].verified == 11
    tasks.close()


def test_a_failed_save_says_why_keeps_everything_and_can_be_tried_again(opened: Open, qtbot: QtBot) -> None:
    made = opened("3.2.1")
    made.store.failing = OSError("磁盘已满")
    retype(line(made, COUNT), "11")
    qtbot.waitUntil(lambda: shown(made, "review.saved") == "保存失败")
    label = made.screen.findChild(QLabel, "review.saved")
    assert label is not None
    assert "磁盘已满" in label.toolTip()
    made.prompts.yes = False
    assert not made.screen.leave()
    assert "磁盘已满" in made.prompts.asked[-1]
    made.store.failing = None
    retry = made.screen.findChild(QWidget, "review.retry")
    assert retry is not None
    assert retry.isVisible()
    QTest.mouseClick(retry, Qt.MouseButton.LeftButton)
    assert shown(made, "review.saved").startswith("已保存")
    assert made.store.tables.cases["c1"].claim("3.2.1").facts["企业数"].verified == 11


def test_undone_to_what_is_stored_there_is_nothing_to_save(opened: Open, qtbot: QtBot) -> None:
    made = opened("3.2.1")
    retype(line(made, COUNT), "11")
    qtbot.waitUntil(lambda: shown(made, "review.saved").startswith("已保存"))
    saved = shown(made, "review.saved")
    made.store.clock.pass_seconds(10)
    QTest.keyClicks(line(made, COUNT), "0")
    assert shown(made, "review.saved") == "正在保存…"
    made.screen.presenter.undo()
    assert shown(made, "review.saved") == saved
    QTest.keySequence(made.screen, "Ctrl+S")
    assert shown(made, "review.saved") == saved
    assert len(made.store.tables.journal) == 1


def test_leaving_saves_what_was_typed_a_moment_ago(opened: Open) -> None:
    made = opened("3.2.1")
    retype(line(made, COUNT), "13")
    assert made.screen.leave()
    assert made.store.tables.cases["c1"].claim("3.2.1").facts["企业数"].verified == 13


def test_leaving_asks_about_text_that_could_not_be_read(opened: Open) -> None:
    made = opened("3.2.1")
    retype(line(made, COUNT), "abc")
    made.prompts.yes = False
    assert not made.screen.leave()
    assert "企业数" in made.prompts.asked[-1]
    made.prompts.yes = True
    assert made.screen.leave()


def test_as_claimed_by_key_for_a_fact_and_for_the_whole_measure(opened: Open) -> None:
    made = opened("3.2.1")
    field = line(made, COUNT)
    retype(field, "5")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert made.session.case.claim("3.2.1").facts["企业数"].verified == 12
    for name in ("实际到位资金总额", "年度经常性税收总额"):
        other = line(made, f"review.fact.3.2.1.{name}.verified.line")
        other.setFocus()
        other.selectAll()
        QTest.keyClick(other, Qt.Key.Key_Delete)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(field, Qt.Key.Key_Return, both)
    assert shown(made, "review.derivation.amount") == "100,000.00 元"


def test_a_note_is_kept_with_its_fact(opened: Open) -> None:
    made = opened("3.2.1")
    row = made.screen.work.pages["3.2.1"].rows.facts["企业数"]
    row.note.open()
    QTest.keyClicks(row.note, "2 not in")
    assert made.session.case.claim("3.2.1").facts["企业数"].note == "2 not in"
    assert row.note.isVisible()


@pytest.mark.parametrize(("typed", "asks"), [("100000", False), ("90000", True)])
def test_another_approved_amount_needs_its_reason(opened: Open, typed: str, asks: bool) -> None:
    made = opened("3.2.1")
    retype(line(made, "review.amounts.3.2.1.approved.line"), typed)
    ask = made.screen.findChild(QLabel, "review.amounts.3.2.1.ask")
    assert ask is not None
    assert ask.isVisible() is asks
    assert any(finding.code == "approved-without-reason" for finding in made.session.findings) is asks


def test_the_reason_settles_it_and_taking_back_restores(opened: Open) -> None:
    made = opened("3.2.1")
    amounts_page = made.screen.work.pages["3.2.1"].amounts
    retype(line(made, "review.amounts.3.2.1.approved.line"), "90000")
    QTest.keyClicks(amounts_page.reason, "budget")
    claim = made.session.case.claim("3.2.1")
    assert (claim.approved, claim.approved_reason) == (9_000_000, "budget")
    assert shown(made, "review.sum.approved") == "1,164,920.00"
    restore = made.screen.findChild(QWidget, "review.amounts.3.2.1.restore")
    assert restore is not None
    QTest.mouseClick(restore, Qt.MouseButton.LeftButton)
    claim = made.session.case.claim("3.2.1")
    assert (claim.approved, claim.approved_reason) == (None, "")


def test_edits_far_apart_are_steps_of_their_own(opened: Open) -> None:
    made = opened("3.2.1")
    field = line(made, COUNT)
    retype(field, "1")
    made.store.clock.now += timedelta(seconds=10)
    QTest.keyClicks(field, "5")
    made.screen.presenter.undo()
    assert field.text() == "1"
    QApplication.processEvents()
