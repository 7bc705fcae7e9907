"""文书字体: which font prints each role, and the office's own in the place of a bundled one."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.dialogs.font_face import FontFaceDialog
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.surfaces import Card, clear
from gongshu_desktop.desktop.widgets.texts import ElidedText, rule, text
from gongshu_desktop.services.font_choices import LARGEST_FONT, ChosenFont, FontRefused, FontRole, role_words
from gongshu_desktop.services.records import StoreError
from gongshu_desktop.wording import _


def _uses() -> Mapping[FontRole, str]:
    return {
        FontRole.FANGSONG: _("正文"),
        FontRole.KAI: _("引文、二级标题、签名"),
        FontRole.HEI: _("一级标题、强调"),
        FontRole.SONG_BOLD: _("红头、标题"),
        FontRole.SONG: _("页码"),
    }


class FontsCard(Card):
    """One row a role. What is chosen holds for everything that is drawn from now on."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(spacing=10, parent=parent)
        self._around = surroundings
        self._choosers: dict[FontRole, Button] = {}
        self.body.addWidget(text(_("文书字体"), "heading"))
        said = _(
            "内置字体各字俱全。单位自有仿宋、楷体、黑体、小标宋等字体文件的，可逐项选用："
            "检查后复制进本机数据，U 盘即可拔下；它没有的字仍由内置字体补上。请先确认单位有权使用该字体。"
        )
        self.body.addWidget(text(said, "small", wrap=True))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)

    def reload(self, focus: FontRole | None = None) -> None:
        """Show what is in use; whoever works by keyboard stays in the row that he was in."""
        program = self._around.program
        self._around.tasks.submit(
            lambda _progress: program.fonts.chosen(), lambda chosen: self._show(chosen, focus), owner=self
        )

    def _show(self, in_use: Sequence[ChosenFont], focus: FontRole | None) -> None:
        self._hold(working=False)
        chosen = {item.font.role: item for item in in_use}
        clear(self._grid)
        for number, (role, use) in enumerate(_uses().items()):
            self._grid.addWidget(rule(), 2 * number, 0, 1, 3)
            self._grid.addLayout(_two(text(role_words(role), "strong"), text(use, "small")), 2 * number + 1, 0)
            self._grid.addLayout(self._font(chosen.get(role)), 2 * number + 1, 1)
            self._grid.addLayout(self._buttons(role, chosen.get(role)), 2 * number + 1, 2)
        if focus is not None:
            self._choosers[focus].setFocus()

    def _font(self, chosen: ChosenFont | None) -> QVBoxLayout:
        if chosen is None:
            return _two(text(_("内置字体"), "soft"))
        said = _("GB 2312 的汉字齐全")
        if chosen.lacking:
            said = _("缺 GB 2312 的 {count} 个汉字，由其他字体补上").format(count=chosen.lacking)
        name = ElidedText(chosen.font.name, "strong")
        name.setAccessibleDescription(f"SHA-256 {chosen.font.sha256}")
        return _two(name, ElidedText(said, "small"))

    def _buttons(self, role: FontRole, chosen: ChosenFont | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        words = role_words(role)
        if chosen is not None:
            restore = Button(_("恢复内置"), f"settings.font.{role.value}.restore", "quiet", parent=self)
            restore.setAccessibleName(_("{role}恢复内置字体").format(role=words))
            restore.clicked.connect(partial(self._restore, role))
            row.addWidget(restore)
        choose = Button(_("选用…"), f"settings.font.{role.value}.choose", parent=self)
        choose.setAccessibleName(_("为{role}选用字体文件").format(role=words))
        choose.clicked.connect(partial(self._choose, role))
        row.addWidget(choose)
        self._choosers[role] = choose
        return row

    # --- what is done ------------------------------------------------------------------------------------------------

    def _choose(self, role: FontRole) -> None:
        around = self._around
        title = _("为{role}选用字体文件").format(role=role_words(role))
        path = around.prompts.open_file(title, _("TrueType 字体 (*.ttf *.ttc);;所有文件 (*)"))
        if path is None:
            return

        def read() -> tuple[bytes, Sequence[str]]:
            with path.open("rb") as file:
                content = file.read(LARGEST_FONT + 1)
            return content, around.program.fonts.faces(content)

        self._hold(working=True)
        around.tasks.submit(
            lambda _progress: read(),
            lambda found: self._take(role, path, *found),
            partial(self._failed, role, path),
            owner=self,
            title=_("正在检查字体"),
        )

    def _take(self, role: FontRole, path: Path, content: bytes, faces: Sequence[str]) -> None:
        around, face = self._around, 0
        if len(faces) > 1:
            dialog = FontFaceDialog(faces, around.owner)
            if dialog.exec() != FontFaceDialog.DialogCode.Accepted:
                self._hold(working=False, focus=role)
                return
            face = dialog.face
        person = around.navigator.person
        by = person.id if person is not None else ""
        around.tasks.submit(
            lambda _progress: around.program.fonts.choose(role, content, face, by=by),
            self._chosen,
            partial(self._failed, role, path),
            owner=self,
            title=_("正在检查字体"),
        )

    def _chosen(self, chosen: ChosenFont) -> None:
        self.reload(chosen.font.role)
        words = _("{role}此后用“{name}”").format(role=role_words(chosen.font.role), name=chosen.font.name)
        self._around.navigator.notify(words)

    def _restore(self, role: FontRole) -> None:
        around, person = self._around, self._around.navigator.person
        by = person.id if person is not None else ""

        def done(_none: None) -> None:
            self.reload(role)
            around.navigator.notify(_("{role}已恢复内置字体").format(role=role_words(role)))

        def failed(error: Exception) -> None:
            self._hold(working=False, focus=role)
            around.prompts.problem(str(error) if isinstance(error, StoreError) else _("没有办成。"), error)

        self._hold(working=True)
        around.tasks.submit(lambda _progress: around.program.fonts.restore(role, by=by), done, failed, owner=self)

    def _hold(self, *, working: bool, focus: FontRole | None = None) -> None:
        """Nothing more can be asked for while it works; whoever works by keyboard is then in the row that he was in."""
        self.setEnabled(not working)
        if focus is not None:
            self._choosers[focus].setFocus()

    def _failed(self, role: FontRole, path: Path, error: Exception) -> None:
        self._hold(working=False, focus=role)
        if isinstance(error, FontRefused | StoreError):
            self._around.prompts.problem(_("“{file}”没有选用：{reason}").format(file=path.name, reason=error))
        elif isinstance(error, OSError):
            words = _("读不到“{file}”。请插好 U 盘，确认文件还在原处。").format(file=path.name)
            self._around.prompts.problem(words, error)
        else:
            self._around.prompts.problem(_("没有办成。"), error)


def _two(*labels: QWidget) -> QVBoxLayout:
    """One above the other."""
    column = QVBoxLayout()
    column.setSpacing(2)
    for label in labels:
        column.addWidget(label)
    return column
