"""单位: the office and its root, its people, their keys, and who is trusted."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gongshu_desktop.desktop.dialogs.office import FoundDialog, PersonDialog
from gongshu_desktop.desktop.dialogs.secret_file import SecretFile
from gongshu_desktop.desktop.dialogs.work_dialog import carry_out
from gongshu_desktop.desktop.screen import Screen, Surroundings
from gongshu_desktop.desktop.screens.office.issuing_card import IssuingCard
from gongshu_desktop.desktop.screens.office.key_acts import KeyActs
from gongshu_desktop.desktop.screens.office.people import PeopleCard
from gongshu_desktop.desktop.screens.office.root_card import RootCard
from gongshu_desktop.desktop.screens.office.state import OfficeState, read_office
from gongshu_desktop.desktop.screens.office.trust_acts import TrustActs, person_at_work
from gongshu_desktop.desktop.tasks import Progress
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.surfaces import Card, EmptyState, PageHead, ScrolledColumn
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _

_WIDEST = 960


class OfficeScreen(Screen):
    """Before the office is founded: founding it, or taking another PC's trust file. After: the office and its people."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        self._state: OfficeState | None = None
        self._reading: Progress | None = None
        self._trust_acts = TrustActs(surroundings, self, self.reload)
        self._key_acts = KeyActs(surroundings, self, self.reload)
        page = surroundings.theme.metric("page")
        column = QVBoxLayout(self)
        column.setContentsMargins(page, 12, page, 0)
        column.setSpacing(12)
        column.addWidget(PageHead(_("单位")))
        inside = ScrolledColumn("office.all", _("单位"), spacing=14)
        inside.body.setContentsMargins(0, 0, 8, 20)
        self._unfounded, self._founded = self._build_unfounded(), self._build_founded()
        self._people, self._issuing = self._build_people(), self._build_issuing()
        for card in (self._unfounded, self._founded, self._people, self._issuing):
            card.setMaximumWidth(_WIDEST)
            card.hide()  # until it is known what it says
            inside.body.addWidget(card)
        inside.body.addStretch(1)
        column.addWidget(inside, 1)

    def _build_unfounded(self) -> Card:
        card = Card()
        words = _("建立单位后，才能给人员签发签名密钥、签署审核意见书。测算和打印草稿不受影响。")
        empty = EmptyState(self.surroundings.theme, "office", _("还没有建立单位"), words)
        found = Button(_("建立单位…"), "office.found", "primary", parent=self)
        found.clicked.connect(self._found)
        accept = Button(_("采用别的电脑的信任文件…"), "office.accept-first", parent=self)
        accept.clicked.connect(self._trust_acts.accept)
        for button in (found, accept):
            empty.buttons.addWidget(button)
        card.body.addWidget(empty)
        return card

    def _build_founded(self) -> RootCard:
        card = RootCard(self.surroundings.theme)
        card.export_wanted.connect(self._export)
        card.accept_wanted.connect(self._trust_acts.accept)
        card.refresh_wanted.connect(self._trust_acts.refresh)
        return card

    def _build_people(self) -> PeopleCard:
        card = PeopleCard(self.surroundings.theme)
        card.add_wanted.connect(lambda: self._edit(None))
        card.edit_wanted.connect(self._edit)
        card.key_wanted.connect(self._key_acts.issue)
        card.revoke_wanted.connect(self._revoke)
        card.request_wanted.connect(self._key_acts.request)
        card.certify_wanted.connect(self._key_acts.certify)
        card.install_wanted.connect(self._key_acts.install)
        return card

    def _build_issuing(self) -> IssuingCard:
        card = IssuingCard(self.surroundings.theme)
        card.make_wanted.connect(self._make_issuer)
        card.retire_wanted.connect(self._trust_acts.retire_issuer)
        return card

    def arrive(self) -> None:
        self.reload()

    def reload(self) -> None:
        """Read the office anew, in the background; what an earlier reading finds is no longer shown."""
        if self._reading is not None:
            self._reading.cancel()
        program = self.surroundings.program

        def read(progress: Progress) -> OfficeState:
            state = read_office(program)
            progress.go_on()
            return state

        self._reading = self.surroundings.tasks.submit(read, self._show, owner=self)

    def _show(self, state: OfficeState) -> None:
        self._state = state
        self._unfounded.setVisible(not state.founded)
        for card in (self._founded, self._issuing):
            card.setVisible(state.founded)
        if state.office is not None:
            self._founded.show_office(state.office, state.content, state.problems)
        self._issuing.show_issuers(state.content.issuers if state.content is not None else (), ready=state.ready)
        self._people.show_people(state.people, state.keys, self.surroundings.program.clock(), can_issue=state.founded)
        self._people.show()

    # --- what is done --------------------------------------------------------------------------------------------

    def _found(self) -> None:
        around, by = self.surroundings, person_at_work(self.surroundings)
        dialog = FoundDialog(around, self)
        chosen: list[tuple[SecretFile, str]] = []
        made: list[bytes] = []

        def prepare() -> Callable[[], bytes] | None:
            answers = dialog.answers()
            if answers is None:
                return None
            name, prefix, secret = answers
            file = SecretFile(_("根密钥存到哪里"), _("根密钥-{name}").format(name=name), "pem")
            if not file.choose(around.prompts):
                return None
            chosen[:] = [(file, secret)]
            return lambda: around.program.offices.found(name, prefix, secret, by=by)

        def keep(root: bytes) -> bool:
            made.append(root)
            return chosen[0][0].keep(root, around.prompts)

        if carry_out(around, dialog, prepare, keep):
            around.navigator.notify(_("单位已建立，请把根密钥 U 盘锁进保险柜"))
            if dialog.with_issuer:
                self._trust_acts.make_issuer_with(made[0], chosen[0][1])
        self.reload()

    def _export(self) -> None:
        if self._state is not None and self._state.office is not None:
            self._trust_acts.export(self._state.office.name)

    def _make_issuer(self) -> None:
        self._trust_acts.make_issuer(again=self._state is not None and self._state.ready)

    def _edit(self, person: Person | None) -> None:
        around, by = self.surroundings, person_at_work(self.surroundings)
        dialog = PersonDialog(person, self)

        def prepare() -> Callable[[], None] | None:
            if not dialog.complete():
                return None
            name, roles, post, active = dialog.person_name, dialog.roles, dialog.post, dialog.active
            known = person.id if person is not None else None

            def save() -> None:
                saved = around.program.offices.save_person(name, roles, post=post, id=known, by=by)
                if active != saved.active:
                    around.program.offices.set_active(saved.id, active, by=by)

            return save

        carry_out(around, dialog, prepare, lambda _none: True)
        # who can work may have changed, also when only the first of two steps went well
        around.navigator.rebuild()

    def _revoke(self, person: Person) -> None:
        known = self._state.keys.get(person.id, ()) if self._state is not None else ()
        keys = tuple(key for key in known if not key.void)
        self._key_acts.revoke(person, keys)
