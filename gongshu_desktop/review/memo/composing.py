"""Composing the review memo 审核意见书: from a case, its policy and its assessment to what the memo says.

Pure: nothing is asked of the store or the clock, and equal arguments give equal content. Texts are Chinese only, as the
document is; how it looks is decided in ``document``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from gongshu_desktop.policy.assessment import Assessment
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.policy.numbers import grouped_number
from gongshu_desktop.review.adopted import adopted
from gongshu_desktop.review.case import Case, Claim
from gongshu_desktop.review.memo.content import (
    Basis,
    Detail,
    EvidenceContent,
    MemoContent,
    OpinionContent,
    ReadingContent,
)
from gongshu_desktop.review.memo.correcting import Replaced, corrected
from gongshu_desktop.review.memo.decided import Hint
from gongshu_desktop.review.memo.measures import measure_content
from gongshu_desktop.review.stage import Role


class IssuingOffice(Protocol):
    """The office whose name the memo's head prints."""

    @property
    def name(self) -> str: ...


class Adoption(Protocol):
    """A reading that the office has adopted; the latest for a key counts."""

    @property
    def key(self) -> str: ...
    @property
    def option(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def authority(self) -> str: ...
    @property
    def at(self) -> datetime: ...


class Member(Protocol):
    """One of the office's people."""

    @property
    def id(self) -> str: ...
    @property
    def post(self) -> str: ...


def compose(  # noqa: PLR0913 - each is a record of its own; together they are what a memo rests on
    case: Case,
    policy: Policy,
    assessment: Assessment,
    office: IssuingOffice | None,
    readings: Sequence[Adoption],
    people: Iterable[Member],
    drawn: datetime,
    *,
    replaces: str = "",
    hints: tuple[Hint, ...] = (),
    replaced: Replaced | None = None,
) -> MemoContent:
    """What the memo of this case says, as of ``drawn`` (with its zone).

    ``office`` may be None in a draft. ``hints`` are those passed over; ``replaced`` is the memo that this one corrects
    (``replaces`` alone names it, as memos of earlier versions do).
    """
    labels = {item.key: f"材料{index}" for index, item in enumerate(case.evidence, 1)}
    measures = tuple(measure_content(case.claim(item.measure), policy, item, labels) for item in assessment.measures)
    approved = [item.approved for item in measures if item.subsidy]
    content = MemoContent(
        office=office.name if office else "",
        number=case.number,
        applicant=case.applicant.name,
        year=case.year,
        basics=tuple(Detail(label=label, text=text) for label, text in _basics(case) if text),
        basis=_basis(policy),
        measures=measures,
        readings=tuple(_readings(policy, assessment, readings)),
        evidence=tuple(_evidence(case)),
        opinions=tuple(_opinion(case, role, {person.id: person.post for person in people}) for role in Role),
        total=None if None in approved else sum(amount for amount in approved if amount is not None),
        receipt=assessment.receipt,
        engine=assessment.engine,
        drawn=drawn.isoformat(timespec="seconds"),
        replaces=replaces,
        hints=hints,
    )
    return content if replaced is None else corrected(content, replaced, case)


def _basics(case: Case) -> Iterator[tuple[str, str]]:
    applicant, space = case.applicant, case.makerspace
    yield "申报单位", applicant.name
    yield "统一社会信用代码", applicant.uscc
    yield "众创空间", space.name
    yield "空间级别", space.level
    yield "空间地址", space.address
    yield "空间类型", space.type
    yield "所在街道", space.subdistrict
    yield "空间面积", f"{grouped_number(space.area)}㎡" if space.area is not None else ""
    yield "申报身份", "、".join(applicant.roles)
    yield "申报年度", f"{case.year}年度"
    yield "联系人", " ".join(filter(None, (applicant.contact, applicant.phone)))
    yield "受理日期", chinese_date(case.received) if case.received else ""


def chinese_date(day: date) -> str:
    """2016年3月21日: as official documents write a date."""
    return f"{day.year}年{day.month}月{day.day}日"


def _basis(policy: Policy) -> Basis:
    return Basis(
        id=policy.id,
        title=policy.title,
        number=policy.number,
        issuer=policy.issuer,
        issued=policy.issued.isoformat(),
        effective=policy.effective.isoformat(),
        digest=policy.digest,
        text_digest=policy.text_digest,
    )


# --- readings, evidence, opinions --------------------------------------------------------------------------------------


def _readings(policy: Policy, assessment: Assessment, adoptions: Sequence[Adoption]) -> Iterator[ReadingContent]:
    latest = adopted(adoptions)
    for result in assessment.measures:
        for key, option in result.readings.items():
            reading = policy.readings[key]
            adoption = latest.get(key)
            holds = adoption is not None and adoption.option == option
            yield ReadingContent(
                key=key,
                measure=result.title,
                phrase=reading.phrase,
                question=reading.question,
                option=reading.options[option],
                suggested=option == reading.suggested,
                adopted=holds,
                adopted_by=adoption.name if adoption and holds else "",
                adopted_on=chinese_date(adoption.at.date()) if adoption and holds else "",
                authority=adoption.authority if adoption and holds else "",
            )


def _evidence(case: Case) -> Iterator[EvidenceContent]:
    uses: dict[str, dict[str, None]] = {item.key: {} for item in case.evidence}
    for claim in case.claims:
        for name, keys in _proofs(claim):
            for key in keys:
                uses.get(key, {})[f"{claim.measure} {name}"] = None
    for item in case.evidence:
        yield EvidenceContent(
            key=item.key,
            title=item.title,
            sha256=item.sha256,
            pages=item.pages,
            size=item.size,
            uses=tuple(uses[item.key]),
        )


def _proofs(claim: Claim) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each fact, table and condition of a claim with the evidence that it names."""
    for name, fact in claim.facts.items():
        yield name, fact.evidence
    for name, table in claim.tables.items():
        yield name, table.evidence
    for name, verdict in claim.verdicts.items():
        yield name, verdict.evidence


def _opinion(case: Case, role: Role, posts: Mapping[str, str]) -> OpinionContent:
    passage = case.acted(role)
    if passage is None:
        return OpinionContent(role=role)
    return OpinionContent(
        role=role,
        name=passage.name,
        post=posts.get(passage.person, ""),
        opinion=passage.opinion,
        date=passage.at.date().isoformat(),
    )
