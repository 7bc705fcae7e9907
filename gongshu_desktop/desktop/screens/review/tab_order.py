"""The order in which Tab goes through the facts: down the column of values first, the small buttons afterwards."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

Kind = TypeVar("Kind", bound=QWidget)


class FactLine(Protocol):
    """A row with a field for the claimed value (maybe), one for the verified value, and buttons."""

    def columns(self) -> tuple[QWidget | None, QWidget]: ...
    def tools(self) -> tuple[QWidget, ...]: ...


def stops(rows: Sequence[FactLine]) -> list[QWidget]:
    """What Tab reaches among the facts: claimed values, verified values, then each row's buttons and note.

    A reviewer types figure after figure and presses Tab between them; a button in the way would take the next digits.
    """
    claimed = [field for row in rows for field in row.columns()[:1] if field is not None]
    verified = [row.columns()[1] for row in rows]
    tools = [tool for row in rows for tool in row.tools()]
    found = [widget for field in (*claimed, *verified) for widget in _inside(field)] + tools
    return [widget for widget in found if widget.isVisible() and widget.isEnabled()]


def _inside(field: QWidget) -> Iterator[QWidget]:
    """The widgets of a field that take the focus; the list of a combo box is a window of its own."""
    for widget in field.findChildren(QWidget):
        own = widget.window() is field.window()
        if own and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            yield widget


def within(widget: QWidget | None, kind: type[Kind]) -> Kind | None:
    """The widget itself or the nearest one around it that is of a kind."""
    while widget is not None and not isinstance(widget, kind):
        widget = widget.parentWidget()
    return widget
