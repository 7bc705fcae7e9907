"""An office for tests: a root, three people with keys, and memos that they signed. Cheap keys, a fixed clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache

from gongshu_desktop.document.keys.key_file import SigningKey, open_key
from gongshu_desktop.document.keys.trust_file import read_trust
from gongshu_desktop.document.page.signature_fields import FIELDS, SignatureField
from gongshu_desktop.document.signatures import pades
from gongshu_desktop.document.signatures.appearance import draw_appearance
from gongshu_desktop.document.signatures.office import OfficeSigning
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.records import Person
from tests.document.base_pdf import base_pdf

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 23, 10, 30, tzinfo=CHINA)
PASSPHRASE = "一个记得住的长口令 2026"
PEOPLE = {Role.EXAMINER: "张三", Role.CHECKER: "李四", Role.APPROVER: "王五"}
OPINIONS = {Role.EXAMINER: "经审核，拟支持1,154,000.00元。", Role.CHECKER: "同意。", Role.APPROVER: "同意。"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What an administrator has (root, trust) and what the people have (key files by role)."""

    signing: OfficeSigning
    root: bytes
    trust: bytes
    files: dict[Role, bytes]

    def key(self, role: Role) -> SigningKey:
        """The person's key, opened."""
        return open_key(self.files[role], PASSPHRASE)


def found(name: str = "拱墅区科学技术局", clock: datetime = NOW) -> Office:
    """A new office with one person for each role."""
    signing = OfficeSigning(kdf_rounds=1000, clock=lambda: clock)
    root, trust = signing.create_root(name, PASSPHRASE)
    files = {}
    for role, person in PEOPLE.items():
        who = Person(id=f"p-{role.value}", name=person, roles=(role,))
        files[role], _pem, trust = signing.issue_key(root, PASSPHRASE, trust, who, PASSPHRASE)
    return Office(signing=signing, root=root, trust=trust, files=files)


@cache
def office() -> Office:
    """The office that most tests use."""
    return found()


@cache
def foreign_office() -> Office:
    """Another office, with the same names in its certificates."""
    return found()


@cache
def memo(signatures: int = 3) -> bytes:
    """The test memo, properly signed by the first so many."""
    if signatures == 0:
        return base_pdf()
    return properly_signed(memo(signatures - 1), list(PEOPLE)[signatures - 1])


def properly_signed(pdf: bytes, role: Role) -> bytes:
    """Signed through the front door."""
    desk = office()
    return desk.signing.sign(pdf, role, desk.key(role), opinion=OPINIONS[role], at=NOW, trust=desk.trust)


def signed_by_all(pdf: bytes, picture: bytes = b"") -> bytes:
    """A drawn memo with the signatures of all three, each with this handwriting."""
    desk = office()
    for role in PEOPLE:
        key, opinion = desk.key(role), OPINIONS[role]
        pdf = desk.signing.sign(pdf, role, key, opinion=opinion, at=NOW, trust=desk.trust, picture=picture)
    return pdf


def forced(
    pdf: bytes,
    position: int,
    key: SigningKey | None = None,
    *,
    field: SignatureField | None = None,
    at: datetime = NOW,
    owner: Office | None = None,
) -> bytes:
    """Signed past all refusals: what someone with another program and a key can do. ``position`` is 0, 1 or 2."""
    desk = owner or office()
    chosen = field or FIELDS[position]
    signature = pades.Signature(field=chosen, name="某人", opinion="同意。", at=at)
    appearance = draw_appearance((150, 80), name="某人", opinion="同意。", at=at)
    return pades.write_signature(
        pdf, signature, key or desk.key(FIELDS[position].role), read_trust(desk.trust).root, appearance
    )


def forced_in_turn(pdf: bytes, positions: Sequence[int]) -> bytes:
    """Signed past all refusals, in that order of fields."""
    for position in positions:
        pdf = forced(pdf, position)
    return pdf
