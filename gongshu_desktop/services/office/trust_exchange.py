"""信任文件 between PCs by USB: what it holds, what an offered one would change, accepting it after the fingerprint was compared;
and the life of people's keys: renewal, revocation, certificates for keys made on a token."""

from dataclasses import dataclass, replace
from datetime import timedelta

from gongshu_desktop.services.journal.acts import TrustAct
from gongshu_desktop.services.office.offices import OfficeRefused
from gongshu_desktop.services.office.trust_changes import trust_changes
from gongshu_desktop.services.office.trust_content import RevocationReason, TrustContent, TrustKeeping
from gongshu_desktop.services.ports import Change, Clock, OpenUnitOfWork, UnitOfWork, UnusableKey
from gongshu_desktop.services.records import Office, Person
from gongshu_desktop.wording import _

EXPIRES_SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustPreview:
    """An offered trust file before it is accepted. ``problem`` says why it cannot be, "" when it can.

    ``first``: this PC has none yet, so everything hangs on the fingerprint: ``accept`` wants it confirmed.
    """

    content: TrustContent
    offered: bytes
    first: bool
    changes: tuple[str, ...]
    problem: str = ""


class TrustExchange:
    """Use cases. Each that changes something is one transaction with its journal entry."""

    def __init__(self, open_uow: OpenUnitOfWork, clock: Clock, keeping: TrustKeeping) -> None:
        self._open_uow, self._clock, self._keeping = open_uow, clock, keeping

    def content(self) -> TrustContent | None:
        """What this PC's trust file says; None when there is none. Raises UnusableKey when it is damaged."""
        trust = self._trust()
        return self._keeping.describe(trust) if trust else None

    def warnings(self) -> tuple[str, ...]:
        """What should be done soon: keys that end, a revocation list that is to be renewed. Raises as ``content``."""
        content = self.content()
        if content is None:
            return ()
        now = self._clock()
        found = []
        if content.list_until < now + EXPIRES_SOON:
            words = _("吊销名单到 {day} 到期，请用根密钥重新签发信任文件。")
            found.append(words.format(day=content.list_until.astimezone(now.tzinfo).date().isoformat()))
        for key in content.keys:
            if key.usable(now) and key.ends < now + EXPIRES_SOON:
                day = key.ends.astimezone(now.tzinfo).date().isoformat()
                found.append(_("{name}的签名密钥到 {day} 到期，请及时换发。").format(name=key.name, day=day))
        return tuple(found)

    def export(self, *, by: str) -> bytes:
        """The trust file, for other PCs; its fingerprint goes by another way. Raises OfficeRefused when there is none."""
        office = self._founded()
        content = self._keeping.describe(office.trust)
        with self._open_uow() as uow:
            self._write(uow, by, TrustAct.EXPORT, "trust", None, str(content.number))
            uow.commit()
        return office.trust

    def preview(self, offered: bytes) -> TrustPreview:
        """What an offered trust file says and would change here; nothing is changed. Raises UnusableKey when unreadable."""
        new = self._keeping.describe(offered)
        current = self._trust()
        problem = ""
        try:
            self._keeping.accept_trust(current, offered)
        except UnusableKey as error:
            problem = str(error)
        old = self._keeping.describe(current) if current else None
        changes = trust_changes(old, new, self._clock()) if offered != current else ()
        return TrustPreview(content=new, offered=offered, first=old is None, changes=changes, problem=problem)

    def accept(self, preview: TrustPreview, *, compared: bool, by: str) -> None:
        """Take an offered trust file into use. People that it lists and this PC does not know are added.

        Raises:
            OfficeRefused: when the fingerprint of a first file was not compared, or this PC's file changed meanwhile.
            UnusableKey: when it may not take the current one's place.
        """
        if preview.first and not compared:
            raise OfficeRefused(_("本机首次采用信任文件：请先通过电话或纸面核对指纹，核对无误后再采用。"))
        with self._open_uow() as uow:
            office = uow.office.office() or Office(name=preview.content.office, prefix="")
            if preview.first and office.trust:
                raise OfficeRefused(_("其间单位信息已有变动，没有保存，请重试。"))
            trust = self._keeping.accept_trust(office.trust, preview.offered)
            old = self._keeping.describe(office.trust).number if office.trust else None
            uow.office.set_office(replace(office, trust=trust))
            self._take_people(uow, preview.content)
            number = str(preview.content.number)
            self._write(uow, by, TrustAct.ACCEPT, "trust", None if old is None else str(old), number)
            uow.commit()

    def renew(self, person_id: str, root: bytes, root_passphrase: str, passphrase: str, *, by: str) -> bytes:
        """Another key for a person who has one; gives the key file. The earlier key signs no more, what it signed stays.

        Raises:
            OfficeRefused: for an unknown person, or one who has no key yet.
            WrongPassphrase, WeakPassphrase, UnusableKey: from the keys.
        """
        office, person = self._founded(), self._person(person_id)
        if not person.certificate:
            raise OfficeRefused(_("{name}还没有签名密钥，请先发放。").format(name=person.name))
        file, certificate, trust = self._keeping.renew_key(root, root_passphrase, office.trust, person, passphrase)
        self._store(office, trust, TrustAct.RENEW, by, person_id, certificate)
        return file

    def certify(self, person_id: str, request: bytes, root: bytes, root_passphrase: str, *, by: str) -> str:
        """A certificate (PEM) for a key that was made on a person's token, from its request. Raises as ``renew``."""
        office, person = self._founded(), self._person(person_id)
        certificate, trust = self._keeping.certify(root, root_passphrase, office.trust, person, request)
        self._store(office, trust, TrustAct.CERTIFY, by, person_id, certificate)
        return certificate

    def revoke(
        self, fingerprint: str, reason: RevocationReason, root: bytes, root_passphrase: str, *, by: str
    ) -> TrustContent:
        """Revoke a certificate from now on; gives the new content of the trust file, which is to be carried to all PCs.

        Raises:
            OfficeRefused: before the office is founded, or when it is revoked already for as grave a reason.
            WrongPassphrase, UnusableKey: from the root, or a certificate that is not listed.
        """
        office = self._founded()
        known = next((key for key in self._keeping.describe(office.trust).keys if key.fingerprint == fingerprint), None)
        if known is not None and known.revoked is not None and (known.void or reason.keeps_earlier):
            raise OfficeRefused(_("{name}的这个证书已经吊销。").format(name=known.name))
        trust = self._keeping.revoke_key(root, root_passphrase, office.trust, fingerprint, reason)
        with self._open_uow() as uow:
            self._keep(uow, office, trust)
            self._write(uow, by, TrustAct.REVOKE, f"certificate[{fingerprint}]", None, reason.value)
            uow.commit()
        return self._keeping.describe(trust)

    def refresh(self, root: bytes, root_passphrase: str, *, by: str) -> TrustContent:
        """Issue the trust file again with a fresh revocation list, before its 180 days end. Raises as ``revoke``."""
        office = self._founded()
        trust = self._keeping.refresh(root, root_passphrase, office.trust)
        content = self._keeping.describe(trust)
        with self._open_uow() as uow:
            self._keep(uow, office, trust)
            self._write(uow, by, TrustAct.REFRESH, "trust", str(content.number - 1), str(content.number))
            uow.commit()
        return content

    # --- parts --------------------------------------------------------------------------------------------------------

    def _trust(self) -> bytes:
        with self._open_uow() as uow:
            office = uow.office.office()
        return b"" if office is None else office.trust

    def _founded(self) -> Office:
        with self._open_uow() as uow:
            office = uow.office.office()
        if office is None or not office.trust:
            raise OfficeRefused(_("本单位还没有签名根证，也没有采用信任文件。"))
        return office

    def _person(self, person_id: str) -> Person:
        with self._open_uow() as uow:
            found = next((person for person in uow.office.people() if person.id == person_id), None)
        if found is None:
            raise OfficeRefused(_("本单位没有这个人。"))
        return found

    def _keep(self, uow: UnitOfWork, office: Office, trust: bytes) -> None:
        if uow.office.office() != office:
            raise OfficeRefused(_("其间单位信息已有变动，没有保存，请重试。"))
        uow.office.set_office(replace(office, trust=trust))

    def _store(self, office: Office, trust: bytes, act: TrustAct, by: str, person_id: str, certificate: str) -> None:
        with self._open_uow() as uow:
            self._keep(uow, office, trust)
            person = next(person for person in uow.office.people() if person.id == person_id)
            uow.office.save_person(replace(person, certificate=certificate))
            self._write(uow, by, act, f"person[{person_id}]/certificate", person.certificate or None, certificate)
            uow.commit()

    def _take_people(self, uow: UnitOfWork, content: TrustContent) -> None:
        """Each person with the certificate that signs now; those unknown here are added with their roles."""
        now = self._clock()
        here = {person.id: person for person in uow.office.people()}
        for key in content.keys:
            if not key.usable(now):
                continue
            person = here.get(key.person) or Person(id=key.person, name=key.name, roles=key.roles)
            if person.certificate != key.certificate:
                uow.office.save_person(replace(person, certificate=key.certificate))

    def _write(self, uow: UnitOfWork, by: str, act: TrustAct, subject: str, old: str | None, new: str) -> None:
        uow.journal.write(person=by, action=act, case=None, changes=(Change(subject=subject, old=old, new=new),))
