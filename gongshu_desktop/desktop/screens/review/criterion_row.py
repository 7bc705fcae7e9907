"""One condition: the rule's verdict with its margin, or the reviewer's verdict by button and key; note and evidence."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.screens.review.evidence_button import EvidenceButton
from gongshu_desktop.desktop.screens.review.note_line import NoteLine
from gongshu_desktop.desktop.screens.review.parts import Segments, allow, appear, keep_place
from gongshu_desktop.desktop.screens.review.terms import margin_text
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import IconButton
from gongshu_desktop.desktop.widgets.texts import Pill, set_property, text
from gongshu_desktop.policy.assessment import CriterionResult
from gongshu_desktop.policy.model import Criterion
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import Evidence, VerdictEntry
from gongshu_desktop.review.editing.edits import LinkEvidence, SetVerdict
from gongshu_desktop.wording import _

VERDICT_KEYS = (Result.MET, Result.UNMET, Result.NOT_APPLICABLE, Result.PENDING)
"""The verdicts in the order of the keys 1 to 4."""


class CriterionRow(QWidget):
    """A condition of a measure. A judgement takes the focus; the keys 1 to 4 mean it only while the focus is inside it.

    ``keyed`` (words, edit) tells of a verdict made by key, with the edit that takes it back.
    """

    edited = Signal(object)
    keyed = Signal(str, object)
    evidence_shown = Signal(str)
    evidence_wanted = Signal(str)

    def __init__(self, theme: Theme, measure: str, criterion: Criterion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.criterion = criterion
        self._measure = measure
        self._entry = VerdictEntry()
        self._awaiting_reason = False
        self._editable = False
        self._shown: tuple[object, ...] = ()
        name = f"review.criterion.{measure}.{criterion.name}"
        self.setObjectName(name)
        self.setProperty("role", "criterion")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.pill = Pill()
        self.pill.setObjectName(f"{name}.state")
        self._title = text(criterion.name, wrap=True)
        self._margin = text("", "muted")
        self._margin.setObjectName(f"{name}.margin")
        self._segments: Segments | None = self._verdict_buttons(name) if criterion.judgement else None
        self._evidence = EvidenceButton(theme, f"{name}.evidence", criterion.name, criterion.evidence, self)
        self._note_button = IconButton(theme.icon("edit"), _("备注"), f"{name}.note-button")
        keep_place(self._note_button)
        self.note = NoteLine(f"{name}.note", _("{name} 说明").format(name=criterion.name), _("说明判断的依据"), self)
        self._problem = text("", "problem")
        self._problem.hide()
        self._lay_out()
        self._connect()
        if criterion.judgement:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _verdict_buttons(self, name: str) -> Segments:
        choices = [(result, words.result(result)) for result in VERDICT_KEYS]
        segments = Segments(f"{name}.verdict", choices, self.criterion.name, self)
        segments.setProperty("compact", "true")
        segments.set_tones([words.result_tone(result) for result in VERDICT_KEYS])
        return segments

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 6, 0, 6)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.addWidget(self.pill, 0, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        grid.addLayout(self._words(), 0, 1)
        right = QHBoxLayout()
        right.setSpacing(2)
        right.addWidget(self._segments if self._segments is not None else self._margin)
        right.addWidget(self._evidence)
        right.addWidget(self._note_button)
        grid.addLayout(right, 0, 2)
        grid.addWidget(self.note, 1, 1, 1, 2)
        grid.addWidget(self._problem, 2, 1, 1, 2)
        grid.setColumnMinimumWidth(0, 66)
        grid.setColumnStretch(1, 1)

    def _words(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(self._title)
        phrase = self.criterion.phrase if self.criterion.phrase != self.criterion.name else ""
        below = self.criterion.hint or (f"“{phrase}”" if phrase else "")
        if below:
            column.addWidget(text(below, "small", wrap=True))
        return column

    def _connect(self) -> None:
        if self._segments is not None:
            self._segments.picked.connect(lambda result: self.decide(result or Result.PENDING))
        self.note.written.connect(self._note_written)
        self._note_button.clicked.connect(self.note.open)
        self._evidence.linked.connect(
            lambda keys: self.edited.emit(LinkEvidence(measure=self._measure, target=self.criterion.name, keys=keys))
        )
        self._evidence.shown.connect(self.evidence_shown)
        self._evidence.adding.connect(lambda: self.evidence_wanted.emit(self.criterion.name))

    # --- deciding ---

    def decide(self, result: Result) -> None:
        """The reviewer's verdict. 不适用 needs its reason first: it takes effect with the first word of it."""
        self._awaiting_reason = result is Result.NOT_APPLICABLE and not self._entry.note.strip()
        self._show_problem()
        if self._awaiting_reason:
            self._show_choice(result)
            self.note.ask(_("为何不适用"))
            return
        self._emit(result, self._entry.note)
        if result is Result.UNMET and not self._entry.note:
            self.note.ask(_("哪里不符合"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 4, when nothing inside that has the focus takes the digit as text (the note does)."""
        number = event.key() - Qt.Key.Key_1
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        judgement = self._segments is not None and self._editable
        if judgement and plain and not event.isAutoRepeat() and 0 <= number < len(VERDICT_KEYS):
            self.decide_by_key(VERDICT_KEYS[number])
        else:
            super().keyPressEvent(event)

    def decide_by_key(self, result: Result) -> None:
        """A verdict by one keystroke: it is said, and can be taken back at once."""
        before = self._entry
        self.decide(result)
        if self._entry.result is not before.result:
            words_of_it = _("“{name}”判为“{result}”").format(name=self.criterion.name, result=words.result(result))
            self.keyed.emit(words_of_it, self._edit(before.result, before.note))

    def _note_written(self, note: str) -> None:
        result = self._entry.result
        if self._awaiting_reason and note.strip():
            result, self._awaiting_reason = Result.NOT_APPLICABLE, False
        elif result is Result.NOT_APPLICABLE and not note.strip():
            result, self._awaiting_reason = Result.PENDING, True
        self._show_problem()
        self._emit(result, note)

    def _emit(self, result: Result, note: str) -> None:
        self.edited.emit(self._edit(result, note))

    def _edit(self, result: Result, note: str) -> SetVerdict:
        return SetVerdict(
            measure=self._measure,
            criterion=self.criterion.name,
            result=result,
            note=note,
            evidence=self._entry.evidence,
        )

    # --- showing ---

    def show_result(
        self, result: CriterionResult, entry: VerdictEntry, evidence: tuple[Evidence, ...], *, editable: bool
    ) -> None:
        """Show the verdict as it stands."""
        now = (result.result, result.margin, entry, evidence, editable)
        if now == self._shown:
            return
        self._shown = now
        self._entry, self._editable = entry, editable
        self.pill.show_state(words.result(result.result), words.result_tone(result.result))
        self._margin.setText(" · ".join(part for part in (margin_text(result), self._ground()) if part))
        self._show_choice(Result.NOT_APPLICABLE if self._awaiting_reason else entry.result)
        if self._segments is not None:
            allow(self._segments, editable)
        self._evidence.show_links(entry.evidence, evidence, editable=editable)
        self.note.show_note(entry.note)
        self.note.setReadOnly(not editable)
        appear(self._note_button, editable and not entry.note)
        self.setAccessibleName(f"{self.criterion.name}: {words.result(result.result)} {margin_text(result)}")

    def _ground(self) -> str:
        """What a rule decides by: facts alone, or facts among which there are the reviewer's own judgements."""
        if not self.criterion.rests_on:
            return _("由事实判定")
        return _("由事实判定，含判断：{judged}").format(judged="、".join(self.criterion.rests_on))

    @property
    def open(self) -> bool:
        """Whether this judgement still waits for its verdict."""
        return self.criterion.judgement and self._entry.result is Result.PENDING

    def _show_choice(self, result: Result) -> None:
        if self._segments is not None:
            self._segments.show_choice(result)

    def _show_problem(self) -> None:
        self._problem.setText(_("判为不适用须写明理由，写明后生效") if self._awaiting_reason else "")
        appear(self._problem, self._awaiting_reason)

    def mark_current(self, current: bool) -> None:
        """Show that the keys 1 to 4 mean this row."""
        set_property(self, "current", "true" if current else "false")
