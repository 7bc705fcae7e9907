"""From the issued memo to the printed page and back: its code is read off the page, agrees with the record, and holds in the check."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongshu_desktop import bootstrap, wiring
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.demonstration.building import DemonstrationClock
from gongshu_desktop.services.desk.scans import ScanAnswer
from gongshu_desktop.services.office.signers import KeyFileProvider
from gongshu_desktop.services.ports import StoredFile
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.verification.verification import verify
from tests.document.paper_pictures import png
from tests.document.test_handwriting import BLUE, written
from tests.services.offices import APPROVAL, EXAMPLES, PASSPHRASE, POLICY

CASE = EXAMPLES / "01-annual-at-every-threshold.json"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OpenOffice]:
    """As the program itself wires it, over a data folder."""
    opened = bootstrap.open_office(tmp_path / "data", now=DemonstrationClock(wiring.clock()), rounds=1_000)
    yield opened
    opened.close()


def issued(office: OpenOffice) -> tuple[str, bytes, Person]:
    """A case taken all the way: (its id, the signed memo, the examiner)."""
    root = office.offices.found("测试局", "拱众审", PASSPHRASE)
    people, keys = {}, {}
    for name, role in zip(("王经办", "李复核", "张批准"), Role, strict=True):
        person = office.offices.save_person(name, [role])
        keys[role] = office.offices.issue_key(person.id, root, PASSPHRASE, PASSPHRASE)
        people[role] = office.offices.person(person.id)
    office.issuing.make(root, PASSPHRASE, by="")
    for key, reading in office.policies.get(POLICY).readings.items():
        office.offices.adopt(POLICY, key, reading.suggested, people[Role.APPROVER], "会议纪要1号")
    preview = office.desk.preview(StoredFile(path=CASE, content=CASE.read_bytes()))
    case = office.desk.import_case(preview, people[Role.EXAMINER])
    office.stages.make(case, Move.ACCEPT, people[Role.EXAMINER])
    office.stages.make(case, Move.SUBMIT, people[Role.EXAMINER], "同意")
    office.stages.make(case, Move.AGREE, people[Role.CHECKER], "同意")
    memo = office.memos.approve_and_draw(case, people[Role.APPROVER], APPROVAL)
    for role in Role:
        provider = KeyFileProvider(office.signing, keys[role], "key.p12")
        picture = png(written(BLUE)) if role is Role.CHECKER else b""
        memo = office.memos.sign_with(memo.id, people[role], provider, PASSPHRASE, picture=picture)
    return case, memo.pdf, people[Role.EXAMINER]


def test_the_printed_memo_leads_back_to_its_record(office: OpenOffice, tmp_path: Path) -> None:
    case, pdf, examiner = issued(office)
    assert office.desk.open(case, examiner).case.stage is Stage.ISSUED
    report = verify(pdf, office.offices.trust(), wiring.verifying())
    assert report.ok
    assert report.content is not None
    assert report.content.paper_code
    (tmp_path / "memo.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "200", "-gray", "-png", str(tmp_path / "memo.pdf"), str(tmp_path / "page")]
    subprocess.run(command, check=True, capture_output=True)
    last = max(tmp_path.glob("page-*.png")).read_bytes()
    (finding,) = office.scans.look("page.png", last)
    assert finding.answer is ScanAnswer.AGREES
    assert finding.code.text == report.content.paper_code
    assert finding.case == case
    office.scans.bind(case, "page.png", last, examiner)
    assert office.desk.journal(case)[-1].action == "bind-scan"
