"""The small pieces that the review screen is made of, besides the program's common widgets."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.texts import set_property


def appear(widget: QWidget, wanted: bool) -> None:
    """Show or hide, if that is a change: one that is not asks for no new layout."""
    if widget.isHidden() == wanted:
        widget.setVisible(wanted)


def allow(widget: QWidget, wanted: bool) -> None:
    """Enable or disable, if that is a change."""
    if widget.testAttribute(Qt.WidgetAttribute.WA_ForceDisabled) is wanted:
        widget.setEnabled(wanted)


def keep_place(widget: QWidget) -> None:
    """Keep the widget's room while it is hidden, so that its neighbours stay where they are."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)


class Segments(QWidget):
    """A few choices side by side, one or none of them taken. ``picked`` is emitted by the person only."""

    picked = Signal(object)

    def __init__(
        self, name: str, choices: Sequence[tuple[object, str]], title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._values = [value for value, _ in choices]
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 0, 0, 0)
        row.setSpacing(0)
        for number, (value, text) in enumerate(choices):
            button = Button(text, f"{name}.{value}", "segment", parent=self)
            button.setCheckable(True)
            button.setAccessibleName(f"{title}: {text}")
            end = "first" if number == 0 else "last" if number == len(choices) - 1 else "no"
            button.setProperty("end", end)
            # the taken one is bold: its width must not move the others
            button.setMinimumWidth(button.fontMetrics().horizontalAdvance(text) + 24)
            self._group.addButton(button, number)
            row.addWidget(button)
        self.setFocusProxy(self._group.button(0))
        self._group.idClicked.connect(self._clicked)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _clicked(self, number: int) -> None:
        taken = self._values[number] if self._group.button(number).isChecked() else None
        self.show_choice(taken)
        self.picked.emit(taken)

    def choice(self) -> object:
        """The value that is taken, or None."""
        number = next((n for n in range(len(self._values)) if self._group.button(n).isChecked()), None)
        return None if number is None else self._values[number]

    def show_choice(self, value: object) -> None:
        """Show which one is taken."""
        for number, own in enumerate(self._values):
            button = self._group.button(number)
            wanted = value is not None and own == value
            if button.isChecked() != wanted:
                button.setChecked(wanted)

    def set_tones(self, tones: Sequence[str]) -> None:
        """The colour in which each choice is shown when it is taken."""
        for number, tone in enumerate(tones):
            set_property(self._group.button(number), "tone", tone)
