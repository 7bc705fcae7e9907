"""Trust files from PC to PC, and the life of people's keys: what is shown, what is refused, what the journal says."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from gongshu_desktop.document.keys.certificates import new_private_key, request_subject
from gongshu_desktop.document.keys.key_file import open_key
from gongshu_desktop.document.signatures.trust_keeping import OfficeTrustKeeping
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.desk.case_numbers import next_number
from gongshu_desktop.services.journal.acts import PaperAct, TrustAct, act_words
from gongshu_desktop.services.office.offices import OfficeRefused
from gongshu_desktop.services.office.trust_content import RevocationReason, reason_words
from gongshu_desktop.services.office.trust_exchange import TrustExchange
from gongshu_desktop.services.ports import OpenUnitOfWork, UnusableKey, WrongPassphrase
from gongshu_desktop.services.records import Person
from tests.services.fakes import FakeStore
from tests.services.offices import PASSPHRASE, TestOffice, office_over


class Exchange:
    """The administrator's PC, and an everyday PC that has no trust file yet."""

    def __init__(self, office: TestOffice, far: OpenUnitOfWork) -> None:
        self.office = office
        self.keeping = OfficeTrustKeeping(office.signing, office.clock)
        self.here = TrustExchange(office.open_uow, office.clock, self.keeping)
        self.far_uow = far
        self.there = TrustExchange(far, office.clock, self.keeping)

    def key_of(self, role: Role) -> str:
        return open_key(self.office.keys[role], PASSPHRASE).fingerprint

    def carry(self, *, compared: bool = False) -> tuple[str, ...]:
        """By USB from here to there; what the preview said."""
        preview = self.there.preview(self.here.export(by="admin"))
        self.there.accept(preview, compared=compared, by="far")
        return preview.changes

    def acts(self) -> list[str]:
        with self.office.open_uow() as uow:
            head = uow.journal.head()
            assert head is not None
        return [head.action]


@pytest.fixture(params=["memory", "file"])
def exchange(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Exchange]:
    with office_over(request.param, tmp_path / "here") as office:
        far = FakeStore()
        far.clock = office.clock
        yield Exchange(office, far)


@pytest.fixture
def in_memory(tmp_path: Path) -> Iterator[Exchange]:
    with office_over("memory", tmp_path) as office:
        far = FakeStore()
        far.clock = office.clock
        yield Exchange(office, far)


def test_a_first_trust_file_wants_its_fingerprint_compared(exchange: Exchange) -> None:
    preview = exchange.there.preview(exchange.here.export(by="admin"))
    assert preview.first
    assert preview.problem == ""
    assert preview.content.fingerprint == exchange.office.offices.fingerprint()
    groups = preview.content.fingerprint.split(" ")
    assert (len(groups), {len(group) for group in groups}) == (16, {4})
    assert len([line for line in preview.changes if line.startswith("新增密钥：")]) == 3
    with pytest.raises(OfficeRefused, match="核对指纹"):
        exchange.there.accept(preview, compared=False, by="far")
    assert exchange.there.content() is None
    exchange.there.accept(preview, compared=True, by="far")
    assert exchange.there.content() == preview.content


def test_people_travel_with_the_trust_file(exchange: Exchange) -> None:
    exchange.carry(compared=True)
    with exchange.far_uow() as uow:
        far = {person.id: person for person in uow.office.people()}
        office = uow.office.office()
    assert office is not None
    assert office.name == "测试局"
    for role, person in exchange.office.people.items():
        assert far[person.id].name == person.name
        assert far[person.id].roles == (role,)
        assert "".join(far[person.id].certificate.split()) == "".join(person.certificate.split())


