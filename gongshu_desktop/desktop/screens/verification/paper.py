"""What the 核验 screen says of a paper, decided without Qt: its code, the record here beside it, and whether the two agree."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.screens.verification.state import Answer
from gongshu_desktop.policy.money import grouped
from gongshu_desktop.services.desk.scans import ScanAnswer, ScanFinding
from gongshu_desktop.services.paper_codes import PaperRecord, standing_words
from gongshu_desktop.services.ports import MemoRecord, MemoState
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.wording import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One particular of a memo: what the paper's code says, and what is on record here ("" where there is nothing)."""

    caption: str
    code: str
    record: str

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same."""
        return bool(self.code and self.record) and self.code != self.record


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperShown:
    """Everything that the screen shows of one paper. ``case`` is its case here, ``bindable`` whether a scan may be bound to it."""

    answer: Answer
    lines: tuple[Compared, ...]
    about: str = ""
    case: str | None = None
    memo: MemoRecord | None = None
    bindable: bool = False
    number: str = ""


def papers(findings: Sequence[ScanFinding], cases: Sequence[CaseSummary]) -> tuple[PaperShown, ...]:
    """What to show of each code that was found in a scan."""
    alone = len(findings) == 1
    return tuple(_of_scan(finding, cases, alone=alone) for finding in findings)


def _of_scan(finding: ScanFinding, cases: Sequence[CaseSummary], *, alone: bool) -> PaperShown:
    tone, icon, title = _answers()[finding.answer]
    grounds = (*finding.differences, standing_words(finding.code.standing))
    return PaperShown(
        answer=Answer(tone=tone, icon=icon, title=title, lines=grounds),
        lines=_side_by_side(finding.code.record, finding.record),
        about=_about(finding.case, cases),
        case=finding.case,
        memo=finding.memo,
        bindable=alone and finding.answer in {ScanAnswer.AGREES, ScanAnswer.SUPERSEDED},
        number=finding.code.record.number,
    )


def _answers() -> dict[ScanAnswer, tuple[str, str, str]]:
    return {
        ScanAnswer.AGREES: ("ok", "equal", _("纸面核验码与本机案卷一致")),
        ScanAnswer.NOT_HERE: ("neutral", "info", _("核验码属实，本机没有这份意见书")),
        ScanAnswer.SUPERSEDED: ("warn", "warning", _("核验码属实，但这份意见书已作废或被取代")),
        ScanAnswer.DIFFERS: ("danger", "differs", _("纸面核验码与本机案卷不一致")),
        ScanAnswer.UNCONFIRMED: ("danger", "question", _("核验码来源无法确认")),
    }


def typed(memo: MemoRecord, record: PaperRecord | None, cases: Sequence[CaseSummary]) -> PaperShown:
    """What to show of the memo whose short code somebody typed."""
    gone = memo.state is MemoState.SUPERSEDED
    title = _("本机有这份意见书，但已作废或被取代") if gone else _("本机有这份意见书")
    said = _("短码只用来找到案卷。请把下列各项与纸面逐项比对。")
    return PaperShown(
        answer=Answer(tone="warn" if gone else "ok", icon="warning" if gone else "equal", title=title, lines=(said,)),
        lines=_side_by_side(None, record),
        about=_about(memo.case, cases),
        case=memo.case,
        memo=memo,
        number=memo.number,
    )


def no_code(reason: str) -> Answer:
    """When no code could be read."""
    hint = _("纸面上若印有 16 位核验短码，可以照着输入。")
    return Answer(tone="warn", icon="warning", title=_("没有读到核验码"), lines=(reason, hint))


def refused_code(reason: str) -> Answer:
    """When a code was read that nobody can have issued."""
    return Answer(tone="danger", icon="close", title=_("核验码不能采信"), lines=(reason,))


def _side_by_side(code: PaperRecord | None, record: PaperRecord | None) -> tuple[Compared, ...]:
    here, there = _particulars(code), _particulars(record)
    captions = (_("文号"), _("审定金额"), _("制作日期"), _("核验短码"))
    return tuple(
        Compared(caption=caption, code=left, record=right)
        for caption, left, right in zip(captions, here, there, strict=True)
    )


def _particulars(record: PaperRecord | None) -> tuple[str, str, str, str]:
    if record is None:
        return "", "", "", ""
    amount = _("{amount} 元").format(amount=grouped(record.amount))
    return record.number, amount, words.day(record.day), record.hand_code


def _about(case: str | None, cases: Sequence[CaseSummary]) -> str:
    found = next((summary for summary in cases if summary.id == case), None)
    return "" if found is None else f"{found.makerspace} · {words.stage(found.stage)}"
