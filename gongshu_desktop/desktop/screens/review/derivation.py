"""计算过程: the live derivation in numbered steps, and the amount that comes out, in figures and in words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gongshu_desktop.desktop.screens.review.derivation_steps import bare_label, is_long, result_line, said, split
from gongshu_desktop.desktop.screens.review.parts import appear
from gongshu_desktop.desktop.screens.review.result_block import ResultBlock
from gongshu_desktop.desktop.screens.review.state import MeasureState
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.surfaces import Card, ScrolledColumn
from gongshu_desktop.desktop.widgets.texts import ElidedText, Pill, rule, selectable, set_property, text
from gongshu_desktop.policy.assessment import Step
from gongshu_desktop.wording import _

_NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
CHILDREN_AT_ONCE = 40
_PILL_WIDTH = 54


class StepLines(QWidget):
    """One step's words: label and phrase, rule, working with result, note. Updated in place."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._shown: tuple[Step, bool] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._label = text("", "small")
        self._aside = ElidedText("", "small")
        self._aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._label)
        head.addWidget(self._aside, 1)
        column.addLayout(head)
        self._rule = text("", "soft", wrap=True)
        self._line = selectable(text("", "body", wrap=True))
        self._line.setTextFormat(Qt.TextFormat.RichText)
        self._note = text("", "small", wrap=True)
        for label in (self._rule, self._line, self._note):
            column.addWidget(label)

    def show_step(self, step: Step, number: str = "", *, whole: bool = True) -> None:
        """Show a step, unless it is shown already; a long working only as a whole if asked to."""
        if (step, whole) == self._shown:
            return
        self._shown = (step, whole)
        self._label.setText(f"{number} {bare_label(step)}".strip())
        aside = f"“{step.phrase}”" if step.phrase else ""
        if self._aside.text() != aside:
            self._aside.setText(aside)
        line = result_line(step, whole=whole)
        for label, words in ((self._rule, step.rule), (self._line, line), (self._note, step.note)):
            _put(label, words)
        set_property(self._line, "role", "warn" if step.pending else "body")
        self.setAccessibleName(" ".join(part for part in (step.label, step.rule, step.working, step.value) if part))


class StepCard(Card):
    """A step of the first level, with those below it folded away until they are asked for."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(spacing=4, parent=parent)
        self._number = number
        self._open = False
        self._limit = CHILDREN_AT_ONCE
        self._step: Step | None = None
        self._children: list[StepLines] = []
        self.setObjectName(f"review.step.{number}")
        self.body.setContentsMargins(12, 9, 12, 9)
        self._lines = StepLines(f"review.step.{number}.lines", self)
        self.body.addWidget(self._lines)
        self._fold = Button("", f"review.step.{number}.fold", "link")
        self._fold.clicked.connect(self._turn)
        self.body.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._inner = QFrame(self)
        self._inner.setProperty("role", "steps")
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(10, 2, 0, 2)
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
        self._lines.show_step(step, number, whole=self._open)
        count = sum(1 for _depth, _step in step.walk()) - 1
        unfold = _("展开 {count} 步").format(count=count) if count else _("展开全文")
        self._fold.setText(_("收起细节") if self._open else unfold)
        appear(self._fold, count > 0 or is_long(step))
        if self._open:
            self._show_children()

    def _turn(self) -> None:
        self._open = not self._open
        step, self._step = self._step, None
        self._inner.setVisible(self._open and step is not None and bool(step.children))
        if step is not None:
            self.show_step(step)

    def _show_more(self) -> None:
        self._limit += CHILDREN_AT_ONCE
        self._show_children()

    def _show_children(self) -> None:
        assert self._step is not None, "unfolded by a person who sees the step"
        below = [(depth, step) for depth, step in self._step.walk() if depth > 0]
        shown = below[: self._limit]
        while len(self._children) < len(shown):
            lines = StepLines(f"{self.objectName()}.{len(self._children)}", self._inner)
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


class Condition(QWidget):
    """One condition in a line: its verdict, the comparison in figures, and how far the threshold is."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step: Step | None = None
        self.setObjectName(f"review.condition.{number}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._pill = Pill()
        self._pill.setMinimumWidth(_PILL_WIDTH)
        row.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._line = text("", "body", wrap=True)
        self._note = text("", "small", wrap=True)
        column.addWidget(self._line)
        column.addWidget(self._note)
        row.addLayout(column, 1)

    def show_step(self, step: Step) -> None:
        """Show the condition, unless it is shown already."""
        if step == self._step:
            return
        self._step = step
        tone = {"符合": "ok", "不符合": "danger", "不适用": "neutral"}.get(step.value, "warn")
        self._pill.show_state(said(step) or _("待核"), tone)
        self._line.setText(bare_label(step))
        _put(self._note, " · ".join(part for part in (step.working, step.note) if part))


class Derivation(QWidget):
    """The steps of the measure that is looked at, and below them, always in sight, its amount."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[StepCard] = []
        self._rows: list[Condition] = []
        self.setObjectName("review.derivation")
        steps = ScrolledColumn("review.derivation.steps", _("计算过程"), spacing=8, parent=self)
        self._column = steps.body
        self._column.setContentsMargins(14, 12, 14, 12)
        self._conditions = Card(spacing=6)
        self._conditions.body.setContentsMargins(12, 9, 12, 9)
        self._conditions.body.addWidget(text(_("条件"), "small"))
        self._column.addWidget(self._conditions)
        self._column.addStretch(1)
        self.result = ResultBlock(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(steps, 1)
        column.addWidget(rule())
        column.addWidget(self.result)

    def show_state(self, state: MeasureState) -> None:
        """Show how the measure's amount comes about."""
        conditions, steps = split(state.assessed)
        self._show_conditions(conditions)
        self._show_steps(steps)
        self.result.show_state(state)

    def _show_conditions(self, steps: tuple[Step, ...]) -> None:
        while len(self._rows) < len(steps):
            row = Condition(len(self._rows), self._conditions)
            self._conditions.body.addWidget(row)
            self._rows.append(row)
        for number, row in enumerate(self._rows):
            appear(row, number < len(steps))
            if number < len(steps):
                row.show_step(steps[number])
        appear(self._conditions, bool(steps))

    def _show_steps(self, steps: tuple[Step, ...]) -> None:
        while len(self._cards) < len(steps):
            card = StepCard(len(self._cards), self)
            self._column.insertWidget(len(self._cards) + 1, card)
            self._cards.append(card)
        for number, card in enumerate(self._cards):
            appear(card, number < len(steps))
            if number < len(steps):
                card.show_step(steps[number])


def _put(label: QLabel, words: str) -> None:
    label.setText(words)
    appear(label, bool(words))
