"""What still stands in the way, as a list that leads to each field."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.findings import Finding, Severity
from gongshu_desktop.wording import _

_WIDTH, _BELOW = 520, 24
"""How wide it is, and how much of the screen stays free under it."""


class FindingsPopup(QFrame):
    """Opens below its button; Enter or a click leads to the finding's field."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self._findings: list[Finding] = []
        self.setProperty("role", "card")
        self.setObjectName("review.findings-list")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        self._title = text("", "section")
        column.addWidget(self._title)
        self._list = QListWidget(self)
        self._list.setObjectName("review.findings-list.items")
        self._list.setAccessibleName(_("待办事项"))
        self._list.setProperty("role", "plain")
        self._list.setWordWrap(True)
        self._list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self._list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemActivated.connect(self._go)
        self._list.itemClicked.connect(self._go)
        column.addWidget(self._list)

    def open_below(
        self, anchor: QWidget, findings: Sequence[Finding], policy: Policy, *, awaited: str | None = None
    ) -> None:
        """Fill and show it, its right edge under the anchor's.

        ``awaited``: whose signature the case waits for, in words, "" when for none; None while it is still to be submitted.
        """
        self._findings = sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)
        self._title.setText(_summed_up(findings, awaited))
        self._list.clear()
        for finding in self._findings:
            title = policy.measure(finding.measure).title if finding.measure else _("申报信息")
            urgent = finding.severity is Severity.ERROR
            icon = self._theme.icon("warning" if urgent else "info", "warn_text" if urgent else "text_muted")
            item = QListWidgetItem(icon, f"{title} · {finding.text}")
            item.setSizeHint(QSize(_WIDTH - 60, self._height_of(item.text())))
            self._list.addItem(item)
        self._list.setVisible(bool(findings))
        place = anchor.mapToGlobal(QPoint(anchor.width() - _WIDTH, anchor.height() + 6))
        free = self.screen().availableGeometry().bottom() - place.y() - _BELOW
        self.setFixedWidth(_WIDTH)
        self._list.setFixedWidth(_WIDTH - 24)
        self._list.doItemsLayout()
        rows = sum(self._list.sizeHintForRow(row) for row in range(self._list.count()))
        self.resize(_WIDTH, min(free, 64 + rows))
        self.move(place)
        self.show()
        self._list.setCurrentRow(0)
        self._list.setFocus()

    def _height_of(self, words: str) -> int:
        """The height of a line with all its words, beside icon and scroll bar."""
        wrap = int(Qt.TextFlag.TextWordWrap)
        return self._list.fontMetrics().boundingRect(0, 0, _WIDTH - 110, 9999, wrap, words).height() + 16

    def _go(self, _item: QListWidgetItem) -> None:
        finding = self._findings[self._list.currentRow()]
        self.close()
        self.chosen.emit(finding)


def _summed_up(findings: Sequence[Finding], awaited: str | None) -> str:
    blocking = sum(finding.severity is Severity.ERROR for finding in findings)
    if awaited:
        return awaited
    if not findings:
        return _("没有待办事项，可以提交") if awaited is None else _("没有待办事项")
    if awaited is not None and not blocking:
        return _("提示 {count}").format(count=len(findings))
    words = _("提交前须处理 {blocking} 项，另有 {others} 项提示")
    return words.format(blocking=blocking, others=len(findings) - blocking)
