"""The screen as a whole: what stands in the way, documents, who may edit, the keyboard alone."""

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage, QImageWriter, QPainter, QPdfWriter
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gongshu_desktop import wording
from gongshu_desktop.desktop.screens.review.measure_list import LINE_ROLE
from gongshu_desktop.desktop.tasks import PoolTasks
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import Case, Evidence, FactEntry, Passage, VerdictEntry
from gongshu_desktop.review.editing.edits import AddClaim
from gongshu_desktop.review.stage import Role, Stage
from tests.desktop.fakes import WaitingTasks
from tests.desktop.review.conftest import Open
from tests.desktop.review.test_typing import COUNT, line, retype, shown
from tests.desktop.review.workbench import Bench, with_claim
from tests.document.laborious import laborious
from tests.services.fakes import APPROVER, CHECKER


def png() -> bytes:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(store.data())


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


# --- what stands in the way ---


def test_f8_leads_from_one_open_matter_to_the_next(opened: Open, case: Case) -> None:
    facts = {**case.claim("3.2.1").facts, "企业数": FactEntry(claimed=12)}
    two = with_claim(with_claim(case, "3.2.1", facts=facts), "3.3.1", verdicts={})
    made = opened("3.4.2", two)
    QTest.keyClick(made.screen, Qt.Key.Key_F8)
    assert line(made, "review.fact.3.2.1.企业数.verified.line").hasFocus()
    QTest.keyClick(made.screen, Qt.Key.Key_F8)
    assert made.screen.presenter.snapshot().chosen == "3.3.1"
    QTest.keyClicks(focused(), "1")
    assert made.session.case.claim("3.3.1").verdicts["用于创业服务"].result is Result.MET


def test_f8_says_so_when_only_hints_are_left(opened: Open) -> None:
    made = opened("3.2.1")
    assert not made.screen.presenter.snapshot().standing_in_the_way
    assert shown_button(made, "review.findings").startswith("提示")


def shown_button(made: Bench, name: str) -> str:
    found = made.screen.findChild(QAbstractButton, name)
    assert found is not None
    return found.text()


# --- documents ---


def test_a_dropped_picture_becomes_evidence_and_is_shown(opened: Open, tmp_path: Path) -> None:
    file = tmp_path / "备案表.png"
    file.write_bytes(png())
    made = opened("3.2.5")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    panel = made.screen.work.evidence
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    panel.dropEvent(event)
    (evidence,) = made.session.case.evidence
    assert (evidence.title, evidence.media_type) == ("备案表", "image/png")
    assert made.session.evidence_bytes(evidence.key) == png()
    assert panel.isVisible()


def test_a_picture_that_would_be_decoded_for_minutes_is_not_shown(opened: Open, tmp_path: Path) -> None:
    file = tmp_path / "营业执照.jpg"
    file.write_bytes(laborious(4000, 300))
    made = opened("3.2.1")
    made.prompts.files = [file]
    began = time.process_time()
    made.screen.work.evidence.choose_files()
    said = [label.text() for label in made.screen.work.evidence.findChildren(QLabel)]
    assert any("反复解码" in line for line in said)
    assert time.process_time() - began < 3


def test_a_document_added_for_a_fact_is_linked_to_it(opened: Open, tmp_path: Path) -> None:
    file = tmp_path / "名册.png"
    file.write_bytes(png())
    made = opened("3.2.1")
    made.prompts.files = [file]
    made.screen.work.pages["3.2.1"].evidence_wanted.emit("企业数")
    (evidence,) = made.session.case.evidence
    assert made.session.case.claim("3.2.1").facts["企业数"].evidence == (evidence.key,)
    made.prompts.files = [file]
    made.screen.work.evidence.choose_files()
    assert len(made.session.case.evidence) == 2
    assert len(made.session.case.claim("3.2.1").facts["企业数"].evidence) == 2  # still the row one is on
    undo = made.navigator.undos[-1]
    assert undo is not None
    undo()
    assert made.session.case.claim("3.2.1").facts["企业数"].evidence == (evidence.key,)
    made.screen.presenter.choose("3.2.2")
    made.screen.work.evidence.choose_files()
    assert [item.title for item in made.session.case.evidence][2:] == ["名册 (3)"]
    assert made.session.case.claim("3.2.1").facts["企业数"].evidence == (evidence.key,)


