"""Signing: in turn, each with his own key, and verified by a second program."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pikepdf import pdfa
from reportlab.pdfgen.canvas import Canvas

from gongshu_desktop.document.fonts.faces import UnprintableCharacter, font
from gongshu_desktop.document.keys.trust_file import read_trust
from gongshu_desktop.document.page.archive import Particulars, archived, receipt
from gongshu_desktop.document.page.fields import Place
from gongshu_desktop.document.page.signature_fields import FIELDS
from gongshu_desktop.document.signatures.appearance import draw_appearance
from gongshu_desktop.document.signatures.office import OfficeSigning
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.ports import (
    SignatureVerdict,
    SigningRefused,
    UnreadableDocument,
    UnusableKey,
    WrongPassphrase,
)
from gongshu_desktop.services.records import Person
from tests.document.base_pdf import base_pdf
from tests.document.office import NOW, OPINIONS, PASSPHRASE, PEOPLE, foreign_office, memo, office, properly_signed
from tests.document.updates import other_amount, updated


def sign(pdf: bytes, role: Role, *, key: Role | None = None, at: datetime = NOW, trust: bytes | None = None) -> bytes:
    desk = office()
    return desk.signing.sign(
        pdf, role, desk.key(key or role), opinion="同意。", at=at, trust=desk.trust if trust is None else trust
    )


# --- the good way -----------------------------------------------------------------------------------------------------


def test_three_people_sign_in_turn_and_the_memo_is_intact_at_each_step() -> None:
    pdf = base_pdf()
    for number, (role, person) in enumerate(PEOPLE.items(), start=1):
        pdf = properly_signed(pdf, role)
        report = office().signing.check(pdf, office().trust)
        assert report.verdict is SignatureVerdict.INTACT
        assert report.complete == (number == 3)
        last = report.signatures[-1]
        assert (last.role, last.name, last.at, last.good) == (role, person, NOW, True)
        assert last.fingerprint == office().key(role).fingerprint


def test_a_signature_only_appends() -> None:
    assert memo(1).startswith(base_pdf())
    assert memo(2).startswith(memo(1))
    assert memo(3).startswith(memo(2))


def test_a_memo_with_object_streams_can_be_signed_too() -> None:
    pdf = base_pdf(object_streams=True)
    for role in PEOPLE:
        pdf = properly_signed(pdf, role)
    report = office().signing.check(pdf, office().trust)
    assert report.verdict is SignatureVerdict.INTACT
    assert report.complete


def test_name_opinion_and_date_stand_in_the_field_and_in_the_signature() -> None:
    with pikepdf.open(BytesIO(memo())) as pdf:
        field = pdf.Root.AcroForm.Fields[0]
        assert str(field.V.Name) == "张三"
        assert str(field.V.Reason) == OPINIONS[Role.EXAMINER]
        assert str(field.V.M) == "D:20261123103000+08'00'"
        fonts = field.AP.N.Resources.Font
        assert all("+Memo" in str(font.BaseFont) for font in fonts.values())


def test_a_pc_whose_zone_has_no_name_can_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "CST-8")
    assert properly_signed(base_pdf(), Role.EXAMINER)


def test_signing_leaves_title_and_metadata_alone() -> None:
    with pikepdf.open(BytesIO(base_pdf())) as before, pikepdf.open(BytesIO(memo())) as after:
        assert before.docinfo == after.docinfo


def test_an_archived_memo_stays_pdf_a_under_its_signatures() -> None:
    """Only what pikepdf's validator cannot judge (forms, attachments) is left; the signatures add no violation."""
    sheet = BytesIO()
    canvas = Canvas(sheet, invariant=1, initialFontName=font("MemoFangSong").fontName)  # type: ignore[arg-type]
    canvas.drawString(72, 700, "审定金额")
    canvas.showPage()
    canvas.save()
    pdf = archived(
        sheet.getvalue(),
        Particulars(title="审核意见书", author="某局", drawn=NOW),
        receipt(b"{}"),
        {field.name: Place(0, 60 + 160 * i, 260, 200 + 160 * i, 330) for i, field in enumerate(FIELDS)},
    )
    for role in PEOPLE:
        pdf = properly_signed(pdf, role)
    report = pdfa.validate_written(BytesIO(pdf), "3b")
    assert not [str(found) for found in report.findings if "[violation]" in str(found)]
    assert office().signing.check(pdf, office().trust).complete


