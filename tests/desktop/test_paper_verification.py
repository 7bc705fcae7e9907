"""核验 of paper: a scan, a photo or a typed short code leads to the record; the scan goes into its case when the person says so."""

import re
import time
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from gongshu_desktop.desktop.screens.verification.view import VerificationScreen
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.ports import MemoRecord
from gongshu_desktop.services.records import Person
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.signed import ROOT_SECRET, to_signing
from tests.desktop.steps import Answers, named, press, write
from tests.document.laborious import laborious
from tests.document.paper_pictures import jpeg, png, scan


@pytest.fixture
def memo(office: OpenOffice) -> MemoRecord:
    """A memo that was drawn up with a code on it."""
    root = office.offices.found("拱墅区众创空间扶持资金审核工作组", "拱众审", ROOT_SECRET)
    office.issuing.make(root, ROOT_SECRET, by="")
    return to_signing(office)


def paper(office: OpenOffice, memo: MemoRecord) -> Image.Image:
    """The part of its paper that bears the code."""
    content = office.codes.content(memo.pdf)
    assert content is not None
    return scan(str(content["paper_code"]), 200)


def short_code(office: OpenOffice, memo: MemoRecord) -> str:
    recorded = office.scans.recorded(memo)
    assert recorded is not None
    return recorded.hand_code


def screen_of(window: MainWindow) -> VerificationScreen:
    window.go("verify")
    screen = window.current
    assert isinstance(screen, VerificationScreen)
    return screen


def said(window: MainWindow) -> list[str]:
    QApplication.processEvents()
    return [label.text() for label in screen_of_now(window).findChildren(QLabel) if label.isVisible()]


def screen_of_now(window: MainWindow) -> VerificationScreen:
    screen = window.current
    assert isinstance(screen, VerificationScreen)
    return screen


def as_pdf(picture: Image.Image) -> bytes:
    """A scanner's PDF: one page that is one picture."""
    out = BytesIO()
    picture.save(out, "PDF", resolution=200)
    return out.getvalue()


@pytest.mark.parametrize("ending", ["png", "jpg", "pdf"])
def test_a_scan_is_shown_beside_the_record(
    window: MainWindow, office: OpenOffice, memo: MemoRecord, tmp_path: Path, ending: str
) -> None:
    make = {"png": png, "jpg": jpeg, "pdf": as_pdf}[ending]
    file = tmp_path / f"扫描.{ending}"
    file.write_bytes(make(paper(office, memo)))
    screen = screen_of(window)

    screen.check(file)

    words = said(window)
    assert "纸面核验码与本机案卷一致" in words
    assert words.count(memo.number) == 2
    assert words.count("100,000.00 元") == 2
    assert any("不代表三人已经签名" in line for line in words)
    assert screen.pages.isVisible() == (ending == "pdf")
    assert screen.picture.isVisible() == (ending != "pdf")


def test_a_scan_is_bound_when_the_person_says_so(
    window: MainWindow,
    office: OpenOffice,
    memo: MemoRecord,
    people: dict[Role, Person],
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    file = tmp_path / "签署件.png"
    file.write_bytes(png(paper(office, memo)))
    window.sit_down(people[Role.EXAMINER].id)
    QApplication.processEvents()
    screen_of(window).check(file)

    prompts.yes = False
    press(window, "verify.bind")
    assert office.desk.open(memo.case, people[Role.EXAMINER]).case.evidence == ()

    prompts.yes = True
    press(window, "verify.bind")

    (evidence,) = office.desk.open(memo.case, people[Role.EXAMINER]).case.evidence
    assert "签署件" in evidence.title
    assert not named(window, "verify.bind", QPushButton).isEnabled()
    assert prompts.problems == []
    screen_of_now(window).check(file)
    press(window, "verify.bind")
    assert "已经归入本案" in prompts.problems[0]


def test_another_figure_on_record_is_put_beside_the_papers(
    window: MainWindow, office: OpenOffice, memo: MemoRecord, tmp_path: Path
) -> None:
    """A code that this office issued, for another amount than the memo of that number has."""
    content = office.codes.content(memo.pdf)
    assert content is not None
    file = tmp_path / "别的.png"
    file.write_bytes(png(scan(office.issuing.code({**content, "total": 99_900_000}), 200)))

    screen_of(window).check(file)

    words = said(window)
    assert "纸面核验码与本机案卷不一致" in words
    assert "999,000.00 元" in words
    assert "100,000.00 元" in words
    assert not [button for button in window.findChildren(QPushButton, "verify.bind") if button.isVisible()]


def test_a_picture_without_a_code_is_answered_in_words(
    window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    file = tmp_path / "空白.png"
    file.write_bytes(png(Image.new("L", (400, 300), 255)))

    screen_of(window).check(file)

    assert "没有读到核验码" in said(window)
    assert screen_of_now(window).picture.isVisible()
    assert prompts.problems == []


def test_a_picture_that_would_be_decoded_for_minutes_is_not_opened(
    window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    file = tmp_path / "照片.jpg"
    file.write_bytes(laborious(4000, 300))

    began = time.process_time()
    screen_of(window).check(file)

    assert any("反复解码" in line for line in [*said(window), *prompts.problems])
    assert time.process_time() - began < 3


def test_a_pdf_of_something_else_gets_both_answers(window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "别的.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(file)

    screen_of(window).check(file)

    assert {"没有读到核验码", "没有签名"} <= set(said(window))


def test_the_short_code_leads_to_the_record(
    window: MainWindow, office: OpenOffice, memo: MemoRecord, prompts: ScriptedPrompts
) -> None:
    screen_of(window)
    code = re.sub(r"\s", "", short_code(office, memo)).lower()

    write(window, "verify.short", code)
    press(window, "verify.find")

    words = said(window)
    assert "本机有这份意见书" in words
    assert short_code(office, memo) in words
    assert screen_of_now(window).pages.isVisible()
    with Answers(lambda dialog: press(dialog, "document.close")):
        press(window, "verify.memo")
    press(window, "verify.case")
    assert window.session is not None
    assert window.session.case.id == memo.case
    assert prompts.problems == []


@pytest.mark.parametrize(
    ("code", "answer"), [("7K3M 09QD", "应为 16 位"), ("7K3M 09QD X2T4 HB8N", "本机没有这个短码"), (" ", "请输入")]
)
def test_a_wrong_short_code_is_answered_in_words(
    window: MainWindow, memo: MemoRecord, code: str, answer: str, prompts: ScriptedPrompts
) -> None:
    screen_of(window)

    write(window, "verify.short", code)
    press(window, "verify.find")

    assert any(answer in line for line in said(window))
    assert prompts.problems == []
