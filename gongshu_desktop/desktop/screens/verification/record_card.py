"""The file beside the case here, field by field: what differs, both values side by side; the rest when asked for."""

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.surfaces import Card
from gongshu_desktop.desktop.widgets.texts import Badge, selectable, text
from gongshu_desktop.services.verification.record_comparison import FieldCompared, RecordComparison
from gongshu_desktop.wording import _

_LONG_RUN = re.compile(r"(?![\d,.-]+$)[!-~]{17,}")
_MOST_SHOWN = 400
"""Fields of a table that are shown; a memo with more of them is looked at in its case."""


class RecordCard(Card):
    """``case_wanted``: the person wants to see the case."""

    case_wanted = Signal()

    def __init__(self, theme: Theme, compared: RecordComparison, parent: QWidget | None = None) -> None:
        super().__init__(spacing=10, parent=parent)
        self._theme, self._compared = theme, compared
        self.setObjectName("verify.record")
        self._build_head()
        if compared.differing:
            self.body.addLayout(_grid(compared.differing[:_MOST_SHOWN]))
        self._same: QWidget | None = None
        self._build_foot()

    def _build_head(self) -> None:
        compared, differing = self._compared, self._compared.differing
        if compared.problem:
            tone, icon, title, said = "neutral", "question", _("没有与本机案卷逐项比对"), compared.problem
        elif differing and compared.found.gone is not None:
            tone, icon = "warn", "differs"
            title = _("与本机移交时的案卷有 {count} 项不同").format(count=len(differing))
            said = _("{number}：比对了 {count} 项，不同的列在下面。案卷已移交，本机的止于移交时，会有不同。")
        elif compared.fewer_signatures:
            tone, icon = "warn", "differs"
            title = _("签名比本机存档少，其余一致")
            said = _("{number}：比对了 {count} 项，不同的列在下面。文件是签署过程中的副本。")
        elif differing:
            tone, icon = "danger", "differs"
            title = _("与本机案卷有 {count} 项不同").format(count=len(differing))
            said = _("{number}：比对了 {count} 项，不同的列在下面。案卷在签发后更正过的，会有不同。")
            if compared.contradicting:
                said = _("{number}：比对了 {count} 项，不同的列在下面。本案签发后没有更正，两者应当相同：请先查明。")
        else:
            tone, icon, title = "ok", "equal", _("与本机案卷逐项一致")
            said = _("{number}：比对了 {count} 项，包括各项金额、事实、口径、意见和签署人。")
        self.setAccessibleName(title)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(Badge(self._theme, icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(text(title, "heading", wrap=True))
        said = said.format(number=compared.number, count=len(compared.fields))
        column.addWidget(selectable(text(said, "small", wrap=True)))
        row.addLayout(column, 1)
        self.body.addLayout(row)

    def _build_foot(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        same = tuple(field for field in self._compared.fields if not field.differs)
        self._more = Button(
            _("看全部 {count} 项").format(count=len(self._compared.fields)), "verify.fields", parent=self
        )
        self._more.with_icon(self._theme, "table").clicked.connect(lambda: self._show_same(same))
        self._more.setVisible(bool(same))
        case = Button(_("打开案卷"), "verify.record-case", parent=self).with_icon(self._theme, "cases")
        case.clicked.connect(self.case_wanted)
        for button in (self._more, case):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _show_same(self, same: Sequence[FieldCompared]) -> None:
        """The fields that agree, once they are asked for; asked again, they go."""
        if self._same is None:
            self._same = QWidget()
            grid = _grid(same[:_MOST_SHOWN])
            grid.setContentsMargins(0, 0, 0, 0)
            self._same.setLayout(grid)
            self.body.insertWidget(self.body.count() - 1, self._same)
            self._more.setText(_("收起相同的项"))
            return
        shown = self._same.isHidden()
        self._same.setVisible(shown)
        everything = _("看全部 {count} 项").format(count=len(self._compared.fields))
        self._more.setText(_("收起相同的项") if shown else everything)


def _breakable(value: str) -> str:
    """A digest or a code may break inside: else it would push the other column out of sight. Amounts never do."""
    return _LONG_RUN.sub(lambda run: "\u200b".join(re.findall(".{1,8}", run[0])), value)


def _grid(fields: Sequence[FieldCompared]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    for column, caption in enumerate((_("文件"), _("本机案卷")), start=1):
        grid.addWidget(text(caption, "section"), 0, column)
    for column, share in enumerate((4, 5, 5)):
        grid.setColumnStretch(column, share)
    row, heading = 1, ""
    for field in fields:
        if field.heading != heading:
            heading = field.heading
            grid.addWidget(text(heading, "strong", wrap=True), row, 0, 1, 3)
            row += 1
        grid.addWidget(text(_breakable(field.caption), "muted", wrap=True), row, 0, Qt.AlignmentFlag.AlignTop)
        for column, value in enumerate((field.file, field.record), start=1):
            label = text(_breakable(value) or words.NOTHING, "problem" if field.differs else "body", wrap=True)
            grid.addWidget(selectable(label), row, column, Qt.AlignmentFlag.AlignTop)
        row += 1
    return grid
