"""A memo's file beside a record that somebody changed: what contradicts it is the conclusion, what came after it is not."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gongshu_desktop import bootstrap, cli
from gongshu_desktop.desktop.screens.verification.state import verified
from gongshu_desktop.host import places
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role
from gongshu_desktop.selftest.stored import unpack
from gongshu_desktop.services.verification.report_json import as_json
from gongshu_desktop.services.verification.verification import Conclusion, VerificationReport
from gongshu_desktop.services.verification.words import Here, concluded
from tests.services.test_handed_over_record import at, corrected, ready
from tests.services.two_pcs import Pc, send
from tests.test_altered_data import ISSUED, altered, memo_file, untriggered

FIRST = f"(SELECT case_id FROM memos WHERE number = ({ISSUED}) AND state = 'issued')"
CHANGES = {
    "a name": "UPDATE people SET name = '张伪' WHERE name = '何敏'",
    "an amount": f"UPDATE claims SET approved = 99999900 WHERE case_id IN {FIRST} AND measure = '3.2.1'",
    "a fact": f"UPDATE fact_values SET value = '20' WHERE case_id IN {FIRST} AND fact = '企业数' AND side = 'verified'",
    "an opinion": f"UPDATE passages SET opinion = '不同意，金额有误' WHERE case_id IN {FIRST} AND role = 'checker'",
    "the applicant": f"UPDATE cases SET applicant = '别家公司' WHERE id IN {FIRST}",
    "a document": f"UPDATE evidence SET title = '别的材料' WHERE case_id IN {FIRST} AND key = 'e3'",
    "the stage": f"UPDATE cases SET stage = 'signing' WHERE id IN {FIRST}",
}


@pytest.fixture
def data(demonstration_data: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demonstration_data, tmp_path / "data"))


def beside_record(data: Path, pdf: bytes) -> tuple[VerificationReport, Here]:
    """What ``verify --data`` finds."""
    with bootstrap.read_record(data) as office:
        report = office.verify(pdf, office.offices.trust())
        return report, office.beside(report)


def verify(data: Path, file: Path) -> int:
    return cli.main(["--data", str(data), "verify", str(file)])


@pytest.mark.parametrize("change", CHANGES)
def test_what_contradicts_the_memo_that_stands_is_the_conclusion(
    data: Path, tmp_path: Path, change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "memo.pdf"
    file.write_bytes(memo_file(data))
    assert verify(data, file) == 0
    altered(data, CHANGES[change])
    capsys.readouterr()
    assert verify(data, file) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "结论：与本机存档矛盾，查明之前不得采用"
    report, here = beside_record(data, file.read_bytes())
    document = as_json(report, here)
    assert (document["ok"], document["conclusion"]) == (False, "record-differs")
    assert any(field["contradicts"] for field in document["record"]["differing"])
    assert verified("memo.pdf", report, here).headline.tone == "danger"


def test_what_the_office_does_after_the_issue_contradicts_nothing(data: Path, tmp_path: Path) -> None:
    """Renamed, by the office itself: the people, and the office."""
    file = tmp_path / "memo.pdf"
    file.write_bytes(memo_file(data))
    office = bootstrap.open_office(data)
    with closing(office):
        for person in office.offices.people():
            renamed = office.offices.save_person(f"{person.name}（更名）", person.roles, id=person.id, by=person.id)
        office.offices.rename("另一个名字的局", "拱众审", by=renamed.id)
    assert verify(data, file) == 0


def test_a_case_under_correction_is_expected_to_differ_and_no_case_is_under_correction_by_a_column_alone(
    two: tuple[Pc, Pc],
) -> None:
    one, other = two
    case = ready(one)
    memo = one.approve(case)
    one.sign(memo, *Role)
    pdf = one.office.memos.get(memo).pdf
    one.office.stages.make(case, Move.CORRECT, one.person(Role.APPROVER), "金额有误")
    one.write_opinion(case, "更正")
    report, here = at(one, pdf)
    assert here.compared is not None
    assert (bool(here.compared.differing), here.compared.contradicting) == (True, ())
    assert concluded(report, here) is Conclusion.HOLDS
    send(one, other, case, Role.EXAMINER)
    report, here = at(other, pdf)
    assert here.compared is not None
    assert (here.compared.settled, here.compared.contradicting) == (False, ())
    assert concluded(report, here) is Conclusion.HOLDS


def test_a_case_that_was_taken_over_issued_is_held_against_its_memo(two: tuple[Pc, Pc], tmp_path: Path) -> None:
    one, other = two
    case = ready(one)
    memo = one.approve(case)
    one.sign(memo, *Role)
    corrected_memo = corrected(one, case)
    pdf = one.office.memos.get(corrected_memo).pdf
    send(one, other, case, Role.EXAMINER)
    report, here = at(other, pdf)
    assert here.compared is not None
    assert (here.compared.settled, here.compared.differing) == (True, ())
    assert concluded(report, here) is Conclusion.HOLDS
    (file,) = other.office.data_folder.glob("*.db")
    with closing(sqlite3.connect(file)) as connection, untriggered(connection):
        connection.execute("UPDATE claims SET opinion = '另一个意见'")
        connection.commit()
    report, here = at(other, pdf)
    assert concluded(report, here) is Conclusion.RECORD_DIFFERS


def test_a_memo_of_this_office_that_is_not_in_its_record_is_called_that(
    demonstration_data: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its case has no memo here; or there is no such case at all."""
    file = tmp_path / "memo.pdf"
    file.write_bytes(memo_file(data))
    altered(data, "DELETE FROM memo_evidence")
    altered(data, "UPDATE memos SET replaces = NULL")
    altered(data, f"DELETE FROM memos WHERE case_id IN {FIRST}")
    assert verify(data, file) == 1
    assert "不是本机存档所签发的" in capsys.readouterr().out.splitlines()[-1]
    (database,) = data.glob("*.db")
    with closing(sqlite3.connect(database)) as connection, untriggered(connection):
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM memos")
        connection.execute("DELETE FROM cases")
        connection.commit()
    assert verify(data, file) == 1
    assert "不是本机存档所签发的" in capsys.readouterr().out.splitlines()[-1]
    report, here = beside_record(data, file.read_bytes())
    assert (concluded(report, here), verified("m", report, here).headline.tone) == (Conclusion.NOT_ISSUED_HERE, "warn")


@pytest.mark.parametrize("packed", sorted(places.released().glob("*.db.gz")), ids=lambda path: path.name)
def test_the_record_of_an_earlier_version_contradicts_none_of_its_memos(tmp_path: Path, packed: Path) -> None:
    path = unpack(packed, tmp_path / "data")
    with closing(bootstrap.open_office(path.parent)):
        pass
    report, here = beside_record(path.parent, memo_file(path.parent))
    assert here.compared is not None
    assert here.compared.settled
    assert here.compared.contradicting == ()
    assert concluded(report, here) is report.conclusion
