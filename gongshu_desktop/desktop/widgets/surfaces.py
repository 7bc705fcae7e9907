"""Surfaces: cards, a page's head, a scrolled column, the empty state, a place to drop files, a banner."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.texts import picture, set_property, text


class Card(QFrame):
    """A white sheet with a hairline. ``body`` is its layout; ``tone``: "", warn, danger, accent, sunken."""

    def __init__(self, tone: str = "", *, spacing: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setProperty("tone", tone)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 14, 16, 14)
        self.body.setSpacing(spacing)


class PageHead(QWidget):
    """The head of a page: its title, what stands beside it (``beside``), and its buttons at the right (``buttons``)."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.title = text(title, "title")
        row.addWidget(self.title)
        self.beside = QHBoxLayout()
        self.beside.setSpacing(10)
        row.addLayout(self.beside, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(10)
        row.addLayout(self.buttons)


class ScrolledColumn(QScrollArea):
    """A column that scrolls up and down and is never wider than its place. ``body`` is its layout."""

    def __init__(self, name: str, words: str, *, spacing: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("role", "scrolled")
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(spacing)
        self.setWidget(inside)

    def show_up_to(self, height: int, width: int) -> None:
        """Be as tall as the content is at this width, but no taller than ``height``: the rest is scrolled to."""
        layout = self.body
        needed = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        self.setMinimumHeight(min(height, needed))


class EmptyState(QWidget):
    """What a list says when it is empty: what would be here, and how to get it."""

    def __init__(self, theme: Theme, icon: str, title: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 32, 24, 32)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(picture(theme.pixmap(icon, "text_disabled", 48)), 0, Qt.AlignmentFlag.AlignHCenter)
        self.title = text(title, "heading", wrap=True)
        self.words = text(words, "muted", wrap=True)
        for label in (self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        self.buttons = QHBoxLayout()
        self.buttons.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.buttons.setContentsMargins(0, 10, 0, 0)
        column.addLayout(self.buttons)
        column.addStretch(3)

    def say(self, title: str, words: str) -> None:
        """Say something else."""
        self.title.setText(title)
        self.words.setText(words)


class Banner(QFrame):
    """A line across the page: something to know, with room for a button (``row``)."""

    def __init__(
        self, theme: Theme, icon: str, words: str, tone: str = "accent", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setProperty("tone", tone)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(20, 7, 20, 7)
        self.row.setSpacing(10)
        colour = "accent_soft_text" if tone == "accent" else f"{tone}_text"
        self.row.addWidget(picture(theme.pixmap(icon, colour, 18)))
        self.words = text(words, wrap=True)
        self.row.addWidget(self.words, 1)


def dropped_files(event: QDropEvent | QDragEnterEvent, endings: Sequence[str]) -> list[Path]:
    """The local files of a drag that end as wanted (".pdf"), in order; empty when there is none."""
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in endings]


class DropPlace(QFrame):
    """A dashed place to drop files on; ``body`` takes further widgets."""

    dropped = Signal(list)

    def __init__(self, name: str, words: str, endings: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setProperty("role", "drop")
        self.setAcceptDrops(True)
        self._endings = tuple(endings)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 18, 16, 18)
        self.body.setSpacing(10)
        label = text(words, "muted", wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(label)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event, self._endings):
            event.acceptProposedAction()
            set_property(self, "active", "true")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_property(self, "active", "false")

    def dropEvent(self, event: QDropEvent) -> None:
        set_property(self, "active", "false")
        event.acceptProposedAction()
        self.dropped.emit(dropped_files(event, self._endings))


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and throw it away."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
