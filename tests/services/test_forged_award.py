"""What somebody writes into the table of memos awards nothing: the search for what is claimed twice goes by the issue register."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from gongshu_desktop.document.papers.attached import memo_receipt
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.memos.ledger import Ledger
from tests.services.fakes import FakeLibrary
from tests.services.offices import EXAMPLES, POLICY, TestOffice, office_over
from tests.test_altered_data import untriggered


def awarded(office: TestOffice, case: str) -> list[str]:
    ledger = Ledger(office.policies, memo_receipt, check=office.signing.check)
    with office.open_uow() as uow:
        found = ledger.priors(uow, uow.cases.get(case))
    return sorted({prior.number for prior in found if prior.awarded})


def test_a_memo_that_nobody_issued_awards_nothing(tmp_path: Path) -> None:
    with office_over("file", tmp_path) as office:
        office.adopt_all()
        first, second = (office.bring_in(next(EXAMPLES.glob(f"{name}-*.json"))) for name in ("01", "04"))
        office.approve(first)
        memo = office.memos.draw_up(first, office.people[Role.APPROVER])
        with closing(sqlite3.connect(tmp_path / "gongshu.db")) as connection, untriggered(connection):
            connection.execute(
                "UPDATE memos SET state = 'issued', first_signer = 'a', second_signer = 'b', third_signer = 'c'"
            )
            connection.commit()
        assert awarded(office, second) == []
        with closing(sqlite3.connect(tmp_path / "gongshu.db")) as connection, untriggered(connection):
            connection.execute(
                "UPDATE memos SET state = 'drawn', first_signer = NULL, second_signer = NULL, third_signer = NULL"
            )
            connection.execute("DELETE FROM memo_evidence")
            connection.commit()
        office.issue(first)
        assert awarded(office, second) == [memo.number]


def test_what_was_awarded_under_a_policy_that_this_program_does_not_carry_is_not_forgotten(office: TestOffice) -> None:
    office.adopt_all()
    first, second = (office.bring_in(next(EXAMPLES.glob("01-*.json"))) for _ in range(2))
    office.approve(first)
    office.issue(first)
    with office.open_uow() as uow:
        known = office.ledger.priors(uow, uow.cases.get(second))
        later = FakeLibrary(replace(office.policies.get(POLICY), id="later"))
        found = Ledger(later, memo_receipt, check=office.signing.check).priors(uow, uow.cases.get(second))
    assert [(prior.number, prior.awarded) for prior in found] == [(prior.number, prior.awarded) for prior in known]
    assert any(prior.granted for prior in found)
