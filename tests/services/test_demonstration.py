"""The demonstration tells a true story: claimed values come in, documents follow, then facts are verified one by one."""

import json
import tomllib

import pytest

from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.demonstration.reviewing import as_claimed, findings
from gongshu_desktop.services.desk.evidence import page_count
from gongshu_desktop.services.ports import StoredFile
from tests.services.offices import CASES, TestOffice

FILES = sorted(CASES.glob("*.json"))
EVIDENCE = CASES.parent / "evidence"
INDEX = json.loads((EVIDENCE / "index.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_reviewer_comes_from_the_claimed_values_to_the_verified_ones(office: TestOffice, file) -> None:  # type: ignore[no-untyped-def]
    content = file.read_bytes()
    whole = office.desk.preview(StoredFile(path=file, content=content)).case
    claimed = office.desk.preview(StoredFile(path=file, content=as_claimed(content)))
    examiner = office.people[Role.EXAMINER]
    session = office.desk.open(office.desk.import_case(claimed, examiner), examiner)
    for claim in session.case.claims:
        assert all(fact.verified is None and not fact.evidence for fact in claim.facts.values())
        assert not any(table.verified for table in claim.tables.values())
        assert not any(verdict.result is not Result.PENDING for verdict in claim.verdicts.values())
    for title, name in INDEX.get(file.name, {}).items():
        session.attach(f"{title}.pdf", (EVIDENCE / name).read_bytes())
    attached = {item.title: item.key for item in session.case.evidence}
    keys = {item.key: attached[item.title] for item in whole.evidence}
    for claim in whole.claims:
        for edit in findings(claim, keys):
            session.apply(edit)
    for told, reached in zip(whole.claims, session.case.claims, strict=True):
        assert {name: fact.verified for name, fact in told.facts.items()} == {
            name: fact.verified for name, fact in reached.facts.items()
        }
        assert {name: table.rows for name, table in told.tables.items()} == {
            name: table.rows for name, table in reached.tables.items()
        }
        assert [verdict.note for verdict in told.verdicts.values()] == [
            verdict.note for verdict in reached.verdicts.values()
        ]


def test_a_departure_from_the_computed_amount_names_its_authority_by_number_and_date() -> None:
    described = tomllib.loads((CASES.parent / "office.toml").read_text(encoding="utf-8"))
    for case in described["case"]:
        for decided in case.get("approved", {}).values():
            title = next(title for title in INDEX[case["file"]] if "纪要" in title)
            assert title in decided["reason"]
            assert "年1月20日" in decided["reason"]


def test_pages_are_counted_where_they_stand_in_the_open() -> None:
    counted = {
        name: page_count("application/pdf", (EVIDENCE / name).read_bytes())
        for titles in INDEX.values()
        for name in titles.values()
        if name.endswith(".pdf")
    }
    assert counted[INDEX["case-01.json"]["投资协议"]] == 3
    assert None not in counted.values()
    assert page_count("image/png", b"") == 1
    assert page_count("application/pdf", b"%PDF-1.7 /Type /ObjStm startxref") is None
