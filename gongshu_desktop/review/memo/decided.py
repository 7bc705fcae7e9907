"""What a memo says of the decision itself, beside what was examined: the program's hints that it passed over."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongshu_desktop.review.findings import Finding, Severity

MARK = "对程序提示的说明："
"""Begins, in the approver's opinion, why he approves although hints are open: so his signature covers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A warning of the program that was open at the approval; ``measure`` "" for one about the case as a whole."""

    measure: str
    text: str


def open_hints(findings: Sequence[Finding]) -> tuple[Hint, ...]:
    """The findings that do not stand in the way of a decision, but have to be answered for."""
    return tuple(
        Hint(measure=finding.measure or "", text=finding.text)
        for finding in findings
        if finding.severity is Severity.WARNING
    )


def with_answer(opinion: str, answer: str) -> str:
    """An opinion that says, too, why the open hints are passed over."""
    said = opinion.strip()
    ended = not said or said.endswith(("。", "！", "？", "；"))
    return f"{said}{'' if ended else '。'}{MARK}{answer.strip()}"


def answer_in(opinion: str) -> str:
    """Why an opinion passes over the open hints; "" where it does not say so."""
    return opinion.partition(MARK)[2].strip()


# --- corrections -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedMeasure:
    """What one measure was awarded before and is now (fen); None where it was, or is, not decided on.

    ``reason``: why the memo that is replaced gave another amount than computed, where that does not hold any more.
    """

    id: str
    title: str
    before: int | None
    after: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Which memo is corrected, who ordered it, when and why, and what it does to the amounts.

    ``ordinal`` counts the corrections of the case from 1; ``drawn`` is the day of the memo that is replaced (ISO), ``sha256``
    (hex) names its file; ``on`` is the day on which the correction was ordered (ISO).
    """

    ordinal: int
    number: str
    drawn: str
    sha256: str
    reason: str
    by: str
    on: str
    measures: tuple[CorrectedMeasure, ...]
    before: int | None
    after: int | None

    @property
    def mark(self) -> str:
        """What tells the memo apart from those before it that bear the same number."""
        return "（更正）" if self.ordinal == 1 else f"（第{_numeral(self.ordinal)}次更正）"


def _numeral(number: int) -> str:
    """A small count in Chinese."""
    return "零一二三四五六七八九十"[number] if number <= 10 else str(number)
