"""签署 in the window: what is signed is shown, a wrong passphrase can be typed again, the third signature issues."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton

from gongshu_desktop.desktop.dialogs.signing import sign_memo
from gongshu_desktop.desktop.screens.review.findings_popup import FindingsPopup
from gongshu_desktop.desktop.screens.work_list.state import waits_for
from gongshu_desktop.desktop.widgets.surfaces import Banner
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.ports import MemoRecord, MemoState
from gongshu_desktop.services.records import Person
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.signed import give_keys, secret_of, to_signing
from tests.desktop.steps import Answers, named, press, write


@pytest.fixture
def ready(office: OpenOffice, tmp_path: Path) -> tuple[MemoRecord, dict[str, Path]]:
    """A memo to sign, and everybody's key on a stick."""
    files = {}
    for id, key in give_keys(office).items():
        files[id] = tmp_path / f"{id}.p12"
        files[id].write_bytes(key)
    return to_signing(office), files


def sign(window: MainWindow, office: OpenOffice, memo: MemoRecord, person: Person) -> list[MemoRecord]:
    """Ask the window to have this person sign."""
    window.sit_down(person.id)
    QApplication.processEvents()
    signed: list[MemoRecord] = []
    sign_memo(window.surroundings, office.desk.open(memo.case, person), memo, signed.append)
    return signed


def words_of(dialog: QDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_three_people_sign_and_the_memo_is_issued(
    window: MainWindow, office: OpenOffice, ready: tuple[MemoRecord, dict[str, Path]]
) -> None:
    memo, files = ready
    for role in Role:
        person = next(person for person in office.offices.people() if role in person.roles)

        def give(dialog: QDialog, person: Person = person) -> None:
            assert "100,000.00 元" in words_of(dialog)
            assert "人民币壹拾万元整" in words_of(dialog)
            write(dialog, "sign.file", str(files[person.id]))
            write(dialog, "sign.passphrase", secret_of(person))
            press(dialog, "sign.ok")

        with Answers(give):
            (memo,) = sign(window, office, memo, person)

    assert memo.state is MemoState.ISSUED
    assert office.desk.summaries()[0].stage is Stage.ISSUED


def test_a_wrong_passphrase_is_told_and_can_be_typed_again(
    window: MainWindow, office: OpenOffice, ready: tuple[MemoRecord, dict[str, Path]], people: dict[Role, Person]
) -> None:
    memo, files = ready
    person = people[Role.EXAMINER]

    def twice(dialog: QDialog) -> None:
        write(dialog, "sign.file", str(files[person.id]))
        press(dialog, "sign.ok")
        assert "请输入密钥口令。" in words_of(dialog)
        write(dialog, "sign.passphrase", "something else")
        press(dialog, "sign.ok")
        assert any("口令不对" in words for words in words_of(dialog))
        write(dialog, "sign.passphrase", secret_of(person))
        press(dialog, "sign.ok")

    with Answers(twice):
        signed = sign(window, office, memo, person)

    assert [item.state for item in signed] == [MemoState.SIGNING]


def test_somebody_elses_key_is_refused(
    window: MainWindow, office: OpenOffice, ready: tuple[MemoRecord, dict[str, Path]], people: dict[Role, Person]
) -> None:
    memo, files = ready

    def other(dialog: QDialog) -> None:
        write(dialog, "sign.file", str(files[people[Role.CHECKER].id]))
        write(dialog, "sign.passphrase", secret_of(people[Role.CHECKER]))
        press(dialog, "sign.ok")
        assert dialog.isVisible()
        assert any("不是发给陈静的" in words for words in words_of(dialog))
        press(dialog, "sign.cancel")

    with Answers(other):
        assert sign(window, office, memo, people[Role.EXAMINER]) == []

    assert office.memos.get(memo.id).state is MemoState.DRAWN


def test_out_of_turn_is_told_before_any_key_is_asked_for(
    window: MainWindow,
    office: OpenOffice,
    ready: tuple[MemoRecord, dict[str, Path]],
    people: dict[Role, Person],
    prompts: ScriptedPrompts,
) -> None:
    memo, _files = ready

    assert sign(window, office, memo, people[Role.APPROVER]) == []

    assert prompts.problems == ["现在应由经办人陈静签署。请换由本人办理。"]


def test_the_passphrase_is_kept_nowhere(
    window: MainWindow,
    office: OpenOffice,
    ready: tuple[MemoRecord, dict[str, Path]],
    people: dict[Role, Person],
    tmp_path: Path,
) -> None:
    memo, files = ready
    person = people[Role.EXAMINER]

    def give(dialog: QDialog) -> None:
        write(dialog, "sign.file", str(files[person.id]))
        write(dialog, "sign.passphrase", secret_of(person))
        press(dialog, "sign.ok")

    with Answers(give):
        sign(window, office, memo, person)

    kept = (tmp_path / "desktop.json").read_text(encoding="utf-8")
    assert str(files[person.id]) in kept
    assert secret_of(person) not in kept


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_everybody_is_told_whose_signature_the_case_waits_for(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person], ready: tuple[MemoRecord, dict[str, Path]]
) -> None:
    memo, files = ready
    first = next(item for item in office.offices.people() if Role.EXAMINER in item.roles)
    second = people[Role.CHECKER]
    for person, wanted in ((second, f"待经办人{first.name}签署。"), (first, f"待复核人{second.name}签署。")):
        window.sit_down(person.id)
        window.open_case(memo.case)
        banner = window.findChild(Banner, "review.locked")
        assert banner is not None
        assert banner.words.text().startswith(wanted)
        screen = window.current
        nothing_open = replace(screen.presenter.snapshot(), findings=(), waiting={})  # type: ignore[union-attr]
        screen.header.show_case(nothing_open)  # type: ignore[union-attr]
        assert named(window, "review.findings", QPushButton).text() == "待签署"
        assert named(window, "review.stage.4", QLabel).text() == "签署"
        screen.show_findings()  # type: ignore[union-attr]
        popup = window.findChild(FindingsPopup)
        assert popup is not None
        assert [label.text() for label in popup.findChildren(QLabel)] == [wanted]
        popup.close()
        window.go("cases")
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if person is second:
            office.memos.sign(memo.id, first, files[first.id].read_bytes(), secret_of(first))


