"""The papers' pages: what stands on them, what each page carries, and that nothing a person may type breaks one."""

import hashlib
import io
import re
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa

from gongshu_desktop.document.fonts.faces import UnprintableCharacter
from gongshu_desktop.document.papers.drawing import draw_paper
from gongshu_desktop.policy.money import grouped, words
from gongshu_desktop.policy.receipt import canonical_bytes
from gongshu_desktop.review.papers import approval, ledger, payment
from gongshu_desktop.review.papers.grants import Grant
from gongshu_desktop.review.papers.paper import Paper
from tests.document.memo_samples import DRAWN, everything, example, memo, policy
from tests.document.papers.paper_samples import (
    OFFICE,
    all_papers,
    case_dossier,
    grants,
    ledger_rows,
    many_grants,
    payment_summary,
    publicity_list,
    refusal_notice,
    register,
    supplement_notice,
    year_ledger,
)

PAPERS = {type(paper).__name__: paper for paper in all_papers()}
each = pytest.mark.parametrize("name", PAPERS)
PORTRAIT = {"ApprovalForm", "SupplementNotice", "RefusalNotice"}


def pages_of(pdf: bytes, folder: Path, *options: str) -> list[str]:
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    text = subprocess.run(["pdftotext", *options, str(file), "-"], capture_output=True, check=True).stdout.decode()
    return [bare(page) for page in text.split("\f")[:-1]]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def text_of(paper: Paper, folder: Path, *, draft: bool = False) -> str:
    return "".join(pages_of(draw_paper(paper, draft=draft), folder, "-raw"))


# --- every paper -----------------------------------------------------------------------------------------------------


@each
def test_each_page_carries_its_place_and_the_digest_of_the_content(name: str, tmp_path: Path) -> None:
    paper = PAPERS[name]
    pages = pages_of(draw_paper(paper, draft=False), tmp_path)
    for number, page in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in page
        assert f"—{number}—" in page
        assert f"内容摘要{paper.digest}" in page
        assert "草稿" not in page


@each
def test_a_draft_says_so_on_each_page_across_and_at_its_foot(name: str, tmp_path: Path) -> None:
    pages = pages_of(draw_paper(PAPERS[name], draft=True), tmp_path, "-raw")
    assert "（草稿，未经签发）" in pages[0]
    for page in pages:
        assert "草稿，未经签发" in page
        assert page.count("草稿") >= 2


@each
def test_the_digest_is_that_of_the_attached_content(name: str) -> None:
    paper = PAPERS[name]
    with pikepdf.open(io.BytesIO(draw_paper(paper, draft=False))) as document:
        content = document.attachments["content.json"].get_file().read_bytes()
        sizes = {(round(float(page.mediabox[2])), round(float(page.mediabox[3]))) for page in document.pages}
    assert content == canonical_bytes(paper.to_json())
    assert paper.digest == "sha256:" + hashlib.sha256(content).hexdigest()
    assert sizes == {(595, 842) if name in PORTRAIT else (842, 595)}


@each
def test_it_is_an_archive_file_with_all_faces_inside(name: str, tmp_path: Path) -> None:
    pdf = draw_paper(PAPERS[name], draft=True)
    assert pdfa.validate_written(io.BytesIO(pdf), "3b").findings == []
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    listed = subprocess.run(["pdffonts", str(file)], capture_output=True, check=True).stdout.decode().splitlines()[2:]
    for line in listed:
        embedded, _subset, unicode_map = re.findall(r"\b(?:yes|no)\b", line)[:3]
        assert (embedded, unicode_map) == ("yes", "yes"), line


def test_the_same_content_is_the_same_file() -> None:
    first = {name: draw_paper(paper, draft=False) for name, paper in PAPERS.items()}
    time.sleep(1.1)
    for name, paper in PAPERS.items():
        assert draw_paper(type(paper).from_json(paper.to_json()), draft=False) == first[name]
        assert draw_paper(replace(paper, office="另一单位"), draft=False) != first[name]


@each
def test_a_paper_without_an_office_is_still_a_draft(name: str, tmp_path: Path) -> None:
    assert "（单位名称）" in text_of(replace(PAPERS[name], office=""), tmp_path, draft=True)