def test_a_pasted_picture_is_attached_and_a_wrong_file_is_refused_in_words(opened: Open, tmp_path: Path) -> None:
    made = opened("3.2.1")
    QGuiApplication.clipboard().setImage(QImage.fromData(QByteArray(png())))
    made.screen.work.evidence.paste()
    assert made.session.case.evidence[0].title == "粘贴的图片"
    file = tmp_path / "表.pdf"
    file.write_bytes(b"not a PDF")
    made.prompts.files = [file]
    made.screen.work.evidence.choose_files()
    assert "表.pdf" in made.navigator.said[-1]
    assert len(made.session.case.evidence) == 1


def a_pdf() -> bytes:
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    painter = QPainter(writer)
    painter.drawRect(100, 100, 500, 500)
    painter.end()
    return bytes(store.data())


def test_a_pdf_is_shown_and_a_broken_one_is_told_in_words(opened: Open) -> None:
    made = opened("3.2.1")
    panel = made.screen.work.evidence
    panel.attached.emit("good.pdf", a_pdf(), None)
    shown_pages = panel.findChild(QPdfView)
    assert shown_pages is not None
    assert shown_pages.isVisible()
    assert shown_pages.document().pageCount() == 1
    panel.attached.emit("broken.pdf", b"%PDF-1.4 nothing more", None)
    assert not shown_pages.isVisible()
    assert any("broken" in label.text() and "损坏" in label.text() for label in panel.findChildren(QLabel))


def test_nobody_waits_for_a_document_that_is_no_longer_looked_at(opened: Open, case: Case) -> None:
    files = [Evidence(key=f"e{at}", title=f"材料{at}", sha256="0" * 64, media_type="application/pdf") for at in (1, 2)]
    waiting = WaitingTasks()
    made = opened("3.2.1", replace(case, evidence=tuple(files)), tasks=waiting)
    made.screen.work.evidence.look_at("e1")
    made.screen.work.evidence.look_at("e2")
    before, now = waiting.begun[-2:]
    assert (before.cancelled, now.cancelled) == (True, False)


class Held:
    """Store bytes only when told to, as a slow disk would."""

    def __init__(self, made: Bench) -> None:
        self.go, store = threading.Event(), made.session.store

        def slow(name: str, content: bytes, to: str | None = None) -> Evidence:
            assert self.go.wait(10)
            return store(name, content, to)

        made.session.store = slow  # type: ignore[method-assign]


def test_what_is_edited_while_a_document_is_stored_stays_and_so_does_the_document(opened: Open, qtbot: QtBot) -> None:
    tasks = PoolTasks()
    made = opened("3.2.1", tasks=tasks)
    held = Held(made)
    retype(line(made, COUNT), "15")
    made.screen.work.evidence.attached.emit("scan.png", png(), ("3.2.1", "企业数"))
    made.screen.presenter.undo()
    assert made.session.case.claim("3.2.1").facts["企业数"].verified == 12
    held.go.set()
    qtbot.waitUntil(lambda: bool(made.session.case.evidence))
    fact = made.session.case.claim("3.2.1").facts["企业数"]
    assert (fact.verified, fact.evidence) == (12, (made.session.case.evidence[0].key,))
    qtbot.waitUntil(lambda: shown(made, "review.saved").startswith("已保存"))
    assert made.store.tables.cases["c1"].evidence == made.session.case.evidence
    tasks.close()


def test_leaving_while_a_document_is_stored_asks_and_staying_keeps_it(opened: Open, qtbot: QtBot) -> None:
    tasks = PoolTasks()
    made = opened("3.2.1", tasks=tasks)
    held = Held(made)
    made.screen.work.evidence.attached.emit("scan.png", png(), None)
    made.prompts.yes = False
    assert not made.screen.leave()
    assert "scan.png" in made.prompts.asked[-1]
    held.go.set()
    qtbot.waitUntil(lambda: bool(made.session.case.evidence))
    assert made.screen.leave()
    assert made.store.tables.cases["c1"].evidence == made.session.case.evidence
    tasks.close()


