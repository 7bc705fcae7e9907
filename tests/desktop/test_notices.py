"""The papers of a case in the review workspace: shown, and the two notices issued, journalled and printed again."""

from PySide6.QtCore import QDate, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QCheckBox, QDateEdit, QDialog, QLabel, QPushButton

from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.journal.acts import act_words
from gongshu_desktop.services.journal.words import change_words
from gongshu_desktop.services.paper_kinds import PaperKind
from gongshu_desktop.services.ports import StoredFile
from gongshu_desktop.services.records import Person
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.signed import EXAMPLES, issued
from tests.desktop.steps import Answers, named, press, write


def owing(office: OpenOffice, example: str = "15") -> str:
    """A registered case of an office with a name, whose applicant still owes something."""
    office.offices.found("拱墅区众创空间扶持资金审核工作组", "拱众审", "correct horse battery staple")
    path = next(EXAMPLES.glob(f"{example}*.json"))
    preview = office.desk.preview(StoredFile(path=path, content=path.read_bytes()))
    examiner = next(person for person in office.offices.people() if Role.EXAMINER in person.roles)
    return office.desk.import_case(preview, examiner)


def choose(window: MainWindow, paper: str) -> None:
    """Open the menu of papers and take one."""
    menu = named(window, "review.memo", QPushButton).menu()
    menu.aboutToShow.emit()
    action = menu.findChild(QAction, f"review.paper.{paper}")
    assert action is not None
    action.trigger()


def close(dialog: QDialog) -> None:
    press(dialog, "document.close")


def test_forms_of_a_case_are_shown(window: MainWindow, office: OpenOffice, prompts: ScriptedPrompts) -> None:
    window.open_case(owing(office))
    for kind in ("approval", "dossier"):
        with Answers(close):
            choose(window, kind)
    assert prompts.problems == []


def test_a_supplement_notice_is_issued_with_what_was_chosen(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person], prompts: ScriptedPrompts
) -> None:
    window.sit_down(people[Role.EXAMINER].id)
    case = owing(office)
    window.open_case(case)
    owed = office.papers.shortfalls(office.desk.open(case, people[Role.EXAMINER]).case)
    assert owed

    def issue(dialog: QDialog) -> None:
        ticks = [named(dialog, f"supplement.item.{number}", QCheckBox) for number in range(len(owed))]
        assert all(tick.isChecked() for tick in ticks)
        ticks[0].setChecked(False)
        write(dialog, "supplement.more", "场地平面图请重新扫描。\n\n")
        write(dialog, "supplement.contact", "陈静，0571-88880000")
        named(dialog, "supplement.deadline", QDateEdit).setDate(QDate(2016, 12, 20))
        press(dialog, "supplement.ok")

    with Answers(issue, close):
        choose(window, "supplement")

    (notice,) = office.papers.issued(case)
    assert notice.kind is PaperKind.SUPPLEMENT
    assert notice.deadline == "2016-12-20"
    assert [item.key for item in notice.content.items] == [item.key for item in owed[1:]]  # type: ignore[union-attr]
    assert notice.content.more == ("场地平面图请重新扫描。",)  # type: ignore[union-attr]
    assert notice.content.contact == "陈静，0571-88880000"
    assert prompts.problems == []

    def again(dialog: QDialog) -> None:
        seen: list[str] = []

        def look() -> None:
            document = QApplication.activeModalWidget()
            assert isinstance(document, QDialog)
            seen.append(document.windowTitle())
            press(document, "document.close")

        QTimer.singleShot(50, look)
        press(dialog, "supplement.issued.0")
        assert seen == [f"补正通知书 {notice.number}"]
        press(dialog, "supplement.cancel")

    with Answers(again):
        choose(window, "supplement")


def test_what_cannot_be_issued_is_said_in_the_dialog(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person], prompts: ScriptedPrompts
) -> None:
    window.sit_down(people[Role.CHECKER].id)
    case = owing(office)
    window.open_case(case)

    def refused(dialog: QDialog) -> None:
        press(dialog, "supplement.ok")
        assert dialog.isVisible()
        assert "通知书由经办人签发。" in [label.text() for label in dialog.findChildren(QLabel)]
        press(dialog, "supplement.cancel")

    with Answers(refused):
        choose(window, "supplement")
    assert office.papers.issued(case) == ()


def test_the_journal_tells_of_a_notice_in_words(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person]
) -> None:
    case = owing(office)
    stored = office.desk.open(case, people[Role.EXAMINER]).case
    office.papers.issue(PaperKind.SUPPLEMENT, case, people[Role.EXAMINER])
    entry = office.desk.journal(case)[-1]
    policy = office.policies.get("gongshu-2016-10")
    said = [line for change in entry.changes if (line := change_words(change, policy, {}))]
    assert act_words(entry.action) == "签发补正通知书"
    assert said[0] == f"文书 · 编号：{stored.number}补1"
    assert not any("{" in line or "sha256" in line for line in said)


def test_a_refusal_needs_its_remedies(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person], prompts: ScriptedPrompts
) -> None:
    memo = issued(office)
    window.sit_down(people[Role.EXAMINER].id)
    window.open_case(memo.case)
    QApplication.processEvents()
    refused = office.papers.refused(office.desk.open(memo.case, people[Role.EXAMINER]).case)

    def without(dialog: QDialog) -> None:
        if not refused:  # nothing can be issued
            assert not named(dialog, "refusal.ok", QPushButton).isEnabled()
            press(dialog, "refusal.cancel")
            return
        press(dialog, "refusal.ok")
        assert dialog.isVisible()
        assert any("救济途径，例如" in label.text() for label in dialog.findChildren(QLabel))
        write(dialog, "refusal.remedies", "可自收到之日起15日内向本单位书面申请复核。")
        press(dialog, "refusal.ok")

    steps = (without, close) if refused else (without,)
    with Answers(*steps):
        choose(window, "refusal")
    assert len(office.papers.issued(memo.case)) == bool(refused)


def test_a_refusal_before_the_memo_is_issued_says_so_at_once(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person]
) -> None:
    window.sit_down(people[Role.EXAMINER].id)
    window.open_case(owing(office, "02"))

    def look(dialog: QDialog) -> None:
        seen = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
        assert "审核意见书签发后，才能签发不予支持告知书。" in seen
        assert not named(dialog, "refusal.ok", QPushButton).isEnabled()
        assert named(dialog, "refusal.preview", QPushButton).isEnabled()
        press(dialog, "refusal.cancel")

    with Answers(look):
        choose(window, "refusal")


def test_a_supplement_after_the_examination_says_so_at_once(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person]
) -> None:
    memo = issued(office)
    window.sit_down(people[Role.EXAMINER].id)
    window.open_case(memo.case)

    def look(dialog: QDialog) -> None:
        seen = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
        assert "本案已提交复核。需要补正的，请先退回审核。" in seen
        assert not named(dialog, "supplement.ok", QPushButton).isEnabled()
        press(dialog, "supplement.cancel")

    with Answers(look):
        choose(window, "supplement")
