"""发码密钥: the key with which this PC signs the codes of paper memos; made with the root, listed in the trust file."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from gongshu_desktop.services.journal.acts import PaperAct
from gongshu_desktop.services.office.offices import OfficeRefused
from gongshu_desktop.services.paper_codes import IssuingKeyPlace, PaperCodeRefused, PaperCodes, record_of
from gongshu_desktop.services.ports import Change, OpenUnitOfWork, UnusableKey
from gongshu_desktop.services.records import Office
from gongshu_desktop.wording import _


class Issuing:
    """Use cases of the issuing key. Each that changes something is one transaction with its journal entry."""

    def __init__(self, open_uow: OpenUnitOfWork, codes: PaperCodes, place: IssuingKeyPlace) -> None:
        self._open_uow, self._codes, self._place = open_uow, codes, place

    def ready(self) -> bool:
        """Whether this PC has an issuing key that the trust file lists as in use. Raises UnusableKey for a damaged one."""
        return self._key() is not None

    def code(self, content: Mapping[str, Any]) -> str:
        """The code for a memo's content (as JSON values); "" while this PC has no issuing key in use, or where no code can
        hold the record (an open amount, a number of more than 20 characters): the memo itself does not depend on it.

        Raises:
            UnusableKey: when the issuing key is damaged.
        """
        key = self._key()
        if key is None:
            return ""
        try:
            return self._codes.issue(record_of(content), key)
        except PaperCodeRefused:
            return ""

    def _key(self) -> bytes | None:
        """The key of this PC; None when there is none, or when it was retired: what it issued would not be recognised."""
        key = self._place.get()
        with self._open_uow() as uow:
            office = uow.office.office()
        return key if key is not None and office is not None and self._codes.in_use(key, office.trust) else None

    def make(self, root: bytes, root_passphrase: str, *, by: str) -> str:
        """A new issuing key for this PC; gives its id. The one before it issues no more.

        Raises:
            OfficeRefused: before the office is founded, or when it changed meanwhile.
            WrongPassphrase, UnusableKey: from the root, or when the key cannot be kept; nothing has changed then.
        """
        office = self._office()
        former = self._place.get()
        trust = office.trust
        if former is not None:
            with suppress(UnusableKey):  # a former key that is damaged, or listed nowhere, has nothing to be retired
                trust = self._codes.retire_issuing_key(
                    root, root_passphrase, trust, self._codes.issuer(former), compromised=False
                )
        key, trust = self._codes.new_issuing_key(root, root_passphrase, trust)
        issuer = self._codes.issuer(key)
        try:
            self._store(office, trust, PaperAct.MAKE_KEY, issuer, by, lambda: self._place.put(key))
        except BaseException:
            if former is not None:  # the new one is listed nowhere, so it would print no codes
                with suppress(UnusableKey):
                    self._place.put(former)
            raise
        return issuer

    def retire(self, issuer: str, root: bytes, root_passphrase: str, *, compromised: bool, by: str) -> None:
        """Take an issuing key out of use; compromised: what it issued counts no more. Raises as ``make``."""
        office = self._office()
        trust = self._codes.retire_issuing_key(root, root_passphrase, office.trust, issuer, compromised=compromised)
        self._store(office, trust, PaperAct.RETIRE_KEY, issuer, by)

    def _office(self) -> Office:
        with self._open_uow() as uow:
            office = uow.office.office()
        if office is None or not office.trust:
            raise OfficeRefused(_("请先建立单位和签名根证，再建立发码密钥。"))
        return office

    def _store(
        self, office: Office, trust: bytes, act: PaperAct, issuer: str, by: str, keep: Callable[[], None] = lambda: None
    ) -> None:
        """``keep`` puts the key in its place before the trust file names it: a key that nobody has must not stand there."""
        with self._open_uow() as uow:
            if uow.office.office() != office:
                raise OfficeRefused(_("其间单位信息已有变动，没有保存，请重试。"))
            uow.office.set_office(replace(office, trust=trust))
            uow.journal.write(
                person=by, action=act, case=None, changes=(Change(subject=f"issuer[{issuer}]", new=act.value),)
            )
            keep()
            uow.commit()
