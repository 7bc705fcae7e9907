"""What a hand-over package would bring, on one page: from whom, which case, what differs from the one here, who worked on it."""

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.dialogs.hand_over import digest_card
from gongshu_desktop.desktop.sums import sums
from gongshu_desktop.desktop.widgets.dialog import Dialog
from gongshu_desktop.desktop.widgets.surfaces import Card, ScrolledColumn
from gongshu_desktop.desktop.widgets.texts import Pill, selectable, text
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.services.handover.arrival import Relation
from gongshu_desktop.services.handover.arrival_words import difference_lines, people_lines, step_lines, warnings
from gongshu_desktop.services.handover.taking_over import ArrivalPreview
from gongshu_desktop.wording import _

_WIDTH, _TALLEST, _AROUND = 700, 440, 260
"""The dialog's width, how much of the content is seen at most, and what stands around it, on a small screen too."""
_WARNED = 100
"""What a divergence's warning takes above the content."""


class ArrivalDialog(Dialog):
    """Accepted: take it over; where both sides have changed the case, in the place of what was done here."""

    def __init__(self, file: str, preview: ArrivalPreview, policy: Policy, parent: QWidget | None = None) -> None:
        origin = preview.opened.package.origin
        intro = _("来自 {file}：{office}{by}，{made} 移交给“{to}”。确认之前不写入任何内容。").format(
            file=file, office=f"{origin.office} " if origin.office else "", by=origin.by, made=words.moment(origin.made), to=origin.to
        )  # fmt: skip
        undo = _("接收后可一步撤销。") if preview.undoable else _("带有封存的意见书，接收后不能撤销。")
        super().__init__("arrival", _("接收移交"), f"{intro}{undo}", width=_WIDTH, parent=parent)
        for said, tone in warnings(preview):
            if tone == "danger":
                self.body.addWidget(_warning_card(said, tone))  # above what scrolls: never out of sight
        inside = ScrolledColumn("arrival.content", _("移交包内容"))
        for card in self._cards(preview, policy):
            inside.body.addWidget(card)
        inside.body.addStretch(1)
        around = _AROUND + (_WARNED if preview.relation is Relation.DIVERGED else 0)
        inside.show_up_to(min(_TALLEST, self._tallest() - around), _WIDTH - 48)
        self.body.addWidget(inside)
        diverged = preview.relation is Relation.DIVERGED
        self.add_buttons(_("改用移交包中的内容") if diverged else _("接收这个案卷"), danger=diverged)

    def _cards(self, preview: ArrivalPreview, policy: Policy) -> Iterator[QWidget]:
        yield _case_card(preview, policy)
        code = digest_card(preview.opened.digest)
        code.body.addWidget(text(_("与交出方所报不一致的，不要接收。"), "warn", wrap=True))
        yield code
        for said, tone in warnings(preview):
            if tone != "danger":
                yield _warning_card(said, tone)
        if preview.here is not None:
            yield _lines_card(_("与本机现有案卷相比"), difference_lines(preview, policy), "arrival.changes")
        steps = step_lines(preview)
        if steps:
            title = _("已办理的步骤") if preview.here is None else _("本机还没有的步骤")
            yield _lines_card(title, steps, "arrival.steps")
        yield _lines_card(_("办过本案的人"), people_lines(preview), "arrival.people")


def _warning_card(said: str, tone: str) -> Card:
    card = Card(tone)
    card.body.addWidget(text(said, wrap=True))
    return card


def _case_card(preview: ArrivalPreview, policy: Policy) -> Card:
    case, package = preview.case, preview.opened.package
    card = Card(spacing=4)
    row = QHBoxLayout()
    row.addWidget(text(case.makerspace.name, "heading"), 1)
    row.addWidget(Pill(words.stage(case.stage), words.stage_tone(case.stage)))
    card.body.addLayout(row)
    card.body.addWidget(text(f"{case.applicant.name} · {case.applicant.uscc}", "soft"))
    count = len([entry for history in package.histories for entry in history.entries])
    said = _("{number} · {year} 年度 · 佐证材料 {evidence} 份 · 意见书 {memos} 份 · 操作日志 {entries} 条").format(
        number=case.number, year=case.year, evidence=len(case.evidence), memos=len(package.memos), entries=count
    )
    card.body.addWidget(text(said, "small", wrap=True))
    money = selectable(text(amounts_line(preview.case, policy), wrap=True))
    money.setObjectName("arrival.amounts")
    card.body.addWidget(money)
    return card


def amounts_line(case: Case, policy: Policy) -> str:
    """What is claimed, computed and approved; — for what is open or not decided yet."""
    found = sums(case, policy, policy.assess(case_inputs(case, policy), derive=False))
    return _("申报额 {claimed} · 测算额 {computed} · 审定额 {approved}").format(
        claimed=words.amount(found.claimed),
        computed=words.amount(found.computed),
        approved=words.amount(found.approved),
    )


def _lines_card(title: str, lines: Sequence[str], name: str) -> Card:
    card = Card(spacing=4)
    card.body.addWidget(text(title, "section"))
    shown = selectable(text("\n".join(lines), wrap=True))
    shown.setObjectName(name)
    shown.setAccessibleName(title)
    card.body.addWidget(shown)
    return card
