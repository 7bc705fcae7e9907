"""The use cases of the papers, on the fakes: drafts, notices with number and journal, lists from standing memos, the batch."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from gongshu_desktop.policy import receipt
from gongshu_desktop.review.case import Case, Passage
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.papers.approval import ApprovalForm
from gongshu_desktop.review.papers.dossier import CaseDossier
from gongshu_desktop.review.papers.ledger import YearLedger
from gongshu_desktop.review.papers.paper import Paper
from gongshu_desktop.review.papers.payment import PaymentSummary
from gongshu_desktop.review.papers.publicity import PublicityList
from gongshu_desktop.review.papers.supplement import SupplementNotice
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.review.sweep import sweep
from gongshu_desktop.services.font_choices import BUNDLED, ChosenFont, FontRole, FontSet, OfficeFont
from gongshu_desktop.services.journal.acts import Act, act_words
from gongshu_desktop.services.memos.composing import composed
from gongshu_desktop.services.paper_kinds import OF_CASE, OF_YEAR, PaperChoices, PaperKind, PaperRefused, kind_words
from gongshu_desktop.services.papers.issued_papers import memo_document
from gongshu_desktop.services.papers.papers import Papers
from gongshu_desktop.services.papers.year_papers import number_order
from gongshu_desktop.services.ports import Change, MemoRecord, MemoState, SignatureReport, UnreadableDocument
from gongshu_desktop.services.records import Office
from gongshu_desktop.services.signing.memo_life import Memos
from gongshu_desktop.services.summary import summarise
from tests.document.memo_samples import Library, example, policy
from tests.services.fakes import APPROVER, CHECKER, EXAMINER, FakeStore

REMEDIES = PaperChoices(remedies="可自收到之日起15日内向本单位申请复核。")
OWING = "15-area-claim-not-verified-yet"


class Pages:
    """Draws nothing, remembers what it was to draw. Implements ``PaperDrawing``."""

    def __init__(self) -> None:
        self.drawn: list[tuple[Paper, bool]] = []
        self.fonts = BUNDLED

    def __call__(self, content: Paper, *, draft: bool, fonts: FontSet = BUNDLED) -> bytes:
        self.fonts = fonts
        self.drawn.append((content, draft))
        return receipt.canonical_bytes(content.to_json())

    @property
    def last(self) -> Paper:
        return self.drawn[-1][0]


def draw_memo(content: MemoContent, *, draft: bool, receipt: bytes, fonts: FontSet = BUNDLED) -> bytes:
    if content.applicant == "印不出的公司":
        raise ValueError("没有可用的字体")
    return receipt


def attached(pdf: bytes) -> bytes:
    if pdf == b"damaged":
        raise UnreadableDocument("损坏")
    return pdf


def marked_unsigned(pdf: bytes) -> bytes:
    return b"unsigned " + pdf


class Desk:
    """An office with papers, over fakes."""

    def __init__(self) -> None:
        self.store, self.pages = FakeStore(), Pages()
        self.store.tables.office = Office(name="拱墅区科技局", prefix="拱众审")
        self.store.tables.people = {person.id: person for person in (EXAMINER, CHECKER, APPROVER)}
        memos = Memos(self.store, Library(), self.store.clock, None, draw_memo)  # type: ignore[arg-type] # nobody signs
        self.papers = Papers(
            self.store,
            Library(),
            self.store.clock,
            self.pages,
            attached,
            memos,
            nobody_signed,
            marked_unsigned=marked_unsigned,
        )

    def add(self, name: str, stage: Stage = Stage.EXAMINATION, *, number: int = 1, applicant: str = "") -> Case:
        case = replace(example(name), id=f"c{number}", number=f"拱众审〔2016〕{number}号", stage=stage)
        if applicant:
            case = replace(case, applicant=replace(case.applicant, name=applicant))
        if stage is Stage.ISSUED:
            case = replace(case, passages=(submit_passage(), issue_passage(20)))
        assessment = policy().assess(case_inputs(case, policy()))
        findings = sweep(case, policy(), assessment)
        summary = summarise(case, policy(), assessment, findings, self.store.clock())
        self.store.tables.cases[case.id] = case
        self.store.tables.summaries[case.id] = replace(summary, people={Role.EXAMINER: EXAMINER.id})
        if stage is Stage.ISSUED:
            self.add_memo(case, MemoState.ISSUED)
        return case

    def moved(self, case: Case, act: Act) -> None:
        """The entry that brought it to its stage."""
        self.journal(case, act, Change(subject="stage", new=self.store.tables.cases[case.id].stage.value))

    def journal(self, case: Case, action: str, *changes: Change) -> None:
        """Each on the day of the issue."""
        now, self.store.clock.now = self.store.clock.now, datetime(2016, 12, 20, 8, tzinfo=UTC)
        with self.store() as uow:
            uow.journal.write(person="p3", action=action, case=case.id, changes=changes)
            uow.commit()
        self.store.clock.now = now

    def add_memo(self, case: Case, state: MemoState, id: str = "") -> MemoRecord:
        office = self.store.tables.office
        content, pdf, _assessment = composed(case, policy(), office, (), (), datetime(2016, 12, 20, tzinfo=UTC))
        memo = MemoRecord(
            id=id or f"m-{case.id}",
            case=case.id,
            number=case.number,
            state=state,
            pdf=pdf,
            base_digest="",
            receipt=content.receipt,
            drawn=datetime(2016, 12, 20, tzinfo=UTC),
        )
        self.store.tables.memos[memo.id] = memo
        if state is MemoState.ISSUED:
            self.journal(case, Act.ISSUE, Change(subject=f"memo[{memo.id}]", new=hashlib.sha256(pdf).hexdigest()))
        return memo


def named_receipt(paper: Paper) -> str:
    assert isinstance(paper, ApprovalForm | CaseDossier)
    return paper.receipt


def nobody_signed(_pdf: bytes, _trust: bytes) -> SignatureReport:
    raise UnreadableDocument("没有签名")


def issue_passage(day: int) -> Passage:
    at = datetime(2016, 12, day, 8, tzinfo=UTC)
    return Passage(at=at, person="p3", name="张批准", role=None, origin=Stage.SIGNING, destination=Stage.ISSUED)


def submit_passage() -> Passage:
    said = {"person": EXAMINER.id, "name": EXAMINER.name, "role": Role.EXAMINER, "opinion": "拟同意"}
    at = datetime(2016, 12, 19, 8, tzinfo=UTC)
    return Passage(at=at, origin=Stage.EXAMINATION, destination=Stage.CHECK, **said)  # type: ignore[arg-type]


@pytest.fixture
def desk() -> Desk:
    return Desk()


# --- papers of a case ------------------------------------------------------------------------------------------------


def test_a_public_list_is_a_draft_until_period_and_contact_are_filled_in(desk: Desk) -> None:
    desk.add("14-everything-at-once", Stage.ISSUED)
    period = PaperChoices(begin=date(2016, 12, 22), end=date(2016, 12, 28))
    whole = replace(period, contact="王经办")
    for choices, draft in ((PaperChoices(contact="王经办"), True), (period, True), (whole, False)):
        desk.papers.of_year(PaperKind.PUBLICITY, 2016, choices)
        assert desk.pages.drawn[-1][1] is draft
    desk.papers.of_year(PaperKind.PUBLICITY, 2016, whole, draft=True)
    assert desk.pages.drawn[-1][1] is True
    desk.papers.of_year(PaperKind.PAYMENT, 2016)
    assert desk.pages.drawn[-1][1] is False


@pytest.mark.parametrize("kind", [PaperKind.APPROVAL, PaperKind.DOSSIER])
def test_form_and_list_name_the_file_that_the_foot_of_the_memo_names(desk: Desk, kind: PaperKind) -> None:
    signing = desk.add("01-annual-at-every-threshold", Stage.SIGNING)
    desk.papers.of_case(kind, signing)
    assert named_receipt(desk.pages.last) == ""
    desk.add_memo(signing, MemoState.SUPERSEDED, "m0")
    memo = desk.add_memo(signing, MemoState.DRAWN, "m1")
    desk.papers.of_case(kind, signing)
    assert named_receipt(desk.pages.last) == hashlib.sha256(memo.pdf).hexdigest()  # the fake's file is its receipt
    issued = desk.add("14-everything-at-once", Stage.ISSUED, number=2)
    desk.papers.of_case(kind, issued)
    assert named_receipt(desk.pages.last) == hashlib.sha256(desk.store.tables.memos["m-c2"].pdf).hexdigest()
    desk.store.tables.memos["m1"] = replace(memo, pdf=b"damaged")
    with pytest.raises(PaperRefused):
        desk.papers.of_case(kind, signing)


@pytest.mark.parametrize(
    ("kind", "stage", "draft"),
    [
        (PaperKind.APPROVAL, Stage.DECISION, True),
        (PaperKind.APPROVAL, Stage.SIGNING, False),
        (PaperKind.DOSSIER, Stage.SIGNING, True),
        (PaperKind.DOSSIER, Stage.ISSUED, False),
    ],
)
def test_form_and_list_are_drafts_until_their_stage(desk: Desk, kind: PaperKind, stage: Stage, draft: bool) -> None:
    case = desk.add("01-annual-at-every-threshold", stage)
    desk.papers.of_case(kind, case)
    assert desk.pages.drawn[-1][1] is draft


def test_a_notice_is_only_a_draft_until_it_is_issued(desk: Desk) -> None:
    desk.papers.of_case(PaperKind.SUPPLEMENT, desk.add(OWING))
    content, draft = desk.pages.drawn[-1]
    assert draft
    assert isinstance(content, SupplementNotice)
    assert content.number == ""
    assert content.deadline == "2016-12-06"
    assert desk.store.tables.journal == []


def test_the_choices_shape_the_notice(desk: Desk) -> None:
    case = desk.add(OWING)
    first, *others = desk.papers.shortfalls(case)
    choices = PaperChoices(
        deadline=date(2016, 12, 9), leave_out=frozenset((first.key,)), more=(" 请补盖公章。 ", " "), contact="王经办"
    )
    desk.papers.of_case(PaperKind.SUPPLEMENT, case, choices)
    content = desk.pages.last
    assert isinstance(content, SupplementNotice)
    assert (list(content.items), content.more) == (others, ("请补盖公章。",))
    assert (content.deadline, content.contact) == ("2016-12-09", "王经办")
    assert desk.papers.offered_deadline() == date(2016, 12, 6)


def test_nothing_to_say_is_refused(desk: Desk) -> None:
    case = desk.add("02-annual-one-yuan-short")
    with pytest.raises(PaperRefused, match="没有需要"):
        desk.papers.of_case(PaperKind.SUPPLEMENT, case)
    fine = desk.add("01-annual-at-every-threshold", number=2)
    with pytest.raises(PaperRefused, match="没有不予支持"):
        desk.papers.of_case(PaperKind.REFUSAL, fine)
    for kind in OF_YEAR:
        with pytest.raises(PaperRefused):
            desk.papers.of_case(kind, case)


def test_an_issued_notice_has_number_deadline_and_content_in_the_journal(desk: Desk) -> None:
    case = desk.add(OWING)
    first = desk.papers.issue(PaperKind.SUPPLEMENT, case.id, EXAMINER)
    desk.store.clock.pass_seconds(86_400)
    second = desk.papers.issue(PaperKind.SUPPLEMENT, case.id, EXAMINER)
    assert [first.number, second.number] == ["拱众审〔2016〕1号补1", "拱众审〔2016〕1号补2"]
    assert first.deadline == "2016-12-06"
    assert desk.papers.issued(case.id) == (first, second)
    entry = desk.store.tables.journal[0]
    assert (entry.person, entry.action, entry.case) == (EXAMINER.id, "issue-supplement", case.id)
    values = {change.subject: change.new for change in entry.changes}
    assert values["paper/number"] == "拱众审〔2016〕1号补1"
    assert values["paper/deadline"] == "2016-12-06"
    assert values["paper/digest"] == first.content.digest
    assert json.loads(values["paper/content"] or "") == first.content.to_json()
    assert act_words(entry.action) == "签发补正通知书"
    assert not desk.pages.drawn[0][1]
    before = desk.pages.drawn[0]
    desk.papers.issued_pdf(first)
    assert desk.pages.drawn[-1] == before


def test_papers_are_drawn_with_the_offices_fonts_and_drawn_again_with_those_of_then(desk: Desk) -> None:
    font = OfficeFont(role=FontRole.FANGSONG, name="仿宋_GB2312", sha256=hashlib.sha256(b"font").hexdigest())
    desk.store.tables.fonts[font.role] = ChosenFont(font=font, lacking=0)
    desk.store.tables.font_files[font.sha256] = b"font"
    case = desk.add(OWING)
    for kind in (PaperKind.SUPPLEMENT, PaperKind.DOSSIER, PaperKind.APPROVAL):
        desk.papers.of_case(kind, case)
        assert desk.pages.fonts.fonts == (font,)
    issued = desk.papers.issue(PaperKind.SUPPLEMENT, case.id, EXAMINER)
    assert issued.fonts == (font,)
    desk.store.tables.fonts.clear()
    (again,) = desk.papers.issued(case.id)
    assert again == issued
    desk.papers.issued_pdf(again)
    assert desk.pages.fonts.fonts == (font,)
    assert desk.pages.fonts.read(font.sha256) == b"font"
    desk.papers.register("gongshu-2016-10")
    assert not desk.pages.fonts.fonts


def test_the_dossier_lists_memos_and_notices(desk: Desk) -> None:
    case = desk.add(OWING)
    desk.papers.issue(PaperKind.SUPPLEMENT, case.id, EXAMINER)
    desk.papers.of_case(PaperKind.DOSSIER, case)
    dossier = desk.pages.last.to_json()
    assert [item["number"] for item in dossier["documents"]] == ["拱众审〔2016〕1号补1"]
    assert dossier["entries"] == 1
    issued = desk.add("01-annual-at-every-threshold", Stage.ISSUED, number=2)
    desk.papers.of_case(PaperKind.DOSSIER, issued)
    (memo,) = desk.pages.last.to_json()["documents"]
    assert (memo["title"], memo["state"], memo["day"]) == ("审核意见书", "已签发", "2016-12-20")


@pytest.mark.parametrize(
    ("name", "kind", "stage", "person", "choices"),
    [
        (OWING, PaperKind.SUPPLEMENT, Stage.CHECK, EXAMINER, PaperChoices()),
        (OWING, PaperKind.SUPPLEMENT, Stage.EXAMINATION, CHECKER, PaperChoices()),
        (OWING, PaperKind.SUPPLEMENT, Stage.EXAMINATION, replace(EXAMINER, active=False), PaperChoices()),
        (OWING, PaperKind.SUPPLEMENT, Stage.EXAMINATION, EXAMINER, PaperChoices(deadline=date(2016, 11, 30))),
        ("02-annual-one-yuan-short", PaperKind.REFUSAL, Stage.SIGNING, EXAMINER, REMEDIES),
        ("02-annual-one-yuan-short", PaperKind.REFUSAL, Stage.ISSUED, EXAMINER, PaperChoices(remedies=" ")),
        ("01-annual-at-every-threshold", PaperKind.REFUSAL, Stage.ISSUED, EXAMINER, REMEDIES),
        ("01-annual-at-every-threshold", PaperKind.APPROVAL, Stage.ISSUED, EXAMINER, PaperChoices()),
    ],
)
def test_what_cannot_be_issued_leaves_no_trace(  # type: ignore[no-untyped-def]
    desk: Desk, name: str, kind: PaperKind, stage: Stage, person, choices: PaperChoices
) -> None:
    case = desk.add(name, stage)
    desk.store.tables.people[person.id] = person
    before = list(desk.store.tables.journal)
    with pytest.raises(PaperRefused):
        desk.papers.issue(kind, case.id, person, choices)
    assert desk.store.tables.journal == before


def test_a_refusal_is_issued_from_the_memo_that_stands(desk: Desk) -> None:
    case = desk.add("02-annual-one-yuan-short", Stage.ISSUED)
    issued = desk.papers.issue(PaperKind.REFUSAL, case.id, EXAMINER, REMEDIES)
    assert issued.number == "拱众审〔2016〕1号告1"
    assert issued.deadline == ""
    assert [item.id for item in desk.papers.refused(case)] == ["3.2.1"]


# --- lists of a year -------------------------------------------------------------------------------------------------


def year(desk: Desk) -> None:
    for number, name in enumerate(
        ("01-annual-at-every-threshold", "02-annual-one-yuan-short", "09-events-cap-per-event"), start=1
    ):
        desk.add(name, Stage.ISSUED, number=number)
    desk.moved(desk.add(OWING, Stage.EXAMINATION, number=11), Act.ACCEPT)
    desk.add("14-everything-at-once", Stage.ISSUED, number=10)


def test_the_lists_agree_with_the_memos_to_the_fen(desk: Desk) -> None:
    year(desk)
    memos = [json.loads(memo.pdf)["memo"]["total"] for memo in desk.store.tables.memos.values()]
    contents = {}
    for kind in OF_YEAR:
        desk.papers.of_year(kind, 2016, PaperChoices(begin=date(2016, 12, 22), end=date(2016, 12, 28)))
        contents[kind] = desk.pages.last
    public, paid = contents[PaperKind.PUBLICITY], contents[PaperKind.PAYMENT]
    book = contents[PaperKind.LEDGER]
    assert isinstance(public, PublicityList)
    assert isinstance(paid, PaymentSummary)
    assert isinstance(book, YearLedger)
    assert public.total == paid.total == book.granted == sum(memos)
    approved = [item.approved for item in desk.store.tables.summaries.values() if item.stage is Stage.ISSUED]
    assert public.total == sum(amount or 0 for amount in approved)
    assert [row.number for row in public.rows] == [f"拱众审〔2016〕{number}号" for number in (1, 3, 10)]
    assert public.without == 1
    assert [row.number for row in book.rows][-2:] == ["拱众审〔2016〕10号", "拱众审〔2016〕11号"]
    assert book.rows[0].people == ("王经办", "", "")


def test_a_memo_under_correction_stands_until_it_is_replaced(desk: Desk) -> None:
    case = desk.add("01-annual-at-every-threshold", Stage.ISSUED)
    changed = replace(case, stage=Stage.EXAMINATION, claims=())
    desk.store.tables.cases[case.id] = changed
    desk.store.tables.summaries[case.id] = replace(desk.store.tables.summaries[case.id], stage=Stage.EXAMINATION)
    desk.moved(case, Act.CORRECT)
    desk.papers.of_year(PaperKind.LEDGER, 2016)
    book = desk.pages.last
    assert isinstance(book, YearLedger)
    (row,) = book.rows
    assert (row.correcting, row.granted) == (True, 10_000_000)
    with pytest.raises(PaperRefused, match="正在更正"):
        desk.papers.of_year(PaperKind.PAYMENT, 2016)


def test_a_superseded_memo_counts_no_more(desk: Desk) -> None:
    case = desk.add("01-annual-at-every-threshold", Stage.ISSUED)
    old = replace(desk.store.tables.memos["m-c1"], id="m-old", state=MemoState.SUPERSEDED)
    desk.store.tables.memos = {"m-old": old, **desk.store.tables.memos}
    assert case.number
    desk.papers.of_year(PaperKind.PAYMENT, 2016)
    assert desk.pages.last.to_json()["total"] == 10_000_000


@pytest.mark.parametrize("damage", ["file", "receipt"])
def test_one_memo_that_cannot_be_read_stops_the_list_and_is_named(desk: Desk, damage: str) -> None:
    year(desk)
    memo = desk.store.tables.memos["m-c3"]
    broken = replace(memo, pdf=b"damaged") if damage == "file" else replace(memo, receipt="sha256:other")
    desk.store.tables.memos["m-c3"] = broken
    for kind in OF_YEAR:
        with pytest.raises(PaperRefused, match="拱众审〔2016〕3号"):
            desk.papers.of_year(kind, 2016)
    assert desk.pages.drawn == []


def test_a_year_without_cases_or_memos_is_refused(desk: Desk) -> None:
    with pytest.raises(PaperRefused, match="没有案卷"):
        desk.papers.of_year(PaperKind.LEDGER, 2016)
    desk.moved(desk.add(OWING), Act.ACCEPT)
    with pytest.raises(PaperRefused, match="还没有已签发"):
        desk.papers.of_year(PaperKind.PUBLICITY, 2016)
    desk.papers.of_year(PaperKind.LEDGER, 2016)
    for kind in OF_CASE:
        with pytest.raises(PaperRefused):
            desk.papers.of_year(kind, 2016)


def test_a_year_under_two_policies_asks_which(desk: Desk) -> None:
    desk.add("01-annual-at-every-threshold", Stage.ISSUED)
    other = replace(desk.store.tables.summaries["c1"], id="c2", policy="hangzhou-2017")
    desk.store.tables.summaries["c2"] = other
    with pytest.raises(PaperRefused, match="hangzhou-2017"):
        desk.papers.of_year(PaperKind.LEDGER, 2016)
    desk.papers.of_year(PaperKind.LEDGER, 2016, policy=policy().id)
    assert len(desk.pages.last.to_json()["rows"]) == 1


def test_a_public_period_needs_both_days_in_order(desk: Desk) -> None:
    desk.add("01-annual-at-every-threshold", Stage.ISSUED)
    for begin, end in ((date(2016, 12, 22), None), (date(2016, 12, 22), date(2016, 12, 21))):
        with pytest.raises(PaperRefused):
            desk.papers.of_year(PaperKind.PUBLICITY, 2016, PaperChoices(begin=begin, end=end))


def test_progress_can_stop_a_list(desk: Desk) -> None:
    year(desk)

    class Stopped(Exception):
        pass

    def progress(done: int, total: int) -> None:
        assert total == 5
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        desk.papers.of_year(PaperKind.PAYMENT, 2016, progress=progress)


def test_the_register_is_drawn_for_the_office(desk: Desk) -> None:
    desk.papers.register(policy().id)
    content, draft = desk.pages.drawn[-1]
    assert (content.office, draft) == ("拱墅区科技局", False)


def test_numbers_are_ordered_as_people_count() -> None:
    numbers = ["", "拱众审〔2016〕10号", "拱众审〔2016〕9号", "拱众审〔2015〕11号"]
    assert sorted(numbers, key=number_order) == [numbers[3], numbers[2], numbers[1], ""]


def test_a_case_is_found_by_its_number(desk: Desk) -> None:
    case = desk.add(OWING, number=7)
    assert desk.papers.numbered("拱众审〔2016〕7号") == case
    for unknown in ("", "拱众审〔2016〕8号"):
        with pytest.raises(PaperRefused):
            desk.papers.numbered(unknown)


def test_every_paper_has_a_name() -> None:
    assert len({kind_words(kind) for kind in PaperKind}) == len(PaperKind)


# --- the batch -------------------------------------------------------------------------------------------------------


def test_the_batch_gives_each_case_its_memo_and_lists_what_failed(desk: Desk) -> None:
    year(desk)
    desk.add("01-annual-at-every-threshold", Stage.CHECK, number=4, applicant="印不出的公司")
    waiting = desk.add("01-annual-at-every-threshold", Stage.SIGNING, number=5)
    desk.add_memo(waiting, MemoState.SUPERSEDED, "m-void")
    desk.add_memo(waiting, MemoState.DRAWN)
    kept: dict[str, bytes] = {}
    seen: list[tuple[int, int]] = []
    report = desk.papers.memos_of_year(
        2016, lambda name, pdf: kept.update({name: pdf}), progress=lambda done, total: seen.append((done, total))
    )
    assert (report.issued, report.waiting, report.drafts, report.stopped) == (4, 1, 1, False)
    (failure,) = report.failures
    assert (failure.number, failure.problem) == ("拱众审〔2016〕4号", "没有可用的字体")
    assert len(kept) == 6
    assert kept["拱众审〔2016〕1号 示例众创空间.pdf"] == desk.store.tables.memos["m-c1"].pdf
    drawn_up = desk.store.tables.memos[f"m-{waiting.id}"].pdf
    assert kept["拱众审〔2016〕5号 示例众创空间（待签署）.pdf"] == b"unsigned " + drawn_up
    assert "拱众审〔2016〕11号 示例众创空间（草稿）.pdf" in kept
    assert seen == [(done, 7) for done in range(8)]


def test_the_batch_without_drafts_skips_what_has_no_memo(desk: Desk) -> None:
    year(desk)
    report = desk.papers.memos_of_year(2016, lambda _name, _pdf: None, drafts=False)
    assert (report.issued, report.drafts, report.skipped) == (4, 0, 1)


def test_the_batch_stops_when_asked_and_keeps_what_it_has(desk: Desk) -> None:
    year(desk)
    kept: list[str] = []
    report = desk.papers.memos_of_year(2016, lambda name, _pdf: kept.append(name), stop=lambda: len(kept) == 2)
    assert (report.stopped, report.issued, len(kept)) == (True, 2, 2)


def test_a_file_that_cannot_be_kept_is_one_failure(desk: Desk) -> None:
    year(desk)

    def keep(name: str, _pdf: bytes) -> None:
        if "3号" in name:
            raise OSError("磁盘已满")

    report = desk.papers.memos_of_year(2016, keep)
    assert [failure.problem for failure in report.failures] == ["磁盘已满"]
    assert report.issued == 3


def test_file_names_are_safe_and_different(desk: Desk) -> None:
    for number in (1, 2):
        case = desk.add("01-annual-at-every-threshold", Stage.CHECK, number=number)
        summary = replace(desk.store.tables.summaries[case.id], number="", makerspace="..\\/a:b*?\u202e" + "云" * 200)
        desk.store.tables.summaries[case.id] = summary
    names: list[str] = []
    desk.papers.memos_of_year(2016, lambda name, _pdf: names.append(name))
    assert len(set(names)) == 2
    for name in names:
        assert not set(name) & set('\\/:*?"<>|\u202e')
        assert len(name) < 100


def test_a_long_name_keeps_its_state_and_case_makes_no_difference(desk: Desk) -> None:
    """A draft that is called like an issued memo would be taken for one; Windows holds "a" and "A" for the same name."""
    places = ("云" * 200, "Hub\u2028\u200b\x85\U000e0041" + "𠮷" * 100, "abc", "ABC")
    for number, place in enumerate(places, 1):
        case = desk.add("01-annual-at-every-threshold", Stage.CHECK, number=number)
        summary = replace(desk.store.tables.summaries[case.id], number="同号", makerspace=place)
        desk.store.tables.summaries[case.id] = summary
    names: list[str] = []
    desk.papers.memos_of_year(2016, lambda name, _pdf: names.append(name))
    assert len({name.casefold() for name in names}) == 4
    assert all("（草稿）" in name and len(name.encode()) < 256 for name in names)
    assert all(name.isprintable() for name in names)


def test_the_dossier_tells_a_corrected_memo_apart(desk: Desk) -> None:
    case = desk.add("01-annual-at-every-threshold", Stage.ISSUED)
    (memo,) = desk.store.tables.memos.values()
    assert case.number == memo.number
    assert memo_document(memo, "2016-12-20", "").title == "审核意见书"
    assert memo_document(replace(memo, replaces="m0"), "2016-12-21", "").title == "审核意见书（更正）"
