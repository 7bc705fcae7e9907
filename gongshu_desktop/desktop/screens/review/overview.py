"""The whole case at a glance, beside its particulars: what every measure comes to, and the total in figures and 大写."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from gongshu_desktop.desktop.screens.review.state import Snapshot
from gongshu_desktop.desktop.screens.review.terms import amount_word
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.surfaces import Card, ScrolledColumn, clear
from gongshu_desktop.desktop.widgets.texts import rule, selectable, set_property, text
from gongshu_desktop.desktop.words import amount as in_figures
from gongshu_desktop.policy.money import words as in_words
from gongshu_desktop.policy.verdicts import Outcome
from gongshu_desktop.wording import _


class Overview(QWidget):
    """One line a measure; a click on its title looks at it. Lines are made anew only when measures come or go."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review.overview")
        self._lines: dict[str, QLabel] = {}
        lines = ScrolledColumn("review.overview.lines", _("各事项合计"), parent=self)
        lines.body.setContentsMargins(14, 12, 14, 12)
        card = Card(spacing=8)
        card.body.addWidget(text(_("各事项"), "section"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(0, 1)
        card.body.addLayout(self._grid)
        lines.body.addWidget(card)
        lines.body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(lines, 1)
        column.addWidget(rule())
        column.addWidget(self._build_total())

    def _build_total(self) -> QWidget:
        block = QWidget(self)
        column = QVBoxLayout(block)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(1)
        column.addWidget(text(_("测算合计"), "small"))
        self._total = selectable(text("", "amount"))
        self._total.setObjectName("review.overview.total")
        self._in_words = selectable(text("", "small", wrap=True))
        for label in (self._total, self._in_words):
            column.addWidget(label)
        return block

    def show_case(self, snapshot: Snapshot) -> None:
        """Show what the case comes to as it stands."""
        claimed = [claim.measure for claim in snapshot.case.claims]
        if claimed != list(self._lines):
            self._make_lines(snapshot, claimed)
        for id, figure in self._lines.items():
            measure, assessed = snapshot.policy.measure(id), snapshot.assessment.of(id)
            set_property(figure, "role", "warn" if assessed.outcome is Outcome.UNDETERMINED else "body")
            figure.setText(amount_word(measure, assessed))
        total = snapshot.assessment.subsidy_total
        so_far = _("已定 {amount}").format(amount=in_figures(snapshot.assessment.subtotal))
        self._total.setText(_("{amount} 元").format(amount=in_figures(total)) if total is not None else _("待核"))
        set_property(self._total, "tone", "warn" if total is None else "")
        self._in_words.setText(in_words(total) if total is not None else so_far)

    def _make_lines(self, snapshot: Snapshot, claimed: list[str]) -> None:
        clear(self._grid)
        self._lines = {}
        for row, id in enumerate(claimed):
            title = Button(snapshot.policy.measure(id).title, f"review.overview.{id}", "link")
            title.clicked.connect(lambda _checked=False, measure=id: self.chosen.emit(measure))
            figure = text("")
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(figure, row, 1)
            self._lines[id] = figure