def test_renewal_is_shown_accepted_and_journalled(exchange: Exchange) -> None:
    exchange.carry(compared=True)
    person = exchange.office.people[Role.EXAMINER]
    exchange.office.clock.pass_seconds(3600)
    file = exchange.here.renew(person.id, exchange.office.root, PASSPHRASE, PASSPHRASE, by="admin")
    assert exchange.acts() == [TrustAct.RENEW]
    fingerprint = open_key(file, PASSPHRASE).fingerprint
    content = exchange.here.content()
    assert content is not None
    states = {key.fingerprint: key.usable(exchange.office.clock()) for key in content.keys if key.person == person.id}
    assert states == {exchange.key_of(Role.EXAMINER): False, fingerprint: True}
    changes = exchange.carry()
    assert changes[0] == "信任文件：第 4 号 → 第 5 号"
    assert {line.partition("：")[0] for line in changes[1:]} == {"停用", "新增密钥"}
    assert exchange.there.content() == content
    with exchange.far_uow() as uow:
        (known,) = [other for other in uow.office.people() if other.id == person.id]
    (current,) = [key for key in content.keys if key.fingerprint == fingerprint]
    assert known.certificate == current.certificate


def test_revocation_for_loss_and_for_leaving(exchange: Exchange) -> None:
    exchange.carry(compared=True)
    root, lost, left = exchange.office.root, exchange.key_of(Role.EXAMINER), exchange.key_of(Role.CHECKER)
    exchange.here.revoke(left, RevocationReason.LEFT, root, PASSPHRASE, by="admin")
    content = exchange.here.revoke(lost, RevocationReason.LOST, root, PASSPHRASE, by="admin")
    assert exchange.acts() == [TrustAct.REVOKE]
    found = {key.fingerprint: (key.revoked is not None, key.void) for key in content.keys}
    assert (found[left], found[lost]) == ((True, False), (True, True))
    changes = exchange.carry()
    assert any(line.startswith("吊销：李复核") for line in changes)
    assert any(line.startswith("吊销，此前的签名也不再认可：王经办") for line in changes)


def test_a_key_is_revoked_once_for_each_gravity(in_memory: Exchange) -> None:
    root, key = in_memory.office.root, in_memory.key_of(Role.EXAMINER)
    in_memory.here.revoke(key, RevocationReason.LEFT, root, PASSPHRASE, by="admin")
    with pytest.raises(OfficeRefused, match="已经吊销"):
        in_memory.here.revoke(key, RevocationReason.REPLACED, root, PASSPHRASE, by="admin")
    assert in_memory.here.revoke(key, RevocationReason.LOST, root, PASSPHRASE, by="admin").keys[0].void
    with pytest.raises(UnusableKey, match="没有这个证书"):
        in_memory.here.revoke("00" * 32, RevocationReason.LOST, root, PASSPHRASE, by="admin")


def test_an_older_file_and_another_root_are_refused(exchange: Exchange) -> None:
    old = exchange.here.export(by="admin")
    exchange.here.refresh(exchange.office.root, PASSPHRASE, by="admin")
    exchange.carry(compared=True)
    before = exchange.there.content()
    for offered, words in ((old, "旧"), (exchange.office.signing.create_root("测试局", PASSPHRASE)[1], "另一个根证书")):
        preview = exchange.there.preview(offered)
        assert words in preview.problem
        with pytest.raises(UnusableKey, match=words):
            exchange.there.accept(preview, compared=True, by="far")
    assert exchange.there.content() == before


def test_the_same_file_again_changes_nothing(in_memory: Exchange) -> None:
    in_memory.carry(compared=True)
    assert in_memory.there.preview(in_memory.here.export(by="admin")).changes == ()


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "text"])
def test_a_damaged_file_is_refused_in_words(in_memory: Exchange, damage: str) -> None:
    whole = in_memory.here.export(by="admin")
    flipped = whole.replace("王经办".encode(), "王经力".encode())
    content = {"empty": b"", "cut": whole[:-30], "flipped": flipped, "text": b"hello"}[damage]
    with pytest.raises(UnusableKey, match="信任文件"):
        in_memory.there.preview(content)


def test_a_file_that_changed_between_preview_and_acceptance(in_memory: Exchange) -> None:
    first = in_memory.there.preview(in_memory.here.export(by="admin"))
    in_memory.carry(compared=True)
    with pytest.raises(OfficeRefused, match="已有变动"):
        in_memory.there.accept(first, compared=True, by="far")


