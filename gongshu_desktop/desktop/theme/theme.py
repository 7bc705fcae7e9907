"""The theme as painters and screens use it: colours and fonts by name, icons in the right tint."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from gongshu_desktop.desktop.theme import fonts, icons
from gongshu_desktop.desktop.theme.tokens import Shade, Tokens, style_sheet, tokens
from gongshu_desktop.host import places


@cache
def _colour(value: str) -> QColor:
    return QColor(value)


@dataclass(frozen=True, slots=True)
class Theme:
    """One look. ``colour`` and ``font`` take the names of tokens.toml."""

    tokens: Tokens

    @property
    def dark(self) -> bool:
        """Whether it is the dark one."""
        return self.tokens.shade is Shade.DARK

    def colour(self, name: str) -> QColor:
        """The colour of that name."""
        return _colour(self.tokens.colours[name])

    def metric(self, name: str) -> int:
        """The metric of that name, in device-independent pixels."""
        return self.tokens.metrics[name]

    def font(self, name: str = "body", *, bold: bool = False) -> QFont:
        """The font of the window at a named size."""
        font = fonts.ui_font(self.tokens.fonts[name])
        font.setBold(bold)
        return font

    def icon(
        self, name: str, colour: str = "text_soft", checked: str | None = None, *, size: int | None = None
    ) -> QIcon:
        """The icon of that name, tinted with a named colour; ``checked`` names its colour while switched on.

        ``size``, in device-independent pixels, where only one will be asked for.
        """
        colours = self.tokens.colours
        on = None if checked is None else colours[checked]
        return icons.icon(name, colours[colour], colours["text_disabled"], on, icons.SIZES if size is None else (size,))

    def pixmap(self, name: str, colour: str = "text_soft", size: int = 20) -> QPixmap:
        """The icon as a pixmap, sharp on the screen with the highest density."""
        ratio = max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
        return icons.pixmap(name, self.tokens.colours[colour], size, ratio)


def system_shade() -> Shade:
    """Light or dark, as the desktop of this PC says."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return Shade.DARK if scheme is Qt.ColorScheme.Dark else Shade.LIGHT


def _palette(theme: Theme) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "surface_sunken",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.BrightText: "danger_text",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "accent_text",
        QPalette.ColorRole.Accent: "accent",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.LinkVisited: "accent",
        QPalette.ColorRole.PlaceholderText: "text_muted",
        QPalette.ColorRole.ToolTipBase: "tooltip",
        QPalette.ColorRole.ToolTipText: "tooltip_text",
        QPalette.ColorRole.Mid: "line",
        QPalette.ColorRole.Midlight: "line",
        QPalette.ColorRole.Dark: "line_strong",
        QPalette.ColorRole.Light: "surface",
        QPalette.ColorRole.Shadow: "shadow",
    }
    palette = QPalette()
    for role, name in roles.items():
        palette.setColor(role, theme.colour(name))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("text_disabled"))
    return palette


def dress(application: QApplication, choice: str, text_size: str) -> Theme:
    """Put a theme ("light", "dark" or "system") on the whole program and return it."""
    hints = QGuiApplication.styleHints()
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    hints.setColorScheme(schemes.get(choice, Qt.ColorScheme.Unknown))
    shade = Shade(choice) if choice in tuple(Shade) else system_shade()
    theme = Theme(tokens(shade, text_size))
    QDir.setSearchPaths("gongshu", [str(places.resources() / "icons")])
    application.setFont(theme.font())
    application.setPalette(_palette(theme))
    application.setStyleSheet(style_sheet(theme.tokens))
    return theme
