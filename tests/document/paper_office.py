"""An office that issues codes on paper, for tests: one issuing key, a memo's record, another office with the same names."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from gongshu_desktop.document.paper_code.office_codes import OfficePaperCodes
from gongshu_desktop.services.paper_codes import PaperRecord
from tests.document.office import NOW, PASSPHRASE, found, office

CODES = OfficePaperCodes(clock=lambda: NOW)
RECORD = PaperRecord(
    number="拱众审〔2026〕3号", amount=115_400_000, day=date(2026, 11, 23), digest="3f" * 8 + "a7" * 24
)


@dataclass(frozen=True)
class Issuer:
    """An issuing key, and the trust file that lists it."""

    key: bytes
    trust: bytes
    root: bytes

    @property
    def id(self) -> str:
        return CODES.issuer(self.key)


@cache
def issuer() -> Issuer:
    desk = office()
    return Issuer(*CODES.new_issuing_key(desk.root, PASSPHRASE, desk.trust), desk.root)


@cache
def other_office() -> Issuer:
    desk = found()
    return Issuer(*CODES.new_issuing_key(desk.root, PASSPHRASE, desk.trust), desk.root)


@cache
def code() -> str:
    return CODES.issue(RECORD, issuer().key)
