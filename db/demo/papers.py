"""What the demonstration's papers say: each figure is taken from its case file, so that papers and facts agree."""

# ruff: noqa: INP001 - a script beside its data, no part of the package

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from build_cases import code
from rosters import ROSTERS, Tenant

Case = dict[str, Any]  # a case file
Facts = dict[str, Any]
Table = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Paper:
    """One page: a title, lines of text, a table, lines below it, who issued it when."""

    title: str
    lines: tuple[str, ...] = ()
    table: Table = ()
    below: tuple[str, ...] = ()
    issuer: str = ""
    day: str = ""


@dataclass(frozen=True)
class Matter:
    """What a paper is about: the case (``key`` as in its file's name), its parties, the facts of the claim that names it."""

    key: str
    case: Case
    facts: Facts

    @property
    def who(self) -> str:
        """The applicant."""
        name: str = self.case["applicant"]["name"]
        return name

    @property
    def where(self) -> str:
        """The makerspace."""
        name: str = self.case["makerspace"]["name"]
        return name

    @property
    def year(self) -> int:
        """The award year."""
        year: int = self.case["year"]
        return year

    def verified(self, fact: str) -> Any:
        """The verified value of a fact, or what there is of it."""
        value = self.facts[fact]
        return value.get("verified", value.get("claimed")) if isinstance(value, dict) else value

    def claimed(self, fact: str) -> Any:
        """The claimed value of a fact: what a paper says that the reviewer read more closely than the applicant."""
        value = self.facts[fact]
        return value["claimed"] if isinstance(value, dict) else value

    @property
    def roster(self) -> tuple[Tenant, ...]:
        """The firms in the space."""
        return ROSTERS[self.key]

    @property
    def present(self) -> tuple[Tenant, ...]:
        """Those that have not left."""
        return tuple(tenant for tenant in self.roster if not tenant.left)


def money(amount: object) -> str:
    """An amount with separators."""
    return f"{Decimal(str(amount)):,.2f}元"


def chinese(day: str) -> str:
    """2016-06-20 → 2016年6月20日."""
    year, month, date = day.split("-")
    return f"{year}年{int(month)}月{int(date)}日"


def roster(on: Matter) -> Paper:
    """入驻企业名册: everybody with code, trade and day of entry; who has left."""
    rows = [("序号", "企业名称", "统一社会信用代码", "行业", "入驻日期", "备注")]
    for number, tenant in enumerate(on.roster, start=1):
        note = tenant.left or "在册"
        rows.append((str(number), tenant.name, code(tenant.seed), tenant.trade, tenant.entered, note))
    trades: dict[str, int] = {}
    for tenant in on.present:
        trades[tenant.trade] = trades.get(tenant.trade, 0) + 1
    gone = [tenant for tenant in on.roster if tenant.left]
    below = ["在册企业按行业：" + "，".join(f"{trade}{count}家" for trade, count in trades.items()) + "。"]
    if gone:
        below.append(f"{'、'.join(tenant.name for tenant in gone)}：{gone[0].left}，入驻协议终止。")
    head = f"截至{on.year}年12月31日，册列{len(on.roster)}家，在册{len(on.present)}家"
    return Paper(
        f"{on.where}入驻企业名册",
        (f"运营主体：{on.who}", head),
        tuple(rows),
        tuple(below),
        on.who,
        f"{on.year}年12月31日",
    )


def shares(total: Decimal, first: tuple[Decimal, ...], count: int) -> list[Decimal]:
    """A total told in so many parts, the first ones given, the others about equal."""
    rest = total - sum(first, Decimal(0))
    each = (rest / (count - len(first))).quantize(Decimal(1000))
    parts = [*first, *[each] * (count - len(first) - 1)]
    return [*parts, total - sum(parts, Decimal(0))]


def capital(on: Matter) -> Paper:
    """验资报告: what each firm in the space has had paid in, and the sum."""
    total = Decimal(on.verified("实际到位资金总额"))
    first = {"01": (Decimal(29_000_000), Decimal(10_800_000))}.get(on.key, ())
    parts = shares(total, first, len(on.present))
    rows = [("序号", "企业名称", "实际到位资金")]
    rows += [
        (str(n), tenant.name, money(part)) for n, (tenant, part) in enumerate(zip(on.present, parts, strict=True), 1)
    ]
    rows.append(("", "合计", money(total)))
    lines = (
        f"{on.who}：",
        f"我们接受委托，审验了{on.where}在册企业截至{on.year}年12月31日的实收资本，各企业实际到位资金如下：",
    )
    return Paper("验 资 报 告", lines, tuple(rows), (), "杭州示例会计师事务所", f"{on.year + 1}年1月12日")


