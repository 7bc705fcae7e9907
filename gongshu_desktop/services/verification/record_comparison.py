"""A memo's file beside the case on this PC: field by field, with who signed when by the journal here.

The case may have moved on since (corrected, decided anew); what differs is then said, with both values.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.memo.composing import chinese_date
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.memo.correcting import retold
from gongshu_desktop.review.memo.flat import Particular, particulars
from gongshu_desktop.review.stage import Role, Stage, role_words, stage_words
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.adoptions import adopted_before
from gongshu_desktop.services.journal.names import names
from gongshu_desktop.services.journal.settled import is_settled
from gongshu_desktop.services.journal.subjects import SIGNATURE, of_memo, signature_elsewhere
from gongshu_desktop.services.journal.whereabouts import HandOverAct
from gongshu_desktop.services.memos.anchors import Anchored, anchored, under_chain
from gongshu_desktop.services.memos.composing import composed
from gongshu_desktop.services.memos.hints import passed_over
from gongshu_desktop.services.ports import (
    AdoptedReading,
    MemoRecord,
    OpenUnitOfWork,
    PolicyLibrary,
    SignatureVerdict,
    UnitOfWork,
)
from gongshu_desktop.services.signing.order import ORDER
from gongshu_desktop.services.verification.record_standing import OnRecord, Standing, on_record
from gongshu_desktop.services.verification.signature_standing import Signed
from gongshu_desktop.services.verification.verification import VerificationReport
from gongshu_desktop.services.work_list import numbered
from gongshu_desktop.wording import _


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCompared:
    """One field of both: "" where there is nothing."""

    heading: str
    caption: str
    file: str
    record: str

    @property
    def differs(self) -> bool:
        """Whether the two do not say the same."""
        return self.file != self.record


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordComparison:
    """``case`` is the id of the case here; ``found`` how the file stands to its memos.

    ``problem`` says why the fields could not be compared, "" when they were. ``settled``: by the journal the case stands as the
    file was issued, and both are under the same policy file and engine: nothing but what came after may differ.
    """

    case: str
    number: str
    found: OnRecord
    fields: tuple[FieldCompared, ...]
    signed: Mapping[Role, Signed]
    problem: str = ""
    settled: bool = False

    @property
    def differing(self) -> tuple[FieldCompared, ...]:
        """The fields that do not say the same."""
        return tuple(field for field in self.fields if field.differs)

    @property
    def fewer_signatures(self) -> bool:
        """Whether the file is a copy of before the last signatures, and nothing else differs."""
        early = self.found.standing is Standing.EARLIER_COPY
        return early and all(field.heading == _("签署") for field in self.differing)

    @property
    def contradicting(self) -> tuple[FieldCompared, ...]:
        """Those of them that no correction, no hand-over and no act of the office explains."""
        alike = self.found.standing is Standing.SAME and self.settled
        return tuple(field for field in self.differing if not _came_after(field)) if alike else ()


def _came_after(field: FieldCompared) -> bool:
    """The office may have another name since; the scan of the signed paper joins the evidence after the issue."""
    return field.caption == "审核单位" or (field.heading == "佐证" and not field.file)


class Records:
    """Finds the case of a memo's file here and compares the two. Changes nothing."""

    def __init__(self, open_uow: OpenUnitOfWork, policies: PolicyLibrary) -> None:
        self._open_uow, self._policies = open_uow, policies

    def compare(self, report: VerificationReport) -> RecordComparison | None:
        """The file of a report beside its case; None when its case is not here, or it says nothing of one."""
        content = report.content
        if content is None:
            return None
        with self._open_uow() as uow:
            case = _case(uow, content, report.signatures.base_digest)
            if case is None:
                return None
            beside = on_record(uow, report, case.id)
            memo = beside.memo
            signed = {} if memo is None else _signed(uow, memo)
            found = RecordComparison(case=case.id, number=case.number, found=beside, fields=(), signed=signed)
            if case.policy not in self._policies.ids():
                problem = _("本程序没有本案所依据的政策文件（{policy}），没有逐项比对。").format(policy=case.policy)
                return replace(found, problem=problem)
            here = self._composed(uow, case, content, memo)
            stage = () if beside.standing is Standing.DRAFT else (_stage(report, case),)
            same = (content.basis.digest, content.engine) == (here.basis.digest, here.engine)
            return replace(
                found,
                fields=(
                    *_beside(content, here),
                    *_adoptions(uow, content, memo, self._policies.get(case.policy)),
                    *_signatures(report, memo, signed),
                    *stage,
                ),
                settled=same and is_settled(uow, case.id),
            )

    def journal(self, report: VerificationReport, compared: RecordComparison | None) -> Anchored | None:
        """The journal here beside what the file says of it; None for one that not all three have signed, who are known: nobody's
        word is taken for it. The whole chain is gone through (50 000 entries: three seconds)."""
        signed, content = report.signatures, report.content
        if content is None or not signed.complete or signed.verdict is not SignatureVerdict.INTACT:
            return None
        case = None if compared is None else compared.case
        recorded = compared is not None and compared.found.memo is not None
        with self._open_uow() as uow:
            broken = uow.journal.verify()
            found = anchored(uow, content.number, report.anchor, case, signed.base_digest, recorded=recorded)
        return under_chain(found, broken)

    def _composed(self, uow: UnitOfWork, case: Case, content: MemoContent, memo: MemoRecord | None) -> MemoContent:
        """What the memo of the case would say, were it drawn up at the moment at which the file was."""
        office, readings, people = uow.office.office(), uow.office.readings(case.policy), uow.office.people()
        drawn = datetime.fromisoformat(content.drawn)
        policy = self._policies.get(case.policy)
        hints = passed_over(uow, case.id) if content.hints else ()
        made, _attached, _assessment = composed(case, policy, office, readings, people, drawn, hints=hints)
        if content.correction is None:
            return made
        before = None if memo is None or memo.replaces is None else uow.memos.get(memo.replaces)
        sha256 = "" if before is None else hashlib.sha256(before.pdf).hexdigest()
        return replace(made, correction=retold(content.correction, made, case, sha256))


