"""The strict check: every forgery is refused with a verdict, the genuine memo is accepted, nothing raises."""

import hashlib
from datetime import timedelta
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from gongshu_desktop import wording
from gongshu_desktop.document.keys import certificates
from gongshu_desktop.document.keys import key_file as keys
from gongshu_desktop.document.keys.trust_file import ListedKey, read_trust
from gongshu_desktop.document.keys.trust_issue import with_key, write_trust
from gongshu_desktop.document.signatures import verification
from gongshu_desktop.document.signatures.office import OfficeSigning
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.ports import SignatureReport, SignatureVerdict, UnreadableDocument
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.signature_problems import SignatureProblem, in_words
from tests.document.base_pdf import RECEIPT, base_pdf
from tests.document.forgeries import CONTENT, FORGERIES
from tests.document.forgeries_beyond import BEYOND
from tests.document.office import NOW, PASSPHRASE, PEOPLE, forced, foreign_office, memo, office


def check(pdf: bytes, trust: bytes | None = None) -> SignatureReport:
    return office().signing.check(pdf, office().trust if trust is None else trust)


def accepted(report: SignatureReport) -> bool:
    return report.verdict is SignatureVerdict.INTACT and report.complete


def codes(report: SignatureReport) -> set[str]:
    return {*report.problems, *(code for finding in report.signatures for code in finding.problems)}


# --- the genuine memo -------------------------------------------------------------------------------------------------


def test_the_genuine_memo_is_accepted_and_told_in_full() -> None:
    report = check(memo())
    assert accepted(report)
    assert report.problems == ()
    assert [(found.role, found.name, found.at, found.good) for found in report.signatures] == [
        (role, name, NOW, True) for role, name in PEOPLE.items()
    ]
    assert report.base == base_pdf()
    assert report.base_digest == hashlib.sha256(base_pdf()).hexdigest()
    assert report.receipt == RECEIPT
    assert report.pages == 1
    assert report.revocation_checked


@pytest.mark.parametrize("signatures", [1, 2])
def test_a_partly_signed_memo_is_intact_but_not_complete(signatures: int) -> None:
    report = check(memo(signatures))
    assert (report.verdict, report.complete, len(report.signatures)) == (SignatureVerdict.INTACT, False, signatures)
    assert report.base == base_pdf()


def test_an_unsigned_memo_says_so() -> None:
    report = check(base_pdf())
    assert (report.verdict, report.complete) == (SignatureVerdict.UNKNOWN_SIGNER, False)
    assert report.problems == (SignatureProblem.UNSIGNED,)
    assert report.receipt == RECEIPT


def test_any_other_pdf_says_that_nobody_signed() -> None:
    sheet = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.add_blank_page()
        pdf.save(sheet)
    report = check(sheet.getvalue())
    assert (report.verdict, report.pages, report.receipt) == (SignatureVerdict.UNKNOWN_SIGNER, 2, None)


def test_the_memo_still_holds_years_after_the_keys_have_expired() -> None:
    """What counts is whether the key was valid when it signed; the stale revocation list is said, not hidden."""
    later = OfficeSigning(clock=lambda: NOW + timedelta(days=10 * 365))
    report = later.check(memo(), office().trust)
    assert accepted(report)
    assert not report.revocation_checked


def test_renewed_keys_leave_earlier_signatures_good() -> None:
    desk = office()
    later = OfficeSigning(kdf_rounds=1000, clock=lambda: NOW + timedelta(days=30))
    person = Person(id="p-examiner", name="张三", roles=(Role.EXAMINER,))
    _file, _pem, trust = later.issue_key(desk.root, PASSPHRASE, desk.trust, person, PASSPHRASE)
    assert accepted(later.check(memo(), trust))
    late = forced(base_pdf(), 0, at=NOW + timedelta(days=31))
    assert SignatureProblem.RETIRED in codes(later.check(late, trust))


# --- forgeries --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*FORGERIES, *BEYOND])
def test_a_forgery_is_refused_with_a_verdict(name: str) -> None:
    pdf = (FORGERIES | BEYOND)[name]()
    assert pdf != memo()
    try:
        report = check(pdf)
    except UnreadableDocument:
        assert not pdf.startswith(b"%PDF-")
        return
    assert not accepted(report)
    if not name.startswith("cut back"):
        assert report.verdict is not SignatureVerdict.INTACT
        assert codes(report)


def test_a_truncated_memo_without_a_trace_of_a_signature_is_unreadable() -> None:
    with pytest.raises(UnreadableDocument, match="损坏"):
        check(memo()[:900])


