"""The loader says everything that is wrong with a file at once, each with its line, its column and what was expected."""

# ruff: noqa: E501 - each row of the table of cases stays on its line

from pathlib import Path

import pytest

from gongshu_desktop.policy.load import MOST_BLOCKS, examine, load_policy
from gongshu_desktop.policy.source import LARGEST_FILE, PolicyRefused, Problem
from tests.policy.small import FRONT, MEASURE, PARAGRAPH, changed, document, text_digest


def problems(text: str) -> list[Problem]:
    return examine(text.encode())[1]


def only(text: str) -> Problem:
    found = problems(text)
    assert len(found) == 1, found
    return found[0]


def place(text: str, found: Problem) -> str:
    """What stands at the place that the problem names."""
    return text.splitlines()[found.line - 1][found.column - 1 :]


def test_the_small_policy_is_in_order() -> None:
    policy, found, examples = examine(document().encode())
    assert policy is not None
    assert (found, examples) == ([], 1)


@pytest.mark.parametrize(
    ("old", "new", "at", "message", "expected"),
    [
        # names
        ("软件投入 × 20%", "软件投人 × 20%", "软件投人", "没有名为“软件投人”的事实、列或步骤", "是否为“软件投入”"),
        ("软件投入 × 20%", "软件投入 × 系数", "系数", "没有名为“系数”", "软件投入"),
        ('较小(计算额, 50万元)"\nyear', '较少(计算额, 50万元)"\nyear', "较少(", "没有名为“较少”的函数", "是否为"),
        # units
        ("软件投入 × 20%", "软件投入 + 面积", "面积", "以“元”计的数不能与以“㎡”计的数相加减", "以“元”计的数"),
        ('amount = "资助额"', 'amount = "面积"', "面积", "公式的结果是以“㎡”计的数", "以“元”计的数"),
        ("软件投入 × 20%", "软件投入 × 20斤", "斤", "没有单位“斤”", "元、㎡、日、年、家、人、%、万、亿"),
        ('[criterion."软件投入 > 10万元"]', '[criterion."软件投入 > 10家"]', "10家", "以“元”计的数不能与以“家”计的数比较", "以“元”计的数"),
        ('unit = "㎡"', 'unit = "亩"', "亩", "没有单位“亩”", "元、㎡、日、家、人"),
        # sorts
        ("软件投入 × 20%", "级别 × 20%", "级别", "此处是选项(低、高)", "数"),
        ('[criterion."软件投入 > 10万元"]', '[criterion."软件投入 × 2"]', "软件投入", "公式的结果是以“元”计的数", "是否(条件)"),
        ('[criterion."软件投入 > 10万元"]', '[criterion."级别 = 「中」"]', "「中」", "不是这个选择项的选项", "「低」、「高」"),
        ('[criterion."软件投入 > 10万元"]', '[criterion."级别 ≥ 「高」"]', "级别", "不分高低", "ordered = true"),
        ("软件投入 × 20%", "合计(软件投入, 1元)", "软件投入,", "此处是以“元”计的数", "一张表或表中若干行"),
        ("软件投入 × 20%", "合计(项目, 额)", "额)", "没有名为“额”", "金额"),
        ("软件投入 × 20%", "合计(项目)", "合计", "“合计”给了 1 项", "合计(表, 每行的数)"),
        ("软件投入 × 20%", "合计(项目, 合计(项目, 金额))", "合计(项目, 金额)", "逐行计算的公式里不能用“合计”", "先另立一步"),
        # syntax
        ("软件投入 × 20%", "软件投入 × ", '"', "公式不完整", "数值"),
        ("软件投入 × 20%", "软件投入 × × 20%", "× 20%", "此处不应出现“×”", "名称"),
        ("软件投入 × 20%", "软件投入 & 20%", "& 20%", "不认识的字符“&”", "“×”"),
        ("软件投入 × 20%", "软件投入.金额", ".金额", "不认识的字符“.”", "“×”"),
        ("软件投入 × 20%", "若 软件投入 > 2016年2月30日 则 1元 否则 0元", "2016年2月30日", "没有“2016年2月30日”这一天", "真实的日期"),
        # readings
        ('year = "较小(计算额, 50万元)"\n', "", "[reading.cap.step", "缺少“year”", 'year = "…"'),
        ('year = "较小(计算额', 'month = "0元"\nyear = "较小(计算额', "0元", "不认识的键“month”", "once、year"),
        ('suggested = "once"', 'suggested = "one"', "one", "建议的选项“one”不在选项里", "once、year"),
        ('option.year = "按年"\n', "", "[reading.cap]", "口径“cap”只有 1 个选项", "两个以上选项"),
        ('phrase = "最高不超过50万元"', 'phrase = "最多不超过50万元"', "最多", "词句“最多不超过50万元”不在事项的引文里", "引文中的原话"),
        # the words of the clause
        ('phrase = "软件投入超过10万元"', 'phrase = "软件投入达到10万元"', "软件投入达到", "不在事项的引文里", "引文中的原话"),
        ('给予投入额20%、最高不超过50万元的资助。"\namount', '给予投入额30%。"\namount', "对软件投入", "引文在上面一段里出现 0 次", "恰好一次"),
        ('quote = "对软件投入超过10万元的企业,给予投入额20%、最高不超过50万元的资助。"', 'quote = "万元"', "万元", "引文在上面一段里出现 2 次", "恰好一次"),
        # facts
        ('kind = "choice"\n', "", '[fact."级别"]', "缺少“kind”", 'kind = "…"'),
        ('kind = "choice"\n', 'kind = "chioce"\n', "chioce", "“kind”不能是“chioce”", "choice"),
        ('options = ["低", "高"]', 'options = ["低"]', '["低"]', "选择项“级别”不足两个选项", "options"),
        ('options = ["低", "高"]', 'options = ["低", "高"]\ndefault = "中"', "中", "默认值“中”不在选项里", "低、高"),
        ('options = ["低", "高"]', 'options = ["低", "高", "低"]', '["低"', "选项重复", "各不相同"),
        ('evidence = ["发票"]', 'evidence = ["发票", 3]', "3", "“evidence”第 2 项不是文字", "文字"),
        ('evidence = ["发票"]', 'evidence = "发票"', "发票", "“evidence”不是列表", "列表"),
        ('evidence = ["发票"]', "default = true", "true", "默认值“True”与事实的种类不合", "数"),
        ('evidence = ["发票"]', "default = 1e9", "1e9", "默认值“1e9”与事实的种类不合", "数"),
        ('evidence = ["发票"]', "default = -1", "-1", "默认值“-1”与事实的种类不合", "不小于 0"),
        ('evidence = ["发票"]', 'evidense = ["发票"]', '["发票"]', "不认识的键“evidense”", "evidence"),
        ('"金额" = { kind = "money" }', '"2026年金额" = { kind = "money" }', "{ kind", "“2026年金额”不能作名称", "不以数字开头"),
        ('"金额" = { kind = "money" }', '"若" = { kind = "money" }', "{ kind", "“若”不能作名称", "不是关键词"),
        # steps
        ('"计算额" = "软件投入 × 20%"', '"软件投入" = "1元"', "1元", "名称“软件投入”已经用过", "别的名称"),
        ('"计算额" = "软件投入 × 20%"', '"计算额" = "软件投入 × 20%"\n"厂房.单价" = "1元"', "1元", "没有名为“厂房”的表", "项目"),
        ('"计算额" = "软件投入 × 20%"', '"计算额" = "软件投入 × 20%"\n"项目.名称" = "1元"', "1元", "名称“项目.名称”已经用过", "别的名称"),
        # keys and values
        ('title = "软件资助"\n', "", "id =", "缺少“title”", 'title = "…"'),
        ('title = "软件资助"', 'title = "  "', "  ", "“title”是空的", "文字"),
        ('title = "软件资助"', "title = 7", "7", "“title”不是文字", "文字"),
        ('title = "软件资助"', 'title = "软件资助"\naward = "subsidi"', "subsidi", "“award”不能是“subsidi”", "subsidy、referral"),
        ('title = "软件资助"', 'title = "软件资助"\nonce_per = "企业 year"', "企业", "“企业”不能用来判断重复享受", "makerspace"),
        ('title = "软件资助"', 'title = "软件资助"\ntitel = "x"', "x", "不认识的键“titel”", "title"),
        ('amount = "资助额"', "", "id =", "资助事项没有金额公式", 'amount = "…"'),
        ('[criterion."软件投入 > 10万元"]\nphrase = "软件投入超过10万元"\n', "", "id =", "事项没有条件", "[criterion"),
        # examples
        ('amount = "200000.00"', 'amount = "200000.01"', "[[example]]", "算例“一百万元”的结果是eligible 200000.00元", "eligible 200000.01元"),
        ('outcome = "eligible", amount = "200000.00"', 'outcome = "ineligible"', "[[example]]", "的结果是eligible 200000.00元", "ineligible"),
        ('amount = "200000.00"', 'amount = "20万"', "20万", "“20万”不是金额", "100000.00"),
        ('facts = { "软件投入" = 1000000 }', 'facts = { "软件投入" = "一百万" }', "一百万", "“一百万”不是“软件投入”的值", "金额"),
        ('facts = { "软件投入" = 1000000 }', 'facts = { "投入" = 1 }', "1 }", "没有名为“投入”的事实", "软件投入"),
        ('facts = { "软件投入" = 1000000 }', 'facts = { "项目" = 3 }', "3 }", "表“项目”应写作列表", "[{ 列 = 值, … }, …]"),
        ('facts = { "软件投入" = 1000000 }', 'facts = { "项目" = [{ "额" = 3 }] }', "3 }", "表“项目”没有“额”这一列", "名称、金额"),
        ("year = 2026", 'readings = { cap = "day" }', "day", "没有口径选项“cap = day”", "cap"),
        ("year = 2026", 'verdicts = { "好" = "met" }', "met", "没有名为“好”的判断条件", ""),
    ],
)  # fmt: skip
def test_one_thing_wrong(old: str, new: str, at: str, message: str, expected: str) -> None:
    text = document(changed(old, new))
    first = problems(text)[0]
    assert message in first.message
    assert expected in first.expected
    assert place(text, first).startswith(at), place(text, first)


