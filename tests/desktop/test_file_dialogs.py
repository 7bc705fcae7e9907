"""Qt's own file dialog, where the system has none: in Chinese throughout, and not in the program's folder."""

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from gongshu_desktop.desktop.prompts import QtPrompts
from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.theme.theme import dress
from gongshu_desktop.desktop.translators import speak_qt


def test_every_word_of_the_file_dialog_is_chinese(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    (tmp_path / "乙.pdf").touch()
    (tmp_path / "丙").touch()
    speak_qt(qapp, "zh")
    dialog = QFileDialog(None, "存到哪里", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    dialog.show()
    table = dialog.findChild(QTreeView, "treeView")
    assert table is not None
    qtbot.waitUntil(lambda: table.model().rowCount(table.rootIndex()) == 3)
    model, root = table.model(), table.rootIndex()
    kinds = {model.index(row, 2, root).data() for row in range(3)}
    words = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    dialog.close()
    dialog.deleteLater()
    speak_qt(qapp, "en")
    speak_qt(qapp, "zh")
    assert "文件夹" in kinds  # those of files are the system's words
    assert words == ["位置(&L)：", "文件名称(&N)：", "文件类型(&T)："]


def test_a_file_is_looked_for_among_the_documents_at_first_and_then_where_the_last_one_was(
    qapp: QApplication, settings: SettingsFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []

    def chosen(_parent: QWidget, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        begun.append(start)
        return str(tmp_path / "a.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    parent = QWidget()
    prompts = QtPrompts(parent, dress(qapp, "light", "standard"), settings)
    for _turn in range(2):
        prompts.save_file("存到哪里", "a.pdf", "PDF (*.pdf)")
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    assert begun == [str(Path(documents) / "a.pdf"), str(tmp_path / "a.pdf")]
    parent.deleteLater()
