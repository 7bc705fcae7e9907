"""口径: adopting an option, on an authority, by somebody who may."""

from PySide6.QtWidgets import QApplication, QDialog, QLabel, QRadioButton

from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.records import Person
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.steps import Answers, named, press, write


def adopt(dialog: QDialog) -> None:
    press(dialog, "adopt.ok")
    assert dialog.isVisible()
    named(dialog, "adopt.option.year", QRadioButton).setChecked(True)
    write(dialog, "adopt.authority", "拱众办〔2016〕5号")
    press(dialog, "adopt.ok")


def test_the_approver_adopts_a_reading(window: MainWindow, office: OpenOffice, people: dict[Role, Person]) -> None:
    window.sit_down(people[Role.APPROVER].id)
    window.go("readings")

    with Answers(adopt):
        press(window, "readings.adopt.3.2.5.cap")

    (adopted,) = office.offices.readings("gongshu-2016-10")
    assert (adopted.key, adopted.option, adopted.name) == ("3.2.5.cap", "year", "陆海燕")
    QApplication.processEvents()
    shown = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert any("拱众办〔2016〕5号" in words for words in shown)


def test_nobody_else_may(
    window: MainWindow, office: OpenOffice, people: dict[Role, Person], prompts: ScriptedPrompts
) -> None:
    window.sit_down(people[Role.EXAMINER].id)
    window.go("readings")

    press(window, "readings.adopt.3.2.5.cap")

    assert not office.offices.readings("gongshu-2016-10")
    assert len(prompts.problems) == 1
