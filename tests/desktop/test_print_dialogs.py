"""打印 from the window: what is asked, what is said of the paper, one document and a whole batch."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from gongshu_desktop.desktop.dialogs.print_batch import PrintBatchDialog, PrintGroup, print_files
from gongshu_desktop.desktop.dialogs.print_preview import PrintPreview, print_with_preview, wish_of
from gongshu_desktop.desktop.printing.pdf_print import PdfPrint
from gongshu_desktop.desktop.printing.wish import PrintWish, Sides
from gongshu_desktop.desktop.tasks import PoolTasks
from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.desktop.widgets.sheets import MOST_KEPT, SheetsView
from gongshu_desktop.desktop.window import MainWindow
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.paper_printers import NoPrinters, PaperPrinters
from tests.desktop.rules_pdf import numbered
from tests.desktop.steps import named, press, write

Told = Callable[[QPrinter], None]


def no_more(_printer: QPrinter) -> None:
    """Nothing is changed."""


def previewed(window: MainWindow, printers: PaperPrinters, content: bytes) -> PrintPreview:
    dialog = PrintPreview(window.surroundings, "审核意见书 1号", content, window, printers)
    dialog.show()
    return dialog


def choose(dialog: QDialog, name: str, row: int) -> None:
    named(dialog, name, QComboBox).setCurrentIndex(row)


def said(dialog: QDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_everything_that_is_asked_for_is_printed(window: MainWindow, tmp_path: Path) -> None:
    printers = PaperPrinters(tmp_path)
    dialog = previewed(window, printers, numbered(5))
    assert any("印 5 页 × 1 份，用纸 3 张" in line for line in said(dialog))
    assert not named(dialog, "print.collate", QCheckBox).isEnabled()

    write(dialog, "print.pages", "2-4")
    named(dialog, "print.copies", QSpinBox).setValue(2)
    choose(dialog, "print.sides", 2)
    assert any("印 3 页 × 2 份，用纸 6 张" in line for line in said(dialog))
    assert named(dialog, "print.collate", QCheckBox).isEnabled()
    press(dialog, "print.ok")

    assert dialog.result() == QDialog.DialogCode.Accepted
    (file,) = printers.jobs
    assert PdfPrint(file.read_bytes()).pages == 6
    assert printers.duplex == QPrinter.DuplexMode.DuplexNone
    assert printers.opened[0].docName() == "审核意见书 1号"
    dialog.deleteLater()


def test_both_sides_are_chosen_at_first(window: MainWindow, tmp_path: Path) -> None:
    printers = PaperPrinters(tmp_path)
    dialog = previewed(window, printers, numbered(2))
    press(dialog, "print.ok")
    assert printers.duplex == QPrinter.DuplexMode.DuplexLongSide
    dialog.deleteLater()


def test_wrong_pages_are_told_and_nothing_can_be_printed(window: MainWindow, tmp_path: Path) -> None:
    dialog = previewed(window, PaperPrinters(tmp_path), numbered(5))
    write(dialog, "print.pages", "4-9")
    assert any("共 5 页" in line and "4-9" in line for line in said(dialog))
    assert not named(dialog, "print.ok", QPushButton).isEnabled()
    named(dialog, "print.pages", QLineEdit).clear()
    assert named(dialog, "print.ok", QPushButton).isEnabled()
    dialog.close()
    dialog.deleteLater()


def test_another_paper_is_told_before_anything_is_printed(window: MainWindow, tmp_path: Path) -> None:
    printers = PaperPrinters(tmp_path, (QPageSize.PageSizeId.A5, QPageSize.PageSizeId.A4))
    dialog = previewed(window, printers, numbered(1))
    assert not any("A5" in line for line in said(dialog))
    choose(dialog, "print.sheet", 1)
    assert "A5" in named(dialog, "print.misfit", QLabel).text()
    choose(dialog, "print.sheet", 0)
    assert not any("A5" in line for line in said(dialog))
    dialog.close()
    dialog.deleteLater()


def test_a_printer_without_the_paper_and_without_a_second_side_says_so(window: MainWindow, tmp_path: Path) -> None:
    printers = PaperPrinters(tmp_path, (QPageSize.PageSizeId.A5,), two_sided=False)
    dialog = previewed(window, printers, numbered(1))
    words = said(dialog)
    assert any("没有这种纸" in line for line in words)
    assert any("自动双面" in line for line in words)
    dialog.close()
    dialog.deleteLater()


@pytest.mark.qt_log_ignore("QPainter::begin", "This plugin does not support propagateSizeHints")
def test_a_printer_that_fails_is_told_and_the_preview_stays(window: MainWindow, tmp_path: Path) -> None:
    printers = PaperPrinters(tmp_path)
    dialog = previewed(window, printers, numbered(1))
    printers.broken = True
    press(dialog, "print.ok")
    assert dialog.isVisible()
    assert any("打印机没有响应" in line for line in said(dialog))
    assert named(dialog, "print.ok", QPushButton).isEnabled()
    dialog.close()
    dialog.deleteLater()


def test_a_pc_without_a_printer_says_what_to_do(window: MainWindow) -> None:
    dialog = PrintPreview(window.surroundings, "意见书", numbered(1), window, NoPrinters())
    dialog.show()
    assert any("另存为 PDF" in line for line in said(dialog))
    assert not named(dialog, "print.ok", QPushButton).isEnabled()
    assert not named(dialog, "print.system", QPushButton).isEnabled()
    assert named(dialog, "print.sheets", SheetsView).isVisible()
    dialog.close()
    dialog.deleteLater()


def test_a_batch_without_a_printer_names_no_button_that_is_not_there(window: MainWindow, tmp_path: Path) -> None:
    groups = [PrintGroup(words="全部", files=(tmp_path / "一.pdf",))]
    dialog = PrintBatchDialog(window.surroundings, groups, PdfPrint(numbered(1)), window, NoPrinters())
    dialog.show()
    assert any("没有安装打印机" in line for line in said(dialog))
    assert not any("另存为 PDF" in line for line in said(dialog))
    dialog.close()
    dialog.deleteLater()


@pytest.mark.parametrize("batch", [True, False])
def test_on_a_small_screen_the_print_button_is_reached(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: bool
) -> None:
    """1366×768 at 150 %: 911×512, and the task bar takes its part."""
    monkeypatch.setattr(Dialog, "_tallest", lambda _self: 512 - 48)
    printers = PaperPrinters(tmp_path, (QPageSize.PageSizeId.A5,), two_sided=False)
    groups = [PrintGroup(words=words, files=(tmp_path / "一.pdf",)) for words in ("已签发", "待签署", "草稿")]
    dialog = (
        PrintBatchDialog(window.surroundings, groups, PdfPrint(numbered(1)), window, printers)
        if batch
        else previewed(window, printers, numbered(1))
    )
    dialog.show()
    QApplication.processEvents()
    button = dialog.main_button
    assert dialog.height() <= 512 - 48
    assert dialog.rect().contains(QRect(button.mapTo(dialog, QPoint()), button.size()))
    dialog.close()
    dialog.deleteLater()


def test_after_a_batch_closing_is_what_is_left(window: MainWindow, tmp_path: Path) -> None:
    groups = [PrintGroup(words="全部", files=tuple(files(tmp_path)))]
    dialog = PrintBatchDialog(window.surroundings, groups, PdfPrint(numbered(1)), window, PaperPrinters(tmp_path))
    dialog.show()
    assert named(dialog, "printall.ok", QPushButton).isDefault()
    press(dialog, "printall.ok")
    assert not named(dialog, "printall.ok", QPushButton).isDefault()
    closing = named(dialog, "printall.cancel", QPushButton)
    assert (closing.text(), closing.isDefault(), closing.property("kind")) == ("关闭", True, "primary")
    dialog.close()
    dialog.deleteLater()


def test_what_is_no_pdf_is_refused_in_words(window: MainWindow, prompts: ScriptedPrompts) -> None:
    print_with_preview(window.surroundings, b"%PDF-1.7", "坏的", window)
    assert len(prompts.problems) == 1
    assert "损坏" in prompts.problems[0]


def test_what_the_systems_dialog_says_is_taken_over() -> None:
    printer = QPrinter()
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    printer.setCopyCount(2)
    printer.setCollateCopies(False)
    wish = wish_of(printer, PrintWish())
    assert (wish.pages, wish.copies, wish.collate, wish.sides) == ("2-3", 2, False, Sides.ONE)


def through_the_system(
    window: MainWindow, printers: PaperPrinters, monkeypatch: pytest.MonkeyPatch, pages: str, told: Told = no_more
) -> bytes:
    """What is printed of five pages by the system's own dialog, in which the person does ``told`` before he accepts."""
    dialog = previewed(window, printers, numbered(5))
    write(dialog, "print.pages", pages)
    choose(dialog, "print.sheet", 1)

    def accepted(asked: QPrintDialog) -> QDialog.DialogCode:
        told(asked.printer())
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", accepted)
    press(dialog, "print.system")
    dialog.deleteLater()
    (file,) = printers.jobs
    return file.read_bytes()