def test_a_very_long_opinion_is_cut_on_paper_and_kept_whole_in_the_signature() -> None:
    opinion = "符合条件。" * 400
    pdf = office().signing.sign(
        base_pdf(), Role.EXAMINER, office().key(Role.EXAMINER), opinion=opinion, at=NOW, trust=office().trust
    )
    with pikepdf.open(BytesIO(pdf)) as signed:
        assert str(signed.Root.AcroForm.Fields[0].V.Reason) == opinion


@pytest.mark.parametrize("size", [(150.0, 80.0), (60.0, 20.0), (10.0, 5.0), (400.0, 200.0)])
@pytest.mark.parametrize("name", ["张三", "买买提·艾山江·阿卜杜热合曼", "李𬱖"])
def test_any_box_and_any_name_get_an_appearance(size: tuple[float, float], name: str) -> None:
    assert draw_appearance(size, name=name, opinion="同意。\n另附说明", at=NOW).startswith(b"%PDF-")


def test_the_same_appearance_is_byte_identical() -> None:
    first, second = (draw_appearance((150, 80), name="张三", opinion="同意。", at=NOW) for _time in range(2))
    assert first == second


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signed", "role"),
    [
        (0, Role.CHECKER),
        (0, Role.APPROVER),
        (1, Role.APPROVER),
        (1, Role.EXAMINER),
        (2, Role.CHECKER),
        (2, Role.EXAMINER),
        (3, Role.APPROVER),
        (3, Role.EXAMINER),
    ],
)
def test_out_of_turn_nobody_signs(signed: int, role: Role) -> None:
    with pytest.raises(SigningRefused):
        sign(memo(signed), role)


def test_a_key_signs_only_in_its_own_role() -> None:
    with pytest.raises(UnusableKey, match="岗位"):
        sign(memo(1), Role.CHECKER, key=Role.APPROVER)


def test_one_person_signs_once_even_with_two_roles_and_two_keys() -> None:
    desk = office()
    both = Person(id="p-both", name="赵六", roles=(Role.EXAMINER, Role.CHECKER))
    first, _pem, trust = desk.signing.issue_key(desk.root, PASSPHRASE, desk.trust, both, PASSPHRASE)
    key = desk.signing.open_key(first, PASSPHRASE)
    pdf = desk.signing.sign(base_pdf(), Role.EXAMINER, key, opinion="", at=NOW - timedelta(hours=2), trust=trust)
    with pytest.raises(UnusableKey, match="同一人"):
        desk.signing.sign(pdf, Role.CHECKER, key, opinion="", at=NOW - timedelta(hours=1), trust=trust)
    second, _pem, renewed = desk.signing.issue_key(desk.root, PASSPHRASE, trust, both, PASSPHRASE)
    with pytest.raises(UnusableKey, match="同一人"):
        desk.signing.sign(
            pdf, Role.CHECKER, desk.signing.open_key(second, PASSPHRASE), opinion="", at=NOW, trust=renewed
        )


def test_a_key_of_another_office_signs_nothing() -> None:
    with pytest.raises(UnusableKey, match="信任文件"):
        office().signing.sign(
            base_pdf(), Role.EXAMINER, foreign_office().key(Role.EXAMINER), opinion="", at=NOW, trust=office().trust
        )


def test_a_revoked_key_signs_no_more_whatever_the_reason() -> None:
    desk = office()
    for reason in (x509.ReasonFlags.key_compromise, x509.ReasonFlags.cessation_of_operation):
        trust = desk.signing.revoke(desk.root, PASSPHRASE, desk.trust, desk.key(Role.EXAMINER).fingerprint, reason)
        with pytest.raises(UnusableKey, match="吊销"):
            sign(base_pdf(), Role.EXAMINER, trust=trust, at=NOW - timedelta(hours=1))


def test_an_expired_key_and_a_clock_before_the_certificate_are_refused() -> None:
    with pytest.raises(UnusableKey, match="过期"):
        sign(base_pdf(), Role.EXAMINER, at=NOW + timedelta(days=3 * 366))
    with pytest.raises(UnusableKey, match="尚未生效"):
        sign(base_pdf(), Role.EXAMINER, at=NOW - timedelta(days=2))


def test_a_clock_behind_the_signature_before_is_refused() -> None:
    with pytest.raises(SigningRefused, match="时钟"):
        sign(memo(1), Role.CHECKER, at=NOW - timedelta(hours=2))
    assert sign(memo(1), Role.CHECKER, at=NOW - timedelta(minutes=30))


