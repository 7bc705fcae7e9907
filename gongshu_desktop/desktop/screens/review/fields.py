"""One editor for each kind of value. What is typed is taken up with every keystroke; unreadable text stays in sight."""

from fractions import Fraction

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCalendarWidget, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gongshu_desktop import wording
from gongshu_desktop.desktop.screens.review.history_keys import leaves_to_case
from gongshu_desktop.desktop.screens.review.parts import Segments, allow, appear, keep_place
from gongshu_desktop.desktop.screens.review.terms import plain_text, shown_text
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import IconButton
from gongshu_desktop.desktop.widgets.texts import set_property, text
from gongshu_desktop.policy.model import Fact, Kind
from gongshu_desktop.policy.money import LARGEST_IN_WORDS, to_fen, words
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.review.editing.edits import parse_value
from gongshu_desktop.wording import _

_CALENDAR = QSize(300, 250)
PATIENCE_MS = 1200
"""How long a person may pause before unreadable text is called that."""


class ValueField(QWidget):
    """An editor of one value. ``changed`` carries the value (None: nothing there, or not readable) and is the person's
    doing only; ``show_value`` never disturbs what is being typed."""

    changed = Signal(object)
    told = Signal()

    def __init__(self, name: str, fact: Fact, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.fact = fact

    def show_value(self, value: Scalar | None) -> None:
        """Show a value of the case."""
        raise NotImplementedError

    def set_editable(self, editable: bool) -> None:
        """Whether the person may change it."""
        raise NotImplementedError

    @property
    def problem(self) -> str:
        """Why what stands there cannot be read; empty when it can."""
        return ""

    @property
    def told_problem(self) -> str:
        """The same, once it has been said: half a date that is being typed is no mistake."""
        return self.problem


class TextField(ValueField):
    """A line of text that is read as the fact's kind; under it 大写 for money, or why it cannot be read."""

    def __init__(self, theme: Theme, name: str, fact: Fact, title: str, parent: QWidget | None = None) -> None:
        super().__init__(name, fact, parent)
        self._theme = theme
        self._value: Scalar | None = None
        self._problem = ""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._tell)
        self.line = QLineEdit(self)
        self.line.setObjectName(f"{name}.line")
        self.line.setAccessibleName(title)
        self.line.setClearButtonEnabled(False)
        self.setFocusProxy(self.line)
        self._hint = text("", "small", parent=self)
        self._hint.setObjectName(f"{name}.hint")
        self._hint.hide()
        if fact.kind is Kind.MONEY:
            keep_place(self._hint)
        self._build()
        self.line.textEdited.connect(self._typed)
        self.line.installEventFilter(self)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        if self.fact.kind in (Kind.MONEY, Kind.NUMBER, Kind.COUNT):
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(text(self.fact.unit, "soft", parent=self))
        if self.fact.default is not None:
            self.line.setPlaceholderText(_("未填按 {value} 计").format(value=shown_text(self.fact.default, self.fact)))
        if self.fact.kind is Kind.DATE:
            self.line.setPlaceholderText(_("年-月-日"))
            row.addWidget(self._calendar_button())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._hint)

    def _calendar_button(self) -> QWidget:
        self._pick = IconButton(
            self._theme.icon("calendar"), _("选择日期"), f"{self.objectName()}.calendar", parent=self
        )
        self._pick.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pick.clicked.connect(self._open_calendar)
        return self._pick

    def _open_calendar(self) -> None:
        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chinese = wording.language() == "zh"
        calendar.setLocale(QLocale(QLocale.Language.Chinese if chinese else QLocale.Language.English))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setMinimumSize(calendar.sizeHint().expandedTo(_CALENDAR))
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        chosen = QDate.fromString(self.line.text(), Qt.DateFormat.ISODate)
        if chosen.isValid():
            calendar.setSelectedDate(chosen)
        calendar.clicked.connect(lambda day: self._take_day(calendar, day))
        calendar.activated.connect(lambda day: self._take_day(calendar, day))
        calendar.move(self.mapToGlobal(QPoint(0, self.line.height() + 2)))
        calendar.show()

    def _take_day(self, calendar: QCalendarWidget, day: QDate) -> None:
        calendar.close()
        self.line.setText(day.toString(Qt.DateFormat.ISODate))
        self._typed(self.line.text())

    def _typed(self, text: str) -> None:
        try:
            value, self._problem = parse_value(self.fact, text), ""
        except ValueError as problem:
            value, self._problem = None, str(problem)
        self._value = value
        if self._problem:
            self._patience.start()
        else:
            self._tell()
        self.changed.emit(value)

    def _tell(self) -> None:
        """Say what stands there, or why it cannot be read: at once when it can, else when the person pauses or leaves."""
        self._patience.stop()
        self._show_hint()
        self.told.emit()

    def show_value(self, value: Scalar | None) -> None:
        if value == self._value and (self._problem or self.line.hasFocus()):
            return
        self._value, self._problem = value, ""
        text = plain_text(value, self.fact) if self.line.hasFocus() else shown_text(value, self.fact)
        if self.line.text() != text:
            self.line.setText(text)
            self.line.setCursorPosition(0 if not self.line.hasFocus() else len(text))
        self._show_hint()

    def _show_hint(self) -> None:
        hint = self._problem or self._in_words()
        self._hint.setText(hint)
        appear(self._hint, bool(hint))
        set_property(self._hint, "role", "problem" if self._problem else "small")
        set_property(self.line, "problem", "true" if self._problem else "false")

    def _in_words(self) -> str:
        """大写 beside the figure, so that a slip in the number of zeros is seen."""
        value = self._value
        if self.fact.kind is not Kind.MONEY or isinstance(value, bool) or not isinstance(value, int | Fraction):
            return ""
        amount = to_fen(value)
        return words(amount) if abs(amount) <= LARGEST_IN_WORDS else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Separators are for reading: they go when the cursor comes in and come back when it leaves."""
        if leaves_to_case(event):
            return True
        if watched is self.line and event.type() is QEvent.Type.FocusOut:
            self._tell()
        if watched is self.line and not self._problem:
            if event.type() is QEvent.Type.FocusIn and not self.line.isReadOnly():
                self.line.setText(plain_text(self._value, self.fact))
            elif event.type() is QEvent.Type.FocusOut:
                self.line.setText(shown_text(self._value, self.fact))
        return super().eventFilter(watched, event)

    def set_editable(self, editable: bool) -> None:
        if self.line.isReadOnly() is editable:
            self.line.setReadOnly(not editable)
        if self.fact.kind is Kind.DATE:
            allow(self._pick, editable)

    @property
    def problem(self) -> str:
        return self._problem

    @property
    def told_problem(self) -> str:
        return "" if self._patience.isActive() else self._problem


class ChoiceField(ValueField):
    """One of the words that the policy allows."""

    def __init__(self, name: str, fact: Fact, title: str, parent: QWidget | None = None) -> None:
        super().__init__(name, fact, parent)
        self._box = Choice(self)
        self._box.setObjectName(f"{name}.box")
        self._box.setAccessibleName(title)
        self._box.addItems([_("未选"), *fact.options])
        self.setFocusProxy(self._box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._box)
        self._box.activated.connect(self._picked)

    def _picked(self, number: int) -> None:
        self.changed.emit(self.fact.options[number - 1] if number else None)

    def show_value(self, value: Scalar | None) -> None:
        number = self.fact.options.index(value) + 1 if isinstance(value, str) and value in self.fact.options else 0
        if self._box.currentIndex() != number:
            self._box.setCurrentIndex(number)

    def set_editable(self, editable: bool) -> None:
        allow(self._box, editable)


class YesNoField(ValueField):
    """是 or 否, or neither yet."""

    def __init__(self, name: str, fact: Fact, title: str, parent: QWidget | None = None) -> None:
        super().__init__(name, fact, parent)
        self._segments = Segments(f"{name}.segments", [(True, _("是")), (False, _("否"))], title, self)
        self.setFocusProxy(self._segments)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._segments)
        row.addStretch(1)
        self._segments.picked.connect(self.changed)

    def show_value(self, value: Scalar | None) -> None:
        self._segments.show_choice(value)

    def set_editable(self, editable: bool) -> None:
        allow(self._segments, editable)


class Choice(QComboBox):
    """A combo box that does not change under a wheel that only meant to scroll the page."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def field_for(theme: Theme, name: str, fact: Fact, title: str, parent: QWidget | None = None) -> ValueField:
    """The editor for a fact's kind."""
    if fact.kind is Kind.CHOICE:
        return ChoiceField(name, fact, title, parent)
    if fact.kind is Kind.YES_NO:
        return YesNoField(name, fact, title, parent)
    return TextField(theme, name, fact, title, parent)
