"""Edits: each makes the next case or is refused in words; nothing that does not suit the policy gets into a case."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from gongshu_desktop.policy.model import Fact, Kind
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import Applicant, Case, Evidence, Makerspace
from gongshu_desktop.review.editing.edits import (
    AcceptClaimed,
    AddClaim,
    AddClaimedRow,
    AddEvidence,
    AddRow,
    Edit,
    EditRefused,
    LinkEvidence,
    PasteCells,
    RemoveClaim,
    RemoveEvidence,
    RemoveRow,
    RenameEvidence,
    SetApproved,
    SetBasics,
    SetCell,
    SetClaimedAmount,
    SetFact,
    SetFactNote,
    SetReading,
    SetVerdict,
    Side,
    StrikeRow,
    apply,
    changes,
    parse_value,
)
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.values import text_problem
from tests.review.samples import CODE, OTHER_CODE, POLICY, a_case


def made(*edits: Edit, case: Case | None = None) -> Case:
    """The case after some edits."""
    result = case or a_case()
    for edit in edits:
        result = apply(result, edit, POLICY)
    return result


def with_events(*names: str) -> Case:
    """A case with claimed events, none verified."""
    rows = [AddClaimedRow("A.2", "活动", f"k{i}", {"名称": name, "实际支出": 100}) for i, name in enumerate(names)]
    return made(AddClaim("A.2"), *rows)


def rows_of(case: Case) -> Sequence[object]:
    """What the assessment sees of the events; None while nothing is verified."""
    return case_inputs(case, POLICY).claims[0].facts.get("活动")  # type: ignore[return-value]


def test_claims_stand_in_the_order_of_the_policy_whatever_the_order_of_adding() -> None:
    case = made(AddClaim("A.2"), AddClaim("B.1"), AddClaim("A.1"))
    assert [claim.measure for claim in case.claims] == ["A.1", "A.2", "B.1"]
    assert [claim.measure for claim in made(RemoveClaim("A.2"), case=case).claims] == ["A.1", "B.1"]


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (AddClaim("Z"), "Z"),
        (AddClaim("A.1"), "已经申报"),
        (RemoveClaim("A.2"), "没有申报"),
        (SetFact("A.1", "无此", Side.VERIFIED, 1), "无此"),
        (SetFact("A.1", "企业数", Side.VERIFIED, -1), "不小于0"),
        (SetFact("A.1", "企业数", Side.VERIFIED, Fraction(1, 2)), "整数"),
        (SetFact("A.1", "税收", Side.CLAIMED, Fraction(1, 1000)), "2位小数"),
        (SetFact("A.1", "税收", Side.CLAIMED, Fraction(1, 3)), "2位小数"),
        (SetFact("A.1", "税收", Side.CLAIMED, 10**12), "999999999999.99"),
        (SetFact("A.1", "税收", Side.CLAIMED, "1"), "数"),
        (SetFact("A.1", "税收", Side.CLAIMED, True), "数"),
        (SetFact("A.1", "备注", Side.CLAIMED, "a\u202eb"), "202E"),
        (SetFact("A.1", "备注", Side.CLAIMED, "\ud800"), "D800"),
        (SetFactNote("A.1", "企业数", "\x00"), "0000"),
        (SetVerdict("A.1", "企业数 ≥ 10家", Result.MET), "由规则"),
        (SetVerdict("A.1", "产业定位明晰", Result.NOT_APPLICABLE), "理由"),
        (SetVerdict("A.1", "产业定位明晰", Result.MET, "", ("e9",)), "佐证"),
        (SetVerdict("A.1", "无此", Result.MET), "无此"),
        (SetReading("A.1.whose", "c"), "A.1.whose"),
        (SetReading("A.1.what", "a"), "A.1.what"),
        (SetApproved("A.1", -1, ""), "金额"),
        (SetClaimedAmount("A.1", 10**14), "金额"),
        (LinkEvidence("A.1", "企业数", ("e9",)), "佐证"),
        (SetBasics(applicant=Applicant(name=" ", uscc=CODE, roles=())), "申报单位名称"),
        (SetBasics(applicant=Applicant(name="甲", uscc=CODE[:-1] + "1", roles=())), "校验位"),
        (SetBasics(applicant=Applicant(name="甲", uscc=CODE, roles=("路人",))), "路人"),
        (SetBasics(makerspace=Makerspace(name="乙", subdistrict="某街道", level="市级")), "某街道"),
        (SetBasics(applicant=Applicant(name="甲", uscc="", roles=())), "请填写统一社会信用代码。"),
        (SetBasics(makerspace=Makerspace(name="乙", subdistrict="祥符街道", level="")), "请选择级别。"),
        (SetBasics(year=1066), "1990"),
    ],
)
def test_what_does_not_suit_is_refused_in_words(edit: Edit, words: str) -> None:
    case = made(AddClaim("A.1"))
    with pytest.raises(EditRefused, match=words):
        apply(case, edit, POLICY)


def test_a_verified_value_alone_reaches_the_assessment() -> None:
    case = made(AddClaim("A.1"), SetFact("A.1", "企业数", Side.CLAIMED, 14))
    assert case_inputs(case, POLICY).claims[0].facts == {}
    case = made(SetFact("A.1", "企业数", Side.VERIFIED, 12), case=case)
    assert case_inputs(case, POLICY).claims[0].facts == {"企业数": 12}
    case = made(SetFact("A.1", "企业数", Side.VERIFIED, None), SetFact("A.1", "企业数", Side.CLAIMED, None), case=case)
    assert case == made(AddClaim("A.1"))


def test_claimed_rows_wait_until_the_reviewer_accepts_them() -> None:
    case = with_events("甲", "乙")
    assert rows_of(case) is None
    assert rows_of(made(AcceptClaimed("A.2", "活动"), case=case)) == (
        {"名称": "甲", "实际支出": 100},
        {"名称": "乙", "实际支出": 100},
    )


def test_a_struck_row_stays_on_record_and_leaves_the_assessment() -> None:
    case = made(AcceptClaimed("A.2"), StrikeRow("A.2", "活动", "k0", True), case=with_events("甲", "乙"))
    assert rows_of(case) == ({"名称": "乙", "实际支出": 100},)
    assert len(case.claim("A.2").tables["活动"].rows) == 2
    assert len(rows_of(made(StrikeRow("A.2", "活动", "k0", False), case=case))) == 2


def test_a_claimed_row_cannot_be_removed_once_the_review_has_begun() -> None:
    typed_in = with_events("甲")
    assert made(RemoveRow("A.2", "活动", "k0"), case=typed_in).claim("A.2").tables["活动"].rows == ()
    with pytest.raises(EditRefused, match="剔除"):
        made(AcceptClaimed("A.2"), RemoveRow("A.2", "活动", "k0"), case=typed_in)


def test_a_row_of_the_reviewer_has_no_claimed_side_and_can_be_removed() -> None:
    case = made(AddRow("A.2", "活动", "n1", {"名称": "丙"}, 0), case=with_events("甲"))
    assert [row.key for row in case.claim("A.2").tables["活动"].rows] == ["n1", "k0"]
    with pytest.raises(EditRefused, match="没有申报值"):
        apply(case, SetCell("A.2", "活动", "n1", "名称", Side.CLAIMED, "丁"), POLICY)
    assert len(made(RemoveRow("A.2", "活动", "n1"), case=case).claim("A.2").tables["活动"].rows) == 1
    with pytest.raises(EditRefused, match="已有"):
        apply(case, AddRow("A.2", "活动", "n1"), POLICY)


def test_accepting_the_whole_measure_fills_gaps_and_keeps_what_was_verified_otherwise() -> None:
    case = made(
        AddClaim("A.1"),
        SetFact("A.1", "企业数", Side.CLAIMED, 14),
        SetFact("A.1", "企业数", Side.VERIFIED, 12),
        SetFact("A.1", "税收", Side.CLAIMED, 5),
    )
    whole = made(AcceptClaimed("A.1"), case=case).claim("A.1").facts
    assert (whole["企业数"].verified, whole["税收"].verified) == (12, 5)
    assert made(AcceptClaimed("A.1", "企业数"), case=case).claim("A.1").facts["企业数"].verified == 14


def test_pasting_fills_cells_passes_struck_rows_and_adds_what_is_too_much() -> None:
    case = made(AcceptClaimed("A.2"), StrikeRow("A.2", "活动", "k1", True), case=with_events("甲", "乙", "丙"))
    block = (("大赛", "2016/9/10"), ("论坛", "2016年3月2日"), ("大赛", ""))
    case = made(PasteCells("A.2", "活动", "k0", "类型", block, ("n1", "n2")), case=case)
    rows = case.claim("A.2").tables["活动"].rows
    assert [(row.key, row.verified.get("类型"), row.verified.get("举办日期")) for row in rows] == [
        ("k0", "大赛", date(2016, 9, 10)),
        ("k1", None, None),
        ("k2", "论坛", date(2016, 3, 2)),
        ("n1", "大赛", None),
    ]


@pytest.mark.parametrize(
    ("paste", "words"),
    [
        (PasteCells("A.2", "活动", None, "实际支出", (("1", "2", "3"),), ("n1",)), "3列"),
        (PasteCells("A.2", "活动", None, "实际支出", (("1",), ("很多",)), ("n1", "n2")), "第2行“实际支出”"),
        (PasteCells("A.2", "活动", None, "实际支出", (("1",), ("2",)), ("n1",)), "放不下"),
        (PasteCells("A.2", "活动", None, "无此列", (("1",),), ("n1",)), "无此列"),
        (PasteCells("A.2", "活动", "gone", "名称", (("1",),), ("n1",)), "没有这一行"),
        (PasteCells("A.2", "活动", None, "名称", (("1",),) * 10_001, tuple(map(str, range(10_001)))), "10000行"),
    ],
)
def test_a_paste_is_all_or_nothing(paste: PasteCells, words: str) -> None:
    with pytest.raises(EditRefused, match=words):
        apply(made(AddClaim("A.2")), paste, POLICY)


def test_removing_a_document_removes_its_links() -> None:
    case = made(
        AddClaim("A.1"),
        AddEvidence(Evidence(key="e1", title="名册")),
        LinkEvidence("A.1", "企业数", ("e1", "e1")),
        LinkEvidence("A.1", "产业定位明晰", ("e1",)),
    )
    assert case.claim("A.1").facts["企业数"].evidence == ("e1",)
    gone = made(RemoveEvidence("e1"), case=case).claim("A.1")
    assert gone.facts["企业数"].evidence == () == gone.verdicts["产业定位明晰"].evidence
    with pytest.raises(EditRefused, match="名册"):
        apply(case, AddEvidence(Evidence(key="e2", title=" 名册 ")), POLICY)
    assert made(RenameEvidence("e1", "企业名册"), case=case).evidence[0].title == "企业名册"


MONEY, DAY, COUNT = (
    Fact(name="金额", kind=Kind.MONEY, unit="元"),
    Fact(name="日期", kind=Kind.DATE),
    Fact(name="家数", kind=Kind.COUNT, unit="家"),
)
YES, CHOSEN, CREDIT = (
    Fact(name="是否", kind=Kind.YES_NO),
    Fact(name="类型", kind=Kind.CHOICE, options=("大赛", "区“双百”企业")),
    Fact(name="代码", kind=Kind.CREDIT_CODE),
)


@pytest.mark.parametrize(
    ("fact", "typed", "value"),
    [
        (MONEY, "12,000", 12_000),
        (MONEY, "1.2万", 12_000),
        (MONEY, "¥1,234.50元", Fraction(2469, 2)),
        (MONEY, "１２3.4 万元", 1_234_000),
        (MONEY, "0.5亿", 50_000_000),
        (MONEY, "1200元整", 1_200),
        (MONEY, "1.2万元整", 12_000),
        (MONEY, "", None),
        (COUNT, "12家", 12),
        (Fact(name="面积", kind=Kind.NUMBER, unit="㎡"), "1,860.5㎡", Fraction(3721, 2)),
        (DAY, "2016/9/10", date(2016, 9, 10)),
        (DAY, "2016年9月1日", date(2016, 9, 1)),
        (DAY, "20160910", date(2016, 9, 10)),
        (DAY, "2016-09-10 00:00:00", date(2016, 9, 10)),
        (YES, "√", True),
        (YES, "否", False),
        (CHOSEN, "大", "大赛"),
        (CHOSEN, "区“双百”企业", "区“双百”企业"),
        (CREDIT, "91330105 bejj955bc0", CODE),
        (Fact(name="文", kind=Kind.TEXT), " ㎡ ", "㎡"),
    ],
)
def test_what_people_type_is_understood(fact: Fact, typed: str, value: Scalar | None) -> None:
    assert parse_value(fact, typed) == value


@pytest.mark.parametrize(
    ("fact", "typed"),
    [
        (MONEY, "1e5"),
        (MONEY, "12.345"),
        (MONEY, "-1"),
        (MONEY, "50%"),
        (MONEY, "一百"),
        (MONEY, "NaN"),
        (COUNT, "1.5"),
        (DAY, "2016-02-30"),
        (DAY, "9/10"),
        (YES, "也许"),
        (CHOSEN, "沙龙"),
        (CREDIT, OTHER_CODE[:-1] + "9"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_was_expected(fact: Fact, typed: str) -> None:
    with pytest.raises(ValueError, match="应为"):
        parse_value(fact, typed)


def test_changes_name_the_place_and_both_values() -> None:
    before = made(AcceptClaimed("A.2"), case=with_events("甲", "乙"))
    after = made(
        SetCell("A.2", "活动", "k1", "实际支出", Side.VERIFIED, Fraction(199, 2)),
        StrikeRow("A.2", "活动", "k0", True),
        SetBasics(number="拱众审〔2016〕9号"),
        case=before,
    )
    assert {(change.subject, change.old, change.new) for change in changes(before, after)} == {
        ("number", "拱众审〔2016〕1号", "拱众审〔2016〕9号"),
        ("A.2/活动[k1]/实际支出/verified", "100", "99.5"),
        ("A.2/活动[k0]/struck", None, "true"),
    }
    assert changes(before, before) == ()
    assert changes(before, replace(before)) == ()


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\u2060", "\u3164", "\ufe00", "\U000e0061", "\u202e"])
def test_what_shows_nothing_is_in_no_name(unseen: str) -> None:
    """Two makerspaces that look alike must be one: else each gets what is given once a year."""
    assert text_problem(f"测试{unseen}空间") is not None
    assert text_problem("测试空间·𬱖") is None
