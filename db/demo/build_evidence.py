"""Draws the demonstration's evidence: scanned-looking papers for what the case files name. Everything on them is invented.

Run from the repository's root, after ``build_cases.py``: ``python db/demo/build_evidence.py``. The same files come out again.
No seal is drawn anywhere; each paper says 演示 across its face.
"""

# ruff: noqa: INP001, S311 - a script beside its data; its specks of dust need no secrecy

import json
import random
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).parent
FONTS = HERE.parents[1] / "resources" / "fonts"
WIDTH, HEIGHT, MARGIN = 827, 1169, 84
INK, GREY = 40, 120

Case = dict[str, Any]  # a case file


@dataclass(frozen=True)
class Paper:
    """One document: a title, lines of text, a table, who issued it when. ``pages`` repeats it with other page numbers."""

    title: str
    lines: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    issuer: str = ""
    day: str = ""
    pages: int = 1


def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """One of the program's own fonts."""
    return ImageFont.truetype(str(FONTS / f"{name}.ttf"), size)


TITLE, BODY, SMALL, MARK = font("MemoHei", 34), font("MemoKai", 21), font("MemoKai", 17), font("MemoHei", 110)


def verified(value: Any) -> Any:
    """The verified side of a fact, or what there is of it."""
    if isinstance(value, dict):
        return value.get("verified", value.get("claimed"))
    return value


def money(text: str) -> str:
    """An amount with separators."""
    whole, _, cents = text.partition(".")
    return f"{int(whole):,}.{cents or '00'}元"


def paper(title: str, case: Case, facts: dict[str, Any]) -> Paper:
    """What the document of that title says in this case."""
    who, where, year = case["applicant"]["name"], case["makerspace"]["name"], case["year"]
    makers = {
        "入驻企业名册": lambda: roster(who, where, int(verified(facts.get("企业数", 10))), year),
        "验资报告": lambda: Paper("验 资 报 告", (
            f"{who}:", f"我们接受委托，审验了{where}内企业截至{year}年12月31日的实收资本情况。",
            f"经审验，实际到位资金总额为人民币{money(str(verified(facts['实际到位资金总额'])))}。",
            "附件：一、注册资本实收情况明细表；二、验资事项说明。",
        ), issuer="杭州示例会计师事务所", day=f"{year + 1}年1月12日"),
        "完税证明": lambda: Paper("税 收 完 税 证 明", (f"纳税人名称：{who}及入驻企业（合并）", f"税款所属期：{year}年1月至12月"), (
            ("税种", "实缴（退）金额"), ("增值税", "按明细"), ("企业所得税", "按明细"),
            ("经常性税收合计", money(str(verified(facts["年度经常性税收总额"])))),
        ), issuer="杭州市拱墅区示例税务分局", day=f"{year + 1}年1月9日"),
        "租赁合同": lambda: contract(who, verified(facts["租赁"])),
        "投资协议": lambda: rows_paper("股 权 投 资 协 议", who, verified(facts["股权投资"]), "投资额", "投资日期", pages=2),
        "银行回单": lambda: rows_paper("网上银行电子回单", who, verified(facts["股权投资"]), "投资额", "投资日期"),
        "社会投资协议": lambda: rows_paper("增 资 协 议", who, verified(facts["社会投资"]), "投资额", "投资日期"),
        "高新技术企业证书": lambda: honours(verified(facts["培育企业"])),
        "上市公告": lambda: Paper("股票公开转让公告", (
            "杭州拾光数字传媒股份有限公司股票自2016年4月26日起挂牌。", "证券简称：拾光数字。",
        ), issuer="杭州拾光数字传媒股份有限公司", day="2016年4月26日"),
        "活动备案表": lambda: events("创业服务活动备案表", who, verified(facts["活动"]), costs=False),
        "活动专项审计报告": lambda: events("活动专项审计报告", who, verified(facts["活动"]), costs=True),
        "软件采购发票": lambda: invoice(who, "公共软件、开发工具使用费", str(verified(facts["公共软件和开发工具支出"])), year),
        "宽带费发票": lambda: invoice(who, "宽带接入服务费（全年）", str(verified(facts["宽带费用"])), year),
        "贷款申请书": lambda: Paper("贷 款 申 请 书", (
            "申请企业：杭州晴岚新能源科技有限公司", "申请金额：3,000,000.00元", "用途：储能电池组件中试线设备采购",
        ), issuer="杭州晴岚新能源科技有限公司", day="2016年10月20日"),
    }  # fmt: skip
    if title in makers:
        return makers[title]()
    level = verified(facts.get("认定级别", facts.get("评定级别", "市级")))
    day = verified(facts.get("认定日期", facts.get("评定日期", f"{year}-06-20")))
    if "凭证" in title:
        amount = str(verified(facts.get("已获认定奖励", facts.get("其他同类补贴", "0"))))
        return Paper("财政资金拨付凭证", (f"收款单位：{who}", f"摘要：{title.removesuffix('拨付凭证')}"), (
            ("项目", "金额"), (title.removesuffix("拨付凭证"), money(amount)),
        ), issuer="杭州市示例财政局", day="2015年12月22日")  # fmt: skip
    return Paper(f"关于公布{level}众创空间名单的通知", (
        "各区、县（市）有关单位:", f"经审核并公示，认定{where}为{level}众创空间，运营主体为{who}。",
        "请加强管理，完善服务，发挥示范作用。",
    ), issuer="杭州市示例科学技术委员会", day=day)  # fmt: skip


