"""What the journal calls a memo and its parts. The words stand in stored journals and in packages: they never change."""

RECEIPT, SIGNATURE, ISSUED, SCAN = "receipt", "signature", "issued", "scan"
MEMOS = "memo["
"""How the subject of every memo begins, and of every part of one."""


def of_memo(id: str, part: str = "") -> str:
    """The subject of a memo, or of a part of it. Its own value is the digest of its file as drawn up, signed or issued."""
    return f"{MEMOS}{id}]/{part}" if part else f"{MEMOS}{id}]"


def signature_elsewhere(id: str, role: str) -> str:
    """The subject of a signature that was given on another PC, as it stands in the entry by which the case was taken over."""
    return of_memo(id, f"{SIGNATURE}[{role}]")


def memo_of(subject: str, part: str = "") -> str | None:
    """The id of the memo whose subject it is, or whose part; None for any other."""
    id = subject.removeprefix(MEMOS).partition("]")[0]
    return id if id and of_memo(id, part) == subject else None
