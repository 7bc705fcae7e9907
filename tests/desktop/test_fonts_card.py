"""设置, 文书字体: a font is chosen from a stick, and the stick can be pulled; what cannot be used is told."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel

from gongshu_desktop.desktop.screens.verification.state import verified
from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.font_choices import FontRole
from gongshu_desktop.services.ports import SignatureReport, SignatureVerdict
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.verification.verification import VerificationReport
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.steps import Answers, named, press
from tests.document import font_samples as samples


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Where the font file is."""
    return tmp_path / "仿宋_GB2312.ttf"


def shown(window: MainWindow) -> list[str]:
    QApplication.processEvents()
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


def test_a_font_is_chosen_and_the_stick_can_be_pulled(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person], prompts: ScriptedPrompts, stick: Path
) -> None:
    stick.write_bytes(samples.office_font(levels=1))
    prompts.files = [stick]
    window.sit_down(people[Role.EXAMINER].id)
    window.go("settings")
    assert shown(window).count("内置字体") == len(FontRole)

    press(window, "settings.font.fangsong.choose")
    stick.unlink()

    (chosen,) = office.fonts.chosen()
    assert (chosen.font.role, chosen.font.name) == (FontRole.FANGSONG, "仿宋_GB2312")
    assert "仿宋_GB2312" in shown(window)
    focus = window.focusWidget()
    assert focus is not None
    assert focus.objectName() == "settings.font.fangsong.choose"
    assert "缺 GB 2312 的 3008 个汉字，由其他字体补上" in shown(window)
    with office.store.open_uow() as uow:
        head = uow.journal.head()
    assert head is not None
    assert (head.action, head.person) == ("choose-font", people[Role.EXAMINER].id)

    press(window, "settings.font.fangsong.restore")
    assert office.fonts.chosen() == []
    assert shown(window).count("内置字体") == len(FontRole)
    assert prompts.problems == []


def test_one_of_the_faces_of_a_collection_is_chosen(
    window: MainWindow, office: OpenOffice, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    file = tmp_path / "两种.ttc"
    file.write_bytes(samples.collection(samples.office_font("甲"), samples.office_font("乙")))
    prompts.files = [file]
    window.go("settings")

    def choose(dialog: QDialog) -> None:
        box = named(dialog, "font-face.face", QComboBox)
        assert [box.itemText(number) for number in range(box.count())] == ["甲", "乙"]
        box.setCurrentIndex(1)
        press(dialog, "font-face.ok")

    with Answers(choose):
        press(window, "settings.font.song-bold.choose")
    (chosen,) = office.fonts.chosen()
    assert (chosen.font.role, chosen.font.name, chosen.font.face) == (FontRole.SONG_BOLD, "乙", 1)

    with Answers(lambda dialog: press(dialog, "font-face.cancel")):
        press(window, "settings.font.hei.choose")
    assert len(office.fonts.chosen()) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_cannot_be_used_is_told_with_its_name(
    window: MainWindow,
    office: OpenOffice,
    prompts: ScriptedPrompts,
    settings: SettingsFile,
    stick: Path,
    language: str,
) -> None:
    settings.change(language=language)
    window.rebuild()
    QApplication.processEvents()
    window.go("settings")
    for content in (b"%PDF-1.7", samples.postscript(), samples.office_font(permissions=2)):
        stick.write_bytes(content)
        prompts.files = [stick]
        press(window, "settings.font.kai.choose")
    prompts.files = [stick.with_name("没有了.ttf")]
    press(window, "settings.font.kai.choose")
    prompts.files = []
    press(window, "settings.font.kai.choose")
    assert office.fonts.chosen() == []
    assert len(prompts.problems) == 4
    assert all("仿宋_GB2312.ttf" in said for said in prompts.problems[:3])
    assert "fsType 2" in prompts.problems[2]
    assert "没有了.ttf" in prompts.problems[3]


def test_verifying_says_which_font_is_missing() -> None:
    signatures = SignatureReport(
        verdict=SignatureVerdict.INTACT,
        complete=True,
        signatures=(),
        problems=(),
        base_digest="",
        base=b"",
        receipt=b"{}",
        pages=3,
        revocation_checked=True,
    )
    said = "意见书用自备字体“仿宋_GB2312”印制，本机没有这个字体文件"
    report = VerificationReport(
        signatures=signatures, figures_agree=None, pages_redrawn=None, differences=(said, "别的"), pages_note=said
    )
    figures, pages, _record = verified("memo.pdf", report).answers
    assert (pages.tone, pages.title, pages.lines) == ("neutral", "页面无法核对", (said,))
    assert figures.lines == ("别的",)
