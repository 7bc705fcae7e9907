"""A stored case held against its journal: every field in which the tables say otherwise than the entries, in people's words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gongshu_desktop.policy.model import Fact, Kind, Policy
from gongshu_desktop.policy.values import Scalar
from gongshu_desktop.review.case import Case, Claim, Passage
from gongshu_desktop.review.conflicts import same_name
from gongshu_desktop.review.editing.changes import written
from gongshu_desktop.review.stage import Stage, role_words, stage_words
from gongshu_desktop.services.journal.acts import act_words
from gongshu_desktop.services.journal.field_words import field_words, sum_words
from gongshu_desktop.services.journal.histories import elsewhere
from gongshu_desktop.services.journal.names import names
from gongshu_desktop.services.journal.replay import Replayed, replayed
from gongshu_desktop.services.journal.steps import DECIDED, approved_otherwise, compared
from gongshu_desktop.services.journal.values import value_words
from gongshu_desktop.services.journal.whereabouts import HandOverAct, counted
from gongshu_desktop.services.ports import Entry, PolicyLibrary, UnitOfWork
from gongshu_desktop.wording import _

NAME = "handover/name"
"""In the journal, with the person's id in brackets: under which name somebody took a step elsewhere; two for one renamed between."""
_MOST = 5
"""Differences that a refusal names; the rest are counted."""
_TYPES: Mapping[Kind, tuple[type, ...]] = {
    Kind.MONEY: (int, Fraction),
    Kind.NUMBER: (int, Fraction),
    Kind.COUNT: (int, Fraction),
    Kind.DATE: (date,),
    Kind.YES_NO: (bool,),
}
"""What a value of each kind is stored as; of all others, text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field (``what``, in words) with both values; ``entry``: the last entry about it, None where there is none."""

    what: str
    journal: str
    record: str
    entry: Entry | None = None

    @property
    def words(self) -> str:
        """All of it in one line."""
        if self.entry is None:
            said = _("{what}：操作日志记为“{journal}”，案卷中却是“{record}”")
            return said.format(what=self.what, journal=self.journal, record=self.record)
        said = _("{what}：操作日志第{entry}条记为“{journal}”，案卷中却是“{record}”")
        return said.format(what=self.what, journal=self.journal, record=self.record, entry=self.entry.sequence)


def against_journal(uow: UnitOfWork, case: Case, policies: PolicyLibrary) -> str:
    """Why nothing can be decided on the case, in words; "" when it is in everything as the journal says."""
    policy = policies.get(case.policy) if case.policy in policies.ids() else None
    found = differences(case, uow.journal.of_case(case.id), policy, names(uow).known)
    if not found:
        return ""
    lines = [item.words for item in found[:_MOST]]
    if len(found) > _MOST:
        lines.append(_("另有 {count} 处").format(count=len(found) - _MOST))
    head = _("案卷的内容与操作日志不一致，数据可能被改动过，不能办理。请用备份查明，或退回后由经办人重新核定：")
    return "\n".join((head, *lines))


def differences(
    case: Case, entries: Sequence[Entry], policy: Policy | None, known: Mapping[str, frozenset[str]]
) -> tuple[Difference, ...]:
    """Everything in which the case differs from its journal. ``known``: ``Names.known``; ``policy``: None if it is not here."""
    held = replayed(entries)
    if not held.present:
        gone = _("没有这一案") if held.last is None else act_words(held.last.action)
        return (Difference(what=_("案卷"), journal=gone, record=_("仍在"), entry=held.last),)
    return (
        *_fields(case, held, policy),
        *(_mistyped(case, policy) if policy is not None else ()),
        *_steps(case, entries, policy, known),
    )


def _fields(case: Case, held: Replayed, policy: Policy | None) -> Iterator[Difference]:
    now = written(case)
    for subject in dict.fromkeys((*now, *held.values)):
        if not held.holds(subject):
            continue
        told, here = held.values.get(subject), now.get(subject)
        journal = None if told is None else told.value
        if journal != here:
            yield Difference(
                what=field_words(subject, case, policy),
                journal=_value(subject, journal, policy),
                record=_value(subject, here, policy),
                entry=None if told is None else told.entry,
            )


def _value(subject: str, value: str | None, policy: Policy | None) -> str:
    if policy is not None or value is None:
        return _("（空）") if policy is None else value_words(subject, value, policy)
    return value


# --- kinds of values ----------------------------------------------------------------------------------------------------


