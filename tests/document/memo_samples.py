"""Memos for the tests: the shared example cases, and one case with everything that a memo can show."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from gongshu_desktop.exchange.case_reader import read_case
from gongshu_desktop.host import places
from gongshu_desktop.policy.load import load_policy
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import Case, Evidence, FactEntry, Passage, TableEntry, TableRow, VerdictEntry
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.memo.composing import compose
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.stage import Role, Stage

ZONE = timezone(timedelta(hours=8))
DRAWN = datetime(2016, 12, 20, 16, 30, tzinfo=ZONE)
EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = sorted(file.stem for file in EXAMPLES.glob("[0-9]*.json"))


@cache
def policy() -> Policy:
    return load_policy(places.resources() / "policies" / "gongshu-2016-10.md")


class Library:
    """The one policy. Implements ``PolicyLibrary``."""

    def ids(self) -> tuple[str, ...]:
        return (policy().id,)

    def get(self, id: str) -> Policy:
        if id != policy().id:
            raise KeyError(id)
        return policy()


@dataclass(frozen=True)
class Office:
    name: str = "拱墅区众创空间扶持资金审核工作组"


@dataclass(frozen=True)
class Adopted:
    key: str
    option: str
    name: str = "欧阳明远"
    authority: str = "局长办公会纪要〔2016〕9号"
    at: datetime = datetime(2016, 11, 1, tzinfo=ZONE)


@dataclass(frozen=True)
class Member:
    id: str
    post: str


def example(name: str) -> Case:
    return read_case((EXAMPLES / f"{name}.json").read_bytes(), Library())


def memo(case: Case, adopted: Iterable[Adopted] = (), *, drawn: datetime = DRAWN, replaces: str = "") -> MemoContent:
    assessment = policy().assess(case_inputs(case, policy()))
    people = (Member("a", "一级科员"), Member("b", "科长"))
    return compose(case, policy(), assessment, Office(), tuple(adopted), people, drawn, replaces=replaces)


def everything(*, note: str = "", rows: int = 0) -> Case:
    """Claimed and verified apart, notes, evidence, struck and added rows, an approved amount of its own, opinions."""
    case = example("14-everything-at-once")
    claims = {claim.measure: claim for claim in case.claims}
    annual = claims["3.2.1"]
    claims["3.2.1"] = replace(
        annual,
        opinion=f"材料齐全,建议支持。{note}",
        facts={
            **annual.facts,
            "企业数": FactEntry(claimed=14, verified=12, note=f"2家未在册。{note}", evidence=("e1", "附件3")),
        },
        verdicts={"产业定位明晰": VerdictEntry(result=Result.MET, note=f"专注智能硬件。{note}", evidence=("e1",))},
    )
    claims["3.2.5"] = replace(claims["3.2.5"], tables={"活动": _events(claims["3.2.5"].tables["活动"], rows)})
    claims["3.3.2"] = replace(claims["3.3.2"], approved=36_000_000, approved_reason=f"发票日期不一致,从严计算{note}")
    return replace(
        case,
        claims=tuple(claims.values()),
        evidence=(
            Evidence(key="e1", title="入驻企业名册", sha256="ab" * 32, media_type="application/pdf", size=9, pages=4),
            Evidence(key="e2", title="租赁合同"),
        ),
        passages=tuple(_passages(note)),
        received=date(2016, 11, 10),
        stage=Stage.SIGNING,
    )


def _events(table: TableEntry, rows: int) -> TableEntry:
    first = table.rows[0]

    def cells(**changed: Scalar) -> dict[str, Scalar | None]:
        return {**first.verified, **changed}

    struck = TableRow(key="k2", claimed=cells(名称="迎新联谊会"), verified=cells(名称="迎新联谊会"), struck=True)
    added = TableRow(key="k3", verified=cells(名称="创客论坛", 实际支出=88000, 不计支出=0), by_reviewer=True)
    more = (
        TableRow(key=f"x{n}", claimed=cells(名称=f"第{n}期沙龙"), verified=cells(名称=f"第{n}期沙龙"))
        for n in range(rows)
    )
    claimed = replace(first, claimed={**first.claimed, "实际支出": 452650})
    return replace(table, rows=(claimed, struck, added, *more), note="联谊会不属于创业服务活动。", evidence=("e2",))


def _passages(note: str) -> Iterable[Passage]:
    for day, person, name, role, origin, destination, opinion in (
        (12, "a", "李𬱖", Role.EXAMINER, Stage.EXAMINATION, Stage.CHECK, "建议按测算结果支持。"),
        (15, "b", "张堃", Role.CHECKER, Stage.CHECK, Stage.DECISION, "同意。"),
        (20, "c", "欧阳明远", Role.APPROVER, Stage.DECISION, Stage.SIGNING, "同意拨付。"),
    ):
        yield Passage(
            at=datetime(2016, 12, day, 10, 30, tzinfo=ZONE),
            person=person,
            name=name,
            role=role,
            origin=origin,
            destination=destination,
            opinion=opinion + note,
        )
