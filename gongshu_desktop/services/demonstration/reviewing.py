"""How the demonstration's examiner works: a case file told as the applicant handed it in, and the edits by which a
reviewer comes from there to what the file says was verified.

So the demonstration's journal tells what an office's journal would: claimed values are imported, documents are
attached after 受理, and then facts are verified one by one, each with the documents that support it.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from gongshu_desktop.review.case import Claim, FactEntry, TableEntry
from gongshu_desktop.review.editing.edits import (
    AcceptClaimed,
    AddRow,
    Edit,
    LinkEvidence,
    SetCell,
    SetFact,
    SetFactNote,
    SetVerdict,
    Side,
    StrikeRow,
)


def as_claimed(content: bytes) -> bytes:
    """The case file with the applicant's values alone: nothing verified, judged, remarked or attached."""
    document = json.loads(content)
    for claim in document["claims"]:
        claim.pop("verdicts", None)
        told = {name: _claimed(value) for name, value in claim["facts"].items()}
        claim["facts"] = {name: {"claimed": value} for name, value in told.items() if value is not None}
    return json.dumps(document, ensure_ascii=False).encode()


def _claimed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    claimed = value.get("claimed")
    return [row for row in claimed if row is not None] if isinstance(claimed, list) else claimed


def findings(claim: Claim, keys: Mapping[str, str]) -> Iterator[Edit]:
    """The edits that verify one claim as it is told. ``keys``: the keys of its documents there → those in the case."""
    for name, fact in claim.facts.items():
        yield from _fact(claim.measure, name, fact)
        yield from _support(claim.measure, name, fact, keys)
    for name, table in claim.tables.items():
        yield from _table(claim.measure, name, table)
        yield from _support(claim.measure, name, table, keys)
    for name, verdict in claim.verdicts.items():
        evidence = tuple(keys[key] for key in verdict.evidence)
        yield SetVerdict(claim.measure, name, verdict.result, verdict.note, evidence)


def _fact(measure: str, name: str, fact: FactEntry) -> Iterator[Edit]:
    if fact.verified is None:
        return
    if fact.verified == fact.claimed:
        yield AcceptClaimed(measure, name)
    else:
        yield SetFact(measure, name, Side.VERIFIED, fact.verified)


def _table(measure: str, name: str, table: TableEntry) -> Iterator[Edit]:
    if not table.verified:
        return
    yield AcceptClaimed(measure, name)
    for index, row in enumerate(table.rows):
        if row.by_reviewer:
            yield AddRow(measure, name, row.key, row.verified, index)
        elif row.struck:
            yield StrikeRow(measure, name, row.key, struck=True)
        else:
            for column in {**row.claimed, **row.verified}:
                if row.verified.get(column) != row.claimed.get(column):
                    yield SetCell(measure, name, row.key, column, Side.VERIFIED, row.verified.get(column))


def _support(measure: str, name: str, entry: FactEntry | TableEntry, keys: Mapping[str, str]) -> Iterator[Edit]:
    if entry.note:
        yield SetFactNote(measure, name, entry.note)
    if entry.evidence:
        yield LinkEvidence(measure, name, tuple(keys[key] for key in entry.evidence))
