"""The journal's changes in words: "3.2.5/活动[k1]/实际支出/verified" is 活动补助 · 活动 · 实际支出 · 核定值."""

import re
from collections.abc import Mapping

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.services.journal.subjects import MEMOS, SIGNATURE
from gongshu_desktop.services.journal.values import value_words
from gongshu_desktop.services.ports import Change
from gongshu_desktop.wording import _


def _parts() -> dict[str, str]:
    return {
        "claimed": _("申报值"),
        "=claimed": _("申报额"),
        "verified": _("核定值"),
        "accepted": _("已核定"),
        "approved": _("审定额"),
        "approved_reason": _("审定额的理由"),
        "opinion": _("审核意见"),
        "note": _("备注"),
        "evidence": _("佐证"),
        "result": _("结论"),
        "struck": _("剔除"),
        "readings": _("口径"),
        "applicant": _("申报单位"),
        "makerspace": _("众创空间"),
        "number": _("编号"),
        "year": _("申报年度"),
        "received": _("收件日期"),
        "stage": _("阶段"),
        "name": _("名称"),
        "title": _("名称"),
        "uscc": _("统一社会信用代码"),
        "roles": _("申报身份"),
        "contact": _("联系人"),
        "phone": _("联系电话"),
        "address": _("地址"),
        "subdistrict": _("所在街道"),
        "level": _("级别"),
        "type": _("类型"),
        "area": _("载体面积"),
        "verdicts": _("条件"),
        "facts": _("事实"),
        "amount": _("金额"),
        "paper": _("文书"),
        "deadline": _("补正期限"),
        "handover": _("移交"),
        "to": _("移交给"),
        "from": _("移交单位"),
        "by": _("移交人"),
        "made": _("移交时间"),
        "clock": _("本机时钟"),
        "reason": _("理由"),
        "digest": _("核对码"),
        "policy": _("政策"),
        "memo": _("审核意见书"),
        "signature": _("签署"),
        "hint": _("未处理的提示"),
        "batch": _("批次"),
        "listed": _("累计列入拨付"),
    }


_UNSAID = ("sha256", "media_type", "size", "pages", "key", "content", "digest", "fonts", "items")
"""What identifies a document to the program, or holds it whole; its title or number says the same to people."""
_HAND_OVER = ("to", "number", "from", "by", "made", "reason", "digest")
"""What people want to know of a hand-over; the rest is for the program."""


def change_words(change: Change, policy: Policy, titles: Mapping[str, str]) -> str:
    """A change in words, with its old and its new value; empty for one that says nothing to people.

    ``titles`` are those of the documents of the case, by key.
    """
    if _unsaid(change.subject):
        return ""
    subject = subject_words(change, policy)
    old, new = (value_words(change.subject, value, policy) for value in (change.old, change.new))
    if change.subject.rpartition("/")[2] == "evidence":
        old, new = (_titled(text, titles) for text in (old, new))
    return f"{subject}：{new}" if change.old is None else f"{subject}：{old} → {new}"


def _unsaid(subject: str) -> bool:
    last = subject.rpartition("/")[2]
    if subject.startswith("handover/"):
        return last not in _HAND_OVER
    if subject.startswith(MEMOS):
        return last != SIGNATURE
    return last in _UNSAID


def _titled(keys: str, titles: Mapping[str, str]) -> str:
    return "、".join(titles.get(key, key) for key in keys.split("、"))


def subject_words(change: Change, policy: Policy) -> str:
    """What was changed, in words; a part that is not known stays as it is written."""
    titles = {measure.id: measure.title for measure in policy.measures}
    known = _parts()
    if change.subject.startswith("readings/"):
        key = change.subject.partition("/")[2]
        return f"{known['readings']} · {policy.readings[key].question if key in policy.readings else key}"
    words = []
    for part in change.subject.split("/"):
        bare = re.sub(r"\[[^\]]*\]", "", part).removeprefix("=")
        words.append(titles.get(bare) or known.get(part) or known.get(bare) or bare)
    return " · ".join(word for word in words if word)