@pytest.mark.parametrize(
    ("front", "message", "expected"),
    [
        (FRONT.replace('id = "small"\n', ""), "缺少“id”", 'id = "…"'),
        (FRONT.replace("effective = 2026-02-01\n", ""), "缺少“effective”", "effective = 2016-03-21"),
        (FRONT.replace("issued = 2026-01-01", "issued = 2026-01-01T00:00:00"), "“issued”不是日期", "日期"),
        (FRONT.replace("issued = 2026-01-01", 'issued = "2026-01-01"'), "“issued”不是日期", "日期"),
        (FRONT.replace("gongshu-policy/1", "gongshu-policy/2"), "版本不同", "gongshu-policy/1"),
        (FRONT.replace('["家", "人"]', '["家", "元"]'), "“元”不能作计数单位", "家、人、场"),
        (FRONT.replace('["家", "人"]', '["家", "万人"]'), "“万人”不能作计数单位", "家、人、场"),
        (FRONT.replace('["家", "人"]', '["家", ""]'), "“counting_units”第 2 项不是文字", "文字"),
        (FRONT + "[vocabulary]\nstreets = []\n", "不认识的键“streets”", ""),
        (FRONT + 'author = "x"\n', "不认识的键“author”", ""),
    ],
)
def test_front_matter(front: str, message: str, expected: str) -> None:
    found = only(document(front=front))
    assert message in found.message
    assert expected in found.expected


