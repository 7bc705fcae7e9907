"""The review screen's words for states, and values as text: for reading (with separators) and for editing (without). No Qt."""

from datetime import date, datetime
from fractions import Fraction

from gongshu_desktop.desktop.screens.review.state import Tone
from gongshu_desktop.policy.assessment import CriterionResult, MeasureAssessment
from gongshu_desktop.policy.model import Award, Fact, Kind, Measure
from gongshu_desktop.policy.money import grouped, to_fen
from gongshu_desktop.policy.numbers import grouped_number, in_unit, plain
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.policy.verdicts import Outcome
from gongshu_desktop.wording import _


def shown_text(value: Scalar | None, fact: Fact) -> str:
    """A value as a field or a cell shows it: with separators, without its unit; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Fraction):
        if fact.kind is Kind.MONEY and (value * 100).denominator == 1:
            return grouped(to_fen(value))
        return grouped_number(value)
    return value


def plain_text(value: Scalar | None, fact: Fact) -> str:
    """A value as an editor begins with it: no separators, no padding."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return shown_text(value, fact)
    return plain(value)


def amount_word(measure: Measure, assessed: MeasureAssessment) -> str:
    """The computed amount of a measure in one word or figure, as lists show it."""
    if measure.award is Award.REFERRAL:
        referral = {Outcome.REFERRED: _("推荐"), Outcome.INELIGIBLE: _("不推荐")}
        return referral.get(assessed.outcome, _("待核"))
    return _("待核") if assessed.amount is None else grouped(assessed.amount)


def margin_text(result: CriterionResult) -> str:
    """How far a rule's criterion is from its threshold: 超出 2家, 差 0.01元, 恰好达到."""
    if result.margin is None:
        return ""
    if result.margin == 0:
        return _("恰好达到")
    size = in_unit(-result.margin if result.margin < 0 else result.margin, result.unit)
    return (_("超出 {size}") if result.margin > 0 else _("差 {size}")).format(size=size)


def clock_text(at: datetime) -> str:
    """The time of day of a commit, to the second."""
    return at.astimezone().strftime("%H:%M:%S")


def outcome_text(measure: Measure, assessed: MeasureAssessment, waiting: int) -> tuple[str, Tone]:
    """The state of a measure in a few words, with its tone."""
    match assessed.outcome:
        case Outcome.ELIGIBLE:
            return (_("裁量") if measure.discretionary else _("符合")), Tone.GOOD
        case Outcome.REFERRED:
            return _("推荐"), Tone.INFO
        case Outcome.INELIGIBLE:
            return _("不符合"), Tone.BAD
        case Outcome.UNDETERMINED:
            return _("{count} 处待核").format(count=waiting), Tone.WARN
