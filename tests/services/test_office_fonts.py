"""The office's own fonts: taken after a check, journaled, named in the memo, and honestly missed where they are not."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics

from gongshu_desktop import bootstrap, wiring
from gongshu_desktop.document.papers.attached import memo_receipt
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.font_choices import (
    BUNDLED,
    LARGEST_FONT,
    ChosenFont,
    FontRefused,
    FontRole,
    OfficeFont,
    fonts_from,
    recorded,
)
from gongshu_desktop.services.journal.acts import act_words
from gongshu_desktop.services.ports import MemoRecord
from gongshu_desktop.services.verification.report_json import as_json
from gongshu_desktop.services.verification.verification import Conclusion, VerificationReport, verify
from gongshu_desktop.services.verification.words import in_plain_words
from gongshu_desktop.wiring import verifying
from tests.document import font_samples as samples
from tests.services.offices import EXAMPLES, TestOffice, office_over

BODY = FontRole.FANGSONG


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def checked(office: TestOffice, pdf: bytes, *, here: TestOffice | None = None) -> VerificationReport:
    """What verifying says in that office, or ``here``, where its trust file is known."""
    return verify(pdf, office.offices.trust(), verifying((here or office).fonts, office.clock))


def approved(office: TestOffice) -> str:
    office.adopt_all()
    case_id = office.bring_in(EXAMPLES / "01-annual-at-every-threshold.json")
    office.approve(case_id)
    return case_id


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[TestOffice]:
    """Another PC."""
    with office_over("memory", tmp_path / "elsewhere") as made:
        yield made


def test_a_font_is_checked_kept_and_journaled(office: TestOffice) -> None:
    content, by = samples.office_font(levels=1), office.people[Role.EXAMINER].id
    assert office.fonts.chosen() == []
    chosen = office.fonts.choose(BODY, content, by=by)
    assert chosen.font == OfficeFont(role=BODY, name="仿宋_GB2312", sha256=digest(content))
    assert chosen.lacking == 3008
    assert office.fonts.choose(BODY, content, by=by) == chosen
    assert office.fonts.chosen() == [chosen]
    assert office.fonts.get(digest(content)) == content
    with office.open_uow() as uow:
        entry = uow.journal.head()
        assert uow.journal.verify() is None
    assert entry is not None
    assert (act_words(entry.action), entry.person) == ("选用文书字体", by)
    (change,) = entry.changes
    assert (change.subject, change.old, change.new) == ("font[fangsong]", None, f"仿宋_GB2312 sha256:{digest(content)}")
    office.fonts.restore(BODY, by=by)
    office.fonts.restore(BODY, by=by)
    assert office.fonts.chosen() == []
    assert office.fonts.has(digest(content))
    with office.open_uow() as uow:
        head = uow.journal.head()
    assert head is not None
    assert (head.sequence, act_words(head.action)) == (entry.sequence + 1, "恢复内置字体")


def test_a_refused_font_changes_nothing(office: TestOffice) -> None:
    with office.open_uow() as uow:
        before = uow.journal.head()
    for content in (b"no font", samples.postscript(), samples.office_font(permissions=2), bytes(LARGEST_FONT + 1)):
        with pytest.raises(FontRefused):
            office.fonts.choose(BODY, content, by="")
        assert not office.fonts.has(digest(content))
    with pytest.raises(FontRefused, match="不超过64 MiB"):
        office.fonts.faces(bytes(LARGEST_FONT + 1))
    with office.open_uow() as uow:
        assert uow.journal.head() == before
    assert office.fonts.chosen() == []


def test_a_memo_names_its_fonts_and_verifies_where_they_are(office: TestOffice, elsewhere: TestOffice) -> None:
    content = samples.office_font()
    office.fonts.choose(BODY, content, by="")
    pdf = office.issue(approved(office))
    said = json.loads(memo_receipt(pdf))
    assert said["fonts"] == [{"role": "fangsong", "name": "仿宋_GB2312", "sha256": digest(content), "face": 0}]
    assert b"OfficeFangSong" in pdf
    report = checked(office, pdf)
    assert report.ok
    assert report.pages_redrawn is True

    office.fonts.restore(BODY, by="")
    assert checked(office, pdf).ok, "a font that is in use no more is still kept"

    report = checked(office, pdf, here=elsewhere)
    assert (report.figures_agree, report.pages_redrawn) == (True, None)
    assert report.conclusion is Conclusion.NOT_COMPARABLE
    assert not report.ok
    words = "\n".join(in_plain_words(report))
    assert "自备字体“仿宋_GB2312”" in words
    assert digest(content) in words
    assert "页面：重新绘制无法核对" in words
    assert "签名：未改动" in words
    assert as_json(report)["pages_redrawn"] is None

    elsewhere.fonts.choose(FontRole.KAI, content, by="")
    assert checked(office, pdf, here=elsewhere).ok, "the same file in whatever role"


def test_pages_in_an_own_font_that_are_not_those_of_the_record_are_found(office: TestOffice) -> None:
    """To name a font opens no way around the comparison."""
    office.fonts.choose(BODY, samples.office_font(), by="")
    drawing = office.memos._drawing

    def forged(content, *, draft, receipt, fonts=BUNDLED):  # type: ignore[no-untyped-def] # as MemoDrawing
        return drawing(replace(content, applicant="别的公司"), draft=draft, receipt=receipt, fonts=fonts)

    office.memos._drawing = forged
    report = checked(office, office.issue(approved(office)))
    assert report.pages_redrawn is False
    assert report.conclusion is Conclusion.DISAGREES


def test_a_memo_without_own_fonts_says_nothing_of_fonts(office: TestOffice) -> None:
    case_id = approved(office)
    memo: MemoRecord = office.memos.draw_up(case_id, office.people[Role.EXAMINER])
    assert "fonts" not in json.loads(memo_receipt(memo.pdf))


def test_the_record_comes_back_and_a_false_one_is_refused() -> None:
    fonts = (
        OfficeFont(role=FontRole.KAI, name="楷体_GB2312", sha256="ab" * 32),
        OfficeFont(role=BODY, name="仿宋", sha256="cd" * 32, face=1),
    )
    assert set(fonts_from(recorded(fonts))) == set(fonts)
    good = fonts[0].to_json()
    false: tuple[object, ...] = (
        {},
        [good, good],
        [{**good, "role": "wingdings"}],
        [{**good, "sha256": "AB" * 32}],
        [{**good, "sha256": "ab"}],
        [{**good, "face": -1}],
        [{**good, "face": True}],
        [{**good, "name": "x\u202e"}],
        [{**good, "name": "x" * 500}],
        [{**good, "more": 1}],
        ["font"],
    )
    for wrong in false:
        with pytest.raises(ValueError, match=r"fonts|FontRole"):
            fonts_from(wrong)


def test_a_font_kept_here_that_can_no_longer_be_used_is_not_compared(office: TestOffice) -> None:
    """Said in words, never taken for other pages."""
    content = samples.office_font("用过的")
    office.fonts.choose(BODY, content, by="")
    pdf = office.issue(approved(office))

    class Spoilt:
        def has(self, _sha256: str, /) -> bool:
            return True

        def get(self, _sha256: str, /) -> bytes:
            return content[:-1]

    # as in a program that has not drawn with it yet
    registered = pdfmetrics._fonts.pop(f"Own-{digest(content)}-0")  # type: ignore[attr-defined]
    try:
        report = verify(pdf, office.offices.trust(), verifying(Spoilt()))
    finally:
        pdfmetrics.registerFont(registered)
    assert (report.pages_redrawn, report.conclusion) == (None, Conclusion.NOT_COMPARABLE)
    assert any("不能使用" in words for words in report.differences)


def test_what_is_chosen_is_there_after_a_restart(tmp_path: Path) -> None:
    content = samples.office_font()
    for again in range(3):
        opened = bootstrap.open_office(tmp_path / "data", rounds=1000)
        try:
            if not again:
                opened.fonts.choose(BODY, content, by="")
            expected = ChosenFont(font=OfficeFont(role=BODY, name="仿宋_GB2312", sha256=digest(content)), lacking=0)
            assert opened.fonts.chosen() == [expected]
            assert opened.fonts.get(digest(content)) == content
        finally:
            opened.close()


def test_a_name_that_only_the_own_font_has_can_be_printed_from_then_on(tmp_path: Path) -> None:
    """The review screen warns of characters that cannot be printed: it must ask the fonts that are in use."""
    name, font = f"杭州{chr(samples.RARE)}", samples.with_rare_character(samples.office_font())
    opened = bootstrap.open_office(tmp_path / "data", rounds=1000)
    try:
        lacking = wiring.printable_with(opened.fonts)
        assert lacking(name) == chr(samples.RARE)
        opened.fonts.choose(FontRole.HEI, font, by="")
        assert lacking(name) == ""
        assert lacking("😀") == "😀"
        opened.fonts.restore(FontRole.HEI, by="")
        assert lacking(name) == chr(samples.RARE)
    finally:
        opened.close()
