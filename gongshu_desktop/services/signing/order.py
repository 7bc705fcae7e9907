"""In which order the three sign a memo, and whose turn it is."""

from gongshu_desktop.review.stage import SIGNING_ORDER, Role
from gongshu_desktop.services.ports import MemoRecord

ORDER = SIGNING_ORDER


def next_role(memo: MemoRecord) -> Role | None:
    """Whose turn it is to sign; None when all three have, or the memo counts no more."""
    waiting = memo.state.waiting and len(memo.signed_by) < len(ORDER)
    return ORDER[len(memo.signed_by)] if waiting else None


def was_issued(memo: MemoRecord) -> bool:
    """Whether all three have signed it, whatever has become of it since."""
    return len(memo.signed_by) == len(ORDER)
