"""Worked examples in a policy file: a claim in small, and the outcome and amount that the office expects of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gongshu_desktop.policy.assessment import CaseInputs, ClaimInputs, MeasureAssessment
from gongshu_desktop.policy.model import Fact, Kind, Measure, Policy
from gongshu_desktop.policy.money import fen, yuan
from gongshu_desktop.policy.numbers import parse_number, simplest
from gongshu_desktop.policy.reading import MOST_ENTRIES, Table
from gongshu_desktop.policy.rules import Rules
from gongshu_desktop.policy.source import Problem
from gongshu_desktop.policy.values import Scalar, Value
from gongshu_desktop.policy.verdicts import Outcome, Result


@dataclass(slots=True)
class Example:
    """One worked example: the inputs, what is expected, and what was found wrong with it when it was run."""

    name: str
    inputs: CaseInputs
    outcome: str
    figure: int | None
    """The expected amount, or a referral's ceiling, in fen; None if the example names none."""
    place: tuple[int, int]
    problems: list[Problem] = field(default_factory=list)


def read_examples(table: Table, rules: Rules) -> list[Example]:
    """The examples of a measure's block. What cannot be read is reported."""
    return [_example(item, rules.measure) for item in table.array("example")]


def check_examples(policy: Policy, examples: list[Example]) -> None:
    """Run the examples; each that does not come out as expected gets a problem."""
    for example in examples:
        found = policy.assess(example.inputs, derive=False).measures[0]
        figure = found.ceiling if found.ceiling is not None else found.amount
        if found.outcome != example.outcome or figure != example.figure:
            message = f"算例“{example.name}”的结果是{_said(found)}"
            expected = f"{example.outcome}" + ("" if example.figure is None else f" {yuan(example.figure)}元")
            example.problems.append(Problem(*example.place, message, expected))


def _said(found: MeasureAssessment) -> str:
    figure = found.ceiling if found.ceiling is not None else found.amount
    return found.outcome.value + ("" if figure is None else f" {yuan(figure)}元")


def _example(table: Table, measure: Measure) -> Example:
    name = table.required("name")
    year = table.get("year", int) or 2016
    readings = table.table("readings")
    keys = {reading.key.rpartition(".")[2]: reading for reading in measure.readings}
    chosen = {}
    for key in readings.data:
        option = readings.text(key)
        if key not in keys or option not in keys[key].options:
            readings.problem(f"没有口径选项“{key} = {option}”", "、".join(keys), key)
        chosen[f"{measure.id}.{key}"] = option
    claim = ClaimInputs(
        measure=measure.id, facts=_facts(table.table("facts"), measure), verdicts=_verdicts(table, measure)
    )
    expect = table.table("expect")
    outcome = expect.one_of("outcome", tuple(outcome.value for outcome in Outcome))
    figure = _figure(expect)
    expect.close()
    place = table.block.at(*table.path)
    table.close()
    inputs = CaseInputs(case=None, year=year, claims=(claim,), readings=chosen)
    return Example(name, inputs, outcome, figure, place)


def _figure(expect: Table) -> int | None:
    text = expect.text("amount") or expect.text("ceiling")
    try:
        return fen(text) if text else None
    except ValueError:
        expect.problem(f"“{text}”不是金额", '如 "100000.00"', "amount")
        return None


def _verdicts(table: Table, measure: Measure) -> dict[str, Result]:
    verdicts = table.table("verdicts")
    judged = {criterion.name for criterion in measure.criteria if criterion.judgement}
    found = {}
    for name in verdicts.data:
        if name not in judged:
            verdicts.problem(f"没有名为“{name}”的判断条件", "、".join(judged), name)
        else:
            found[name] = Result(verdicts.one_of(name, tuple(result.value for result in Result)) or Result.PENDING)
    return found


def _facts(table: Table, measure: Measure) -> dict[str, Value]:
    facts: dict[str, Value] = {}
    known = {fact.name: fact for fact in measure.facts}
    for name, raw in table.data.items():
        fact = known.get(name)
        if fact is None:
            table.problem(f"没有名为“{name}”的事实", "、".join(known), name)
        elif fact.kind is Kind.TABLE:
            if not isinstance(raw, list) or len(raw) > MOST_ENTRIES:
                table.problem(f"表“{name}”应写作列表", f"[{{ 列 = 值, … }}, …],最多 {MOST_ENTRIES} 行", name)
                continue
            facts[name] = tuple(_row(table, name, place, row, fact) for place, row in enumerate(raw))
        else:
            value = _scalar(table, (name,), raw, fact)
            if value is not None:
                facts[name] = value
    return facts


def _row(table: Table, name: str, place: int, raw: object, fact: Fact) -> dict[str, Scalar | None]:
    columns = {column.name: column for column in fact.columns}
    if not isinstance(raw, Mapping):
        table.problem("表的一行应写作 { 列 = 值, … }", "", name, place)
        return {}
    row: dict[str, Scalar | None] = {}
    for column, value in raw.items():
        if column not in columns:
            table.problem(f"表“{name}”没有“{column}”这一列", "、".join(columns), name, place, column)
        else:
            row[column] = _scalar(table, (name, place, column), value, columns[column])
    return row


def _scalar(table: Table, path: tuple[str | int, ...], raw: Any, fact: Fact) -> Scalar | None:
    """A value as TOML gives it, made exact: whole numbers, decimals (written plainly or as text), dates, texts."""
    try:
        return _converted(raw, fact)
    except ValueError:
        table.problem(f"“{raw}”不是“{fact.name}”的值", _FORM.get(fact.kind, fact.kind.value), *path)
        return None


def _converted(raw: Any, fact: Fact) -> Scalar:
    match fact.kind:
        case Kind.MONEY | Kind.NUMBER | Kind.COUNT if isinstance(raw, str):
            return parse_number(raw)
        case Kind.MONEY | Kind.NUMBER | Kind.COUNT if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
            return simplest(Fraction(raw))
        case Kind.DATE if isinstance(raw, date) and not isinstance(raw, datetime):
            return raw
        case Kind.YES_NO if isinstance(raw, bool):
            return raw
        case Kind.CHOICE if raw in fact.options:
            return str(raw)
        case Kind.TEXT | Kind.CREDIT_CODE if isinstance(raw, str):
            return raw
    raise ValueError(raw)


_FORM = {
    Kind.MONEY: "金额,如 1500000 或 12000.50",
    Kind.NUMBER: "数,如 640.5",
    Kind.COUNT: "整数",
    Kind.DATE: "日期,如 2016-09-10",
    Kind.YES_NO: "true 或 false",
    Kind.CHOICE: "选项之一",
}
