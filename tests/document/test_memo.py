"""The memo's pages: what stands on them, what they carry, and that nothing a person may type stops them."""

import hashlib
import io
import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa
from PIL import Image

from gongshu_desktop.document.fonts.faces import UnprintableCharacter
from gongshu_desktop.document.keys.certificates import new_private_key
from gongshu_desktop.document.memo.drawing import draw_memo
from gongshu_desktop.document.paper_code.code import encoded
from gongshu_desktop.policy.money import grouped, words
from gongshu_desktop.review.case import FactEntry
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.services.paper_codes import PaperRecord
from tests.document.memo_samples import DRAWN, NAMES, Adopted, everything, example, memo

RECEIPT = b'{"format":"gongshu-receipt/1"}'


def drawn(content: MemoContent, *, draft: bool = False) -> bytes:
    return draw_memo(content, draft=draft, receipt=RECEIPT)


def text_of(pdf: bytes, folder: Path, *options: str) -> str:
    file = folder / "memo.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdftotext", *options, str(file), "-"], capture_output=True, check=True).stdout.decode()


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", NAMES)
def test_every_example_gives_a_memo_with_its_amounts(name: str, tmp_path: Path) -> None:
    content = memo(example(name))
    text = bare(text_of(drawn(content), tmp_path))
    for measure in content.measures:
        assert bare(measure.title) in text
        for amount in (measure.claimed, measure.computed, measure.approved, measure.ceiling):
            assert amount is None or grouped(amount) in text
    if content.total is None:
        assert "待核事项补齐后确定" in text
    elif any(measure.subsidy for measure in content.measures):
        assert f"人民币{words(content.total)}" in text


def test_the_pages_say_all_that_the_content_says(tmp_path: Path) -> None:
    content = memo(everything(), [Adopted("3.2.3.step", "whole")], replaces="拱众审〔2016〕9号")
    text = bare(text_of(drawn(content), tmp_path, "-raw"))
    for wanted in (
        "拱墅区众创空间扶持资金审核工作组",
        "拱众审〔2016〕14号",
        "关于示例众创空间管理有限公司2016年度扶持资金申报的审核意见书",
        "(拱政办发〔2016〕10号，杭州市拱墅区人民政府办公室2016年3月21日印发".replace("(", "（"),
        content.basis.text_digest,
        content.basis.digest,
        "给予主办方每年10万奖励。",
        "企业数≥10家",
        "超出2家",
        "规则判定",
        "审核人判断",
        "2家未在册。佐证：材料1、附件3",
        "申报452,650.00元",
        "剔除",
        "增补",
        "发票日期不一致,从严计算",
        "欧阳明远于2016年11月1日采用，依据：局长办公会纪要〔2016〕9号",
        "按建议口径测算，尚未采用",
        "abababababababab",
        "材料2租赁合同",
        "未存电子件",
        "规则判定，其中“具有影响力”由审核人判断",
        "具有影响力（审核判断）",
        "李𬱖",
        "建议按测算结果支持。",
        "职责及姓名意见签名",
        "经办人李𬱖",
        "2016年12月20日",
        "本意见书更正并替代拱众审〔2016〕9号",
    ):
        assert bare(wanted) in text, wanted


def test_no_amount_is_worked_out_while_something_is_open_or_refused(tmp_path: Path) -> None:
    text = bare(text_of(drawn(memo(example("03-annual-judgement-pending"))), tmp_path))
    assert "计算：尚有条件待核，暂不计算" in text
    assert "10万元=" not in text
    text = bare(text_of(drawn(memo(example("15-area-claim-not-verified-yet"))), tmp_path))
    assert "计算：尚有事实待核，暂不计算出结果" in text
    case = example("14-everything-at-once")
    claim = next(item for item in case.claims if item.measure == "3.2.2")
    late = replace(claim, facts={**claim.facts, "认定日期": FactEntry(verified=date(2015, 6, 20))})
    text = bare(text_of(drawn(memo(replace(case, claims=(late,)))), tmp_path))
    assert "不符合条件“新认定”（“期内认定”核定为“否”），不予支持。" in text
    assert "−150,000.00元" not in text
    assert "300,000.00元申报额" not in text


