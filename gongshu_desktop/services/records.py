"""What is kept of an office and told of a case in one line: the records that the window shows before any case is open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from gongshu_desktop.review.stage import Role, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One of the office's people. ``certificate`` is PEM, empty until a key 签名密钥 was issued; the key itself is never here."""

    id: str
    name: str
    roles: tuple[Role, ...]
    post: str = ""
    certificate: str = ""
    active: bool = True


DEFAULT_PREFIX = "拱众审"
"""What case numbers begin with where an office has set nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """单位: its name as the memo's head prints it, its document prefix (拱众审), its trust file (root, roles, CRL).

    ``prefix`` is "" on a PC that has only taken a trust file over, which does not name it: ``numbering`` is what counts.
    """

    name: str
    prefix: str
    trust: bytes = b""

    @property
    def numbering(self) -> str:
        """What the numbers of new cases begin with; never nothing."""
        return self.prefix or DEFAULT_PREFIX


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """One line of the work list. Amounts in fen; ``pending`` counts what still stands in the way of a decision.

    ``claimed`` is None when the applicant named no amount at all.
    """

    id: str
    number: str
    policy: str
    year: int
    makerspace: str
    applicant: str
    uscc: str
    subdistrict: str
    stage: Stage
    returned: bool
    claimed: int | None
    computed: int | None
    subtotal: int
    approved: int | None
    pending: int
    changed: datetime
    initials: str = ""
    """Pinyin initials of makerspace and applicant, for the search."""
    people: Mapping[Role, str] = field(default_factory=dict)
    """Ids of the people who have acted, by role."""
    signer: str = ""
    """The id of whose signature the memo waits for, "" when it waits for none. Not kept with the case: the memo says so."""
    signer_name: str = ""
    """The name under which the signer acted on the case."""
    handed_to: str = ""
    """To whom it was handed over and is being worked on now; "" when it is here. Not kept with the case: the journal says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When an entry of the journal was written, by this PC's clock; a journal gives them in the order of its entries."""

    sequence: int
    action: str
    at: datetime


class StoreError(Exception):
    """The store cannot read or write: disk full, file damaged or held by another program, record sealed or changed
    meanwhile. Nothing of the transaction was kept. The message is for people."""


class NotStored(StoreError, KeyError):
    """There is no record of that id. The message is for people."""

    __str__ = Exception.__str__
