"""Who acts on a case, and where it stands: the words that every list and every screen needs first."""

from enum import StrEnum

from gongshu_desktop.wording import _


class Stage(StrEnum):
    """登记 → 审核 → 复核 → 批准 → 签署 → 已签发. SIGNING lasts from the final decision to the third signature."""

    REGISTERED = "registered"
    EXAMINATION = "examination"
    CHECK = "check"
    DECISION = "decision"
    SIGNING = "signing"
    ISSUED = "issued"


class Role(StrEnum):
    """The three who act on a case: 经办人 examines, 复核人 checks, 批准人 decides. No person acts in two roles on one case."""

    EXAMINER = "examiner"
    CHECKER = "checker"
    APPROVER = "approver"


SIGNING_ORDER = (Role.EXAMINER, Role.CHECKER, Role.APPROVER)
"""In which order the three sign a memo."""


def role_words(role: Role) -> str:
    """The role as people call it."""
    return {Role.EXAMINER: _("经办人"), Role.CHECKER: _("复核人"), Role.APPROVER: _("批准人")}[role]


def stage_words(stage: Stage) -> str:
    """The stage as people call it."""
    return {
        Stage.REGISTERED: _("登记"),
        Stage.EXAMINATION: _("审核"),
        Stage.CHECK: _("复核"),
        Stage.DECISION: _("批准"),
        Stage.SIGNING: _("签署"),
        Stage.ISSUED: _("已签发"),
    }[stage]
