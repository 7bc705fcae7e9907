"""The three signature fields of a memo 审核意见书, in the order in which they are signed.

``document.memo.drawing`` puts them into the page, empty; what each locks is written there, into the field itself:
the first certifies (after it, forms may be filled and nothing else), the last lets nothing change any more.
"""

from dataclasses import dataclass

from gongshu_desktop.review.stage import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureField:
    """One field: its name in the PDF, whose it is, and its DocMDP permission (ISO 32000-2 table 257; None: none set)."""

    name: str
    role: Role
    permission: int | None


FIELDS = (
    SignatureField(name="Sig1_Preparer", role=Role.EXAMINER, permission=2),
    SignatureField(name="Sig2_Reviewer", role=Role.CHECKER, permission=None),
    SignatureField(name="Sig3_Approver", role=Role.APPROVER, permission=1),
)


def locked(position: int) -> tuple[str, tuple[str, ...]]:
    """What the field at a position locks: ("/Include", names so far), and for the last ("/All", ())."""
    if position == len(FIELDS) - 1:
        return "/All", ()
    return "/Include", tuple(field.name for field in FIELDS[: position + 1])
