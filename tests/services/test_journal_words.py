"""The journal speaks to people: whatever kind of change it holds, no word, time or figure of the program is shown."""

import re
from dataclasses import replace
from datetime import date

import pytest

from gongshu_desktop.policy.model import Kind, Policy
from gongshu_desktop.policy.verdicts import Result
from gongshu_desktop.review.case import Case, Evidence, FactEntry, VerdictEntry
from gongshu_desktop.review.editing.changes import changes
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.services.journal.acts import journalled
from gongshu_desktop.services.journal.words import change_words
from gongshu_desktop.services.ports import Change
from tests.document.memo_samples import everything
from tests.document.memo_samples import policy as bundled

DIGEST = "0b5d5334a6def266736bc1d39026b3fcf6a136b22df1c0ffee0badc0de123456"
RAW = re.compile(r"[a-z]{3,}|[A-Z_]{5,}|\d{4}-\d\d-\d\dT|[0-9a-fA-F]{20,}|[{}\[\]=]|(?<![\d-])\d{7,}(?!\d)")
"""A word, a time, a digest, a path or an unseparated amount, as the program writes it."""


@pytest.fixture
def policy() -> Policy:
    return bundled()


@pytest.fixture
def case() -> Case:
    return everything()


def said(changed: tuple[Change, ...], policy: Policy) -> list[str]:
    return [line for change in changed if (line := change_words(change, policy, {}))]


def full(case: Case, policy: Policy) -> Case:
    """The case with a value in each of its places."""
    claims = []
    for claim in case.claims:
        measure = policy.measure(claim.measure)
        facts = {
            name: replace(entry, note="见附件", evidence=("附一",)) for name, entry in claim.facts.items()
        }  # fmt: skip
        for fact in measure.facts:
            if fact.kind is Kind.YES_NO:
                facts[fact.name] = FactEntry(claimed=True, verified=False)
            elif fact.kind is Kind.MONEY:
                facts[fact.name] = FactEntry(claimed=2_600_000, verified=2_500_000)
        tables = {
            name: replace(
                table,
                note="见附件",
                evidence=("附一",),
                rows=tuple(replace(row, struck=at == 0, by_reviewer=at == 1) for at, row in enumerate(table.rows)),
            )
            for name, table in claim.tables.items()
        }
        verdicts = {
            criterion.name: VerdictEntry(result=list(Result)[at % len(Result)], note="见附件", evidence=("附一",))
            for at, criterion in enumerate(measure.criteria)
        }
        claims.append(
            replace(claim, facts=facts, tables=tables, verdicts=verdicts, claimed=260_000_000, approved=250_000_000,
                    approved_reason="核减", opinion="拟同意")
        )  # fmt: skip
    return replace(
        case,
        claims=tuple(claims),
        readings={key: next(iter(reading.options)) for key, reading in policy.readings.items()},
        evidence=(Evidence(key="e1", title="备案表", sha256=DIGEST),),
        received=date(2016, 11, 17),
        makerspace=replace(case.makerspace, area=12345, address="米市巷1号", type="专业"),
    )


def test_every_kind_of_change_of_a_case_is_said_in_words(policy: Policy, case: Case) -> None:
    whole = full(case, policy)
    bare = replace(whole, claims=(), readings={}, evidence=(), number="", received=None)
    for one, other in ((bare, whole), (whole, bare)):
        lines = said(journalled(changes(one, other)), policy)
        assert len(lines) > 100
        assert [line for line in lines if RAW.search(line) and "统一社会信用代码" not in line] == []
        assert any("2,600,000.00元" in line for line in lines)
        assert any(line.startswith("活动补助：") for line in lines)


def test_the_stages_are_said_in_words(policy: Policy) -> None:
    for one in Stage:
        for other in Stage:
            line = change_words(Change(subject="stage", old=one.value, new=other.value), policy, {})
            assert not RAW.search(line)
    line = change_words(Change(subject="stage", old="check", new="decision"), policy, {})
    assert line == "阶段：复核 → 批准"


def test_a_hand_over_is_said_in_words_its_time_in_this_zone_and_its_code_in_fours(policy: Policy) -> None:
    changed = (
        Change(subject="handover/from", new="科技局"),
        Change(subject="handover/by", new="沈晓岚"),
        Change(subject="handover/to", new="二号机"),
        Change(subject="handover/made", new="2026-11-27T06:52:18.475067+00:00"),
        Change(subject="handover/digest", new=DIGEST),
        Change(subject="handover/program", new="1.0"),
        Change(subject="handover/chosen", new="true"),
        Change(subject="handover/person[p1]", new="沈晓岚"),
        Change(subject=f"handover/history[{DIGEST}]", new="{}"),
    )
    lines = said(changed, policy)
    assert len(lines) == 5
    assert [line for line in lines if RAW.search(line)] == []
    assert re.fullmatch(r"移交 · 移交时间：2026-11-2\d \d\d:\d\d", lines[3])
    assert "0B5D 5334" in lines[4]


def test_of_a_memo_and_a_notice_only_what_says_something_is_said(policy: Policy) -> None:
    changed = (
        Change(subject="memo[m1]", new=DIGEST),
        Change(subject="memo[m1]/receipt", new='{"a": 1}'),
        Change(subject="memo[m1]/scan", new=DIGEST),
        Change(subject="memo[m1]/issued", new=DIGEST),
        Change(subject="memo[m1]/signature[checker]", new="2026-11-27T06:52:18+00:00 周复"),
        *(Change(subject="memo[m1]/signature", new=role.value) for role in Role),
        Change(subject="paper/fonts", new='[{"sha256": "00"}]'),
        Change(subject="paper/deadline", new="2016-12-01"),
    )
    assert said(changed, policy) == [
        "审核意见书 · 签署：经办人",
        "审核意见书 · 签署：复核人",
        "审核意见书 · 签署：批准人",
        "文书 · 补正期限：2016-12-01",
    ]


def test_what_a_person_wrote_stays_as_it_was_written(policy: Policy) -> None:
    for written in ("met", "true", "claimed"):
        assert change_words(Change(subject="3.2.5/=opinion", new=written), policy, {}).endswith(f"：{written}")
