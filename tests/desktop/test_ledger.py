"""台账: the year's cases and sums as the papers have them; the lists, the register and all memos from there."""

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QStyle,
    QStyleOptionComboBox,
    QTableView,
)

from gongshu_desktop import wording
from gongshu_desktop.desktop.dialogs.document import DocumentDialog
from gongshu_desktop.desktop.dialogs.memo_batch import MemoBatchDialog
from gongshu_desktop.desktop.dialogs.print_batch import PrintBatchDialog, PrintGroup
from gongshu_desktop.desktop.dialogs.publicity import PublicityDialog
from gongshu_desktop.desktop.printing.pdf_print import PdfPrint
from gongshu_desktop.desktop.screens.ledger.model import Column, LedgerModel, stages_shown
from gongshu_desktop.desktop.screens.ledger.state import begin_with, years_of
from gongshu_desktop.desktop.screens.ledger.table import LedgerTable
from gongshu_desktop.desktop.screens.review.screen import ReviewScreen
from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.widgets.texts import Pill
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.host import places
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.journal.acts import OfficeAct
from gongshu_desktop.services.ports import StoredFile
from tests.desktop.fakes import ScriptedPrompts, summary
from tests.desktop.paper_printers import PaperPrinters
from tests.desktop.pooled import window_over_a_pool
from tests.desktop.signed import EXAMPLES, issued
from tests.desktop.steps import Answers, named, press, write


@pytest.fixture
def filled(office: OpenOffice) -> OpenOffice:
    """One issued memo, and a case that is only registered."""
    issued(office)
    path = next(EXAMPLES.glob("15*.json"))
    preview = office.desk.preview(StoredFile(path=path, content=path.read_bytes()))
    office.desk.import_case(preview, office.offices.people()[0])
    return office


def close(dialog: QDialog) -> None:
    press(dialog, "document.close")


def shown(window: MainWindow, column: Column) -> list[str]:
    model = named(window, "ledger.rows", QTableView).model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_the_years_are_the_newest_first() -> None:
    years = years_of([summary(number) for number in range(20)])
    assert [item.year for item in years] == [2016, 2015, 2014]
    assert {item.policies for item in years} == {("gongshu-2016-10",)}


def test_the_newest_year_with_issued_memos_is_offered() -> None:
    old, new = replace(summary(1, Stage.ISSUED), year=2016), replace(summary(2, Stage.CHECK), year=2017)
    assert begin_with(years_of([old, new])) == 2016
    assert begin_with(years_of([replace(old, stage=Stage.CHECK), new])) == 2017
    assert begin_with(()) is None


def test_rows_and_sums_are_those_of_the_paper(window: MainWindow, filled: OpenOffice) -> None:
    window.go("ledger")
    year = int(named(window, "ledger.year", QComboBox).currentData())
    ledger = filled.papers.ledger(year)

    assert shown(window, Column.NUMBER) == [row.number for row in ledger.rows]
    sums = named(window, "ledger.sums", QLabel).text()
    assert all(grouped(fen) in sums for fen in (ledger.claimed, ledger.computed, ledger.granted))
    granted = [row.granted for row in ledger.rows if row.granted is not None]
    assert sum(granted) == ledger.granted > 0


def test_no_amount_claimed_is_not_nought_and_the_sum_says_what_it_is_of(window: MainWindow, filled: OpenOffice) -> None:
    path = places.demonstration() / "cases" / "case-10.json"
    preview = filled.desk.preview(StoredFile(path=path, content=path.read_bytes()))
    case_id = filled.desk.import_case(preview, filled.offices.people()[0])
    line = next(item for item in filled.front_page.summaries() if item.id == case_id)
    assert line.claimed is None
    window.go("ledger")
    assert shown(window, Column.CLAIMED)[shown(window, Column.NUMBER).index(line.number)] == "—"
    assert "审定（已签发）100,000.00 元" in named(window, "ledger.sums", QLabel).text()


def test_the_year_can_be_read_though_it_came_after_the_box_was_shown(
    qapp: QApplication, filled: OpenOffice, settings: SettingsFile, prompts: ScriptedPrompts, qtbot: object
) -> None:
    with window_over_a_pool(qapp, filled, settings, prompts) as window:
        window.go("ledger")
        box = named(window, "ledger.year", QComboBox)
        qapp.processEvents()
        assert box.isVisible()
        qtbot.waitUntil(lambda: box.count() > 0, timeout=30_000)  # type: ignore[attr-defined] # pytest-qt's own
        qapp.processEvents()
        option = QStyleOptionComboBox()
        box.initStyleOption(option)
        field = box.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
        )
        assert field.width() >= box.fontMetrics().horizontalAdvance(box.currentText())


