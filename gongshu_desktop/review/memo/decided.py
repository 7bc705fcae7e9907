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
