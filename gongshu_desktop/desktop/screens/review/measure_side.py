"""The left column: the claimed measures, how many are open, and adding or removing one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from gongshu_desktop.desktop.screens.review.measure_list import Line, MeasureList
from gongshu_desktop.desktop.screens.review.parts import allow, appear
from gongshu_desktop.desktop.screens.review.state import Snapshot
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button, IconButton
from gongshu_desktop.desktop.widgets.texts import ElidedText
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.wording import _


class MeasureSide(QWidget):
    """``adding`` carries the id of a measure to claim, ``removing`` asks to take the chosen one out."""

    adding = Signal(str)
    removing = Signal()

    def __init__(self, theme: Theme, policy: Policy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._policy = policy
        self._snapshot: Snapshot | None = None
        self.setProperty("role", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(180)
        self.measures = MeasureList(theme, self)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 8, 4)
        self._count = ElidedText("", "section")
        self._count.setObjectName("review.measures.count")
        head.addWidget(self._count, 1)
        self._remove = IconButton(theme.icon("delete"), _("移除所选事项"), "review.measures.remove")
        self._remove.clicked.connect(self.removing)
        head.addWidget(self._remove)
        self._add = Button(_("添加申报事项"), "review.measures.add", "quiet").with_icon(theme, "plus", "accent")
        self._add.clicked.connect(self._offer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.measures, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 4, 8, 8)
        foot.addWidget(self._add)
        foot.addStretch(1)
        column.addLayout(foot)

    def show_case(self, snapshot: Snapshot, lines: Sequence[Line]) -> None:
        """Show the measures as they stand."""
        self._snapshot = snapshot
        self.measures.show_lines(lines, snapshot.chosen)
        open_still = snapshot.standing_in_the_way
        parts = [_("申报事项 {count}").format(count=len(snapshot.case.claims))]
        if open_still:
            parts.append(_("未决 {count}").format(count=open_still))
        words = "   ".join(parts)
        if self._count.text() != words:
            self._count.setText(words)
        for widget in (self._add, self._remove):
            appear(widget, snapshot.editable)
        allow(self._remove, bool(snapshot.chosen))

    def _offer(self) -> None:
        """The measures that are not claimed yet."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        snapshot = self._snapshot
        rest = [item for item in self._policy.measures if snapshot is not None and not snapshot.claimed(item.id)]
        for measure in rest:
            action = menu.addAction(f"{measure.id}  {measure.title}")
            action.triggered.connect(lambda _checked=False, id=measure.id: self.adding.emit(id))
        if not rest:
            menu.addAction(_("全部事项都已申报")).setEnabled(False)
        menu.popup(self._add.mapToGlobal(self._add.rect().topRight()))
