"""The memo's own sentences: title, verdicts, why the three amounts differ, and the conclusion.

Everything is worded from the figures in the content, so a sentence cannot say another amount than the table above it.
"""

from collections.abc import Sequence

from gongshu_desktop.policy.money import grouped, words
from gongshu_desktop.policy.verdicts import Origin, Outcome, Result
from gongshu_desktop.review.memo import derivation, reasons
from gongshu_desktop.review.memo.content import (
    CriterionContent,
    FactContent,
    MeasureContent,
    MemoContent,
    ReadingContent,
)
from gongshu_desktop.review.memo.layout import is_first
from gongshu_desktop.review.stage import Role

RESULTS = {
    Result.MET: "符合",
    Result.UNMET: "不符合",
    Result.NOT_APPLICABLE: "不适用",
    Result.PENDING: "待核",
}
ORIGINS = {Origin.RULE: "规则判定", Origin.REVIEWER: "审核人判断"}
ROLES = {Role.EXAMINER: "经办人", Role.CHECKER: "复核人", Role.APPROVER: "批准人"}
_OUTCOMES = {
    Outcome.ELIGIBLE: "符合",
    Outcome.INELIGIBLE: "不符合",
    Outcome.UNDETERMINED: "待核",
    Outcome.REFERRED: "予以推荐",
}
OPEN = "待核"
NO_AMOUNT = "不核定金额"
_LONGEST_STATED = 120
"""Characters of a reason that the conclusion tells again."""


def title(content: MemoContent) -> tuple[str, ...]:
    """The title in the parts between which a line may break by sense."""
    return (f"关于{content.applicant}", f"{content.year}年度扶持资金申报的", f"审核意见书{mark(content)}")


def mark(content: MemoContent) -> str:
    """What tells a memo apart from the one that it replaces: they have one number, the case's."""
    return "" if content.correction is None else content.correction.mark


def numbered(content: MemoContent) -> str:
    """The number with that mark."""
    return f"{content.number}{mark(content)}"


def outcome(measure: MeasureContent) -> str:
    """What becomes of a measure, in a word."""
    if measure.outcome is Outcome.INELIGIBLE and not measure.subsidy:
        return "不予推荐"
    return _OUTCOMES[measure.outcome]


def yuan(amount: int | None, otherwise: str = "—") -> str:
    """Fen as 元 with separators, without the unit."""
    return otherwise if amount is None else grouped(amount)


def in_words(amount: int) -> str:
    """人民币壹拾万元整."""
    return f"人民币{words(amount)}"


def name(measure: MeasureContent) -> str:
    """“3.2.1 年度奖励”: the measure as tables and sentences call it."""
    return f"{measure.id} {measure.title}"


def origin(item: CriterionContent) -> str:
    """Who decided a condition: the rule, the reviewer, or the rule upon something that the reviewer judged."""
    if item.origin is Origin.REVIEWER or not item.rests_on:
        return ORIGINS[item.origin]
    return f"{ORIGINS[item.origin]}，其中{'、'.join(f'“{judged}”' for judged in item.rests_on)}由审核人判断"


def verified(fact: FactContent) -> str:
    """The verified value; for one that nobody verified, that it is assumed."""
    if not fact.assumed:
        return fact.verified
    return f"{'未填报' if fact.claimed == '未填报' else '未核定'}，按{fact.verified}计"


def amount_shown(measure: MeasureContent, amount: int | None) -> str:
    """An amount of a subsidy, 待核 where it is open, and the words for a referral's."""
    if not measure.subsidy:
        return NO_AMOUNT
    return yuan(amount, OPEN)


def full_width(text: str) -> str:
    """Prose with full-width marks; amounts and numbers keep theirs."""
    return derivation.full_width(text)


def reason(measure: MeasureContent) -> str:
    """Why the three amounts differ, or what is missing; "" when there is nothing to explain."""
    return reasons.reason(measure)


def reason_elsewhere(measure: MeasureContent) -> str:
    """The same for a page on which the memo's tables do not stand."""
    return reasons.reason_elsewhere(measure)


def adoption(reading: ReadingContent) -> str:
    """Who adopted a reading and on what authority, or that nobody has."""
    if reading.adopted:
        return f"{reading.adopted_by}于{reading.adopted_on}{_adopt()}，依据：{reading.authority or '未写明'}"
    if is_first():
        return "采用建议口径，尚未采纳" if reading.suggested else "本案选用，尚未采纳"
    return "按建议口径测算，尚未采用" if reading.suggested else "本案选用，单位尚未采用"


def _adopt() -> str:
    return "采纳" if is_first() else "采用"


# --- the conclusion --------------------------------------------------------------------------------------------------


def conclusion(content: MemoContent) -> tuple[str, ...]:
    """The conclusion, paragraph by paragraph."""
    subsidies = [measure for measure in content.measures if measure.subsidy]
    paragraphs = [_opening(content, subsidies), _undetermined(content, subsidies), _refused(subsidies)]
    paragraphs += [_cut(subsidies), _raised(subsidies), _decided(content, subsidies), _discretionary(subsidies)]
    paragraphs += [_referrals(content.measures), _unadopted(content)]
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def _opening(content: MemoContent, subsidies: Sequence[MeasureContent]) -> str:
    text = f"经审核，{content.applicant}{content.year}年度申报扶持事项{len(content.measures)}项"
    if not subsidies:
        return f"{text}，均不涉及本单位扶持资金。"
    claimed = [measure.claimed for measure in subsidies if measure.claimed is not None]
    stated = f"申报总额{grouped(sum(claimed))}元" if claimed else "申报时未填金额"
    text += f"，其中资金扶持事项{len(subsidies)}项，{stated}"
    computed = [measure.computed for measure in subsidies]
    if None not in computed:
        text += f"，测算总额{grouped(sum(amount or 0 for amount in computed))}元"
    if content.total is None:
        return f"{text}。因有事项待核，审定总额尚不能确定。"
    return f"{text}，审定总额{grouped(content.total)}元（大写：{in_words(content.total)}）。"


