"""A case as lines of tables, and back: the only place that knows both.

A case's lines are held by table, then by key without the case's id: so comparing two states of a case is comparing two
dictionaries, and a save writes exactly the lines that differ.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import RowMapping

from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import (
    Applicant,
    Case,
    Claim,
    Evidence,
    FactEntry,
    Makerspace,
    Passage,
    TableEntry,
    TableRow,
    VerdictEntry,
)
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.store import case_rows as rows
from gongshu_desktop.store import claim_rows
from gongshu_desktop.store.claim_rows import Side, Target
from gongshu_desktop.store.rows import Row
from gongshu_desktop.store.values import fen, moment_text, number_from, number_text, scalar_from, scalar_text

Key: TypeAlias = tuple[Any, ...]
Line: TypeAlias = tuple[Any, ...]
Lines: TypeAlias = Mapping[type[Row], Mapping[Key, Line]]
"""By table: the values of each line by its key, both in the order of the table's columns, without the case's id."""

_NOTHING: Mapping[Any, Any] = {}


def basics(case: Case) -> dict[str, str | int | None]:
    """The columns of ``cases`` that the case itself decides."""
    applicant, makerspace = case.applicant, case.makerspace
    return {
        "policy": case.policy,
        "year": case.year,
        "number": case.number,
        "stage": case.stage.value,
        "received": case.received.isoformat() if case.received else None,
        "applicant": applicant.name,
        "uscc": applicant.uscc,
        "contact": applicant.contact,
        "phone": applicant.phone,
        "makerspace": makerspace.name,
        "subdistrict": makerspace.subdistrict,
        "level": makerspace.level,
        "address": makerspace.address,
        "type": makerspace.type,
        "area": None if makerspace.area is None else number_text(makerspace.area),
    }


# --- to lines ----------------------------------------------------------------------------------------------------------


def lines_of(case: Case) -> Lines:
    """All parts of the case as lines."""
    lines: dict[type[Row], dict[Key, Line]] = {part: {} for part in rows.PARTS}
    lines[rows.ApplicantRoleRow] = {(place,): (role,) for place, role in enumerate(case.applicant.roles)}
    lines[rows.ChosenReadingRow] = {(key,): (option,) for key, option in case.readings.items()}
    lines[rows.EvidenceRow] = {
        (item.key,): (place, item.title, item.sha256 or None, item.media_type, item.size, item.pages)
        for place, item in enumerate(case.evidence)
    }
    lines[rows.PassageRow] = {(place,): _passage_line(passage) for place, passage in enumerate(case.passages)}
    for place, claim in enumerate(case.claims):
        lines[claim_rows.ClaimRow][(claim.measure,)] = (
            place,
            fen(claim.claimed),
            fen(claim.approved),
            claim.approved_reason,
            claim.opinion,
        )
        _fact_lines(claim, lines)
        _table_lines(claim, lines)
        _verdict_lines(claim, lines)
    return lines


def _passage_line(passage: Passage) -> Line:
    role = passage.role.value if passage.role else None
    origin, destination = passage.origin.value, passage.destination.value
    return (moment_text(passage.at), passage.person, passage.name, role, origin, destination, passage.opinion)


def _fact_lines(claim: Claim, lines: dict[type[Row], dict[Key, Line]]) -> None:
    for name, entry in claim.facts.items():
        lines[claim_rows.FactRow][claim.measure, name] = (entry.note,)
        for side, value in ((Side.CLAIMED, entry.claimed), (Side.VERIFIED, entry.verified)):
            if value is not None:
                lines[claim_rows.FactValueRow][claim.measure, name, side.value] = scalar_text(value)
        _link_lines(claim.measure, Target.FACT, name, entry.evidence, lines)


def _table_lines(claim: Claim, lines: dict[type[Row], dict[Key, Line]]) -> None:
    for name, table in claim.tables.items():
        lines[claim_rows.TableFactRow][claim.measure, name] = (int(table.verified), table.note)
        _link_lines(claim.measure, Target.TABLE, name, table.evidence, lines)
        cells = lines[claim_rows.CellRow]
        for place, row in enumerate(table.rows):
            lines[claim_rows.TableRowRow][claim.measure, name, row.key] = (place, int(row.by_reviewer), int(row.struck))
            for column, value in row.claimed.items():
                cells[claim.measure, name, row.key, "claimed", column] = scalar_text(value)
            for column, value in row.verified.items():
                cells[claim.measure, name, row.key, "verified", column] = scalar_text(value)


def _verdict_lines(claim: Claim, lines: dict[type[Row], dict[Key, Line]]) -> None:
    for name, verdict in claim.verdicts.items():
        lines[claim_rows.VerdictRow][claim.measure, name] = (verdict.result.value, verdict.note)
        _link_lines(claim.measure, Target.VERDICT, name, verdict.evidence, lines)


def _link_lines(
    measure: str, target: Target, name: str, keys: Iterable[str], lines: dict[type[Row], dict[Key, Line]]
) -> None:
    for place, key in enumerate(keys):
        lines[claim_rows.EvidenceLinkRow][measure, target.value, name, place] = (key,)


# --- from lines --------------------------------------------------------------------------------------------------------


def case_from(row: RowMapping, lines: Lines) -> Case:
    """The case whose basics stand in ``row`` (a line of ``cases`` by column name) and whose parts in ``lines``."""
    claims = _Claims(lines)
    return Case(
        id=row["id"],
        policy=row["policy"],
        year=row["year"],
        number=row["number"],
        applicant=_applicant(row, lines),
        makerspace=_makerspace(row),
        readings={key: option for (key,), (option,) in lines[rows.ChosenReadingRow].items()},
        claims=tuple(claims.each()),
        evidence=tuple(_evidence(lines[rows.EvidenceRow])),
        received=date.fromisoformat(row["received"]) if row["received"] else None,
        stage=Stage(row["stage"]),
        passages=tuple(_passage(line) for _, line in sorted(lines[rows.PassageRow].items())),
    )


def _applicant(row: RowMapping, lines: Lines) -> Applicant:
    roles = tuple(role for _, (role,) in sorted(lines[rows.ApplicantRoleRow].items()))
    return Applicant(name=row["applicant"], uscc=row["uscc"], roles=roles, contact=row["contact"], phone=row["phone"])


def _makerspace(row: RowMapping) -> Makerspace:
    return Makerspace(
        name=row["makerspace"],
        subdistrict=row["subdistrict"],
        level=row["level"],
        address=row["address"],
        type=row["type"],
        area=None if row["area"] is None else number_from(row["area"]),
    )


def _evidence(lines: Mapping[Key, Line]) -> Iterator[Evidence]:
    for (key,), (_place, title, sha256, media_type, size, pages) in sorted(lines.items(), key=_by_place):
        yield Evidence(key=key, title=title, sha256=sha256 or "", media_type=media_type, size=size, pages=pages)


def _passage(line: Line) -> Passage:
    at, person, name, role, origin, destination, opinion = line
    return Passage(
        at=datetime.fromisoformat(at),
        person=person,
        name=name,
        role=Role(role) if role else None,
        origin=Stage(origin),
        destination=Stage(destination),
        opinion=opinion,
    )


def _by_place(item: tuple[Key, Line]) -> int:
    """Lines that have an order carry their place as the first value."""
    place: int = item[1][0]
    return place


class _Claims:
    """The claims of one case, put together from the lines of nine tables."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._facts: defaultdict[str, dict[str, FactEntry]] = defaultdict(dict)
        self._tables: defaultdict[str, dict[str, TableEntry]] = defaultdict(dict)
        self._verdicts: defaultdict[str, dict[str, VerdictEntry]] = defaultdict(dict)
        self._links: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
        for (measure, target, name, _place), (key,) in sorted(lines[claim_rows.EvidenceLinkRow].items()):
            self._links[measure, target, name].append(key)
        self._read_facts()
        self._read_tables()
        for (measure, name), (result, note) in lines[claim_rows.VerdictRow].items():
            evidence = self._linked(measure, Target.VERDICT, name)
            self._verdicts[measure][name] = VerdictEntry(result=Result(result), note=note, evidence=evidence)

    def _linked(self, measure: str, target: Target, name: str) -> tuple[str, ...]:
        return tuple(self._links.get((measure, target.value, name), ()))

    def _read_facts(self) -> None:
        values = self._lines[claim_rows.FactValueRow]
        for (measure, name), (note,) in self._lines[claim_rows.FactRow].items():
            self._facts[measure][name] = FactEntry(
                claimed=scalar_from(*values.get((measure, name, "claimed"), ("empty", None))),
                verified=scalar_from(*values.get((measure, name, "verified"), ("empty", None))),
                note=note,
                evidence=self._linked(measure, Target.FACT, name),
            )

    def _read_tables(self) -> None:
        cells: defaultdict[Key, dict[str, Scalar | None]] = defaultdict(dict)
        for (measure, name, row_key, side, column), (kind, value) in self._lines[claim_rows.CellRow].items():
            cells[measure, name, row_key, side][column] = scalar_from(kind, value)
        table_rows: defaultdict[Key, list[TableRow]] = defaultdict(list)
        for (measure, name, key), (_place, added, struck) in sorted(
            self._lines[claim_rows.TableRowRow].items(), key=_by_place
        ):
            table_rows[measure, name].append(
                TableRow(
                    key=key,
                    claimed=cells.get((measure, name, key, "claimed"), _NOTHING),
                    verified=cells.get((measure, name, key, "verified"), _NOTHING),
                    by_reviewer=bool(added),
                    struck=bool(struck),
                )
            )
        for (measure, name), (verified, note) in self._lines[claim_rows.TableFactRow].items():
            self._tables[measure][name] = TableEntry(
                rows=tuple(table_rows.get((measure, name), ())),
                verified=bool(verified),
                note=note,
                evidence=self._linked(measure, Target.TABLE, name),
            )

    def each(self) -> Iterator[Claim]:
        """The claims in their order."""
        for (measure,), line in sorted(self._lines[claim_rows.ClaimRow].items(), key=_by_place):
            _place, claimed, approved, reason, opinion = line
            yield Claim(
                measure=measure,
                claimed=claimed,
                approved=approved,
                approved_reason=reason,
                opinion=opinion,
                facts=self._facts.get(measure, {}),
                tables=self._tables.get(measure, {}),
                verdicts=self._verdicts.get(measure, {}),
            )