def test_a_case_that_was_handed_over_is_shown_and_not_added_up(window: MainWindow, filled: OpenOffice) -> None:
    gone = next(item.id for item in filled.desk.summaries() if item.stage is Stage.ISSUED)
    prepared = filled.handing_over.prepare(gone, filled.offices.people()[0], "二号机")
    filled.handing_over.hand_over(prepared, lambda _content, mark: mark())
    window.go("ledger")
    ledger = filled.papers.ledger(int(named(window, "ledger.year", QComboBox).currentData()))
    assert sorted(shown(window, Column.STAGE)) == ["已移交", "登记"]
    row = shown(window, Column.STAGE).index("已移交")
    stage = named(window, "ledger.rows", QTableView).model().index(row, Column.STAGE)
    assert stage.data(Qt.ItemDataRole.ToolTipRole) == "已移交给“二号机”（已签发）"
    sums = named(window, "ledger.sums", QLabel).text()
    assert all(grouped(fen) in sums for fen in (ledger.claimed, ledger.computed, ledger.granted))
    assert ledger.granted == 0
    counts = [label.text() for label in window.findChildren(QLabel)]
    assert "共 2 案，已移交 1 案（不计入合计），已签发 0 案" in counts


def test_in_english_the_stages_are_not_cut_and_the_dialog_speaks_in_titles(window: MainWindow) -> None:
    wording.speak("en")
    table = LedgerTable(window.theme, LedgerModel(window.theme), window)
    room = table.columnWidth(Column.STAGE) - 24
    assert all(table.fontMetrics().horizontalAdvance(words) <= room for words in stages_shown())
    assert "Handed over" in stages_shown()
    dialog = PublicityDialog(window.surroundings)
    said = [dialog.windowTitle(), *(label.text() for label in dialog.findChildren(QLabel) if label.text())]
    assert [words for words in said if not words[0].isupper()] == []
    dialog.deleteLater()


def test_enter_opens_the_case(window: MainWindow, filled: OpenOffice, qtbot: object) -> None:
    window.go("ledger")
    table = named(window, "ledger.rows", QTableView)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return)  # type: ignore[attr-defined] # pytest-qt's own
    assert isinstance(window.current, ReviewScreen)


def test_an_office_without_cases_is_told_what_would_be_here(window: MainWindow) -> None:
    window.go("ledger")
    said = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert "还没有案卷" in said


@pytest.mark.parametrize("paper", ["payment", "paper", "readings"])
def test_a_paper_is_shown_with_print_and_save(
    window: MainWindow, filled: OpenOffice, prompts: ScriptedPrompts, tmp_path: Path, paper: str
) -> None:
    window.go("ledger")
    prompts.target = tmp_path / "paper.pdf"

    def save(dialog: QDialog) -> None:
        assert named(dialog, "document.print", QAbstractButton).isEnabled()
        press(dialog, "document.save")
        close(dialog)

    with Answers(save):
        press(window, f"ledger.{paper}")
    assert prompts.target.read_bytes().startswith(b"%PDF")
    assert prompts.problems == []


def test_no_batch_of_payments_is_made_by_looking(
    window: MainWindow, filled: OpenOffice, prompts: ScriptedPrompts
) -> None:
    window.go("ledger")
    prompts.yes = False
    press(window, "ledger.payment")
    named(window, "ledger.draft", QCheckBox).setChecked(True)
    with Answers(close):
        press(window, "ledger.payment")
    with filled.store.open_uow() as uow:
        assert list(uow.journal.of_act(OfficeAct.LIST)) == []
    assert prompts.asked == ["正式编制拨付汇总表？"]  # a draft needs no question


