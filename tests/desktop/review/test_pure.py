"""What the screen works out without a window: the clause in pieces, what a measure would come to, blocks of cells."""

from dataclasses import replace
from datetime import date

import pytest

from gongshu_desktop.desktop.screens.review.clause import Weight, folded, paragraph
from gongshu_desktop.desktop.screens.review.derivation_steps import result_line, split
from gongshu_desktop.desktop.screens.review.header import steps
from gongshu_desktop.desktop.screens.review.row_marks import row_marks
from gongshu_desktop.desktop.screens.review.table_columns import shared
from gongshu_desktop.desktop.screens.review.table_pasting import lines_of, without_headings
from gongshu_desktop.policy.assessment import Step
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import Case, FactEntry, Passage, TableEntry, VerdictEntry
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.review.what_if import if_as_claimed
from gongshu_desktop.services.journal.words import change_words
from gongshu_desktop.services.ports import Change
from tests.desktop.fakes import NOW
from tests.desktop.review.workbench import with_claim


def test_the_paragraph_in_pieces_is_the_official_text_and_the_quotation_stands_in_it(policy: Policy) -> None:
    for measure in policy.measures:
        pieces = paragraph(policy, measure)
        assert "".join(piece.text for piece in pieces) == policy.text[measure.paragraph]
        inside = "".join(piece.text for piece in pieces if piece.weight is not Weight.AROUND)
        assert inside == policy.text[measure.paragraph][slice(*measure.span)]
        assert inside in "".join(piece.text for piece in folded(policy, measure))


def test_what_if_takes_claims_for_true_and_keeps_what_the_reviewer_settled(policy: Policy, case: Case) -> None:
    measure = policy.measure("3.2.1")
    facts = dict(case.claim("3.2.1").facts, 企业数=FactEntry(claimed=10))
    waiting = with_claim(case, "3.2.1", facts=facts, verdicts={})
    assert if_as_claimed(waiting, policy, measure) == 10_000_000
    short = with_claim(case, "3.2.1", facts=dict(facts, 企业数=FactEntry(claimed=9)), verdicts={})
    assert if_as_claimed(short, policy, measure) is None
    unmet = with_claim(waiting, "3.2.1", verdicts={"产业定位明晰": VerdictEntry(result=Result.UNMET)})
    assert if_as_claimed(unmet, policy, measure) is None


def test_what_if_counts_rows_that_nobody_has_judged_and_leaves_struck_ones_out(policy: Policy, case: Case) -> None:
    measure = policy.measure("3.2.5")
    row = case.claim("3.2.5").tables["活动"].rows[0]
    unjudged = replace(row, verified={**row.verified, "具有影响力": None}, claimed={})
    table = TableEntry(rows=(unjudged, replace(row, key="r9", struck=True)), verified=True)
    assert if_as_claimed(with_claim(case, "3.2.5", tables={"活动": table}), policy, measure) == 18_220_000


def marks(policy: Policy, case: Case, measure: str, table: str) -> list[tuple[str, str]]:
    assessed = policy.assess(case_inputs(case, policy)).of(measure)
    entry = case.claim(measure).tables[table]
    found = row_marks(policy.measure(measure).fact(table), entry, assessed)
    return [(found[row.key].word, found[row.key].reason) for row in entry.rows]


def test_rows_that_a_formula_leaves_out_are_marked_with_the_reason(policy: Policy, case: Case) -> None:
    found = marks(policy, case, "3.2.3", "股权投资")
    assert [word for word, _reason in found] == ["计入", "计入", "不计入"]
    assert "余杭区" in found[2][1]


def test_rows_of_one_name_are_told_apart_and_struck_ones_do_not_shift_the_count(policy: Policy, case: Case) -> None:
    first, second, third = case.claim("3.2.3").tables["股权投资"].rows
    same = replace(third, key="x", verified={**third.verified, "投资日期": date(2015, 1, 1)})
    table = TableEntry(rows=(replace(first, struck=True), third, second, same), verified=True)
    found = marks(policy, with_claim(case, "3.2.3", tables={"股权投资": table}), "3.2.3", "股权投资")
    assert [word for word, _reason in found] == ["剔除", "不计入", "计入", "不计入"]
    assert found[1][1] != found[3][1]


def test_a_chain_of_choices_and_a_table_without_one(policy: Policy, case: Case) -> None:
    row = case.claim("3.4.2").tables["社会投资"].rows[0]
    small = replace(row, key="s", verified={**row.verified, "企业": "示例小额有限公司", "投资额": 4_999_999})
    early = replace(row, key="e", verified={**row.verified, "企业": "示例早期有限公司", "投资日期": date(2015, 12, 31)})
    table = TableEntry(rows=(row, small, early), verified=True)
    found = marks(policy, with_claim(case, "3.4.2", tables={"社会投资": table}), "3.4.2", "社会投资")
    assert [word for word, _reason in found] == ["计入", "不计入", "不计入"]
    assert marks(policy, case, "3.3.2", "租赁") == [("", "")]


