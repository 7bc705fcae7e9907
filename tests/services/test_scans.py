"""Paper beside the record: found by its code, compared, and bound to its case; whatever does not fit stays outside."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gongshu_desktop.document.keys.issuing_key_file import NAME, IssuingKeyFile
from gongshu_desktop.document.paper_code.office_codes import OfficePaperCodes
from gongshu_desktop.review.passage import Move
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.desk.evidence import EvidenceRefused
from gongshu_desktop.services.desk.scans import ScanAnswer, ScanRefused, Scans
from gongshu_desktop.services.office.issuing import Issuing
from gongshu_desktop.services.office.offices import OfficeRefused
from gongshu_desktop.services.paper_codes import (
    PaperCodeRefused,
    PaperRecord,
    UnreadablePicture,
    content_digest,
    misprints,
    record_of,
)
from gongshu_desktop.services.ports import MemoRecord, UnusableKey, WrongPassphrase
from gongshu_desktop.services.records import Person, StoreError
from gongshu_desktop.services.verification.record_comparison import Records
from gongshu_desktop.services.verification.verification import verify
from gongshu_desktop.wiring import verifying
from tests.document.paper_pictures import jpeg, png, scan
from tests.services.fakes import FakeStore
from tests.services.offices import EXAMPLES, PASSPHRASE, TestOffice, office_over

SMALL = EXAMPLES / "01-annual-at-every-threshold.json"
OTHER = EXAMPLES / "06-investment-whole-multiples.json"


class Paper:
    """An office that prints codes, with two cases decided and their memos drawn up."""

    def __init__(self, office: TestOffice, folder: Path) -> None:
        self.office, self.folder = office, folder
        self.codes = OfficePaperCodes(clock=office.clock)
        self.place = IssuingKeyFile(folder)
        self.issuing = Issuing(office.open_uow, self.codes, self.place)
        self.scans = Scans(office.open_uow, office.policies, office.clock, self.codes, ledger=office.ledger)
        self.issuing.make(office.root, PASSPHRASE, by="")
        office.adopt_all()
        self.cases = [office.bring_in(file) for file in (SMALL, OTHER)]
        self.memos = [self._drawn(case) for case in self.cases]

    def _drawn(self, case: str) -> MemoRecord:
        self.office.approve(case)
        return self.office.memos.draw_up(case, self.person)

    @property
    def person(self) -> Person:
        return self.office.people[Role.APPROVER]

    def content(self, which: int = 0) -> dict[str, object]:
        receipt = self.office.signing.check(self.memos[which].pdf, b"").receipt
        assert receipt is not None
        return dict(json.loads(receipt)["memo"])

    def record(self, which: int = 0) -> PaperRecord:
        return record_of(self.content(which))

    def code(self, which: int = 0) -> str:
        return self.issuing.code(self.content(which))


@pytest.fixture(params=["memory", "file"])
def paper(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Paper]:
    with office_over(request.param, tmp_path / "data") as office:
        yield Paper(office, tmp_path)


@pytest.fixture
def in_memory(tmp_path: Path) -> Iterator[Paper]:
    with office_over("memory", tmp_path / "data") as office:
        yield Paper(office, tmp_path)


def test_a_scan_finds_its_memo_and_is_bound_to_its_case(paper: Paper) -> None:
    picture = jpeg(scan(paper.code()))
    (finding,) = paper.scans.look("scan.jpg", picture)
    assert finding.answer is ScanAnswer.AGREES
    assert (finding.memo, finding.case) == (paper.memos[0], paper.cases[0])
    evidence = paper.scans.bind(paper.cases[0], "盖章件.jpg", picture, paper.person)
    session = paper.office.desk.open(paper.cases[0], paper.office.people[Role.EXAMINER])
    assert session.case.evidence[-1] == evidence
    assert "盖章件" in evidence.title
    assert session.evidence_bytes(evidence.key) == picture
    entry = paper.office.desk.journal(paper.cases[0])[-1]
    assert entry.action == "bind-scan"
    assert paper.record().digest in [change.new for change in entry.changes]
    with pytest.raises(ScanRefused, match="已经归入"):
        paper.scans.bind(paper.cases[0], "again.jpg", picture, paper.person)


def test_a_scan_of_the_issued_memo_is_bound_too(in_memory: Paper) -> None:
    case = in_memory.cases[0]
    in_memory.office.issue(case)
    in_memory.scans.bind(case, "scan.png", png(scan(in_memory.code())), in_memory.person)
    (memo,) = in_memory.office.memos.of_case(case)
    assert in_memory.office.signing.check(memo.pdf, in_memory.office.offices.trust()).complete
    trust = in_memory.office.offices.trust()
    report = verify(memo.pdf, trust, verifying(now=in_memory.office.clock))
    compared = Records(in_memory.office.open_uow, in_memory.office.policies).compare(report)
    assert compared is not None
    assert [field.heading for field in compared.differing] == ["佐证"]
    assert (compared.settled, compared.contradicting) == (True, ())


def test_a_code_on_another_memos_paper_is_shown_with_its_own_amount(in_memory: Paper) -> None:
    """A replay: the code of one memo copied onto the paper of another."""
    picture = png(scan(in_memory.code(0)))
    with pytest.raises(ScanRefused, match="属于另一案"):
        in_memory.scans.bind(in_memory.cases[1], "scan.png", picture, in_memory.person)
    (finding,) = in_memory.scans.look("scan.png", picture)
    assert finding.case == in_memory.cases[0]
    assert finding.code.record.number == in_memory.record(0).number


@pytest.mark.parametrize(
    ("change", "words"),
    [({"amount": 1}, "审定金额不同"), ({"digest": "00" * 32}, "内容摘要不同")],
)
def test_a_code_that_differs_from_the_record_is_told(in_memory: Paper, change: dict[str, object], words: str) -> None:
    """Signed with the office's own key, but not what the record says: somebody used the key past the program."""
    key = in_memory.place.get()
    assert key is not None
    said = replace(in_memory.record(), **change)  # type: ignore[arg-type]
    code = in_memory.codes.issue(said, key)
    (finding,) = in_memory.scans.look("scan.png", png(scan(code)))
    assert finding.answer is ScanAnswer.DIFFERS
    assert words in "\n".join(finding.differences)
    with pytest.raises(ScanRefused, match=words):
        in_memory.scans.bind(in_memory.cases[0], "scan.png", png(scan(code)), in_memory.person)


