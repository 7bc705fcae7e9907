"""Whether the same thing was claimed or awarded before: what ``measure.once_per`` names, in the office's other cases.

``once_per`` lists what together may be awarded once, for example "makerspace year", "makerspace 认定级别" or the name of a
credit-code column: "makerspace", "applicant" and "year" mean the case's own, anything else is a fact of the measure or a
column of one of its tables.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongshu_desktop.policy.model import Award, Kind, Measure
from gongshu_desktop.review.case import Applicant, Case, Claim, Makerspace
from gongshu_desktop.review.inputs import accepted_rows
from gongshu_desktop.review.stage import Stage

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


class Priors(tuple[Prior, ...]):  # noqa: SLOT001 - the indices are made when they are first asked for
    """Claims in the office's other cases, in order; looked up by what they are about without going through them all.

    Each index is made when it is first asked for: a ledger holds thousands of claims, and every keystroke asks.
    """

    def __init__(self, _priors: Iterable[Prior] = ()) -> None:
        self._indices: dict[object, dict[object, list[int]]] = {}

    @classmethod
    def of(cls, priors: Sequence[Prior]) -> "Priors":
        """The priors with their indices: the same object again, if it is one already."""
        return priors if isinstance(priors, cls) else cls(priors)

    def claiming(self, measure: Measure, keys: Iterable[Key]) -> tuple[Prior, ...]:
        """Those that claim under the measure one of what is awarded once, in order."""
        parts = _parts(measure)
        index = self._index(
            (measure.id, parts),
            lambda prior: (
                (key for key, _ in _keys(parts, measure, prior.claim, prior))
                if prior.claim.measure == measure.id
                else ()
            ),
        )
        return self._at(index, keys)

    def granted_to(self, measure: str, makerspace: str) -> tuple[Prior, ...]:
        """Those that gave a makerspace money under the measure."""
        index = self._index(
            "makerspace",
            lambda prior: ((prior.claim.measure, same_name(prior.makerspace.name)),) if prior.granted else (),
        )
        return self._at(index, [(measure, same_name(makerspace))])

    def granted_with(self, measure: str, column: str, code: object) -> tuple[Prior, ...]:
        """Those that gave money under the measure for a table in which the code stands in that column."""
        index = self._index(
            ("code", column),
            lambda prior: (
                ((prior.claim.measure, value) for value in _values(prior.claim, column)) if prior.granted else ()
            ),
        )
        return self._at(index, [(measure, code)])

    def _index(self, name: object, keys: Callable[[Prior], Iterable[object]]) -> dict[object, list[int]]:
        index = self._indices.get(name)
        if index is None:
            index = {}
            for place, prior in enumerate(self):
                for key in dict.fromkeys(keys(prior)):
                    index.setdefault(key, []).append(place)
            self._indices[name] = index
        return index

    def _at(self, index: Mapping[object, Sequence[int]], keys: Iterable[object]) -> tuple[Prior, ...]:
        return tuple(self[place] for place in sorted({place for key in keys for place in index.get(key, ())}))


def _values(claim: Claim, column: str) -> set[object]:
    return {row[column] for table in claim.tables.values() for row in accepted_rows(table) if column in row}


def _parts(measure: Measure) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[\s,、+]+", measure.once_per) if part)


def conflicts(case: Case, measure: Measure, priors: Sequence[Prior]) -> Iterator[Conflict]:
    """Every earlier or parallel claim of the same thing, once per case: what was awarded before what is only claimed."""
    parts = _parts(measure)
    if not parts or measure.award is not Award.SUBSIDY:
        return
    mine = dict(_keys(parts, measure, case.claim(measure.id), case))
    found: dict[str, Prior] = {}
    for prior in Priors.of(priors).claiming(measure, mine):
        refused = prior.stage is Stage.ISSUED and not prior.granted
        if prior.case != case.id and not refused and (prior.granted or prior.case not in found):
            found[prior.case] = prior
    for prior in found.values():
        both = next(key for key, _ in _keys(parts, measure, prior.claim, prior) if key in mine)
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
