"""The program's own line icons, tinted by theme. One set, black strokes on a 24-unit square, in ``resources/icons``."""

from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gongshu_desktop.host import places

SIZES = (16, 20, 24)
"""What buttons and menus ask for."""
_WINDOW_SIZES = (16, 32, 48, 256)


@cache
def _strokes(name: str) -> QSvgRenderer:
    return QSvgRenderer(str(places.resources() / "icons" / f"{name}.svg"))


def _drawn(name: str, size: int, ratio: float) -> QImage:
    image = QImage(round(size * ratio), round(size * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _strokes(name).render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    return image


_mask = cache(_drawn)
"""The strokes of an icon, drawn once for all its colours: reading and drawing the SVG is what takes time."""


@cache
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon of that name in that colour, ``size`` device-independent pixels square."""
    mask = _mask(name, size, ratio)
    image = QImage(mask.size(), mask.format())
    image.fill(QColor(colour))
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, mask)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)


def icon(name: str, colour: str, disabled: str, checked: str | None = None, sizes: Sequence[int] = SIZES) -> QIcon:
    """An icon for buttons and menus: normal, disabled and (where it differs) checked colour, sharp on every screen here."""
    result = QIcon()
    for ratio in sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()}):
        for size in sizes:
            result.addPixmap(pixmap(name, colour, size, ratio), QIcon.Mode.Normal)
            result.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
            if checked is not None:
                for mode in (QIcon.Mode.Normal, QIcon.Mode.Active):
                    result.addPixmap(pixmap(name, checked, size, ratio), mode, QIcon.State.On)
    return result


def program_icon() -> QIcon:
    """The mark of the program for the window and the task bar, in its own colours."""
    result = QIcon()
    for size in _WINDOW_SIZES:
        result.addPixmap(QPixmap.fromImage(_drawn("gongshu", size, 1.0)))
    return result