def _mistyped(case: Case, policy: Policy) -> Iterator[Difference]:
    """Values that read like what the journal says, and are stored as something else: a text in the place of a number."""
    known = {measure.id: measure for measure in policy.measures}
    for claim in case.claims:
        facts = known[claim.measure].facts if claim.measure in known else ()
        for subject, fact, value in _scalars(claim, facts):
            if value is not None and not _suits(fact.kind, value):
                text = value_words(subject, str(value), policy)
                yield Difference(
                    what=field_words(subject, case, policy),
                    journal=text,
                    record=_("{value}（存成了另一类数据）").format(value=text),
                )


def _suits(kind: Kind, value: Scalar) -> bool:
    if isinstance(value, bool):
        return kind is Kind.YES_NO
    return isinstance(value, _TYPES.get(kind, (str,)))


def _scalars(claim: Claim, facts: Sequence[Fact]) -> Iterator[tuple[str, Fact, Scalar | None]]:
    for fact in facts:
        entry, table, at = claim.facts.get(fact.name), claim.tables.get(fact.name), f"{claim.measure}/{fact.name}"
        if entry is not None:
            yield f"{at}/claimed", fact, entry.claimed
            yield f"{at}/verified", fact, entry.verified
        columns = {column.name: column for column in fact.columns}
        for row in () if table is None else table.rows:
            for side, cells in (("claimed", row.claimed), ("verified", row.verified)):
                for name, value in cells.items():
                    if name in columns:
                        yield f"{at}[{row.key}]/{name}/{side}", columns[name], value


# --- steps --------------------------------------------------------------------------------------------------------------


def _steps(
    case: Case, entries: Sequence[Entry], policy: Policy | None, known: Mapping[str, frozenset[str]]
) -> Iterator[Difference]:
    own = counted(entries)
    came = [(entry, history.sha256) for entry, history in elsewhere(entries)]
    all_entries = sorted([*came, *((entry, "") for entry in own)], key=lambda pair: (pair[0].at, pair[0].sequence))
    found = compared(case.passages, all_entries)
    what, nothing = _("办理经过"), _("没有这一步")
    if found.unrecorded is not None:
        yield Difference(what=what, journal=nothing, record=_passage_words(found.unrecorded))
        return
    undone = len(own) < len(entries) or any(entry.action == HandOverAct.UNDO for entry, _stretch in came)
    for step in () if undone else found.rest:
        move = _("{origin} → {destination}").format(
            origin=stage_words(step.origin), destination=stage_words(step.destination)
        )
        yield Difference(what=what, journal=move, record=nothing, entry=step.entry if not step.stretch else None)
    reached = case.passages[-1].destination if case.passages else Stage.REGISTERED
    if case.stage is not reached:
        yield Difference(what=_("阶段"), journal=stage_words(reached), record=stage_words(case.stage))
    yield from _names(case, entries, known)
    if policy is not None and case.stage in {Stage.SIGNING, Stage.ISSUED}:
        yield from _approved(case, policy, found.approved)


def _passage_words(passage: Passage) -> str:
    words = _("{time} {name} {role}：{origin} → {destination} {opinion}")
    return words.format(
        time=f"{passage.at.astimezone():%Y-%m-%d %H:%M}",
        name=passage.name,
        role="" if passage.role is None else role_words(passage.role),
        origin=stage_words(passage.origin),
        destination=stage_words(passage.destination),
        opinion=passage.opinion,
    ).strip()


def _names(case: Case, entries: Sequence[Entry], known: Mapping[str, frozenset[str]]) -> Iterator[Difference]:
    """Somebody who was renamed bears an earlier name in earlier steps; a name that the journal never gave him is none of his."""
    told = {id: set(its) for id, its in known.items()}
    for change in (change for entry in entries for change in entry.changes):
        if change.subject.startswith(f"{NAME}[") and change.subject.endswith("]") and change.new:
            told.setdefault(change.subject[len(NAME) + 1 : -1], set()).add(change.new)
    for passage in case.passages:
        its = told.get(passage.person, set())
        if its and same_name(passage.name) not in {same_name(name) for name in its}:
            what = _("{stage}的办理人").format(stage=stage_words(passage.origin))
            yield Difference(what=what, journal=_("、").join(sorted(its)), record=passage.name)


def _approved(case: Case, policy: Policy, approval: Entry | None) -> Iterator[Difference]:
    otherwise = approved_otherwise(case, policy, approval)
    if otherwise is not None:
        yield Difference(
            what=field_words(f"{otherwise.measure}{DECIDED}", case, policy),
            journal=sum_words(otherwise.told),
            record=sum_words(otherwise.here),
            entry=approval,
        )
