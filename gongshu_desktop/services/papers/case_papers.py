"""What the papers of one case say: approval form, notices, dossier list; from the case, its memo and the journal.

An issued case speaks through the memo that stands, once that was found to be the one on record; any other as it is now.
"""

import hashlib
from collections.abc import Sequence

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.memo.content import MemoContent
from gongshu_desktop.review.papers import approval, dossier, refusal, shortfall, supplement
from gongshu_desktop.review.papers.paper import Paper
from gongshu_desktop.review.papers.shortfall import Shortfall
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.review.sweep import sweep
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.histories import elsewhere as done_elsewhere
from gongshu_desktop.services.journal.subjects import memo_of
from gongshu_desktop.services.journal.whereabouts import handed_to
from gongshu_desktop.services.memos.composing import composed
from gongshu_desktop.services.memos.receipts import ReadReceipt
from gongshu_desktop.services.memos.register import SignatureChecks, issue_register
from gongshu_desktop.services.memos.standing import content_of, issued_on, standing_memo
from gongshu_desktop.services.paper_kinds import NOTICES, PaperChoices, PaperKind, PaperRefused
from gongshu_desktop.services.papers.issued_papers import issued_of, memo_document
from gongshu_desktop.services.ports import (
    Clock,
    Entry,
    MemoState,
    PolicyLibrary,
    UnitOfWork,
    UnreadableDocument,
)
from gongshu_desktop.wording import _


def is_draft(kind: PaperKind, case: Case) -> bool:
    """Whether a paper of a case is marked 草稿 as long as it has no number: what is not decided yet, and every notice."""
    if kind in NOTICES:
        return True
    finished = (Stage.SIGNING, Stage.ISSUED) if kind is PaperKind.APPROVAL else (Stage.ISSUED,)
    return case.stage not in finished


def _drawn_days(entries: Sequence[Entry]) -> dict[str, str]:
    """The day (ISO) on which each memo of the case was drawn up, here or before it came here."""
    before = [entry for entry, _history in done_elsewhere(entries)]
    return {
        memo: entry.at.date().isoformat()
        for entry in (*before, *entries)
        if entry.action == Act.DRAW_UP
        for change in entry.changes
        if (memo := memo_of(change.subject)) is not None
    }