@each
def test_an_unprintable_character_is_named_with_its_place(name: str) -> None:
    with pytest.raises(UnprintableCharacter) as refusal:
        draw_paper(replace(PAPERS[name], office="拱墅区𪚥局"), draft=False)
    assert [(item.character, item.code, item.place) for item in refusal.value.found] == [("𪚥", "U+2A6A5", "单位名称")]


def test_the_place_of_a_character_in_a_table_names_its_row() -> None:
    rows = list(many_grants(4))
    rows[2] = replace(rows[2], applicant="杭州𪚥科技有限公司")
    with pytest.raises(UnprintableCharacter) as refusal:
        draw_paper(publicity_list(tuple(rows)), draft=False)
    assert [item.place for item in refusal.value.found] == ["表格第3项 申报单位"]


# --- what each says --------------------------------------------------------------------------------------------------


def test_the_approval_form(tmp_path: Path) -> None:
    form = approval.compose(memo(everything()), receipt="5d" * 32)
    text = text_of(form, tmp_path)
    assert form.total is not None
    for wanted in ("2016年度众创空间扶持资金审批表", "拱众审〔2016〕14号", "3.3.2房租和宽带补贴", grouped(form.total)):
        assert wanted in text
    for wanted in (
        f"人民币{words(form.total)}",
        "发票日期不一致",
        "建议按测算结果支持。",
        "系统记录：李𬱖2016年12月12日",
    ):
        assert wanted in text
    assert text.count("签名：") == 3
    assert "核算凭据审核意见书附件receipt.jsonSHA-256" + "5d" * 32 in text
    assert "sha256:" not in text.partition("内容摘要")[0]
    assert "计算见上" not in text


def test_a_form_before_the_memo_says_that_there_is_none(tmp_path: Path) -> None:
    assert "核算凭据审核意见书尚未制作" in text_of(approval.compose(memo(everything())), tmp_path)


def test_the_supplement_notice_and_its_stub(tmp_path: Path) -> None:
    notice = supplement_notice(example("15-area-claim-not-verified-yet"), more=("请补盖公章。",))
    text = text_of(notice, tmp_path)
    for wanted in (
        OFFICE,
        "拱众审〔2016〕14号补1",
        "补正材料一次性告知通知书",
        "三（三）降低创新创业成本",
        "被评为区级以上众创空间",
        "“租赁”的证明材料未提交",
        "1.租赁合同2.发票3.平面图",
        "请补盖公章。",
        "请于2016年12月25日前（含当日）",
        "送达回执",
        "□当面送达□邮寄送达□其他：",
        "签收日期年月日",
        f"尚有{len(notice.items) + 1}项内容需要补正",
    ):
        assert wanted in text, wanted


def test_the_refusal(tmp_path: Path) -> None:
    text = text_of(refusal_notice(example("02-annual-one-yuan-short")), tmp_path)
    for wanted in (
        "示例众创空间管理有限公司：",
        "申报的1项事项不予支持",
        "三（二）鼓励创新创业（事项3.2.1）",
        "年度经常性税收总额达到200万元",
        "核定1,999,999.99元，未达到200万元，差0.01元",
        "如对本告知书有异议",
        "特此告知。",
    ):
        assert wanted in text, wanted
    assert "救济途径由本单位填写" in text_of(refusal_notice(example("02-annual-one-yuan-short"), remedies=""), tmp_path)


def test_the_stub_always_has_its_letter_above_the_line_to_cut_along(tmp_path: Path) -> None:
    case = example("15-area-claim-not-verified-yet")
    for points in range(0, 30, 3):
        notice = supplement_notice(case, more=tuple(f"请补正第{point}点。" for point in range(points)))
        pages = pages_of(draw_paper(notice, draft=False), tmp_path, "-raw")
        (page,) = [page for page in pages if "沿此线裁开" in page]
        assert "送达回执" in page
        assert "请于2016年12月25日前（含当日）" in page.partition("沿此线裁开")[0], points


