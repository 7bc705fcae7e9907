"""How the window says what the core names: stages, roles, verdicts, amounts, times."""

from datetime import date, datetime

from gongshu_desktop.policy.money import grouped
from gongshu_desktop.policy.verdicts import Outcome, Result
from gongshu_desktop.review.stage import Role, Stage, role_words, stage_words
from gongshu_desktop.review.verdict_words import result_words
from gongshu_desktop.wording import _

NOTHING = "—"


def stage(value: Stage) -> str:
    """登记 审核 复核 批准 签署 已签发."""
    return stage_words(value)


def returned() -> str:
    """How a case is called that was sent back."""
    return _("已退回")


def handed_over() -> str:
    """How a case is called that is being worked on on another PC."""
    return _("已移交")


def stage_tone(value: Stage, *, returned: bool = False) -> str:
    """The tone of the stage's pill."""
    if returned:
        return "warn"
    tones = {Stage.EXAMINATION: "accent", Stage.SIGNING: "accent", Stage.ISSUED: "ok"}
    return tones.get(value, "neutral")


def role(value: Role) -> str:
    """经办人 复核人 批准人."""
    return role_words(value)


def result(value: Result) -> str:
    """符合 不符合 不适用 待核."""
    return result_words(value)


def result_tone(value: Result) -> str:
    """The tone of a verdict's pill."""
    return {Result.MET: "ok", Result.UNMET: "danger", Result.NOT_APPLICABLE: "neutral", Result.PENDING: "warn"}[value]


def outcome(value: Outcome) -> str:
    """What becomes of a measure."""
    return {
        Outcome.ELIGIBLE: _("予以支持"),
        Outcome.INELIGIBLE: _("不予支持"),
        Outcome.UNDETERMINED: _("待核"),
        Outcome.REFERRED: _("推荐"),
    }[value]


def outcome_tone(value: Outcome) -> str:
    """The tone of an outcome's pill."""
    tones = {
        Outcome.ELIGIBLE: "ok",
        Outcome.INELIGIBLE: "danger",
        Outcome.UNDETERMINED: "warn",
        Outcome.REFERRED: "accent",
    }
    return tones[value]


def amount(fen: int | None) -> str:
    """12,000.50, or — where there is none."""
    return NOTHING if fen is None else grouped(fen)


def clock(at: datetime) -> str:
    """10:32, in this PC's zone."""
    return f"{at.astimezone():%H:%M}"


def moment(at: datetime) -> str:
    """2016-12-05 10:41, in this PC's zone."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def day(value: date) -> str:
    """2016-12-05."""
    return value.isoformat()


def ago(at: datetime, now: datetime) -> str:
    """今天, 3 天前: when something was last worked on."""
    days = (now.astimezone().date() - at.astimezone().date()).days
    return _("今天") if days <= 0 else _("{days} 天前").format(days=days)