def test_a_prepared_shadow_is_told_by_its_digest() -> None:
    """Signed by all three as it is, and so intact: but it is not the memo whose digest the office's record holds."""
    pdf = base_pdf(spare=True)
    for position in range(3):
        pdf = forced(pdf, position)
    assert check(pdf).base_digest != check(memo()).base_digest


def test_a_memo_of_the_wrong_role_is_refused() -> None:
    report = check(forced(memo(1), 1, office().key(Role.APPROVER)))
    assert report.verdict is SignatureVerdict.UNKNOWN_SIGNER
    assert report.signatures[1].problems == (SignatureProblem.WRONG_ROLE,)


def test_one_person_with_two_certificates_is_still_one_person() -> None:
    desk = office()
    both = Person(id="p-both", name="赵六", roles=(Role.EXAMINER, Role.CHECKER))
    first, _pem, trust = desk.signing.issue_key(desk.root, PASSPHRASE, desk.trust, both, PASSPHRASE)
    later = OfficeSigning(kdf_rounds=1000, clock=lambda: NOW + timedelta(days=1))
    second, _pem, trust = later.issue_key(desk.root, PASSPHRASE, trust, both, PASSPHRASE)
    pdf = forced(base_pdf(), 0, keys.open_key(first, PASSPHRASE))
    pdf = forced(pdf, 1, keys.open_key(second, PASSPHRASE), at=NOW + timedelta(days=2))
    assert check(pdf, trust).signatures[1].problems == (SignatureProblem.SAME_PERSON,)


@pytest.mark.parametrize(
    ("reason", "revoked_after", "good"),
    [
        (x509.ReasonFlags.key_compromise, timedelta(hours=10), False),
        (x509.ReasonFlags.key_compromise, timedelta(hours=-10), False),
        (x509.ReasonFlags.unspecified, timedelta(hours=10), False),
        (x509.ReasonFlags.cessation_of_operation, timedelta(hours=10), True),
        (x509.ReasonFlags.cessation_of_operation, timedelta(hours=-10), False),
    ],
)
def test_a_revoked_key(reason: x509.ReasonFlags, revoked_after: timedelta, good: bool) -> None:
    """A compromised key counts no more, whenever it signed; someone who left, only from then on."""
    desk = office()
    signing = OfficeSigning(kdf_rounds=1000, clock=lambda: NOW + revoked_after)
    fingerprint = desk.key(Role.APPROVER).fingerprint
    trust = signing.revoke(desk.root, PASSPHRASE, desk.trust, fingerprint, reason)
    report = check(memo(), trust)
    assert accepted(report) == good
    assert (SignatureProblem.REVOKED in codes(report)) != good


def test_another_office_s_trust_file_knows_nobody() -> None:
    report = check(memo(), foreign_office().trust)
    assert report.verdict is SignatureVerdict.UNKNOWN_SIGNER
    assert [found.problems for found in report.signatures] == [(SignatureProblem.UNKNOWN_CERTIFICATE,)] * 3


@pytest.mark.parametrize(
    ("trust", "problem"),
    [(b"", SignatureProblem.NO_TRUST_FILE), (b"{}", SignatureProblem.TRUST_FILE_DAMAGED)],
)
def test_without_a_good_trust_file_nobody_is_known_but_changes_are_seen(
    trust: bytes, problem: SignatureProblem
) -> None:
    report = check(memo(), trust)
    assert report.verdict is SignatureVerdict.UNKNOWN_SIGNER
    assert report.problems == (problem,)
    assert [found.name for found in report.signatures] == list(PEOPLE.values())
    assert not any(found.good for found in report.signatures)
    assert not report.revocation_checked
    assert check(FORGERIES["ISA after the third"](), trust).verdict is SignatureVerdict.ALTERED


def test_a_certificate_of_the_root_that_the_trust_file_does_not_list_is_unknown() -> None:
    desk = office()
    person = Person(id="p-new", name="赵六", roles=(Role.EXAMINER,))
    file, _pem, _newer = desk.signing.issue_key(desk.root, PASSPHRASE, desk.trust, person, PASSPHRASE)
    report = check(forced(base_pdf(), 0, keys.open_key(file, PASSPHRASE)))
    assert report.signatures[0].problems == (SignatureProblem.UNKNOWN_CERTIFICATE,)


