"""What differs between two states of a case, as the journal 操作日志 records it: where, old value, new value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from fractions import Fraction

from gongshu_desktop.policy.numbers import plain
from gongshu_desktop.review.case import Case, Claim, TableEntry, TableRow


@dataclass(frozen=True, slots=True)
class CaseChange:
    """One thing that changed, at a path such as "3.2.5/活动[k1]/实际支出/verified"; as text, None where absent."""

    subject: str
    old: str | None
    new: str | None


def changes(before: Case, after: Case) -> tuple[CaseChange, ...]:
    """Everything in which ``after`` differs from ``before``, in the order of the case."""
    if before is after:
        return ()
    found: list[CaseChange] = []
    old, new = dict(_flat(before, after)), dict(_flat(after, before))
    for subject in dict.fromkeys((*old, *new)):
        if old.get(subject) != new.get(subject):
            found.append(CaseChange(subject, old.get(subject), new.get(subject)))
    return tuple(found)


def first_changes(case: Case) -> tuple[CaseChange, ...]:
    """What the first entry of a case holds: everything that came in."""
    return tuple(CaseChange(subject, None, text) for subject, text in written(case).items())


def last_changes(case: Case) -> tuple[CaseChange, ...]:
    """What the last entry of a case holds: everything that is gone."""
    return tuple(CaseChange(subject, text, None) for subject, text in written(case).items())


def written(case: Case) -> dict[str, str]:
    """All that the journal holds of a case: each value by its path; what is empty is absent."""
    return dict(_flat(case, replace(case, claims=())))


def _text(value: object) -> str | None:
    """A value as the journal writes it; what is empty is absent."""
    if value is None or value in ("", ()):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Fraction):
        return plain(value)
    if isinstance(value, tuple):
        return "、".join(str(item) for item in value)
    return str(value)


def _flat(case: Case, other: Case) -> Iterator[tuple[str, str]]:
    """The case as path and text; parts that ``other`` shares by identity are left out, they cannot differ."""
    for name in ("policy", "year", "number", "received", "stage"):
        yield from _leaf(name, getattr(case, name))
    for part in ("applicant", "makerspace"):
        record = getattr(case, part)
        for item in fields(record):
            yield from _leaf(f"{part}/{item.name}", getattr(record, item.name))
    for key, option in case.readings.items():
        yield from _leaf(f"readings/{key}", option)
    shared = {id(claim) for claim in other.claims}
    for claim in case.claims:
        if id(claim) not in shared:
            yield from _claim(claim, next((item for item in other.claims if item.measure == claim.measure), None))
    for evidence in case.evidence:
        yield from _leaf(f"evidence[{evidence.key}]/title", evidence.title)
        for name in ("sha256", "media_type", "size", "pages"):
            yield from _leaf(f"evidence[{evidence.key}]/{name}", getattr(evidence, name))


def _leaf(subject: str, value: object) -> Iterator[tuple[str, str]]:
    text = _text(value)
    if text is not None:
        yield subject, text


def _claim(claim: Claim, other: Claim | None) -> Iterator[tuple[str, str]]:
    at = claim.measure
    yield at, "claimed"
    for name in ("claimed", "approved", "approved_reason", "opinion"):
        yield from _leaf(f"{at}/={name}", getattr(claim, name))
    for name, entry in claim.facts.items():
        for item in fields(entry):
            yield from _leaf(f"{at}/{name}/{item.name}", getattr(entry, item.name))
    for name, verdict in claim.verdicts.items():
        for item in fields(verdict):
            yield from _leaf(f"{at}/{name}/{item.name}", getattr(verdict, item.name))
    for name, table in claim.tables.items():
        yield from _table(f"{at}/{name}", table, None if other is None else other.tables.get(name))


def _table(at: str, table: TableEntry, other: TableEntry | None) -> Iterator[tuple[str, str]]:
    yield f"{at}/accepted", "true" if table.verified else "false"
    yield from _leaf(f"{at}/note", table.note)
    yield from _leaf(f"{at}/evidence", table.evidence)
    if other is not None and other.rows is table.rows:
        return
    shared = {id(row) for row in other.rows} if other is not None else set()
    for row in table.rows:
        if id(row) not in shared:
            yield from _row(f"{at}[{row.key}]", row)


def _row(at: str, row: TableRow) -> Iterator[tuple[str, str]]:
    yield at, "added" if row.by_reviewer else "claimed"
    if row.struck:
        yield f"{at}/struck", "true"
    for side in ("claimed", "verified"):
        cells: Mapping[str, object] = getattr(row, side)
        for column, value in cells.items():
            yield from _leaf(f"{at}/{column}/{side}", value)
