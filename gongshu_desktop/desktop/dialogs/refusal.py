"""不予支持告知书: what the issued memo refuses and why; the remedies are the office's to word; issued and journalled."""

from PySide6.QtWidgets import QWidget

from gongshu_desktop.desktop.dialogs.notice import NoticeDialog, Then, run_notice
from gongshu_desktop.desktop.dialogs.papers import tell
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.fields import Field, area
from gongshu_desktop.desktop.widgets.surfaces import ScrolledColumn
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.review.papers.refusal import RefusedMeasure
from gongshu_desktop.services.desk.session import ReviewSession
from gongshu_desktop.services.paper_kinds import PaperChoices, PaperKind
from gongshu_desktop.services.papers.issued_papers import IssuedPaper
from gongshu_desktop.wording import _

Found = tuple[tuple[RefusedMeasure, ...], tuple[IssuedPaper, ...]]


class RefusalDialog(NoticeDialog):
    """What is refused, and what is written about remedies."""

    def __init__(
        self, surroundings: Surroundings, session: ReviewSession, found: Found, parent: QWidget | None = None
    ) -> None:
        refused, issued = found
        super().__init__(PaperKind.REFUSAL, surroundings, session, issued, parent)
        self.body.addWidget(text(_("不予支持的事项（{count} 项）").format(count=len(refused)), "section"))
        listed = ScrolledColumn("refusal.items", _("不予支持的事项"), spacing=4)
        for item in refused:
            listed.body.addWidget(text(f"{item.title} · {item.clause}", "strong", wrap=True))
            for reason in _reasons(item):
                listed.body.addWidget(text(reason, wrap=True))
        if not refused:
            listed.body.addWidget(text(_("本案没有不予支持的事项。"), "muted", wrap=True))
        listed.body.addStretch(1)
        listed.setMinimumHeight(150)
        self.body.addWidget(listed, 1)
        self._remedies = area(
            "refusal.remedies",
            _("救济途径"),
            value=surroundings.settings.current.remedies,
            placeholder=_("例如：如有异议，可自收到本告知书之日起多少日内，向哪个单位书面申请复核"),
            lines=3,
        )
        hint = _("由本单位按规定写明，程序不代拟。下次自动带出。")
        self.body.addWidget(Field(_("救济途径"), self._remedies, hint))
        self.body.addWidget(Field(_("联系方式"), self.contact))
        self.add_notice_buttons(anything=bool(refused))
        self.take_size(780, 620)

    def choices(self) -> PaperChoices:
        return PaperChoices(remedies=self._remedies.toPlainText().strip(), contact=self.contact.text().strip())

    def remembered(self, choices: PaperChoices) -> dict[str, str]:
        return {"remedies": choices.remedies}


def _reasons(item: RefusedMeasure) -> list[str]:
    if not item.conditions:
        return [item.reason]
    return [
        "；".join(part for part in (unmet.name, unmet.found, unmet.margin, unmet.note) if part)
        for unmet in item.conditions
    ]


def refusal_notice(surroundings: Surroundings, session: ReviewSession, then: Then) -> None:
    """Find out what is refused and offer the notice; ``then`` when one was issued."""
    program, case = surroundings.program, session.case

    def find(_progress: object) -> Found:
        return program.papers.refused(case), program.papers.issued(case.id)

    surroundings.tasks.submit(
        find,
        lambda found: run_notice(surroundings, RefusalDialog(surroundings, session, found), then),
        lambda error: tell(surroundings, error),
        owner=surroundings.owner,
        title=_("正在查找不予支持的事项"),
    )
