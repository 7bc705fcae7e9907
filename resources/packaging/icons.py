"""Draws the program's mark and the mark of its files as Windows and Linux want them: ``python resources/packaging/icons.py``.

Each size is drawn from the SVG itself, so that 16 pixels are as sharp as 256. The results are kept beside the drawings.
"""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).parent / "icons"
DRAWINGS = {"gongshu": HERE.parents[1] / "icons" / "gongshu.svg", "case-file": HERE / "case-file.svg"}
WINDOWS = (16, 20, 24, 32, 40, 48, 64, 128, 256)
LINUX = (48, 128, 256)


def picture(drawing: Path, size: int) -> bytes:
    """The drawing as a PNG of that many pixels square, transparent around it."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(drawing)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def write(name: str, drawing: Path) -> None:
    """One .ico with all of Windows' sizes, and a .png a size for Linux."""
    images = {size: Image.open(BytesIO(picture(drawing, size))) for size in WINDOWS}
    images[256].save(
        HERE / f"{name}.ico", sizes=[(size, size) for size in WINDOWS], append_images=[images[size] for size in WINDOWS]
    )
    for size in LINUX:
        (HERE / f"{name}-{size}.png").write_bytes(picture(drawing, size))


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    for each in DRAWINGS.items():
        write(*each)
