"""The marked copy of a memo that not all have signed: told for what it is, with and without a record; look-alikes are refused."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from gongshu_desktop.document.memo.unsigned_copy import unsigned_copy
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.ports import MemoRecord
from gongshu_desktop.services.verification.record_comparison import Records
from gongshu_desktop.services.verification.record_standing import Standing
from gongshu_desktop.services.verification.report_json import as_json
from gongshu_desktop.services.verification.verification import Conclusion, VerificationReport, verify
from gongshu_desktop.services.verification.words import Here, concluded, in_plain_words
from gongshu_desktop.wiring import verifying
from tests.services.offices import EXAMPLES, PASSPHRASE, TestOffice, office_over

ACCUSING = ("改动", "矛盾", "伪造", "不得采信", "损坏")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[TestOffice]:
    with office_over("memory", tmp_path) as opened:
        opened.adopt_all()
        yield opened


def waiting(office: TestOffice, signatures: int) -> MemoRecord:
    """A memo that so many have signed."""
    case = office.bring_in(EXAMPLES / "01-annual-at-every-threshold.json")
    office.approve(case)
    memo = office.memos.draw_up(case, office.people[Role.APPROVER])
    return signed_by(office, memo, tuple(Role)[:signatures])


def signed_by(office: TestOffice, memo: MemoRecord, roles: tuple[Role, ...]) -> MemoRecord:
    for role in roles:
        memo = office.memos.sign(memo.id, office.people[role], office.keys[role], PASSPHRASE)
    return memo


def checked(office: TestOffice, pdf: bytes, trust: bytes | None = None) -> VerificationReport:
    return verify(pdf, office.offices.trust() if trust is None else trust, verifying(now=office.clock))


def here(office: TestOffice, report: VerificationReport) -> Here:
    compared = Records(office.open_uow, office.policies).compare(report)
    return Here(office="测试局", root=office.offices.fingerprint(), compared=compared)


@pytest.mark.parametrize("signatures", [0, 1, 2])
def test_a_marked_copy_is_called_one_and_is_never_accused(office: TestOffice, signatures: int) -> None:
    memo = waiting(office, signatures)
    copy = unsigned_copy(memo.pdf)
    report = checked(office, copy)
    for around in (None, here(office, report)):
        lines = in_plain_words(report, around)
        assert concluded(report, around) is Conclusion.MARKED_COPY
        assert lines[-1] == "结论：这是三人未签署完毕的意见书的标注件，不作凭据；原件在案卷存档中"
        assert not any(word in line for line in lines for word in ACCUSING if "未改动" not in line), lines
        said = as_json(report, around)
        assert (said["ok"], said["conclusion"], said["marked_copy"]) == (False, "marked-copy", True)
    compared = here(office, report).compared
    assert compared is not None
    assert (compared.found.standing, compared.differing) == (Standing.SAME, ())
    assert len(report.signatures.signatures) == signatures
    assert as_json(checked(office, memo.pdf))["marked_copy"] is False


def test_a_copy_of_before_the_last_signatures_does_not_contradict_the_record(office: TestOffice) -> None:
    memo = waiting(office, 1)
    copy = unsigned_copy(memo.pdf)
    signed_by(office, memo, (Role.CHECKER, Role.APPROVER))
    report = checked(office, copy)
    assert concluded(report, here(office, report)) is Conclusion.MARKED_COPY


def test_whose_signatures_a_copy_bears_is_still_asked(office: TestOffice) -> None:
    report = checked(office, unsigned_copy(waiting(office, 2).pdf), b"")
    assert concluded(report) is Conclusion.UNKNOWN_SIGNER
    assert "标注" in in_plain_words(report)[0]


def other_page(pdf: bytes) -> bytes:
    """The same memo with a figure drawn over its first page, written anew."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.pages[0].contents_add(b"q 0 0 0 rg 100 400 200 20 re f Q")
        document.save(out)
    return out.getvalue()


def other_receipt(pdf: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        name = next(iter(document.attachments))
        receipt = document.attachments[name].get_file().read_bytes()
        changed = receipt.replace(b'"subsidy_total":"100000.00"', b'"subsidy_total":"900000.00"')
        assert changed != receipt
        document.Root.Names.EmbeddedFiles.Names[1].EF.F.write(changed)
        document.save(out)
    return out.getvalue()


def after_the_marks(pdf: bytes) -> bytes:
    copy = unsigned_copy(pdf)
    return copy.replace(b"/UnsignedMarkHead0 Do", b"                     ")


@pytest.mark.parametrize("signatures", [0, 1])
@pytest.mark.parametrize(
    "forged",
    [
        lambda pdf: unsigned_copy(other_page(pdf)),
        lambda pdf: unsigned_copy(other_receipt(pdf)),
        lambda pdf: other_page(unsigned_copy(pdf)),
        after_the_marks,
    ],
    ids=[
        "other page under the marks",
        "other receipt under the marks",
        "flattened and drawn over",
        "a mark taken away",
    ],
)
def test_a_look_alike_is_no_marked_copy(office: TestOffice, signatures: int, forged: Callable[[bytes], bytes]) -> None:
    pdf = forged(waiting(office, signatures).pdf)
    report = checked(office, pdf)
    refused = {Conclusion.ALTERED, Conclusion.DAMAGED, Conclusion.FALSE_COPY, Conclusion.RECORD_DIFFERS}
    assert concluded(report) in (refused | {Conclusion.UNSIGNED})
    assert concluded(report, here(office, report)) in refused


def test_an_issued_memo_under_our_marks_is_altered(office: TestOffice) -> None:
    report = checked(office, unsigned_copy(waiting(office, 3).pdf))
    assert concluded(report) is Conclusion.ALTERED
