"""The invented tenants of the demonstration's makerspaces: who is on which roster, in which trade, since when, and who left.

Everybody whom another paper of a case names as a firm in the space stands in that case's roster.
"""

# ruff: noqa: INP001 - a script beside its data, no part of the package

from dataclasses import dataclass


@dataclass(frozen=True)
class Tenant:
    """A firm on a roster. ``left``: what the roster's last column says when it is there no longer."""

    name: str
    seed: str
    trade: str
    entered: str
    left: str = ""


def tenants(letter: str, known: tuple[tuple[str, str, str], ...], others: str, left: str = "") -> tuple[Tenant, ...]:
    """A roster: the known firms (name, seed of the code, trade), then others told as 名称/行业, the last two perhaps gone."""
    told = [*known]
    for index, item in enumerate(others.split(), start=len(known) + 1):
        name, trade = item.split("/")
        told.append((f"杭州{name}有限公司", f"MA27W3{letter}{index:02}", trade))
    gone = len(told) - 2 if left else len(told)
    return tuple(
        Tenant(name, seed, trade, f"2015-{index % 12 + 1:02}-{7 + index:02}", left if index >= gone else "")
        for index, (name, seed, trade) in enumerate(told)
    )


ROSTERS = {
    "01": tenants(
        "A",
        (
            ("杭州澄观智能科技有限公司", "MA27W2A01", "智能硬件"),
            ("杭州木棉传感技术有限公司", "MA27W2A02", "物联网"),
            ("杭州远岫软件有限公司", "91330110MA27W2A03", "软件"),
        ),
        "栖云智能装备/智能硬件 织光物联技术/物联网 桥弄机器视觉/智能硬件 拱辰传感器/物联网 半亩可穿戴设备/智能硬件"
        " 运河边缘计算/物联网 听雨智能家居/智能硬件 朗照射频识别/物联网 小满品牌策划/文化创意"
        " 望湖智能锁具/智能硬件 枕流网络/软件",
        "2016年6月迁出",
    ),
    "02": tenants(
        "B",
        (),
        "祥园工业设计/工业设计 度量产品设计/工业设计 木石造物设计/工业设计 北软数控技术/智能制造 折线结构设计/工业设计"
        " 精微机床附件/智能制造 尺素模型/工业设计 合页自动化/智能制造 造极三维打印/智能制造 白描外观设计/工业设计"
        " 齐物精密部件/智能制造 余量工装夹具/智能制造 素履交互设计/工业设计 同轴减速机/智能制造 知行财务咨询/商务服务"
        " 青禾知识产权代理/商务服务",
    ),
    "04": tenants(
        "D",
        (
            ("杭州晴岚新能源科技有限公司", "MA27W2B01", "新能源"),
            ("杭州逐日储能技术有限公司", "MA27W2B02", "新能源"),
        ),
        "半山节能环保/节能环保 皋亭光伏材料/新能源 石塘水处理/节能环保 桃花坞碳纤维/新材料",
    ),
    "05": tenants(
        "E",
        (
            ("杭州拾光数字传媒股份有限公司", "MA27W2C01", "数字内容"),
            ("杭州听澜信息技术有限公司", "MA27W2C02", "数字内容"),
        ),
        "大关动漫制作/数字内容 闻莺数字出版/数字内容 长板坡影视后期/数字内容 东新声音工场/数字内容 逐帧动画/数字内容"
        " 一页互动娱乐/数字内容 纸上数字阅读/数字内容 像素博物馆技术/数字内容",
    ),
    "08": tenants(
        "H",
        (),
        "和睦康复器械/康复器械 行远助行器具/康复器械 登云矫形器/康复器械 安步假肢/康复器械 暖阳护理床具/康复器械"
        " 静好睡眠健康/健康管理 知微慢病管理/健康管理 橘井健康数据/健康管理 杏林居家养老/健康管理 听心远程监护/健康管理"
        " 春晖营养管理/健康管理",
    ),
    "09": tenants(
        "J",
        (),
        "上塘短片工作室/文化传媒 文澜插画/文化传媒 半闲书籍设计/文化传媒 墨池字体/文化传媒 东河口述史影像/文化传媒"
        " 左岸播客/文化传媒 新声配音/文化传媒 旧闻档案影像/文化传媒 拾遗展览/文化传媒 蓝图文化经纪/文化传媒"
        " 碎锦布景/文化传媒",
        "2016年注销",
    ),
    "10": tenants(
        "K",
        (
            ("杭州铁砚机器人有限公司", "MA27W2D01", "智能制造"),
            ("杭州扶摇无人机有限公司", "MA27W2D02", "智能制造"),
        ),
        "康桥精密减速器/智能制造 康贤伺服电机/智能制造 平炼激光焊接/智能制造 吴家墩检测仪器/智能制造",
    ),
    "13": tenants(
        "N",
        (),
        "善贤跨境电商/电子商务 好事茶叶网/电子商务 上新服饰电商/电子商务 直航国际货代/电子商务 半价生鲜/电子商务"
        " 拼箱供应链/电子商务 云仓物流技术/电子商务 主图摄影/电子商务 好评客服外包/电子商务 来样定制/电子商务"
        " 满减营销/电子商务 桑榆人力资源/商务服务",
    ),
}
