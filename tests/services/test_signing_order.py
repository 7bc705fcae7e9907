"""Whose turn it is, and what each state of a memo says of it."""

from gongshu_desktop.services.ports import MemoState


def test_a_memo_waits_for_signatures_or_is_closed() -> None:
    assert {state for state in MemoState if state.waiting} == {MemoState.DRAWN, MemoState.SIGNING}
    assert {state for state in MemoState if state.closed} == {MemoState.ISSUED, MemoState.SUPERSEDED}