def test_a_document_given_up_by_leaving_changes_nothing_afterwards(opened: Open, qtbot: QtBot) -> None:
    tasks = PoolTasks()
    made = opened("3.2.1", tasks=tasks)
    held = Held(made)
    made.screen.work.evidence.attached.emit("scan.png", png(), None)
    assert made.screen.leave()
    held.go.set()
    tasks.close()
    QApplication.processEvents()
    assert not made.session.dirty
    assert made.session.case.evidence == ()


def test_leaving_waits_for_a_save_under_way_and_saves_what_was_undone_meanwhile(opened: Open) -> None:
    tasks = PoolTasks()
    made = opened("3.2.1", tasks=tasks)
    go, save = threading.Event(), made.session.save

    def slow() -> datetime | None:
        assert go.wait(10)
        return save()

    retype(line(made, COUNT), "15")
    made.session.save = slow  # type: ignore[method-assign]
    made.screen._autosave._begin()
    made.session.save = save  # type: ignore[method-assign]
    made.screen.presenter.undo()
    threading.Timer(0.2, go.set).start()
    assert made.screen.leave()
    tasks.close()
    assert not made.session.dirty
    assert made.store.tables.cases["c1"].claim("3.2.1").facts["企业数"].verified == 12


def test_a_case_that_came_back_says_who_sent_it_and_why(opened: Open, case: Case) -> None:
    at = datetime(2016, 12, 5, 10, 22, tzinfo=UTC)
    forth = Passage(
        at=at,
        person="p1",
        name="沈晓岚",
        role=Role.EXAMINER,
        origin=Stage.EXAMINATION,
        destination=Stage.CHECK,
        opinion="拟同意",
    )
    back = replace(
        forth,
        name="陆建平",
        role=Role.CHECKER,
        origin=Stage.CHECK,
        destination=Stage.EXAMINATION,
        opinion="税收证明缺页",
    )
    sent_back = replace(case, passages=(forth, back))
    assert "陆建平" in shown(opened("3.2.1", sent_back), "review.returned")
    said = shown(opened("3.2.1", sent_back, person=CHECKER), "review.returned")
    assert said.startswith("已退回，等沈晓岚修改")
    assert "税收证明缺页" in said
    checking = opened("3.2.1", replace(case, stage=Stage.CHECK, passages=(forth,)), person=CHECKER)
    assert checking.screen.findChild(QLabel, "review.returned") is None
    locked = checking.screen.findChild(QWidget, "review.locked")
    assert locked is not None
    assert any("拟同意" in label.text() for label in locked.findChildren(QLabel))


def test_another_approved_amount_is_in_sight_beside_the_computed_one(opened: Open, case: Case) -> None:
    made = opened("3.2.1", with_claim(case, "3.2.1", approved=8_000_000, approved_reason="budget"))
    assert shown(made, "review.derivation.approved") == "审定额 80,000.00 元（捌万元整）"
    assert "审定 80,000.00" in shown(made, "review.page.3.2.1.state")
    lines = made.screen.work.measures.lines
    line_of = lines.index(lines.row_of("3.2.1")).data(LINE_ROLE)
    assert "审定 80,000.00" in line_of.approved


def test_a_scanned_picture_fills_the_width(opened: Open, qtbot: QtBot) -> None:
    made = opened("3.2.1")
    made.screen.work.evidence.attached.emit("a.png", png(), None)
    view = made.screen.findChild(QGraphicsView, "review.evidence.picture")
    assert view is not None
    qtbot.waitUntil(view.isVisible)
    QApplication.processEvents()
    width = view.transform().mapRect(view.sceneRect()).width()
    assert view.width() * 0.85 < width <= view.width()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_findings_are_read_whole(opened: Open, case: Case) -> None:
    made = opened("3.2.1", with_claim(with_claim(case, "3.2.1", verdicts={}), "3.3.1", verdicts={}))
    made.screen.show_findings()
    popup = made.screen.findChild(QWidget, "review.findings-list")
    found = made.screen.findChild(QListWidget, "review.findings-list.items")
    assert popup is not None
    assert found is not None
    assert found.horizontalScrollBar().maximum() == 0
    for row in range(found.count()):
        room = found.visualItemRect(found.item(row))
        wanted = found.fontMetrics().boundingRect(
            0, 0, room.width() - 40, 9999, int(Qt.TextFlag.TextWordWrap), found.item(row).text()
        )
        assert room.height() >= wanted.height()
    popup.close()


