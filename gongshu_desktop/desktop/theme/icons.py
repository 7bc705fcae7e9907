"""The program's own line icons, tinted by theme. One set, black strokes on a 24-unit square, in ``resources/icons``."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gongshu_desktop import places

_SIZES = (16, 18, 20, 24, 32, 48, 64)


@cache
def _drawing(name: str) -> str:
    return (places.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@cache
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon of that name in that colour, ``size`` device-independent pixels square."""
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("#000000", colour).encode()))
    image = QImage(round(size * ratio), round(size * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)


def icon(name: str, colour: str, disabled: str, checked: str | None = None) -> QIcon:
    """An icon for buttons and menus: normal, disabled and (where it differs) checked colour, sharp at 100 % to 300 %."""
    result = QIcon()
    for size in _SIZES:
        for ratio in (1.0, 2.0):
            result.addPixmap(pixmap(name, colour, size, ratio), QIcon.Mode.Normal)
            result.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
            if checked is not None:
                for mode in (QIcon.Mode.Normal, QIcon.Mode.Active):
                    result.addPixmap(pixmap(name, checked, size, ratio), mode, QIcon.State.On)
    return result


def program_icon() -> QIcon:
    """The mark of the program for the window and the task bar."""
    result = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        result.addPixmap(pixmap("gongshu", "#000000", size))
    return result