def test_a_signed_document_is_not_saved_over(
    window: MainWindow, filled: OpenOffice, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    window.go("ledger")
    signed = b"%PDF-1.7\n/Type /Sig /ByteRange [0 1 2 3]\n%%EOF\n"
    prompts.target = tmp_path / "memo.pdf"
    prompts.target.write_bytes(signed)

    def save(dialog: QDialog) -> None:
        press(dialog, "document.save")
        close(dialog)

    with Answers(save):
        press(window, "ledger.payment")
    assert prompts.target.read_bytes() == signed
    assert len(prompts.problems) == 1
    assert "已有签名的文件" in prompts.problems[0]
    assert list(tmp_path.glob(".*.part")) == []


def test_the_public_list_asks_for_its_period(window: MainWindow, filled: OpenOffice, prompts: ScriptedPrompts) -> None:
    window.go("ledger")

    def period(dialog: QDialog) -> None:
        assert isinstance(dialog, PublicityDialog)
        write(dialog, "publicity.begin", "2016/12/10")
        press(dialog, "publicity.ok")
        assert dialog.isVisible()  # one day alone is no period
        write(dialog, "publicity.end", "2016年12月16日")
        press(dialog, "publicity.ok")
        assert (dialog.wanted.begin, dialog.wanted.end) == (date(2016, 12, 10), date(2016, 12, 16))

    with Answers(period, close):
        press(window, "ledger.publicity")
    assert prompts.problems == []


@pytest.mark.parametrize(
    ("given", "draft", "state"),
    [
        (("", "", ""), False, "草稿"),
        (("2016-12-10", "2016-12-16", ""), False, "草稿"),
        (("", "", "陈静，0571-88880000"), False, "草稿"),
        (("2016-12-10", "2016-12-16", "陈静，0571-88880000"), False, "正式"),
        (("2016-12-10", "2016-12-16", "陈静，0571-88880000"), True, "草稿"),
    ],
)
def test_a_paper_is_announced_as_what_its_pages_say(
    window: MainWindow,
    filled: OpenOffice,
    prompts: ScriptedPrompts,
    tmp_path: Path,
    given: tuple[str, str, str],
    draft: bool,
    state: str,
) -> None:
    prompts.target = tmp_path / "list.pdf"
    window.go("ledger")
    named(window, "ledger.draft", QCheckBox).setChecked(draft)

    def fill(dialog: QDialog) -> None:
        for name, words in zip(("begin", "end", "contact"), given, strict=True):
            write(dialog, f"publicity.{name}", words)
        press(dialog, "publicity.ok")

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, DocumentDialog)
        assert [pill.text() for pill in dialog.findChildren(Pill)] == [state]
        press(dialog, "document.save")
        close(dialog)

    with Answers(fill, look):
        press(window, "ledger.publicity")
    pages = subprocess.run(["pdftotext", str(prompts.target), "-"], capture_output=True, check=True).stdout.decode()
    assert ("草稿" in pages) is (state == "草稿")


def test_a_year_without_memos_says_so(window: MainWindow, office: OpenOffice, prompts: ScriptedPrompts) -> None:
    path = next(EXAMPLES.glob("15*.json"))
    preview = office.desk.preview(StoredFile(path=path, content=path.read_bytes()))
    office.desk.import_case(preview, office.offices.people()[0])
    window.go("ledger")
    press(window, "ledger.payment")
    assert len(prompts.problems) == 1
    assert "已签发" in prompts.problems[0]


def expect_only_issued(dialog: QDialog) -> None:
    assert isinstance(dialog, PrintBatchDialog)
    ticks = [named(dialog, f"printall.group{number}", QCheckBox) for number in range(3)]
    assert [tick.text() for tick in ticks] == ["已签发 1 份", "待签署 0 份", "草稿 1 份"]
    assert [tick.isChecked() for tick in ticks] == [True, False, False]
    assert [tick.isEnabled() for tick in ticks] == [True, False, True]
    assert ["草稿" in file.name for file in dialog.files] == [False]
    ticks[2].setChecked(True)
    assert len(dialog.files) == 2
    assert named(dialog, "printall.ok", QAbstractButton).text() == "打印 2 份"
    dialog.reject()


def test_all_memos_into_a_folder_failures_listed_and_printed(
    window: MainWindow, filled: OpenOffice, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    window.go("ledger")
    folder = tmp_path / "memos"
    folder.mkdir()
    prompts.target = folder

    def batch(dialog: QDialog) -> None:
        assert isinstance(dialog, MemoBatchDialog)
        press(dialog, "memos.ok")
        said = named(dialog, "memos.said", QLabel).text()
        assert "已签发 1 份" in said
        assert "草稿 1 份" in said
        with Answers(expect_only_issued):
            press(dialog, "memos.print")
        files = sorted(folder.iterdir())
        assert len(files) == 2
        printers = PaperPrinters(tmp_path)
        first = PdfPrint(files[0].read_bytes())
        printing = PrintBatchDialog(
            window.surroundings, [PrintGroup(words="全部", files=tuple(files))], first, dialog, printers
        )
        printing.show()
        press(printing, "printall.ok")
        assert [PdfPrint(job.read_bytes()).pages > 0 for job in printers.jobs] == [True, True]
        printing.close()
        printing.deleteLater()
        files[0].unlink()
        files[0].mkdir()
        press(dialog, "memos.ok")
        assert "失败 1 案" in named(dialog, "memos.said", QLabel).text()
        assert any(files[0].name in label.text() for label in dialog.findChildren(QLabel))
        press(dialog, "memos.cancel")

    with Answers(batch):
        press(window, "ledger.memos")
