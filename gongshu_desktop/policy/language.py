"""The language of policy files in one place: a formula's source in, a checked and runnable formula out."""

from dataclasses import dataclass, field, replace
from functools import cache

from gongshu_desktop.policy.assessment import Step
from gongshu_desktop.policy.compilation import Compiler, Evaluate, Rows, Values
from gongshu_desktop.policy.formula import parse
from gongshu_desktop.policy.functions import FUNCTIONS
from gongshu_desktop.policy.sorts import Scope, Sort
from gongshu_desktop.policy.syntax import Call, Formula, Name, walk
from gongshu_desktop.policy.values import Row


@dataclass(frozen=True, slots=True)
class Runnable:
    """A checked formula: its tree, the sort of its value, how to work it out, and the names that it uses.

    A column of a table is used as "表.列".
    """

    source: str
    tree: Formula
    sort: Sort
    evaluate: Evaluate
    uses: frozenset[str]
    scope: Scope
    _parts: "dict[tuple[int, str], Runnable]" = field(default_factory=dict, repr=False, compare=False)
    written: dict[tuple[object, ...], Step] = field(default_factory=dict, repr=False, compare=False)
    """Steps written for rows, by all that they depend on: while one cell of a long table changes, the others stay."""

    def depends_on(self, values: Values, row: Row) -> tuple[object, ...] | None:
        """Everything that the result for a row depends on; None where that is more than single values."""
        found: list[object] = []
        for name in self.uses:
            table, _, column = name.rpartition(".")
            value = row.get(column) if table else values.named[column]
            if isinstance(value, Rows):
                return None
            found.append(value)
        return tuple(found)

    @property
    def bounded(self) -> "tuple[Runnable, Runnable] | None":
        """For a formula 较小(…, constant) or 较大(constant, …): the constant bound and the figure that it bounds."""
        tree = self.tree
        if not isinstance(tree, Call) or tree.function not in ("较小", "较大") or len(tree.arguments) != 2:
            return None
        first, second = tree.arguments
        fixed = _constant(first), _constant(second)
        if fixed == (True, False):
            return self.part(first), self.part(second)
        return (self.part(second), self.part(first)) if fixed == (False, True) else None

    def outside(self) -> "Runnable":
        """The same formula as it stands outside of any table: where what a row looks up in other rows is worked out."""
        return replace(self, scope=self.scope.inside(""), _parts={}, written={}) if self.scope.row else self

    def part(self, node: Formula, table: str = "") -> "Runnable":
        """One node of the formula, runnable by itself; with ``table``, as it runs for each row of that table."""
        key = (id(node), table)  # the nodes live as long as this formula does
        found = self._parts.get(key)
        if found is None:
            scope = self.scope.inside(table) if table else self.scope
            compiler = compiler_for(scope)
            sort, evaluate = compiler.compile(node)
            found = self._parts[key] = Runnable(self.source, node, sort, evaluate, frozenset(compiler.uses), scope)
        return found


@cache
def _constant(node: Formula) -> bool:
    return not any(isinstance(part, Name) for part in walk(node))


def compile_formula(source: str, scope: Scope) -> Runnable:
    """Parse, check and compile a formula. Raises FormulaError at the first thing that does not fit."""
    tree = parse(source)
    compiler = compiler_for(scope)
    sort, evaluate = compiler.compile(tree)
    return Runnable(source, tree, sort, evaluate, frozenset(compiler.uses), scope)


def compiler_for(scope: Scope) -> Compiler:
    """A compiler with all functions of the language, for formulas in a scope."""
    return Compiler(scope, FUNCTIONS, set())