def taxes(on: Matter) -> Paper:
    """税收完税证明: the regular taxes and their sum; a tax that is not regular beside it."""
    total, claimed = Decimal(on.verified("年度经常性税收总额")), Decimal(on.claimed("年度经常性税收总额"))
    vat = (total * Decimal("0.6")).quantize(Decimal("0.01"))
    income = (total * Decimal("0.31")).quantize(Decimal("0.01"))
    rows = [("税种", "实缴金额"), ("增值税（含营业税）", money(vat)), ("企业所得税", money(income))]
    rows += [("城市维护建设税", money(total - vat - income)), ("经常性税收合计", money(total))]
    if on.key == "05":
        rows += [("土地增值税（转让不动产，非经常性）", money(claimed - total)), ("合计", money(claimed))]
    lines = (f"纳税人名称：{on.where}在册企业（合并）", f"税款所属期：{on.year}年1月至12月")
    return Paper("税 收 完 税 证 明", lines, tuple(rows), (), "杭州市拱墅区示例税务分局", f"{on.year + 1}年1月9日")


RECOGNISERS = {
    "国家级": ("科技主管部门示例司", "示科火"),
    "省级": ("浙江省示例科学技术厅", "浙示科"),
    "市级": ("杭州市示例科学技术委员会", "杭示科"),
    "区级": ("杭州市拱墅区示例科学技术局", "拱示科"),
}


def recognition(on: Matter) -> Paper:
    """The document by which the space was recognised."""
    level = on.verified("认定级别" if "认定级别" in on.facts else "评定级别")
    days = [on.verified(name) for name in ("认定日期", "评定日期") if name in on.facts]
    day = days[0] if days else "2016-02-26"
    issuer, prefix = RECOGNISERS[level]
    number = f"{prefix}〔{day[:4]}〕{20 + int(on.key)}号"
    lines = (
        number,
        "各有关单位：",
        f"经审核并公示，自{chinese(day)}起认定{on.where}为{level}众创空间，运营主体为{on.who}。",
    )
    return Paper(
        f"关于公布{level}众创空间名单的通知",
        (*lines, "请加强管理，完善服务，发挥示范作用。"),
        (),
        (),
        issuer,
        chinese(day),
    )


def voucher(on: Matter, what: str, year: str, fact: str, day: str) -> Paper:
    """财政资金拨付凭证: support had before."""
    amount = money(on.verified(fact))
    lines = (f"收款单位：{on.who}", f"摘要：{year}年度{what}（{on.where}）", f"拨付日期：{chinese(day)}")
    table = (("项目", "年度", "金额"), (what, year, amount), ("合计", "", amount))
    return Paper("财政资金拨付凭证", lines, table, (), "杭州市示例财政局", chinese(day))


def contract(on: Matter) -> tuple[Paper, ...]:
    """房屋租赁合同, two pages; of 08号 with the remark that the own area is smaller."""
    leases = on.claimed("租赁")
    rows = [("地址", "面积", "日租金", "起止日期")]
    rows += [
        (row["地址"], f"{row['面积']}㎡", f"{row['日租金']}元/㎡", f"{row['起始日期']}至{row['截止日期']}")
        for row in leases
    ]
    first = (
        "出租方（甲方）：杭州示例置业有限公司",
        f"承租方（乙方）：{on.who}",
        "双方就房屋租赁事宜订立本合同：",
        "第一条 租赁标的、期限与租金如下表。",
    )
    remark = ("附注：上列面积中公共走廊50㎡由同层各户共用，乙方自用面积1150㎡。",) if on.key == "08" else ()
    if on.key == "01":
        remark = ("附注：一层活动厅包括在上列面积内。",)
    second = (
        "第二条 租金按日计算，按季支付，先付后用。",
        f"第三条 房屋用于开办{on.where}，乙方可供入驻企业使用。",
        "第四条 物业费、水电费、宽带费另行结算，不含在租金内。",
        "第五条 一方违约的，按未履行部分租金的百分之十支付违约金。",
        "第六条 本合同一式四份，双方各执两份，自签字之日起生效。",
    )
    day = chinese(min(row["起始日期"] for row in leases))
    return (
        Paper("房 屋 租 赁 合 同", first, tuple(rows), remark),
        Paper("", second, (), (), "甲方、乙方（签字）", f"签订日期：{day}前"),
    )