def test_nothing_is_said_of_papers_that_no_record_knows(tmp_path: Path) -> None:
    for case in (everything(), example(NAMES[0])):
        text = bare(text_of(drawn(memo(case)), tmp_path))
        assert "纸质" not in text
        assert "随案卷保存" not in text


def test_the_code_on_paper_says_what_it_holds_and_that_it_is_no_signature(tmp_path: Path) -> None:
    content = memo(everything())
    assert content.total is not None
    record = PaperRecord(number=content.number, amount=content.total, day=date(2016, 12, 20), digest="ab" * 32)
    code = encoded(record, new_private_key())
    last = bare(text_of(drawn(replace(content, paper_code=code)), tmp_path, "-raw").split("\f")[-2])
    told = last[last.index("此码在制作") - 40 :]
    assert f"{content.number}审定{grouped(content.total)}元此码在制作本意见书时生成，不是签名，不代表已签名" in told
    assert "用本程序“核验”读取" in told
    assert "内容摘要" not in told


def test_each_page_carries_number_digest_and_count(tmp_path: Path) -> None:
    content = memo(everything())
    pages = text_of(drawn(content), tmp_path).split("\f")[:-1]
    assert len(pages) > 5
    for number, page in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in bare(page)
        assert f"—{number}—" in bare(page)
        assert content.number in page
        assert hashlib.sha256(RECEIPT).hexdigest() in page


def test_the_digest_at_the_foot_is_that_of_the_attached_file(tmp_path: Path) -> None:
    content = memo(everything())
    for receipt in (RECEIPT, RECEIPT + b"\n"):
        pdf = draw_memo(content, draft=False, receipt=receipt)
        with pikepdf.open(io.BytesIO(pdf)) as document:
            attached = document.attachments["receipt.json"].get_file().read_bytes()
        pages = text_of(pdf, tmp_path).split("\f")[:-1]
        for page in pages:
            assert f"receipt.json SHA-256 {hashlib.sha256(attached).hexdigest()}" in page
        assert "其摘要印于各页页脚" in bare("".join(pages))


@pytest.mark.parametrize("name", NAMES)
def test_it_is_short_and_no_page_before_the_last_stays_nearly_empty(name: str, tmp_path: Path) -> None:
    content = memo(example(name))
    filled = how_full(drawn(content), tmp_path)
    assert len(filled) <= {1: 3, 2: 3, 8: 9}[len(content.measures)]
    assert min(filled[:-1]) > 1 / 3


