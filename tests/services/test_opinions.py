"""The opinion of a memo and the one in its signature are one text, and a file in which they are not is told."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gongshu_desktop import wiring
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.signing.refusal import MemoRefused
from gongshu_desktop.services.verification.verification import Conclusion, verify
from tests.services.offices import APPROVAL, EXAMPLES, PASSPHRASE, TestOffice, office_over
from tests.test_altered_data import untriggered

SMALL = next(EXAMPLES.glob("01-*.json"))


def drawn_up(office: TestOffice) -> str:
    office.adopt_all()
    case = office.bring_in(SMALL)
    office.approve(case)
    return office.memos.draw_up(case, office.people[Role.APPROVER]).id


def test_a_signature_says_what_was_recorded(tmp_path: Path) -> None:
    with office_over("file", tmp_path) as office:
        case = office.memos.get(drawn_up(office)).case
        signed = office.issue(case)
        trust = office.offices.trust()
        report = verify(signed, trust, wiring.verifying(now=office.clock))
    assert report.content is not None
    said = [item.opinion for item in report.signatures.signatures]
    assert said == [item.opinion for item in report.content.opinions] == ["同意", "同意", APPROVAL]
    assert report.conclusion is Conclusion.HOLDS


def test_a_signature_that_says_something_else_is_told(tmp_path: Path) -> None:
    with office_over("file", tmp_path) as office:
        pdf, trust = office.memos.get(drawn_up(office)).pdf, office.offices.trust()
        for role in Role:
            key = office.signing.open_key(office.keys[role], PASSPHRASE)
            said = "不同意" if role is Role.CHECKER else APPROVAL if role is Role.APPROVER else "同意"
            pdf = office.signing.sign(pdf, role, key, opinion=said, at=office.clock(), trust=trust)
        report = verify(pdf, trust, wiring.verifying(now=office.clock))
    assert report.conclusion is Conclusion.OPINION_DIFFERS
    assert "不同意" in report.differences[0]


def test_nobody_signs_over_an_opinion_that_was_altered(tmp_path: Path) -> None:
    with office_over("file", tmp_path) as office:
        memo = drawn_up(office)
        with closing(sqlite3.connect(tmp_path / "gongshu.db")) as connection, untriggered(connection):
            assert connection.execute("UPDATE passages SET opinion = '另议' WHERE opinion = '同意'").rowcount
            connection.commit()
        with pytest.raises(MemoRefused, match="意见，意见书为“同意”，案卷为“另议”"):
            office.memos.sign(memo, office.people[Role.EXAMINER], office.keys[Role.EXAMINER], PASSPHRASE)
        assert office.memos.get(memo).signed_by == ()
