"""The twelve measures once more, straight from their description: naive, day by day, with fractions. Nothing of the engine.

Each function takes verified facts (missing ones absent or None), the award year, the readings by short name and the
verdicts, and gives (outcome, amount, ceiling), both in fen.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

Facts = Mapping[str, Any]
Found = tuple[str, int | None, int | None]

WAN = 10_000
MILLION = 100 * WAN


def fen(amount: Fraction | int) -> int:
    """Half up to the fen."""
    return (Fraction(amount) * 100 + Fraction(1, 2)) // 1


def every(*conditions: bool | None) -> bool | None:
    """All hold, one fails, or it is open."""
    if any(condition is False for condition in conditions):
        return False
    return None if any(condition is None for condition in conditions) else True


def judged(verdicts: Mapping[str, str], *names: str) -> list[bool | None]:
    words = {"met": True, "not_applicable": True, "unmet": False, "pending": None}
    return [words[verdicts.get(name, "pending")] for name in names]


def least(value: Any, threshold: int) -> bool | None:
    return None if value is None else value >= threshold


def in_year(day: date | None, year: int) -> bool | None:
    return None if day is None else day.year == year


def subsidy(criteria: list[bool | None], amount: Fraction | int | None) -> Found:
    if False in criteria:
        return "ineligible", 0, None
    if None in criteria or amount is None:
        return "undetermined", None, None
    return "eligible", fen(amount), None


def referral(criteria: list[bool | None], ceiling: Fraction | int | None = None, *, named: bool = False) -> Found:
    if False in criteria:
        return "ineligible", None, None
    if None in criteria or (named and ceiling is None):
        return "undetermined", None, None
    return "referred", None, fen(ceiling) if ceiling is not None else None


def sort_rows(rows: list[Facts], counts: Callable[[Facts], bool | None]) -> tuple[list[Facts], bool]:
    """The rows that count, and whether others may."""
    found = [(row, counts(row)) for row in rows]
    return [row for row, holds in found if holds], any(holds is None for _, holds in found)


def annual(facts: Facts, year: int, readings: Mapping[str, str], verdicts: Mapping[str, str]) -> Found:
    criteria = [
        *judged(verdicts, "产业定位明晰"),
        least(facts.get("企业数"), 10),
        least(facts.get("实际到位资金总额"), 10 * MILLION),
        least(facts.get("年度经常性税收总额"), 2 * MILLION),
    ]
    return subsidy(criteria, 10 * WAN)


def recognition(facts: Facts, year: int, readings: Mapping[str, str], verdicts: Mapping[str, str]) -> Found:
    day, level = facts.get("认定日期"), facts.get("认定级别")
    if day is None:
        new = None
    elif readings["newly"] == "award-year":
        new = day.year == year
    else:
        new = date(2016, 3, 21) <= day <= date(year, 12, 31)
    total = {"国家级": 100 * WAN, "省级": 30 * WAN, "市级": 15 * WAN, None: None}[level]
    if total is not None and readings["upgrade"] == "difference":
        total = max(0, total - (facts.get("已获认定奖励") or 0))
    return subsidy([new], total)


def investment(facts: Facts, year: int, readings: Mapping[str, str], verdicts: Mapping[str, str]) -> Found:
    def counts(row: Facts) -> bool | None:
        day, place = row.get("投资日期"), row.get("注册地")
        dated = in_year(day, year)
        if readings["period"] == "cumulative" and day is not None:
            dated = day <= date(year, 12, 31)
        local = None if place is None else place == "拱墅区"
        return every(local, row.get("直接股权投资"), row.get("空间内企业"), dated)

    if facts.get("股权投资") is None:
        return subsidy([None], None)
    rows, more = sort_rows(facts["股权投资"], counts)
    if more or any(row.get("投资额") is None for row in rows):
        return subsidy([None], None)
    total = sum((Fraction(row["投资额"]) for row in rows), Fraction(0))
    award = total * Fraction(5, 1000)
    if readings["step"] == "whole":
        award = Fraction(total // (10 * MILLION) * 10 * MILLION) * Fraction(5, 1000)
    award = min(award, Fraction(100 * WAN))
    if readings["period"] == "cumulative":
        award = max(Fraction(0), award - (facts.get("已获投资奖励") or 0))
    return subsidy([total >= 10 * MILLION], award)


def cultivation(facts: Facts, year: int, readings: Mapping[str, str], verdicts: Mapping[str, str]) -> Found:
    def counts(row: Facts) -> bool | None:
        return every(row.get("空间内企业"), in_year(row.get("取得日期"), year), not (row.get("此前已奖励") or False))

    if facts.get("培育企业") is None:
        return subsidy([None], None)
    rows, more = sort_rows(facts["培育企业"], counts)
    if more:
        return subsidy([None], None)
    keys = ("统一社会信用代码",) if readings["per"] == "enterprise" else ("统一社会信用代码", "称号")
    firms = {tuple(row.get(key) for key in keys) for row in rows}
    number = None if any(None in firm for firm in firms) else 10 * WAN * len(firms)
    return subsidy([len(rows) >= 1], number)


def events(facts: Facts, year: int, readings: Mapping[str, str], verdicts: Mapping[str, str]) -> Found:
    def counts(row: Facts) -> bool | None:
        return every(row.get("已备案"), row.get("具有影响力"), in_year(row.get("举办日期"), year))

    if facts.get("活动") is None:
        return subsidy([None], None)
    rows, more = sort_rows(facts["活动"], counts)
    if more:
        return subsidy([None], None)
    amount: Fraction | None = None
    if all(row.get("实际支出") is not None for row in rows):
        bases = [max(Fraction(0), Fraction(row["实际支出"]) - (row.get("不计支出") or 0)) for row in rows]
        if readings["cap"] == "event":
            amount = sum((min(base / 2, Fraction(100 * WAN)) for base in bases), Fraction(0))
        else:
            amount = min(sum(bases, Fraction(0)) / 2, Fraction(100 * WAN))
    return subsidy([len(rows) >= 1], amount)


def software(facts: Facts, year: int, readings: Mapping[str, str], verdicts: Mapping[str, str]) -> Found:
    spent, given = facts.get("公共软件和开发工具支出"), facts.get("裁量补贴额")
    amount = None if spent is None or given is None else min(spent, given)
    if given is not None and given > 0 and not (facts.get("裁量理由") or "").strip():
        amount = None
    return subsidy(judged(verdicts, "用于创业服务"), amount)


def rent(facts: Facts, year: int, readings: Mapping[str, str], verdicts: Mapping[str, str]) -> Found:
    level = facts.get("评定级别")
    criteria = [None if level is None else level != "未评定"]
    support = _rent(facts, year, readings)
    broadband = facts.get("宽带费用")
    if support is None or broadband is None:
        return subsidy(criteria, None)
    cap = Fraction(100 * WAN)
    both, each = min(support + broadband, cap), min(support, cap) + min(Fraction(broadband), cap)
    support = both if readings["cap"] == "both" else each
    other = facts.get("其他同类补贴") or 0
    if readings["overlap"] == "difference":
        support = max(Fraction(0), support - other)
    elif support <= other:
        support = Fraction(0)
    return subsidy(criteria, support)


def _rent(facts: Facts, year: int, readings: Mapping[str, str]) -> Fraction | None:
    first = date(year, 1, 1)
    if facts.get("租赁") is None:
        return None
    if readings["since"] == "recognition":
        if facts.get("评定日期") is None:
            return None
        first = max(first, facts["评定日期"])
    days = [first + timedelta(days=n) for n in range(max(0, (date(year, 12, 31) - first).days + 1))]
    rows = []
    for row in facts["租赁"]:
        begin, end = row.get("起始日期") or date.min, row.get("截止日期") or date.max
        if not any(begin <= day <= end for day in days):
            continue  # it cannot count, whatever is missing
        if any(row.get(cell) is None for cell in ("面积", "日租金", "起始日期", "截止日期")):
            return None
        rows.append((min(Fraction(1), Fraction(row["日租金"])), Fraction(row["面积"]), begin, end))
    rows.sort(key=lambda row: row[0], reverse=True)
    total = Fraction(0)
    for day in days:
        left = Fraction(1000)
        for rate, area, begin, end in rows:
            if begin <= day <= end:
                filled = min(left, area)
                total += filled * rate
                left -= filled
    return total


def follow_on(facts: Facts, year: int, readings: Mapping[str, str], verdicts: Mapping[str, str]) -> Found:
    by_round = readings["basis"] == "round"

    def counts(row: Facts) -> bool | None:
        enough = least(row.get("投资额"), 5 * MILLION) if by_round else True
        return every(row.get("空间内企业"), row.get("社会投资机构"), in_year(row.get("投资日期"), year), enough)

    if facts.get("社会投资") is None:
        return referral([None], named=True)
    rows, more = sort_rows(facts["社会投资"], counts)
    needed = ("投资额",) if by_round else ("投资额", "统一社会信用代码")
    if more or any(row.get(cell) is None for row in rows for cell in needed):
        return referral([None], named=True)
    amounts = [Fraction(row["投资额"]) for row in rows]
    if not by_round:
        firms: dict[str, Fraction] = {}
        for row in rows:
            firms[row["统一社会信用代码"]] = firms.get(row["统一社会信用代码"], Fraction(0)) + row["投资额"]
        amounts = [total for total in firms.values() if total >= 5 * MILLION]
    return referral([len(amounts) >= 1], sum(amounts, Fraction(0)), named=True)


def plaque(facts: Facts, year: int, readings: Mapping[str, str], verdicts: Mapping[str, str]) -> Found:
    criteria = judged(verdicts, "建设条件成熟", "功能完备", "特色鲜明")
    if readings["area"] == "each":
        criteria.append(least(facts.get("载体面积"), 10_000))
    return referral(criteria)


def by_judgement(name: str) -> Callable[[Facts, int, Mapping[str, str], Mapping[str, str]], Found]:
    return lambda facts, year, readings, verdicts: referral(judged(verdicts, name))


MEASURES = {
    "3.2.1": annual,
    "3.2.2": recognition,
    "3.2.3": investment,
    "3.2.4": cultivation,
    "3.2.5": events,
    "3.3.1": software,
    "3.3.2": rent,
    "3.4.1": by_judgement("符合条件"),
    "3.4.2": follow_on,
    "3.4.3": by_judgement("科技型企业"),
    "3.1.1": by_judgement("集中办公场所属实"),
    "1.1": plaque,
}
