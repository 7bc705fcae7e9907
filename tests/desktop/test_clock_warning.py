"""At the start, a clock that stands before the journal is told with both times; who sits there can answer for it, by name."""

from datetime import timedelta

from PySide6.QtWidgets import QDialog

from gongshu_desktop.desktop.app import warn_of_clock
from gongshu_desktop.desktop.widgets.message import ask
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from gongshu_desktop.services.journal.acts import ClockAct
from tests.desktop.conftest import Clock
from tests.desktop.fakes import ScriptedPrompts
from tests.desktop.steps import Answers, press


def test_the_start_warns_and_takes_an_answer_only_from_whoever_gives_it(
    window: MainWindow, office: OpenOffice, clock: Clock, prompts: ScriptedPrompts
) -> None:
    warn_of_clock(window, office.clock_guard.behind())
    assert prompts.asked == []
    clock.now -= timedelta(days=400)
    prompts.yes = False
    warn_of_clock(window, office.clock_guard.behind())
    assert prompts.asked == ["本机时钟早于操作日志"]
    assert "2016-12-06" in office.clock_guard.behind()
    prompts.yes = True
    warn_of_clock(window, office.clock_guard.behind())
    assert office.clock_guard.behind() == ""
    with office.store.open_uow() as uow:
        (entry,) = uow.journal.of_act(ClockAct.CONFIRM)
    assert window.person is not None
    assert entry.person == window.person.id


def test_a_long_question_does_not_fill_the_screen_from_side_to_side(
    window: MainWindow, office: OpenOffice, clock: Clock
) -> None:
    clock.now -= timedelta(days=400)
    words = office.clock_guard.behind()
    assert words

    def read(dialog: QDialog) -> None:
        assert dialog.width() <= 700
        press(dialog, "question.cancel")

    with Answers(read):
        ask(window.theme, "本机时钟早于操作日志", words, "是", danger=True, parent=window)
