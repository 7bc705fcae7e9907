"""Case files 案卷文件, format ``gongshu-case/1``: read strictly, written so that reading gives the same case again."""

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from gongshu_desktop.exchange.case_reader import FORMAT, read_case
from gongshu_desktop.exchange.json_source import LARGEST
from gongshu_desktop.policy import receipt
from gongshu_desktop.policy.model import Fact, Kind, Policy
from gongshu_desktop.policy.money import to_fen, yuan
from gongshu_desktop.policy.numbers import plain
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.review.case import Case, Claim, FactEntry, TableEntry, VerdictEntry
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.services.ports import PolicyLibrary

__all__ = ["FORMAT", "LARGEST", "JsonCaseFiles", "assessed", "read_case", "write_case"]

Document = dict[str, Any]  # JSON as the json module writes it
Titles = Mapping[str, str]


class JsonCaseFiles:
    """Reads and writes case files under the policies of a library."""

    def __init__(self, policies: PolicyLibrary) -> None:
        self._policies = policies

    def read(self, content: bytes) -> Case:
        """The case in a file, with an empty id. Raises CaseFileRefused."""
        return read_case(content, self._policies)

    def write(self, case: Case) -> bytes:
        """The case as a file."""
        return write_case(case, self._policies.get(case.policy))


def assessed(content: bytes, policies: PolicyLibrary) -> Document:
    """What ``assess`` prints for the case in a file. Raises CaseFileRefused."""
    case = read_case(content, policies)
    policy = policies.get(case.policy)
    return receipt.report(policy.assess(case_inputs(case, policy)))


def write_case(case: Case, policy: Policy) -> bytes:
    """The case as a file: its application, facts, verdicts and readings.

    What the office decided on it (approved amounts, opinions, stages) and the documents themselves are not part of the
    format; documents are named by their titles where they support something.
    """
    applicant, space = case.applicant, case.makerspace
    titles = {evidence.key: evidence.title for evidence in case.evidence}
    document: Document = {"format": FORMAT, "policy": case.policy, "year": case.year}
    document |= _given(number=case.number)
    document["applicant"] = {"name": applicant.name, "uscc": applicant.uscc, "roles": list(applicant.roles)}
    document["applicant"] |= _given(contact=applicant.contact, phone=applicant.phone)
    document["makerspace"] = {
        "name": space.name,
        **_given(address=space.address),
        "subdistrict": space.subdistrict,
        **_given(type=space.type),
        "level": space.level,
        **_given(area="" if space.area is None else plain(space.area)),
    }
    document |= _given(readings=dict(case.readings))
    document["claims"] = [_claim(claim, policy, titles) for claim in case.claims]
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _given(**values: object) -> Document:
    """Only what there is: optional keys are left out, never empty."""
    return {name: value for name, value in values.items() if value not in ("", None, (), [], {})}


def _claim(claim: Claim, policy: Policy, titles: Titles) -> Document:
    facts: Document = {}
    for fact in policy.measure(claim.measure).facts:
        if fact.name in claim.facts and claim.facts[fact.name] != FactEntry():
            facts[fact.name] = _fact(claim.facts[fact.name], fact, titles)
        if fact.name in claim.tables and claim.tables[fact.name] != TableEntry():
            facts[fact.name] = _table(claim.tables[fact.name], fact, titles)
    verdicts = {name: _verdict(entry, titles) for name, entry in claim.verdicts.items()}
    return {
        "measure": claim.measure,
        **_given(claimed="" if claim.claimed is None else yuan(claim.claimed)),
        "facts": facts,
        **_given(verdicts=verdicts),
    }


def _remarks(note: str, evidence: tuple[str, ...], titles: Titles) -> Document:
    return _given(note=note, evidence=[titles[key] for key in evidence])


def _fact(entry: FactEntry, fact: Fact, titles: Titles) -> object:
    remarks = _remarks(entry.note, entry.evidence, titles)
    if entry.claimed == entry.verified and entry.verified is not None and not remarks:
        return _scalar(entry.verified, fact)
    sides = {"claimed": entry.claimed, "verified": entry.verified}
    return {side: _scalar(value, fact) for side, value in sides.items() if value is not None} | remarks


def _table(table: TableEntry, fact: Fact, titles: Titles) -> object:
    remarks = _remarks(table.note, table.evidence, titles)
    claimed = [None if row.by_reviewer else _row(row.claimed, fact) for row in table.rows]
    if not table.verified:
        return {"claimed": claimed, **remarks}
    verified = [None if row.struck else _row(row.verified, fact) for row in table.rows]
    if claimed == verified and not remarks:
        return verified
    if table.rows and all(row.by_reviewer for row in table.rows):
        return {"verified": verified, **remarks}
    return {"claimed": claimed, "verified": verified, **remarks}


def _row(cells: Mapping[str, Scalar | None], fact: Fact) -> Document:
    given = ((column, cells.get(column.name)) for column in fact.columns)
    return {column.name: _scalar(value, column) for column, value in given if value is not None}


def _scalar(value: Scalar, fact: Fact) -> str | int | bool:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if fact.kind is Kind.COUNT and not isinstance(value, Fraction):
        return value
    if fact.kind is Kind.MONEY and isinstance(value, Fraction):
        return yuan(to_fen(value))
    return plain(value)


def _verdict(entry: VerdictEntry, titles: Titles) -> object:
    remarks = _remarks(entry.note, entry.evidence, titles)
    return {"result": entry.result.value, **remarks} if remarks else entry.result.value
