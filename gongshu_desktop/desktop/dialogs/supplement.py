"""补正通知书: what the applicant still owes, ticked; own words; the day; issued under a number and journalled."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.dialogs.notice import NoticeDialog, Then, row_of, run_notice
from gongshu_desktop.desktop.dialogs.papers import tell
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.fields import Field, area
from gongshu_desktop.desktop.widgets.surfaces import ScrolledColumn
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.review.papers.shortfall import Shortfall
from gongshu_desktop.services.desk.session import ReviewSession
from gongshu_desktop.services.paper_kinds import PaperChoices, PaperKind
from gongshu_desktop.services.papers.issued_papers import IssuedPaper
from gongshu_desktop.wording import _

Found = tuple[tuple[Shortfall, ...], tuple[IssuedPaper, ...], date]


class OwedLine(QWidget):
    """One thing that is owed: a tick, what it is, and the documents that would settle it. A click anywhere ticks."""

    def __init__(self, item: Shortfall, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = item.key
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 8, 2)
        row.setSpacing(8)
        self.tick = QCheckBox()
        self.tick.setObjectName(f"supplement.item.{number}")
        self.tick.setAccessibleName(f"{item.title}：{item.text}")
        self.tick.setChecked(True)
        row.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(text(item.text, wrap=True))
        if item.documents:
            said = _("需提交：{documents}").format(documents="、".join(item.documents))
            column.addWidget(text(said, "small", wrap=True))
        row.addLayout(column, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.tick.toggle()
        event.accept()


class SupplementDialog(NoticeDialog):
    """What is chosen for the notice."""

    def __init__(
        self, surroundings: Surroundings, session: ReviewSession, found: Found, parent: QWidget | None = None
    ) -> None:
        items, issued, day = found
        super().__init__(PaperKind.SUPPLEMENT, surroundings, session, issued, parent)
        self._lines: list[OwedLine] = []
        self.body.addLayout(self._head(len(items)))
        self.body.addWidget(self._list(items), 1)
        self._more = area("supplement.more", _("其他需补正的内容"), placeholder=_("用自己的话写，一行一项"), lines=2)
        self.body.addWidget(Field(_("其他需补正的内容"), self._more))
        self._deadline = QDateEdit(QDate(day.year, day.month, day.day))
        self._deadline.setObjectName("supplement.deadline")
        self._deadline.setCalendarPopup(True)
        self._deadline.setDisplayFormat("yyyy-MM-dd")
        self._deadline.setFixedHeight(self.contact.sizeHint().height())
        self.body.addLayout(row_of(Field(_("补正期限"), self._deadline), Field(_("联系方式"), self.contact)))
        self.add_notice_buttons()
        self._say_count()
        self.take_size(780, 660)

    def _head(self, count: int) -> QHBoxLayout:
        row = QHBoxLayout()
        self._count = text("", "section")
        row.addWidget(self._count)
        row.addStretch(1)
        for name, words, ticked in (("all", _("全选"), True), ("none", _("全不选"), False)):
            button = Button(words, f"supplement.{name}", "link", parent=self)
            button.clicked.connect(lambda _checked=False, ticked=ticked: self._tick_all(ticked))
            button.setVisible(count > 1)
            row.addWidget(button)
        return row

    def _list(self, items: Sequence[Shortfall]) -> ScrolledColumn:
        column = ScrolledColumn("supplement.items", _("尚缺的材料和内容"), spacing=2)
        measure = ""
        for number, item in enumerate(items):
            if item.measure != measure:
                measure = item.measure
                column.body.addWidget(text(f"{item.title} · {item.clause}", "strong", wrap=True))
            owed = OwedLine(item, number)
            owed.tick.toggled.connect(self._say_count)
            self._lines.append(owed)
            column.body.addWidget(owed)
        if not items:
            column.body.addWidget(text(_("没有发现申报单位尚缺的材料，可在下面写明需补正的内容。"), "muted", wrap=True))
        column.body.addStretch(1)
        column.setMinimumHeight(150)
        return column

    def _tick_all(self, ticked: bool) -> None:
        for owed in self._lines:
            owed.tick.setChecked(ticked)

    def _say_count(self) -> None:
        chosen = sum(owed.tick.isChecked() for owed in self._lines)
        said = _("尚缺的材料和内容（列入 {chosen} / {count} 项）")
        self._count.setText(said.format(chosen=chosen, count=len(self._lines)))

    def choices(self) -> PaperChoices:
        day = self._deadline.date()
        return PaperChoices(
            deadline=date(day.year(), day.month(), day.day()),
            leave_out=frozenset(owed.key for owed in self._lines if not owed.tick.isChecked()),
            more=tuple(part.strip() for part in self._more.toPlainText().splitlines() if part.strip()),
            contact=self.contact.text().strip(),
        )


def supplement_notice(surroundings: Surroundings, session: ReviewSession, then: Then) -> None:
    """Find out what is missing and offer the notice; ``then`` when one was issued."""
    program, case = surroundings.program, session.case

    def find(_progress: object) -> Found:
        papers = program.papers
        return papers.shortfalls(case), papers.issued(case.id), papers.offered_deadline()

    surroundings.tasks.submit(
        find,
        lambda found: run_notice(surroundings, SupplementDialog(surroundings, session, found), then),
        lambda error: tell(surroundings, error),
        owner=surroundings.owner,
        title=_("正在查找尚缺的材料"),
    )
