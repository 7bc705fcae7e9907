"""单位: founding, people, keys; what exists only once is not lost to a full stick."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QPushButton

from gongshu_desktop.desktop.dialogs.secret_file import SecretFile
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.records import Person
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.signed import ROOT_SECRET, give_keys
from tests.desktop.steps import Answers, named, press, write


def said(dialog: QDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_the_office_is_founded_once_and_its_root_key_is_written(
    window: MainWindow, office: OpenOffice, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.target = tmp_path / "根.pem"
    window.go("office")

    def fill(dialog: QDialog) -> None:
        press(dialog, "found.ok")
        assert "请填写单位名称。" in said(dialog)
        write(dialog, "found.name", "拱墅区审核工作组")
        write(dialog, "found.passphrase", ROOT_SECRET)
        write(dialog, "found.again", ROOT_SECRET + "x")
        press(dialog, "found.ok")
        assert "两次输入不一样。" in said(dialog)
        write(dialog, "found.again", ROOT_SECRET)
        press(dialog, "found.ok")

    with Answers(fill):
        press(window, "office.found")

    assert prompts.target.stat().st_size > 0
    assert office.offices.fingerprint() in [label.text() for label in window.findChildren(QLabel)]
    assert not [button for button in window.findChildren(QPushButton, "office.found") if button.isVisible()]


def test_a_weak_passphrase_is_refused_in_words(
    window: MainWindow, office: OpenOffice, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.target = tmp_path / "根.pem"
    window.go("office")

    def weak(dialog: QDialog) -> None:
        write(dialog, "found.name", "某单位")
        write(dialog, "found.passphrase", "123456")
        write(dialog, "found.again", "123456")
        press(dialog, "found.ok")
        assert dialog.isVisible()
        press(dialog, "found.cancel")

    with Answers(weak):
        press(window, "office.found")

    assert office.offices.office() is None


def test_a_person_is_registered_and_can_work(window: MainWindow, office: OpenOffice, qapp: QApplication) -> None:
    window.go("office")

    def fill(dialog: QDialog) -> None:
        write(dialog, "person.name", "王芳")
        press(dialog, "person.ok")
        assert "请至少选择一种职责。" in said(dialog)
        named(dialog, "person.role.checker", QCheckBox).setChecked(True)
        press(dialog, "person.ok")

    with Answers(fill):
        press(window, "office.add")
    qapp.processEvents()

    new = next(person for person in office.offices.people() if person.name == "王芳")
    window.sit_down(new.id)
    assert window.person is not None
    assert window.person.name == "王芳"


def test_a_key_is_issued_and_written(
    window: MainWindow, office: OpenOffice, prompts: ScriptedPrompts, tmp_path: Path, people: dict[Role, Person]
) -> None:
    root = tmp_path / "根.pem"
    root.write_bytes(office.offices.found("某单位", "拱众审", ROOT_SECRET))
    prompts.target = tmp_path / "陈静.p12"
    person = people[Role.EXAMINER]
    window.go("office")

    def fill(dialog: QDialog) -> None:
        write(dialog, "issue.root.file", str(root))
        write(dialog, "issue.root.passphrase", "not this one, surely")
        write(dialog, "issue.passphrase", "my very own secret words")
        write(dialog, "issue.again", "my very own secret words")
        press(dialog, "issue.ok")
        assert "口令不对，打不开根密钥。" in said(dialog)
        write(dialog, "issue.root.passphrase", ROOT_SECRET)
        press(dialog, "issue.ok")

    with Answers(fill):
        press(window, f"office.key.{person.id}")

    assert office.signing.open_key(prompts.target.read_bytes(), "my very own secret words").name == "陈静"


def test_without_an_office_no_key_can_be_issued(window: MainWindow, people: dict[Role, Person]) -> None:
    window.go("office")
    assert not named(window, f"office.key.{people[Role.EXAMINER].id}", QPushButton).isEnabled()


def test_the_trust_file_is_exported(
    window: MainWindow, office: OpenOffice, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    give_keys(office)
    prompts.target = tmp_path / "信任.json"
    window.go("office")

    press(window, "office.trust")

    assert prompts.target.read_bytes() == office.offices.trust()


def test_a_key_that_cannot_be_written_is_asked_for_again(tmp_path: Path) -> None:
    """A stick that is full: told, asked for another place, and written there."""

    class Moving(ScriptedPrompts):
        def save_file(self, title: str, suggested: str, kinds: str) -> Path | None:
            self.target = tmp_path / "好.p12" if self.problems else tmp_path / "没有这个文件夹" / "坏.p12"
            return self.target

    prompts = Moving()
    file = SecretFile("存到哪里", "密钥", "p12")
    assert file.choose(prompts)

    assert file.keep(b"only once", prompts)

    assert (tmp_path / "好.p12").read_bytes() == b"only once"
    assert len(prompts.problems) == 1


@pytest.mark.parametrize("gives_up", [True])
def test_a_key_is_given_up_only_when_said_so(tmp_path: Path, gives_up: bool) -> None:
    prompts = ScriptedPrompts(yes=gives_up)
    assert not SecretFile("存到哪里", "密钥", "p12").keep(b"only once", prompts)
    assert prompts.asked == ["放弃这个密钥？"]
