"""计算过程: the live derivation in numbered steps, and the amount that comes out, in figures and in words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.screens.review.parts import appear
from gongshu_desktop.desktop.screens.review.state import MeasureState
from gongshu_desktop.desktop.screens.review.terms import amount_word
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.surfaces import Card, ScrolledColumn
from gongshu_desktop.desktop.widgets.texts import ElidedText, selectable, set_property, text
from gongshu_desktop.desktop.words import amount as in_figures
from gongshu_desktop.policy.assessment import Outcome, Step
from gongshu_desktop.policy.model import Award
from gongshu_desktop.policy.money import words as in_words
from gongshu_desktop.wording import _

_NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
CHILDREN_AT_ONCE = 40


class StepLines(QWidget):
    """One step's words: label, rule, working with result, note. Updated in place."""

    def __init__(self, theme: Theme, name: str, *, inner: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._step: Step | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._label = text("", "soft" if inner else "small", wrap=inner)
        self._aside = ElidedText("", "small")
        self._aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._result = text("", "strong")
        head.addWidget(self._label, 1 if inner else 0)
        head.addWidget(self._aside, 0 if inner else 1)
        column.addLayout(head)
        self._rule = text("", "small", wrap=True)
        self._working = selectable(text("", "body", wrap=True))
        self._note = text("", "small", wrap=True)
        column.addWidget(self._rule)
        column.addWidget(self._working)
        last = QHBoxLayout()
        last.addWidget(self._note, 1)
        last.addWidget(self._result, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        column.addLayout(last)

    def show_step(self, step: Step, number: str = "") -> None:
        """Show a step, unless it is shown already."""
        if step == self._step:
            return
        self._step = step
        self._label.setText(f"{number} {step.label}".strip())
        self._aside.setText(f"“{step.phrase}”" if step.phrase else step.clause if number else "")
        for label, words in ((self._rule, step.rule), (self._working, step.working), (self._note, step.note)):
            label.setText(words)
            appear(label, bool(words))
        self._result.setText(_("待核") if step.pending and not step.value else step.value)
        set_property(self._result, "role", "warn" if step.pending else "strong")
        set_property(self._note, "role", "warn-small" if step.pending else "small")
        self.setAccessibleName(" ".join(part for part in (step.label, step.rule, step.working, step.value) if part))


class StepCard(Card):
    """A step of the first level, with those below it folded away until they are asked for."""

    def __init__(self, theme: Theme, number: int, parent: QWidget | None = None) -> None:
        super().__init__(spacing=4, parent=parent)
        self._theme = theme
        self._number = number
        self._open = False
        self._limit = CHILDREN_AT_ONCE
        self._step: Step | None = None
        self._children: list[StepLines] = []
        self.setObjectName(f"review.step.{number}")
        self.body.setContentsMargins(12, 9, 12, 9)
        self._lines = StepLines(theme, f"review.step.{number}.lines", inner=False, parent=self)
        self.body.addWidget(self._lines)
        self._fold = Button("", f"review.step.{number}.fold", "link")
        self._fold.clicked.connect(self._turn)
        self.body.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._inner = QFrame(self)
        self._inner.setProperty("role", "steps")
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(10, 4, 0, 4)
        self._column.setSpacing(8)
        self._more = Button("", f"review.step.{number}.more", "link")
        self._more.clicked.connect(self._show_more)
        self._column.addWidget(self._more)
        self.body.addWidget(self._inner)
        self._inner.hide()

    def show_step(self, step: Step) -> None:
        """Show a step and, where they are unfolded, those below it."""
        if step == self._step:
            return
        self._step = step
        number = _NUMBERS[self._number] if self._number < len(_NUMBERS) else f"{self._number + 1}."
        self._lines.show_step(step, number)
        count = sum(1 for _depth, _step in step.walk()) - 1
        self._fold.setText(_("收起细节") if self._open else _("展开 {count} 步").format(count=count))
        appear(self._fold, count > 0)
        set_property(self, "tone", "warn" if step.pending else "")
        if self._open:
            self._show_children()

    def _turn(self) -> None:
        self._open = not self._open
        step, self._step = self._step, None
        self._inner.setVisible(self._open)
        if step is not None:
            self.show_step(step)

    def _show_more(self) -> None:
        self._limit += CHILDREN_AT_ONCE
        self._show_children()

    def _show_children(self) -> None:
        assert self._step is not None
        below = [(depth, step) for depth, step in self._step.walk() if depth > 0]
        shown = below[: self._limit]
        while len(self._children) < len(shown):
            lines = StepLines(self._theme, f"{self.objectName()}.{len(self._children)}", inner=True, parent=self._inner)
            self._column.insertWidget(len(self._children), lines)
            self._children.append(lines)
        for number, lines in enumerate(self._children):
            appear(lines, number < len(shown))
            if number < len(shown):
                depth, step = shown[number]
                lines.setContentsMargins((depth - 1) * 14, 0, 0, 0)
                lines.show_step(step)
        self._more.setText(_("再显示 {count} 步").format(count=len(below) - len(shown)))
        appear(self._more, len(below) > len(shown))


class Derivation(ScrolledColumn):
    """The steps of the measure that is looked at, and its amount."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("review.derivation", _("计算过程"), spacing=8, parent=parent)
        self._theme = theme
        self._cards: list[StepCard] = []
        self.body.setContentsMargins(14, 12, 14, 16)
        self._missing = Card("warn", spacing=2)
        self._missing.body.setContentsMargins(12, 8, 12, 8)
        self._missing_text = text("", "warn", wrap=True)
        self._missing_text.setObjectName("review.derivation.missing")
        self._missing.body.addWidget(self._missing_text)
        self._result = self._build_result()
        self.body.addWidget(self._missing)
        self.body.addWidget(self._result)
        self.body.addStretch(1)

    def _build_result(self) -> QWidget:
        block = QWidget(self)
        column = QVBoxLayout(block)
        column.setContentsMargins(2, 8, 2, 0)
        column.setSpacing(1)
        self._what = text("", "small")
        self._amount = selectable(text("", "amount"))
        self._amount.setObjectName("review.derivation.amount")
        self._amount.setAccessibleName(_("测算额"))
        self._in_words = selectable(text("", "small", wrap=True))
        self._in_words.setObjectName("review.derivation.words")
        self._compare = text("", "small", wrap=True)
        self._compare.setObjectName("review.derivation.compare")
        for label in (self._what, self._amount, self._in_words, self._compare):
            column.addWidget(label)
        return block

    def show_state(self, state: MeasureState) -> None:
        """Show how the measure's amount comes about."""
        self._show_steps(state.assessed.steps)
        self._show_missing(state)
        self._show_result(state)

    def _show_steps(self, steps: tuple[Step, ...]) -> None:
        while len(self._cards) < len(steps):
            card = StepCard(self._theme, len(self._cards), self)
            self.body.insertWidget(len(self._cards), card)
            self._cards.append(card)
        for number, card in enumerate(self._cards):
            appear(card, number < len(steps))
            if number < len(steps):
                card.show_step(steps[number])

    def _show_missing(self, state: MeasureState) -> None:
        waiting = list(dict.fromkeys(item.fact for item in state.assessed.missing))
        words = _("尚缺核定值:{facts}").format(facts="、".join(waiting)) if waiting else ""
        self._missing_text.setText(words)
        appear(self._missing, bool(words))

    def _show_result(self, state: MeasureState) -> None:
        measure, assessed = state.measure, state.assessed
        if measure.award is Award.REFERRAL:
            self._what.setText(_("推荐事项,无补助金额"))
            has_ceiling = assessed.ceiling is not None
            self._amount.setText(
                _("最高 {amount} 元").format(amount=in_figures(assessed.ceiling))
                if has_ceiling
                else amount_word(measure, assessed)
            )
            self._in_words.setText(_("仅为推荐的上限,不计入补助合计") if has_ceiling else "")
        else:
            self._what.setText(_("测算额"))
            self._amount.setText(
                _("待核") if assessed.amount is None else _("{amount} 元").format(amount=in_figures(assessed.amount))
            )
            self._in_words.setText("" if assessed.amount is None else in_words(assessed.amount))
        set_property(self._amount, "tone", "warn" if assessed.outcome is Outcome.UNDETERMINED else "")
        appear(self._in_words, bool(self._in_words.text()))
        self._compare.setText(self._against_claimed(state))
        appear(self._compare, bool(self._compare.text()))

    def _against_claimed(self, state: MeasureState) -> str:
        claimed, computed = state.claim.claimed, state.assessed.amount
        if claimed is None or state.measure.award is Award.REFERRAL:
            return ""
        parts = [_("申报额 {amount} 元").format(amount=in_figures(claimed))]
        if computed is not None and computed != claimed:
            words = _("核减 {amount} 元") if computed < claimed else _("比申报多 {amount} 元")
            parts.append(words.format(amount=in_figures(abs(claimed - computed))))
        return " · ".join(parts)