def roster(who: str, where: str, count: int, year: int) -> Paper:
    """The list of tenants."""
    names = [
        "澄观",
        "木棉",
        "远岫",
        "听澜",
        "拾光",
        "晴岚",
        "逐日",
        "铁砚",
        "扶摇",
        "知白",
        "守黑",
        "白石",
        "青溪",
        "闻莺",
        "望湖",
        "枕流",
    ]
    trades = ("智能硬件", "物联网", "软件", "工业设计")
    rows = [("序号", "企业名称", "行业", "入驻日期")]
    for index in range(count):
        name = f"杭州{names[index % len(names)]}{trades[index % 4]}有限公司"
        rows.append((str(index + 1), name, trades[index % 4], f"{year - 1}-{index % 12 + 1:02}-15"))
    return Paper(
        f"{where}入驻企业名册", (f"运营主体：{who}", f"截至{year}年12月31日，共{count}家"), tuple(rows), issuer=who
    )


def contract(who: str, leases: list[dict[str, str]]) -> Paper:
    """The lease."""
    header = ("地址", "面积", "日租金", "起止日期")
    rows = [
        (row["地址"], f"{row['面积']}㎡", f"{row['日租金']}元/㎡", f"{row['起始日期']}至{row['截止日期']}")
        for row in leases
    ]
    lines = (
        "出租方（甲方）:杭州示例置业有限公司",
        f"承租方（乙方）:{who}",
        "双方就房屋租赁事宜订立本合同:",
        "第一条 租赁标的、期限与租金如下表。",
    )
    return Paper(
        "房 屋 租 赁 合 同", lines, (header, *rows), issuer="甲方、乙方（签字）", day=leases[0]["起始日期"], pages=2
    )


def rows_paper(title: str, who: str, rows: list[dict[str, Any]], amount: str, day: str, pages: int = 1) -> Paper:
    """A paper about payments to enterprises."""
    table = [("企业", "金额", "日期")] + [(row["企业"], money(row[amount]), row[day]) for row in rows]
    return Paper(title, (f"委托方：{who}", "明细如下:"), tuple(table), issuer=who, day=rows[-1][day], pages=pages)


def honours(rows: list[dict[str, Any]]) -> Paper:
    """The certificates."""
    table = [("企业", "称号", "取得日期")]
    table += [(row["企业"], row["称号"].removeprefix("国家重点扶持领域"), row["取得日期"]) for row in rows]
    return Paper(
        "证 书 汇 总",
        ("兹证明下列企业取得相应称号:",),
        tuple(table),
        issuer="示例认定管理机构",
        day=rows[-1]["取得日期"],
    )


def events(title: str, who: str, rows: list[dict[str, Any]], *, costs: bool) -> Paper:
    """The filing of events, or the audit of what they cost."""
    last = "实际支出" if costs else "备案意见"
    table = [("活动", "类型", "日期", last)]
    for row in rows:
        said = money(row["实际支出"]) if costs else ("同意备案" if row["已备案"] else "未受理")
        table.append((row["名称"], row["类型"], row["举办日期"], said))
    issuer = "杭州示例会计师事务所" if costs else "杭州市拱墅区示例主管部门"
    return Paper(title, (f"承办单位：{who}",), tuple(table), issuer=issuer, day=rows[0]["举办日期"])


def invoice(who: str, item: str, amount: str, year: int) -> Paper:
    """An invoice."""
    table = (("货物或应税劳务名称", "数量", "金额"), (item, "1", money(amount)), ("价税合计", "", money(amount)))
    return Paper(
        "浙江增值税普通发票", (f"购买方：{who}", "销售方：杭州示例信息服务有限公司"), table, day=f"{year}年12月5日"
    )


