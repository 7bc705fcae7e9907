"""Writes the demonstration's case files. Run from the repository's root: ``python db/demo/build_cases.py``.

Every name, code and figure is invented; the credit codes have right check digits, so that the program takes them.
"""

# ruff: noqa: INP001 - a script beside its data, no part of the package

import json
from pathlib import Path
from typing import Any

from gongshu_desktop.review.credit_code import check_character

HERE = Path(__file__).parent
Document = dict[str, Any]  # JSON


def code(seed: str) -> str:
    """A credit code with the right check digit; of 拱墅区, unless the seed names the place of registration itself."""
    body = seed if seed.startswith("9133") else f"91330105{seed:0>9}"
    return body + check_character(body)


def sides(claimed: object, verified: object, note: str = "", *evidence: str) -> Document:
    """A fact whose verified value has a note or evidence."""
    told: Document = {"claimed": claimed, "verified": verified}
    if note:
        told["note"] = note
    if evidence:
        told["evidence"] = list(evidence)
    return told


def agreed(value: object, *evidence: str, note: str = "") -> Document:
    """A fact that is verified as claimed."""
    return sides(value, value, note, *evidence)


def reviewed(value: object, *evidence: str) -> Document:
    """A fact that only the reviewer states."""
    return {"verified": value, "evidence": list(evidence)}


def claimed(value: object) -> Document:
    """A fact that nobody has verified yet."""
    return {"claimed": value}


def met(note: str, *evidence: str) -> Document:
    """A judgement with its reason."""
    return {"result": "met", "note": note, "evidence": list(evidence)}


def firm(name: str, seed: str, **cells: object) -> Document:
    """A row about an enterprise."""
    return {"企业": name, "统一社会信用代码": code(seed), **cells}


def space(name: str, subdistrict: str, kind: str, level: str, area: str, address: str) -> Document:
    """A makerspace."""
    return {
        "name": name,
        "address": address,
        "subdistrict": subdistrict,
        "type": kind,
        "level": level,
        "area": area,
    }


def applicant(name: str, seed: str, contact: str, phone: str) -> Document:
    """An applicant who is operator, manager and makerspace in one."""
    return {
        "name": name,
        "uscc": code(seed),
        "roles": ["主办方", "管理机构", "众创空间"],
        "contact": contact,
        "phone": phone,
    }


def annual(firms: object, capital: object, tax: object, verdict: object = None, amount: str = "100000.00") -> Document:
    """3.2.1 年度奖励."""
    facts = {"企业数": firms, "实际到位资金总额": capital, "年度经常性税收总额": tax}
    told: Document = {"measure": "3.2.1", "claimed": amount, "facts": facts}
    if verdict is not None:
        told["verdicts"] = {"产业定位明晰": verdict}
    return told


def claim(measure: str, amount: str | None, facts: Document, **verdicts: object) -> Document:
    """Any other claim."""
    told: Document = {"measure": measure, "facts": facts}
    if amount is not None:
        told["claimed"] = amount
    if verdicts:
        told["verdicts"] = verdicts
    return told


def lease(address: str, area: str, rent: str, begin: str, end: str) -> Document:
    """A row of 租赁."""
    return {"地址": address, "面积": area, "日租金": rent, "起始日期": begin, "截止日期": end}


def event(
    name: str, kind: str, day: str, cost: str, *, filed: bool = True, known: bool = True, net: str = "0"
) -> Document:
    """A row of 活动."""
    return {
        "名称": name,
        "类型": kind,
        "举办日期": day,
        "已备案": filed,
        "具有影响力": known,
        "实际支出": cost,
        "不计支出": net,
    }


def investment(row: Document, amount: str, day: str, place: str = "拱墅区", *, direct: bool = True) -> Document:
    """A row of 股权投资."""
    more = {"注册地": place, "投资额": amount, "投资日期": day, "直接股权投资": direct, "空间内企业": True}
    return {**row, **more}


def title(row: Document, honour: str, day: str) -> Document:
    """A row of 培育企业."""
    return {**row, "称号": honour, "取得日期": day, "空间内企业": True}


def raised(row: Document, investor: str, amount: str, day: str) -> Document:
    """A row of 社会投资."""
    more = {"投资机构": investor, "投资额": amount, "投资日期": day, "空间内企业": True, "社会投资机构": True}
    return {**row, **more}


