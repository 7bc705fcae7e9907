"""The syntax tree of a formula: its nodes, each with its place in the source, and what is said of a formula that fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


class FormulaError(Exception):
    """A formula that cannot be read or does not fit: where in it (offset from 0), what is wrong, what was expected."""

    def __init__(self, offset: int, message: str, expected: str = "") -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a formula, at ``start`` to ``end`` of its source; ``depth`` counts the levels below and including it."""

    start: int
    end: int
    depth: int


@dataclass(frozen=True, slots=True)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Quantity(Node):
    digits: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Constant(Node):
    value: date | str | bool


@dataclass(frozen=True, slots=True)
class Call(Node):
    function: str
    arguments: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class Where(Node):
    table: "Formula"
    condition: "Formula"


@dataclass(frozen=True, slots=True)
class Condition(Node):
    """若 … 则 …, 若 … 则 …, 否则 …"""

    branches: tuple[tuple["Formula", "Formula"], ...]
    otherwise: "Formula"


@dataclass(frozen=True, slots=True)
class AllOf(Node):
    parts: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Node):
    parts: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class Negation(Node):
    part: "Formula"


@dataclass(frozen=True, slots=True)
class Compare(Node):
    operator: str
    left: "Formula"
    right: "Formula"


@dataclass(frozen=True, slots=True)
class Total(Node):
    """A sum; ``signs`` are +1 or −1, one a term, the first +1."""

    terms: tuple["Formula", ...]
    signs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Product(Node):
    """A product; ``signs`` are +1 for × and −1 for ÷, the first +1."""

    factors: tuple["Formula", ...]
    signs: tuple[int, ...]


Formula: TypeAlias = (
    Name | Quantity | Constant | Call | Where | Condition | AllOf | AnyOf | Negation | Compare | Total | Product
)


def children(node: Formula) -> tuple[Formula, ...]:
    """The parts directly below a node, in reading order."""
    match node:
        case Call(arguments=parts) | AllOf(parts=parts) | AnyOf(parts=parts):
            return parts
        case Total(terms=parts) | Product(factors=parts):
            return parts
        case Where():
            return (node.table, node.condition)
        case Condition():
            return (*(part for branch in node.branches for part in branch), node.otherwise)
        case Negation():
            return (node.part,)
        case Compare():
            return (node.left, node.right)
        case _:
            return ()


def walk(node: Formula) -> Iterator[Formula]:
    """A node and all nodes below it, in reading order."""
    yield node
    for part in children(node):
        yield from walk(part)