def wrapped(text: str, used: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    """The text in lines that fit."""
    line = ""
    for letter in text:
        if used.getlength(line + letter) > width:
            yield line
            line = ""
        line += letter
    yield line


def drawn(what: Paper, number: int, dust: random.Random) -> Image.Image:
    """One page, as a scanner on a bad day would have it."""
    page = Image.new("L", (WIDTH, HEIGHT), 250)
    pen = ImageDraw.Draw(page)
    y = 110.0
    for line in wrapped(what.title, TITLE, WIDTH - 2 * MARGIN):
        pen.text(((WIDTH - TITLE.getlength(line)) / 2, y), line, INK, TITLE)
        y += 50
    y += 30
    for text in what.lines:
        for line in wrapped(text, BODY, WIDTH - 2 * MARGIN):
            pen.text((MARGIN, y), line, INK, BODY)
            y += 34
    if what.table:
        y = table(pen, what.table, y + 12)
    for index, text in enumerate((what.issuer, what.day)):
        pen.text((WIDTH - MARGIN - BODY.getlength(text), y + 60 + 36 * index), text, INK, BODY)
    if what.pages > 1:
        foot = f"第{number}页 共{what.pages}页"
        pen.text(((WIDTH - SMALL.getlength(foot)) / 2, HEIGHT - 70), foot, GREY, SMALL)
    return scanned(page, dust)


def table(pen: ImageDraw.ImageDraw, rows: tuple[tuple[str, ...], ...], top: float) -> float:
    """A ruled table; gives where it ends."""
    weights = [max(SMALL.getlength(row[column]) for row in rows) + 18 for column in range(len(rows[0]))]
    scale = (WIDTH - 2 * MARGIN) / sum(weights)
    y = top
    for row in rows:
        x = float(MARGIN)
        cells = [list(wrapped(text, SMALL, weight * scale - 12)) for text, weight in zip(row, weights, strict=True)]
        height = 14 + 24 * max(len(cell) for cell in cells)
        for cell, weight in zip(cells, weights, strict=True):
            pen.rectangle((x, y, x + weight * scale, y + height), outline=GREY)
            for index, line in enumerate(cell):
                pen.text((x + 6, y + 8 + 24 * index), line, INK, SMALL)
            x += weight * scale
        y += height
    return y


def scanned(page: Image.Image, dust: random.Random) -> Image.Image:
    """Turned a little, greyed, with dust, and marked 演示."""
    mark = Image.new("L", page.size, 0)
    ImageDraw.Draw(mark).text((WIDTH / 2, HEIGHT * 0.62), "演 示", 110, MARK, anchor="mm")
    page.paste(110, (0, 0), mark.rotate(28))
    page = page.rotate(dust.uniform(-0.9, 0.9), Image.Resampling.BICUBIC, fillcolor=236)
    pen = ImageDraw.Draw(page)
    for _speck in range(60):
        x, y = dust.randrange(WIDTH), dust.randrange(HEIGHT)
        pen.ellipse((x, y, x + dust.choice((0, 1, 1, 2)), y + 1), fill=dust.randrange(120, 220))
    shade = Image.linear_gradient("L").resize(page.size).point(lambda value: 232 + value // 14)
    page = Image.blend(page, Image.composite(page, shade, page.point(lambda value: 255 if value < 200 else 0)), 0.85)
    return page.filter(ImageFilter.GaussianBlur(0.45))


def save(pages: list[Image.Image], path: Path) -> None:
    """Write the pages as the kind that the name says; no moment of making in it."""
    if path.suffix == ".pdf":
        never = time.gmtime(1_483_228_800)
        pages[0].save(
            path, save_all=True, append_images=pages[1:], resolution=100, quality=38, creationDate=never, modDate=never
        )
    elif path.suffix == ".png":
        pages[0].quantize(16).save(path, optimize=True)
    else:
        pages[0].save(path, quality=38)


def facts_of(case: Case, title: str) -> dict[str, Any]:
    """The facts that a document is about: of the first claim that names it, then of all others."""
    found: dict[str, Any] = {}
    for claim in sorted(case["claims"], key=lambda item: f'"{title}"' not in json.dumps(item, ensure_ascii=False)):
        for name, value in claim["facts"].items():
            found.setdefault(name, value)
    return found


def titles(value: Any) -> Iterator[str]:
    """Every document that a case file names, in its order."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from item if key == "evidence" else titles(item)
    elif isinstance(value, list):
        for item in value:
            yield from titles(item)


SUFFIXES = {"名册": ".pdf", "合同": ".pdf", "协议": ".pdf", "审计报告": ".pdf", "证书": ".png", "备案表": ".png"}


def main() -> None:
    """Draw everything, and write down which file is which document."""
    folder = HERE / "evidence"
    folder.mkdir(exist_ok=True)
    index: dict[str, dict[str, str]] = {}
    for file in sorted((HERE / "cases").glob("*.json")):
        case = json.loads(file.read_text(encoding="utf-8"))
        for number, title in enumerate(dict.fromkeys(titles(case["claims"])), start=1):
            what = paper(title, case, facts_of(case, title))
            suffix = next((suffix for word, suffix in SUFFIXES.items() if word in title), ".jpg")
            name = f"{file.stem.removeprefix('case-')}-{number:02}{suffix}"
            dust = random.Random(zlib.crc32(name.encode()))
            save([drawn(what, page, dust) for page in range(1, what.pages + 1)], folder / name)
            index.setdefault(file.name, {})[title] = name
    lines = json.dumps(index, ensure_ascii=False, indent=1)
    (folder / "index.json").write_text(lines + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
