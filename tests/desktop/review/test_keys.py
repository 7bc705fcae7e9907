"""Keys mean what the focus says: figures typed one after another land in their fields and in nothing else."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.stage import Stage
from tests.desktop.review.conftest import Open
from tests.desktop.review.test_typing import COUNT, line
from tests.desktop.review.workbench import Bench

FUNDS = "review.fact.3.2.1.实际到位资金总额.verified.line"
TAXES = "review.fact.3.2.1.年度经常性税收总额.verified.line"


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_on(keys: str) -> None:
    """Type as a person does: each key goes to whatever has the focus now."""
    for key in keys:
        special = {"\t": Qt.Key.Key_Tab, "\n": Qt.Key.Key_Return}.get(key)
        if special is None:
            QTest.keyClicks(focused(), key)
        else:
            QTest.keyClick(focused(), special)


def verdicts(made: Bench) -> dict[str, Result]:
    return {name: entry.result for name, entry in made.session.case.claim("3.2.1").verdicts.items()}


@pytest.mark.parametrize("between", ["\t", "\n"])
def test_figures_typed_one_after_another_land_in_their_fields_and_change_no_verdict(opened: Open, between: str) -> None:
    made = opened("3.2.1")
    before = verdicts(made)
    names = list(made.screen.work.pages["3.2.1"].rows.facts)
    first = line(made, f"review.fact.3.2.1.{names[0]}.verified.line")
    first.setFocus()
    first.selectAll()
    type_on(between.join(("12", "2000", "31")))
    facts = made.session.case.claim("3.2.1").facts
    assert [facts[name].verified for name in names[:3]] == [12, 2000, 31]
    assert verdicts(made) == before


def test_enter_selects_what_stands_in_the_next_field(opened: Open) -> None:
    made = opened("3.2.1")
    line(made, COUNT).setFocus()
    type_on("\n")
    following = focused()
    assert isinstance(following, QLineEdit)
    assert following.objectName().endswith(".verified.line")
    assert following.selectedText() == following.text() != ""


def test_enter_behind_the_last_figure_does_not_stay_in_it(opened: Open) -> None:
    made = opened("3.2.1")
    names = list(made.screen.work.pages["3.2.1"].rows.facts)
    last = line(made, f"review.fact.3.2.1.{names[-1]}.verified.line")
    last.setFocus()
    text = last.text()
    type_on("\n7")
    assert not last.hasFocus()
    assert last.text().replace(",", "").split(".")[0] == text.split(".")[0]


def elsewhere() -> list[Callable[[Bench], QWidget]]:
    return [
        lambda made: made.screen.work.measures,
        lambda made: made.screen.work.pages["3.2.1"].rows.facts["企业数"].tools()[1],
        lambda made: made.screen.header.findings_button,
    ]


@pytest.mark.parametrize("place", elsewhere())
@pytest.mark.parametrize("key", ["1", "2", "3", "4"])
def test_a_digit_outside_the_condition_is_no_verdict(opened: Open, place: Callable[[Bench], QWidget], key: str) -> None:
    made = opened("3.2.1")
    before = made.session.case
    place(made).setFocus()
    QTest.keyClicks(focused(), key)
    assert made.session.case == before


def test_a_verdict_by_key_is_said_and_taken_back_alone(opened: Open) -> None:
    made = opened("3.2.1")
    before = verdicts(made)
    made.screen.work.pages["3.2.1"].rows.criteria["产业定位明晰"].setFocus()
    QTest.keyClicks(focused(), "2")
    assert verdicts(made)["产业定位明晰"] is Result.UNMET
    assert "产业定位明晰" in made.navigator.said[-1]
    line(made, COUNT).setFocus()
    line(made, COUNT).selectAll()
    type_on("17")
    undo = made.navigator.undos[-1]
    assert undo is not None
    undo()
    assert verdicts(made) == before
    assert made.session.case.claim("3.2.1").facts["企业数"].verified == 17


def test_only_a_condition_with_the_focus_looks_chosen(opened: Open) -> None:
    made = opened("3.2.1")
    row = made.screen.work.pages["3.2.1"].rows.criteria["产业定位明晰"]
    line(made, COUNT).setFocus()
    assert row.property("current") != "true"
    row.setFocus()
    assert row.property("current") == "true"
    made.screen.work.measures.setFocus()
    assert row.property("current") == "false"


def test_typing_an_application_in_goes_down_the_claimed_column(opened: Open, case: Case) -> None:
    made = opened("3.2.1", replace(case, stage=Stage.REGISTERED))
    names = list(made.screen.work.pages["3.2.1"].rows.facts)
    first = line(made, f"review.fact.3.2.1.{names[0]}.claimed-field.line")
    first.setFocus()
    first.selectAll()
    type_on("12\n2000\t31")
    facts = made.session.case.claim("3.2.1").facts
    assert [facts[name].claimed for name in names[:3]] == [12, 2000, 31]