def test_a_refusal_of_an_earlier_version_says_what_it_said(tmp_path: Path) -> None:
    notice = refusal_notice(example("02-annual-one-yuan-short"))
    (measure,) = notice.measures
    former = replace(measure.conditions[0], name="税收 ≥ 200万元", found="1元 ≥ 200万元", margin="差1,999,999.00元")
    text = text_of(replace(notice, measures=(replace(measure, conditions=(former,)),)), tmp_path)
    assert "1元≥200万元不成立，差1,999,999.00元" in text


def test_a_later_batch_says_what_was_listed_before_and_what_is_claimed_back(tmp_path: Path) -> None:
    first = payment_summary(many_grants(3))
    one, two, three = many_grants(3)
    less = replace(one.items[0], amount=one.items[0].amount - 4_143_950)
    changed = (replace(one, items=(less, one.items[1]), total=one.total - 4_143_950, mark="（更正）"), two, three)
    new = replace(three, number="拱众审〔2016〕4号")
    second = payment.compose(
        (*changed, new), policy(), 2016, OFFICE, DRAWN, earlier=(first,), correcting=("拱众审〔2016〕9号",), untold=2
    )
    text = bare(text_of(second, tmp_path))
    for wanted in (
        "第2批",
        "审定额（元）前次已列（元）本次拨付（元）应追回（元）",
        "拱众审〔2016〕1号（更正）",
        "41,439.50",
        "拱众审〔2016〕9号的审核意见书正在更正，暂不列入本表",
        "另有2份审核意见书已在以前各批列足",
        "早期版本另编制过拨付汇总表2次",
        "按扶持事项汇总（本次拨付减应追回）",
        grouped(second.total - second.back),
    ):
        assert bare(wanted) in text, wanted
    assert "拱众审〔2016〕2号" not in text
    assert "第1批" in text_of(first, tmp_path)
    assert "前次已列" not in text_of(first, tmp_path)


def test_the_public_list_and_the_payment_summary_say_the_same_total(tmp_path: Path) -> None:
    public, paid = publicity_list(grants()), payment_summary(grants())
    for paper in (public, paid):
        text = text_of(paper, tmp_path)
        assert grouped(paper.total) in text
        assert f"人民币{words(paper.total)}" in text
        for row in paper.rows:
            assert grouped(row.total) in text
    text = text_of(public, tmp_path)
    assert "公示期自2016年12月22日起至2016年12月28日止" in text
    assert "由本单位填写后方可公示" in text_of(replace(public, contact=""), tmp_path)
    assert "另有2份审核意见书审定额为0元" in text
    text = text_of(paid, tmp_path)
    assert "按扶持事项汇总" in text
    assert "制表：" in text


def test_the_ledger(tmp_path: Path) -> None:
    content = year_ledger(13)
    text = text_of(content, tmp_path)
    for amount in (content.claimed, content.computed, content.granted):
        assert grouped(amount) in text
    assert f"人民币{words(content.granted)}" in text
    assert "案卷13件，已签发2件" in text


def test_a_ledger_says_where_no_amount_was_claimed(tmp_path: Path) -> None:
    def dashes(*amounts: int | None) -> int:
        rows = tuple(replace(row, claimed=claimed) for row, claimed in zip(ledger_rows(2), amounts, strict=True))
        return text_of(ledger.compose(rows, 2016, OFFICE, DRAWN), tmp_path).count("—")

    assert dashes(None, 0) == dashes(0, 0) + 1


def test_the_dossier_gives_each_digest_in_full(tmp_path: Path) -> None:
    text = text_of(case_dossier(everything()), tmp_path)
    for wanted in (
        "ab" * 32,
        "3f" * 32,
        "0c" * 32,
        "5d" * 32,
        "纸质，未存电子件",
        "共37条",
        "补正材料一次性告知通知书",
    ):
        assert wanted in text


def test_the_register(tmp_path: Path) -> None:
    text = text_of(register(), tmp_path)
    for wanted in ("按实际金额的比例计（原）按整1000万元计", "尚未采用", "区长办公会纪要〔2016〕10号", "已采用2项"):
        assert wanted in text


# --- nothing breaks a page -------------------------------------------------------------------------------------------


