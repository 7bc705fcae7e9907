"""Verdicts by key and button, with the reasons that they need."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import VerdictEntry
from gongshu_desktop.services.ports import AdoptedReading
from tests.desktop.fakes import NOW
from tests.desktop.review.conftest import Open
from tests.desktop.review.test_keys import focused
from tests.desktop.review.test_typing import COUNT, line, shown
from tests.desktop.review.workbench import Bench

NAME = "review.criterion.3.2.1.产业定位明晰"


def verdict(made: Bench) -> VerdictEntry:
    return made.session.case.claim("3.2.1").verdicts.get("产业定位明晰", VerdictEntry())


@pytest.mark.parametrize(
    ("key", "result", "amount"),
    [
        (Qt.Key.Key_1, Result.MET, "100,000.00 元"),
        (Qt.Key.Key_2, Result.UNMET, "0.00 元"),
        (Qt.Key.Key_4, Result.PENDING, "待核"),
    ],
)
def test_a_verdict_by_key_decides_the_amount(opened: Open, key: Qt.Key, result: Result, amount: str) -> None:
    made = opened("3.2.1")
    QTest.keyClick(made.screen.work.measures, Qt.Key.Key_Return)  # into the page, to its judgement
    QTest.keyClick(focused(), key)
    assert verdict(made).result is result
    assert shown(made, "review.derivation.amount") == amount


def test_not_applicable_waits_for_its_reason_and_falls_back_without_one(opened: Open) -> None:
    made = opened("3.2.1")
    made.screen.work.pages["3.2.1"].rows.criteria["产业定位明晰"].setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_3)
    assert verdict(made).result is Result.MET
    note = line(made, f"{NAME}.note")
    assert note.hasFocus()
    QTest.keyClicks(note, "n")
    assert verdict(made) == VerdictEntry(result=Result.NOT_APPLICABLE, note="n")
    QTest.keyClick(note, Qt.Key.Key_Backspace)
    assert verdict(made).result is Result.PENDING
    QTest.keyClicks(note, "x")
    assert verdict(made) == VerdictEntry(result=Result.NOT_APPLICABLE, note="x")


def test_a_digit_typed_into_a_field_is_a_digit_and_no_verdict(opened: Open) -> None:
    made = opened("3.2.1")
    field = line(made, COUNT)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "22")
    assert verdict(made).result is Result.MET
    assert field.text() == "22"


def test_the_buttons_say_the_same_as_the_keys(opened: Open) -> None:
    made = opened("3.2.1")
    button = made.screen.findChild(QPushButton, f"{NAME}.verdict.unmet")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert verdict(made).result is Result.UNMET
    assert line(made, f"{NAME}.note").isVisible()
    assert shown(made, f"{NAME}.state") == "不符合"


def test_a_rules_criterion_has_no_verdict_buttons(opened: Open) -> None:
    made = opened("3.2.1")
    assert made.screen.findChild(QPushButton, "review.criterion.3.2.1.企业数 ≥ 10家.verdict.met") is None


def test_a_reading_says_who_adopted_it_and_when_the_case_differs(opened: Open) -> None:
    adopted = AdoptedReading(
        policy="gongshu-2016-10",
        key="3.2.2.upgrade",
        option="difference",
        person="p3",
        name="张批准",
        authority="拱众办〔2016〕5号",
        at=NOW,
    )
    made = opened("3.2.2", readings=[adopted])
    assert shown(made, "review.reading.3.2.2.upgrade.state") == "已采用"
    assert shown(made, "review.reading.3.2.2.upgrade.source") == "张批准 · 2016-12-06 · 拱众办〔2016〕5号"
    assert shown(made, "review.reading.3.2.2.newly.state") == "建议"
    full = made.screen.findChild(QPushButton, "review.reading.3.2.2.upgrade.options.full")
    assert full is not None
    QTest.mouseClick(full, Qt.MouseButton.LeftButton)
    assert shown(made, "review.reading.3.2.2.upgrade.state") == "与已采用的不同"


def test_a_reading_changes_the_amount_and_goes_back(opened: Open) -> None:
    made = opened("3.2.2")
    full = made.screen.findChild(QPushButton, "review.reading.3.2.2.upgrade.options.full")
    assert full is not None
    QTest.mouseClick(full, Qt.MouseButton.LeftButton)
    assert shown(made, "review.derivation.amount") == "300,000.00 元"
    QTest.mouseClick(full, Qt.MouseButton.LeftButton)
    assert shown(made, "review.derivation.amount") == "150,000.00 元"
    assert made.session.case.readings == {}


def test_a_rule_that_rests_on_judgement_says_so_and_the_column_is_marked(opened: Open) -> None:
    made = opened("3.2.5")
    assert "由事实判定，含判断：具有影响力" in shown(made, "review.criterion.3.2.5.有备案且具有影响力的活动.margin")
    model = made.screen.work.pages["3.2.5"].rows.tables["活动"].model
    heads = [str(model.headerData(n, Qt.Orientation.Horizontal)).replace("\n", "") for n in range(model.columnCount())]
    assert [head for head in heads if "※" in head] == ["具有影响力※"]