def test_a_name_that_could_be_misread_leaves_the_rows_unmarked(policy: Policy, case: Case) -> None:
    first, second, third = case.claim("3.2.3").tables["股权投资"].rows
    odd = replace(third, verified={**third.verified, "企业": "甲、乙（丙）"})
    table = TableEntry(rows=(first, second, odd), verified=True)
    found = marks(policy, with_claim(case, "3.2.3", tables={"股权投资": table}), "3.2.3", "股权投资")
    assert [word for word, _reason in found] == ["", "", ""]


def test_conditions_come_apart_from_the_steps_of_the_amount(policy: Policy, case: Case) -> None:
    assessment = policy.assess(case_inputs(case, policy))
    for assessed in assessment.measures:
        conditions, rest = split(assessed)
        assert len(conditions) == len(assessed.criteria)
        assert rest


@pytest.mark.parametrize(
    ("step", "line"),
    [
        (Step(clause="", label="a", working="1 + 2", value="3元"), "1 + 2 = <b>3元</b>"),
        (Step(clause="", label="a", working="<b>&", value="3元"), "&lt;b&gt;&amp; → <b>3元</b>"),
        (Step(clause="", label="a", working="3元", value="3元"), "<b>3元</b>"),
        (Step(clause="", label="a", working="", value="", pending=True), "<b>待核</b>"),
        (Step(clause="", label="a", working="12家 ≥ 10家", value="符合"), "12家 ≥ 10家 → <b>符合</b>"),
    ],
)
def test_a_steps_working_and_result_in_one_line(step: Step, line: str) -> None:
    assert result_line(step) == line


def passage(origin: Stage, destination: Stage, name: str) -> Passage:
    return Passage(at=NOW, person="p", name=name, role=Role.EXAMINER, origin=origin, destination=destination)


def test_the_stepper_forgets_who_acted_when_a_case_is_sent_back(case: Case) -> None:
    forward = (
        passage(Stage.REGISTERED, Stage.EXAMINATION, "甲"),
        passage(Stage.EXAMINATION, Stage.CHECK, "甲"),
    )
    there = steps(replace(case, stage=Stage.CHECK, passages=forward))
    assert [(look.place, look.who) for look in there[:3]] == [("done", "甲"), ("done", "甲"), ("now", "")]
    back = (*forward, passage(Stage.CHECK, Stage.EXAMINATION, "乙"))
    again = steps(replace(case, stage=Stage.EXAMINATION, passages=back))
    assert [(look.place, look.who) for look in again[:3]] == [("done", "甲"), ("now", ""), ("ahead", "")]
    assert all(look.place == "done" for look in steps(replace(case, stage=Stage.ISSUED)))


@pytest.mark.parametrize(
    ("widths", "wordy", "room", "result"),
    [
        ([100, 50], [0], 200, [150, 50]),
        ([100, 50, 80], [0, 2], 251, [111, 50, 90]),
        ([100, 50], [0], 140, [90, 50]),
        ([100, 50], [0], 100, [84, 50]),
    ],
)
def test_room_is_shared_among_the_columns_of_words(
    widths: list[int], wordy: list[int], room: int, result: list[int]
) -> None:
    assert shared(widths, wordy, room) == result


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\tb\r\nc\td\r\n", [("a", "b"), ("c", "d")]),
        ('"two\nlines"\tb\n', [("two\nlines", "b")]),
        ("\t\n\n", []),
        ("", []),
        ("a" * 140_000, [("a" * 140_000,)]),
    ],
)
def test_the_clipboard_in_lines(text: str, lines: list[tuple[str, ...]]) -> None:
    assert lines_of(text) == lines


def test_headings_that_were_copied_along_are_no_row(policy: Policy) -> None:
    columns = policy.measure("3.2.5").fact("活动").columns
    lines = [("名称", "类型"), ("甲", "论坛")]
    assert list(without_headings(lines, columns)) == lines[1:]
    assert list(without_headings(lines, columns[1:])) == lines


def test_the_journal_in_words(policy: Policy) -> None:
    change = Change(subject="3.2.5/活动[k1]/实际支出/verified", old="1", new="2")
    assert change_words(change, policy, {}) == "活动补助 · 活动 · 实际支出 · 核定值：1.00元 → 2.00元"
    linked = Change(subject="3.2.5/活动/evidence", old=None, new="e1、e2")
    assert change_words(linked, policy, {"e1": "备案表"}).endswith("备案表、e2")
    assert change_words(Change(subject="evidence[e1]/sha256", old=None, new="00"), policy, {}) == ""


def test_amounts_and_opinions_of_a_claim_are_said_in_words(policy: Policy) -> None:
    claimed = change_words(Change(subject="3.2.5/=claimed", old=None, new="5000000"), policy, {})
    opinion = change_words(Change(subject="3.2.5/=opinion", old="一", new="二"), policy, {})
    assert claimed == "活动补助 · 申报额：50,000.00元"
    assert opinion == "活动补助 · 审核意见：一 → 二"


def test_the_journal_says_that_a_table_was_verified_in_words(policy: Policy) -> None:
    change = Change(subject="3.2.5/活动/accepted", old="false", new="true")
    assert change_words(change, policy, {}).endswith("已核定：否 → 是")
