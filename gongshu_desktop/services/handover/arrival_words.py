"""What a hand-over package would bring, in words: for the window and the command line alike."""

from collections.abc import Iterator

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.stage import role_words, stage_words
from gongshu_desktop.services.handover.arrival import Relation
from gongshu_desktop.services.handover.taking_over import ArrivalPreview
from gongshu_desktop.services.journal.words import change_words
from gongshu_desktop.services.ports import Change
from gongshu_desktop.wording import _

_MOST_LINES = 300


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
    elif (old := preview.opened.package.case.number) and old != preview.number:
        yield _("案卷号 {old} 的序号位数过多，接收后改编为 {new}。").format(old=old, new=preview.number), "warn"
    if preview.similar:
        numbers = _("、").join(item.number for item in preview.similar[:5])
        yield (
            _("本年度已有同一申报单位或同名众创空间的案卷：{numbers}。请确认不是重复申报。").format(numbers=numbers),
            "warn",
        )
    for item in preview.readings:
        here = f"“{item.here}”" if item.here else _("尚未采用")
        words = _("口径：{question} 移交单位采用“{there}”，本机{here}。")
        yield words.format(question=item.key, there=item.there, here=here), "warn"


def step_lines(preview: ArrivalPreview) -> list[str]:
    """The steps of the case that are not here yet."""
    return [
        _("{time} {name} {role}：{origin} → {destination} {opinion}")
        .format(
            time=f"{step.at.astimezone():%Y-%m-%d %H:%M}",
            name=step.name,
            role="" if step.role is None else role_words(step.role),
            origin=stage_words(step.origin),
            destination=stage_words(step.destination),
            opinion=step.opinion,
        )
        .strip()
        for step in preview.steps
    ]


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