def test_nothing_is_kept_when_the_store_fails(in_memory: Exchange) -> None:
    preview = in_memory.there.preview(in_memory.here.export(by="admin"))
    assert isinstance(in_memory.far_uow, FakeStore)
    in_memory.far_uow.failing = OSError("disk full")
    with pytest.raises(OSError, match="disk full"):
        in_memory.there.accept(preview, compared=True, by="far")
    assert in_memory.there.content() is None


def test_what_ends_soon_is_warned_of(in_memory: Exchange) -> None:
    assert in_memory.here.warnings() == ()
    in_memory.office.clock.now += timedelta(days=121)
    (warning,) = in_memory.here.warnings()
    assert "吊销名单" in warning
    in_memory.here.refresh(in_memory.office.root, PASSPHRASE, by="admin")
    assert in_memory.here.warnings() == ()
    in_memory.office.clock.now += timedelta(days=3 * 365 - 121 - 30)
    in_memory.here.refresh(in_memory.office.root, PASSPHRASE, by="admin")
    assert len([line for line in in_memory.here.warnings() if "换发" in line]) == 3


def test_renewal_needs_a_first_key_and_the_right_root(in_memory: Exchange) -> None:
    office = in_memory.office
    new = office.offices.save_person("新人", [Role.EXAMINER])
    with pytest.raises(OfficeRefused, match="请先发放"):
        in_memory.here.renew(new.id, office.root, PASSPHRASE, PASSPHRASE, by="admin")
    with pytest.raises(OfficeRefused, match="没有这个人"):
        in_memory.here.renew("nobody", office.root, PASSPHRASE, PASSPHRASE, by="admin")
    known = office.people[Role.EXAMINER]
    with pytest.raises(WrongPassphrase):
        in_memory.here.renew(known.id, office.root, "不对的口令 123456", PASSPHRASE, by="admin")
    foreign = office.signing.create_root("测试局", PASSPHRASE)[0]
    with pytest.raises(UnusableKey, match="同一单位"):
        in_memory.here.renew(known.id, foreign, PASSPHRASE, PASSPHRASE, by="admin")


def test_without_a_trust_file_there_is_nothing_to_do(in_memory: Exchange) -> None:
    assert in_memory.there.content() is None
    assert in_memory.there.warnings() == ()
    with pytest.raises(OfficeRefused, match="还没有签名根证"):
        in_memory.there.export(by="far")


def test_every_act_and_reason_has_its_words() -> None:
    assert all(act_words(act) != act.value for act in (*TrustAct, *PaperAct))
    assert act_words("of a later version") == "of a later version"
    assert all(reason_words(reason) for reason in RevocationReason)


def request_of(person: Person) -> bytes:
    """A request as a token makes it, from a key in memory."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(request_subject(person.id, person.name))
    return builder.sign(new_private_key(), hashes.SHA256()).public_bytes(Encoding.PEM)


def test_a_certificate_for_a_key_on_a_token_travels_as_any_other(exchange: Exchange) -> None:
    exchange.carry(compared=True)
    person = exchange.office.people[Role.CHECKER]
    exchange.office.clock.pass_seconds(3600)
    certificate = exchange.here.certify(person.id, request_of(person), exchange.office.root, PASSPHRASE, by="admin")
    assert exchange.acts() == [TrustAct.CERTIFY]
    assert exchange.office.offices.person(person.id).certificate == certificate
    assert {line.partition("：")[0] for line in exchange.carry()[1:]} == {"停用", "新增密钥"}
    other = exchange.office.people[Role.APPROVER]
    with pytest.raises(UnusableKey, match="张批准"):
        exchange.here.certify(other.id, request_of(person), exchange.office.root, PASSPHRASE, by="admin")


def test_a_pc_that_only_took_a_trust_file_over_numbers_its_cases_with_a_prefix(exchange: Exchange) -> None:
    """The trust file does not name the prefix; a number without one would be no number of the office."""
    exchange.carry(compared=True)
    with exchange.far_uow() as uow:
        office = uow.office.office()
        assert office is not None
        assert (office.prefix, next_number(uow, 2016)) == ("", "拱众审〔2016〕1号")
