"""The formulas of a policy file: their grammar. What names and units mean is seen when they are compiled.

A formula is a line of the policy's own words, such as ``较小(计入投资额 × 0.5%, 100万元)``. Keywords stand apart by spaces;
full-width and half-width punctuation are the same. Nothing here can loop, call out or reach beyond the formula: a formula
has at most ``LONGEST`` characters and ``DEEPEST`` levels, and parsing does not recurse.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken, VisitError

from gongshu_desktop.policy.syntax import (
    AllOf,
    AnyOf,
    Call,
    Compare,
    Condition,
    Constant,
    Formula,
    FormulaError,
    Name,
    Negation,
    Product,
    Quantity,
    Total,
    Where,
)

LONGEST = 2000
DEEPEST = 40

GRAMMAR = r"""
?start: expression
?expression: conditional | selection
conditional: IF either THEN either (COMMA? IF either THEN either)* COMMA? ELSE expression
?selection: either
    | selection WHERE either                          -> where
?either: both
    | both (OR both)+                                 -> any_of
?both: comparison
    | comparison (AND comparison)+                    -> all_of
?comparison: total
    | total COMPARE total                             -> compare
?total: product
    | product ((PLUS | MINUS) product)+               -> total
?product: unary
    | unary ((TIMES | DIVIDE) unary)+                 -> product
?unary: atom
    | NOT unary                                       -> negation
?atom: NAME                                           -> name
    | NAME LPAR expression (COMMA expression)* RPAR   -> call
    | LPAR expression RPAR                            -> parenthesis
    | QUANTITY                                        -> quantity
    | DAY                                             -> day
    | TEXT                                            -> text
    | YES                                             -> yes
    | NO                                              -> no

