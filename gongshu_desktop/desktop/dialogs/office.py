"""Dialogs about the office: founding it, a person's particulars, issuing a key."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.dialogs.root import RootDialog
from gongshu_desktop.desktop.dialogs.work_dialog import WorkDialog
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.fields import Field, line
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _


class _NewPassphrase(QWidget):
    """A new passphrase, typed twice."""

    def __init__(self, name: str, caption: str, hint: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        self._first = line(f"{name}.passphrase", caption, secret=True)
        self._second = line(f"{name}.again", _("再输一次"), secret=True)
        self._field = Field(caption, self._first, hint)
        self._again = Field(_("再输一次"), self._second)
        row.addWidget(self._field, 1)
        row.addWidget(self._again, 1)

    def given(self) -> str | None:
        """The passphrase; None when it is missing or the two differ, which is then said."""
        first, second = self._first.text(), self._second.text()
        self._field.show_problem("" if first else _("请设定口令。"))
        self._again.show_problem("" if first == second else _("两次输入不一样。"))
        return first if first and first == second else None


class FoundDialog(WorkDialog):
    """建立单位: its name, the prefix of its documents, the passphrase of its root key."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        intro = _("根密钥用来给本单位人员签发签名密钥，请由负责人设定口令，并把文件存到专用 U 盘，锁进保险柜。")
        super().__init__("found", _("建立单位"), intro, width=600, parent=parent)
        self._surroundings = surroundings
        self._name = line("found.name", _("单位名称"), placeholder=_("意见书版头上的全称"))
        self._prefix = line("found.prefix", _("发文字号代字"), value="拱众审")
        self._secret = _NewPassphrase("found", _("根密钥口令"), _("至少 12 个字符，不要用姓名、生日或电话。"))
        self._name_field = Field(_("单位名称"), self._name)
        self._prefix_field = Field(_("发文字号代字"), self._prefix, _("例如“拱众审”，编号即为 拱众审〔2016〕1号"))
        for widget in (self._name_field, self._prefix_field, self._secret):
            self.body.addWidget(widget)
        self._issuer = QCheckBox(_("同时在本机建立发码密钥（意见书上印核验码，可凭纸面查到案卷）"))
        self._issuer.setObjectName("found.issuer")
        self._issuer.setAccessibleName(_("建立发码密钥"))
        self._issuer.setChecked(True)
        self.body.addWidget(self._issuer)
        self.add_work_buttons(_("建立并保存根密钥…"))

    def answers(self) -> tuple[str, str, str] | None:
        """Name, prefix, passphrase; None while something is missing, which is then said."""
        name, prefix, secret = self._name.text().strip(), self._prefix.text().strip(), self._secret.given()
        self._name_field.show_problem("" if name else _("请填写单位名称。"))
        self._prefix_field.show_problem("" if prefix else _("请填写代字。"))
        return (name, prefix, secret) if name and prefix and secret else None

    @property
    def with_issuer(self) -> bool:
        """Whether an issuing key is to be made with it, while the root is at hand."""
        return self._issuer.isChecked()


class PersonDialog(WorkDialog):
    """人员: name, post, roles, whether still in service."""

    def __init__(self, person: Person | None, parent: QWidget | None = None) -> None:
        title = _("登记人员") if person is None else _("修改人员")
        intro = _("一个人可以有几种职责，但在同一案卷上只能以一种身份办理。")
        super().__init__("person", title, intro, width=480, parent=parent)
        self._name = line("person.name", _("姓名"), value=person.name if person else "")
        self._post = line("person.post", _("职务"), value=person.post if person else "")
        self._name_field = Field(_("姓名"), self._name)
        self.body.addWidget(self._name_field)
        self.body.addWidget(Field(_("职务"), self._post))
        row = QHBoxLayout()
        row.setSpacing(18)
        self._roles: dict[Role, QCheckBox] = {}
        for role in Role:
            tick = QCheckBox(words.role(role))
            tick.setObjectName(f"person.role.{role.value}")
            tick.setAccessibleName(words.role(role))
            tick.setChecked(person is not None and role in person.roles)
            self._roles[role] = tick
            row.addWidget(tick)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(text(_("职责"), "section"))
        column.addLayout(row)
        self.body.addLayout(column)
        self._active = QCheckBox(_("在岗（离岗人员不再出现在名单中，其经办记录保留）"))
        self._active.setObjectName("person.active")
        self._active.setAccessibleName(_("在岗"))
        self._active.setChecked(person is None or person.active)
        self._active.setVisible(person is not None)
        self.body.addWidget(self._active)
        self.add_work_buttons(_("保存"))
        self._name.setFocus()

    @property
    def person_name(self) -> str:
        """The name."""
        return self._name.text().strip()

    @property
    def post(self) -> str:
        """The post."""
        return self._post.text().strip()

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles."""
        return tuple(role for role, tick in self._roles.items() if tick.isChecked())

    @property
    def active(self) -> bool:
        """Whether still in service."""
        return self._active.isChecked()

    def complete(self) -> bool:
        """Whether there is a name and a role; what is missing is said."""
        self._name_field.show_problem("" if self.person_name else _("请填写姓名。"))
        self.show_problem("" if self.roles else _("请至少选择一种职责。"))
        return bool(self.person_name and self.roles)


class IssueDialog(RootDialog):
    """签发密钥: with the office's root key, for one person, who sets the passphrase."""

    def __init__(self, surroundings: Surroundings, person: Person, parent: QWidget | None = None) -> None:
        intro = _("为{name}（{post}）签发新的签名密钥。口令由本人设定，他人不得代设。").format(
            name=person.name, post=person.post or words.role(person.roles[0])
        )
        title = _("换发签名密钥") if person.certificate else _("签发签名密钥")
        super().__init__(surroundings, "issue", title, intro, parent=parent)
        if person.certificate:
            said = _("此人原有的密钥随即停用，此前的签名仍然有效。若是遗失或被他人使用，请另行吊销。")
            self.body.addWidget(text(said, "warn", wrap=True))
        self.add_root(_("签发并保存密钥文件…"))
        hint = _("至少 12 个字符。忘记后不能找回，只能重新签发。")
        self._secret = _NewPassphrase("issue", _("新密钥口令（本人设定）"), hint)
        self.body.addWidget(self._secret)

    def answers(self) -> tuple[bytes, str, str] | None:
        """Root key, its passphrase, the new passphrase; None while something is missing, which is then said."""
        root, secret = self.root(), self._secret.given()
        return None if root is None or secret is None else (*root, secret)