def test_a_memo_that_is_not_here_is_told(in_memory: Paper) -> None:
    key = in_memory.place.get()
    assert key is not None
    code = in_memory.codes.issue(replace(in_memory.record(), number="拱众审〔2015〕99号"), key)
    (finding,) = in_memory.scans.look("scan.png", png(scan(code)))
    assert finding.answer is ScanAnswer.NOT_HERE
    with pytest.raises(ScanRefused, match="不在本机"):
        in_memory.scans.bind(in_memory.cases[0], "scan.png", png(scan(code)), in_memory.person)


def test_another_offices_code_is_unconfirmed(in_memory: Paper, tmp_path: Path) -> None:
    root, trust = in_memory.office.signing.create_root("别局", PASSPHRASE)
    key, _trust = in_memory.codes.new_issuing_key(root, PASSPHRASE, trust)
    picture = png(scan(in_memory.codes.issue(in_memory.record(), key)))
    (finding,) = in_memory.scans.look("scan.png", picture)
    assert finding.answer is ScanAnswer.UNCONFIRMED
    with pytest.raises(ScanRefused, match="无法确认来源"):
        in_memory.scans.bind(in_memory.cases[0], "scan.png", picture, in_memory.person)


def test_two_codes_on_one_scan_are_not_bound(in_memory: Paper) -> None:
    from PIL import Image

    both = Image.new("L", (1300, 1800), 255)
    both.paste(scan(in_memory.code(0)), (0, 0))
    both.paste(scan(in_memory.code(1)), (0, 900))
    assert len(in_memory.scans.look("scan.png", png(both))) == 2
    with pytest.raises(ScanRefused, match="逐份"):
        in_memory.scans.bind(in_memory.cases[0], "scan.png", png(both), in_memory.person)


