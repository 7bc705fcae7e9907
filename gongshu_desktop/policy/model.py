"""A policy 政策 as the program holds it: the official text, and the measures, facts, criteria and readings in it.

Everything here comes from a policy file (see ``resources/policies/README.md``); nothing here knows any one policy.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from gongshu_desktop.policy.assessment import Assessment, CaseInputs
from gongshu_desktop.policy.values import Number, Scalar


class Kind(StrEnum):
    """What sort of value a fact 事实 takes."""

    MONEY = "money"
    NUMBER = "number"
    COUNT = "count"
    DATE = "date"
    TEXT = "text"
    YES_NO = "yes-no"
    CHOICE = "choice"
    CREDIT_CODE = "credit-code"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefill:
    """A default that the office's own ledger can supply: what was awarded before under ``measure``.

    ``match`` says for whom: "makerspace" (sum or whether, by the makerspace) or the name of a credit-code column.
    """

    measure: str
    match: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact that a measure asks for, or (inside ``columns``) one column of a table fact."""

    name: str
    kind: Kind
    unit: str = ""
    options: tuple[str, ...] = ()
    ordered: bool = False
    default: Scalar | None = None
    minimum: Number | None = None
    evidence: tuple[str, ...] = ()
    hint: str = ""
    judged: bool = False
    """Whether it is no fact of the documents but the reviewer's own judgement, which needs a ground."""
    columns: tuple["Fact", ...] = ()
    prefill: Prefill | None = None

    def column(self, name: str) -> "Fact":
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A condition of a measure. ``rule`` is the formula in words; empty for one that the reviewer judges.

    ``only`` names a reading's option, ("3.2.3.area", "each"), under which alone the criterion applies.
    """

    name: str
    rule: str = ""
    phrase: str = ""
    hint: str = ""
    evidence: tuple[str, ...] = ()
    only: tuple[str, str] | None = None
    rests_on: tuple[str, ...] = ()
    """Judged facts or columns (``Fact.judged``) that a rule's result rests on: decided by rule, but not by facts alone."""

    @property
    def judgement(self) -> bool:
        """Whether the reviewer alone decides it."""
        return not self.rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A phrase that can honestly be read in more than one way (口径), with its options and the suggested one."""

    key: str
    phrase: str
    question: str
    options: Mapping[str, str]
    suggested: str


class Award(StrEnum):
    """What a measure gives: money of this office, or a recommendation to another body."""

    SUBSIDY = "subsidy"
    REFERRAL = "referral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that an applicant can claim, with the clause 条款 that grants it.

    ``paragraph`` is the index into ``Policy.text``; ``quote`` the measure's own words and ``span`` where they stand there.
    """

    id: str
    title: str
    clause: str
    heading: str
    award: Award
    payee: str
    frequency: str
    once_per: str
    discretionary: bool
    paragraph: int
    quote: str
    span: tuple[int, int]
    facts: tuple[Fact, ...]
    criteria: tuple[Criterion, ...]
    readings: tuple[Reading, ...]
    amount_rule: str
    ceiling_rule: str
    note: str = ""

    def fact(self, name: str) -> Fact:
        """The fact of that name; KeyError if the measure asks for no such fact."""
        for fact in self.facts:
            if fact.name == name:
                return fact
        raise KeyError(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A target of the year: shown beside the actual figure, never an amount."""

    id: str
    indicator: str
    target: str
    paragraph: int


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One policy file, checked and compiled. ``digest`` is "sha256:…" of the file, ``text_digest`` of the official text."""

    id: str
    title: str
    number: str
    issuer: str
    issued: date
    effective: date
    digest: str
    text_digest: str
    text: tuple[str, ...]
    measures: tuple[Measure, ...]
    targets: tuple[Target, ...]
    vocabulary: Mapping[str, tuple[str, ...]]
    """Closed lists for the case's own particulars: "roles", "types", "levels", "subdistricts"; a list that is absent is open."""
    evaluate: Callable[[CaseInputs, bool], Assessment] = field(repr=False)

    @cached_property
    def _by_id(self) -> dict[str, Measure]:
        return {measure.id: measure for measure in self.measures}

    @cached_property
    def readings(self) -> Mapping[str, Reading]:
        """Every reading of the policy by its full key."""
        return {reading.key: reading for measure in self.measures for reading in measure.readings}

    def measure(self, id: str) -> Measure:
        """The measure of that id; KeyError if the policy has none."""
        return self._by_id[id]

    def assess(self, inputs: CaseInputs, *, derive: bool = True) -> Assessment:
        """Assess a case. With ``derive`` the result carries its derivation and receipt; without, only the figures."""
        return self.evaluate(inputs, derive)