def test_a_wrong_digest_says_the_right_one() -> None:
    found = only(document(digest="sha256:0"))
    assert "摘要不同" in found.message
    assert found.expected == text_digest(PARAGRAPH)


def test_a_changed_letter_of_the_official_text_is_found() -> None:
    found = problems(document(paragraph=PARAGRAPH + " ", digest=text_digest(PARAGRAPH)))
    assert [item.message for item in found] == ["正文与公布的文本不一致:摘要不同"]


@pytest.mark.parametrize(
    ("block", "message", "expected"),
    [
        ("```toml mesure\nid = 1\n```", "不认识的代码块“toml mesure”", "toml measure、toml targets"),
        ("```\nid = 1\n```", "不认识的代码块", "```toml measure"),
        ("```python\nid = 1\n```", "不认识的代码块“python”", "```toml measure"),
        ("```toml targets\n[[target]]\nid = 'G'\nindicator = 'x'\n```", "缺少“target”", 'target = "…"'),
        ("```toml targets\ntarget = [1]\n```", "“target”第 1 项不是表", "[[target]]"),
        (
            "```toml targets\n" + "[[target]]\nid = 'G'\nindicator = 'x'\ntarget = 'y'\n" * 2 + "```",
            "指标编号“G”重复",
            "每个指标一个编号",
        ),
        (f"```toml measure\n{MEASURE}```", "事项编号“1”重复", "每个事项一个编号"),
        ("```toml targets\n[[target]]\nid = 'G'", "代码块没有结束", "以一行“```”结束"),
    ],
)
def test_blocks(block: str, message: str, expected: str) -> None:
    found = only(document(MEASURE, block))
    assert message in found.message
    assert expected in found.expected