class CasePapers:
    """Composes within a transaction that its caller opened; writes nothing."""

    def __init__(
        self, policies: PolicyLibrary, clock: Clock, read_receipt: ReadReceipt, checks: SignatureChecks
    ) -> None:
        self._policies, self._clock, self._read_receipt, self._checks = policies, clock, read_receipt, checks

    def content(self, uow: UnitOfWork, kind: PaperKind, case: Case, choices: PaperChoices, *, number: str) -> Paper:
        """What a paper of a case says now; ``number`` "" while it has none.

        Raises:
            PaperRefused: when there is nothing that the paper could say, the case's memo is not the one on record, or the
                case was handed over: whoever has it now makes its papers.
        """
        elsewhere = handed_to(uow, case.id)
        if elsewhere:
            words = _("本案已移交给“{to}”，文书应在那里制作。确需在本机制作的，请先收回移交。")
            raise PaperRefused(words.format(to=elsewhere))
        match kind:
            case PaperKind.APPROVAL:
                return approval.compose(self.memo(uow, case), receipt=self._receipt(uow, case))
            case PaperKind.SUPPLEMENT:
                return self._supplement(uow, case, choices, number)
            case PaperKind.REFUSAL:
                return self._refusal(uow, case, choices, number)
            case PaperKind.DOSSIER:
                return self._dossier(uow, case)
        raise PaperRefused(_("这种文书不是按案卷制作的。"))

    def memo(self, uow: UnitOfWork, case: Case, *, thorough: bool = True) -> MemoContent:
        """What the memo says: the one that stands, for an issued case; else as it would be now.

        ``thorough``: the memo that stands is checked against the whole journal and its signatures, which takes a while.
        """
        if case.stage is Stage.ISSUED:
            return self._sealed(uow, case, thorough=thorough)
        policy = self._policies.get(case.policy)
        surroundings = uow.office.office(), uow.office.readings(case.policy), uow.office.people()
        content, _attached, _assessment = composed(case, policy, *surroundings, self._clock())
        return content

    def _receipt(self, uow: UnitOfWork, case: Case) -> str:
        """SHA-256 (hex) of what is attached to the memo that is being signed or stands, as its pages' foot has it."""
        states = {Stage.SIGNING: (MemoState.DRAWN, MemoState.SIGNING), Stage.ISSUED: (MemoState.ISSUED,)}
        found = [memo for memo in uow.memos.of_case(case.id) if memo.state in states.get(case.stage, ())]
        if not found:
            return ""
        memo = max(found, key=lambda memo: memo.drawn)
        try:
            return hashlib.sha256(self._read_receipt(memo.pdf)).hexdigest()
        except UnreadableDocument as error:
            raise PaperRefused(
                _("{number}的文件读不出内容：{reason}").format(number=memo.number, reason=error)
            ) from error

    def _sealed(self, uow: UnitOfWork, case: Case, *, thorough: bool) -> MemoContent:
        """What the memo that stands says, once it was found to be the one that was issued.

        Raises:
            PaperRefused: when it is not, or there is none.
        """
        memo = standing_memo(uow, case.id)
        register = issue_register(uow, self._checks, chain=thorough)
        register.require_standing(case, memo, strict=thorough and bool(register.trust))
        if memo is None:
            raise PaperRefused(_("{number}没有有效的审核意见书。").format(number=case.number))
        return content_of(memo, self._read_receipt)

    def _supplement(self, uow: UnitOfWork, case: Case, choices: PaperChoices, number: str) -> Paper:
        office, now = uow.office.office(), self._clock()
        items = shortfall.chosen(self.shortfalls(case), choices.leave_out)
        if not items and not any(text.strip() for text in choices.more):
            raise PaperRefused(_("没有需要申报单位补正的内容。"))
        if choices.deadline is not None and choices.deadline < now.date():
            raise PaperRefused(_("补正期限不能早于今天。"))
        return supplement.compose(
            case,
            self._policies.get(case.policy),
            items,
            office.name if office else "",
            now,
            number=number,
            deadline=choices.deadline,
            more=choices.more,
            contact=choices.contact,
        )

    def _refusal(self, uow: UnitOfWork, case: Case, choices: PaperChoices, number: str) -> Paper:
        memo = self.memo(uow, case)
        if not refusal.refused(memo):
            raise PaperRefused(_("本案没有不予支持的事项。"))
        return refusal.compose(memo, self._clock(), number=number, remedies=choices.remedies, contact=choices.contact)

    def _dossier(self, uow: UnitOfWork, case: Case) -> Paper:
        entries, register = uow.journal.of_case(case.id), issue_register(uow, self._checks)
        known = uow.memos.of_case(case.id)
        for memo in known:
            if memo.id in register.digests:
                register.require(memo)
        drawn = _drawn_days(entries)
        memos = [
            memo_document(memo, register.days.get(memo.id) or issued_on(case), drawn.get(memo.id, "")) for memo in known
        ]
        documents = (*memos, *(paper.document() for paper in issued_of(uow, case.id)))
        return dossier.compose(
            self.memo(uow, case),
            documents,
            self._clock(),
            receipt=self._receipt(uow, case),
            entries=len(entries),
            journal=entries[-1].digest if entries else "",
        )

    def shortfalls(self, case: Case) -> tuple[Shortfall, ...]:
        """What the applicant still owes, as a supplement notice would name it; the case need not be saved."""
        policy = self._policies.get(case.policy)
        assessment = policy.assess(case_inputs(case, policy))
        return shortfall.shortfalls(case, policy, assessment, sweep(case, policy, assessment))