IF.3: /若(?!\w)/
THEN.3: /则(?!\w)/
ELSE.3: /否则(?!\w)/
WHERE.3: /其中(?!\w)/
AND.3: /且(?!\w)/
OR.3: /或(?!\w)/
NOT.3: /非(?!\w)/
YES.3: /是(?!\w)/
NO.3: /否(?!\w)/
DAY.4: /[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日/
QUANTITY.2: /[0-9]+(\.[0-9]+)?(%|‰|[㎡²A-Za-z\u4e00-\u9fff]+(\/[㎡²A-Za-z\u4e00-\u9fff]+)*)?/
NAME: /[^\W\d][\w·]*/
TEXT: /「[^」\n]*」|"[^"\n]*"/
COMPARE: /≥|≤|≠|>=|<=|!=|=|＝|>|＞|<|＜/
PLUS: /[+＋]/
MINUS: /[-−－–]/
TIMES: /[×*]/
DIVIDE: /÷/
COMMA: /[,，]/
LPAR: /[(（]/
RPAR: /[)）]/
%ignore /[ \t\r\n\u3000]+/
"""

_EXPECTED = {
    "NAME": "名称",
    "QUANTITY": "数值",
    "DAY": "日期(如 2016年3月21日)",
    "TEXT": "文字(如 「拱墅区」)",
    "LPAR": "“(”",
    "RPAR": "“)”",
    "COMMA": "“,”",
    "COMPARE": "比较符(= ≠ > < ≥ ≤)",
    "PLUS": "“+”",
    "MINUS": "“−”",
    "TIMES": "“×”",
    "DIVIDE": "“÷”",
    "IF": "“若”",
    "THEN": "“则”",
    "ELSE": "“否则”",
    "WHERE": "“其中”",
    "AND": "“且”",
    "OR": "“或”",
    "NOT": "“非”",
    "YES": "“是”",
    "NO": "“否”",
    "$END": "公式结束",
}
_COMPARISONS = {">=": "≥", "<=": "≤", "!=": "≠", "＝": "=", "＞": ">", "＜": "<"}


def parse(source: str) -> Formula:
    """The syntax tree of a formula. Raises FormulaError."""
    if len(source) > LONGEST:
        raise FormulaError(LONGEST, f"公式太长,最多 {LONGEST} 个字符", "拆成几步")
    try:
        tree: Formula = _parser().parse(source)  # type: ignore[assignment] # the transformer returns our nodes
    except UnexpectedInput as error:
        raise _syntax_error(source, error) from None
    except VisitError as error:
        if isinstance(error.orig_exc, FormulaError):
            raise error.orig_exc from None
        raise
    return tree


def _syntax_error(source: str, error: UnexpectedInput) -> FormulaError:
    match error:
        case UnexpectedEOF() | UnexpectedToken(token=Token(type="$END")):
            return FormulaError(len(source), "公式不完整", _expectation(error))
        case UnexpectedToken():
            return FormulaError(error.token.start_pos or 0, f"此处不应出现“{error.token}”", _expectation(error))
        case UnexpectedCharacters():
            position = error.pos_in_stream or 0
            return FormulaError(position, f"不认识的字符“{source[position]}”", _expectation(error))
    return FormulaError(0, "公式无法读取")


def _expectation(error: UnexpectedInput) -> str:
    expected = (
        getattr(error, "accepts", None) or getattr(error, "expected", None) or getattr(error, "allowed", None) or ()
    )
    return "、".join(words for name, words in _EXPECTED.items() if name in expected)


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", transformer=_Builder(), maybe_placeholders=False)


def _node(kind: Callable[..., Formula], first: Any, last: Any, parts: tuple[Formula, ...], *values: Any) -> Formula:
    depth = 1 + max((part.depth for part in parts), default=0)
    start, end = _edges(first)[0], _edges(last)[1]
    if depth > DEEPEST:
        raise FormulaError(start, f"公式嵌套太深,最多 {DEEPEST} 层", "拆成几步")
    return kind(start, end, depth, *values)


def _edges(item: Any) -> tuple[int, int]:
    if isinstance(item, Token):
        return item.start_pos or 0, item.end_pos or 0
    return item.start, item.end


def _formulas(items: tuple[Any, ...]) -> tuple[Formula, ...]:
    return tuple(item for item in items if not isinstance(item, Token))


def _chain(kind: Callable[..., Formula], items: tuple[Any, ...], inverse: str) -> Formula:
    parts = _formulas(items)
    signs = (1, *(-1 if item.type == inverse else 1 for item in items if isinstance(item, Token)))
    return _node(kind, items[0], items[-1], parts, parts, signs)


@v_args(inline=True)
class _Builder(Transformer[Token, Formula]):
    """Turns each reduced rule into a node at once, so that no tree is ever walked recursively."""

    def name(self, token: Token) -> Formula:
        return _node(Name, token, token, (), str(token))

    def quantity(self, token: Token) -> Formula:
        match = re.match(r"\d+(?:\.\d+)?", token)
        digits = match.group() if match else ""
        return _node(Quantity, token, token, (), digits, str(token)[len(digits) :])

    def day(self, token: Token) -> Formula:
        try:
            value = date(*(int(part) for part in re.findall(r"\d+", token)))
        except ValueError:
            raise FormulaError(token.start_pos or 0, f"没有“{token}”这一天", "真实的日期") from None
        return _node(Constant, token, token, (), value)

    def text(self, token: Token) -> Formula:
        return _node(Constant, token, token, (), str(token)[1:-1])

    def yes(self, token: Token) -> Formula:
        return _node(Constant, token, token, (), True)

    def no(self, token: Token) -> Formula:
        return _node(Constant, token, token, (), False)

    def parenthesis(self, opening: Token, inner: Formula, closing: Token) -> Formula:
        return replace(inner, start=opening.start_pos or 0, end=closing.end_pos or 0)

    def call(self, *items: Any) -> Formula:
        arguments = _formulas(items)
        return _node(Call, items[0], items[-1], arguments, str(items[0]), arguments)

    def where(self, table: Formula, _where: Token, condition: Formula) -> Formula:
        return _node(Where, table, condition, (table, condition), table, condition)

    def conditional(self, *items: Any) -> Formula:
        parts = _formulas(items)
        pairs = tuple(zip(parts[:-1:2], parts[1:-1:2], strict=True))
        return _node(Condition, items[0], items[-1], parts, pairs, parts[-1])

    def any_of(self, *items: Any) -> Formula:
        parts = _formulas(items)
        return _node(AnyOf, items[0], items[-1], parts, parts)

    def all_of(self, *items: Any) -> Formula:
        parts = _formulas(items)
        return _node(AllOf, items[0], items[-1], parts, parts)

    def negation(self, token: Token, part: Formula) -> Formula:
        return _node(Negation, token, part, (part,), part)

    def compare(self, left: Formula, operator: Token, right: Formula) -> Formula:
        return _node(Compare, left, right, (left, right), _COMPARISONS.get(operator, str(operator)), left, right)

    def total(self, *items: Any) -> Formula:
        return _chain(Total, items, "MINUS")

    def product(self, *items: Any) -> Formula:
        return _chain(Product, items, "DIVIDE")