def test_a_block_that_swallows_the_next_one() -> None:
    text = document(MEASURE, "```toml targets\n# not closed", "```toml targets\n[[target]]\n```")
    found = only(text)
    assert place(text, found).startswith("toml targets") or "先以一行“```”结束" in found.expected


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ('"计算额" = "软件投入 × 20%"', '计算额 = "软件投入 × 20%"', "计算额 =", '中文名称要加引号:"计算额"'),
        ('[fact."面积"]', "[fact.面积]", "[fact.面积]", '中文名称要加引号:"面积"'),
        ('title = "软件资助"', 'title = "软件资助', 'title = "软件资助', "符合 TOML 的写法"),
        ('title = "软件资助"', 'title = "软件资助"\ntitle = "再来"', 'title = "再来"', "符合 TOML 的写法"),
        ("year = 2026", "year = 2026-02-30", "year = 2026-02-30", "符合 TOML 的写法"),
    ],
)
def test_toml_errors(old: str, new: str, line: str, expected: str) -> None:
    text = document(changed(old, new))
    found = problems(text)[0]
    assert found.message == "TOML 写法有误"
    assert text.splitlines()[found.line - 1].startswith(line) or text.splitlines()[found.line - 2].startswith(line)
    assert found.expected == expected


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文件开头没有文件说明"),
        (b"\n\n", "文件开头没有文件说明"),
        ("正文".encode(), "文件开头没有文件说明"),
        (b"+++\n", "文件开头没有文件说明"),
        (b"+++\n+++\n", "缺少“format”"),
        ("正文".encode("gb18030"), "文件不是 UTF-8 文本"),
        (document().encode("utf-16"), "文件不是 UTF-8 文本"),
        (document().encode() + b"\xff", "文件不是 UTF-8 文本"),
        (b"+++\n" + b"\x00" * 100, "文件开头没有文件说明"),
        (b"x" * (LARGEST_FILE + 1), f"文件有 {LARGEST_FILE + 1} 字节"),
        (document(MEASURE, "x = " + "[" * 3000).encode(), "正文与公布的文本不一致"),
        (document(MEASURE + "deep = " + "[" * 3000 + "]" * 3000 + "\n").encode(), "TOML 嵌套太深"),
        (document(MEASURE + "long = " + "9" * 5000 + "\n").encode(), "代码块里有过长的数"),
        (document(MEASURE, *["```toml targets\n```"] * MOST_BLOCKS).encode(), "代码块太多"),
        (document(MEASURE.replace("[step]", "[step]\n" + "".join(f'"s{n}" = "1"\n' for n in range(300)))).encode(), "有 301 个步骤"),
    ],
)  # fmt: skip
def test_files_that_are_no_policy(content: bytes, message: str) -> None:
    found = examine(content)[1]
    assert any(message in item.message for item in found), found


