"""The picture of a person's handwriting that may stand in the signature's box: chosen, looked at, or left out."""

from pathlib import Path

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.host.input_file import read_file
from gongshu_desktop.wording import _

_LARGEST = 16 * 1024 * 1024
"""Only what could be no picture of handwriting at all; its own rules are checked, and told, when it is signed with."""
_WIDTH, _HEIGHT = 150, 48


class HandwritingField(QWidget):
    """``problem(words)``: the picture cannot be read. The path is remembered for each person, on this PC."""

    problem = Signal(str)

    def __init__(self, around: Surroundings, name: str, person: str) -> None:
        super().__init__()
        self._around, self._person = around, person
        self.content = b""
        self._path = ""
        self._awaited: Path | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(text(_("手写签名图片（可不用）"), "section"), 1)
        self._picture = QLabel()
        self._picture.setObjectName(f"{name}.picture")
        self._picture.setProperty("role", "preview")
        self._picture.setAccessibleName(_("手写签名预览"))
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self._picture)
        self._leave = Button(_("不用"), f"{name}.no-picture", "quiet", parent=self)
        self._leave.clicked.connect(self.leave_out)
        choose = Button(_("选择图片…"), f"{name}.choose-picture", parent=self).with_icon(around.theme, "image")
        choose.clicked.connect(self._choose)
        choose.setToolTip(_("背景透明的 PNG，印在签名栏内；起作用的是密钥签名。"))
        row.addWidget(self._leave)
        row.addWidget(choose)
        self.leave_out()
        known = around.settings.current.handwriting.get(person, "")
        if known:
            self._take(Path(known), remembered=True)

    def _choose(self) -> None:
        path = self._around.prompts.open_file(_("选择手写签名图片"), _("PNG 图片 (*.png)"))
        if path is not None:
            self._take(path)

    def _take(self, path: Path, *, remembered: bool = False) -> None:
        """Read it in a worker: the place may answer late or never, and a picture may take its time."""
        self._awaited = path
        ratio = self.devicePixelRatioF()

        def read(_progress: object) -> tuple[bytes, QImage] | None:
            if remembered and not path.is_file():
                return None  # moved away since
            content = read_file(path, _LARGEST)
            return content, _fitting(content, ratio)

        def arrived(found: tuple[bytes, QImage] | None) -> None:
            if self._awaited is path:
                self._awaited = None
                if found is not None:
                    self._show(path, *found, ratio)

        def failed(error: Exception) -> None:
            if self._awaited is path:
                self._awaited = None
                self.problem.emit(_("{file} 没有读取：{why}。").format(file=path, why=error))

        self._around.tasks.submit(read, arrived, failed, owner=self)

    def _show(self, path: Path, content: bytes, fitting: QImage, ratio: float) -> None:
        if fitting.isNull():
            self.problem.emit(_("{file} 不是完好的 PNG 图片。").format(file=path.name))
            return
        self.content, self._path = content, str(path)
        paper = QPixmap(int(_WIDTH * ratio), int(_HEIGHT * ratio))
        paper.fill(Qt.GlobalColor.white)  # as on the paper, in a dark window too
        paper.setDevicePixelRatio(ratio)
        with QPainter(paper) as painter:
            size = fitting.deviceIndependentSize()
            painter.drawImage(QPointF((_WIDTH - size.width()) / 2, (_HEIGHT - size.height()) / 2), fitting)
        self._picture.setPixmap(paper)
        self._picture.show()
        self._leave.show()
        self.problem.emit("")

    def leave_out(self) -> None:
        """Sign without a picture."""
        self._awaited = None
        self.content, self._path = b"", ""
        self._picture.clear()
        self._picture.hide()
        self._leave.hide()

    def remember(self) -> None:
        """Keep the choice for this person; the one before, while a picture is still being read."""
        if self._awaited is not None:
            return
        kept = dict(self._around.settings.current.handwriting)
        if self._path:
            kept[self._person] = self._path
        else:
            kept.pop(self._person, None)
        if kept != self._around.settings.current.handwriting:
            self._around.settings.change(handwriting=kept)


def _fitting(content: bytes, ratio: float) -> QImage:
    """The picture as large as its place; a null one when it is none."""
    found = QImage.fromData(content)
    if found.isNull():
        return found
    edges = int(_WIDTH * ratio), int(_HEIGHT * ratio)
    found = found.scaled(*edges, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    found.setDevicePixelRatio(ratio)
    return found
