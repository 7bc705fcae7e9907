"""Dialogs that need the office's root key: its file and passphrase are asked for each time, and kept nowhere."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.dialogs.file_field import FileField
from gongshu_desktop.desktop.dialogs.key_field import KeyFileField, root_kinds
from gongshu_desktop.desktop.dialogs.work_dialog import WorkDialog
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.fields import Field, choice, line
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.host.input_file import UnreadableFile, read_file
from gongshu_desktop.services.office.trust_changes import short
from gongshu_desktop.services.office.trust_content import KnownKey, RevocationReason, reason_words
from gongshu_desktop.services.ports import WrongPassphrase
from gongshu_desktop.wording import _


class RootDialog(WorkDialog):
    """What is to be done, then the root key file and its passphrase. Put what else is asked before ``add_root``."""

    def __init__(
        self, around: Surroundings, name: str, title: str, intro: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, title, intro, width=620, parent=parent)
        self._around = around

    def add_root(self, main: str, *, danger: bool = False) -> None:
        """The root's fields, and the buttons."""
        theme, prompts = self._around.theme, self._around.prompts
        self._root = KeyFileField(theme, prompts, f"{self.name}.root", _("单位根密钥文件"), root_kinds())
        self._root_secret = line(f"{self.name}.root.passphrase", _("根密钥口令"), secret=True)
        self._root_field = Field(_("根密钥口令"), self._root_secret)
        self._root_secret.textEdited.connect(lambda _typed: self._root_field.show_problem(""))
        self.body.addWidget(self._root)
        self.body.addWidget(self._root_field)
        self.add_work_buttons(main, danger=danger)

    def root(self) -> tuple[bytes, str] | None:
        """Root key and passphrase; None while something is missing, which is then said."""
        content, secret = self._root.read(), self._root_secret.text()
        self.show_problem(content if isinstance(content, str) else "")
        self._root_field.show_problem("" if secret else _("请输入根密钥口令。"))
        return (content, secret) if isinstance(content, bytes) and secret else None

    def tell(self, error: Exception) -> bool:
        """A wrong passphrase beside its field."""
        if not isinstance(error, WrongPassphrase):
            return super().tell(error)
        self._root_field.show_problem(_("口令不对，打不开根密钥。"))
        self._root_secret.selectAll()
        self._root_secret.setFocus()
        return True


class RefreshDialog(RootDialog):
    """重新签发信任文件: with a fresh revocation list."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        intro = _("吊销名单 180 天内有效。重新签发后，请导出信任文件，带到其他电脑上采用。")
        super().__init__(around, "refresh", _("重新签发吊销名单"), intro, parent=parent)
        self.add_root(_("重新签发"))


class RevokeDialog(RootDialog):
    """吊销: which of a person's keys, and why."""

    def __init__(
        self, around: Surroundings, name: str, keys: Sequence[KnownKey], parent: QWidget | None = None
    ) -> None:
        intro = _("吊销不能撤回。吊销后请导出信任文件，尽快带到其他电脑上采用。")
        title = _("吊销{name}的签名密钥").format(name=name)
        super().__init__(around, "revoke", title, intro, parent=parent)
        self._key = choice("revoke.key", _("密钥"), [(_in_short(key), key.fingerprint) for key in keys])
        self._reason = choice("revoke.reason", _("原因"), [(reason_words(item), item) for item in RevocationReason])
        # what becomes of earlier signatures hangs on it: nobody should take one without looking
        self._reason.setPlaceholderText(_("请选择原因"))
        self._reason.setCurrentIndex(-1)
        self.body.addWidget(Field(_("密钥"), self._key))
        self._reason_field = Field(_("原因"), self._reason)
        self._reason.currentIndexChanged.connect(lambda _row: self._reason_field.show_problem(""))
        self.body.addWidget(self._reason_field)
        self.add_root(_("吊销"), danger=True)

    @property
    def fingerprint(self) -> str:
        """Of the chosen key."""
        return str(self._key.currentData())

    def reason(self) -> RevocationReason | None:
        """Why; None until it is chosen, which is then asked for."""
        chosen = self._reason.currentData()
        self._reason_field.show_problem("" if chosen else _("请选择原因。"))
        return RevocationReason(chosen) if chosen else None


def _in_short(key: KnownKey) -> str:
    ends = words.day(key.ends.astimezone().date())
    if key.revoked is not None:
        return _("{fingerprint} · {day} 到期 · 已吊销").format(fingerprint=short(key), day=ends)
    if key.until is not None:
        return _("{fingerprint} · {day} 到期 · 已停用").format(fingerprint=short(key), day=ends)
    return _("{fingerprint} · {day} 到期").format(fingerprint=short(key), day=ends)


class IssuerDialog(RootDialog):
    """建立发码密钥."""

    def __init__(self, around: Surroundings, *, again: bool, parent: QWidget | None = None) -> None:
        intro = _(
            "发码密钥只存在这台电脑上，用来在意见书上印核验码；它不能签名。建立后信任文件会更新，请导出给其他电脑。"
        )
        title = _("更换发码密钥") if again else _("新建发码密钥")
        super().__init__(around, "issuer", title, intro, parent=parent)
        if again:
            self.body.addWidget(text(_("本机原有的发码密钥随即停用，已发的核验码仍然有效。"), "warn", wrap=True))
        self.add_root(title)


class RetireDialog(RootDialog):
    """停用发码密钥: whether what it issued still counts."""

    def __init__(self, around: Surroundings, issuer: str, parent: QWidget | None = None) -> None:
        title = _("停用发码密钥 {id}").format(id=issuer)
        intro = _("停用后，它不再签发核验码。此前签发的核验码仍然有效，除非密钥已泄露。")
        super().__init__(around, "retire", title, intro, parent=parent)
        self._leaked = QCheckBox(_("密钥已泄露：此前签发的核验码一律不再认可"))
        self._leaked.setObjectName("retire.compromised")
        self._leaked.setAccessibleName(_("密钥已泄露"))
        self.body.addWidget(self._leaked)
        self.add_root(_("停用"), danger=True)

    @property
    def compromised(self) -> bool:
        """Whether what it issued counts no more."""
        return self._leaked.isChecked()


class CertifyDialog(RootDialog):
    """为 UKey 签发证书: from the request that was made on the token."""

    def __init__(self, around: Surroundings, name: str, parent: QWidget | None = None) -> None:
        intro = _("按 UKey 中生成的证书申请，为{name}签发证书。本人原有的签名密钥随即停用。").format(name=name)
        super().__init__(around, "certify", _("签发 UKey 证书"), intro, parent=parent)
        self._request = FileField(
            around.theme,
            around.prompts,
            "certify",
            _("证书申请文件"),
            _("证书申请 (*.csr *.pem);;所有文件 (*)"),
            placeholder=_("在 UKey 上生成申请时保存的文件"),
        )
        self.body.addWidget(self._request)
        self.add_root(_("签发并保存证书…"))

    def request(self) -> bytes | None:
        """The request; None while it cannot be read, which is then said."""
        path = self._request.path
        if path is None:
            self._request.field.show_problem(_("请选择证书申请文件。"))
            return None
        try:
            content = read_file(path, 1024 * 1024)
        except UnreadableFile:
            self._request.field.show_problem(_("读不到 {file}。请插好 U 盘，确认文件还在原处。").format(file=path))
            return None
        self._request.field.show_problem("")
        return content