def test_circles() -> None:
    text = document(
        changed('"计算额" = "软件投入 × 20%"', '"甲" = "乙 × 2"\n"乙" = "丙"\n"丙" = "甲"\n"计算额" = "甲"')
    )
    found = problems(text)
    assert [place(text, item)[0] for item in found] == [
        "乙",
        "丙",
        "甲",
    ]  # and not 计算额, which only needs one of them
    assert all("互相引用" in item.message for item in found)
    alone = document(changed('"计算额" = "软件投入 × 20%"', '"计算额" = "计算额 + 1元"'))
    assert "没有名为“计算额”" in problems(alone)[0].message


def test_a_circle_through_a_column_and_a_selection() -> None:
    text = document(
        changed('"计算额" = "软件投入 × 20%"', '"大项目" = "项目 其中 份额 > 1"\n"项目.份额" = "金额 ÷ 合计额"\n"合计额" = "合计(大项目, 金额)"\n"计算额" = "合计额"')
    )  # fmt: skip
    assert all("互相引用" in item.message for item in problems(text))


def test_everything_that_is_wrong_is_said_at_once_and_in_the_order_of_the_file() -> None:
    measure = (
        changed('kind = "number"\nunit = "㎡"', 'kind = "number"\nunit = "亩"')
        .replace("软件投入 × 20%", "软件投人 × 20%")
        .replace('suggested = "once"', 'suggested = "none"')
    )
    text = document(measure, "```toml what\n```", front=FRONT.replace('title = "小政策"\n', ""), digest="sha256:1")
    found = problems(text)
    assert found == sorted(found)
    messages = "\n".join(item.message for item in found)
    for words in ("缺少“title”", "摘要不同", "没有单位“亩”", "软件投人", "建议的选项“none”", "toml what"):
        assert words in messages


def test_a_formula_over_several_lines_is_placed_by_its_own_line() -> None:
    text = document(changed('"计算额" = "软件投入 × 20%"', '"计算额" = """\n软件投入\n  × 比例"""'))
    found = problems(text)[0]
    assert place(text, found).startswith("比例")
    assert text.splitlines()[found.line - 1] == '  × 比例"""'


@pytest.mark.parametrize("variant", ["crlf", "cr", "bom"])
def test_line_ends_and_byte_order_marks_do_not_matter(variant: str) -> None:
    text = document(changed("软件投入 × 20%", "软件投人 × 20%"))
    plain = problems(text)
    content = {
        "crlf": text.replace("\n", "\r\n").encode(),
        "cr": text.replace("\n", "\r").encode(),
        "bom": b"\xef\xbb\xbf" + text.encode(),
    }[variant]
    assert examine(content)[1] == plain


def test_load_policy_refuses_in_words(tmp_path: Path) -> None:
    file = tmp_path / "坏.md"
    file.write_text(document(changed("软件投入 × 20%", "软件投人 × 20%")), encoding="utf-8")
    with pytest.raises(PolicyRefused, match=r"坏\.md: .*没有名为“软件投人”") as caught:
        load_policy(file)
    assert caught.value.problems
    assert str(caught.value.problems[0]).count(":") >= 1
    file.write_text(document(), encoding="utf-8")
    assert load_policy(file).id == "small"


def test_an_official_text_may_look_like_markdown() -> None:
    """Lists, headings, quotes and tags of an official text are its words and nothing else."""
    lines = ["1. 第一", "- 第二", "# 第三", "> 第四", "<b>", "    第五", "***", PARAGRAPH]
    text = document(paragraph="\n".join(lines), digest=text_digest(*lines))
    policy, found, _ = examine(text.encode())
    assert not found
    assert policy is not None
    assert list(policy.text) == lines
