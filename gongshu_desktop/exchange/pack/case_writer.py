"""A case as JSON with everything that the office found and decided: what a case file leaves out is kept here.

Keys of rows and of documents stay as they are: the journal names them.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongshu_desktop.policy.numbers import plain
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.review.case import Case, Claim, Evidence, FactEntry, Passage, TableEntry, TableRow, VerdictEntry
from gongshu_desktop.services.ports import AdoptedReading, MemoRecord

Document = dict[str, Any]  # JSON as the json module writes it


def case_document(case: Case) -> Document:
    """The whole case."""
    applicant, space = case.applicant, case.makerspace
    return {
        "id": case.id,
        "policy": case.policy,
        "year": case.year,
        "number": case.number,
        "received": None if case.received is None else case.received.isoformat(),
        "stage": case.stage.value,
        "applicant": {
            "name": applicant.name,
            "uscc": applicant.uscc,
            "roles": list(applicant.roles),
            "contact": applicant.contact,
            "phone": applicant.phone,
        },
        "makerspace": {
            "name": space.name,
            "subdistrict": space.subdistrict,
            "level": space.level,
            "address": space.address,
            "type": space.type,
            "area": None if space.area is None else plain(space.area),
        },
        "readings": dict(case.readings),
        "claims": [_claim(claim) for claim in case.claims],
        "evidence": [_evidence(item) for item in case.evidence],
        "passages": [_passage(item) for item in case.passages],
    }


def memo_document(memo: MemoRecord) -> Document:
    """A memo without its pages, which are a file of their own."""
    return {
        "id": memo.id,
        "number": memo.number,
        "state": memo.state.value,
        "base_digest": memo.base_digest,
        "receipt": memo.receipt,
        "drawn": memo.drawn.isoformat(),
        "signed_by": list(memo.signed_by),
        "replaces": memo.replaces,
    }


def adopted_document(reading: AdoptedReading) -> Document:
    """What the office adopted."""
    return {
        "key": reading.key,
        "option": reading.option,
        "person": reading.person,
        "name": reading.name,
        "authority": reading.authority,
        "at": reading.at.isoformat(),
    }


def _claim(claim: Claim) -> Document:
    return {
        "measure": claim.measure,
        "claimed": claim.claimed,
        "approved": claim.approved,
        "approved_reason": claim.approved_reason,
        "opinion": claim.opinion,
        "facts": {name: _fact(entry) for name, entry in claim.facts.items()},
        "tables": {name: _table(table) for name, table in claim.tables.items()},
        "verdicts": {name: _verdict(entry) for name, entry in claim.verdicts.items()},
    }


def _fact(entry: FactEntry) -> Document:
    return {
        "claimed": _scalar(entry.claimed),
        "verified": _scalar(entry.verified),
        "note": entry.note,
        "evidence": list(entry.evidence),
    }


def _table(table: TableEntry) -> Document:
    return {
        "verified": table.verified,
        "note": table.note,
        "evidence": list(table.evidence),
        "rows": [_row(row) for row in table.rows],
    }


def _row(row: TableRow) -> Document:
    return {
        "key": row.key,
        "by_reviewer": row.by_reviewer,
        "struck": row.struck,
        "claimed": _cells(row.claimed),
        "verified": _cells(row.verified),
    }


def _cells(cells: Mapping[str, Scalar | None]) -> Document:
    return {name: _scalar(value) for name, value in cells.items()}


def _verdict(entry: VerdictEntry) -> Document:
    return {"result": entry.result.value, "note": entry.note, "evidence": list(entry.evidence)}


def _evidence(item: Evidence) -> Document:
    return {
        "key": item.key,
        "title": item.title,
        "sha256": item.sha256,
        "media_type": item.media_type,
        "size": item.size,
        "pages": item.pages,
    }


def _passage(item: Passage) -> Document:
    return {
        "at": item.at.isoformat(),
        "person": item.person,
        "name": item.name,
        "role": None if item.role is None else item.role.value,
        "origin": item.origin.value,
        "destination": item.destination.value,
        "opinion": item.opinion,
    }


def _scalar(value: Scalar | None) -> str | int | bool | None:
    """A number always as text: "12000.5"; so that no reader makes a binary float of it."""
    if value is None or isinstance(value, bool | str):
        return value
    return value.isoformat() if isinstance(value, date) else plain(value)
