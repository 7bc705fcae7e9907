"""The table model keeps Qt's rules, and shows what the summaries say."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from gongshu_desktop.desktop.screens.work_list.model import CaseModel
from gongshu_desktop.desktop.screens.work_list.state import Column
from gongshu_desktop.review.stage import Role, Stage
from tests.desktop.fakes import NOW, summary


def test_the_model_keeps_qts_rules(qapp: QApplication) -> None:
    model = CaseModel(lambda: NOW)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.set_rows(tuple(summary(number) for number in range(1, 30)))
    model.set_rows(())
    model.set_rows((summary(3),))

    assert (model.rowCount(), model.columnCount()) == (1, len(Column))


def test_a_row_reads_like_the_summary(qapp: QApplication) -> None:
    model = CaseModel(lambda: NOW)
    open_case = summary(5, Stage.EXAMINATION)
    model.set_rows((open_case,))

    shown = {column: model.index(0, column).data() for column in Column}

    assert shown[Column.NAME] == f"{open_case.makerspace}\n{open_case.applicant}"
    assert shown[Column.STAGE] == "审核"
    assert shown[Column.CLAIMED] == "120,050.95"
    assert shown[Column.COMPUTED] == "待核"
    assert shown[Column.APPROVED] == "—"
    assert shown[Column.CHANGED] == "1 天前" or shown[Column.CHANGED] == "2 天前"
    assert model.index(0, Column.CLAIMED).data(Qt.ItemDataRole.AccessibleTextRole) == "申报额（元）:120,050.95"


def test_no_amount_is_not_nought(qapp: QApplication) -> None:
    model = CaseModel(lambda: NOW)
    model.set_rows((replace(summary(5), claimed=None), replace(summary(5), claimed=0)))

    assert [model.index(row, Column.CLAIMED).data() for row in range(2)] == ["—", "0.00"]


def test_what_waits_for_a_signature_says_whose(qapp: QApplication) -> None:
    model = CaseModel(lambda: NOW)
    people = {role: role.value for role in Role}
    waiting = replace(summary(5, Stage.SIGNING), people=people, signer="checker", signer_name="沈伟民")
    model.set_rows((waiting, replace(waiting, signer_name=""), replace(waiting, handed_to="二号机")))

    assert [model.index(row, Column.PENDING).data() for row in range(3)] == ["待沈伟民签署", "待复核人签署", "—"]


def test_what_was_handed_over_has_nothing_to_be_done_here(qapp: QApplication) -> None:
    model = CaseModel(lambda: NOW)
    waiting = replace(summary(5, Stage.EXAMINATION), pending=2)
    model.set_rows((waiting, replace(waiting, handed_to="二号机")))

    assert [model.index(row, Column.PENDING).data() for row in range(2)] == ["2 项待办", "—"]
    assert [model.index(row, Column.STAGE).data() for row in range(2)] == ["审核", "已移交"]