def _undetermined(content: MemoContent, subsidies: Sequence[MeasureContent]) -> str:
    open_ones = [measure for measure in content.measures if measure.outcome is Outcome.UNDETERMINED]
    if not open_ones:
        return ""
    parts = [f"{name(measure)}（尚缺：{'、'.join(measure.missing) or '核定事实'}）" for measure in open_ones]
    settled = [measure.approved for measure in subsidies if measure.approved is not None]
    partial = content.total is None and settled
    rest = f"其余资金扶持事项审定小计{grouped(sum(settled))}元，不作为审定总额。" if partial else ""
    return f"以下事项待核，补齐后另行审定：{'；'.join(parts)}。{rest}"


def _refused(subsidies: Sequence[MeasureContent]) -> str:
    """What is refused as a whole because a condition is not met."""
    refused = [measure for measure in subsidies if measure.outcome is Outcome.INELIGIBLE and not measure.approved]
    if not refused:
        return ""
    parts = "；".join(f"{name(measure)}（{_claimed(measure)}）" for measure in refused)
    return f"不符合条件、不予支持的事项：{parts}。理由见各事项。"


def _claimed(measure: MeasureContent) -> str:
    return "申报时未填金额" if measure.claimed is None else f"申报{grouped(measure.claimed)}元"


def _by_clause(subsidies: Sequence[MeasureContent]) -> list[tuple[MeasureContent, int]]:
    """The measures whose amount the clause alone makes another one than claimed, with computed − claimed in fen."""
    return [
        (measure, measure.computed - measure.claimed)
        for measure in subsidies
        if measure.outcome is Outcome.ELIGIBLE and not measure.discretionary
        if measure.claimed is not None and measure.computed is not None
    ]


def _cut(subsidies: Sequence[MeasureContent]) -> str:
    cut = [(measure, -more) for measure, more in _by_clause(subsidies) if more < 0]
    if not cut:
        return ""
    parts = "；".join(f"{name(measure)}核减{grouped(less)}元" for measure, less in cut)
    return f"按条款核减的申报金额合计{grouped(sum(less for _measure, less in cut))}元：{parts}。理由见各事项。"


def _raised(subsidies: Sequence[MeasureContent]) -> str:
    than = "高于申报额" if is_first() else "比申报额多"
    raised = [f"{name(measure)}{than}{grouped(more)}元" for measure, more in _by_clause(subsidies) if more > 0]
    return f"按条款测算高于申报额的事项：{'；'.join(raised)}。" if raised else ""


def _decided(content: MemoContent, subsidies: Sequence[MeasureContent]) -> str:
    """Where the office gives another amount than computed: from what to what, who decided it, and why."""
    parts = [
        f"{name(measure)}由测算的{grouped(measure.computed)}元{_changed(measure.computed, measure.approved)}，"
        f"理由：{_stated(measure)}"
        for measure in subsidies
        if measure.computed is not None and measure.approved is not None and measure.computed != measure.approved
    ]
    if not parts:
        return ""
    approver = next((item.name for item in content.opinions if item.role is Role.APPROVER), "")
    by = f"{ROLES[Role.APPROVER]}{approver}" if approver else f"待{ROLES[Role.APPROVER]}"
    return f"不按测算额、{by}另行决定的事项：{'；'.join(parts)}。"


def _changed(computed: int, approved: int) -> str:
    if not approved:
        return "核减为0.00元，不予支持"
    return f"{'核减' if approved < computed else '核增'}为{grouped(approved)}元"


def _stated(measure: MeasureContent) -> str:
    stated = measure.approved_reason.strip().rstrip("。")
    return stated if 0 < len(stated) <= _LONGEST_STATED else "见该事项" if stated else "未写明"


def _discretionary(subsidies: Sequence[MeasureContent]) -> str:
    parts = [
        f"{name(measure)}审定{grouped(measure.approved)}元（{_claimed(measure)}）"
        for measure in subsidies
        if measure.discretionary and measure.approved
    ]
    if not parts:
        return ""
    return f"条款未规定计算标准、由审核人裁量确定的金额：{'；'.join(parts)}，裁量理由见该事项。"


def _referrals(measures: Sequence[MeasureContent]) -> str:
    parts = [
        f"{name(measure)}（{'上限' + grouped(measure.ceiling) + '元' if measure.ceiling is not None else '未设上限'}）"
        for measure in measures
        if measure.outcome is Outcome.REFERRED
    ]
    if not parts:
        return ""
    return f"以下事项予以推荐，由有关单位另行办理，本意见书不核定金额，不计入审定总额：{'；'.join(parts)}。"


def _unadopted(content: MemoContent) -> str:
    count = sum(not reading.adopted for reading in content.readings)
    if is_first():
        told = f"本意见书采用的口径中有{count}项单位尚未采纳，正式批准前须明确，详见“采用口径”部分。"
    else:
        told = f"本意见书所按的口径中有{count}项单位尚未采用，正式批准前须先采用，详见“采用口径”部分。"
    return told if count else ""