def test_what_cannot_be_read_changes_nothing(in_memory: Paper) -> None:
    before = in_memory.office.desk.journal(in_memory.cases[0])
    for content, refused in (
        (b"", EvidenceRefused),
        (b"text", EvidenceRefused),
        (b"\x89PNG\r\n\x1a\n", UnreadablePicture),
    ):
        with pytest.raises(refused):
            in_memory.scans.bind(in_memory.cases[0], "scan.png", content, in_memory.person)
    assert in_memory.office.desk.journal(in_memory.cases[0]) == before


def test_a_corrected_memos_paper_is_told_as_superseded(in_memory: Paper) -> None:
    old = in_memory.code()
    in_memory.office.stages.make(in_memory.cases[0], Move.SEND_BACK, in_memory.office.people[Role.APPROVER], "名册有误")
    (finding,) = in_memory.scans.look("scan.png", png(scan(old)))
    assert finding.answer is ScanAnswer.SUPERSEDED


def test_the_hand_code_finds_its_memo(in_memory: Paper) -> None:
    assert in_memory.scans.by_hand(in_memory.record(1).hand_code.lower()) == in_memory.memos[1]
    assert in_memory.scans.by_hand("0000 0000 0000 0000") is None
    with pytest.raises(PaperCodeRefused):
        in_memory.scans.by_hand("123")


# --- the code and the memo that prints it -----------------------------------------------------------------------------


def test_the_digest_leaves_the_code_itself_out(in_memory: Paper) -> None:
    content = in_memory.content()
    assert content_digest({**content, "paper_code": in_memory.code()}) == content_digest(content)
    assert content_digest({**content, "total": 1}) != content_digest(content)


def test_a_memo_that_prints_another_memos_code_is_found_out(in_memory: Paper) -> None:
    trust = in_memory.office.offices.trust()
    right = {**in_memory.content(0), "paper_code": in_memory.code(0)}
    wrong = {**in_memory.content(0), "paper_code": in_memory.code(1)}
    assert misprints(right, in_memory.codes, trust) == ()
    assert misprints(in_memory.content(0), in_memory.codes, trust) == ()
    assert any("文号不同" in words for words in misprints(wrong, in_memory.codes, trust))
    assert misprints({**right, "paper_code": "GSYJ1:0"}, in_memory.codes, trust)


# --- the issuing key --------------------------------------------------------------------------------------------------


def test_a_new_issuing_key_retires_the_one_before(paper: Paper) -> None:
    old = paper.code()
    assert paper.issuing.ready()
    paper.issuing.make(paper.office.root, PASSPHRASE, by="p")
    assert paper.code() != old
    trust = paper.office.offices.trust()
    assert paper.codes.check(old, trust).genuine  # dated before it was retired
    assert paper.codes.check(paper.code(), trust).genuine


def test_a_compromised_issuing_key_is_void(in_memory: Paper) -> None:
    code = in_memory.code()
    issuer = in_memory.codes.check(code, in_memory.office.offices.trust()).issuer
    in_memory.issuing.retire(issuer, in_memory.office.root, PASSPHRASE, compromised=True, by="p")
    (finding,) = in_memory.scans.look("scan.png", png(scan(code)))
    assert finding.answer is ScanAnswer.UNCONFIRMED
    with pytest.raises(UnusableKey):
        in_memory.issuing.retire("00" * 8, in_memory.office.root, PASSPHRASE, compromised=True, by="p")


def test_a_retired_issuing_key_prints_no_more_codes(paper: Paper) -> None:
    key = paper.place.get()
    assert key is not None
    paper.issuing.retire(paper.codes.issuer(key), paper.office.root, PASSPHRASE, compromised=False, by="p")
    assert not paper.issuing.ready()
    assert paper.code() == ""
    paper.issuing.make(paper.office.root, PASSPHRASE, by="p")
    assert paper.issuing.ready()
    assert paper.codes.check(paper.code(), paper.office.offices.trust()).genuine


