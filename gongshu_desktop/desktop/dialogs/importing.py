"""导入: a case file is shown before it is taken in, and can be taken back in one step afterwards."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QListWidget, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.file_places import claim_titles, place_words
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.desktop.widgets.fields import area
from gongshu_desktop.desktop.widgets.surfaces import Card, ScrolledColumn
from gongshu_desktop.desktop.widgets.texts import Badge, Pill, selectable, text
from gongshu_desktop.host.input_file import UnreadableFile, read_file
from gongshu_desktop.review.findings import Severity
from gongshu_desktop.services.desk.desk import DeskRefused, ImportPreview
from gongshu_desktop.services.desk.exchanging import CaseFileRefused
from gongshu_desktop.services.ports import StoredFile
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _

T = TypeVar("T")

_LARGEST = 64 * 1024 * 1024
_WIDTH, _TALLEST = 680, 500


class ImportDialog(Dialog):
    """What a case file would bring in: the case, its measures and amounts, and what one should know first."""

    def __init__(self, surroundings: Surroundings, path: Path, preview: ImportPreview, parent: QWidget | None = None):
        intro = _("来自 {file}。确认之前不写入任何内容；导入后可一步撤销。").format(file=path.name)
        super().__init__("import", _("导入案卷"), intro, width=_WIDTH, parent=parent)
        self._theme = surroundings.theme
        inside = ScrolledColumn("import.content", _("案卷内容"))
        inside.body.addWidget(self._build_case(preview))
        for words_, tone in self._warnings(preview):
            card = Card(tone)
            card.body.addWidget(text(words_, wrap=True))
            inside.body.addWidget(card)
        inside.body.addWidget(self._build_measures(preview))
        inside.body.addStretch(1)
        inside.show_up_to(_TALLEST, _WIDTH - 48)
        self.body.addWidget(inside)
        self.add_buttons(_("导入这个案卷"))

    def _build_case(self, preview: ImportPreview) -> QWidget:
        case = preview.case
        card = Card(spacing=4)
        card.body.addWidget(text(case.makerspace.name, "heading"))
        card.body.addWidget(text(f"{case.applicant.name} · {case.applicant.uscc}", "soft"))
        place = _("{number} · {year} 年度 · {street} · 佐证材料 {count} 份").format(
            number=preview.number, year=case.year, street=case.makerspace.subdistrict, count=len(case.evidence)
        )
        card.body.addWidget(text(place, "small"))
        return card

    def _warnings(self, preview: ImportPreview) -> list[tuple[str, str]]:
        found = []
        if preview.same_number is not None:
            same = preview.same_number
            found.append(
                (
                    _("案卷号 {old} 已被“{name}”使用，导入后改编为 {new}。").format(
                        old=same.number, name=same.makerspace, new=preview.number
                    ),
                    "warn",
                )
            )
        elif preview.case.number and preview.case.number != preview.number:
            words = _("案卷号 {old} 的序号位数过多，导入后改编为 {new}。")
            found.append((words.format(old=preview.case.number, new=preview.number), "warn"))
        if preview.similar:
            numbers = _("、").join(item.number for item in preview.similar[:5])
            found.append(
                (
                    _("本年度已有同一申报单位或同名众创空间的案卷：{numbers}。请确认不是重复申报。").format(
                        numbers=numbers
                    ),
                    "warn",
                )
            )
        return found

    def _build_measures(self, preview: ImportPreview) -> QWidget:
        card = Card(spacing=6)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        heads = (_("申报事项"), "", _("申报额（元）"), _("测算额（元）"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for column, head in enumerate(heads):
            label = text(head, "section")
            grid.addWidget(label, 0, column, right if column > 1 else Qt.AlignmentFlag.AlignLeft)
        for row, (claim, result) in enumerate(zip(preview.case.claims, preview.assessment.measures, strict=True), 1):
            grid.addWidget(text(f"{result.measure}  {result.title}"), row, 0)
            grid.addWidget(Pill(words.outcome(result.outcome), words.outcome_tone(result.outcome)), row, 1)
            grid.addWidget(text(words.amount(claim.claimed)), row, 2, right)
            grid.addWidget(text(words.amount(result.amount)), row, 3, right)
        card.body.addLayout(grid)
        errors = sum(1 for finding in preview.findings if finding.severity is Severity.ERROR)
        if errors:
            card.body.addWidget(text(_("导入后还有 {count} 处待办。").format(count=errors), "warn"))
        return card


class RefusedDialog(Dialog):
    """Why a file is not taken: every problem and its place in words; the paths, for whoever made the file, behind a button."""

    def __init__(
        self,
        surroundings: Surroundings,
        path: Path,
        refused: CaseFileRefused,
        titles: Mapping[int, str],
        parent: QWidget | None = None,
        *,
        said: str = "",
        place: Callable[[str, Mapping[int, str]], str] = place_words,
    ) -> None:
        super().__init__("refused", _("不能导入这个文件"), width=640, parent=parent)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(Badge(surroundings.theme, "warning", "danger"), 0, Qt.AlignmentFlag.AlignTop)
        said = said or _(
            "{file} 有 {count} 处问题，未写入任何内容。请退回提供文件的单位，按下列位置改正后再导入。"
        ).format(file=path.name, count=len(refused.problems))
        row.addWidget(selectable(text(said, wrap=True)), 1)
        self.body.addLayout(row)
        listed = QListWidget()
        listed.setObjectName("refused.problems")
        listed.setAccessibleName(_("问题清单"))
        listed.setWordWrap(True)
        for problem in refused.problems:
            listed.addItem(f"{place(problem.path, titles)}\n{problem.expected}")
        listed.setMinimumHeight(160)
        self.body.addWidget(listed, 1)
        self._paths = area("refused.paths", _("技术细节"), value=str(refused), lines=6)
        self._paths.setReadOnly(True)
        self._paths.hide()
        self.body.addWidget(self._paths)
        self._details = Button(_("技术细节"), "refused.details", "quiet", parent=self)
        self._details.clicked.connect(self._toggle)
        self.foot.insertWidget(0, self._details)
        self.add_close()

    def _toggle(self) -> None:
        shown = not self._paths.isVisible()
        self._paths.setVisible(shown)
        self._details.setText(_("收起细节") if shown else _("技术细节"))
        self.refit()


class _Import:
    """One file on its way in: read, shown, taken in, and perhaps taken back."""

    def __init__(self, surroundings: Surroundings, path: Path, person: Person, then: Callable[[], None]) -> None:
        self._around, self._path, self._person, self._then = surroundings, path, person, then
        self._program = surroundings.program
        self._titles: Mapping[int, str] = {}

    def begin(self) -> None:
        """Read the file and show what it would bring in."""
        self._submit(self._read, self._shown, _("正在读取案卷文件"))

    def _read(self) -> ImportPreview:
        """Called in the worker."""
        stored = StoredFile(path=self._path, content=read_file(self._path, _LARGEST))
        try:
            return self._program.desk.preview(stored)
        except CaseFileRefused:
            self._titles = claim_titles(stored.content, self._program.policies)
            raise

    def _submit(self, work: Callable[[], T], done: Callable[[T], None], title: str) -> None:
        tasks, owner = self._around.tasks, self._around.owner
        tasks.submit(lambda _progress: work(), done, self._failed, owner=owner, title=title)

    def _shown(self, preview: ImportPreview) -> None:
        dialog = ImportDialog(self._around, self._path, preview, self._around.owner)
        wanted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        if wanted:
            self._submit(lambda: self._program.desk.import_case(preview, self._person), self._taken, _("正在导入"))

    def _taken(self, case: str) -> None:
        self._then()
        self._around.navigator.notify(_("已导入 {file}").format(file=self._path.name), lambda: self._take_back(case))

    def _take_back(self, case: str) -> None:
        def done(_none: None) -> None:
            self._then()
            self._around.navigator.notify(_("已撤销导入 {file}").format(file=self._path.name))

        self._submit(lambda: self._program.desk.undo_import(case, self._person), done, _("正在撤销导入"))

    def _failed(self, error: Exception) -> None:
        name, tell = self._path.name, self._around.prompts.problem
        if isinstance(error, CaseFileRefused):
            dialog = RefusedDialog(self._around, self._path, error, self._titles, self._around.owner)
            dialog.exec()
            dialog.deleteLater()
        elif isinstance(error, DeskRefused):
            tell(str(error))
        elif isinstance(error, UnreadableFile):
            tell(_("{file} 没有读取：{why}。").format(file=self._path, why=error))
        else:
            tell(_("{file} 没有导入，未写入任何内容。").format(file=name), error)


def import_case_file(surroundings: Surroundings, path: Path, then: Callable[[], None]) -> None:
    """Preview a case file, and take it in when the person says so. ``then`` is called after every change."""
    person = surroundings.navigator.person
    if person is None:
        surroundings.navigator.notify(_("请先在“单位”中登记人员，再办理案卷。"))
        return
    _Import(surroundings, path, person, then).begin()