def test_five_hundred_rows_with_a_head_on_each_page_and_no_row_broken(tmp_path: Path) -> None:
    for paper in (publicity_list(many_grants(500)), payment_summary(many_grants(500)), year_ledger(500)):
        pages = pages_of(draw_paper(paper, draft=False), tmp_path)
        assert len(pages) > 10
        tables = [page for page in pages if "示例创业服务有限公司" in page]
        assert all("序号" in page for page in tables)
        for number in range(1, 501):
            own = [page for page in pages if f"示例创业服务有限公司{number}9133" in page]
            assert len(own) == 1
        last = next(page for page in reversed(pages) if "合计" in page and "示例创业服务有限公司" in page)
        assert "示例创业服务有限公司500" in last


def test_the_form_stays_on_one_page_whatever_is_written(tmp_path: Path) -> None:
    for note in ("", "核对说明，" * 60, "核对说明，" * 4000, "x" * 20_000, "（" * 5_000):
        form = approval.compose(memo(everything(note=note)))
        assert len(pages_of(draw_paper(form, draft=True), tmp_path)) == 1
    rows = form.rows * 8
    total = approval.approved_total(rows)
    assert len(pages_of(draw_paper(replace(form, rows=rows, total=total), draft=False), tmp_path)) == 1
    long_name = replace(form, basics=tuple(replace(item, text="云" * 500) for item in form.basics), office="区" * 200)
    assert len(pages_of(draw_paper(long_name, draft=False), tmp_path)) == 1


def test_what_the_form_cuts_short_it_says_where_to_find(tmp_path: Path) -> None:
    text = text_of(approval.compose(memo(everything(note="核对说明，" * 4000))), tmp_path)
    assert "……（全文见审核意见书）" in text


@pytest.mark.parametrize("name", ["云" * 400, "x" * 3000, "（" * 2000, "杭州\u202e某\u0007公司", "甲\n\n\n乙\t丙"])
def test_names_as_long_or_odd_as_can_be(name: str) -> None:
    odd = replace(grants()[0], applicant=name, makerspace=name, subdistrict=name)
    rows: tuple[Grant, ...] = (odd, *many_grants(3))
    assert draw_paper(publicity_list(rows), draft=False)
    assert draw_paper(payment_summary(rows), draft=False)
    listed = tuple(replace(row, applicant=name, people=(name, name, "")) for row in ledger_rows(3))
    assert draw_paper(ledger.compose(listed, 2016, OFFICE, DRAWN), draft=False)
    case = everything()
    case = replace(case, applicant=replace(case.applicant, name=name))
    assert draw_paper(case_dossier(case), draft=False)
    assert draw_paper(supplement_notice(case, more=(name,), contact=name), draft=False)
    refused = example("02-annual-one-yuan-short")
    refused = replace(refused, applicant=replace(refused.applicant, name=name))
    assert draw_paper(refusal_notice(refused, remedies=name), draft=False)


def test_direction_and_control_characters_do_not_reach_the_page(tmp_path: Path) -> None:
    rows = (replace(grants()[0], applicant="甲\u202e乙\u0007丙"),)
    assert "甲乙丙" in text_of(publicity_list(rows), tmp_path)


def test_what_was_handed_over_is_told_on_every_list(tmp_path: Path) -> None:
    rows = many_grants(3)
    paid, public = (replace(paper(rows), handed_over=2) for paper in (payment_summary, publicity_list))
    assert "注：另有2件案卷已移交，由接收方列入，不计入本表。" in text_of(paid, tmp_path)
    assert "注：另有2件案卷已移交，由接收方列入，不计入本名单。" in text_of(public, tmp_path)
    assert "移交" not in text_of(payment_summary(rows), tmp_path) + text_of(publicity_list(rows), tmp_path)
    first, *others = ledger_rows(6)
    book = text_of(ledger.compose([replace(first, handed_to="二号机"), *others], 2016, OFFICE, DRAWN), tmp_path)
    assert "案卷6件，已移交1件，" in book
    assert "已移交的案卷为移交时的情况，由接收方计入" in book.replace("\n", "")
    assert "已移交" not in text_of(ledger.compose([first, *others], 2016, OFFICE, DRAWN), tmp_path)
