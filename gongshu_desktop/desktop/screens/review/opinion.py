"""审核意见 on a measure, with the phrases that are written again and again."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from gongshu_desktop.desktop.screens.review.history_keys import HistoryFilter
from gongshu_desktop.desktop.screens.review.state import MeasureState
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.fields import area
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.desktop.words import amount as in_figures
from gongshu_desktop.policy.verdicts import Outcome, Result
from gongshu_desktop.review.editing.edits import SetOpinion
from gongshu_desktop.review.sweep_facts import evidence_words, without_evidence
from gongshu_desktop.wording import _


def phrases(state: MeasureState) -> tuple[str, ...]:
    """Sentences that suit how the measure stands. They go into the memo, so they are Chinese in every language."""
    assessed, title = state.assessed, state.measure.title
    unmet = "、".join(item.criterion for item in assessed.criteria if item.result is Result.UNMET)
    match assessed.outcome:
        case Outcome.ELIGIBLE:
            amount = in_figures(assessed.amount)
            documents = evidence_words(without_evidence(state.claim, state.measure)) or "材料齐全"
            return (
                f"经审核，{title}各项条件符合，{documents}，同意按测算额{amount}元予以支持。",
                "经核对原件，所附材料与原件一致。",
                "部分支出无对应票据，予以核减。",
            )
        case Outcome.INELIGIBLE:
            return (f"经审核，{unmet}不符合政策要求，不予支持。", "申报材料不足以证明符合条件，不予支持。")
        case Outcome.REFERRED:
            return (f"经审核，符合{title}条件，建议推荐。", "所列企业情况属实。")
        case Outcome.UNDETERMINED:
            return ("材料尚不齐全，已列入补正通知，待补正后再核。", "待实地核查后确定。")


class Opinion(QWidget):
    """The field for 审核意见; what is typed is taken up with every keystroke."""

    edited = Signal(object)

    def __init__(self, measure: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measure = measure
        self._state: MeasureState | None = None
        self._showing = False
        name = f"review.opinion.{measure}"
        self.setObjectName(name)
        self.text: QPlainTextEdit = area(f"{name}.text", _("审核意见"), lines=3)
        self.text.installEventFilter(HistoryFilter(self))
        self.text.setPlaceholderText(_("写入审核意见书的意见"))
        self._phrases = Button(_("常用语"), f"{name}.phrases", "chip")
        menu = QMenu(self._phrases)
        menu.aboutToShow.connect(self._fill)
        self._phrases.setMenu(menu)
        self._phrases.setProperty("menu", "true")
        head = QHBoxLayout()
        head.addWidget(text(_("审核意见"), "section"))
        head.addStretch(1)
        head.addWidget(self._phrases)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.text)
        self.text.textChanged.connect(self._typed)

    def show_state(self, state: MeasureState) -> None:
        """Show the opinion as it stands."""
        self._state = state
        if self.text.toPlainText() != state.claim.opinion:
            self._showing = True
            self.text.setPlainText(state.claim.opinion)
            self.text.moveCursor(QTextCursor.MoveOperation.End)
            self._showing = False
        if self.text.isReadOnly() is state.decidable:
            self.text.setReadOnly(not state.decidable)
            self._phrases.setVisible(state.decidable)

    def _typed(self) -> None:
        if not self._showing:
            self.edited.emit(SetOpinion(self._measure, self.text.toPlainText()))

    def _fill(self) -> None:
        menu = self._phrases.menu()
        menu.clear()
        for phrase in phrases(self._state) if self._state is not None else ():
            menu.addAction(phrase).triggered.connect(lambda _checked=False, words=phrase: self._insert(words))

    def _insert(self, words: str) -> None:
        cursor = self.text.textCursor()
        cursor.insertText(words)
        self.text.setFocus()