def test_a_listed_certificate_that_is_not_for_signing_documents_is_refused() -> None:
    """The root itself, listed as a person by someone who has the root's key."""
    desk, root_key = office(), keys.open_root_key(office().root, PASSPHRASE)
    known = read_trust(desk.trust)
    entry = ListedKey(person="root", name="根", roles=tuple(Role), certificate=known.root)
    trust = write_trust(with_key(known, entry, root_key, NOW), root_key)
    report = check(forced(base_pdf(), 0, keys.FileKey(known.root, root_key)), trust)
    assert not accepted(report)
    assert SignatureProblem.WRONG_CERTIFICATE_USE in codes(report)


def test_a_person_s_key_cannot_issue_keys() -> None:
    """A certificate made with a person's key, in the root's name, leads nowhere."""
    desk = office()
    examiner = keys.open_key(desk.files[Role.EXAMINER], PASSPHRASE)
    fresh = certificates.new_private_key()
    fake = certificates.person_certificate(
        read_trust(desk.trust).root, examiner._key, fresh.public_key(), person="p-approver", name="王五", now=NOW
    )
    report = check(forced(memo(2), 2, keys.FileKey(fake, fresh)))
    assert SignatureProblem.UNKNOWN_CERTIFICATE in codes(report)


# --- what cannot be read ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"[" * 200_000])
def test_what_is_no_pdf_is_unreadable_in_words(content: bytes) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        check(content)
    assert "PDF" in str(refused.value)


def test_too_large_a_file_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "LARGEST_MEMO", 1000)
    with pytest.raises(UnreadableDocument, match="MB"):
        check(memo())


def test_an_encrypted_pdf_is_unreadable() -> None:
    sheet = BytesIO()
    with pikepdf.open(BytesIO(base_pdf())) as pdf:
        pdf.save(sheet, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(UnreadableDocument, match="加密"):
        check(sheet.getvalue())


def test_a_receipt_that_unpacks_without_end_is_not_unpacked() -> None:
    report = check(forced(base_pdf(b"0" * 40_000_000), 0))
    assert report.receipt is None
    assert SignatureProblem.RECEIPT_UNREADABLE in report.problems
    assert report.verdict is SignatureVerdict.ALTERED


def test_a_memo_without_a_receipt_has_none() -> None:
    assert check(forced(base_pdf(None), 0)).receipt is None


# --- every byte counts ------------------------------------------------------------------------------------------------


@cache
def structure() -> list[int]:
    """Places near which the signatures of the memo stand."""
    return [match.start() + step for match in CONTENT.finditer(memo()) for step in (-200, -50, 0, 9, 200, 3000, 9000)]


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_no_byte_of_a_signed_memo_can_be_changed(data: st.DataObject) -> None:
    """One byte anywhere, more often where the structure is than inside the fonts."""
    pdf = bytearray(memo())
    near = st.sampled_from(structure()).flatmap(lambda start: st.integers(start, start + 120))
    position = min(len(pdf) - 1, data.draw(st.one_of(st.integers(0, len(pdf) - 1), near, st.integers(0, 2500))))
    pdf[position] ^= data.draw(st.integers(1, 255))
    _refused(bytes(pdf))


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_no_piece_of_a_signed_memo_can_be_cut_doubled_or_put_in(data: st.DataObject) -> None:
    pdf = memo()
    start = data.draw(st.integers(0, len(pdf) - 1))
    end = data.draw(st.integers(start, min(len(pdf), start + 5000)))
    piece = data.draw(st.sampled_from([b"", pdf[start:end] * 2, b"\n", b"%%EOF\n", b"<</A 1>>", b"endobj\n"]))
    changed = pdf[:start] + piece + pdf[end:]
    if changed != pdf:
        _refused(changed)


def _refused(pdf: bytes) -> None:
    try:
        report = check(pdf)
    except UnreadableDocument:
        return
    assert not accepted(report)


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_problem_has_words(language: str) -> None:
    wording.speak(language)
    try:
        sentences = {in_words(problem.value) for problem in SignatureProblem}
    finally:
        wording.speak("zh")
    assert len(sentences) == len(SignatureProblem)
    assert all(
        sentence.isascii() == (language == "en") and not sentence.endswith(("。", ".")) for sentence in sentences
    )
    assert in_words("of-a-newer-version") == "of-a-newer-version"


def test_a_small_file_that_claims_a_billion_objects_is_not_read() -> None:
    with pytest.raises(UnreadableDocument, match="999999999"):
        OfficeSigning().check(
            b"%PDF-1.5\n1 0 obj<</Type/XRef/Size 999999999/W[0 0 0]/Length 0>>stream\n\nendstream\n", b""
        )
