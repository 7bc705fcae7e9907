"""操作日志: who did what to this case and when, newest first, each change with its old and its new value."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.screens.review.parts import appear
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.surfaces import Card, ScrolledColumn, clear
from gongshu_desktop.desktop.widgets.texts import selectable, text
from gongshu_desktop.services.desk.session import ReviewSession
from gongshu_desktop.services.journal.acts import act_words
from gongshu_desktop.services.journal.histories import History
from gongshu_desktop.services.journal.whereabouts import HandOverAct
from gongshu_desktop.services.journal.words import change_words
from gongshu_desktop.services.ports import Entry
from gongshu_desktop.wording import _

ENTRIES_AT_ONCE = 30
CHANGES_AT_ONCE = 8


Found = tuple[Sequence[Entry], Mapping[str, str], Sequence[tuple[Entry, History]]]
"""The entries here, the names by id, and the entries of other PCs that came with the case."""


class EntryCard(Card):
    """One entry: the act and who; below it when, on a line of its own that no name can push away; then what changed."""

    def __init__(self, entry: Entry, who: str, lines: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(spacing=3, parent=parent)
        self._lines = tuple(lines)
        self.setObjectName(f"review.journal.{entry.digest[:12]}")
        self.body.setContentsMargins(12, 8, 12, 9)
        when = text(words.moment(entry.at), "small")
        when.setToolTip(entry.digest)
        self._changes = selectable(text("", "small", wrap=True))
        for label in (text(f"{act_words(entry.action)} · {who}", wrap=True), self._changes):
            label.setMinimumWidth(1)  # a long word without a break must not push the card out of the panel
            self.body.addWidget(label)
        self.body.insertWidget(1, when)
        self._more = Button("", f"review.journal.{entry.digest[:12]}.more", "link")
        self._more.clicked.connect(lambda: self._show(len(self._lines)))
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._show(CHANGES_AT_ONCE)

    def _show(self, count: int) -> None:
        self._changes.setText("\n".join(self._lines[:count]))
        appear(self._changes, bool(self._lines))
        self._more.setText(_("另有 {count} 处").format(count=len(self._lines) - count))
        appear(self._more, len(self._lines) > count)


class JournalPanel(QWidget):
    """Reads the journal when it comes into sight."""

    def __init__(self, surroundings: Surroundings, session: ReviewSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = surroundings
        self._session = session
        self._policy = session.policy
        self._newest = -1
        self._limit = ENTRIES_AT_ONCE
        self._found: Found = ((), {}, ())
        self.setObjectName("review.journal")
        self._list = ScrolledColumn("review.journal.entries", _("操作日志"), spacing=8, parent=self)
        self._list.body.setContentsMargins(14, 12, 14, 12)
        self._empty = text(_("还没有记录"), "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._empty)
        column.addWidget(self._list, 1)

    def refresh(self) -> None:
        """Read it anew, in the background."""
        program = self._around.program

        def read(_progress: object) -> Found:
            names = {person.id: person.name for person in program.offices.people()}
            entries = program.desk.journal(self._session.case.id)
            came = any(entry.action == HandOverAct.TAKE_OVER for entry in entries)
            return entries, names, program.taking_over.history(self._session.case.id) if came else ()

        self._around.tasks.submit(read, self._take, owner=self)

    def _take(self, found: Found) -> None:
        newest = max((entry.sequence for entry in found[0]), default=-1)
        if newest != self._newest:
            self._newest, self._found = newest, found
            self._show()

    def _show(self) -> None:
        entries, names, elsewhere = self._found
        told = [(entry, names.get(entry.person, entry.person)) for entry in entries]
        told += [(entry, _who(entry, history)) for entry, history in elsewhere]
        if elsewhere:
            told.sort(key=lambda pair: (pair[0].at, pair[0].sequence))
        titles = {item.key: item.title for item in self._session.case.evidence}
        clear(self._list.body)
        for entry, who in list(reversed(told))[: self._limit]:
            lines = [line for change in entry.changes if (line := change_words(change, self._policy, titles))]
            self._list.body.addWidget(EntryCard(entry, who, lines))
        if len(told) > self._limit:
            more = Button(_("更早的 {count} 条").format(count=len(told) - self._limit), "review.journal.more", "link")
            more.clicked.connect(self._show_more)
            self._list.body.addWidget(more)
        self._list.body.addStretch(1)
        appear(self._empty, not entries)
        appear(self._list, bool(entries))

    def _show_more(self) -> None:
        self._limit += ENTRIES_AT_ONCE
        self._show()


def _who(entry: Entry, history: History) -> str:
    """Who did it on the other PC, and whose PC that was."""
    name = history.people.get(entry.person, entry.person)
    return (
        _("{name}（移交前，{office}）").format(name=name, office=history.office)
        if history.office
        else _("{name}（移交前）").format(name=name)
    )
