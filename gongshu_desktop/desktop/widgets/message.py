"""Short dialogs: a question before something that matters, and a problem told in words with the raw error behind a button."""

import platform
import traceback

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.desktop.widgets.fields import area
from gongshu_desktop.desktop.widgets.texts import Badge, selectable, text
from gongshu_desktop.wording import _

_WIDEST = 700
"""Words that fill the screen from side to side are hard to read; a digest still fits in one line."""


def ask(theme: Theme, title: str, words: str, yes: str, *, danger: bool, parent: QWidget | None = None) -> bool:
    """Whether the person says yes."""
    dialog = Dialog("question", title, width=440, parent=parent)
    dialog.setMaximumWidth(_WIDEST)
    row = QHBoxLayout()
    row.setSpacing(14)
    badge = Badge(theme, "warning" if danger else "question", "danger" if danger else "accent")
    row.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(text(words, wrap=True), 1)
    dialog.body.addLayout(row)
    dialog.add_buttons(yes, danger=danger)
    return dialog.exec() == QDialog.DialogCode.Accepted


def raw_error(error: BaseException) -> str:
    """The technical account of an error, for whoever looks after the program."""
    trace = "".join(traceback.format_exception(error))
    return f"gongshu-desktop · Python {platform.python_version()} · {platform.platform()}\n\n{trace}"


class ProblemDialog(Dialog):
    """Says what happened and what to do; the raw error is one click away and can be copied."""

    def __init__(self, theme: Theme, words: str, error: BaseException | None, parent: QWidget | None = None) -> None:
        super().__init__("problem", _("没有完成"), width=500, parent=parent)
        self.setMaximumWidth(_WIDEST)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(Badge(theme, "warning", "danger"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(selectable(text(words, wrap=True)), 1)
        self.body.addLayout(row)
        self._raw = area("problem.raw", _("技术细节"), value=raw_error(error) if error else "", lines=9)
        self._raw.setReadOnly(True)
        self._raw.hide()
        self.body.addWidget(self._raw)
        if error is not None:
            self._details = Button(_("技术细节"), "problem.details", "quiet", parent=self)
            self._details.clicked.connect(self._toggle)
            self._copy = Button(_("复制"), "problem.copy", "quiet", parent=self).with_icon(theme, "copy")
            self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._raw.toPlainText()))
            self._copy.hide()
            self.foot.insertWidget(0, self._copy)
            self.foot.insertWidget(0, self._details)
        self.add_close()

    def _toggle(self) -> None:
        shown = not self._raw.isVisible()
        self._raw.setVisible(shown)
        self._copy.setVisible(shown)
        self._details.setText(_("收起细节") if shown else _("技术细节"))
        if not shown:
            self.adjustSize()


def show_problem(theme: Theme, words: str, error: BaseException | None, parent: QWidget | None = None) -> None:
    """Show a problem and wait until it is read."""
    ProblemDialog(theme, words, error, parent).exec()