def test_an_issuing_key_that_cannot_be_kept_is_listed_nowhere(paper: Paper) -> None:
    """Else the trust file would name a key that nobody has, and the one before would be out of use."""

    class FullDisk(IssuingKeyFile):
        def put(self, key: bytes) -> None:
            raise UnusableKey("disk full")

    before = paper.office.offices.trust()
    issuing = Issuing(paper.office.open_uow, paper.codes, FullDisk(paper.folder))
    with pytest.raises(UnusableKey, match="disk full"):
        issuing.make(paper.office.root, PASSPHRASE, by="p")
    assert paper.office.offices.trust() == before
    assert paper.issuing.ready()
    with paper.office.open_uow() as uow:
        assert len(uow.journal.of_act("make-issuing-key")) == 1


def test_the_issuing_key_before_stays_when_the_new_one_cannot_be_listed(in_memory: Paper) -> None:
    store, before = in_memory.office.open_uow, in_memory.place.get()
    assert isinstance(store, FakeStore)
    store.failing = StoreError("disk full")
    with pytest.raises(StoreError):
        in_memory.issuing.make(in_memory.office.root, PASSPHRASE, by="p")
    store.failing = None
    assert in_memory.place.get() == before
    assert in_memory.issuing.ready()


def test_without_the_root_nothing_is_made(in_memory: Paper) -> None:
    before = in_memory.office.offices.trust(), in_memory.place.get()
    with pytest.raises(WrongPassphrase):
        in_memory.issuing.make(in_memory.office.root, "不对的口令 123456", by="p")
    assert (in_memory.office.offices.trust(), in_memory.place.get()) == before


def test_a_pc_without_issuing_key_prints_no_code(in_memory: Paper, tmp_path: Path) -> None:
    bare = Issuing(in_memory.office.open_uow, in_memory.codes, IssuingKeyFile(tmp_path / "elsewhere"))
    assert not bare.ready()
    assert bare.code(in_memory.content()) == ""
    with pytest.raises(UnusableKey, match="无法保存"):
        bare.make(in_memory.office.root, PASSPHRASE, by="p")  # the folder does not exist


def test_an_open_amount_takes_no_code(in_memory: Paper) -> None:
    assert in_memory.issuing.code({**in_memory.content(), "total": None}) == ""
    assert in_memory.issuing.code({**in_memory.content(), "number": "拱" * 21}) == ""


def test_a_damaged_issuing_key_is_told(in_memory: Paper) -> None:
    in_memory.place.put(b"nonsense")
    with pytest.raises(UnusableKey, match="已损坏"):
        in_memory.code()
    in_memory.issuing.make(in_memory.office.root, PASSPHRASE, by="p")  # a new one takes its place
    assert in_memory.codes.check(in_memory.code(), in_memory.office.offices.trust()).genuine


def test_the_key_file_is_for_its_owner_alone_and_may_be_replaced(tmp_path: Path) -> None:
    place = IssuingKeyFile(tmp_path)
    assert place.get() is None
    for key in (b"one", b"two"):
        place.put(key)
        assert place.get() == key
    assert (tmp_path / NAME).stat().st_mode & 0o077 == 0
    assert [file.name for file in tmp_path.iterdir()] == [NAME]
    (tmp_path / NAME).unlink()
    (tmp_path / NAME).mkdir()
    with pytest.raises(UnusableKey):
        place.get()
    with pytest.raises(UnusableKey):
        place.put(b"three")


def test_before_the_office_is_founded_there_is_no_issuing_key(tmp_path: Path) -> None:
    with pytest.raises(OfficeRefused):
        Issuing(FakeStore(), OfficePaperCodes(), IssuingKeyFile(tmp_path)).make(b"", "", by="")
