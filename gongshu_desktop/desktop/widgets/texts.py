"""Words on the screen. Always plain text: what an applicant wrote is never read as markup."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from gongshu_desktop.desktop.theme.theme import Theme


def text(words: str, role: str = "body", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label in a role of the style sheet: title, heading, lead, body, strong, soft, muted, small, section, problem …"""
    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    return label


def selectable(label: QLabel) -> QLabel:
    """The same label, its words selectable with mouse and keyboard."""
    flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    label.setTextInteractionFlags(flags)
    return label


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property and have the style sheet look again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Pill(QLabel):
    """A small rounded state: accent, neutral, ok, warn, danger or solid."""

    def __init__(self, words: str = "", tone: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "pill")
        self.setProperty("tone", tone)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_state(self, words: str, tone: str) -> None:
        """Show another state."""
        self.setText(words)
        set_property(self, "tone", tone)


class Badge(QLabel):
    """A round sign before an answer: an icon in its tone."""

    def __init__(self, theme: Theme, icon: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "badge")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.show_state(icon, tone)

    def show_state(self, icon: str, tone: str) -> None:
        """Show another icon and tone (ok, warn, danger, accent, neutral)."""
        colour = {"accent": "accent_soft_text", "neutral": "text_muted"}.get(tone, f"{tone}_text")
        self.setPixmap(self._theme.pixmap(icon, colour, 18))
        set_property(self, "tone", tone)


class Keycap(QLabel):
    """A keyboard shortcut, as on a key."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(keys, parent)
        self.setProperty("role", "keycap")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)


class ElidedText(QLabel):
    """One line that gives way: what does not fit is cut with …, and the whole stands in the tooltip."""

    def __init__(self, words: str = "", role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._words = ""
        self.setText(words)

    def setText(self, words: str) -> None:
        self._words = words
        super().setText(words)
        self._explain()
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(24, hint.height())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + 2, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._explain()

    def _explain(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self._words) > self.width()
        self.setToolTip(self._words if cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        words = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), words)


def rule(*, upright: bool = False, parent: QWidget | None = None) -> QFrame:
    """A hairline between two things."""
    line = QFrame(parent)
    line.setProperty("role", "rule-upright" if upright else "rule")
    return line


def picture(pixmap: QPixmap, parent: QWidget | None = None) -> QLabel:
    """An icon that is only looked at."""
    label = QLabel(parent)
    label.setPixmap(pixmap)
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return label