def payments(on: Matter) -> Paper:
    """网上银行电子回单: the money of each investment."""
    table = [("收款单位", "金额", "交易日期", "用途")]
    table += [(row["企业"], money(row["投资额"]), row["投资日期"], "投资款") for row in on.verified("股权投资")]
    return Paper(
        "网上银行电子回单",
        (f"付款单位：{on.who}",),
        tuple(table),
        (),
        "杭州示例银行拱墅支行",
        chinese(on.verified("股权投资")[-1]["投资日期"]),
    )


def investments(on: Matter) -> tuple[Paper, ...]:
    """股权投资协议: a page for each."""
    return tuple(
        Paper(
            "股 权 投 资 协 议",
            (
                f"投资方（甲方）：{on.who}",
                f"目标公司（乙方）：{row['企业']}",
                f"统一社会信用代码：{row['统一社会信用代码']}",
                f"第一条 甲方以货币向乙方增资{money(row['投资额'])}，直接持有乙方股权。",
                f"第二条 投资款于{chinese(row['投资日期'])}一次缴足。",
                f"第三条 乙方入驻{on.where}，协议期内不迁出。",
            ),
            issuer="甲方、乙方（签字）",
            day=chinese(row["投资日期"]),
        )
        for row in on.verified("股权投资")
    )


def licences(on: Matter) -> tuple[Paper, ...]:
    """营业执照 of the firms invested in: the register's word on where they are."""
    return tuple(
        Paper(
            "营业执照（副本复印件）",
            (
                f"名称：{row['企业']}",
                f"统一社会信用代码：{row['统一社会信用代码']}",
                "类型：有限责任公司",
                f"住所：浙江省杭州市{row['注册地']}示例路{18 + number}号",
                "成立日期：2015年3月10日",
            ),
            issuer=f"杭州市{row['注册地']}示例市场监督管理局",
            day="2015年3月10日",
        )
        for number, row in enumerate(on.verified("股权投资"))
    )


def rounds(on: Matter) -> tuple[Paper, ...]:
    """增资协议 with outside investors: a page for each."""
    return tuple(
        Paper(
            "增 资 协 议",
            (
                f"投资方（甲方）：{row['投资机构']}",
                f"目标公司（乙方）：{row['企业']}",
                f"统一社会信用代码：{row['统一社会信用代码']}",
                f"第一条 甲方以货币向乙方增资{money(row['投资额'])}。",
                f"第二条 增资款于{chinese(row['投资日期'])}到账。",
            ),
            issuer="甲方、乙方（签字）",
            day=chinese(row["投资日期"]),
        )
        for row in on.verified("社会投资")
    )


def honours(on: Matter, honour: str, title: str, issuer: str) -> Paper:
    """Who got a title when."""
    rows = [row for row in on.verified("培育企业") if row["称号"] == honour]
    table = [("企业", "统一社会信用代码", "取得日期")]
    table += [(row["企业"], row["统一社会信用代码"], row["取得日期"]) for row in rows]
    return Paper(title, ("下列企业取得相应称号：",), tuple(table), (), issuer, chinese(rows[-1]["取得日期"]))


def listing(on: Matter) -> Paper:
    """上市公告."""
    row = next(row for row in on.verified("培育企业") if row["称号"] == "上市企业")
    lines = (
        f"{row['企业']}股票自{chinese(row['取得日期'])}起上市交易。",
        f"统一社会信用代码：{row['统一社会信用代码']}",
    )
    return Paper("股票上市公告书", lines, (), (), row["企业"], chinese(row["取得日期"]))


def before(row: Facts) -> str:
    """The first of the event's month: when its filing was answered."""
    day: str = row["举办日期"]
    return f"{day[:8]}01"


