"""移交: a case as a hand-over package for another PC, its digest to be compared; and taking it back."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.dialogs.export import safe_name
from gongshu_desktop.desktop.dialogs.opinion import OpinionDialog
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.desktop.widgets.fields import Field, line
from gongshu_desktop.desktop.widgets.surfaces import Card
from gongshu_desktop.desktop.widgets.texts import Badge, selectable, text
from gongshu_desktop.host.whole_file import put_whole
from gongshu_desktop.review.case import Case
from gongshu_desktop.services.desk.session import CaseMoved
from gongshu_desktop.services.digests import grouped
from gongshu_desktop.services.handover.arrival import HandOverRefused
from gongshu_desktop.services.handover.handing_over import Prepared
from gongshu_desktop.services.records import Person, StoreError
from gongshu_desktop.wording import _


class HandOverDialog(Dialog):
    """To whom. ``to`` holds the answer."""

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        intro = _("{number} · {name} · 现处于“{stage}”阶段").format(
            number=case.number, name=case.makerspace.name, stage=words.stage(case.stage)
        )
        super().__init__("hand-over", _("移交案卷"), intro, width=560, parent=parent)
        self._to = line("hand-over.to", _("移交给"), placeholder=_("例如：二号机 沈伟民"))
        self._to.textChanged.connect(lambda: self.show_problem(""))
        self.body.addWidget(Field(_("移交给（电脑或人）"), self._to))
        said = _(
            "移交包带有本案的全部内容：核定值、结论、意见、佐证材料、意见书和操作日志。"
            "移交后，本案在本机只能查看，直到对方移交回来，或由您写明理由收回。"
        )
        self.body.addWidget(text(said, "soft", wrap=True))
        self.add_buttons(_("选择位置并移交…"))
        self._to.setFocus()

    @property
    def to(self) -> str:
        """For whom the package is."""
        return self._to.text().strip()

    def accept(self) -> None:
        """Close only with somebody named."""
        if not self.to:
            self.show_problem(_("请写明移交给谁。"))
            self._to.setFocus()
            return
        super().accept()


class HandedOverDialog(Dialog):
    """The package is written: where it is, and the digest that both sides compare."""

    def __init__(self, around: Surroundings, path: Path, prepared: Prepared, parent: QWidget | None = None) -> None:
        super().__init__("handed-over", _("已移交"), width=600, parent=parent)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(Badge(around.theme, "check", "ok"), 0, Qt.AlignmentFlag.AlignTop)
        said = _("{number} 已写入 {file}，移交给“{to}”。本案在本机现在只能查看。").format(
            number=prepared.case.number, file=path, to=prepared.to
        )
        row.addWidget(selectable(text(said, wrap=True)), 1)
        self.body.addLayout(row)
        self.body.addWidget(digest_card(prepared.file.digest))
        copy = Button(_("复制核对码"), "handed-over.copy", "quiet", parent=self).with_icon(around.theme, "copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(grouped(prepared.file.digest)))
        self.foot.insertWidget(0, copy)
        self.add_close()


def digest_card(digest: str) -> Card:
    """The digest of a package, eight groups a line, so that two people on the telephone do not lose their place."""
    card = Card("accent", spacing=4)
    card.body.addWidget(text(_("核对码：请双方通过电话逐组核对"), "section"))
    groups = grouped(digest).split()
    lines = "\n".join(" ".join(groups[at : at + 8]) for at in range(0, len(groups), 8))
    shown = selectable(text(lines, "mono"))
    shown.setObjectName("package.digest")
    shown.setAccessibleName(_("核对码 {groups}").format(groups=grouped(digest)))
    card.body.addWidget(shown)
    return card


def hand_over(
    around: Surroundings, case_id: str, then: Callable[[], object], *, save: Callable[[], object] = lambda: None
) -> None:
    """Ask to whom and where to, and write the package there. ``save`` writes down what is unwritten; ``then`` comes last."""
    person = around.navigator.person
    if person is None:
        return

    def read(_progress: object) -> Case:
        save()
        return around.program.desk.open(case_id, person).case

    around.tasks.submit(
        read, lambda case: _ask(around, case, person, then), partial(_failed, around), owner=around.owner
    )


def _ask(around: Surroundings, case: Case, person: Person, then: Callable[[], object]) -> None:
    dialog = HandOverDialog(case, around.owner)
    wanted, to = dialog.exec() == QDialog.DialogCode.Accepted, dialog.to  # the work runs when the dialog is gone
    dialog.deleteLater()
    if not wanted:
        return
    name = f"{safe_name(case.number or case.makerspace.name)}.gspack"
    path = around.prompts.save_file(_("移交包存到哪里"), name, _("移交包 (*.gspack)"))
    if path is None:
        return
    place, handing_over = path, around.program.handing_over

    def work(_progress: object) -> Prepared:
        prepared = handing_over.prepare(case.id, person, to)
        handing_over.hand_over(prepared, lambda content, mark: put_whole(place, content, mark))
        return prepared

    def done(prepared: Prepared) -> None:
        shown = HandedOverDialog(around, place, prepared, around.owner)
        shown.exec()
        shown.deleteLater()
        then()

    around.tasks.submit(work, done, partial(_failed, around), owner=around.owner, title=_("正在写移交包"))


def take_back(around: Surroundings, case_id: str, then: Callable[[], object]) -> None:
    """Ask for a reason, and work on the case here again."""
    person = around.navigator.person
    if person is None:
        return
    dialog = OpinionDialog(
        _("收回移交"),
        _("收回后，本案在本机又可以办理。对方手中的移交包并不失效：请先确认对方没有继续办理，否则两边会各办各的。"),
        _("收回"),
        caption=_("收回的理由"),
        danger=True,
        parent=around.owner,
    )
    wanted, reason = dialog.exec() == QDialog.DialogCode.Accepted, dialog.opinion
    dialog.deleteLater()
    if not wanted:
        return

    def done(_none: None) -> None:
        around.navigator.notify(_("已收回，可以在本机继续办理"))
        then()

    around.tasks.submit(
        lambda _progress: around.program.handing_over.take_back(case_id, person, reason),
        done,
        partial(_failed, around),
        owner=around.owner,
    )


def _failed(around: Surroundings, error: Exception) -> None:
    tell = around.prompts.problem
    if isinstance(error, HandOverRefused | CaseMoved | StoreError):
        tell(str(error))
    elif isinstance(error, OSError):
        tell(_("移交包没有写成，案卷没有移交。请换一个位置，或检查磁盘空间与权限。"), error)
    else:
        tell(_("案卷没有移交。"), error)
