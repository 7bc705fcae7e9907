"""What happens to a case while a key is open: signing takes seconds, and others go on working meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.office.signers import SecretKind, SignerProvider
from gongshu_desktop.services.office.signing import Signer
from gongshu_desktop.services.ports import MemoRecord
from gongshu_desktop.services.signing.refusal import MemoRefused
from tests.document.paper_pictures import jpeg, scan
from tests.services.offices import EXAMPLES, PASSPHRASE, TestOffice, office_over
from tests.services.test_scans import Paper

SMALL = EXAMPLES / "01-annual-at-every-threshold.json"


class SlowKey:
    """A key file with which somebody has time for something else before it signs."""

    secret = SecretKind.PASSPHRASE

    def __init__(self, key: SignerProvider, meanwhile: Callable[[], object]) -> None:
        self._key, self._meanwhile = key, meanwhile
        self.words = key.words

    @contextmanager
    def open(self, secret: str) -> Iterator[Signer]:
        self._meanwhile()
        with self._key.open(secret) as signer:
            yield signer


def signed_by_two(office: TestOffice, case_id: str) -> MemoRecord:
    memo = office.memos.draw_up(case_id, office.people[Role.APPROVER])
    for role in (Role.EXAMINER, Role.CHECKER):
        memo = office.memos.sign(memo.id, office.people[role], office.keys[role], PASSPHRASE)
    return memo


def sign_last(office: TestOffice, memo: MemoRecord, meanwhile: Callable[[], object]) -> None:
    key = SlowKey(office.memos.key_file(office.keys[Role.APPROVER]), meanwhile)
    office.memos.sign_with(memo.id, office.people[Role.APPROVER], key, PASSPHRASE)


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_a_scan_that_is_bound_during_the_last_signature_stays_in_the_case(kind: str, tmp_path: Path) -> None:
    with office_over(kind, tmp_path / "data") as office:
        paper = Paper(office, tmp_path)
        case_id, bound = paper.cases[0], []
        memo = signed_by_two(office, case_id)
        picture = jpeg(scan(paper.code()))
        sign_last(office, memo, lambda: bound.append(paper.scans.bind(case_id, "盖章件.jpg", picture, paper.person)))
        case = office.desk.open(case_id, paper.person).case
        assert case.stage is Stage.ISSUED
        assert [item for item in case.evidence if item in bound] == bound
        assert len(bound) == 1
        assert [entry.action for entry in office.desk.journal(case_id)][-3:] == ["bind-scan", "sign", "issue"]


def test_what_was_awarded_elsewhere_during_a_signature_stands_against_it(office: TestOffice) -> None:
    office.adopt_all()
    first, second = office.bring_in(SMALL), office.bring_in(SMALL)
    for case_id in (first, second):
        office.approve(case_id)
    memo = signed_by_two(office, first)
    with pytest.raises(MemoRefused, match="不得重复"):
        sign_last(office, memo, lambda: office.issue(second))
    assert office.memos.get(memo.id) == memo
    assert office.desk.open(first, office.people[Role.APPROVER]).case.stage is Stage.SIGNING


def test_a_case_that_is_sent_back_during_a_signature_is_not_issued(office: TestOffice) -> None:
    office.adopt_all()
    case_id = office.bring_in(SMALL)
    office.approve(case_id)
    memo = signed_by_two(office, case_id)
    approver = office.people[Role.APPROVER]
    with pytest.raises(MemoRefused, match="签署期间"):
        sign_last(office, memo, lambda: office.stages.make(case_id, Move.SEND_BACK, approver, "再看"))
    assert office.desk.open(case_id, approver).case.stage is Stage.EXAMINATION


def test_who_was_taken_out_of_the_office_during_a_signature_has_not_signed(office: TestOffice) -> None:
    office.adopt_all()
    case_id = office.bring_in(SMALL)
    office.approve(case_id)
    memo = signed_by_two(office, case_id)
    approver = office.people[Role.APPROVER]
    with pytest.raises(MemoRefused, match="张批准已停用"):
        sign_last(office, memo, lambda: office.offices.set_active(approver.id, False, by=""))
    assert office.memos.get(memo.id) == memo


@pytest.mark.parametrize("busy", [False, True])
def test_the_whole_journal_is_gone_through_again_only_if_something_was_journalled_meanwhile(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch, busy: bool
) -> None:
    """With tens of thousands of entries that takes longer than all the rest of a signature."""
    office.adopt_all()
    case_id = office.bring_in(SMALL)
    office.approve(case_id)
    memo = signed_by_two(office, case_id)
    gone_through = list[None]()
    with office.open_uow() as uow:
        monkeypatch.setattr(type(uow.journal), "verify", lambda _journal: gone_through.append(None))
    sign_last(office, memo, lambda: office.bring_in(SMALL) if busy else None)
    assert len(gone_through) == 1 + busy