@pytest.mark.parametrize(("pages", "count"), [("2-3", 2), ("1，3，5", 3), ("", 5)])
def test_the_systems_dialog_begins_with_the_pages_and_the_paper_chosen(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: str, count: int
) -> None:
    printers = PaperPrinters(tmp_path, (QPageSize.PageSizeId.A3, QPageSize.PageSizeId.A4))
    printed = through_the_system(window, printers, monkeypatch, pages)
    assert PdfPrint(printed).pages == count
    assert PdfPrint(printed).paper().id() is QPageSize.PageSizeId.A3


def test_what_is_changed_in_the_systems_dialog_holds(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(printer: QPrinter) -> None:
        printer.setFromTo(1, 4)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))

    printers = PaperPrinters(tmp_path, (QPageSize.PageSizeId.A3, QPageSize.PageSizeId.A4))
    printed = through_the_system(window, printers, monkeypatch, "1，3", change)
    assert PdfPrint(printed).pages == 4
    assert PdfPrint(printed).paper().id() is QPageSize.PageSizeId.A5


def test_300_pages_are_looked_at_as_quickly_as_three(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = previewed(window, PaperPrinters(tmp_path), numbered(300))
    view = named(dialog, "print.sheets", SheetsView)
    qtbot.waitUntil(lambda: view.pictures >= 1)
    for page in range(0, 299, 2):  # leafed through: what nobody looks at any more is not drawn
        view.go_to(page)
        view.viewport().repaint()
    view.go_to(299)
    qtbot.waitUntil(lambda: view.complete)
    assert view.sheet >= 298
    assert view.pictures <= 8
    dialog.close()
    dialog.deleteLater()


def test_at_the_largest_the_pictures_take_no_more_memory_than_allowed(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = previewed(window, PaperPrinters(tmp_path), numbered(12))
    view = named(dialog, "print.sheets", SheetsView)
    for _step in range(20):
        view.larger()
        view.viewport().repaint()
    seen = set()
    for page in range(12):
        view.go_to(page)
        view.viewport().repaint()
        qtbot.waitUntil(lambda: view.complete, timeout=20_000)
        seen.add(view.pictures)
        assert view.kept_bytes <= MOST_KEPT
    assert max(seen) < 12  # the limit was reached
    dialog.close()
    dialog.deleteLater()


# --- a whole batch ----------------------------------------------------------------------------------------------------


def files(folder: Path) -> list[Path]:
    made = [folder / f"{number}号.pdf" for number in range(1, 5)]
    for path in made:
        path.write_bytes(numbered(1))
    return made


def test_a_batch_is_printed_with_one_question_and_what_failed_is_listed(window: MainWindow, tmp_path: Path) -> None:
    batch, printers = files(tmp_path), PaperPrinters(tmp_path)
    first = PdfPrint(batch[0].read_bytes())
    dialog = PrintBatchDialog(
        window.surroundings, [PrintGroup(words="全部", files=tuple(batch))], first, window, printers
    )
    dialog.show()
    batch[1].unlink()
    batch[2].write_bytes(b"%PDF-1.7")
    named(dialog, "print.copies", QSpinBox).setValue(2)

    press(dialog, "printall.ok")

    words = said(dialog)
    assert any("已送打印机 2 份，失败 2 份" in line for line in words)
    assert any(line.startswith("2号：") for line in words)
    assert any(line.startswith("3号：") for line in words)
    assert [PdfPrint(job.read_bytes()).pages for job in printers.jobs] == [3, 3]  # an empty side between
    press(dialog, "printall.cancel")
    dialog.deleteLater()


def test_files_that_are_all_gone_are_told(window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path) -> None:
    print_files(window.surroundings, [PrintGroup(words="全部", files=(tmp_path / "不在.pdf",))], window)
    assert len(prompts.problems) == 1
    assert "一份也读不出来" in prompts.problems[0]


def test_a_batch_can_be_stopped_while_the_window_lives(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    """With real threads: the first press prints, the second stops after the page that it is at."""
    tasks = PoolTasks()
    around = replace(window.surroundings, tasks=tasks)
    path = tmp_path / "长.pdf"
    path.write_bytes(numbered(60))
    printers = PaperPrinters(tmp_path)
    dialog = PrintBatchDialog(
        around, [PrintGroup(words="全部", files=(path, path))], PdfPrint(path.read_bytes()), window, printers
    )
    dialog.show()
    press(dialog, "printall.ok")
    assert not named(dialog, "printall.ok", QPushButton).isEnabled()
    press(dialog, "printall.cancel")
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: any("已停止" in line for line in said(dialog)), timeout=30_000)
    assert len(printers.jobs) <= 1
    press(dialog, "printall.cancel")
    assert not dialog.isVisible()
    dialog.deleteLater()
    tasks.close()
