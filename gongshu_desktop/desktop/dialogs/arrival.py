"""接收移交: what a hand-over package would bring is shown before anything is written, and can be taken back in one step."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QDialog

from gongshu_desktop.desktop.dialogs.arrival_view import ArrivalDialog
from gongshu_desktop.desktop.dialogs.importing import RefusedDialog
from gongshu_desktop.desktop.file_places import member_words
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.tasks import Progress, Work
from gongshu_desktop.host.input_file import UnreadableFile, read_file
from gongshu_desktop.services.desk.exchanging import CaseFileRefused
from gongshu_desktop.services.handover.arrival import HandOverRefused, Relation
from gongshu_desktop.services.handover.package import LARGEST_PACKAGE
from gongshu_desktop.services.handover.taking_over import ArrivalPreview, TakenOver
from gongshu_desktop.services.records import Person, StoreError
from gongshu_desktop.wording import _

T = TypeVar("T")


class _Arrival:
    """One package on its way in: read, shown, taken over, and perhaps taken back."""

    def __init__(self, around: Surroundings, path: Path, person: Person, then: Callable[[], None]) -> None:
        self._around, self._path, self._person, self._then = around, path, person, then
        self._program = around.program

    def begin(self) -> None:
        """Read the package and show what it would bring."""

        def read(progress: Progress) -> ArrivalPreview:
            return self._program.taking_over.preview(read_file(self._path, LARGEST_PACKAGE), progress.go_on)

        self._submit(read, self._shown, _("正在读取移交包"))

    def _submit(self, work: Work[T], done: Callable[[T], None], title: str) -> None:
        tasks, owner = self._around.tasks, self._around.owner
        tasks.submit(work, done, self._failed, owner=owner, title=title)

    def _shown(self, preview: ArrivalPreview) -> None:
        policy = self._program.policies.get(preview.case.policy)
        dialog = ArrivalDialog(self._path.name, preview, policy, self._around.owner)
        wanted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        choose = preview.relation is Relation.DIVERGED
        if wanted:
            self._submit(
                lambda _progress: self._program.taking_over.take_over(preview, self._person, choose=choose),
                lambda taken: self._taken(taken, undoable=preview.undoable),
                _("正在接收"),
            )

    def _taken(self, taken: TakenOver, *, undoable: bool) -> None:
        self._then()
        said = _("已接收 {number}").format(number=taken.number)
        self._around.navigator.notify(said, (lambda: self._take_back(taken)) if undoable else None)

    def _take_back(self, taken: TakenOver) -> None:
        def done(_none: None) -> None:
            self._then()
            self._around.navigator.notify(_("已撤销接收 {number}").format(number=taken.number))

        self._submit(lambda _progress: self._program.taking_over.undo(taken, self._person), done, _("正在撤销接收"))

    def _failed(self, error: Exception) -> None:
        name, tell = self._path.name, self._around.prompts.problem
        if isinstance(error, CaseFileRefused):
            said = _("{file} 没有通过检查（{count} 处），未写入任何内容。请重新拷贝，或请移交人重新移交。")
            words = said.format(file=name, count=len(error.problems))
            dialog = RefusedDialog(
                self._around, self._path, error, {}, self._around.owner, said=words, place=member_words
            )
            dialog.exec()
            dialog.deleteLater()
        elif isinstance(error, HandOverRefused | StoreError):
            tell(str(error))
        elif isinstance(error, UnreadableFile):
            tell(_("{file} 没有读取：{why}。").format(file=self._path, why=error))
        else:
            tell(_("{file} 没有接收，未写入任何内容。").format(file=name), error)


def take_over_package(surroundings: Surroundings, path: Path, then: Callable[[], None]) -> None:
    """Preview a package, and take it over when the person says so. ``then`` is called after every change."""
    person = surroundings.navigator.person
    if person is None:
        surroundings.navigator.notify(_("请先在“单位”中登记人员，再办理案卷。"))
        return
    _Arrival(surroundings, path, person, then).begin()