def test_a_document_is_renamed_in_place(opened: Open) -> None:
    made = opened("3.2.1")
    made.screen.work.evidence.attached.emit("a.png", png(), None)
    panel = made.screen.work.evidence
    made.screen.work.show_evidence(made.session.case.evidence[0].key)
    panel.rename()
    field = focused()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "list")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert made.session.case.evidence[0].title == "list"


def test_removing_a_document_can_be_undone(opened: Open, tmp_path: Path) -> None:
    made = opened("3.2.1")
    made.screen.work.evidence.attached.emit("a.png", png(), None)
    made.screen.work.evidence.remove()
    assert made.session.case.evidence == ()
    made.screen.presenter.undo()
    assert len(made.session.case.evidence) == 1


# --- who may edit ---


def editors(made: Bench) -> list[QWidget]:
    page = made.screen.work.pages["3.2.1"]
    lines = [field for field in page.findChildren(QLineEdit) if not field.isReadOnly() and field.isEnabled()]
    texts = [field for field in page.findChildren(QPlainTextEdit) if not field.isReadOnly()]
    boxes = [field for field in page.findChildren(QComboBox) if field.isEnabled()]
    return [*lines, *texts, *boxes]


def test_the_checker_looks_and_is_told_why_nothing_can_be_changed(opened: Open, case: Case) -> None:
    made = opened("3.2.1", replace(case, stage=Stage.CHECK), person=CHECKER)
    banner = made.screen.findChild(QWidget, "review.locked")
    assert banner is not None
    assert banner.isVisible()
    assert editors(made) == []
    before = made.session.case
    QTest.keyClick(made.screen.work.measures, Qt.Key.Key_2)
    assert made.session.case is before


def test_the_approver_may_set_amounts_and_opinions_only(opened: Open, case: Case) -> None:
    made = opened("3.2.1", replace(case, stage=Stage.DECISION), person=APPROVER)
    names = {widget.objectName() for widget in editors(made)}
    assert "review.amounts.3.2.1.approved.line" in names
    assert "review.opinion.3.2.1.text" in names
    assert not any(name.startswith("review.fact") for name in names)
    retype(line(made, "review.amounts.3.2.1.approved.line"), "80000")
    assert made.session.case.claim("3.2.1").approved == 8_000_000


# --- particulars and measures ---


def test_particulars_are_taken_up_when_they_make_sense(opened: Open) -> None:
    made = opened("")
    field = line(made, "review.basics.uscc")
    retype(field, "91330105BEJJ955BC1")
    assert made.session.case.applicant.uscc == "91330105BEJJ955BC0"
    assert made.screen.work.basics.problems()
    retype(field, "91330105BEJJ955BC0")
    assert not made.screen.work.basics.problems()
    retype(line(made, "review.basics.contact"), "Wang")
    assert made.session.case.applicant.contact == "Wang"


def test_a_measure_is_added_looked_at_removed_and_brought_back(opened: Open) -> None:
    made = opened("3.2.1")
    made.screen.work.add_measure("3.4.1")
    assert made.screen.presenter.snapshot().chosen == "3.4.1"
    remove = made.screen.findChild(QAbstractButton, "review.measures.remove")
    assert remove is not None
    QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert all(claim.measure != "3.4.1" for claim in made.session.case.claims)
    made.screen.presenter.undo()
    assert any(claim.measure == "3.4.1" for claim in made.session.case.claims)


def test_undo_shows_where_it_happens(opened: Open) -> None:
    made = opened("3.2.1")
    retype(line(made, "review.fact.3.2.1.企业数.verified.line"), "7")
    made.screen.presenter.choose("3.3.1")
    made.screen.presenter.undo()
    assert made.screen.presenter.snapshot().chosen == "3.2.1"
    made.screen.work.add_measure("3.4.1")
    made.screen.presenter.undo()
    assert made.screen.presenter.snapshot().chosen != "3.4.1"


