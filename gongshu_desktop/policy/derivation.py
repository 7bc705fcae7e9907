"""The derivation 计算过程: the same formulas once more, this time written out in words and numbers.

Each criterion, each named step and the amount becomes a ``Step``: the rule as the policy file says it, the same with the
values put in, and the result. Steps over a table list its rows, so that every figure can be followed with a pencil.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from gongshu_desktop.policy import occupancy
from gongshu_desktop.policy import syntax as f
from gongshu_desktop.policy.assessment import CriterionResult, Step
from gongshu_desktop.policy.compilation import Rows, Values
from gongshu_desktop.policy.functions import leases_of
from gongshu_desktop.policy.language import Runnable, compiler_for
from gongshu_desktop.policy.missing import is_open
from gongshu_desktop.policy.model import Award
from gongshu_desktop.policy.money import from_fen, grouped
from gongshu_desktop.policy.numbers import in_unit
from gongshu_desktop.policy.rules import NO_ROW, Condition, Definition, Rules
from gongshu_desktop.policy.syntax import Formula
from gongshu_desktop.policy.values import Number, Row
from gongshu_desktop.policy.verdicts import Outcome, Result
from gongshu_desktop.policy.working import MOST_REASONS, PENDING, Working

MOST_ROWS = 500
"""Rows that a step lists one by one; what is beyond is said in one line."""
_RESULT = {Result.MET: "符合", Result.UNMET: "不符合", Result.PENDING: PENDING, Result.NOT_APPLICABLE: "不适用"}


class Derivation:
    """Writes out one measure's formulas over one set of values."""

    def __init__(self, rules: Rules, values: Values, readings: Mapping[str, str]) -> None:
        self._rules = rules
        self._values = values
        self._readings = readings
        self._clause = rules.measure.clause
        self._words = Working(rules, values, readings)

    def criterion(self, condition: Condition, result: Result, margin: Number | None) -> Step:
        """The step of a criterion that is decided by rule."""
        rule, threshold = condition.rule, condition.threshold
        assert rule is not None
        note = ""
        if margin is not None and threshold is not None:
            distance = in_unit(margin if margin >= 0 else -margin, threshold.unit)
            note = f"差{distance}" if margin < 0 else "恰好达到" if margin == 0 else f"超出{distance}"
            if margin == 0 and result is Result.UNMET:
                note = "恰在界上，不含本数"
        return Step(
            clause=self._clause,
            label=f"条件：{condition.criterion.name}",
            rule=rule.source if rule.source != condition.criterion.name else "",
            working=self._words.working(rule.tree, rule, NO_ROW),
            value=_RESULT[result],
            phrase=condition.criterion.phrase,
            note=note,
            pending=result is Result.PENDING,
        )

    def steps(
        self, criteria: Sequence[CriterionResult], outcome: Outcome, amount: int | None, ceiling: int | None
    ) -> tuple[Step, ...]:
        """The whole derivation: criteria, definitions in their order, and the amount or ceiling."""
        steps = [item.step if item.step is not None else self._judged(item) for item in criteria]
        steps += [self._definition(definition) for definition in self._rules.definitions]
        return (*steps, *self._final(outcome, amount, ceiling))

    # --- steps -------------------------------------------------------------------------------------------------------

    def _judged(self, item: CriterionResult) -> Step:
        return Step(
            clause=self._clause,
            label=f"条件：{item.criterion}",
            working="由审核人判断",
            value=_RESULT[item.result],
            pending=item.result is Result.PENDING,
        )

    def _definition(self, definition: Definition) -> Step:
        runnable = definition.under(self._readings)
        phrase = definition.phrase
        if definition.reading:
            reading = next(item for item in self._rules.measure.readings if item.key == definition.reading)
            phrase = f"{reading.phrase}（口径：{reading.options[self._readings[definition.reading]]}）"
        if definition.table:
            return self._column(definition, runnable, phrase)
        value = self._values.named[definition.name]
        return Step(
            clause=self._clause,
            label=definition.name,
            rule=runnable.source,
            working=self._words.working(runnable.tree, runnable, NO_ROW),
            value=self._words.said(value, runnable.sort),
            phrase=phrase,
            note=self._words.note(runnable, NO_ROW),
            pending=is_open(value),
            children=tuple(self._details(runnable)),
        )

    def _column(self, definition: Definition, runnable: Runnable, phrase: str) -> Step:
        """A column that is worked out for each row of a table."""
        rows: Rows | None = self._values.named[definition.table]
        items = rows.certain if rows else ()
        children = [
            self._row(runnable, self._words.row_label(definition.table, row), row, row[definition.name])
            for row in islice(items, MOST_ROWS)
        ]
        return Step(
            clause=self._clause,
            label=f"{definition.table}各行的{definition.name}",
            rule=runnable.source,
            value=PENDING if rows is None else f"{len(items)}行",
            phrase=phrase,
            note=_beyond(len(items)),
            pending=rows is None or any(child.pending for child in children),
            children=tuple(children),
        )

    def _final(self, outcome: Outcome, amount: int | None, ceiling: int | None) -> Iterator[Step]:
        subsidy = self._rules.measure.award is Award.SUBSIDY
        runnable = self._rules.amount if subsidy else self._rules.ceiling
        label = "测算额" if subsidy else "推荐上限"
        if outcome is Outcome.INELIGIBLE:
            yield Step(
                clause=self._clause, label="结论", working="有条件不符合", value="0.00元" if subsidy else "不推荐"
            )
            return
        if runnable is None:
            value = "推荐，不计算金额" if outcome is Outcome.REFERRED else PENDING
            yield Step(clause=self._clause, label="结论", value=value, pending=outcome is Outcome.UNDETERMINED)
            return
        exact = runnable.evaluate(self._values, NO_ROW)
        figure = amount if subsidy else ceiling
        note = self._words.note(runnable, NO_ROW)
        if figure is not None and from_fen(figure) != exact:
            note = "、".join(filter(None, (note, f"{in_unit(exact, '元')}四舍五入到分")))
        yield Step(
            clause=self._clause,
            label=label,
            rule=runnable.source,
            working="" if isinstance(runnable.tree, f.Name) else self._words.working(runnable.tree, runnable, NO_ROW),
            value=PENDING if figure is None else f"{grouped(figure)}元",
            note=note,
            pending=figure is None,
            children=tuple(self._details(runnable)),
        )

    # --- details over rows and days ----------------------------------------------------------------------------------

    def _details(self, runnable: Runnable) -> Iterator[Step]:
        """What stands behind the figures over rows in a formula: one line a row, or one a stretch of days."""
        for node in _calls(runnable.tree):
            if node.function in ("合计", "按组合计") and not isinstance(node.arguments[-1], f.Name):
                yield from self._row_steps(node, runnable)
            elif node.function == "逐日合计":
                yield from self._day_steps(node, runnable)

    def _row_steps(self, node: f.Call, runnable: Runnable) -> Iterator[Step]:
        table = runnable.part(node.arguments[0]).sort.table
        term = runnable.part(node.arguments[-1], table)
        terms = self._words.terms(node, runnable)
        key = node.arguments[1]
        group = key.name if node.function == "按组合计" and isinstance(key, f.Name) else ""
        for row, value in islice(terms, MOST_ROWS):
            label = str(row.get(group) or PENDING) if group else self._words.row_label(table, row)
            yield self._row(term, label, row, value)
        if len(terms) > MOST_ROWS:
            yield Step(clause=self._clause, label=_beyond(len(terms)))

    def _row(self, runnable: Runnable, label: str, row: Row, value: object) -> Step:
        """The step of one row; the one written before where nothing that it depends on has changed."""
        basis = runnable.depends_on(self._values, row)
        key = None if basis is None else (label, *basis)
        step = runnable.written.get(key) if key is not None else None
        if step is None:
            step = Step(
                clause=self._clause,
                label=label,
                working=self._words.working(runnable.tree, runnable, row),
                value=self._words.said(value, runnable.sort),
                note=self._words.note(runnable, row),
                pending=value is None,
            )
            if key is not None:
                if len(runnable.written) > 4 * MOST_ROWS:
                    runnable.written.clear()
                runnable.written[key] = step
        return step

    def _day_steps(self, node: f.Call, runnable: Runnable) -> Iterator[Step]:
        table = runnable.part(node.arguments[0])
        found = leases_of(compiler_for(runnable.scope), node)(self._values, NO_ROW)
        if found is None:
            return
        rows: Rows = table.evaluate(self._values, NO_ROW)
        for stretch in islice(occupancy.stretches(*found), MOST_ROWS):
            filled = [
                f"{self._words.row_label(table.sort.table, rows.certain[place])} {in_unit(area, '㎡')} × {in_unit(rate, '元')}"
                for place, area, rate in stretch.filled[:MOST_REASONS]
            ]
            more = f" + 其余{len(stretch.filled) - MOST_REASONS}处" if len(stretch.filled) > MOST_REASONS else ""
            days = stretch.days
            yield Step(
                clause=self._clause,
                label=f"{stretch.first.isoformat()}至{stretch.last.isoformat()}",
                working=f"{' + '.join(filled)}{more} = 每日{in_unit(stretch.daily, '元')}，计{days}日",
                value=in_unit(stretch.daily * days, "元"),
            )


def _beyond(rows: int) -> str:
    return f"另有{rows - MOST_ROWS}行，未逐行列出" if rows > MOST_ROWS else ""


def _calls(node: Formula) -> Iterator[f.Call]:
    for part in f.walk(node):
        if isinstance(part, f.Call):
            yield part
