"""The verdict on a criterion, what becomes of a measure, and who decided: the words of every assessment."""

from enum import StrEnum


class Result(StrEnum):
    """The verdict 结论 on one criterion 条件."""

    MET = "met"
    UNMET = "unmet"
    NOT_APPLICABLE = "not_applicable"
    PENDING = "pending"


class Outcome(StrEnum):
    """What becomes of one claimed measure 扶持事项."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDETERMINED = "undetermined"
    REFERRED = "referred"


class Origin(StrEnum):
    """Who decided a criterion: the rule, from facts, or the reviewer, by judgement."""

    RULE = "rule"
    REVIEWER = "reviewer"
