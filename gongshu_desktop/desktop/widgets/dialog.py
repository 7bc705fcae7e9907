"""The frame of every dialog: a title, what it is about, the body, and the buttons in one row at the foot."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.wording import _


class Dialog(QDialog):
    """``name`` is the prefix of its controls' names. ``body`` is the layout to fill; ``accept`` is wired to the main button.

    Ctrl+Enter presses the main button. Esc does not throw away at once what was written: it says so, and the second one does.
    """

    def __init__(
        self, name: str, title: str, intro: str = "", *, width: int = 520, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name = name
        self._sized = False
        self._before: list[str] | None = None
        self._warned: list[str] | None = None
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(width)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(14)
        self.heading = text(title, "heading", wrap=True)
        column.addWidget(self.heading)
        self.intro = text(intro, "soft", wrap=True)
        self.intro.setVisible(bool(intro))
        column.addWidget(self.intro)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        column.addLayout(self.body, 1)
        self._problem = text("", "problem", wrap=True)
        self._problem.setVisible(False)
        column.addWidget(self._problem)
        self._busy = self._build_busy()
        column.addWidget(self._busy)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(10)
        self.foot.addStretch(1)
        column.addLayout(self.foot)

    @staticmethod
    def _build_busy() -> QProgressBar:
        busy = QProgressBar()
        busy.setRange(0, 0)
        busy.setTextVisible(False)
        busy.setAccessibleName(_("正在处理"))
        policy = busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Fixed)
        busy.setSizePolicy(policy)
        busy.hide()
        return busy

    def add_buttons(self, main: str, *, danger: bool = False, cancel: str | None = None) -> Button:
        """Cancel and the main button. With ``danger`` cancelling is the default."""
        self.cancel_button = Button(cancel or _("取消"), f"{self.name}.cancel", parent=self)
        self.cancel_button.clicked.connect(self.reject)
        self.main_button = Button(main, f"{self.name}.ok", "danger" if danger else "primary", parent=self)
        self.main_button.clicked.connect(self.accept)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.main_button.click)
        self.foot.addWidget(self.cancel_button)
        self.foot.addWidget(self.main_button)
        default = self.cancel_button if danger else self.main_button
        default.setAutoDefault(True)
        default.setDefault(True)
        return self.main_button

    def add_close(self) -> Button:
        """A single button that closes."""
        self.main_button = Button(_("关闭"), f"{self.name}.close", "primary", parent=self)
        self.main_button.clicked.connect(self.accept)
        self.main_button.setDefault(True)
        self.foot.addWidget(self.main_button)
        self.main_button.setFocus()
        return self.main_button

    def show_problem(self, words: str) -> None:
        """Say above the buttons what stands in the way; empty: nothing does."""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
        self.refit()

    def refit(self) -> None:
        """Take another height after something was shown or hidden."""
        if self.isVisible():
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: what was written is not lost by one touch of a key."""
        written = self._written()
        lost = self._before is not None and written not in (self._before, self._warned)
        if event.key() == Qt.Key.Key_Escape and lost:
            self._warned = written
            self.show_problem(_("填写的内容还没有提交。再按一次 Esc 即放弃。"))
        else:
            super().keyPressEvent(event)

    def _written(self) -> list[str]:
        """What stands in the fields, passphrases excepted."""
        lines = [
            line.text()
            for line in self.findChildren(QLineEdit)
            if not line.isReadOnly() and line.echoMode() is QLineEdit.EchoMode.Normal
        ]
        return lines + [area.toPlainText() for area in self.findChildren(QPlainTextEdit) if not area.isReadOnly()]

    def showEvent(self, event: QShowEvent) -> None:
        if self._before is None:
            self._before = self._written()
        self._fit()
        super().showEvent(event)

    def _fit(self) -> None:
        """Take the height that the words need at this width: Qt's first guess is for a narrower dialog."""
        layout = self.layout()
        if layout is None:
            return
        layout.activate()
        width = max(self.width() if self._sized else 0, self.minimumWidth(), layout.totalSizeHint().width())
        width = min(width, self.maximumWidth(), self.screen().availableGeometry().width())
        needed = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        wanted = self.height() if self._sized else needed
        self.resize(width, min(max(wanted, layout.totalMinimumSize().height()), self._tallest()))

    def _tallest(self) -> int:
        """Never taller than the screen, with room for the frame."""
        return self.screen().availableGeometry().height() - 48

    def take_size(self, width: int, height: int) -> None:
        """Begin larger than the content needs."""
        self._sized = True
        self.resize(min(width, self.screen().availableGeometry().width()), min(height, self._tallest()))

    def busy(self, working: bool) -> None:
        """While it works, nothing can be pressed twice."""
        self._busy.setVisible(working)
        self.main_button.setEnabled(not working)