def test_a_memo_changed_since_is_not_signed_further() -> None:
    for pdf in (updated(base_pdf(), other_amount), base_pdf() + b"\n"):
        with pytest.raises(SigningRefused):
            sign(pdf, Role.EXAMINER)
    with pytest.raises(SigningRefused, match="不一致"):
        sign(updated(memo(1), other_amount), Role.CHECKER)
    with pytest.raises(SigningRefused):
        sign(memo(2)[:-50], Role.APPROVER)


def test_a_pdf_without_our_fields_is_not_signed() -> None:
    plain = BytesIO()
    pikepdf.new().save(plain)
    with pytest.raises(SigningRefused, match="签名栏"):
        sign(plain.getvalue(), Role.EXAMINER)
    with pytest.raises(UnreadableDocument):
        sign(b"not a pdf", Role.EXAMINER)


def test_a_damaged_trust_file_signs_nothing() -> None:
    with pytest.raises(UnusableKey, match="信任文件"):
        sign(base_pdf(), Role.EXAMINER, trust=b"{}")


def test_an_opinion_with_a_character_that_no_font_has_is_refused_and_named() -> None:
    with pytest.raises(UnprintableCharacter):
        draw_appearance((150, 80), name="张三", opinion="同意\U0001f600", at=NOW)
    with pytest.raises(SigningRefused, match="U\\+1F600"):
        office().signing.sign(
            base_pdf(),
            Role.EXAMINER,
            office().key(Role.EXAMINER),
            opinion="同意\U0001f600",
            at=NOW,
            trust=office().trust,
        )


def test_a_wrong_passphrase_is_told_apart() -> None:
    with pytest.raises(WrongPassphrase, match="口令"):
        office().signing.open_key(office().files[Role.EXAMINER], "wrong wrong wrong")


# --- a second program -------------------------------------------------------------------------------------------------


@pytest.mark.skipif(
    not (shutil.which("pdfsig") and shutil.which("certutil")), reason="needs poppler-utils, libnss3-tools"
)
def test_poppler_confirms_all_three_signatures(tmp_path: Path) -> None:
    """pdfsig judges by its own clock, so the keys are made now; NSS knows the root and nothing else."""
    signing = OfficeSigning(kdf_rounds=1000)
    root, trust = signing.create_root("某局", PASSPHRASE)
    pdf = base_pdf()
    for role, name in PEOPLE.items():
        person = Person(id=role.value, name=name, roles=(role,))
        file, _pem, trust = signing.issue_key(root, PASSPHRASE, trust, person, PASSPHRASE)
        key = signing.open_key(file, PASSPHRASE)
        pdf = signing.sign(pdf, role, key, opinion="同意。", at=datetime.now(UTC), trust=trust)
    told = _pdfsig(tmp_path, pdf, read_trust(trust).root)
    assert told.count("Signature Validation: Signature is Valid.") == 3
    assert told.count("Certificate Validation: Certificate is Trusted.") == 3
    assert told.count("Signature Type: ETSI.CAdES.detached") == 3
    assert told.count("Total document signed") == 1
    assert all(name in told for name in PEOPLE.values())
    broken = pdf.replace(b"/Reason", b"/Reasom", 1)
    assert "Signature is Valid" not in _pdfsig(tmp_path, broken, read_trust(trust).root)


def _pdfsig(folder: Path, pdf: bytes, root: x509.Certificate) -> str:
    database = folder / "nss"
    if not database.exists():
        database.mkdir()
        (folder / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
        _run("certutil", "-N", "-d", f"sql:{database}", "--empty-password")
        _run("certutil", "-A", "-d", f"sql:{database}", "-n", "root", "-t", "CT,C,C", "-i", str(folder / "root.pem"))
    (folder / "memo.pdf").write_bytes(pdf)
    return _run("pdfsig", "-nssdir", f"sql:{database}", str(folder / "memo.pdf"))


def _run(*command: str) -> str:
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


# --- start-up ---------------------------------------------------------------------------------------------------------


def test_nothing_heavy_is_loaded_before_the_first_signature_and_never_a_network() -> None:
    code = (
        "import sys; from gongshu_desktop.document.signatures.office import OfficeSigning;"
        "early = [n for n in ('pyhanko', 'reportlab', 'pikepdf') if n in sys.modules];"
        "import gongshu_desktop.document.signatures.pades, gongshu_desktop.document.signatures.revisions;"
        "print(early, [n for n in ('aiohttp', 'certifi', 'oscrypto', 'requests') if n in sys.modules])"
    )
    assert subprocess.run((sys.executable, "-c", code), check=True, capture_output=True, text=True).stdout == "[] []\n"