REACH = "备案表载明国内、国际选手和媒体参加，具有影响力"
"""Why an event is judged to be of influence: what its filing says."""
HIGH_TECH, LISTED, DOUBLE = "国家重点扶持领域高新技术企业", "上市企业", "区“双百”企业"

YUNCHUANG = applicant("杭州拱宸云创科技孵化有限公司", "MA27W1K10", "周以宁", "0571-88010001")
YUNCHUANG_SPACE = space("拱宸云创众创空间", "拱宸桥街道", "创客孵化型", "省级", "3200", "拱宸桥街道桥弄路18号3幢")

CASES: dict[str, tuple[int, int, Document, Document, list[Document]]] = {
    "01": (2016, 1, YUNCHUANG, YUNCHUANG_SPACE, [
        annual(
            sides(14, 12, "名册列14家，其中两家已于2016年6月迁出，协议终止", "入驻企业名册"),
            agreed("51600000", "验资报告"),
            agreed("2318500.40", "完税证明"),
            met("以智能硬件和物联网为主业：在册12家企业中10家属这两个行业", "入驻企业名册"),
        ),
        claim("3.2.2", "300000.00", {
            "认定级别": agreed("省级", "认定文件"),
            "认定日期": agreed("2016-06-20", "认定文件"),
            "已获认定奖励": sides("0", "150000", "2015年12月已获市级认定奖励15万元", "2015年市级认定奖励拨付凭证"),
        }),
        claim("3.2.3", "180000.00", {"股权投资": sides(
            [
                investment(firm("杭州澄观智能科技有限公司", "MA27W2A01"), "20000000", "2016-05-10"),
                investment(firm("杭州木棉传感技术有限公司", "MA27W2A02"), "10000000", "2016-08-22"),
                investment(firm("杭州远岫软件有限公司", "91330110MA27W2A03"), "6000000", "2016-09-01"),
            ],
            [
                investment(firm("杭州澄观智能科技有限公司", "MA27W2A01"), "20000000", "2016-05-10"),
                investment(firm("杭州木棉传感技术有限公司", "MA27W2A02"), "10000000", "2016-08-22"),
                investment(firm("杭州远岫软件有限公司", "91330110MA27W2A03"), "6000000", "2016-09-01", "余杭区"),
            ],
            "远岫软件营业执照载明住所在余杭区，不计入", "投资协议", "银行回单", "营业执照", "入驻企业名册",
        )}),
        claim("3.2.4", "200000.00", {"培育企业": agreed([
            title(firm("杭州澄观智能科技有限公司", "MA27W2A01"), HIGH_TECH, "2016-11-21"),
            title(firm("杭州木棉传感技术有限公司", "MA27W2A02"), HIGH_TECH, "2016-11-21"),
        ], "高新技术企业证书", "入驻企业名册")}),
        claim("3.2.5", "206325.00", {"活动": sides(
            [event("大运河创客马拉松", "大赛", "2016-09-10", "412650")],
            [event("大运河创客马拉松", "大赛", "2016-09-10", "412650", net="48250")],
            f"审计报告列场地租金48,250元，场地已在房租补贴中支持，不再计入；{REACH}", "活动备案表", "活动专项审计报告",
        )}),
        claim("3.3.1", "23000.00", {
            "公共软件和开发工具支出": agreed("46000", "软件采购发票"),
            "裁量补贴额": sides(
                "23000", "20000", "在册企业用20个账号，每个补助1,000元；迁出企业的3个账号不计",
                "软件采购发票", "账号使用清单",
            ),
            "裁量理由": reviewed(
                "账号每个2,000元，补助一半即1,000元；在册12家企业使用20个，20×1,000=20,000元", "账号使用清单"
            ),
        }, 用于创业服务=met("账号均由空间内企业用于产品开发", "账号使用清单")),
        claim("3.3.2", "402000.00", {
            "评定级别": agreed("省级", "认定文件"),
            "评定日期": agreed("2016-06-20", "认定文件"),
            "租赁": agreed([lease("桥弄路18号3幢1-4层", "1860", "0.92", "2016-01-01", "2016-12-31")], "租赁合同"),
            "宽带费用": agreed("36000", "宽带费发票"),
        }),
        claim("3.4.2", None, {"社会投资": agreed([
            raised(firm("杭州澄观智能科技有限公司", "MA27W2A01"), "浙江栖霞创业投资有限公司", "8000000", "2016-08-08"),
        ], "社会投资协议", "入驻企业名册")}),
    ]),
    "02": (
        2016, 2, applicant("杭州祥符智造谷企业管理有限公司", "MA27W1K20", "陶嘉树", "0571-88010002"),
        space("祥符智造谷众创空间", "祥符街道", "专业服务型", "市级", "2150", "祥园路66号B座"), [
            annual(
                agreed(16, "入驻企业名册"), agreed("21500000", "验资报告"), agreed("2006300", "完税证明"),
                met("以工业设计和智能制造服务为主业：16家企业中14家属这两个行业", "入驻企业名册"),
            ),
            claim("3.3.2", "390000.50", {
                "评定级别": agreed("市级", "认定文件"),
                "评定日期": agreed("2015-12-18", "认定文件"),
                "租赁": agreed([
                    lease("祥园路66号B座2层", "800", "0.60", "2016-01-01", "2016-12-31"),
                    lease("祥园路66号B座3层", "500", "1.50", "2016-07-01", "2017-06-30"),
                ], "租赁合同"),
                "宽带费用": agreed("24000.50", "宽带费发票"),
                "其他同类补贴": sides("0", "100000", "2016年已获市级房租补贴10万元", "2016年市级房租补贴拨付凭证"),
            }),
        ],
    ),
    "03": (
        2016, 3, applicant("杭州桥西创客坊文化创意有限公司", "MA27W1K30", "毛景行", "0571-88010003"),
        space("桥西创客坊", "拱宸桥街道", "媒体延伸型", "市级", "980", "小河路450号"), [
            claim("3.2.2", "150000.00", {
                "认定级别": agreed("市级", "认定文件"),
                "认定日期": agreed("2016-09-28", "认定文件"),
            }),
            claim("3.2.5", "331325.00", {"活动": sides(
                [
                    event("国际手作论坛", "论坛", "2016-10-15", "618400"),
                    event("周末开放沙龙", "创业沙龙", "2016-11-05", "44250"),
                ],
                [
                    event("国际手作论坛", "论坛", "2016-10-15", "612150"),
                    event("周末开放沙龙", "创业沙龙", "2016-11-05", "44250", filed=False),
                ],
                f"审计报告列论坛餐费6,250元，不计；沙龙未经备案；{REACH}", "活动备案表", "活动专项审计报告",
            )}),
        ],
    ),
    "04": (
        2016, 4, applicant("杭州半山绿能创业投资有限公司", "MA27W1K40", "钟南屏", "0571-88010004"),
        space("半山绿能工坊", "半山街道", "投资促进型", "区级", "1400", "半山路132号"), [
            claim("3.2.3", "99950.00", {"股权投资": agreed([
                investment(firm("杭州晴岚新能源科技有限公司", "MA27W2B01"), "12000000", "2016-03-30"),
                investment(firm("杭州逐日储能技术有限公司", "MA27W2B02"), "7990000", "2016-10-12"),
            ], "投资协议", "银行回单", "营业执照", "入驻企业名册")}),
            claim("3.4.3", None, {"拟贷款": agreed([
                firm("杭州晴岚新能源科技有限公司", "MA27W2B01", 拟贷款额="3000000"),
            ], "贷款申请书")}, 科技型企业=met("已列入2016年科技型中小企业名录", "科技型中小企业名录")),
        ],
    ),
    "05": (
        2016, 5, applicant("杭州大关数字港科技服务有限公司", "MA27W1K50", "顾清嘉", "0571-88010005"),
        space("大关数字港众创空间", "大关街道", "创客孵化型", "市级", "2680", "大关路100号5幢"), [
            annual(
                agreed(10, "入驻企业名册"), agreed("10000000", "验资报告"),
                sides("2100000", "2000000", "完税证明所列土地增值税10万元属非经常性税收，不计", "完税证明"),
                met("以数字内容制作为主业：10家企业均属该行业", "入驻企业名册"),
            ),
            claim("3.2.4", "300000.00", {"培育企业": agreed([
                title(firm("杭州拾光数字传媒股份有限公司", "MA27W2C01"), LISTED, "2016-04-26"),
                title(firm("杭州拾光数字传媒股份有限公司", "MA27W2C01"), DOUBLE, "2016-12-01"),
                title(firm("杭州听澜信息技术有限公司", "MA27W2C02"), HIGH_TECH, "2016-11-21"),
            ], "高新技术企业证书", "上市公告", "区双百企业认定文件", "入驻企业名册")}),
        ],
    ),
    "06": (
        2016, 6, applicant("杭州湖墅青年创客营管理有限公司", "MA27W1K60", "裘一鸣", "0571-88010006"),
        space("湖墅青年创客营", "湖墅街道", "培训辅导型", "区级", "760", "湖墅南路271号"), [
            claim("3.3.1", "18000.00", {
                "公共软件和开发工具支出": sides("36000", "32800", "发票所列打印耗材3,200元不属公共软件和开发工具", "软件采购发票"),
                "裁量补贴额": sides("18000", "16400", "32,800元的一半为16,400元", "软件采购发票"),
                "裁量理由": reviewed("公共软件支出32,800元，补助一半：32,800×50%=16,400元", "软件采购发票"),
            }, 用于创业服务=met("实训教学平台用于创业实训课程", "实训课程表")),
            claim("3.3.2", "246423.00", {
                "评定级别": agreed("区级", "认定文件"),
                "评定日期": agreed("2016-05-31", "认定文件"),
                "租赁": agreed([lease("湖墅南路271号2层", "640.5", "0.3333", "2016-01-01", "2016-12-31")], "租赁合同"),
                "宽带费用": agreed("12000", "宽带费发票"),
            }),
        ],
    ),
    "07": (
        2016, 7, applicant("杭州米市巷设计集市文化发展有限公司", "MA27W1K70", "汤允之", "0571-88010007"),
        space("米市巷设计集市", "米市巷街道", "专业服务型", "区级", "1120", "莫干山路50号"), [
            claim("3.2.5", "1300000.00", {"活动": agreed([
                event("中国（杭州）青年设计大赛", "大赛", "2016-06-18", "2600000"),
            ], "活动备案表", "活动专项审计报告", note=REACH)}),
        ],
    ),
    "08": (
        2016, 8, applicant("杭州和睦康养产业孵化有限公司", "MA27W1K80", "苗思远", "0571-88010008"),
        space("和睦康养孵化器", "和睦街道", "专业服务型", "市级", "1530", "登云路388号"), [
            annual(
                agreed(11, "入驻企业名册"), agreed("10800000", "验资报告"),
                agreed("2043000", "完税证明"), met("专注康复器械与健康管理：11家企业均属这两个行业", "入驻企业名册"),
            ),
            claim("3.3.2", "311400.00", {
                "评定级别": agreed("市级", "认定文件"),
                "评定日期": agreed("2016-04-15", "认定文件"),
                "租赁": sides(
                    [lease("登云路388号1-2层", "1200", "0.80", "2016-01-01", "2016-12-31")],
                    [lease("登云路388号1-2层", "1150", "0.80", "2016-01-01", "2016-12-31")],
                    "合同附注：其中公共走廊50㎡，自用1150㎡", "租赁合同",
                ),
                "宽带费用": agreed("18600", "宽带费发票"),
            }),
        ],
    ),
    "09": (
        2016, 9, applicant("杭州上塘文创站运营管理有限公司", "MA27W1K90", "叶问渠", "0571-88010009"),
        space("上塘文创站", "上塘街道", "媒体延伸型", "区级", "690", "上塘路333号"), [
            annual(sides(11, 9, "名册所列11家中两家已于2016年注销", "入驻企业名册"), claimed("12600000"), claimed("2210000")),
            claim("3.3.2", "104613.00", {
                "评定级别": agreed("区级", "认定文件"),
                "租赁": claimed([lease("上塘路333号3层", "690", "0.45", "2016-03-01", "2017-02-28")]),
                "宽带费用": claimed("9600"),
            }),
        ],
    ),
    "10": (
        2016, 10, applicant("杭州康桥加速器科技有限公司", "MA27W1KA0", "石既白", "0571-88010010"),
        space("康桥智能制造加速器", "康桥街道", "投资促进型", "市级", "4100", "康贤路25号"), [
            claim("3.4.1", None, {"推荐企业": agreed([
                firm("杭州铁砚机器人有限公司", "MA27W2D01", 推荐理由="协作机器人减速器国产替代"),
            ], "企业推荐表")}),
            claim("3.4.2", None, {"社会投资": agreed([
                raised(firm("杭州铁砚机器人有限公司", "MA27W2D01"), "宁波观海股权投资合伙企业", "5000000", "2016-07-19"),
                raised(firm("杭州扶摇无人机有限公司", "MA27W2D02"), "宁波观海股权投资合伙企业", "4999999.99", "2016-09-02"),
            ], "社会投资协议", "入驻企业名册")}),
            claim("3.4.3", None, {"拟贷款": claimed([
                firm("杭州扶摇无人机有限公司", "MA27W2D02", 拟贷款额="2000000"),
            ])}),
        ],
    ),
    "11": (
        2016, 11, applicant("杭州小河文创空间管理有限公司", "MA27W1KB0", "柳如晦", "0571-88010011"),
        space("小河文创空间", "小河街道", "创客孵化型", "未评定", "10600", "小河东河下12号"), [
            claim("1.1", None, {"载体面积": claimed("10600"), "考核日期": claimed("2016-12-15")}),
            claim("3.1.1", None, {"注册便利申请": claimed([
                {"企业": "杭州知白工艺品有限公司", "事项": "一址多照", "说明": "同一地址登记三家关联工作室"},
                {"企业": "杭州守黑影像有限公司", "事项": "集群注册", "说明": "委托空间托管住所"},
            ])}),
        ],
    ),
    "12": (
        2016, 12, applicant("杭州石祥创新码头实业有限公司", "MA27W1KC0", "方既望", "0571-88010012"),
        space("石祥创新码头", "祥符街道", "创客孵化型", "区级", "3050", "石祥路589号"), [
            annual(claimed(18), claimed("268000000"), claimed("2780000")),
            claim("3.2.3", "1000000.00", {"股权投资": claimed([
                investment(firm("杭州白石生物科技有限公司", "MA27W2F01"), "120000000", "2016-02-24"),
                investment(firm("杭州青溪医药科技有限公司", "MA27W2F02"), "99999999.99", "2016-11-11"),
            ])}),
            claim("3.3.1", "44000.00", {
                "公共软件和开发工具支出": claimed("88000"),
                "裁量补贴额": claimed("44000"),
                "裁量理由": claimed("按公共软件支出的一半申报"),
            }),
        ],
    ),
    "13": (
        2016, 13, applicant("杭州善贤创业园管理有限公司", "MA27W1KD0", "于照邻", "0571-88010013"),
        space("善贤创业园", "上塘街道", "培训辅导型", "区级", "1980", "善贤路7号"), [
            annual(
                agreed(12, "入驻企业名册"), agreed("13600000", "验资报告"),
                sides("2080000", "1999999.99", "完税证明合计1,999,999.99元，少于申报数", "完税证明"),
                met("以电子商务服务为主业：12家企业中11家属该行业", "入驻企业名册"),
            ),
        ],
    ),
    "14": (2017, 1, YUNCHUANG, {**YUNCHUANG_SPACE, "level": "国家级"}, [
        annual(claimed(15), claimed("54200000"), claimed("2655000")),
        claim("3.2.2", "1000000.00", {
            "认定级别": agreed("国家级", "国家级备案文件"),
            "认定日期": agreed("2017-01-06", "国家级备案文件"),
        }),
    ]),
}  # fmt: skip


def main() -> None:
    """Write every case file."""
    folder = HERE / "cases"
    folder.mkdir(exist_ok=True)
    for name, (year, number, who, where, claims) in CASES.items():
        document = {
            "format": "gongshu-case/1",
            "policy": "gongshu-2016-10",
            "year": year,
            "number": f"拱众审〔{year}〕{number}号",
            "applicant": who,
            "makerspace": where,
            "claims": claims,
        }
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        (folder / f"case-{name}.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
