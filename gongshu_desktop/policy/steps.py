"""The steps of a measure's calculation: read, put into an order in which each needs only what stands before, compiled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gongshu_desktop.policy.facts import usable
from gongshu_desktop.policy.language import Runnable, compile_formula
from gongshu_desktop.policy.model import Reading
from gongshu_desktop.policy.reading import MOST_ENTRIES, Table, read_phrase
from gongshu_desktop.policy.rules import Definition
from gongshu_desktop.policy.sorts import Scope, Sort
from gongshu_desktop.policy.syntax import FormulaError


class Formulas:
    """Compiles one measure's formulas. A problem is said where it is, and not again by all that builds on it."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.broken: set[str] = set()
        """Names whose own definition was refused."""

    def compile(
        self, table: Table, where: Sequence[str], source: str, sort: Sort | None = None, *, row: str = ""
    ) -> Runnable | None:
        """The formula, which must be of the ``sort``; inside of the table ``row`` if given. None if it was refused."""
        if any(mentions(source, name) for name in self.broken):
            return None
        try:
            runnable = compile_formula(source, self.scope.inside(row) if row else self.scope)
            if sort is not None and runnable.sort != sort:
                raise FormulaError(0, f"公式的结果是{runnable.sort}", str(sort))  # noqa: TRY301 - reported as any other
        except FormulaError as error:
            table.problem(error.message, error.expected, *where, before=source[: error.offset])
            return None
        return runnable


@dataclass(slots=True)
class _Draft:
    """A definition before its formulas are compiled: the sources by option, each with the place of its text."""

    name: str
    table: str
    phrase: str
    reading: str
    sources: Mapping[str, tuple[Table, tuple[str, ...], str]]
    formulas: dict[str, Runnable] = field(default_factory=dict)

    @property
    def position(self) -> tuple[int, int]:
        """Where in the file it stands: the order in which a reader meets the steps."""
        table, where, _ = next(iter(self.sources.values()))
        return table.block.at(*table.path, *where)


