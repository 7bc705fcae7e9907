"""Buttons: one look for each weight, every one with a name for tests and screen readers."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QKeySequence, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.texts import set_property

_KEY_GAP, _KEY_PADDING = 8, 5


class Button(QPushButton):
    """A push button. ``kind``: primary, plain, quiet, danger, link, chip or segment; ``keys`` shows and sets a shortcut."""

    def __init__(self, words: str, name: str, kind: str = "plain", *, keys: str = "", parent: QWidget | None = None):
        super().__init__(words, parent)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self._keys = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
        if keys:
            self.setShortcut(QKeySequence(keys))

    def setText(self, words: str) -> None:
        shortcut = self.shortcut()
        super().setText(words)
        self.setAccessibleName(words)
        # Qt forgets the shortcut when the text changes
        self.setShortcut(shortcut)

    def with_icon(self, theme: Theme, icon: str, colour: str | None = None) -> "Button":
        """The same button with an icon before its words."""
        usual = {"primary": "accent_text", "danger": "danger_text", "link": "accent"}
        self.setIcon(theme.icon(icon, colour or usual.get(str(self.property("kind")), "text_soft"), size=16))
        self.setIconSize(QSize(16, 16))
        return self

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + self._cap_width(), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _cap_font_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._keys) * 4 // 5 + 2 * _KEY_PADDING

    def _cap_width(self) -> int:
        return self._cap_font_width() + _KEY_GAP if self._keys else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._keys:
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        option.rect = option.rect.adjusted(0, 0, -self._cap_width(), 0)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        self._paint_keycap(painter)
        painter.end()

    def _paint_keycap(self, painter: QPainter) -> None:
        font = painter.font()
        font.setPixelSize(max(9, self.fontMetrics().height() * 11 // 20))
        font.setBold(False)
        painter.setFont(font)
        width = self._cap_font_width()
        area = QRect(self.width() - width - 9, (self.height() - 18) // 2, width, 18)
        colour = self.palette().color(QPalette.ColorRole.ButtonText)
        faint = QColor(colour)
        faint.setAlphaF(0.28)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(faint, 1))
        painter.drawRoundedRect(area.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        colour.setAlphaF(0.75)
        painter.setPen(colour)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._keys)


class Chip(Button):
    """A filter that is on or off, with a count."""

    def __init__(self, words: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(words, name, "chip", parent=parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def attach_menu(self, menu: QMenu) -> None:
        """Make it open a menu."""
        self.setMenu(menu)
        self.setCheckable(False)
        set_property(self, "menu", "true")


class IconButton(QToolButton):
    """A button that is only an icon; ``words`` is its tooltip and its name for screen readers."""

    def __init__(self, icon: QIcon, words: str, name: str, *, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", "icon")
        self.setIcon(icon)
        self.setIconSize(QSize(18, 18))
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if keys:
            self.setShortcut(QKeySequence(keys))
            self.setToolTip(f"{words} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})")
