"""Keys and signatures of an office: ``services.office.signing.MemoSigning`` with files for keys, pyHanko and ``cryptography``.

An office has one root of its own; its key lies on a stick in a safe and is loaded only to issue or revoke. Everyday PCs hold
the trust file and people's own key files. pyHanko takes most of a second to import: it is loaded at the first signature or check.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from gongshu_desktop.document.keys import certificates, trust_issue
from gongshu_desktop.document.keys import key_file as keys
from gongshu_desktop.document.keys import passphrase as passphrases
from gongshu_desktop.document.keys import trust_file as trusts
from gongshu_desktop.document.keys.key_file import SigningKey
from gongshu_desktop.document.keys.office_root import opened_root
from gongshu_desktop.document.keys.standing import key_problems
from gongshu_desktop.document.keys.trust_file import ListedKey, Trust, TrustRefused
from gongshu_desktop.document.page.signature_fields import FIELDS, SignatureField
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.digests import grouped
from gongshu_desktop.services.font_choices import BUNDLED, FontRefused, FontSet
from gongshu_desktop.services.office.signing import Signer
from gongshu_desktop.services.ports import SignatureReport, SignatureVerdict, SigningRefused, UnusableKey
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.signature_problems import CLOCKS_APART, SignatureProblem, in_words
from gongshu_desktop.wording import _


def _now() -> datetime:
    return datetime.now(UTC)


class OfficeSigning:
    """Implements ``services.office.signing.MemoSigning``.

    ``kdf_rounds`` is the cost of guessing a passphrase (PBKDF2 rounds; scrypt for the root in proportion): 600 000 for real
    keys, less only for demonstrations and tests. ``clock`` dates certificates, trust files and revocations.
    """

    def __init__(self, kdf_rounds: int = 600_000, clock: Callable[[], datetime] = _now) -> None:
        self._rounds = kdf_rounds
        self._clock = clock

    # --- the office ---------------------------------------------------------------------------------------------------

    def create_root(self, office: str, passphrase: str) -> tuple[bytes, bytes]:
        """A new office root: (encrypted key file, trust file). Raises WeakPassphrase, or UnusableKey without a name."""
        passphrases.require_strong(passphrase)
        if not office.strip():
            raise UnusableKey(_("请先填写单位名称，再建立签名根证。"))
        now = self._moment()
        key = certificates.new_private_key()
        trust = trust_issue.new_trust(office, certificates.root_certificate(office, key, now), key, now)
        return keys.write_root_key(key, passphrase, self._rounds), trust_issue.write_trust(trust, key)

    def issue_key(
        self, root: bytes, root_passphrase: str, trust: bytes, person: Person, passphrase: str
    ) -> tuple[bytes, str, bytes]:
        """A new key for a person: (PKCS#12 file, certificate PEM, new trust file that lists it).

        A key that the person had before signs no more from now on. Raises WeakPassphrase, WrongPassphrase (of the root),
        or UnusableKey: a damaged root key or trust file, two that do not belong together, a person without a role.
        """
        passphrases.require_strong(passphrase)
        if not person.name.strip() or not person.roles:
            raise UnusableKey(_("请先填写姓名并指定岗位，再发放签名密钥。"))
        known, root_key = opened_root(root, root_passphrase, trust)
        now = self._moment()
        key = certificates.new_private_key()
        certificate = certificates.person_certificate(
            known.root, root_key, key.public_key(), person=person.id, name=person.name, now=now
        )
        entry = ListedKey(person=person.id, name=person.name, roles=person.roles, certificate=certificate)
        file = keys.write_key(key, certificate, known.root, passphrase, self._rounds)
        renewed = trust_issue.write_trust(trust_issue.with_key(known, entry, root_key, now), root_key)
        return file, certificate.public_bytes(Encoding.PEM).decode("ascii"), renewed

    def revoke(
        self,
        root: bytes,
        root_passphrase: str,
        trust: bytes,
        fingerprint: str,
        reason: x509.ReasonFlags = x509.ReasonFlags.key_compromise,
    ) -> bytes:
        """The new trust file, with a certificate revoked.

        For a key that was lost or copied nothing that it signed counts any more; for someone who left
        (cessation_of_operation, affiliation_changed, superseded) what was signed before stays good.
        """
        known, root_key = opened_root(root, root_passphrase, trust)
        entry = known.listed(fingerprint)
        if entry is None:
            raise UnusableKey(_("信任文件中没有这个证书，无法吊销。"))
        return trust_issue.write_trust(
            trust_issue.with_revocation(known, entry, reason, root_key, self._moment()), root_key
        )

    def fingerprint(self, trust: bytes) -> str:
        """SHA-256 of the root in groups of four digits, to be compared by phone or on paper. Raises TrustRefused."""
        return grouped(trusts.fingerprint_of(trusts.read_trust(trust).root))

    def accept_trust(self, current: bytes, offered: bytes) -> bytes:
        """The offered trust file, if it may replace the current one: same root, not older. Raises TrustRefused.

        The first one on a PC (``current`` empty) is only checked in itself: people compare the fingerprint.
        """
        if current:
            trusts.successor(current, offered)
        else:
            trusts.read_trust(offered)
        return offered

    def _moment(self) -> datetime:
        """Now, in whole seconds: certificates know no fractions."""
        return self._clock().astimezone(UTC).replace(microsecond=0)

    # --- signatures ---------------------------------------------------------------------------------------------------

    def open_key(self, key_file: bytes, passphrase: str) -> Signer:
        """Raises WrongPassphrase or UnusableKey."""
        return keys.open_key(key_file, passphrase)

    def sign(  # noqa: PLR0913 - what a signature is made of
        self,
        pdf: bytes,
        role: Role,
        signer: Signer,
        *,
        opinion: str,
        at: datetime,
        trust: bytes,
        picture: bytes = b"",
        fonts: FontSet = BUNDLED,
    ) -> bytes:
        """The PDF with that role's signature appended; ``picture`` is the signer's handwriting (PNG), if it is to be shown.

        Raises SigningRefused (wrong order, signed already, changed since, no memo of ours, unfit picture), UnusableKey (not listed, not of
        this role, expired, revoked, same person twice; damaged trust file) or UnreadableDocument.
        """
        known = trusts.read_trust(trust)
        if not isinstance(signer, SigningKey):
            raise UnusableKey(_("这不是能签署文书的密钥。"))
        listed = _permitted(known, signer, role, at)
        report = self.check(pdf, trust)
        field = _next_field(pdf, report, role)
        _refuse_second_signature(known, listed, report)
        _refuse_clock_behind(report, at)
        signed = _signed(pdf, field, signer, known.root, _Seen(listed.name, opinion, at, picture, fonts))
        if self.check(signed, trust).verdict is not SignatureVerdict.INTACT:
            raise SigningRefused(_("签名后核对未通过，文书没有签上。请重新生成审核意见书；如仍出现，请联系维护人员。"))
        return signed

    def check(self, pdf: bytes, trust: bytes) -> SignatureReport:
        """The strict check. Never raises on bad signatures; raises UnreadableDocument when there is nothing to check."""
        from gongshu_desktop.document.signatures import verification  # noqa: PLC0415 - pyHanko, see above

        known, problem = None, None
        if not trust:
            problem = SignatureProblem.NO_TRUST_FILE
        else:
            try:
                known = trusts.read_trust(trust)
            except TrustRefused:
                problem = SignatureProblem.TRUST_FILE_DAMAGED
        return verification.check(pdf, known, trust_problem=problem, now=self._clock())


def _permitted(known: Trust, signer: SigningKey, role: Role, at: datetime) -> ListedKey:
    """The signer's entry in the trust file. Raises UnusableKey when he may not sign in this role now."""
    listed = known.listed(signer.fingerprint)
    if listed is None:
        raise UnusableKey(_("{name}的证书不在本单位的信任文件中，不能签署。").format(name=signer.name))
    problems = key_problems(listed, known, role, at)
    if known.revocation(listed.certificate) is not None and SignatureProblem.REVOKED not in problems:
        problems.append(SignatureProblem.REVOKED)  # good for what it signed before, but not for a new signature
    if problems:
        reasons = _("；").join(in_words(problem) for problem in problems)
        raise UnusableKey(_("{name}不能签署：{reasons}。").format(name=listed.name, reasons=reasons))
    return listed


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the signature shows."""

    name: str
    opinion: str
    at: datetime
    picture: bytes
    fonts: FontSet


def _signed(pdf: bytes, field: SignatureField, key: SigningKey, root: x509.Certificate, seen: _Seen) -> bytes:
    from gongshu_desktop.document.fonts.faces import UnprintableCharacter  # noqa: PLC0415
    from gongshu_desktop.document.fonts.own_faces import own_faces  # noqa: PLC0415
    from gongshu_desktop.document.signatures import pades  # noqa: PLC0415 - pyHanko, see above
    from gongshu_desktop.document.signatures.appearance import draw_appearance  # noqa: PLC0415 - ReportLab, with its fonts

    try:
        size = pades.field_size(pdf, field.name)
    except KeyError as error:
        raise SigningRefused(_("这份 PDF 没有签名栏，不是可签署的审核意见书（草稿不能签署）。")) from error
    try:
        with own_faces(seen.fonts):
            appearance = draw_appearance(size, name=seen.name, opinion=seen.opinion, at=seen.at, picture=seen.picture)
    except (UnprintableCharacter, FontRefused) as error:
        raise SigningRefused(str(error)) from error
    signature = pades.Signature(field=field, name=seen.name, opinion=seen.opinion, at=seen.at)
    return pades.write_signature(pdf, signature, key, root, appearance)


def _next_field(pdf: bytes, report: SignatureReport, role: Role) -> SignatureField:
    """The field that the role signs now. Raises SigningRefused when it is not its turn or the memo is not as it was."""
    field = next(field for field in FIELDS if field.role is role)
    signed = [finding.role for finding in report.signatures]
    if report.signatures and report.verdict is not SignatureVerdict.INTACT:
        reasons = [in_words(code) for code in report.problems]
        reasons += [in_words(code) for finding in report.signatures for code in finding.problems]
        raise SigningRefused(
            _("文书与签名时不一致，不能再签：{reasons}。请重新生成审核意见书。").format(
                reasons=_("；").join(dict.fromkeys(reasons))
            )
        )
    if not report.signatures and report.base != pdf:
        raise SigningRefused(_("文书在生成后被改动过，不能签署。请重新生成审核意见书。"))
    if report.complete:
        raise SigningRefused(_("这份审核意见书三人均已签署，已经锁定，不能再签。"))
    if role in signed:
        raise SigningRefused(_("这一栏已经签过，不能重复签署。"))
    if FIELDS[len(signed)] is not field:
        raise SigningRefused(_("还没有轮到这一岗位：签署次序为经办人、复核人、批准人。"))
    return field


def _refuse_second_signature(known: Trust, listed: ListedKey, report: SignatureReport) -> None:
    for finding in report.signatures:
        before = known.listed(finding.fingerprint)
        if before is not None and before.person == listed.person:
            raise UnusableKey(_("{name}已在这份文书上签过，同一人不能签两个岗位。").format(name=listed.name))


def _refuse_clock_behind(report: SignatureReport, at: datetime) -> None:
    last = max((finding.at for finding in report.signatures if finding.at is not None), default=None)
    if last is not None and at < last - CLOCKS_APART:
        raise SigningRefused(
            _("本机时间 {at} 早于上一个签名的时间 {last}，请先校准本机时钟。").format(
                at=f"{at:%Y-%m-%d %H:%M}", last=f"{last.astimezone(at.tzinfo):%Y-%m-%d %H:%M}"
            )
        )
