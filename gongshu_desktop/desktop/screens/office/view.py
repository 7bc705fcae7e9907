"""单位: the office and its root, its people, their keys."""

from functools import partial

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.dialogs.export import safe_name, write_file
from gongshu_desktop.desktop.dialogs.office import FoundDialog, IssueDialog, PersonDialog
from gongshu_desktop.desktop.dialogs.secret_file import SecretFile
from gongshu_desktop.desktop.screen import Screen, Surroundings
from gongshu_desktop.desktop.screens.office.people import PeopleCard
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.surfaces import Card, EmptyState, PageHead, ScrolledColumn
from gongshu_desktop.desktop.widgets.texts import selectable, text
from gongshu_desktop.services.offices import OfficeRefused
from gongshu_desktop.services.ports import Person, UnusableKey, WeakPassphrase, WrongPassphrase
from gongshu_desktop.wording import _

_WIDEST = 960


class OfficeScreen(Screen):
    """Before the office is founded: one button. After: the office and its people."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        page = surroundings.theme.metric("page")
        column = QVBoxLayout(self)
        column.setContentsMargins(page, 12, page, 0)
        column.setSpacing(12)
        column.addWidget(PageHead(_("单位")))
        inside = ScrolledColumn("office.all", _("单位"), spacing=14)
        inside.body.setContentsMargins(0, 0, 8, 20)
        self._unfounded, self._founded = self._build_unfounded(), self._build_founded()
        self._people = PeopleCard(surroundings.theme)
        self._people.add_wanted.connect(lambda: self._edit(None))
        self._people.edit_wanted.connect(self._edit)
        self._people.key_wanted.connect(self._issue)
        for card in (self._unfounded, self._founded, self._people):
            card.setMaximumWidth(_WIDEST)
            inside.body.addWidget(card)
        inside.body.addStretch(1)
        column.addWidget(inside, 1)

    def _build_unfounded(self) -> Card:
        card = Card()
        words = _("建立单位后，才能给人员签发签名密钥、签署审核意见书。测算和打印草稿不受影响。")
        empty = EmptyState(self.surroundings.theme, "office", _("还没有建立单位"), words)
        found = Button(_("建立单位…"), "office.found", "primary", parent=self)
        found.clicked.connect(self._found)
        empty.buttons.addWidget(found)
        card.body.addWidget(empty)
        return card

    def _build_founded(self) -> Card:
        theme = self.surroundings.theme
        card = Card(spacing=12)
        self._name, self._prefix = text("", "heading", wrap=True), text("", "body")
        self._print = selectable(text("", "mono", wrap=True))
        row = QHBoxLayout()
        row.addWidget(self._name, 1)
        trust = Button(_("导出信任文件…"), "office.trust", parent=self).with_icon(theme, "export")
        trust.setToolTip(_("交给上级或其他电脑，用来核验本单位签发的意见书；其中没有任何密钥"))
        trust.clicked.connect(self._export_trust)
        row.addWidget(trust)
        card.body.addLayout(row)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.addWidget(text(_("发文字号代字"), "muted"), 0, 0)
        grid.addWidget(self._prefix, 0, 1)
        grid.addWidget(text(_("根证书指纹"), "muted"), 1, 0)
        grid.addWidget(self._print, 1, 1)
        card.body.addLayout(grid)
        said = _("把指纹打印或抄送给会核验本单位文件的人，对方用它确认信任文件没有被调换。")
        card.body.addWidget(text(said, "small", wrap=True))
        return card

    def arrive(self) -> None:
        self.reload()

    def reload(self) -> None:
        """Read the office anew."""
        offices = self.surroundings.program.offices
        office = offices.office()
        founded = office is not None and bool(office.trust)
        self._unfounded.setVisible(not founded)
        self._founded.setVisible(founded)
        if office is not None:
            self._name.setText(office.name)
            self._prefix.setText(office.prefix)
            self._print.setText(offices.fingerprint())
        people = sorted(offices.people(), key=lambda person: (not person.active, person.id))
        self._people.show_people(people, can_issue=founded)

    # --- what is done --------------------------------------------------------------------------------------------

    def _by(self) -> str:
        person = self.surroundings.navigator.person
        return person.id if person is not None else ""

    def _found(self) -> None:
        dialog = FoundDialog(self.surroundings, self)
        offices, by = self.surroundings.program.offices, self._by()

        def begin() -> None:
            answers = dialog.answers()
            if answers is None:
                return
            name, prefix, secret = answers
            file = SecretFile(_("根密钥存到哪里"), _("根密钥-{name}").format(name=name), "pem")
            if not file.choose(self.surroundings.prompts):
                return
            dialog.busy(working=True)
            self.surroundings.tasks.submit(
                lambda _progress: offices.found(name, prefix, secret, by=by),
                lambda root: self._keep(file, root, dialog),
                partial(self._refused, dialog),
                owner=dialog,
            )

        dialog.main_button.clicked.connect(begin)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.surroundings.navigator.notify(_("单位已建立，请把根密钥 U 盘锁进保险柜"))
        dialog.deleteLater()
        self.reload()

    def _edit(self, person: Person | None) -> None:
        dialog = PersonDialog(person, self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        offices, by = self.surroundings.program.offices, self._by()
        try:
            known = person.id if person is not None else None
            saved = offices.save_person(dialog.person_name, dialog.roles, post=dialog.post, id=known, by=by)
            if dialog.active != saved.active:
                offices.set_active(saved.id, dialog.active, by=by)
        except OfficeRefused as error:
            self.surroundings.prompts.problem(str(error))
        # who can work may have changed
        self.surroundings.navigator.rebuild()

    def _issue(self, person: Person) -> None:
        dialog = IssueDialog(self.surroundings, person, self)
        offices, by = self.surroundings.program.offices, self._by()

        def begin() -> None:
            answers = dialog.answers()
            if answers is None:
                return
            root, root_secret, secret = answers
            file = SecretFile(_("密钥文件存到哪里"), _("签名密钥-{name}").format(name=person.name), "p12")
            if not file.choose(self.surroundings.prompts):
                return
            dialog.busy(working=True)
            self.surroundings.tasks.submit(
                lambda _progress: offices.issue_key(person.id, root, root_secret, secret, by=by),
                lambda key: self._keep(file, key, dialog),
                partial(self._refused, dialog),
                owner=dialog,
            )

        dialog.main_button.clicked.connect(begin)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.surroundings.navigator.notify(_("已给{name}签发密钥").format(name=person.name))
            self.surroundings.navigator.rebuild()
        dialog.deleteLater()

    def _keep(self, file: SecretFile, content: bytes, dialog: FoundDialog | IssueDialog) -> None:
        if file.keep(content, self.surroundings.prompts):
            dialog.accept()
        else:
            dialog.reject()

    def _refused(self, dialog: FoundDialog | IssueDialog, error: Exception) -> None:
        dialog.busy(working=False)
        if isinstance(error, WrongPassphrase) and isinstance(dialog, IssueDialog):
            dialog.wrong_passphrase()
        elif isinstance(error, OfficeRefused | WeakPassphrase | UnusableKey):
            dialog.show_problem(str(error))
        else:
            self.surroundings.prompts.problem(_("没有办成。"), error)

    def _export_trust(self) -> None:
        office = self.surroundings.program.offices.office()
        if office is None:
            return
        suggested = safe_name(_("信任文件-{name}").format(name=office.name)) + ".json"
        path = self.surroundings.prompts.save_file(_("导出信任文件"), suggested, _("信任文件 (*.json)"))
        if path is None:
            return
        try:
            write_file(path, office.trust)
        except OSError as error:
            self.surroundings.prompts.problem(_("写不进 {file}。").format(file=path), error)
        else:
            self.surroundings.navigator.notify(_("已导出到 {file}").format(file=path))
