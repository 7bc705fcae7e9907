"""How the journal stands to what a memo says of it, in words and for another program."""

from collections.abc import Mapping
from typing import Any

from gongshu_desktop.services.memos.anchors import Anchored, AnchorStanding
from gongshu_desktop.wording import _


def anchored_words(found: Anchored) -> str:
    """The finding in a sentence, and what to do."""
    words = {
        AnchorStanding.NONE: _("{number}没有记载操作日志的位置（由较早版本的程序制作），不能用来核对操作日志。"),
        AnchorStanding.AGREES: _("{number}记载制作时操作日志到第{sequence}条，与本机操作日志的这一条相符。"),
        AnchorStanding.AGREES_ELSEWHERE: _(
            "{number}是在另一台电脑上制作的，记载那里的操作日志到第{sequence}条，与随移交包来的操作日志相符。"
        ),
        AnchorStanding.ELSEWHERE: _(
            "{number}记载的操作日志（到第{sequence}条）与本机的不是同一份：在另一台电脑上制作的，应在那台电脑上核对；"
            "确在本机制作的，则本机的操作日志已被整个换过。"
        ),
        AnchorStanding.BROKEN: _(
            "{number}记载制作时操作日志到第{sequence}条；本机操作日志自第{broken}条起对不上，数据被改动过。请用备份查明。"
        ),
        AnchorStanding.REWRITTEN: _(
            "{number}记载制作时操作日志第{sequence}条的摘要是{digest}，本机操作日志的这一条现在是{here}："
            "操作日志在制作这份意见书之后被改写过（或数据由更早的备份恢复、由另一台电脑复制后又有新的记录）。请用备份查明。"
        ),
        AnchorStanding.CUT_OFF: _(
            "{number}记载制作时操作日志已有{sequence}条，本机操作日志现在只有{count}条："
            "操作日志在制作这份意见书之后被截断过，或数据由更早的备份恢复、由另一台电脑复制。请用备份查明。"
        ),
        AnchorStanding.HISTORY_DIFFERS: _(
            "{number}记载的操作日志第{sequence}条，与随移交包来的操作日志不符：其中之一被改动过。请向移交单位查明。"
        ),
        AnchorStanding.UNREADABLE: _(
            "{number}所附的核算凭据读不出，或其中记载的操作日志位置不成形，不能采信。请用备份查明。"
        ),
        AnchorStanding.UNSIGNED: _(
            "{number}的三人签名核对未通过，其中记载的操作日志位置不能采信。请先核验这份意见书。"
        ),
    }[found.standing]
    anchor = found.anchor
    return words.format(
        number=found.called,
        sequence="—" if anchor is None else anchor.sequence,
        digest="—" if anchor is None else anchor.digest,
        here=found.here or "—",
        count=found.count,
        broken=found.broken,
    )


def anchored_title(standing: AnchorStanding) -> str:
    """The answer in a few words."""
    rewritten = _("操作日志在这份意见书制作之后被改动过")
    return {
        AnchorStanding.NONE: _("意见书没有记载操作日志的位置"),
        AnchorStanding.AGREES: _("操作日志与意见书的记载相符"),
        AnchorStanding.AGREES_ELSEWHERE: _("随移交包来的操作日志与意见书的记载相符"),
        AnchorStanding.ELSEWHERE: _("意见书记载的不是本机的操作日志"),
        AnchorStanding.BROKEN: rewritten,
        AnchorStanding.REWRITTEN: rewritten,
        AnchorStanding.CUT_OFF: _("操作日志在这份意见书制作之后被截断，或由旧备份恢复"),
        AnchorStanding.HISTORY_DIFFERS: _("随移交包来的操作日志与意见书的记载不符"),
        AnchorStanding.UNREADABLE: _("意见书记载的操作日志位置读不出"),
        AnchorStanding.UNSIGNED: _("意见书的签名核对未通过"),
    }[standing]


def anchored_json(found: Anchored) -> Mapping[str, Any]:
    """The finding for another program."""
    return {
        "number": found.number or None,
        "file": found.file or None,
        "standing": found.standing.value,
        "ok": not found.contradicts,
        "anchor": None if found.anchor is None else found.anchor.to_json(),
        "here": found.here or None,
    }
