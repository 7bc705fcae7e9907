"""What is done about trust on the office's screen: trust files out and in, the revocation list, issuing keys."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from gongshu_desktop.desktop.dialogs.export import safe_name
from gongshu_desktop.desktop.dialogs.root import IssuerDialog, RefreshDialog, RetireDialog
from gongshu_desktop.desktop.dialogs.trust import AcceptTrustDialog
from gongshu_desktop.desktop.dialogs.work_dialog import carry_out
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.screens.office.issuing_card import in_groups
from gongshu_desktop.host.input_file import UnreadableFile, read_file
from gongshu_desktop.host.whole_file import put_whole
from gongshu_desktop.services.office.offices import OfficeRefused
from gongshu_desktop.services.office.trust_content import KnownIssuer
from gongshu_desktop.services.office.trust_exchange import TrustPreview
from gongshu_desktop.services.ports import UnusableKey
from gongshu_desktop.services.records import StoreError
from gongshu_desktop.services.verification.sizes import LARGEST_TRUST_FILE
from gongshu_desktop.wording import _


def person_at_work(around: Surroundings) -> str:
    """The id of who is working; "" before there are people."""
    person = around.navigator.person
    return person.id if person is not None else ""


class TrustActs:
    """``changed`` is called after each change."""

    def __init__(self, around: Surroundings, parent: QWidget, changed: Callable[[], None]) -> None:
        self._around, self._parent, self._changed = around, parent, changed

    def export(self, office: str) -> None:
        """信任文件 of the office of that name to a file."""
        around = self._around
        suggested = safe_name(_("信任文件-{name}").format(name=office)) + ".json"
        path = around.prompts.save_file(_("导出信任文件"), suggested, _("信任文件 (*.json)"))
        if path is None:
            return
        by = person_at_work(around)
        around.tasks.submit(
            lambda _progress: put_whole(path, around.program.trust.export(by=by)),
            lambda _none: around.navigator.notify(_("已导出到 {file}").format(file=path)),
            lambda error: self._not_exported(path, error),
            owner=self._parent,
        )

    def _not_exported(self, path: Path, error: Exception) -> None:
        if isinstance(error, OSError):
            self._around.prompts.problem(_("写不进 {file}。").format(file=path), error)
        else:
            self._failed(error)

    def accept(self) -> None:
        """An offered 信任文件: looked at, compared, taken into use."""
        around = self._around
        path = around.prompts.open_file(_("采用信任文件"), _("信任文件 (*.json);;所有文件 (*)"))
        if path is None:
            return

        around.tasks.submit(
            lambda _progress: around.program.trust.preview(read_file(path, LARGEST_TRUST_FILE)),
            self._offer,
            partial(self._failed, path=path),
            owner=self._parent,
        )

    def _offer(self, preview: TrustPreview) -> None:
        around, by = self._around, person_at_work(self._around)
        dialog = AcceptTrustDialog(preview, self._parent)

        def prepare() -> Callable[[], None] | None:
            if not dialog.compared():
                return None
            return lambda: around.program.trust.accept(preview, compared=True, by=by)

        if carry_out(around, dialog, prepare, lambda _none: True):
            said = _("已采用第 {number} 号信任文件").format(number=preview.content.number)
            around.navigator.rebuild()  # people may have come with it
            QTimer.singleShot(0, around.owner, lambda: around.navigator.notify(said))

    def refresh(self) -> None:
        """A fresh revocation list."""
        around, by = self._around, person_at_work(self._around)
        dialog = RefreshDialog(around, self._parent)

        def prepare() -> Callable[[], object] | None:
            root = dialog.root()
            return None if root is None else lambda: around.program.trust.refresh(*root, by=by)

        if carry_out(around, dialog, prepare, lambda _content: True):
            around.navigator.notify(_("已重新签发，请导出信任文件，带到其他电脑"))
            self._changed()

    def make_issuer(self, *, again: bool) -> None:
        """建立 or 更换发码密钥."""
        around, by = self._around, person_at_work(self._around)
        dialog = IssuerDialog(around, again=again, parent=self._parent)

        def prepare() -> Callable[[], object] | None:
            root = dialog.root()
            return None if root is None else lambda: around.program.issuing.make(*root, by=by)

        if carry_out(around, dialog, prepare, lambda _issuer: True):
            around.navigator.notify(_("发码密钥已建立，此后制作的意见书印有核验码"))
            self._changed()

    def make_issuer_with(self, root: bytes, passphrase: str) -> None:
        """建立发码密钥 while the root is at hand."""
        around, by = self._around, person_at_work(self._around)

        def failed(error: Exception) -> None:
            around.prompts.problem(_("单位已建立，但发码密钥没有建成。可以稍后在“发码密钥”中再建。"), error)

        around.tasks.submit(
            lambda _progress: around.program.issuing.make(root, passphrase, by=by),
            lambda _issuer: self._changed(),
            failed,
            owner=self._parent,
            title=_("正在建立发码密钥"),
        )

    def retire_issuer(self, issuer: KnownIssuer) -> None:
        """停用发码密钥."""
        around, by = self._around, person_at_work(self._around)
        dialog = RetireDialog(around, in_groups(issuer.id), self._parent)

        def prepare() -> Callable[[], None] | None:
            root, compromised = dialog.root(), dialog.compromised
            if root is None:
                return None
            return lambda: around.program.issuing.retire(issuer.id, *root, compromised=compromised, by=by)

        if carry_out(around, dialog, prepare, lambda _none: True):
            around.navigator.notify(_("发码密钥已停用，请导出信任文件，带到其他电脑"))
            self._changed()

    def _failed(self, error: Exception, path: Path | None = None) -> None:
        if isinstance(error, UnusableKey | OfficeRefused | StoreError):
            self._around.prompts.problem(str(error))
        elif isinstance(error, UnreadableFile):
            self._around.prompts.problem(_("{file} 没有读取：{why}。").format(file=path, why=error), error)
        else:
            self._around.prompts.problem(_("没有办成。"), error)
