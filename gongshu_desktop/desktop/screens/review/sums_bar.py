"""The foot of the review screen: the three sums, and the keys."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.screens.review.criterion_row import VERDICT_KEYS
from gongshu_desktop.desktop.screens.review.parts import allow, appear
from gongshu_desktop.desktop.screens.review.state import Snapshot
from gongshu_desktop.desktop.sums import sums
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.texts import Keycap, set_property, text
from gongshu_desktop.desktop.words import NOTHING
from gongshu_desktop.wording import _


class SumsBar(QWidget):
    """申报合计, 测算合计, 审定合计; next unresolved and verdict keys as buttons too."""

    next_wanted = Signal()
    verdict_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(50)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 18, 0)
        row.setSpacing(6)
        self._claimed = self._sum(row, _("申报合计"), "claimed")
        self._computed = self._sum(row, _("测算合计"), "computed")
        self._so_far = text("", "small")
        self._so_far.setObjectName("review.sum.so-far")
        row.insertWidget(row.count() - 1, self._so_far)
        self._approved = self._sum(row, _("审定合计"), "approved")
        row.addStretch(1)
        self._next = Button(_("下一未决"), "review.next", "quiet")
        self._next.clicked.connect(self.next_wanted)
        self._next_key = Keycap("F8")
        row.addWidget(self._next)
        row.addWidget(self._next_key)
        row.addSpacing(12)
        self._verdicts = QWidget(self)
        keys = QHBoxLayout(self._verdicts)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.setSpacing(4)
        for number, result in enumerate(VERDICT_KEYS, start=1):
            button = Button(words.result(result), f"review.key.{number}", "quiet")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, chosen=result: self.verdict_wanted.emit(chosen))
            keys.addWidget(button)
            keys.addWidget(Keycap(str(number)))
        self._verdicts.setEnabled(False)
        row.addWidget(self._verdicts)

    def allow_verdicts(self, allowed: bool) -> None:
        """The verdict keys mean a condition only while the focus is inside it."""
        allow(self._verdicts, allowed)

    def _sum(self, row: QHBoxLayout, title: str, name: str) -> QLabel:
        label = text(NOTHING, "sum")
        label.setObjectName(f"review.sum.{name}")
        label.setAccessibleName(title)
        row.addWidget(text(title, "soft"))
        row.addWidget(label)
        row.addSpacing(18)
        return label

    def show_sums(self, snapshot: Snapshot) -> None:
        """Show the sums of the case. A referral has no amount and enters none of them."""
        found = sums(snapshot.case, snapshot.policy, snapshot.assessment)
        self._claimed.setText(words.amount(found.claimed))
        total = found.computed
        waiting = _("待核 {count} 项").format(count=found.waiting)
        self._computed.setText(words.amount(total) if total is not None else waiting)
        set_property(self._computed, "tone", "warn" if total is None else "")
        so_far = _("已定 {amount}").format(amount=words.amount(found.so_far))
        self._so_far.setText("" if total is not None else so_far)
        self._approved.setText(words.amount(found.approved))
        self._approved.setToolTip(_("待批准") if found.approved is None else "")
        for widget in (self._next, self._next_key, self._verdicts):
            appear(widget, snapshot.editable)