def filing(on: Matter) -> Paper:
    """创业服务活动备案表."""
    table = [("活动", "类型", "日期", "影响范围", "备案意见")]
    for row in on.verified("活动"):
        reach = "国内、国际选手和媒体参加" if row["具有影响力"] else "本地"
        said = f"同意备案（{before(row)}）" if row["已备案"] else "会后申报，不予备案"
        table.append((row["名称"], row["类型"], row["举办日期"], reach, said))
    last = max(row["举办日期"] for row in on.verified("活动"))
    day = f"{last[:8]}30"
    return Paper(
        "创业服务活动备案表", (f"承办单位：{on.who}",), tuple(table), (), "杭州市拱墅区示例主管部门", chinese(day)
    )


AUDITED = {
    "01": (("场地租金（桥弄路18号3幢一层活动厅）", "48250"), ("奖金与评审费", "186000")),
    "03": (("会议餐费", "6250"), ("会场与同声传译", "312000")),
    "07": (("赛事执行与评审", "1480000"), ("奖金", "600000")),
}
"""Of each case's main event: parts of what it cost; the rest is the venue's fittings and publicity."""


def audit(on: Matter) -> Paper:
    """活动专项审计报告: what each event cost, in parts; dated after the last of them."""
    table = [("活动（日期）", "项目", "金额")]
    for number, row in enumerate(on.claimed("活动")):
        name, total = f"{row['名称']}（{row['举办日期']}）", Decimal(row["实际支出"])
        parts = [(item, Decimal(amount)) for item, amount in AUDITED[on.key]] if number == 0 else []
        rest = total - sum((amount for _item, amount in parts), Decimal(0))
        for item, amount in (*parts, ("搭建、宣传与其他", rest)):
            table.append((name, item, money(amount)))
        table.append((name, "实际支出合计", money(total)))
    lines = (f"{on.who}：", "我们审计了下列活动的支出，凭证齐全，支出属实：")
    return Paper("活动专项审计报告", lines, tuple(table), (), "杭州示例会计师事务所", f"{on.year}年12月20日")


def software(on: Matter) -> Paper:
    """软件采购发票."""
    header = ("货物或应税劳务名称", "数量", "单价", "金额")
    if on.key == "01":
        rows: Table = (
            ("公共开发平台账号（全年）", "23", "2,000.00", "46,000.00元"),
            ("价税合计", "", "", "46,000.00元"),
        )
    else:
        rows = (
            ("创业实训软件平台使用费（全年）", "1", "32,800.00", "32,800.00元"),
            ("打印耗材", "8", "400.00", "3,200.00元"),
            ("价税合计", "", "", "36,000.00元"),
        )
    lines = (f"购买方：{on.who}", "销售方：杭州示例信息服务有限公司")
    return Paper("浙江增值税普通发票", lines, (header, *rows), (), "", f"{on.year}年1月5日")


def accounts(on: Matter) -> Paper:
    """账号使用清单: 20 accounts of those present, 3 of those who left."""
    present, gone = on.present, [tenant for tenant in on.roster if tenant.left]
    counts = [2] * 8 + [1] * 4
    rows = [("序号", "使用企业", "账号数", "备注")]
    rows += [
        (str(n), tenant.name, str(count), "在册")
        for n, (tenant, count) in enumerate(zip(present, counts, strict=True), 1)
    ]
    rows += [
        (str(13 + n), tenant.name, str(count), tenant.left)
        for n, (tenant, count) in enumerate(zip(gone, (2, 1), strict=True))
    ]
    rows.append(("", "合计", "23", "在册企业20个，已迁出企业3个"))
    return Paper(
        "公共开发平台账号使用清单",
        (f"平台：{on.where}公共开发平台（{on.year}年度）",),
        tuple(rows),
        (),
        on.who,
        f"{on.year}年12月31日",
    )


def courses(on: Matter) -> Paper:
    """实训课程表."""
    rows = (
        ("课程", "课时", "使用软件"),
        ("商业计划书实训", "32", "创业实训软件平台"),
        ("财务模拟经营", "40", "创业实训软件平台"),
        ("电商运营实训", "24", "创业实训软件平台"),
    )
    return Paper("创业实训课程表", (f"{on.where} {on.year}年度",), rows, (), on.who, f"{on.year}年12月15日")


