"""A file that is typed or chosen."""

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.prompts import Prompts
from gongshu_desktop.desktop.theme.theme import Theme
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.fields import Field, line
from gongshu_desktop.wording import _


class FileField(QWidget):
    """A path that can be typed or chosen. ``name`` is the prefix of its controls' names."""

    def __init__(
        self,
        theme: Theme,
        prompts: Prompts,
        name: str,
        caption: str,
        kinds: str,
        chosen: str = "",
        *,
        placeholder: str = "",
    ) -> None:
        super().__init__()
        self._prompts, self._kinds, self._caption = prompts, kinds, caption
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        self.edit = line(f"{name}.file", caption, value=chosen, placeholder=placeholder)
        self.row.addWidget(self.edit, 1)
        choose = Button(_("选择…"), f"{name}.choose", parent=self).with_icon(theme, "folder")
        choose.clicked.connect(self._choose)
        self.row.addWidget(choose)
        inside = QWidget()
        inside.setLayout(self.row)
        self.row.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.field = Field(caption, inside)
        self.field.caption.setBuddy(self.edit)
        column.addWidget(self.field)

    def _choose(self) -> None:
        path = self._prompts.open_file(self._caption, self._kinds)
        if path is not None:
            self.edit.setText(str(path))
            self.edit.textEdited.emit(str(path))

    @property
    def path(self) -> Path | None:
        """The chosen file."""
        typed = self.edit.text().strip().strip('"')
        return Path(typed) if typed else None
