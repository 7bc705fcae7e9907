"""One step of a case: what stands in the way, or the opinion that goes with it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.desktop.widgets.fields import Field, area
from gongshu_desktop.desktop.widgets.surfaces import ScrolledColumn
from gongshu_desktop.desktop.widgets.texts import picture, text
from gongshu_desktop.review.memo.decided import with_answer
from gongshu_desktop.wording import _

_WIDTH, _CHIP = 600, 520
"""How wide it is, and the words of a phrase at most."""


class OpinionDialog(Dialog):
    """Asks for the opinion (or the reason, when ``danger``). ``phrases`` are one click each."""

    def __init__(
        self,
        title: str,
        intro: str,
        yes: str,
        *,
        caption: str,
        phrases: Sequence[str] = (),
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("step", title, intro, width=_WIDTH, parent=parent)
        self._caption = caption
        self._text = area("step.opinion", caption, lines=5)
        self._text.textChanged.connect(lambda: self.show_problem(""))
        self.body.addWidget(Field(caption, self._text))
        for number, phrase in enumerate(phrases):
            self.body.addWidget(self._chip(phrase, f"step.phrase.{number}"), 0, Qt.AlignmentFlag.AlignLeft)
        self._answer: QPlainTextEdit | None = None
        self.add_buttons(yes, danger=danger)
        self._text.setFocus()

    def _chip(self, phrase: str, name: str) -> Button:
        """A phrase, cut short where it is longer than the dialog is wide: what is put in is the whole."""
        chip = Button(phrase, name, "chip", parent=self)
        chip.ensurePolished()
        chip.setText(chip.fontMetrics().elidedText(phrase, Qt.TextElideMode.ElideRight, _CHIP))
        chip.setToolTip(phrase)
        chip.setAccessibleName(phrase)
        chip.clicked.connect(lambda: self._insert(phrase))
        return chip

    def _insert(self, phrase: str) -> None:
        if phrase not in self._text.toPlainText():
            self._text.insertPlainText(phrase)
        self._text.setFocus()

    def ask_answer(self, count: int) -> None:
        """Ask, too, why so many open hints are passed over."""
        caption = _("为何仍予批准")
        self._answer = area("step.answer", caption, lines=3)
        self._answer.textChanged.connect(lambda: self.show_problem(""))
        hint = _("尚有 {count} 条提示未处理。说明写入批准意见，印在审核意见书上，由签名一并确认。").format(count=count)
        self.body.addWidget(Field(caption, self._answer, hint))

    def put_above(self, widget: QWidget) -> None:
        """What should be seen before the opinion is written."""
        self.body.insertWidget(0, widget)

    @property
    def opinion(self) -> str:
        """What was written, with the answer to the hints."""
        written = self._text.toPlainText().strip()
        return written if self._answer is None else with_answer(written, self._answer.toPlainText())

    def accept(self) -> None:
        """Close only with an opinion."""
        wanted = ((self._text, self._caption), (self._answer, _("为何仍予批准")))
        for edit, caption in wanted:
            if edit is not None and not edit.toPlainText().strip():
                self.show_problem(_("请填写{what}。").format(what=caption))
                edit.setFocus()
                return
        super().accept()


class BlockedDialog(Dialog):
    """Why a step cannot be taken yet, one reason a line. Accepted: the person wants to go and settle it.

    ``settled_here``: whether there is something to go to.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        reasons: Sequence[str],
        parent: QWidget | None = None,
        *,
        settled_here: bool = True,
    ) -> None:
        intro = _("还有 {count} 处需要先办：").format(count=len(reasons))
        super().__init__("blocked", title, intro, width=560, parent=parent)
        listed = ScrolledColumn("blocked.reasons", _("需要先办的事"), spacing=8)
        for reason in reasons:
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(picture(theme.pixmap("warning", "warn_text", 16)), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(text(reason, wrap=True), 1)
            listed.body.addLayout(row)
        listed.body.addStretch(1)
        listed.setMinimumHeight(min(320, 30 + 28 * len(reasons)))
        self.body.addWidget(listed)
        if settled_here:
            self.add_buttons(_("去填写"), cancel=_("关闭"))
        else:
            self.add_close()
