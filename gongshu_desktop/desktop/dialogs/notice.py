"""What the two notices 补正通知书 and 不予支持告知书 have in common: preview, issue, and the issued ones to print again."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.dialogs.papers import paper_words, problem_words, show_issued, show_notice_draft
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.desktop.widgets.fields import line
from gongshu_desktop.desktop.widgets.surfaces import Banner
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.services.desk.session import ReviewSession
from gongshu_desktop.services.paper_kinds import PaperChoices, PaperKind, kind_words
from gongshu_desktop.services.papers.issued_papers import IssuedPaper, out_of_stage
from gongshu_desktop.wording import _


class NoticeDialog(Dialog):
    """Subclasses put what is chosen into ``body`` and say it by ``choices``. ``issued_one`` tells that one was issued."""

    issued_one = Signal(object)

    def __init__(
        self,
        kind: PaperKind,
        surroundings: Surroundings,
        session: ReviewSession,
        issued: Sequence[IssuedPaper],
        parent: QWidget | None = None,
    ) -> None:
        case = session.case
        intro = " · ".join(
            part for part in (case.number or _("未编号"), case.makerspace.name, case.applicant.name) if part
        )
        super().__init__(kind.value, paper_words(kind), intro, width=760, parent=parent or surroundings.owner)
        self.kind, self.surroundings, self.session = kind, surroundings, session
        self.issued = tuple(paper for paper in issued if paper.kind is kind)
        self._against = out_of_stage(kind, case)
        if self._against:  # before anything is written, not after
            self.body.addWidget(Banner(surroundings.theme, "info", self._against))
        if self.issued:
            self.body.addLayout(self._issued_before())
        self.contact = line(
            f"{self.name}.contact",
            _("联系方式"),
            value=surroundings.settings.current.contact,
            placeholder=_("印在文书上，例如：陈静，0571-88880000"),
        )

    def _issued_before(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(text(_("已签发（点击查看、重新打印）"), "section"))
        for number, paper in enumerate(self.issued):
            parts = [paper.number, words.day(paper.at.astimezone().date())]
            if paper.deadline:
                parts.append(_("补正期限 {day}").format(day=paper.deadline))
            again = Button(" · ".join(parts), f"{self.name}.issued.{number}", "link", parent=self)
            again.clicked.connect(partial(self._show_again, paper))
            column.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def _show_again(self, paper: IssuedPaper, _checked: bool = False) -> None:
        show_issued(self.surroundings, paper, self)

    def add_notice_buttons(self, *, anything: bool = True) -> None:
        """Preview, cancel, issue; what cannot be issued yet can be looked at. ``anything``: whether there is anything to say."""
        look = Button(_("预览…"), f"{self.name}.preview", parent=self).with_icon(self.surroundings.theme, "document")
        look.clicked.connect(self._preview)
        self.look_button = look
        self.foot.insertWidget(0, look)
        self.look_button.setEnabled(anything)
        self.add_buttons(_("签发")).setEnabled(anything and not self._against)

    def choices(self) -> PaperChoices:
        """What was chosen."""
        raise NotImplementedError

    def _preview(self) -> None:
        self.show_problem("")
        show_notice_draft(self.surroundings, self.kind, self.session.case, self.choices(), self)

    def accept(self) -> None:
        """Issue it; stay open with the words of what stands in the way."""
        person, around = self.surroundings.navigator.person, self.surroundings
        if person is None:
            self.show_problem(_("请先在“单位”中登记人员，再办理案卷。"))
            return
        said = _("签发后编号并记入操作日志，内容不能再改。")
        if not around.prompts.confirm(_("签发{paper}").format(paper=kind_words(self.kind)), said, _("签发")):
            return
        self.show_problem("")
        self.busy(True)
        choices, session, program = self.choices(), self.session, around.program
        around.settings.change(contact=choices.contact.strip(), **self.remembered(choices))

        def issue(_progress: object) -> IssuedPaper:
            session.save()
            return program.papers.issue(self.kind, session.case.id, person, choices)

        around.tasks.submit(issue, self._done, self._failed, owner=self)

    def remembered(self, choices: PaperChoices) -> dict[str, str]:
        """Further settings that the next notice begins with."""
        del choices
        return {}

    def _done(self, paper: IssuedPaper) -> None:
        self.busy(False)
        self.issued_one.emit(paper)
        super().accept()

    def _failed(self, error: Exception) -> None:
        self.busy(False)
        self.show_problem(problem_words(error))


Then = Callable[[], None]


def run_notice(surroundings: Surroundings, dialog: NoticeDialog, then: Then) -> None:
    """Show the dialog; when a notice was issued, ``then``, and the notice to be printed."""
    found: list[IssuedPaper] = []
    dialog.issued_one.connect(found.append)
    dialog.exec()
    dialog.deleteLater()
    for paper in found:
        surroundings.navigator.notify(_("已签发 {number}").format(number=paper.number))
        then()
        show_issued(surroundings, paper)


def row_of(*widgets: QWidget) -> QHBoxLayout:
    """Widgets side by side, each with its share."""
    row = QHBoxLayout()
    row.setSpacing(16)
    for widget in widgets:
        row.addWidget(widget, 1)
    return row
