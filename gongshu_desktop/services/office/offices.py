"""单位: the office, its people and their keys, and the readings that it has adopted."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from gongshu_desktop.review.stage import Role
from gongshu_desktop.review.values import text_problem
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.office.acting import acting
from gongshu_desktop.services.office.adopted import adopted_options
from gongshu_desktop.services.office.signing import MemoSigning
from gongshu_desktop.services.ports import AdoptedReading, Change, Clock, OpenUnitOfWork, PolicyLibrary, UnitOfWork
from gongshu_desktop.services.records import Office, Person
from gongshu_desktop.wording import _


class OfficeRefused(Exception):
    """What was entered about the office cannot be taken; the message says why."""


class Offices:
    """Use cases of the office. Each call is one transaction. Keys never stay here: they are handed out as files."""

    def __init__(
        self,
        open_uow: OpenUnitOfWork,
        policies: PolicyLibrary,
        clock: Clock,
        signing: MemoSigning,
        *,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        self._open_uow, self._policies, self._clock = open_uow, policies, clock
        self._signing, self._new_id = signing, new_id

    def office(self) -> Office | None:
        """The office; None before it is founded."""
        with self._open_uow() as uow:
            return uow.office.office()

    def people(self) -> Sequence[Person]:
        """Everybody who ever belonged to it; some are no longer active."""
        with self._open_uow() as uow:
            return uow.office.people()

    def person(self, person_id: str) -> Person:
        """One of the people; OfficeRefused if unknown."""
        with self._open_uow() as uow:
            return _person(uow, person_id)

    def found(self, name: str, prefix: str, passphrase: str, *, by: str = "") -> bytes:
        """Found the office with a new root; gives the encrypted root key file, to be kept on a stick in a safe.

        ``passphrase`` is for that file; ``by`` the id of who does it ("" before there are people).

        Raises:
            OfficeRefused: without a name or prefix, or when there is a root already.
            WeakPassphrase: see the signing port.
        """
        name, prefix = _needed(_("单位名称"), name), _needed(_("文号前缀"), prefix)
        with self._open_uow() as uow:
            known = uow.office.office()
            if known is not None and known.trust:
                raise OfficeRefused(_("本单位已建立签名根证，不能重新建立。"))
            root, trust = self._signing.create_root(name, passphrase)
            uow.office.set_office(Office(name=name, prefix=prefix, trust=trust))
            self._write(uow, by, Act.FOUND, *_differing(("office", "", name), ("office/prefix", "", prefix)))
            uow.commit()
        return root

    def rename(self, name: str, prefix: str, *, by: str) -> None:
        """Another name or document prefix; keys and what was signed stay as they are. Raises OfficeRefused."""
        name, prefix = _needed(_("单位名称"), name), _needed(_("文号前缀"), prefix)
        with self._open_uow() as uow:
            known = uow.office.office() or Office(name="", prefix="")
            uow.office.set_office(replace(known, name=name, prefix=prefix))
            changes = _differing(("office", known.name, name), ("office/prefix", known.prefix, prefix))
            if changes:
                self._write(uow, by, Act.FOUND, *changes)
                uow.commit()

    def save_person(
        self, name: str, roles: Sequence[Role], *, post: str = "", id: str | None = None, by: str = ""
    ) -> Person:
        """A new person, or (with ``id``) other particulars of a known one. Raises OfficeRefused."""
        name = _needed(_("姓名"), name)
        if not roles:
            raise OfficeRefused(_("请给{name}至少一项职责。").format(name=name))
        with self._open_uow() as uow:
            known = _person(uow, id) if id is not None else Person(id=self._new_id(), name=name, roles=())
            chosen = tuple(role for role in Role if role in set(roles))
            person = replace(known, name=name, roles=chosen, post=post.strip())
            uow.office.save_person(person)
            before = "" if id is None else _name_and_roles(known)
            changes = _differing(
                (f"person[{person.id}]", before, _name_and_roles(person)),
                (f"person[{person.id}]/post", known.post, person.post),
            )
            if changes:
                self._write(uow, by, Act.PERSON, *changes)
                uow.commit()
        return person

    def set_active(self, person_id: str, active: bool, *, by: str) -> Person:
        """Take a person out of the lists of who can act, or in again; what they did stays. Raises OfficeRefused."""
        with self._open_uow() as uow:
            person = replace(_person(uow, person_id), active=active)
            uow.office.save_person(person)
            change = Change(subject=f"person[{person_id}]/active", new="true" if active else "false")
            self._write(uow, by, Act.PERSON, change)
            uow.commit()
        return person

    def issue_key(self, person_id: str, root: bytes, root_passphrase: str, passphrase: str, *, by: str = "") -> bytes:
        """A new key for a person; gives the key file, which is theirs alone. An earlier key signs no more.

        Raises:
            OfficeRefused: for an unknown person, or before the office is founded.
            WrongPassphrase, UnusableKey, WeakPassphrase: see the signing port.
        """
        with self._open_uow() as uow:
            person, office = _person(uow, person_id), uow.office.office()
        if office is None or not office.trust:
            raise OfficeRefused(_("请先建立单位，再发放签名密钥。"))
        key_file, certificate, trust = self._signing.issue_key(root, root_passphrase, office.trust, person, passphrase)
        with self._open_uow() as uow:
            if uow.office.office() != office:
                raise OfficeRefused(_("发放期间单位信息已有变动，密钥没有发放，请重试。"))
            uow.office.save_person(replace(_person(uow, person_id), certificate=certificate))
            uow.office.set_office(replace(office, trust=trust))
            self._write(uow, by, Act.KEY, Change(subject=f"person[{person_id}]/certificate", new=certificate))
            uow.commit()
        return key_file

    def fingerprint(self) -> str:
        """The root's fingerprint in groups of four, to be compared by phone; "" before there is a root."""
        office = self.office()
        return self._signing.fingerprint(office.trust) if office is not None and office.trust else ""

    def trust(self) -> bytes:
        """The trust file, for other PCs that verify; empty before there is a root."""
        office = self.office()
        return office.trust if office is not None else b""

    def readings(self, policy: str) -> Sequence[AdoptedReading]:
        """Every adoption of a reading of that policy, oldest first; the latest for a key counts."""
        with self._open_uow() as uow:
            return uow.office.readings(policy)

    def adopt(self, policy: str, key: str, option: str, person: Person, authority: str) -> AdoptedReading:
        """Adopt an option of a reading for the office, on some authority (a document number, minutes of a meeting).

        Raises:
            OfficeRefused: for an unknown option, without an authority, or by somebody who is not 批准人.
        """
        reading = self._policies.get(policy).readings.get(key)
        if reading is None or option not in reading.options:
            raise OfficeRefused(_("政策中没有口径{key}的这一选项。").format(key=key))
        authority = _needed(_("采用的依据"), authority)
        with self._open_uow() as uow:
            person = acting(uow, person)
            if Role.APPROVER not in person.roles:
                raise OfficeRefused(_("采用口径须由批准人作出。"))
            before = adopted_options(uow, policy).get(key)
            adopted = AdoptedReading(
                policy=policy,
                key=key,
                option=option,
                person=person.id,
                name=person.name,
                authority=authority,
                at=self._clock(),
            )
            uow.office.adopt(adopted)
            change = Change(subject=f"{policy}/{key}", old=before, new=f"{option}({authority})")
            self._write(uow, person.id, Act.ADOPT, change)
            uow.commit()
        return adopted

    def _write(self, uow: UnitOfWork, by: str, act: Act, *changes: Change) -> None:
        uow.journal.write(person=by, action=act, case=None, changes=changes)


def _differing(*values: tuple[str, str, str]) -> list[Change]:
    """Of subjects with their old and new values, those that change; "" is none."""
    return [Change(subject=subject, old=old or None, new=new or None) for subject, old, new in values if old != new]


def _name_and_roles(person: Person) -> str:
    return f"{person.name}:{'、'.join(role.value for role in person.roles)}"


def _person(uow: UnitOfWork, person_id: str) -> Person:
    found = next((person for person in uow.office.people() if person.id == person_id), None)
    if found is None:
        raise OfficeRefused(_("本单位没有这个人。"))
    return found


def _needed(what: str, text: str) -> str:
    clean = text.strip()
    if not clean:
        raise OfficeRefused(_("请填写{what}。").format(what=what))
    wrong = text_problem(clean)
    if wrong is not None:
        raise OfficeRefused(_("{what}应为{expected}。").format(what=what, expected=wrong))
    return clean
