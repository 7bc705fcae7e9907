"""What an assessment gives back: outcomes, amounts in fen, and the derivation that a reviewer follows with a pencil."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from gongshu_desktop.policy.values import Number, Value
from gongshu_desktop.policy.verdicts import Origin, Outcome, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimInputs:
    """One claimed measure as the rules see it: verified values only, by fact name; verdicts by criterion name."""

    measure: str
    facts: Mapping[str, Value] = field(default_factory=dict)
    verdicts: Mapping[str, Result] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseInputs:
    """All that an assessment depends on, besides the policy itself."""

    case: str | None
    year: int
    claims: tuple[ClaimInputs, ...]
    readings: Mapping[str, str] = field(default_factory=dict)
    """Chosen options by full key, "3.2.3.step"; a reading that is not named takes the suggested option."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a derivation 计算过程, in words and numbers.

    ``rule`` is the policy file's formula in the policy's words, ``working`` the same with the values put in, ``value``
    the result with its unit. ``note`` says how far a cap or a threshold is, or why rows do not count.
    """

    clause: str
    label: str
    rule: str = ""
    working: str = ""
    value: str = ""
    phrase: str = ""
    note: str = ""
    pending: bool = False
    children: tuple["Step", ...] = ()

    def walk(self, depth: int = 0) -> "Iterator[tuple[int, Step]]":
        """This step and all below it, in reading order, with their depth."""
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult:
    """One criterion's result. ``margin`` is the distance to the threshold in ``unit`` (negative: short of it)."""

    criterion: str
    result: Result
    origin: Origin
    margin: Number | None = None
    unit: str = ""
    step: Step | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A fact, or one cell of a table (row counted from 0), whose verified value stands in the way of a result."""

    fact: str
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureAssessment:
    """The assessment of one claimed measure. Amounts are whole fen; None where the measure has or reaches none."""

    measure: str
    title: str
    payee: str
    outcome: Outcome
    amount: int | None
    ceiling: int | None
    criteria: tuple[CriterionResult, ...]
    readings: Mapping[str, str]
    steps: tuple[Step, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The assessment of a whole case. ``subsidy_total`` in fen, None while any subsidy measure is undetermined.

    ``subtotal`` adds up what is determined so far. ``receipt`` is "sha256:…" over the canonical inputs, the policy's
    digest, the engine's version and the steps; empty when the derivation was not asked for.
    """

    case: str | None
    policy: str
    policy_digest: str
    engine: str
    year: int
    measures: tuple[MeasureAssessment, ...]
    subsidy_total: int | None
    subtotal: int
    receipt: str = ""

    def of(self, measure: str) -> MeasureAssessment:
        """The assessment of one claimed measure, by its id."""
        return next(item for item in self.measures if item.measure == measure)


def end_of_year(year: int) -> date:
    """31 December of the award year."""
    return date(year, 12, 31)