def test_the_journal_says_what_changed_in_words(opened: Open) -> None:
    made = opened("3.2.1")
    retype(line(made, "review.fact.3.2.1.企业数.verified.line"), "7")
    made.screen.presenter.leave()
    made.screen.work.show_tab(2)
    said = [label.text() for label in made.screen.work.journal.findChildren(QLabel)]
    assert "年度奖励 · 企业数 · 核定值：12家 → 7家" in said
    assert "修改内容 · 王经办" in said


def test_common_phrases_are_put_into_the_opinion(opened: Open) -> None:
    made = opened("3.2.1")
    opinion = made.screen.work.pages["3.2.1"].opinion
    (button,) = opinion.findChildren(QPushButton, "review.opinion.3.2.1.phrases")
    menu = button.menu()
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    assert "100,000.00" in made.session.case.claim("3.2.1").opinion


@pytest.mark.parametrize("documents", [(), ("e1",)])
def test_a_common_phrase_says_whether_there_are_documents(opened: Open, case: Case, documents: tuple[str, ...]) -> None:
    facts = {name: replace(entry, evidence=documents) for name, entry in case.claim("3.2.1").facts.items()}
    judged = {"产业定位明晰": VerdictEntry(result=Result.MET, evidence=documents)}
    made = opened("3.2.1", with_claim(case, "3.2.1", facts=facts, verdicts=judged))
    (button,) = made.screen.work.pages["3.2.1"].opinion.findChildren(QPushButton, "review.opinion.3.2.1.phrases")
    menu = button.menu()
    menu.aboutToShow.emit()
    first = menu.actions()[0].text()
    assert ("材料齐全" in first, "未见佐证材料" in first) == (bool(documents), not documents)


# --- the keyboard alone, and names for those who cannot see ---


def test_a_whole_review_by_keyboard_alone(opened: Open, case: Case) -> None:
    facts = {**case.claim("3.2.1").facts, "企业数": FactEntry(claimed=12)}
    made = opened("3.2.2", with_claim(case, "3.2.1", facts=facts, verdicts={}))
    made.screen.arrive()
    measures = made.screen.work.measures
    QTest.keyClick(measures, Qt.Key.Key_Up)
    assert made.screen.presenter.snapshot().chosen == "3.2.1"
    QTest.keyClick(measures, Qt.Key.Key_Return)
    QTest.keyClick(focused(), Qt.Key.Key_1)
    QTest.keyClick(focused(), Qt.Key.Key_F8)
    here = focused()
    assert here.objectName() == "review.fact.3.2.1.企业数.verified.line"
    QTest.keyClick(here, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shown(made, "review.derivation.amount") == "100,000.00 元"
    reached = set()
    for _step in range(80):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        reached.add(focused().objectName())
    assert "review.opinion.3.2.1.text" in reached
    assert "review.submit" in reached or "review.memo" in reached


@pytest.mark.parametrize("measure", ["", "3.2.1", "3.2.5", "3.3.1", "3.3.2", "3.4.2"])
def test_every_control_has_a_name_of_its_own_and_words_for_a_screen_reader(opened: Open, measure: str) -> None:
    made = opened(measure)
    interactive = [
        widget
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
        for widget in made.screen.findChildren(kind)
        if not widget.objectName().startswith("qt_") and widget.isVisibleTo(made.screen)
        if widget.metaObject().className() != "QTableCornerButton"  # Qt's own, without a name in Qt 6.9
    ]
    names = [widget.objectName() for widget in interactive]
    assert all(name.startswith("review.") for name in names), [n for n in names if not n.startswith("review.")]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)
    silent = [w.objectName() for w in interactive if not (w.accessibleName() or getattr(w, "text", str)())]
    assert silent == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_measure_of_the_policy_opens_in_both_languages_without_clipping(
    opened: Open, case: Case, language: str
) -> None:
    wording.speak(language)
    made = opened("")
    for measure in made.session.policy.measures:
        if not made.screen.presenter.snapshot().claimed(measure.id):
            made.screen.presenter.edit(AddClaim(measure.id))
        made.screen.presenter.choose(measure.id)
        QApplication.processEvents()
        page = made.screen.work.pages[measure.id]
        assert page.horizontalScrollBar().maximum() == 0, measure.id
    assert made.screen.minimumSizeHint().width() <= 1302
