"""操作日志: who did what to this case and when, newest first; each entry opens to its old and new values."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView, QVBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.screens.review.journal_words import subject_words, value_words
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.services.journal import act_words
from gongshu_desktop.services.ports import Entry
from gongshu_desktop.wording import _


class JournalPanel(QWidget):
    """Reads the journal when it comes into sight."""

    def __init__(self, surroundings: Surroundings, case: str, policy: Policy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = surroundings
        self._case = case
        self._policy = policy
        self._sequence = -1
        self.setObjectName("review.journal")
        self._model = QStandardItemModel(self)
        self._tree = QTreeView(self)
        self._tree.setObjectName("review.journal.entries")
        self._tree.setAccessibleName(_("操作日志"))
        self._tree.setModel(self._model)
        self._tree.setHeaderHidden(True)
        self._tree.setFrameShape(QFrame.Shape.NoFrame)
        self._tree.setProperty("role", "plain")
        self._tree.setWordWrap(True)
        self._tree.setIndentation(16)
        self._tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._empty = text(_("还没有记录"), "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self._empty)
        column.addWidget(self._tree, 1)

    def refresh(self) -> None:
        """Read it anew, in the background."""
        program = self._around.program

        def read(_progress: object) -> tuple[Sequence[Entry], Mapping[str, str]]:
            names = {person.id: person.name for person in program.offices.people()}
            return program.desk.journal(self._case), names

        self._around.tasks.submit(read, self._show, owner=self)

    def _show(self, found: tuple[Sequence[Entry], Mapping[str, str]]) -> None:
        entries, names = found
        newest = max((entry.sequence for entry in entries), default=-1)
        if newest == self._sequence:
            return
        self._sequence = newest
        self._model.clear()
        for entry in reversed(entries):
            self._model.appendRow(self._item(entry, names))
        self._empty.setVisible(not entries)
        self._tree.setVisible(bool(entries))

    def _item(self, entry: Entry, names: Mapping[str, str]) -> QStandardItem:
        who = names.get(entry.person, entry.person)
        count = _("{count} 处").format(count=len(entry.changes)) if entry.changes else ""
        item = QStandardItem(
            " · ".join(part for part in (words.moment(entry.at), who, act_words(entry.action), count) if part)
        )
        item.setToolTip(entry.digest)
        for change in entry.changes:
            shown = f"{subject_words(change, self._policy)}: {value_words(change.old)} → {value_words(change.new)}"
            child = QStandardItem(shown)
            child.setToolTip(change.subject)
            item.appendRow(child)
        return item
