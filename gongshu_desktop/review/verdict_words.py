"""How people call a verdict 结论."""

from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.wording import _


def result_words(result: Result) -> str:
    """符合 不符合 不适用 待核."""
    return {
        Result.MET: _("符合"),
        Result.UNMET: _("不符合"),
        Result.NOT_APPLICABLE: _("不适用"),
        Result.PENDING: _("待核"),
    }[result]