def test_the_list_says_whose_signature_a_case_waits_for_and_that_somebody_signed(
    office: OpenOffice, ready: tuple[MemoRecord, dict[str, Path]], people: dict[Role, Person]
) -> None:
    memo, files = ready
    before = office.desk.open(memo.case, people[Role.EXAMINER]).case.passages[-1].at
    for number, role in enumerate(Role):
        line = office.front_page.summaries()[0]
        assert (line.signer, line.signer_name) == (people[role].id, people[role].name)
        assert [waits_for(line, people[other]) for other in Role] == [other is role for other in Role]
        signed = [entry.at for entry in office.desk.journal(memo.case) if entry.action == "sign"]
        assert len(signed) == number
        assert line.changed == (signed[-1] if signed else before)
        assert list(office.desk.summaries()) == [line]
        memo = office.memos.sign(memo.id, people[role], files[people[role].id].read_bytes(), secret_of(people[role]))
    line = office.front_page.summaries()[0]
    assert (line.stage, line.signer, line.signer_name) == (Stage.ISSUED, "", "")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_what_is_open_is_not_said_to_be_submitted_where_nothing_is_submitted(
    window: MainWindow, ready: tuple[MemoRecord, dict[str, Path]]
) -> None:
    window.open_case(ready[0].case)
    screen = window.current
    snapshot = screen.presenter.snapshot()  # type: ignore[union-attr]
    assert snapshot.findings
    popup, anchor = window.findChild(FindingsPopup), named(window, "review.findings", QPushButton)
    assert popup is not None
    for findings, awaited, wanted in (
        ((), None, "没有待办事项，可以提交"),
        ((), "", "没有待办事项"),
        (snapshot.findings, "", f"提示 {len(snapshot.findings)}"),
    ):
        popup.open_below(anchor, findings, snapshot.policy, awaited=awaited)
        assert [label.text() for label in popup.findChildren(QLabel)] == [wanted]
        popup.close()
