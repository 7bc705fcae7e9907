"""The particulars of a case: who applies, for which makerspace, for which year. Closed lists come from the policy."""

from collections.abc import Iterable
from dataclasses import fields, replace
from fractions import Fraction

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.policy.values import Number
from gongshu_desktop.review.case import Applicant, Case, Makerspace
from gongshu_desktop.review.editing.edit_types import EditRefused, SetBasics
from gongshu_desktop.review.values import MOST, decimals, text_problem, valid_code
from gongshu_desktop.wording import _

EARLIEST_YEAR, LATEST_YEAR = 1990, 2199
LONGEST_PARTICULAR = 500


def set_basics(case: Case, edit: SetBasics, policy: Policy) -> Case:
    """The case with other particulars.

    Raises:
        EditRefused: with the first thing that is wrong.
    """
    problems = [*basics_problems(edit, policy)]
    if problems:
        raise EditRefused(problems[0])
    given = {item.name: getattr(edit, item.name) for item in fields(edit) if getattr(edit, item.name) is not None}
    return replace(case, **given)


def basics_problems(edit: SetBasics, policy: Policy) -> Iterable[str]:
    """Everything that is wrong with new particulars, in words."""
    if edit.applicant is not None:
        yield from _applicant(edit.applicant, policy)
    if edit.makerspace is not None:
        yield from _makerspace(edit.makerspace, policy)
    if edit.number is not None:
        yield from _text(_("编号"), edit.number, needed=False)
    if edit.year is not None and not EARLIEST_YEAR <= edit.year <= LATEST_YEAR:
        yield _("申报年度应在{first}至{last}之间。").format(first=EARLIEST_YEAR, last=LATEST_YEAR)


def _applicant(applicant: Applicant, policy: Policy) -> Iterable[str]:
    yield from _text(_("申报单位名称"), applicant.name)
    if not applicant.uscc.strip():
        yield _("请填写{what}。").format(what=_("统一社会信用代码"))
    elif not valid_code(applicant.uscc):
        yield _("统一社会信用代码“{code}”不对：应为校验位正确的18位代码（大写）。").format(code=applicant.uscc)
    for role in applicant.roles:
        yield from _listed(_("申报身份"), role, policy.vocabulary.get("roles"))
    yield from _text(_("联系人"), applicant.contact, needed=False)
    yield from _text(_("联系电话"), applicant.phone, needed=False)


def _makerspace(space: Makerspace, policy: Policy) -> Iterable[str]:
    yield from _text(_("众创空间名称"), space.name)
    yield from _listed(_("所在街道"), space.subdistrict, policy.vocabulary.get("subdistricts"))
    yield from _listed(_("级别"), space.level, policy.vocabulary.get("levels"))
    yield from _text(_("地址"), space.address, needed=False)
    if space.type:
        yield from _listed(_("类型"), space.type, policy.vocabulary.get("types"))
    if space.area is not None and not area_fits(space.area):
        yield _("载体面积应为不小于0、最多10位小数的数。")


def area_fits(area: Number) -> bool:
    """Whether an area in ㎡ is one that a case can hold."""
    places = decimals(area)
    return 0 <= Fraction(area) <= MOST and places is not None and places <= 10


def _text(what: str, text: str, *, needed: bool = True) -> Iterable[str]:
    if needed and not text.strip():
        yield _("请填写{what}。").format(what=what)
    elif len(text) > LONGEST_PARTICULAR:
        yield _("{what}太长：不超过{most}个字。").format(what=what, most=LONGEST_PARTICULAR)
    else:
        wrong = text_problem(text)
        if wrong is not None:
            yield _("{what}应为{expected}。").format(what=what, expected=wrong)


def _listed(what: str, text: str, options: tuple[str, ...] | None) -> Iterable[str]:
    if options is None:
        yield from _text(what, text)
    elif not text.strip():
        yield _("请选择{what}。").format(what=what)
    elif text not in options:
        yield _("{what}“{text}”不在以下之中：{options}。").format(what=what, text=text, options="、".join(options))
