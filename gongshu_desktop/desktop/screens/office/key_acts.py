"""What is done about a person's key on the office's screen: issued, renewed, revoked, set up on a token."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from gongshu_desktop.desktop.dialogs.export import safe_name
from gongshu_desktop.desktop.dialogs.office import IssueDialog
from gongshu_desktop.desktop.dialogs.root import CertifyDialog, RevokeDialog
from gongshu_desktop.desktop.dialogs.secret_file import SecretFile
from gongshu_desktop.desktop.dialogs.token import InstallDialog, RequestDialog
from gongshu_desktop.desktop.dialogs.work_dialog import carry_out
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.screens.office.trust_acts import person_at_work
from gongshu_desktop.host.whole_file import put_whole
from gongshu_desktop.services.office.trust_content import KnownKey
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _


class KeyActs:
    """``changed`` is called after each change of what this PC knows."""

    def __init__(self, around: Surroundings, parent: QWidget, changed: Callable[[], None]) -> None:
        self._around, self._parent, self._changed = around, parent, changed

    def issue(self, person: Person) -> None:
        """签发, or 换发 for somebody who has a key: the new file is written before anything else is done."""
        around, by = self._around, person_at_work(self._around)
        dialog = IssueDialog(around, person, self._parent)
        file = SecretFile(_("密钥文件存到哪里"), _("签名密钥-{name}").format(name=person.name), "p12")
        make = around.program.trust.renew if person.certificate else around.program.offices.issue_key

        def prepare() -> Callable[[], bytes] | None:
            answers = dialog.answers()
            if answers is None or not file.choose(around.prompts):
                return None
            return lambda: make(person.id, *answers, by=by)

        if carry_out(around, dialog, prepare, lambda key: file.keep(key, around.prompts)):
            around.navigator.notify(_("已给{name}签发密钥").format(name=person.name))
        self._changed()

    def revoke(self, person: Person, keys: Sequence[KnownKey]) -> None:
        """吊销, with its reason."""
        around, by = self._around, person_at_work(self._around)
        dialog = RevokeDialog(around, person.name, keys, self._parent)

        def prepare() -> Callable[[], object] | None:
            root, fingerprint, reason = dialog.root(), dialog.fingerprint, dialog.reason()
            if root is None or reason is None:
                return None
            return lambda: around.program.trust.revoke(fingerprint, reason, *root, by=by)

        if carry_out(around, dialog, prepare, lambda _content: True):
            around.navigator.notify(_("已吊销，请导出信任文件，尽快带到其他电脑"))
            self._changed()

    # --- tokens ---------------------------------------------------------------------------------------------------

    def request(self, person: Person) -> None:
        """A key made on a token; its request to a file."""
        around = self._around
        dialog = RequestDialog(around, person.name, self._parent)

        def prepare() -> Callable[[], bytes] | None:
            given = dialog.field.given()
            return None if given is None else lambda: around.program.tokens.request(*given, person)

        def keep(request: bytes) -> bool:
            return self._keep(_("证书申请存到哪里"), _("证书申请-{name}.csr").format(name=person.name), request)

        if carry_out(around, dialog, prepare, keep):
            around.navigator.notify(_("申请已保存，请交给保管根密钥的人签发证书"))

    def certify(self, person: Person) -> None:
        """A certificate from a request, with the root; to a file, and on record here."""
        around, by = self._around, person_at_work(self._around)
        dialog = CertifyDialog(around, person.name, self._parent)

        def prepare() -> Callable[[], str] | None:
            request, root = dialog.request(), dialog.root()
            if request is None or root is None:
                return None
            return lambda: around.program.trust.certify(person.id, request, *root, by=by)

        def keep(certificate: str) -> bool:
            name = _("证书-{name}.pem").format(name=person.name)
            self._keep(_("证书存到哪里"), name, certificate.encode())
            return True  # it is on record here as well

        if carry_out(around, dialog, prepare, keep):
            around.navigator.notify(_("已签发证书，请装到{name}的 UKey").format(name=person.name))
            self._changed()

    def install(self, person: Person) -> None:
        """A certificate onto its token."""
        around = self._around
        dialog = InstallDialog(around, person.name, recorded=bool(person.certificate), parent=self._parent)

        def prepare() -> Callable[[], None] | None:
            certificate, given = dialog.certificate(person.certificate), dialog.field.given()
            if certificate is None or given is None:
                return None
            return lambda: around.program.tokens.install(*given, certificate)

        if carry_out(around, dialog, prepare, lambda _none: True):
            around.navigator.notify(_("证书已装到 UKey，{name}可以用它签署").format(name=person.name))

    def _keep(self, title: str, name: str, content: bytes) -> bool:
        """Write what is no secret; asked for again as long as it cannot be written. False: the person gave up."""
        prompts = self._around.prompts
        stem, _dot, ending = name.rpartition(".")
        while True:
            path = prompts.save_file(title, f"{safe_name(stem)}.{ending}", f"(*.{ending})")
            if path is None:
                return False
            try:
                put_whole(path, content)
            except OSError as error:
                prompts.problem(_("写不进 {file}。请换一个位置，或检查磁盘空间与权限。").format(file=path), error)
            else:
                return True