def _case(uow: UnitOfWork, content: MemoContent, base_digest: str) -> Case | None:
    """The case of the memo with the same pages, else the one of that number."""
    memo = uow.memos.by_base_digest(base_digest) if base_digest else None
    if memo is not None:
        return uow.cases.get(memo.case)
    found = numbered(uow.cases.summaries(), content.number)
    return None if found is None else uow.cases.get(found.id)


def _signed(uow: UnitOfWork, memo: MemoRecord) -> dict[Role, Signed]:
    known = names(uow)
    found: dict[Role, Signed] = {}
    latest: tuple[int, datetime] | None = None
    for entry in uow.journal.of_case(memo.case):
        for change in entry.changes if entry.action in {Act.SIGN, HandOverAct.TAKE_OVER} else ():
            if change.subject == of_memo(memo.id, SIGNATURE) and change.new:
                name = known.at(entry.person, entry.sequence)
                found[Role(change.new)] = Signed(name=name, at=entry.at, entry=entry.sequence, after=latest)
            elif (role := _elsewhere(memo, change.subject)) is not None and change.new:
                at, _gap, name = change.new.partition(" ")
                said = Signed(name=name, at=datetime.fromisoformat(at), entry=entry.sequence, received=entry.at)
                if role not in found or found[role].at != said.at:  # else it repeats what this PC knows already
                    found[role] = said
        latest = max(latest or (0, entry.at), (entry.sequence, entry.at), key=lambda item: item[1])
    return found


def _elsewhere(memo: MemoRecord, subject: str) -> Role | None:
    """Whose signature on another PC an entry records that took the case over."""
    return next((role for role in Role if subject == signature_elsewhere(memo.id, role.value)), None)


def _beside(file: MemoContent, here: MemoContent) -> Iterator[FieldCompared]:
    """Both, in the order of the file; what only the record has comes last."""
    one, other = _by_place(particulars(file)), _by_place(particulars(here))
    for heading, caption in dict.fromkeys((*one, *other)):
        place = heading, caption
        yield FieldCompared(heading=heading, caption=caption, file=one.get(place, ""), record=other.get(place, ""))


def _adoptions(
    uow: UnitOfWork, content: MemoContent, memo: MemoRecord | None, policy: Policy
) -> Iterator[FieldCompared]:
    """Who had adopted each reading, and on what authority, when the memo was drawn up here; another PC keeps its own."""
    entries = () if memo is None else uow.journal.of_case(memo.case, (Act.DRAW_UP,))
    drawn = [entry for entry in entries if memo is not None and entry.change(of_memo(memo.id)) is not None]
    if not drawn:
        return
    known = adopted_before(uow, policy.id, drawn[0].sequence)
    for item in content.readings:
        row = known.get(item.key)
        if not item.adopted:
            continue
        options = policy.readings[item.key].options if item.key in policy.readings else {}
        record = "" if row is None else _adoption(options.get(row.option, row.option), row)
        file = "；".join((item.option, item.adopted_by, item.adopted_on, item.authority))
        yield FieldCompared(heading="口径", caption=f"{item.measure} {item.phrase}·采用", file=file, record=record)


def _adoption(option: str, row: AdoptedReading) -> str:
    return "；".join((option, row.name, chinese_date(row.at.date()), row.authority))


def _by_place(said: Iterator[Particular]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for item in said:
        place, number = (item.heading, item.caption), 2
        while place in found:
            place, number = (item.heading, f"{item.caption} ({number})"), number + 1
        found[place] = item.text
    return found


def _signatures(
    report: VerificationReport, memo: MemoRecord | None, signed: Mapping[Role, Signed]
) -> Iterator[FieldCompared]:
    if memo is None:
        return
    file = {item.role: item.name for item in report.signatures.signatures}
    for role in ORDER:
        recorded = signed[role].name if role in signed else ""
        caption = _("{role}签名").format(role=role_words(role))
        yield FieldCompared(heading=_("签署"), caption=caption, file=file.get(role, ""), record=recorded)


def _stage(report: VerificationReport, case: Case) -> FieldCompared:
    """How far the file is, and how far the case: a file with three signatures belongs to an issued case."""
    file = stage_words(Stage.ISSUED if report.signatures.complete else Stage.SIGNING)
    return FieldCompared(heading=_("签署"), caption=_("办理阶段"), file=file, record=stage_words(case.stage))
