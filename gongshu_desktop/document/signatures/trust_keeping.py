"""``services.office.trust_content.TrustKeeping``: trust files described for people, keys renewed, revoked, certified from a request."""

from collections.abc import Callable
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from gongshu_desktop.document.keys import certificates, trust_issue
from gongshu_desktop.document.keys import trust_file as trusts
from gongshu_desktop.document.keys.office_root import opened_root
from gongshu_desktop.document.keys.trust_file import ListedKey, Trust
from gongshu_desktop.document.signatures.office import OfficeSigning
from gongshu_desktop.services.digests import grouped
from gongshu_desktop.services.office.trust_content import KnownIssuer, KnownKey, RevocationReason, TrustContent
from gongshu_desktop.services.ports import UnusableKey
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _

LARGEST_REQUEST = 64 * 1024
_REASONS = {
    RevocationReason.LOST: x509.ReasonFlags.key_compromise,
    RevocationReason.LEFT: x509.ReasonFlags.cessation_of_operation,
    RevocationReason.REPLACED: x509.ReasonFlags.superseded,
}


def _now() -> datetime:
    return datetime.now(UTC)


class OfficeTrustKeeping:
    """Implements ``services.office.trust_content.TrustKeeping`` over the office's signing."""

    def __init__(self, signing: OfficeSigning, clock: Callable[[], datetime] = _now) -> None:
        self._signing, self._clock = signing, clock

    def describe(self, trust: bytes) -> TrustContent:
        """What a trust file says. Raises TrustRefused."""
        known = trusts.read_trust(trust)
        due = known.crl.next_update_utc
        return TrustContent(
            office=known.office,
            number=known.number,
            issued=known.issued,
            fingerprint=grouped(trusts.fingerprint_of(known.root)),
            list_until=due if due is not None else known.crl.last_update_utc,
            keys=tuple(_known(key, known) for key in known.people),
            issuers=tuple(
                KnownIssuer(id=issuer.id, since=issuer.since, until=issuer.until, compromised=issuer.compromised)
                for issuer in known.issuers
            ),
        )

    def accept_trust(self, current: bytes, offered: bytes) -> bytes:
        """The offered file, if it may take the current one's place. Raises TrustRefused."""
        return self._signing.accept_trust(current, offered)

    def renew_key(
        self, root: bytes, root_passphrase: str, trust: bytes, person: Person, passphrase: str
    ) -> tuple[bytes, str, bytes]:
        """(key file, certificate PEM, new trust file). Raises WeakPassphrase, WrongPassphrase, UnusableKey."""
        return self._signing.issue_key(root, root_passphrase, trust, person, passphrase)

    def revoke_key(
        self, root: bytes, root_passphrase: str, trust: bytes, fingerprint: str, reason: RevocationReason
    ) -> bytes:
        """The new trust file. Raises WrongPassphrase or UnusableKey."""
        return self._signing.revoke(root, root_passphrase, trust, fingerprint, _REASONS[reason])

    def refresh(self, root: bytes, root_passphrase: str, trust: bytes) -> bytes:
        """The new trust file. Raises WrongPassphrase or UnusableKey."""
        known, root_key = opened_root(root, root_passphrase, trust)
        now = self._clock().astimezone(UTC).replace(microsecond=0)
        return trust_issue.write_trust(trust_issue.renewed(known, root_key, now), root_key)

    def certify(
        self, root: bytes, root_passphrase: str, trust: bytes, person: Person, request: bytes
    ) -> tuple[str, bytes]:
        """(certificate PEM, new trust file) for the key in a request, which proves that its sender holds the key.

        Raises WrongPassphrase, or UnusableKey: damaged request, another person's, a key that is listed already.
        """
        if not person.name.strip() or not person.roles:
            raise UnusableKey(_("请先填写姓名并指定岗位，再发放签名密钥。"))
        key = _requested_key(request, person)
        known, root_key = opened_root(root, root_passphrase, trust)
        if any(listed.certificate.public_key() == key for listed in known.people):
            raise UnusableKey(_("这把密钥已经有证书，不能重复签发。请在 UKey 上重新生成密钥和申请文件。"))
        now = self._clock().astimezone(UTC).replace(microsecond=0)
        certificate = certificates.person_certificate(
            known.root, root_key, key, person=person.id, name=person.name, now=now
        )
        entry = ListedKey(person=person.id, name=person.name, roles=person.roles, certificate=certificate)
        renewed = trust_issue.write_trust(trust_issue.with_key(known, entry, root_key, now), root_key)
        return certificate.public_bytes(Encoding.PEM).decode("ascii"), renewed


def _requested_key(request: bytes, person: Person) -> ec.EllipticCurvePublicKey:
    damaged = _("证书申请文件已损坏或不是证书申请文件。请在持有 UKey 的电脑上重新生成。")
    if len(request) > LARGEST_REQUEST:
        raise UnusableKey(damaged)
    try:
        read = x509.load_pem_x509_csr(request)
        key, signed = read.public_key(), read.is_signature_valid
        number = x509.NameOID.SERIAL_NUMBER
        named = read.subject.get_attributes_for_oid(number)
    except (ValueError, TypeError) as error:
        raise UnusableKey(damaged) from error
    if not signed or not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise UnusableKey(damaged)
    if named != certificates.request_subject(person.id, person.name).get_attributes_for_oid(number):
        raise UnusableKey(_("这份证书申请不是{name}的。请选对人员，或核对申请文件。").format(name=person.name))
    return key


def _known(key: ListedKey, trust: Trust) -> KnownKey:
    revocation = trust.revocation(key.certificate)
    return KnownKey(
        person=key.person,
        name=key.name,
        roles=key.roles,
        fingerprint=key.fingerprint,
        certificate=key.certificate.public_bytes(Encoding.PEM).decode("ascii"),
        begins=key.certificate.not_valid_before_utc,
        ends=key.certificate.not_valid_after_utc,
        until=key.until,
        revoked=None if revocation is None else revocation.at,
        void=revocation is not None and revocation.retroactive,
    )