def broadband(on: Matter) -> Paper:
    """宽带费发票."""
    amount = money(on.verified("宽带费用"))
    table = (
        ("货物或应税劳务名称", "数量", "金额"),
        (f"宽带接入服务费（{on.year}年1月至12月）", "1", amount),
        ("价税合计", "", amount),
    )
    return Paper(
        "浙江增值税普通发票",
        (f"购买方：{on.who}", "销售方：杭州示例通信有限公司"),
        table,
        (),
        "",
        f"{on.year}年12月28日",
    )


def loan(on: Matter) -> Paper:
    """贷款申请书."""
    row = on.verified("拟贷款")[0]
    lines = (
        f"申请企业：{row['企业']}",
        f"统一社会信用代码：{row['统一社会信用代码']}",
        f"申请金额：{money(row['拟贷款额'])}",
        "用途：储能电池组件中试线设备采购",
    )
    return Paper("贷 款 申 请 书", lines, (), (), row["企业"], f"{on.year}年10月20日")


def technology_list(on: Matter) -> Paper:
    """科技型中小企业名录."""
    row = on.verified("拟贷款")[0]
    table = (
        ("序号", "企业名称", "统一社会信用代码"),
        ("36", "杭州皋亭光伏材料有限公司", code("MA27W3D04")),
        ("37", row["企业"], row["统一社会信用代码"]),
    )
    return Paper(
        f"{on.year}年科技型中小企业名录（节选）",
        ("浙示科〔2016〕77号",),
        table,
        (),
        "浙江省示例科学技术厅",
        "2016年8月15日",
    )


def recommendation(on: Matter) -> Paper:
    """企业推荐表."""
    row = on.verified("推荐企业")[0]
    lines = (
        f"推荐单位：{on.who}",
        f"企业：{row['企业']}",
        f"统一社会信用代码：{row['统一社会信用代码']}",
        f"推荐理由：{row['推荐理由']}",
    )
    return Paper("专项资金企业推荐表", lines, (), (), on.who, f"{on.year}年11月25日")


def minutes(on: Matter) -> Paper:
    """局长办公会议纪要: the ceiling of 2号's support."""
    lines = (
        "〔2017〕3号",
        "时间：2017年1月20日",
        "议题：2016年度众创空间专项资金余额安排",
        "会议议定：2016年度专项资金余额所限，尚未核定的市级众创空间房租和宽带补贴，扣除已获同类补贴后，每家安排不超过15万元，超出部分核减。",
        "核减由批准人在批准环节作出，并写明本纪要文号、日期。",
    )
    return Paper("局长办公会议纪要", lines, (), (), "杭州市拱墅区科学技术局（演示）", "2017年1月20日")


TAKERS: dict[str, Callable[[Matter], Paper | tuple[Paper, ...]]] = {
    "入驻企业名册": roster,
    "验资报告": capital,
    "完税证明": taxes,
    "认定文件": recognition,
    "国家级备案文件": recognition,
    "2015年市级认定奖励拨付凭证": lambda on: voucher(on, "市级众创空间认定奖励", "2015", "已获认定奖励", "2015-12-22"),
    "2016年市级房租补贴拨付凭证": lambda on: voucher(on, "市级众创空间房租补贴", "2016", "其他同类补贴", "2016-11-30"),
    "租赁合同": contract,
    "投资协议": investments,
    "银行回单": payments,
    "营业执照": licences,
    "社会投资协议": rounds,
    "高新技术企业证书": lambda on: honours(
        on, "国家重点扶持领域高新技术企业", "国家重点扶持领域高新技术企业证书", "示例认定管理机构"
    ),
    "区双百企业认定文件": lambda on: honours(
        on, "区“双百”企业", "关于公布区“双百”企业名单的通知", "杭州市拱墅区示例主管部门"
    ),
    "上市公告": listing,
    "活动备案表": filing,
    "活动专项审计报告": audit,
    "软件采购发票": software,
    "账号使用清单": accounts,
    "实训课程表": courses,
    "宽带费发票": broadband,
    "贷款申请书": loan,
    "科技型中小企业名录": technology_list,
    "企业推荐表": recommendation,
    "局长办公会议纪要〔2017〕3号": minutes,
}
"""Every document that a case file names, and what draws up its pages."""


def pages(title: str, on: Matter) -> tuple[Paper, ...]:
    """The pages of the document of that title in a case."""
    taken = TAKERS[title](on)
    return taken if isinstance(taken, tuple) else (taken,)
