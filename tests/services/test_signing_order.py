"""Whose turn it is, and what each state of a memo says of it."""

from datetime import UTC, datetime

import pytest

from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.ports import MemoRecord, MemoState
from gongshu_desktop.services.signing.order import next_role, was_issued

SIGNERS = ("e", "c", "a")


def memo(state: MemoState, signed: int) -> MemoRecord:
    return MemoRecord(
        id="m",
        case="c",
        number="拱众审〔2016〕1号",
        state=state,
        pdf=b"",
        base_digest="",
        receipt="",
        drawn=datetime(2016, 12, 1, tzinfo=UTC),
        signed_by=SIGNERS[:signed],
    )


def test_a_memo_waits_for_signatures_or_is_closed() -> None:
    assert {state for state in MemoState if state.waiting} == {MemoState.DRAWN, MemoState.SIGNING}
    assert {state for state in MemoState if state.closed} == {MemoState.ISSUED, MemoState.SUPERSEDED}


@pytest.mark.parametrize(
    ("state", "signed", "role"),
    [
        (MemoState.DRAWN, 0, Role.EXAMINER),
        (MemoState.SIGNING, 1, Role.CHECKER),
        (MemoState.SIGNING, 2, Role.APPROVER),
        (MemoState.SIGNING, 3, None),
        (MemoState.ISSUED, 3, None),
        (MemoState.SUPERSEDED, 1, None),
        (MemoState.SUPERSEDED, 3, None),
    ],
)
def test_the_three_sign_one_after_the_other_and_nobody_a_memo_that_counts_no_more(
    state: MemoState, signed: int, role: Role | None
) -> None:
    assert next_role(memo(state, signed)) is role


def test_a_memo_that_was_replaced_was_issued_and_one_that_was_void_before_was_not() -> None:
    assert [was_issued(memo(MemoState.SUPERSEDED, signed)) for signed in range(4)] == [False, False, False, True]
