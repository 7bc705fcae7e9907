"""Whether the same thing was claimed or awarded before: what ``measure.once_per`` names, in the office's other cases.

``once_per`` lists what together may be awarded once, for example "makerspace year", "makerspace 认定级别" or the name of a
credit-code column: "makerspace", "applicant" and "year" mean the case's own, anything else is a fact of the measure or a
column of one of its tables.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongshu_desktop.policy.model import Award, Kind, Measure
from gongshu_desktop.review.case import Applicant, Case, Claim, Makerspace, Stage
from gongshu_desktop.review.inputs import accepted_rows

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """A claim in another case. ``awarded``: fen that its signed memo grants; None while nothing is decided."""

    case: str
    number: str
    year: int
    applicant: Applicant
    makerspace: Makerspace
    stage: Stage
    claim: Claim
    awarded: int | None = None

    @property
    def granted(self) -> bool:
        """Whether money was awarded for good."""
        return bool(self.awarded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """``what`` is claimed here and, under the same measure, in ``prior``."""

    measure: str
    prior: Prior
    what: str


def same_name(text: str) -> str:
    """A name as it is compared: widths, spaces and brackets of one kind do not make another name."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def conflicts(case: Case, measure: Measure, priors: Sequence[Prior]) -> Iterator[Conflict]:
    """Every earlier or parallel claim of the same thing, once per case."""
    parts = [part for part in re.split(r"[\s,、+]+", measure.once_per) if part]
    if not parts or measure.award is not Award.SUBSIDY:
        return
    mine = dict(_keys(parts, measure, case.claim(measure.id), case))
    for prior in priors:
        if prior.case == case.id or prior.claim.measure != measure.id:
            continue
        if prior.stage is Stage.ISSUED and not prior.granted:
            continue
        both = next((key for key, _ in _keys(parts, measure, prior.claim, prior) if key in mine), None)
        if both is not None:
            yield Conflict(measure=measure.id, prior=prior, what=mine[both])


def _keys(parts: Sequence[str], measure: Measure, claim: Claim, owner: Case | Prior) -> Iterator[tuple[Key, str]]:
    """What is claimed once, as keys that can be compared, each with its words. A part that is not known yet gives none."""
    fixed: dict[str, tuple[object, str]] = {
        "makerspace": (same_name(owner.makerspace.name), owner.makerspace.name),
        "applicant": (owner.applicant.uscc, owner.applicant.name),
        "year": (owner.year, f"{owner.year}年度"),
    }
    for name, entry in claim.facts.items():
        if entry.verified is not None:
            fixed[name] = (entry.verified, str(entry.verified))
    table = _table_with(measure, [part for part in parts if part not in fixed])
    rows = accepted_rows(claim.tables[table]) if table in claim.tables else ({},)
    for row in rows:
        found = [fixed.get(part) or (row.get(part), str(row.get(part))) for part in parts]
        if all(value is not None for value, _ in found):
            yield tuple(value for value, _ in found), "、".join(words for _, words in found)


def _table_with(measure: Measure, names: Sequence[str]) -> str:
    for fact in measure.facts:
        if fact.kind is Kind.TABLE and names and all(any(c.name == name for c in fact.columns) for name in names):
            return fact.name
    return ""
