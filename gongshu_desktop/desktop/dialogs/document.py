"""A document on the screen: its pages, printing with preview, saving a copy."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gongshu_desktop.desktop.dialogs.export import safe_name
from gongshu_desktop.desktop.dialogs.print_preview import print_with_preview
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.desktop.widgets.pages import PdfPages
from gongshu_desktop.desktop.widgets.texts import Pill
from gongshu_desktop.host.whole_file import SignedFileThere, put_whole
from gongshu_desktop.wording import _


class DocumentDialog(Dialog):
    """``state`` is a pill beside the title: (words, tone). What is shown is what is printed and saved."""

    def __init__(
        self,
        surroundings: Surroundings,
        title: str,
        content: bytes,
        state: tuple[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("document", title, width=760, parent=parent or surroundings.owner)
        self._surroundings, self._title, self._content = surroundings, title, content
        self.take_size(940, 720)
        row = QHBoxLayout()
        row.addWidget(Pill(*state))
        row.addStretch(1)
        self.body.addLayout(row)
        self.pages = PdfPages(surroundings.theme, "document")
        self.pages.setMinimumHeight(420)
        self.pages.show_bytes(content)
        self.body.addWidget(self.pages, 1)
        save = Button(_("另存为 PDF…"), "document.save", parent=self).with_icon(surroundings.theme, "save")
        save.clicked.connect(self._save)
        paper = Button(_("打印…"), "document.print", keys="Ctrl+P", parent=self).with_icon(surroundings.theme, "print")
        paper.clicked.connect(lambda: print_with_preview(surroundings, content, title, self))
        self.foot.insertWidget(0, save)
        self.foot.insertWidget(0, paper)
        self.add_close()
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)

    def _save(self) -> None:
        suggested = f"{safe_name(self._title)}.pdf"
        path = self._surroundings.prompts.save_file(_("另存为 PDF"), suggested, _("PDF 文件 (*.pdf)"))
        if path is None:
            return
        try:
            put_whole(path, self._content)
        except SignedFileThere as error:
            self._surroundings.prompts.problem(str(error.strerror))
        except OSError as error:
            said = _("写不进 {file}。请换一个位置，或检查磁盘空间与权限。").format(file=path)
            self._surroundings.prompts.problem(said, error)
        else:
            self._surroundings.navigator.notify(_("已保存到 {file}").format(file=path))


def show_document(surroundings: Surroundings, title: str, content: bytes, state: tuple[str, str]) -> None:
    """Show a document until it is closed."""
    dialog = DocumentDialog(surroundings, title, content, state)
    dialog.exec()
    dialog.deleteLater()
