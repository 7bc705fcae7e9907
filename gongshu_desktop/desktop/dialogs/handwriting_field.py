"""The picture of a person's handwriting that may stand in the signature's box: chosen, looked at, or left out."""

from pathlib import Path

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.host.input_file import UnreadableFile, read_file
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
        if known and Path(known).is_file():
            self._take(Path(known))

    def _choose(self) -> None:
        path = self._around.prompts.open_file(_("选择手写签名图片"), _("PNG 图片 (*.png)"))
        if path is not None:
            self._take(path)

    def _take(self, path: Path) -> None:
        try:
            content = read_file(path, _LARGEST)
        except UnreadableFile as problem:
            self.problem.emit(_("{file} 没有读取：{why}。").format(file=path, why=problem))
            return
        shown = QPixmap()
        if not shown.loadFromData(content):
            self.problem.emit(_("{file} 不是完好的 PNG 图片。").format(file=path.name))
            return
        self.content, self._path = content, str(path)
        ratio = self.devicePixelRatioF()
        shown = shown.scaled(
            int(_WIDTH * ratio),
            int(_HEIGHT * ratio),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        shown.setDevicePixelRatio(ratio)
        paper = QPixmap(int(_WIDTH * ratio), int(_HEIGHT * ratio))
        paper.fill(Qt.GlobalColor.white)  # as on the paper, in a dark window too
        paper.setDevicePixelRatio(ratio)
        with QPainter(paper) as painter:
            size = shown.deviceIndependentSize()
            painter.drawPixmap(QPointF((_WIDTH - size.width()) / 2, (_HEIGHT - size.height()) / 2), shown)
        self._picture.setPixmap(paper)
        self._picture.show()
        self._leave.show()
        self.problem.emit("")

    def leave_out(self) -> None:
        """Sign without a picture."""
        self.content, self._path = b"", ""
        self._picture.clear()
        self._picture.hide()
        self._leave.hide()

    def remember(self) -> None:
        """Keep the choice for this person."""
        kept = dict(self._around.settings.current.handwriting)
        if self._path:
            kept[self._person] = self._path
        else:
            kept.pop(self._person, None)
        if kept != self._around.settings.current.handwriting:
            self._around.settings.change(handwriting=kept)