def how_full(pdf: bytes, folder: Path) -> list[float]:
    """For each page, how far down its text block something stands."""
    (folder / "memo.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "30", "-gray", "-png", str(folder / "memo.pdf"), str(folder / "page")]
    subprocess.run(command, check=True, capture_output=True)
    filled = []
    for file in sorted(folder.glob("page-*.png")):
        with Image.open(file) as page:
            block = page.crop((0, round(page.height * 37 / 297), page.width, round(page.height * 262 / 297)))
            inked = block.convert("L").point([255] * 150 + [0] * 106).getbbox()
            filled.append(inked[3] / block.height if inked else 0.0)
    return filled


@pytest.mark.parametrize("name", [*NAMES, ""])
def test_no_heading_is_left_alone_at_the_foot_of_a_page(name: str, tmp_path: Path) -> None:
    content = memo(example(name) if name else everything(rows=30))
    for page in text_of(drawn(content), tmp_path, "-layout").split("\f")[:-1]:
        lines = [bare(line) for line in page.splitlines() if line.strip()]
        body = [line for line in lines if not re.search(r"第\d+页共\d+页|^附件receipt.jsonSHA-256|^—\d+—$", line)]
        assert not re.match(r"[一二三四五六七]、|（[一二三四五六七八]）\d", body[-1]), body[-1]
        assert not body[-1].startswith(("条件核定情况", "事实申报值", "步骤计算", "序号")), body[-1]


def test_the_conclusion_stands_with_the_three_signatures(tmp_path: Path) -> None:
    for content in (memo(everything()), *(memo(example(name)) for name in NAMES)):
        pages = text_of(drawn(content), tmp_path).split("\f")[:-1]
        assert "七、审核结论及签署" in bare(pages[-1])
        assert "经审核，" in bare(pages[-1])
        assert "职责及姓名" in bare(pages[-1])


def test_an_opinion_too_long_to_stand_beside_its_signature_stands_above(tmp_path: Path) -> None:
    content = memo(everything(note="逐条核对。" * 40))
    last = bare(text_of(drawn(content), tmp_path, "-raw").split("\f")[-2])
    assert last.count("意见全文见上。") == 3
    assert "经办人意见：建议按测算结果支持。" in bare(text_of(drawn(content), tmp_path, "-raw"))


def test_no_face_is_left_outside_the_file(tmp_path: Path) -> None:
    file = tmp_path / "memo.pdf"
    file.write_bytes(drawn(memo(everything())))
    listed = subprocess.run(["pdffonts", str(file)], capture_output=True, check=True).stdout.decode().splitlines()[2:]
    assert listed
    for line in listed:
        embedded, _subset, unicode_map = re.findall(r"\b(?:yes|no)\b", line)[:3]
        assert (embedded, unicode_map) == ("yes", "yes"), line


def test_three_empty_fields_with_their_locks_in_one_revision() -> None:
    pdf = drawn(memo(everything()))
    assert pdf.count(b"%%EOF") == 1
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fields = list(document.Root.AcroForm.Fields)
        assert [str(field.T) for field in fields] == ["Sig1_Preparer", "Sig2_Reviewer", "Sig3_Approver"]
        assert [str(field.Lock.Action) for field in fields] == ["/Include", "/Include", "/All"]
        assert [[str(name) for name in field.Lock.get("/Fields", [])] for field in fields] == [
            ["Sig1_Preparer"],
            ["Sig1_Preparer", "Sig2_Reviewer"],
            [],
        ]
        assert fields[2].Lock.P == 1
        assert all(field.FT == "/Sig" and "/V" not in field for field in fields)
        assert all((field.Rect[2] - field.Rect[0]) > 100 for field in fields)
        last = document.pages[-1].obj
        assert [annotation.objgen for annotation in last.Annots] == [field.objgen for field in fields]


def test_the_receipt_is_attached_as_it_was_given() -> None:
    with pikepdf.open(io.BytesIO(drawn(memo(everything())))) as document:
        assert document.attachments["receipt.json"].get_file().read_bytes() == RECEIPT
        assert document.Root.AF[0].AFRelationship == "/Data"


def test_it_is_an_archive_file() -> None:
    content = memo(everything())
    draft = pdfa.validate_written(io.BytesIO(drawn(content, draft=True)), "3b")
    assert draft.findings == []
    # The validator knows no forms; without the fields the issued memo must pass too.
    with pikepdf.open(io.BytesIO(drawn(content))) as document:
        del document.Root.AcroForm
        for page in document.pages:
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        stripped = io.BytesIO()
        document.save(stripped, **pdfa.resolve_save_kwargs("3b"))
    assert pdfa.validate_written(stripped, "3b").findings == []


def test_the_same_content_is_the_same_file() -> None:
    content = memo(everything())
    first = drawn(content)
    time.sleep(1.1)
    assert drawn(MemoContent.from_json(content.to_json())) == first
    assert drawn(memo(everything(), drawn=DRAWN + timedelta(seconds=1))) != first


def test_a_draft_is_marked_on_each_page_and_cannot_be_signed(tmp_path: Path) -> None:
    pdf = drawn(memo(everything()), draft=True)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert "/AcroForm" not in document.Root
        assert not any("/Annots" in page.obj for page in document.pages)
    pages = text_of(pdf, tmp_path, "-raw").split("\f")[:-1]
    for page in pages:
        assert bare(page).count("草稿") >= 2  # in the footer, and across the page


def test_names_of_programs_and_files_tear_no_line_of_the_text_apart(tmp_path: Path) -> None:
    pages = text_of(drawn(memo(everything())), tmp_path, "-layout")
    basis = pages.partition("三、审核依据")[2].partition("四、逐项审核情况")[0]
    (engine,) = [line for line in basis.splitlines() if "gongshu-engine/1" in line]
    (file,) = [line for line in basis.splitlines() if "receipt.json" in line]
    assert (bare(engine), bare(file)) == ("计算程序gongshu-engine/1", "核算凭据文件receipt.json（本文件附件）")


def test_an_issued_memo_says_nothing_of_drafts(tmp_path: Path) -> None:
    assert "草稿" not in text_of(drawn(memo(everything())), tmp_path)


def test_long_notes_and_opinions_never_break_a_page(tmp_path: Path) -> None:
    note = "核对说明，" * 4000
    pages = text_of(drawn(memo(everything(note=note))), tmp_path, "-raw").split("\f")
    head = bare("核定情况（未注明的为规则判定）")  # of the one table that holds a note this long
    assert sum(bare(page).count(head) for page in pages) > 1
    assert all(bare(page).count(head) <= 1 for page in pages), "a page is filled with empty pieces of a row"
    text = bare("".join(pages))
    # fact note, verdict note, opinion, reason with the amounts, three opinions
    assert text.count("对") >= 7 * 4000  # a character: a word may stand on two pages


def test_a_word_without_end_never_breaks_a_page() -> None:
    assert drawn(memo(everything(note="x" * 20_000)))
    assert drawn(memo(everything(note="（" * 5_000)))


def test_five_hundred_rows(tmp_path: Path) -> None:
    text = bare(text_of(drawn(memo(everything(rows=500))), tmp_path))
    for number in range(500):
        assert f"第{number}期沙龙" in text


def test_a_character_that_no_face_has_is_refused_with_its_place() -> None:
    case = everything()
    case = replace(case, applicant=replace(case.applicant, name="杭州𪚥科技有限公司"))
    with pytest.raises(UnprintableCharacter) as refusal:
        drawn(memo(case))
    assert {(item.character, item.code, item.place) for item in refusal.value.found} == {
        ("𪚥", "U+2A6A5", "申报单位"),
        ("𪚥", "U+2A6A5", "申报基本情况"),
    }


def test_direction_and_control_characters_do_not_reach_the_page(tmp_path: Path) -> None:
    text = bare(text_of(drawn(memo(everything(note="甲\u202e乙\u0007丙"))), tmp_path, "-raw"))
    assert "甲乙丙" in text


def test_a_memo_without_office_number_or_measures_is_still_a_draft(tmp_path: Path) -> None:
    content = replace(memo(replace(example(NAMES[0]), claims=())), office="", number="")
    text = bare(text_of(drawn(content, draft=True), tmp_path))
    assert "（单位名称）" in text
    assert "（文号待编）" in text


def test_names_as_long_as_can_be_stay_on_the_page() -> None:
    case = everything()
    case = replace(case, applicant=replace(case.applicant, name="杭州市" + "云" * 300 + "有限公司"))
    content = replace(memo(case), office="拱墅区" * 40)
    assert drawn(content)


def test_two_threads_may_ask_for_memos_at_once() -> None:
    contents = [memo(example(name)) for name in NAMES[:4]]
    alone = [drawn(content) for content in contents]
    with ThreadPoolExecutor(max_workers=4) as threads:
        assert list(threads.map(drawn, contents)) == alone


def test_rows_that_nobody_verified_yet_are_told_as_claimed(tmp_path: Path) -> None:
    case = example("15-area-claim-not-verified-yet")
    table = case.claims[0].tables["租赁"]
    rows = tuple(replace(row, claimed=row.verified or row.claimed, verified={}) for row in table.rows)
    claim = replace(case.claims[0], tables={"租赁": replace(table, rows=rows, verified=False)})
    text = bare(text_of(drawn(memo(replace(case, claims=(claim,)))), tmp_path, "-raw"))
    assert "租赁（1行，尚未核定，所列为申报值）" in text
    assert "示例路1号640.5㎡" in text
