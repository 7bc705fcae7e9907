"""设置: language, look, the fonts of documents, where the data is, a backup now, and what the program is made of."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop import __version__
from gongshu_desktop.desktop import crash_report, words
from gongshu_desktop.desktop.dialogs.licences import LicencesDialog
from gongshu_desktop.desktop.screen import Screen, Surroundings
from gongshu_desktop.desktop.screens.settings.fonts_card import FontsCard
from gongshu_desktop.desktop.screens.settings.update_card import UpdateCard
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.surfaces import Card, PageHead, ScrolledColumn
from gongshu_desktop.desktop.widgets.texts import selectable, text
from gongshu_desktop.wording import _

_WIDEST = 820


class SettingsScreen(Screen):
    """Every choice takes effect at once."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        page = surroundings.theme.metric("page")
        column = QVBoxLayout(self)
        column.setContentsMargins(page, 12, page, 0)
        column.setSpacing(12)
        column.addWidget(PageHead(_("设置")))
        inside = ScrolledColumn("settings.all", _("设置"), spacing=14)
        inside.body.setContentsMargins(0, 0, 8, 20)
        self._inside = inside
        self._fonts = FontsCard(surroundings)
        update = UpdateCard(surroundings)
        for card in (self._build_look(), self._fonts, self._build_data(), update, self._build_about()):
            card.setMaximumWidth(_WIDEST)
            inside.body.addWidget(card)
        inside.body.addStretch(1)
        column.addWidget(inside, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The room beside the cards is a margin: Qt asks for their height at the whole width, and would cut long texts."""
        super().resizeEvent(event)
        spare = self._inside.width() - _WIDEST
        self._inside.body.setContentsMargins(0, 0, max(8, spare), 20)

    def arrive(self) -> None:
        self._fonts.reload()

    # --- look ----------------------------------------------------------------------------------------------------

    def _build_look(self) -> Card:
        chosen = self.surroundings.settings.current
        card = Card(spacing=12)
        card.body.addWidget(text(_("显示"), "heading"))
        # a language is named in itself, so that whoever reads it finds it
        languages = (("zh", "简体中文"), ("en", "English"))
        themes = (("system", _("随系统")), ("light", _("浅色")), ("dark", _("深色")))
        sizes = (("standard", _("标准")), ("large", _("大")), ("larger", _("特大")))
        card.body.addLayout(self._segments("language", _("界面语言"), languages, chosen.language))
        card.body.addLayout(self._segments("theme", _("外观"), themes, chosen.theme))
        card.body.addLayout(self._segments("text_size", _("字号"), sizes, chosen.text_size))
        note = _("政策原文和审核意见书始终为中文。")
        card.body.addWidget(text(note, "small", wrap=True))
        return card

    def _segments(self, key: str, caption: str, options: Sequence[tuple[str, str]], current: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(text(caption), 1)
        group = QButtonGroup(self)
        for value, shown in options:
            button = Button(shown, f"settings.{key}.{value}", "segment", parent=self)
            button.setProperty("first", "true" if value == options[0][0] else "false")
            button.setAccessibleName(f"{caption}:{shown}")
            button.setCheckable(True)
            button.setChecked(value == current)
            button.clicked.connect(self._setter(key, value))
            group.addButton(button)
            row.addWidget(button)
        return row

    def _setter(self, key: str, value: str) -> Callable[[], None]:
        def change() -> None:
            self.surroundings.settings.change(**{key: value})
            self.surroundings.navigator.rebuild()

        return change

    # --- data ----------------------------------------------------------------------------------------------------

    def _build_data(self) -> Card:
        theme, folder = self.surroundings.theme, self.surroundings.program.data_folder
        card = Card(spacing=10)
        card.body.addWidget(text(_("数据"), "heading"))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(text(_("数据文件夹")))
        row.addWidget(selectable(text(str(folder), "soft", wrap=True)), 1)
        show = Button(_("打开文件夹"), "settings.folder", parent=self).with_icon(theme, "folder")
        show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        row.addWidget(show)
        card.body.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(10)
        said = _("全部案卷、佐证材料、操作日志和设置都在这个文件夹里。请定期备份到另一个磁盘或 U 盘。")
        row.addWidget(text(said, "small", wrap=True), 1)
        backup = Button(_("立即备份…"), "settings.backup", parent=self).with_icon(theme, "backup")
        backup.clicked.connect(self._back_up)
        row.addWidget(backup)
        card.body.addLayout(row)
        self._last = text("", "small")
        card.body.addWidget(self._last)
        self._show_last_backup()
        return card

    def _show_last_backup(self) -> None:
        at = self.surroundings.settings.backed_up()
        self._last.setText(_("上次备份 {time}").format(time=words.moment(at)) if at else _("还没有备份过"))

    def _back_up(self) -> None:
        now = self.surroundings.program.clock()
        suggested = f"gongshu-{now:%Y%m%d-%H%M}.db"
        file = self.surroundings.prompts.save_file(_("备份到哪里"), suggested, _("数据备份 (*.db)"))
        if file is None:
            return

        def failed(error: Exception) -> None:
            said = _("没有备份成功：{reason}\n请换一个位置，或检查磁盘空间与权限。").format(reason=error)
            self.surroundings.prompts.problem(said, error)

        person = self.surroundings.navigator.person
        self.surroundings.tasks.submit(
            lambda _progress: self.surroundings.program.back_up(file, person.id if person is not None else ""),
            self._backed_up,
            failed,
            owner=self.surroundings.owner,
            title=_("正在备份"),
        )

    def _backed_up(self, file: Path) -> None:
        now = self.surroundings.program.clock()
        self.surroundings.settings.change(backed_up=now.isoformat())
        self._show_last_backup()
        at = words.clock(now)
        self.surroundings.navigator.notify(_("已备份 {time}：{file}").format(time=at, file=file))

    # --- about ---------------------------------------------------------------------------------------------------

    def _build_about(self) -> Card:
        card = Card(spacing=8)
        row = QHBoxLayout()
        row.addWidget(text(_("关于"), "heading"), 1)
        licences = Button(_("开源许可"), "settings.licences", "quiet", parent=self)
        licences.clicked.connect(lambda: LicencesDialog(self.surroundings.owner).exec())
        row.addWidget(licences)
        if crash_report.reports(self.surroundings.program.data_folder):
            problems = Button(_("导出问题报告…"), "settings.problems", "quiet", parent=self)
            problems.clicked.connect(self._export_problems)
            row.addWidget(problems)
        card.body.addLayout(row)
        card.body.addWidget(text(_("拱墅众创扶持审核 {version}").format(version=__version__)))
        said = _("脱机审核程序：不连接网络，不收集任何信息。金额一律按政策文件精确计算，每一步都可追溯。")
        card.body.addWidget(text(said, "small", wrap=True))
        return card

    def _export_problems(self) -> None:
        """Problem reports hold no case content, so they may be handed on as they are."""
        to = self.surroundings.prompts.save_file(_("导出问题报告"), _("问题报告.txt"), _("文本文件 (*.txt)"))
        if to is None:
            return
        try:
            crash_report.export(self.surroundings.program.data_folder, to)
        except OSError as error:
            self.surroundings.prompts.problem(_("不能写入“{file}”。请另选位置。").format(file=to.name), error)
            return
        self.surroundings.navigator.notify(_("已导出问题报告：{file}").format(file=to.name))
