"""Whether the same thing was claimed or awarded before: what ``measure.once_per`` names, in the office's other cases.

``once_per`` lists what together may be awarded once, for example "makerspace year", "makerspace 认定级别" or the name of a
credit-code column: "makerspace", "applicant" and "year" mean the case's own, anything else is a fact of the measure or a
column of one of its tables.

A makerspace has no number of its own. The same name is the same makerspace, and so is a name that the same applicant writes
with another of the usual affixes. The same applicant with another name, or such a likeness of names between two applicants,
may be another makerspace: only a person can say.
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
_AFFIX = re.compile("(?:众创空间)?(?:(?:股份|责任)?有限(?:责任)?公司)?$")
"""What is left out or added at the end of a makerspace's name without making it another."""


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
    """``what`` is claimed here and, under the same measure, in ``prior``.

    ``certain``: it is the same thing. Else the makerspace bears another name there, or is another applicant's.
    """

    measure: str
    prior: Prior
    what: str
    certain: bool = True


def same_name(text: str) -> str:
    """A name as it is compared: widths, spaces and brackets of one kind do not make another name."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def bare_name(makerspace: str) -> str:
    """A makerspace's name as it is compared, without punctuation and the affixes that are left out at will."""
    bare = re.sub(r"[\W_]+", "", same_name(makerspace))
    return _AFFIX.sub("", bare) or bare


def perhaps_same_space(makerspace: str, uscc: str, other_makerspace: str, other_uscc: str) -> bool:
    """Whether two applications may be about one makerspace: of one applicant, or of names that are alike."""
    return uscc == other_uscc or bare_name(makerspace) == bare_name(other_makerspace)


def names_case(words: str, number: str) -> bool:
    """Whether a written reason speaks of the case of that number, whatever brackets it uses, and says something besides."""
    said, named = (re.sub(r"[\s\[\](){}〔〕【】<>〈〉《》]+", "", same_name(text)) for text in (words, number))
    return bool(named) and named in said and bool(re.search(r"\w", said.replace(named, "")))


def _same_space(owner: "Case | Prior") -> Iterator[object]:
    """What tells a makerspace for certain: whoever shares one of these is about the same."""
    yield same_name(owner.makerspace.name)
    if owner.applicant.uscc:
        yield bare_name(owner.makerspace.name), owner.applicant.uscc


def _like_space(owner: "Case | Prior") -> Iterator[object]:
    """What two applications about one makerspace may have in common, though not for certain."""
    if owner.applicant.uscc:
        yield owner.applicant.uscc
    yield bare_name(owner.makerspace.name)


Spaces = Callable[[Case | Prior], Iterable[object]]
"""By what the makerspaces of two applications are compared."""


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

    def claiming(self, measure: Measure, keys: Iterable[Key], spaces: Spaces) -> tuple[Prior, ...]:
        """Those that claim under the measure one of what is awarded once, in order."""
        parts = _parts(measure)
        index = self._index(
            (measure.id, parts, spaces),
            lambda prior: (
                (key for key, _ in _keys(parts, measure, prior.claim, prior, spaces))
                if prior.claim.measure == measure.id
                else ()
            ),
        )
        return self._at(index, keys)

    def granted_to(self, measure: str, case: Case) -> tuple[Prior, ...]:
        """Those that gave the case's makerspace money under the measure."""
        return self._granted_to(measure, case, _same_space)

    def perhaps_granted_to(self, measure: str, case: Case) -> tuple[Prior, ...]:
        """Those that gave money under the measure to what may be the case's makerspace, though not for certain."""
        certain = self.granted_to(measure, case)
        return tuple(prior for prior in self._granted_to(measure, case, _like_space) if prior not in certain)

    def _granted_to(self, measure: str, case: Case, spaces: Spaces) -> tuple[Prior, ...]:
        index = self._index(
            ("makerspace", spaces),
            lambda prior: ((prior.claim.measure, space) for space in spaces(prior)) if prior.granted else (),
        )
        return self._at(index, [(measure, space) for space in spaces(case)])

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
    told: set[str] = set()
    for spaces in (_same_space, _like_space) if "makerspace" in parts else (_same_space,):
        mine = dict(_keys(parts, measure, case.claim(measure.id), case, spaces))
        for prior in _claimants(case, Priors.of(priors).claiming(measure, mine, spaces)):
            if prior.case not in told:
                told.add(prior.case)
                both = next(key for key, _ in _keys(parts, measure, prior.claim, prior, spaces) if key in mine)
                certain = spaces is _same_space
                yield Conflict(measure=measure.id, prior=prior, what=mine[both], certain=certain)


def _claimants(case: Case, priors: Iterable[Prior]) -> Sequence[Prior]:
    """Of each other case one: what it was awarded, else what it claims and was not refused."""
    found: dict[str, Prior] = {}
    for prior in priors:
        refused = prior.stage is Stage.ISSUED and not prior.granted
        if prior.case != case.id and not refused and (prior.granted or prior.case not in found):
            found[prior.case] = prior
    return tuple(found.values())


def _keys(
    parts: Sequence[str], measure: Measure, claim: Claim, owner: Case | Prior, spaces: Spaces
) -> Iterator[tuple[Key, str]]:
    """What is claimed once, as keys that can be compared, each with its words. A part that is not known yet gives none."""
    fixed: dict[str, tuple[object, str]] = {
        "applicant": (owner.applicant.uscc, owner.applicant.name),
        "year": (owner.year, f"{owner.year}年度"),
    }
    for name, entry in claim.facts.items():
        if entry.verified is not None:
            fixed[name] = (entry.verified, str(entry.verified))
    table = _table_with(measure, [part for part in parts if part not in fixed and part != "makerspace"])
    rows = accepted_rows(claim.tables[table]) if table in claim.tables else ({},)
    for space in spaces(owner):
        fixed["makerspace"] = (space, owner.makerspace.name)
        for row in rows:
            found = [fixed.get(part) or (row.get(part), str(row.get(part))) for part in parts]
            if all(value is not None for value, _ in found):
                yield tuple(value for value, _ in found), "、".join(words for _, words in found)


def _table_with(measure: Measure, names: Sequence[str]) -> str:
    for fact in measure.facts:
        if fact.kind is Kind.TABLE and names and all(any(c.name == name for c in fact.columns) for name in names):
            return fact.name
    return ""
