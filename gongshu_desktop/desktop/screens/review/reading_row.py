"""One reading 口径 that the measure uses: the phrase, the question, the options, and whether the office has adopted one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.screens.review.parts import Segments, allow
from gongshu_desktop.desktop.screens.review.state import Tone
from gongshu_desktop.desktop.widgets.texts import ElidedText, Pill, text
from gongshu_desktop.policy.model import Reading
from gongshu_desktop.review.editing.edits import SetReading
from gongshu_desktop.services.ports import AdoptedReading
from gongshu_desktop.wording import _


class ReadingRow(QWidget):
    """A reading with its options side by side; ``edited`` carries the choice for this case."""

    edited = Signal(object)

    def __init__(self, reading: Reading, adopted: AdoptedReading | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reading = reading
        self._adopted = adopted
        name = f"review.reading.{reading.key}"
        self.setObjectName(name)
        self._pill = Pill()
        self._pill.setObjectName(f"{name}.state")
        choices = [(option, words) for option, words in reading.options.items()]
        self._options = Segments(f"{name}.options", choices, reading.question, self)
        self._options.setProperty("compact", "true")
        self._source = ElidedText(self._authority(), "small")
        self._source.setObjectName(f"{name}.source")
        self._lay_out()
        self._options.picked.connect(self._picked)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 6, 0, 6)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._pill)
        head.addWidget(text(self._question(), wrap=True), 1)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setContentsMargins(76, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._options)
        row.addWidget(self._source, 1)
        column.addLayout(row)

    def _question(self) -> str:
        """The question; with the phrase before it, unless the question quotes it."""
        phrase, question = self.reading.phrase, self.reading.question
        return question if phrase in question or question.startswith("“") else f"“{phrase}” {question}"

    def _authority(self) -> str:
        if self._adopted is None:
            return _("单位尚未采用，批准前须采用")
        at = self._adopted.at.astimezone().date().isoformat()
        return " · ".join(part for part in (self._adopted.name, at, self._adopted.authority) if part)

    def _picked(self, option: object) -> None:
        self.edited.emit(SetReading(key=self.reading.key, option=None if option is None else str(option)))

    def show_option(self, option: str, *, editable: bool) -> None:
        """Show the option that the assessment used."""
        if self._adopted is not None and self._adopted.option == option:
            self._pill.show_state(_("已采用"), Tone.GOOD.value)
        elif self._adopted is not None:
            self._pill.show_state(_("与已采用的不同"), Tone.WARN.value)
        elif option == self.reading.suggested:
            self._pill.show_state(_("建议"), Tone.INFO.value)
        else:
            self._pill.show_state(_("未采用"), Tone.WARN.value)
        self._options.show_choice(option)
        allow(self._options, editable)
