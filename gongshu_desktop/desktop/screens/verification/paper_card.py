"""A paper beside the record: what its code says, what is on record here, and what can be done about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.screens.verification.paper import PaperShown
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.fields import Field, line
from gongshu_desktop.desktop.widgets.surfaces import Card
from gongshu_desktop.desktop.widgets.texts import selectable, text
from gongshu_desktop.wording import _


class PaperCard(Card):
    """``bind_wanted``, ``case_wanted``, ``memo_wanted``: what the person asks for."""

    bind_wanted = Signal()
    case_wanted = Signal()
    memo_wanted = Signal()

    def __init__(self, theme: Theme, shown: PaperShown, parent: QWidget | None = None) -> None:
        super().__init__(spacing=10, parent=parent)
        self._theme = theme
        self.setObjectName("verify.paper")
        self.setAccessibleName(_("纸面与案卷"))
        if shown.about:
            self.body.addWidget(text(shown.about, "strong", wrap=True))
        self.body.addLayout(self._build_grid(shown))
        if any(item.code for item in shown.lines):
            said = _("请与纸面逐项比对：核验码可以被复制到别的纸上，也不代表三人已经签名。")
            self.body.addWidget(text(said, "small", wrap=True))
        self._bind = Button(_("归入签署件扫描…"), "verify.bind", "primary", parent=self)
        self._bind.with_icon(theme, "attach").clicked.connect(self.bind_wanted)
        self._bind.setVisible(shown.bindable)
        self.body.addWidget(self._bind)
        row = QHBoxLayout()
        row.setSpacing(8)
        for wanted, words_, name, icon, signal in (
            (shown.memo is not None, _("查看意见书"), "verify.memo", "document", self.memo_wanted),
            (shown.case is not None, _("打开案卷"), "verify.case", "cases", self.case_wanted),
        ):
            button = Button(words_, name, parent=self).with_icon(theme, icon)
            button.clicked.connect(signal)
            button.setVisible(wanted)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _build_grid(self, shown: PaperShown) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        columns = [
            (caption, side)
            for caption, side in ((_("纸面核验码"), "code"), (_("本机案卷"), "record"))
            if any(getattr(item, side) for item in shown.lines)
        ]
        for column, (caption, _side) in enumerate(columns, start=1):
            grid.addWidget(text(caption, "section"), 0, column)
            grid.setColumnStretch(column, 1)
        for row, item in enumerate(shown.lines, start=1):
            grid.addWidget(text(item.caption, "muted"), row, 0)
            for column, (_caption, side) in enumerate(columns, start=1):
                label = text(getattr(item, side) or words.NOTHING, "problem" if item.differs else "body", wrap=True)
                grid.addWidget(selectable(label), row, column)
        return grid

    def busy(self, *, working: bool) -> None:
        """Nothing is bound twice."""
        self._bind.setEnabled(not working)

    def bound(self) -> None:
        """The scan is in the case now."""
        self._bind.setText(_("已归入本案佐证"))
        self._bind.setEnabled(False)
        self._bind.with_icon(self._theme, "check")


class HandCodeCard(Card):
    """The 16 characters below the code, typed by hand. ``wanted(text)``."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(spacing=8, parent=parent)
        self._edit = line("verify.short", _("核验短码"), placeholder="7K3M 09QD X2T4 HB8N")
        self._edit.setMaxLength(40)
        self._edit.returnPressed.connect(self._ask)
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._edit, 1)
        self._find = Button(_("查找"), "verify.find", parent=self).with_icon(theme, "search")
        self._find.clicked.connect(self._ask)
        row.addWidget(self._find)
        hint = _("没有扫描仪时，照着纸面二维码下方的 16 位短码输入。")
        self._field = Field(_("核验短码"), inside, hint)
        self._field.caption.setBuddy(self._edit)
        self._edit.textEdited.connect(lambda _typed: self._field.show_problem(""))
        self.body.addWidget(self._field)

    def _ask(self) -> None:
        if self._edit.text().strip():
            self.wanted.emit(self._edit.text())
        else:
            self.show_problem(_("请输入 16 位核验短码。"))

    def show_problem(self, words_: str) -> None:
        """Say what is wrong with what was typed."""
        self._field.show_problem(words_)
        self._edit.setFocus()

    def busy(self, *, working: bool) -> None:
        """While it is looked for."""
        self._find.setEnabled(not working)
