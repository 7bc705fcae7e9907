"""Hand-written stand-ins for the services, with enough cases to look at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gongshu_desktop.review.case import Role, Stage
from gongshu_desktop.services.ports import CaseSummary, Office, Person

NOW = datetime(2016, 12, 6, 10, 32, tzinfo=UTC)

PEOPLE = (
    Person(id="p1", name="陈静", roles=(Role.EXAMINER,), post="科员"),
    Person(id="p2", name="沈伟民", roles=(Role.CHECKER,), post="副科长"),
    Person(id="p3", name="陆海燕", roles=(Role.APPROVER,), post="分管主任"),
)

_NAMES = ("示例众创空间", "示例运河创客工场", "示例软件孵化器", "示例投资促进空间", "示例媒体创客中心", "示例创业咖啡")
_STREETS = ("祥符街道", "小河街道", "半山街道", "拱宸桥街道", "大关街道", "米市巷街道")


def summary(number: int) -> CaseSummary:
    """A made-up case."""
    stage = list(Stage)[number % 6]
    name = _NAMES[number % len(_NAMES)]
    undetermined = number % 5 == 0
    computed = None if undetermined else 10_000_000 + number * 137 % 9_000_000
    return CaseSummary(
        id=f"c{number}",
        number=f"拱众审〔2016〕{number}号",
        policy="gongshu-2016-10",
        year=2016 - number % 3,
        makerspace=f"{name}{number if number >= len(_NAMES) else ''}",
        applicant=f"杭州{name}管理有限公司",
        uscc="91330105MA27X0000Q",
        subdistrict=_STREETS[number % len(_STREETS)],
        stage=stage,
        returned=number % 11 == 1 and stage is Stage.EXAMINATION,
        claimed=12_000_050 + number * 1009 % 90_000_000,
        computed=computed,
        subtotal=computed or 3_000_000,
        approved=computed if stage in (Stage.SIGNING, Stage.ISSUED) else None,
        pending=number % 4 if stage in (Stage.REGISTERED, Stage.EXAMINATION) else 0,
        changed=NOW - timedelta(hours=number * 7),
        initials="slzckj",
        people={},
    )


@dataclass
class FakeDesk:
    """A desk with cases that can only be looked at."""

    cases: Sequence[CaseSummary] = field(default_factory=lambda: [summary(n) for n in range(1, 55)])

    def summaries(self) -> Sequence[CaseSummary]:
        return self.cases


@dataclass
class FakeOffices:
    """An office with three people."""

    known: Sequence[Person] = PEOPLE

    def office(self) -> Office | None:
        return Office(name="拱墅区众创空间扶持资金审核工作组", prefix="拱众审")

    def people(self) -> Sequence[Person]:
        return self.known