class Steps:
    """The steps in a measure's block and in its readings. ``names`` and ``columns`` grow with each that is settled."""

    def __init__(
        self,
        block: Table,
        readings: Sequence[tuple[Reading, Table]],
        quote: str,
        names: dict[str, Sort],
        columns: dict[str, dict[str, Sort]],
        formulas: Formulas,
    ) -> None:
        self._table = block
        self._readings = readings
        self._quote = quote
        self._names = names
        self._columns = columns
        self._formulas = formulas

    def definitions(self) -> tuple[Definition, ...]:
        """The compiled steps, each after those that it needs. Problems are reported."""
        drafts = self._drafts()
        waiting = dict(drafts)
        # A formula compiles once the sorts of all names in it are known; each round settles those that now can be.
        while waiting:
            ready = [key for key, draft in waiting.items() if self._ready(draft, waiting)]
            if not ready:
                self._report_circle(waiting)
                break
            for key in ready:
                self._settle(waiting.pop(key))
        return self._in_order(drafts)

    def _in_order(self, drafts: Mapping[str, _Draft]) -> tuple[Definition, ...]:
        done = {key: draft for key, draft in drafts.items() if len(draft.formulas) == len(draft.sources)}
        needs = {
            key: {name for formula in draft.formulas.values() for name in formula.uses if name in done}
            for key, draft in done.items()
        }
        order: list[str] = []
        while len(order) < len(done):
            # the order of the file, except where a step needs a later one
            following = next((key for key in done if key not in order and needs[key] <= {*order}), None)
            if following is None:
                self._report_circle({key: draft for key, draft in done.items() if key not in order})
                return ()
            order.append(following)
        return tuple(
            Definition(
                name=done[key].name,
                table=done[key].table,
                phrase=done[key].phrase,
                reading=done[key].reading,
                formulas=done[key].formulas,
            )
            for key in order
        )

    def _drafts(self) -> dict[str, _Draft]:
        drafts: dict[str, _Draft] = {}
        steps = self._table.table("step")
        if len(steps.data) > MOST_ENTRIES:
            steps.problem(f"有 {len(steps.data)} 个步骤", f"最多 {MOST_ENTRIES} 个")
            return {}
        for name, value in steps.data.items():
            if isinstance(value, dict):
                item = steps.table(name)
                source, phrase = item.required("formula"), read_phrase(item, self._quote)
                item.close()
                self._draft(drafts, name, phrase, "", {"": (item, ("formula",), source)})
            else:
                self._draft(drafts, name, "", "", {"": (steps, (name,), steps.required(name))})
        for reading, table in self._readings:
            for name, item in table.tables("step"):
                sources = {option: (item, (option,), item.required(option)) for option in reading.options}
                item.close()
                if sources:
                    self._draft(drafts, name, "", reading.key, sources)
            table.close()
        return dict(sorted(drafts.items(), key=lambda item: item[1].position))

    def _draft(
        self,
        drafts: dict[str, _Draft],
        key: str,
        phrase: str,
        reading: str,
        sources: Mapping[str, tuple[Table, tuple[str, ...], str]],
    ) -> None:
        table, dot, name = key.rpartition(".")
        where = next(iter(sources.values()))
        if dot and table not in self._columns:
            where[0].problem(f"没有名为“{table}”的表", "、".join(self._columns) or "表名.列名", *where[1])
            return
        if not usable(name):
            where[0].problem(f"“{name}”不能作名称", "汉字、字母、数字组成的词,不以数字开头,不是关键词", *where[1])
            return
        taken = {draft.name for draft in drafts.values() if not (table and draft.table)}
        if key in drafts or name in taken or name in self._names or (table and name in self._columns[table]):
            where[0].problem(f"名称“{key}”已经用过", "别的名称", *where[1])
            return
        drafts[key] = _Draft(name, table, phrase, reading, sources)

    def _ready(self, draft: _Draft, waiting: Mapping[str, _Draft]) -> bool:
        """Whether no name in the formulas is still waiting. Words are enough here; the compiler checks the rest."""
        others = [other for key, other in waiting.items() if other is not draft]
        return not any(
            other.name in source and mentions(source, other.name) and not (other.table and other.name in self._names)
            for other in others
            for _, _, source in draft.sources.values()
        )

    def _settle(self, draft: _Draft) -> None:
        sort: Sort | None = None
        for option, (table, where, source) in draft.sources.items():
            runnable = self._formulas.compile(table, where, source, sort, row=draft.table) if source else None
            if runnable is not None:
                sort = runnable.sort
                draft.formulas[option] = runnable
        if sort is None or len(draft.formulas) < len(draft.sources):
            self._formulas.broken.add(draft.name)
        else:
            known = self._columns[draft.table] if draft.table else self._names
            known[draft.name] = sort

    def _report_circle(self, waiting: Mapping[str, _Draft]) -> None:
        """Say which steps need each other; those that merely need one of them are broken too, but not to blame."""
        self._formulas.broken.update(draft.name for draft in waiting.values())
        circle = dict(waiting)
        while free := [key for key, draft in circle.items() if not _needed(draft, circle)]:
            for key in free:
                del circle[key]
        for draft in circle.values():
            table, where, _ = next(iter(draft.sources.values()))
            table.problem("这些步骤互相引用,无法计算:" + "、".join(circle), "只引用能先算出的步骤", *where)


def _needed(draft: _Draft, others: Mapping[str, _Draft]) -> bool:
    return any(mentions(source, draft.name) for other in others.values() for _, _, source in other.sources.values())


def mentions(source: str, name: str) -> bool:
    """Whether a name stands in a formula as a whole word."""
    start = source.find(name)
    while start >= 0:
        before, after = source[start - 1 : start], source[start + len(name) : start + len(name) + 1]
        if not (before.isalnum() or before == "·") and not (after.isalnum() or after == "·"):
            return True
        start = source.find(name, start + 1)
    return False
