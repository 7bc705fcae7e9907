"""What a hand-over package would bring, on one page: from whom, which case, what differs from the one here, who worked on it."""

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.dialogs.dialog import Dialog
from gongshu_desktop.desktop.dialogs.hand_over import digest_card
from gongshu_desktop.desktop.screens.review.journal_words import change_words
from gongshu_desktop.desktop.widgets.surfaces import Card, ScrolledColumn
from gongshu_desktop.desktop.widgets.texts import Pill, selectable, text
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.services.arrival import Relation
from gongshu_desktop.services.ports import Change
from gongshu_desktop.services.taking_over import ArrivalPreview
from gongshu_desktop.wording import _

_WIDTH, _TALLEST = 700, 520
_MOST_LINES = 300


class ArrivalDialog(Dialog):
    """Accepted: take it over; where both sides have changed the case, in the place of what was done here."""

    def __init__(self, file: str, preview: ArrivalPreview, policy: Policy, parent: QWidget | None = None) -> None:
        origin = preview.opened.package.origin
        intro = _("来自 {file}：{office}{by}，{made} 移交给“{to}”。确认之前不写入任何内容。").format(
            file=file, office=f"{origin.office} " if origin.office else "", by=origin.by, made=words.moment(origin.made), to=origin.to
        )  # fmt: skip
        super().__init__("arrival", _("接收移交"), intro, width=_WIDTH, parent=parent)
        inside = ScrolledColumn("arrival.content", _("移交包内容"))
        for card in self._cards(preview, policy):
            inside.body.addWidget(card)
        inside.body.addStretch(1)
        inside.show_up_to(_TALLEST, _WIDTH - 48)
        self.body.addWidget(inside)
        undo = _("接收后可一步撤销。") if preview.undoable else _("带有封存的意见书或已办理的步骤，接收后不能撤销。")
        self.body.addWidget(text(undo, "small", wrap=True))
        diverged = preview.relation is Relation.DIVERGED
        self.add_buttons(_("改用移交包中的内容") if diverged else _("接收这个案卷"), danger=diverged)

    def _cards(self, preview: ArrivalPreview, policy: Policy) -> Iterator[QWidget]:
        yield _case_card(preview)
        yield digest_card(preview.opened.digest)
        for said, tone in warnings(preview):
            card = Card(tone)
            card.body.addWidget(text(said, wrap=True))
            yield card
        if preview.here is not None:
            yield _lines_card(_("与本机现有案卷相比"), difference_lines(preview, policy), "arrival.changes")
        steps = [
            _("{time} {name} {role}：{origin} → {destination} {opinion}")
            .format(
                time=words.moment(step.at),
                name=step.name,
                role="" if step.role is None else words.role(step.role),
                origin=words.stage(step.origin),
                destination=words.stage(step.destination),
                opinion=step.opinion,
            )
            .strip()
            for step in preview.steps
        ]
        if steps:
            title = _("已办理的步骤") if preview.here is None else _("本机还没有的步骤")
            yield _lines_card(title, steps, "arrival.steps")
        yield _lines_card(_("办过本案的人"), people_lines(preview), "arrival.people")


def _case_card(preview: ArrivalPreview) -> Card:
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
    return card


def _lines_card(title: str, lines: Sequence[str], name: str) -> Card:
    card = Card(spacing=4)
    card.body.addWidget(text(title, "section"))
    shown = selectable(text("\n".join(lines), wrap=True))
    shown.setObjectName(name)
    shown.setAccessibleName(title)
    card.body.addWidget(shown)
    return card


def difference_lines(preview: ArrivalPreview, policy: Policy) -> list[str]:
    """Field by field: the value here → the one in the package."""
    titles = {
        item.key: item.title for item in (*(preview.here.evidence if preview.here else ()), *preview.case.evidence)
    }
    lines = []
    for item in preview.changes:
        change = Change(subject=item.subject, old=item.old, new=item.new)
        said = change_words(change, policy, titles)
        if said:
            lines.append(
                said if item.old is not None or item.new is None else _("{change}（本机没有）").format(change=said)
            )
    if len(lines) > _MOST_LINES:
        rest = len(lines) - _MOST_LINES
        lines = [*lines[:_MOST_LINES], _("另有 {count} 处").format(count=rest)]
    return lines or [_("内容相同，只多了办理的步骤。")]


def people_lines(preview: ArrivalPreview) -> list[str]:
    """Who worked on the case elsewhere: they can take no other role here, under whatever registration."""
    lines = [name if here else _("{name}（本机没有登记）").format(name=name) for name, here in preview.people]
    return [_("、").join(lines), _("其中办理过审核的，在本机也不能复核或批准本案。")]


def warnings(preview: ArrivalPreview) -> Iterator[tuple[str, str]]:
    """What one should know first, each with its tone."""
    if preview.relation is Relation.DIVERGED:
        yield (
            _(
                "本案移交后，两台电脑上都有改动，不能合并。改用移交包中的内容，本机移交后的改动就不再有效（操作日志中仍可查到）。"
                "请先与移交人核对下列不同之处，确认以移交包为准，再接收。"
            ),
            "danger",
        )
    if preview.here is not None and not preview.elsewhere:
        yield _("本案在本机没有标为已移交（或已收回）。"), "warn"
    if preview.same_number is not None:
        same = preview.same_number
        yield (
            _("案卷号 {old} 已被“{name}”使用，接收后改编为 {new}。").format(
                old=same.number, name=same.makerspace, new=preview.number
            ),
            "warn",
        )
    if preview.similar:
        numbers = _("、").join(item.number for item in preview.similar[:5])
        yield _("本年度已有同名众创空间的案卷：{numbers}。请确认不是重复申报。").format(numbers=numbers), "warn"
    for item in preview.readings:
        here = item.here or _("尚未采用")
        yield (
            _("口径“{question}”：移交单位采用“{there}”，本机{here}。").format(
                question=item.key, there=item.there, here=here if not item.here else f"“{here}”"
            ),
            "warn",
        )
