"""Who may move a case, from where to where, and what stands in the way: 登记 → 审核 → 复核 → 批准 → 签署 → 已签发.

The three acts (提交, 同意, 批准) belong to three different people, over the whole life of a case. A case that is sent back
always returns to 审核, with a reason, and is then checked and decided anew.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from gongshu_desktop.policy.assessment import Assessment
from gongshu_desktop.policy.model import Award, Policy
from gongshu_desktop.policy.verdicts import Outcome
from gongshu_desktop.review.case import Case, Passage
from gongshu_desktop.review.findings import Finding, Severity
from gongshu_desktop.review.stage import Role, Stage, role_words, stage_words
from gongshu_desktop.wording import _


class Move(StrEnum):
    """受理, 提交复核, 同意, 批准, 退回, and 更正 (begin the correction of an issued memo)."""

    ACCEPT = "accept"
    SUBMIT = "submit"
    AGREE = "agree"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A move that exists: in which stage, by which role, to which stage."""

    move: Move
    role: Role
    origin: Stage
    destination: Stage


RULES = (
    Rule(move=Move.ACCEPT, role=Role.EXAMINER, origin=Stage.REGISTERED, destination=Stage.EXAMINATION),
    Rule(move=Move.SUBMIT, role=Role.EXAMINER, origin=Stage.EXAMINATION, destination=Stage.CHECK),
    Rule(move=Move.AGREE, role=Role.CHECKER, origin=Stage.CHECK, destination=Stage.DECISION),
    Rule(move=Move.SEND_BACK, role=Role.CHECKER, origin=Stage.CHECK, destination=Stage.EXAMINATION),
    Rule(move=Move.APPROVE, role=Role.APPROVER, origin=Stage.DECISION, destination=Stage.SIGNING),
    Rule(move=Move.SEND_BACK, role=Role.APPROVER, origin=Stage.DECISION, destination=Stage.EXAMINATION),
    Rule(move=Move.SEND_BACK, role=Role.APPROVER, origin=Stage.SIGNING, destination=Stage.EXAMINATION),
    Rule(move=Move.CORRECT, role=Role.APPROVER, origin=Stage.ISSUED, destination=Stage.EXAMINATION),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person who wants to act: id, name, roles in the office. ``edited``: has changed this case's content before.

    ``known_as``: ids under which the same person has acted on it on other PCs. ``elsewhere``: why nothing can be done with
    the case here, in words, because it is being worked on on another PC.
    """

    id: str
    name: str
    roles: tuple[Role, ...]
    edited: bool = False
    known_as: frozenset[str] = frozenset()
    elsewhere: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a move is judged by: the assessment, the sweep's findings, the office's adopted readings (key → option)."""

    policy: Policy
    assessment: Assessment
    findings: Sequence[Finding]
    adopted: Mapping[str, str]


def rules_of(case: Case) -> tuple[Rule, ...]:
    """The moves that exist in the case's stage."""
    return tuple(rule for rule in RULES if rule.origin is case.stage)


def roles_taken(case: Case, actor: Actor) -> frozenset[Role]:
    """The roles in which that person has acted on this case, in any round, on any PC."""
    ids = {actor.id, *actor.known_as}
    return frozenset(item.role for item in case.passages if item.person in ids and item.role is not None)


def may_take(case: Case, actor: Actor, role: Role) -> str | None:
    """Why the person may not act in that role on this case, in words; None when nothing speaks against it."""
    if actor.elsewhere:
        return actor.elsewhere
    if role not in actor.roles:
        return _("{name}没有{role}的职责。").format(name=actor.name, role=role_words(role))
    other = next((taken for taken in roles_taken(case, actor) if taken is not role), None)
    if other is None and actor.edited and role is not Role.EXAMINER:
        other = Role.EXAMINER
    if other is not None:
        return _("{name}已以{other}的身份办过本案，不能再作为{role}。").format(
            name=actor.name, other=role_words(other), role=role_words(role)
        )
    return None


def editable(case: Case, actor: Actor) -> bool:
    """Whether the person may change the case's content now."""
    open_stage = case.stage in {Stage.REGISTERED, Stage.EXAMINATION}
    return open_stage and may_take(case, actor, Role.EXAMINER) is None


def decidable(case: Case, actor: Actor) -> bool:
    """Whether the person may set approved amounts now, as the one who decides."""
    return case.stage is Stage.DECISION and may_take(case, actor, Role.APPROVER) is None


def blockers(case: Case, rule: Rule, actor: Actor, standing: Standing | None) -> tuple[str, ...]:
    """Everything that stands in the way of the move, in words. Without a standing only the person is looked at."""
    if rule.origin is not case.stage:
        return (_("本案现在处于“{stage}”阶段，不能这样办理。").format(stage=stage_words(case.stage)),)
    person = may_take(case, actor, rule.role)
    if person is not None:
        return (person,)
    if standing is None or rule.move in {Move.SEND_BACK, Move.CORRECT}:
        return ()
    return tuple(_content(case, rule, standing))


def _content(case: Case, rule: Rule, standing: Standing) -> Iterator[str]:
    if rule.move is Move.ACCEPT:
        if not case.claims:
            yield _("本案还没有申报事项。")
        return
    for result in standing.assessment.measures:
        subsidy = standing.policy.measure(result.measure).award is Award.SUBSIDY
        if subsidy and result.outcome is Outcome.UNDETERMINED:
            yield _("{measure} {title}尚未算定。").format(measure=result.measure, title=result.title)
    for finding in standing.findings:
        if finding.severity is Severity.ERROR:
            yield f"{finding.measure} {finding.text}" if finding.measure else finding.text
    if rule.move is Move.APPROVE:
        yield from unadopted(standing)


def unadopted(standing: Standing) -> Iterator[str]:
    """The readings that the case uses otherwise than the office has adopted them, in words."""
    for result in standing.assessment.measures:
        for key, option in result.readings.items():
            reading = standing.policy.readings[key]
            if key not in standing.adopted:
                yield _("口径“{question}”（{key}）单位还没有采用意见。").format(question=reading.question, key=key)
            elif standing.adopted[key] != option:
                yield _("口径“{question}”（{key}）与单位采用的不一致。").format(question=reading.question, key=key)


def move(case: Case, rule: Rule, actor: Actor, *, opinion: str, at: datetime) -> Case:
    """The case after the move, with who did it. The caller has made sure that nothing stands in the way."""
    passage = Passage(
        at=at,
        person=actor.id,
        name=actor.name,
        role=rule.role,
        origin=rule.origin,
        destination=rule.destination,
        opinion=opinion.strip(),
    )
    return replace(case, stage=rule.destination, passages=(*case.passages, passage))


def needs_opinion(rule: Rule) -> bool:
    """Whether the move must say why: each level states an opinion, 受理 excepted."""
    return rule.move is not Move.ACCEPT


def move_words(name: Move) -> str:
    """The move as people call it."""
    return {
        Move.ACCEPT: _("受理"),
        Move.SUBMIT: _("提交复核"),
        Move.AGREE: _("同意"),
        Move.APPROVE: _("批准"),
        Move.SEND_BACK: _("退回"),
        Move.CORRECT: _("更正"),
    }[name]


def acted(case: Case, roles: Collection[Role] = tuple(Role)) -> dict[Role, str]:
    """The ids of the people who have acted in the present round, by role."""
    found = {role: case.acted(role) for role in roles}
    return {role: passage.person for role, passage in found.items() if passage is not None}
