"""A condition that is not met, as an applicant reads it: 核定9家，未达到10家，差1家 for the formula 9家 ≥ 10家.

Read from the content's own words (the name of the condition, its rule, the rule with the values put in, the distance), so
that a notice cannot say another figure than the memo. What cannot be read so is said without a reading, never as a formula.
"""

import re
from collections.abc import Callable
from datetime import date

from gongshu_desktop.review.memo.content import CriterionContent

_SIGNS = "≥>≤<=≠"
_COMPARED = re.compile(rf"([^{_SIGNS}]+?) ?([{_SIGNS}]) ?([^{_SIGNS}]+)")
_CHOICE = re.compile(r"(?:([^「」]*))?「([^「」]*)」")
_YES_NO = re.compile(r"(非 ?)?([^（）]+)（([是否])）")
_COUNTED = re.compile(r"计数(?:不同)?\(([^(),，]+?)(?:,[^()]*)?\)")
_GIVEN = re.compile(r"([^（）]+)未填")
_ALSO = (" 且 ", " 或 ")
_FIGURES = {"≥": "未达到", ">": "未超过", "≤": "超过", "<": "未低于", "=": "不等于", "≠": "等于"}
_DAYS = {"≥": "早于", ">": "不晚于", "≤": "晚于", "<": "不早于", "=": "不是", "≠": "正是"}
_CHOICES = {"≥": "未达到", ">": "未高于", "≤": "高于", "<": "不低于", "=": "不是", "≠": "属于应排除的"}
_WANTED = {"≥": "达到", ">": "超过", "≤": "不超过", "<": "低于", "=": "为", "≠": "不为"}


def unmet_words(item: CriterionContent) -> str:
    """What was found and how it misses the condition; "" for one that the reviewer judged."""
    if not item.value:
        return item.margin
    return reading(item) or f"按核定的事实，不满足“{condition_words(item.name)}”，核算过程见审核意见书"


def reading(item: CriterionContent) -> str:
    """The same where there is a formula that can be read in words; else ""."""
    if not item.value or any(word in item.value for word in _ALSO):
        return ""
    return next(filter(None, (read(item) for read in _READINGS)), "")


def condition_words(name: str) -> str:
    """A condition's name without signs: 企业数达到10家 for 企业数 ≥ 10家; the name itself where it is no comparison."""
    found = _COMPARED.fullmatch(name)
    return f"{found[1]}{_WANTED[found[2]]}{found[3]}" if found else name


def _compared(item: CriterionContent) -> str:
    found = _COMPARED.fullmatch(item.value)
    if found is None:
        return ""
    have, sign, need = found.groups()
    chosen, other = _CHOICE.fullmatch(have), _CHOICE.fullmatch(need)
    if chosen and other:
        return f"{chosen[1] or ''}核定为“{chosen[2]}”，{_CHOICES[sign]}“{other[2]}”"
    days = _day(have), _day(need)
    if all(days):
        return f"核定{days[0]}，{_DAYS[sign]}{days[1]}"
    if not (have[0].isdigit() and need[0].isdigit()) or any(mark in have + need for mark in "+−×÷（("):
        return ""
    return f"{_counted(item)}{have}，{_FIGURES[sign]}{need}{_distance(item.margin, sign)}"


def _counted(item: CriterionContent) -> str:
    """What a bare number counts, where the rule says it."""
    rule = _COMPARED.fullmatch(item.rule)
    table = _COUNTED.fullmatch(rule[1]) if rule else None
    return f"核定的“{table[1]}”数目为" if table else "核定"


def _distance(margin: str, sign: str) -> str:
    """How far off; above a limit a distance is what exceeds it."""
    if not margin:
        return ""
    return f"，超出{margin[1:]}" if sign in "≤<" and margin.startswith("差") else f"，{margin}"


def _day(text: str) -> str:
    """2016年3月21日 for 2016-03-21 or itself; "" for what is no day."""
    if re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", text):
        return text
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return f"{day.year}年{day.month}月{day.day}日"


def _yes_no(item: CriterionContent) -> str:
    found = _YES_NO.fullmatch(item.value)
    if found is None:
        return ""
    return f"“{found[2].strip()}”核定为“{found[3]}”"


def _given(item: CriterionContent) -> str:
    found = _GIVEN.fullmatch(item.value)
    return f"“{found[1]}”未填报" if found else ""


_READINGS: tuple[Callable[[CriterionContent], str], ...] = (_compared, _yes_no, _given)
