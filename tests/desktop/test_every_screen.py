"""Every screen opens in both languages and both themes, without untranslated or unnamed things."""

import re
from typing import TypeVar

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from gongshu_desktop.desktop.places import PLACES
from gongshu_desktop.desktop.settings import SettingsFile
from gongshu_desktop.desktop.window import MainWindow
from gongshu_desktop.open_office import OpenOffice
from tests.desktop.screenshots import dialogs, furnish

INTERACTIVE = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit,
)  # fmt: skip
W = TypeVar("W", bound=QWidget)


def visible(window: QWidget, kind: type[W]) -> list[W]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def interactive(window: QWidget) -> list[QWidget]:
    """The controls that a person uses; not the parts that Qt makes them of."""
    found = []
    for kind in INTERACTIVE:
        for widget in visible(window, kind):
            part = isinstance(widget.parent(), QComboBox | QAbstractSpinBox | QLineEdit | QAbstractItemView)
            if not part and not widget.objectName().startswith("qt_"):
                found.append(widget)
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("place", [place.key for place in PLACES])
def test_every_control_has_a_name_of_its_own(
    window: MainWindow, settings: SettingsFile, qapp: QApplication, place: str, language: str
) -> None:
    settings.change(language=language)
    window.rebuild()
    qapp.processEvents()
    window.go(place)
    qapp.processEvents()

    controls = interactive(window)
    names = [widget.objectName() for widget in controls]

    assert controls
    assert [repr(widget) for widget in controls if not widget.objectName()] == []
    assert sorted(name for name in names if names.count(name) > 1) == []
    assert [widget.objectName() for widget in controls if not widget.accessibleName()] == []


@pytest.mark.parametrize("place", [place.key for place in PLACES])
def test_nothing_on_a_screen_stays_chinese_in_english(
    window: MainWindow, settings: SettingsFile, qapp: QApplication, place: str
) -> None:
    settings.change(language="en")
    window.rebuild()
    qapp.processEvents()
    window.go(place)
    qapp.processEvents()

    shown = [label.text() for label in visible(window, QLabel)]
    shown += [button.text() for button in visible(window, QAbstractButton)]

    # names of people, policies and clauses are data; the language is named in itself
    chinese = [text for text in shown if re.search("[\u4e00-\u9fff]", text) and not _data(window, text)]
    assert chinese == []


def _data(window: MainWindow, text: str) -> bool:
    program = window.program
    policy = program.policies.get(program.policies.ids()[0])
    known = [person.name for person in program.offices.people()] + [person.post for person in program.offices.people()]
    known += [policy.number, policy.title, policy.issuer, "简体中文"]
    for measure in policy.measures:
        known += [measure.title, measure.clause, measure.payee, measure.frequency, measure.note, measure.amount_rule]
        known += [measure.ceiling_rule]
        for criterion in measure.criteria:
            known += [criterion.name, criterion.rule, criterion.hint, *criterion.evidence]
        for fact in measure.facts:
            known += [fact.name, fact.hint, fact.unit, *fact.evidence, *(column.name for column in fact.columns)]
        for reading in measure.readings:
            known += [reading.phrase, reading.question, *reading.options.values()]
    known += [part for target in policy.targets for part in (target.indicator, target.target)]
    for word in sorted(filter(None, known), key=len, reverse=True):
        text = text.replace(word, "")
    return not re.search("[\u4e00-\u9fff]", text) or any(text and text in name for name in known)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_dialog_is_named_translated_and_fits_the_screen(
    window: MainWindow, settings: SettingsFile, office: OpenOffice, qapp: QApplication, language: str
) -> None:
    memo = furnish(office)
    settings.change(language=language)
    window.rebuild()
    qapp.processEvents()

    for name, make in dialogs(window, memo).items():
        dialog = make()
        dialog.show()
        qapp.processEvents()
        controls = interactive(dialog)
        names = [widget.objectName() for widget in controls]
        assert [repr(widget) for widget in controls if not widget.objectName()] == [], name
        assert sorted(item for item in names if names.count(item) > 1) == [], name
        assert [widget.objectName() for widget in controls if not widget.accessibleName()] == [], name
        needed = dialog.layout()
        assert needed is not None
        assert needed.totalMinimumSize().height() <= 768 - 60, name
        if language == "en":
            shown = [button.text() for button in visible(dialog, QAbstractButton)]
            assert [text for text in shown if re.search("[\u4e00-\u9fff]", text) and not _own(window, text)] == [], name
        dialog.close()
        dialog.deleteLater()


def _own(window: MainWindow, text: str) -> bool:
    """Words of the policy and of the record, which stay Chinese."""
    policy = window.program.policies.get("gongshu-2016-10")
    return (
        _data(window, text)
        or text in policy.vocabulary["roles"]
        or text.startswith(("经审核", "提交复核", "补差", "全额", "拱众审"))
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["standard", "larger"])
def test_every_screen_fits_the_smallest_usual_window(
    window: MainWindow, settings: SettingsFile, qapp: QApplication, theme: str, size: str
) -> None:
    settings.change(theme=theme, text_size=size)
    window.rebuild()
    qapp.processEvents()
    for place in PLACES:
        window.go(place.key)
        qapp.processEvents()
        assert window.current is not None
        page, whole = window.current.minimumSizeHint(), window.minimumSizeHint()
        assert page.width() <= 1366, place.key
        assert page.height() <= 768, place.key
        assert whole.width() <= 1366, place.key
        assert whole.height() <= 768, place.key
