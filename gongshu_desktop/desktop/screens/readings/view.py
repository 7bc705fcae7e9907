"""口径: every phrase of the policy that can honestly be read in more than one way, and what the office has decided."""

from collections.abc import Mapping

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from gongshu_desktop.desktop.dialogs.adopt import AdoptDialog
from gongshu_desktop.desktop.policies import every_policy, newest
from gongshu_desktop.desktop.reading_lines import ReadingLine, reading_lines
from gongshu_desktop.desktop.screen import Screen, Surroundings
from gongshu_desktop.desktop.screens.readings.card import ReadingCard
from gongshu_desktop.desktop.widgets.fields import choice
from gongshu_desktop.desktop.widgets.surfaces import PageHead, ScrolledColumn, clear
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.office.offices import OfficeRefused
from gongshu_desktop.wording import _


class ReadingsScreen(Screen):
    """The readings of one policy."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(surroundings, parent)
        page = surroundings.theme.metric("page")
        column = QVBoxLayout(self)
        column.setContentsMargins(page, 12, page, 0)
        column.setSpacing(8)
        head = PageHead(_("口径"))
        self._choice: QComboBox = choice("readings.policy", _("选择政策"), ())
        self._choice.setMaximumWidth(520)
        self._choice.hide()
        self._choice.activated.connect(lambda _index: self.reload())
        self._count = text("", "small")
        head.beside.addWidget(self._choice)
        head.beside.addWidget(self._count, 1)
        column.addWidget(head)
        said = _("政策文字有多种合理读法时，由单位选定一种并写明依据。测算、意见书和核算凭据都注明所用的读法。")
        column.addWidget(text(said, "muted", wrap=True))
        self._cards = ScrolledColumn("readings.all", _("口径清单"), spacing=10)
        self._cards.body.setContentsMargins(0, 4, 8, 20)
        column.addWidget(self._cards, 1)

    def arrive(self) -> None:
        """Read the policies, the first time; then what was adopted."""
        if self._choice.count():
            self.reload()
            return
        library = self.surroundings.program.policies
        self.surroundings.tasks.submit(lambda _progress: every_policy(library), self._offer, owner=self)

    def _offer(self, policies: Mapping[str, Policy]) -> None:
        if not self._choice.count():
            for policy in policies.values():
                self._choice.addItem(f"{policy.number} {policy.title}", policy.id)
            self._choice.setCurrentIndex(self._choice.findData(newest(policies).id))
            self._choice.setVisible(len(policies) > 1)
        self.reload()

    def reload(self) -> None:
        """Read anew what was adopted."""
        program, policy = self.surroundings.program, str(self._choice.currentData())
        self.surroundings.tasks.submit(
            lambda _progress: reading_lines(program.policies.get(policy), program.offices.readings(policy)),
            self._show,
            owner=self,
        )

    def _show(self, lines: tuple[ReadingLine, ...]) -> None:
        place = self._cards.verticalScrollBar().value()
        clear(self._cards.body)
        for item in lines:
            card = ReadingCard(self.surroundings.theme, item)
            card.setMaximumWidth(960)
            card.adopt_wanted.connect(lambda item=item: self._adopt(item))
            self._cards.body.addWidget(card)
        self._cards.body.addStretch(1)
        adopted = sum(1 for item in lines if item.adopted is not None)
        self._count.setText(_("共 {count} 处，已采用 {adopted} 处").format(count=len(lines), adopted=adopted))
        QTimer.singleShot(0, self, lambda: self._cards.verticalScrollBar().setValue(place))

    def _adopt(self, item: ReadingLine) -> None:
        person = self.surroundings.navigator.person
        if person is None:
            self.surroundings.navigator.notify(_("请先在“单位”中登记人员，再采用口径。"))
            return
        if Role.APPROVER not in person.roles:
            self.surroundings.prompts.problem(_("采用口径须由批准人办理，请在左下角换由批准人。"))
            return
        dialog = AdoptDialog(item, person, self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        policy, key, option, authority = (
            str(self._choice.currentData()),
            item.reading.key,
            dialog.option,
            dialog.authority,
        )
        program = self.surroundings.program
        self.surroundings.tasks.submit(
            lambda _progress: program.offices.adopt(policy, key, option, person, authority),
            lambda _none: self.reload(),
            self._refused,
            owner=self,
        )

    def _refused(self, error: Exception) -> None:
        said = str(error) if isinstance(error, OfficeRefused) else _("口径没有采用成。")
        self.surroundings.prompts.problem(said, error)
