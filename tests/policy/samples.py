"""The bundled policy, and short ways to write claims under it and to read what comes out."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from gongshu_desktop.host import places
from gongshu_desktop.policy.assessment import CaseInputs, ClaimInputs, MeasureAssessment
from gongshu_desktop.policy.load import load_policy
from gongshu_desktop.policy.model import Fact, Kind, Policy
from gongshu_desktop.policy.money import yuan
from gongshu_desktop.policy.numbers import parse_number, plain
from gongshu_desktop.policy.values import Scalar, Value
from gongshu_desktop.policy.verdicts import Result

FILE = places.resources() / "policies" / "gongshu-2016-10.md"
A, B, C = "91330105WL5WKD0Y00", "91330105M6JG6UTRPB", "91330105RTD51Q1FE6"
JUDGED = {
    "3.2.1": ("产业定位明晰",),
    "3.3.1": ("用于创业服务",),
    "3.4.1": ("符合条件",),
    "3.4.3": ("科技型企业",),
    "3.1.1": ("集中办公场所属实",),
    "1.1": ("建设条件成熟", "功能完备", "特色鲜明"),
}
"""The criteria that the reviewer judges, by measure."""


@cache
def policy() -> Policy:
    """The bundled policy, loaded once."""
    return load_policy(FILE)


def scalar(fact: Fact, raw: Any) -> Scalar | None:
    """A value as the tables of cases write it: numbers and dates as texts."""
    if isinstance(raw, str) and fact.kind in (Kind.MONEY, Kind.NUMBER, Kind.COUNT):
        return parse_number(raw)
    if isinstance(raw, str) and fact.kind is Kind.DATE:
        return date.fromisoformat(raw)
    return raw  # type: ignore[no-any-return]


def facts_of(measure: str, facts: Mapping[str, Any], under: Policy | None = None) -> dict[str, Value]:
    """Facts of a measure from a table of cases; a value of None is a missing one."""
    known = (under or policy()).measure(measure)
    made: dict[str, Value] = {}
    for name, raw in facts.items():
        fact = known.fact(name)
        if isinstance(raw, list):
            made[name] = tuple(
                {column: scalar(fact.column(column), cell) for column, cell in row.items()} for row in raw
            )
        elif raw is not None:
            made[name] = scalar(fact, raw)  # type: ignore[assignment] # raw is not None
    return made


def case(
    measure: str,
    facts: Mapping[str, Any],
    *,
    verdicts: Mapping[str, str] | str = "met",
    year: int = 2016,
    under: Policy | None = None,
    **readings: str,
) -> CaseInputs:
    """A case with one claim. ``verdicts`` is one result for all judged criteria, or each by name; readings by short name."""
    if isinstance(verdicts, str):
        verdicts = dict.fromkeys(JUDGED.get(measure, ()), verdicts)
    return CaseInputs(
        case=None,
        year=year,
        readings={f"{measure}.{key.replace('_', '-')}": option for key, option in readings.items()},
        claims=(
            ClaimInputs(
                measure=measure,
                facts=facts_of(measure, facts, under),
                verdicts={name: Result(result) for name, result in verdicts.items()},
            ),
        ),
    )


def assess(measure: str, facts: Mapping[str, Any], *, derive: bool = False, **rest: Any) -> MeasureAssessment:
    """The assessment of one claim."""
    under = rest.get("under") or policy()
    return under.assess(case(measure, facts, **rest), derive=derive).measures[0]


def said(found: MeasureAssessment) -> str:
    """An outcome in short: "eligible 100000.00", "ineligible 0.00", "undetermined", "referred 5000000.00", "referred"."""
    figure = found.amount if found.amount is not None else found.ceiling
    return found.outcome.value + ("" if figure is None else f" {yuan(figure)}")


def outcome(measure: str, facts: Mapping[str, Any], **rest: Any) -> str:
    """What becomes of one claim, in short."""
    return said(assess(measure, facts, **rest))


def result(measure: str, facts: Mapping[str, Any], criterion: str, **rest: Any) -> str:
    """The result of one criterion of a claim, with its margin where it has one: "met 2", "unmet -1", "pending"."""
    found = next(item for item in assess(measure, facts, **rest).criteria if item.criterion == criterion)
    return found.result.value + ("" if found.margin is None else f" {plain(found.margin)}")
