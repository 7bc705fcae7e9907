"""One of each paper, from the shared example cases, for the tests of their pages."""

from dataclasses import replace
from datetime import date
from functools import cache

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.papers import (
    approval,
    dossier,
    ledger,
    payment,
    publicity,
    readings,
    refusal,
    shortfall,
    supplement,
)
from gongshu_desktop.review.papers.grants import Grant, GrantItem, grant
from gongshu_desktop.review.papers.ledger import LedgerRow
from gongshu_desktop.review.papers.paper import Paper
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.review.sweep import sweep
from tests.document.memo_samples import DRAWN, NAMES, Adopted, Office, everything, example, memo, policy

OFFICE = Office().name
CONTACT = "王经办，0571-88888888，拱墅区台州路1号3楼302室"
REMEDIES = "如对本告知书有异议，可自收到之日起15日内向本单位书面申请复核，并附相关证明材料。"


def supplement_notice(case: Case, **more: object) -> supplement.SupplementNotice:
    assessment = policy().assess(case_inputs(case, policy()))
    items = shortfall.shortfalls(case, policy(), assessment, sweep(case, policy(), assessment))
    particulars = {"number": "拱众审〔2016〕14号补1", "contact": CONTACT, **more}
    return supplement.compose(case, policy(), items, OFFICE, DRAWN, **particulars)  # type: ignore[arg-type]


def refusal_notice(case: Case, *, remedies: str = REMEDIES) -> refusal.RefusalNotice:
    number = "拱众审〔2016〕2号告1"
    return refusal.compose(memo(case), DRAWN, number=number, remedies=remedies, contact=CONTACT)


@cache
def grants() -> tuple[Grant, ...]:
    """What the memos of the example cases grant, where they are determined."""
    contents = [memo(example(name)) for name in NAMES]
    return tuple(grant(content, "2016-12-20") for content in contents if content.total is not None)


def many_grants(count: int, *, name: str = "示例创业服务有限公司") -> tuple[Grant, ...]:
    """So many grants, of different amounts."""
    return tuple(
        Grant(
            number=f"拱众审〔2016〕{number}号",
            applicant=f"{name}{number}",
            uscc="91330105BEJJ955BC0",
            makerspace=f"第{number}众创空间",
            subdistrict="祥符街道",
            items=(
                GrantItem(measure="3.2.1", title="年度奖励", amount=10_000_000),
                GrantItem(measure="3.2.5", title="活动补助", amount=number * 101 + 7),
            ),
            total=10_000_000 + number * 101 + 7,
            receipt="sha256:" + "0" * 64,
            issued="2016-12-20",
        )
        for number in range(1, count + 1)
    )


def publicity_list(rows: tuple[Grant, ...]) -> publicity.PublicityList:
    begin, end = date(2016, 12, 22), date(2016, 12, 28)
    return publicity.compose(rows, policy(), 2016, OFFICE, DRAWN, begin=begin, end=end, contact=CONTACT)


def payment_summary(rows: tuple[Grant, ...]) -> payment.PaymentSummary:
    return payment.compose(rows, policy(), 2016, OFFICE, DRAWN)


def ledger_rows(count: int) -> tuple[LedgerRow, ...]:
    stages = list(Stage)
    return tuple(
        LedgerRow(
            number=f"拱众审〔2016〕{number}号",
            applicant=f"示例创业服务有限公司{number}",
            uscc="91330105BEJJ955BC0",
            makerspace=f"第{number}众创空间",
            subdistrict="祥符街道",
            stage=stages[number % 6],
            returned=number % 6 == 1 and number % 4 == 3,
            correcting=False,
            claimed=20_000_000 + number,
            computed=None if number % 6 == 0 else 15_000_000 + number,
            granted=15_000_000 + number if number % 6 == 5 else None,
            issued="2016-12-20" if number % 6 == 5 else "",
            people=("李𬱖", "张堃" if number % 6 > 2 else "", "欧阳明远" if number % 6 > 3 else ""),
        )
        for number in range(1, count + 1)
    )


def year_ledger(count: int) -> ledger.YearLedger:
    return ledger.compose(ledger_rows(count), 2016, OFFICE, DRAWN)


def case_dossier(case: Case) -> dossier.CaseDossier:
    documents = (
        dossier.OfficeDocument(
            title="审核意见书", number=case.number, state="已签发", day="2016-12-20", sha256="3f" * 32
        ),
        dossier.OfficeDocument(
            title="补正材料一次性告知通知书",
            number=f"{case.number}补1",
            state="已签发",
            day="2016-11-12",
            sha256="a7" * 32,
        ),
    )
    return dossier.compose(memo(case), documents, DRAWN, entries=37, journal="0c" * 32, receipt="5d" * 32)


def register() -> readings.ReadingRegister:
    adopted = (
        Adopted("3.2.3.step", "whole"),
        Adopted("3.2.3.step", "pro-rata", authority="区长办公会纪要〔2016〕10号", at=DRAWN),
        Adopted("3.2.1.whose-capital", "tenants"),
    )
    return readings.compose(policy(), adopted, OFFICE, DRAWN)


def all_papers() -> tuple[Paper, ...]:
    """One of each, in the order of the list of papers."""
    case = everything()
    unmet = example("02-annual-one-yuan-short")
    owed = example("15-area-claim-not-verified-yet")
    return (
        approval.compose(memo(case)),
        supplement_notice(replace(owed, received=date(2016, 11, 10))),
        refusal_notice(unmet),
        publicity_list(grants()),
        payment_summary(grants()),
        year_ledger(40),
        case_dossier(case),
        register(),
    )
