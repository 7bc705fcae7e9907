"""Which face of a font file that holds several."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.desktop.widgets.fields import Field, choice
from gongshu_desktop.wording import _


class FontFaceDialog(Dialog):
    """``face`` is the number of the chosen one."""

    def __init__(self, faces: Sequence[str], parent: QWidget | None = None) -> None:
        intro = _("这个文件里有 {count} 个字体，请选定用哪一个。").format(count=len(faces))
        super().__init__("font-face", _("选定字体"), intro, width=460, parent=parent)
        options = [(name, number) for number, name in enumerate(faces)]
        self._box = choice("font-face.face", _("字体"), options)
        self.body.addWidget(Field(_("字体"), self._box))
        self.add_buttons(_("选用"))
        self._box.setFocus()

    @property
    def face(self) -> int:
        """The number of the chosen face in the file."""
        return int(self._box.currentData())
