"""The official papers 文书 beside the memo, from the same records: drawn for a look, issued under a number, listed by year."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Protocol

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.memo_content import MemoContent
from gongshu_desktop.review.papers import approval, dossier, refusal, shortfall, supplement
from gongshu_desktop.review.papers.ledger import YearLedger
from gongshu_desktop.review.papers.paper import Paper
from gongshu_desktop.review.papers.publicity import PublicityList
from gongshu_desktop.review.papers.readings import compose as compose_readings
from gongshu_desktop.review.papers.refusal import RefusedMeasure
from gongshu_desktop.review.papers.shortfall import Shortfall
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.review.sweep import sweep
from gongshu_desktop.services.font_choices import BUNDLED, FontSet
from gongshu_desktop.services.issue_register import SignatureChecks, StrictCheck, issue_register
from gongshu_desktop.services.issued_papers import (
    IssuedPaper,
    issued_of,
    memo_document,
    next_number,
    record,
    require_issuable,
)
from gongshu_desktop.services.memo_batch import BatchReport, Keep, MemoBatch, never
from gongshu_desktop.services.memos import Memos, composed
from gongshu_desktop.services.office_acts import OfficeAct, record_act
from gongshu_desktop.services.office_fonts import fonts_in_use
from gongshu_desktop.services.paper_kinds import NOTICES, PaperChoices, PaperKind, PaperRefused
from gongshu_desktop.services.ports import (
    Clock,
    MemoState,
    OpenUnitOfWork,
    PolicyLibrary,
    UnitOfWork,
    UnreadableDocument,
)
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.standing_memos import (
    Progress,
    ReadReceipt,
    content_of,
    issued_on,
    no_progress,
    standing_memo,
)
from gongshu_desktop.services.year_papers import YearPapers, total_of
from gongshu_desktop.wording import _

NO_CHOICES = PaperChoices()


class PaperDrawing(Protocol):
    """Draws a paper's pages (``document`` implements it); the same content and fonts always give the same bytes."""

    def __call__(self, content: Paper, *, draft: bool, fonts: FontSet = BUNDLED) -> bytes: ...


class Papers:
    """Use cases of the papers. Each call is one transaction, or one a case; safe from any thread."""

    def __init__(
        self,
        open_uow: OpenUnitOfWork,
        policies: PolicyLibrary,
        clock: Clock,
        drawing: PaperDrawing,
        read_receipt: ReadReceipt,
        memos: Memos,
        check: StrictCheck,
    ) -> None:
        self._open_uow, self._policies, self._clock = open_uow, policies, clock
        self._drawing, self._read_receipt = drawing, read_receipt
        self._checks = SignatureChecks(check)
        self._batch = MemoBatch(open_uow, memos, self._checks)
        self._year = YearPapers(open_uow, policies, clock, read_receipt, self._checks)

    # --- for a person to choose from ----------------------------------------------------------------------------------

    def shortfalls(self, case: Case) -> tuple[Shortfall, ...]:
        """What the applicant still owes, as a supplement notice would name it; the case need not be saved."""
        policy = self._policies.get(case.policy)
        assessment = policy.assess(case_inputs(case, policy))
        return shortfall.shortfalls(case, policy, assessment, sweep(case, policy, assessment))

    def refused(self, case: Case) -> tuple[RefusedMeasure, ...]:
        """The claims that get nothing, as a refusal would name them."""
        with self._open_uow() as uow:
            return refusal.refused(self._memo(uow, case, thorough=False))  # a dialog waits for it

    def offered_deadline(self) -> date:
        """The day that is offered for handing in what is missing."""
        return supplement.offered_deadline(self._clock().date())

    # --- papers of a case ---------------------------------------------------------------------------------------------

    def of_case(self, kind: PaperKind, case: Case, choices: PaperChoices = NO_CHOICES) -> bytes:
        """A paper of a case as it would be now, as a PDF; the case need not be saved.

        A notice is always a draft here (see ``issue``); a form is one until the decision, a list until the memo is issued.

        Raises:
            PaperRefused: when there is nothing that the paper could say.
        """
        with self._open_uow() as uow:
            content = self._content(uow, kind, case, choices, number="")
        return self._drawing(content, draft=_is_draft(kind, case), fonts=self._fonts())

    def issue(self, kind: PaperKind, case_id: str, person: Person, choices: PaperChoices = NO_CHOICES) -> IssuedPaper:
        """Issue a notice: with the next number, kept with its digest, and written to the journal with its deadline.

        Raises:
            PaperRefused: when the case's stage, the person or the content does not allow it, in words.
        """
        with self._open_uow() as uow:
            case = uow.cases.get(case_id)
            require_issuable(uow, kind, case, person, choices)
            content = self._content(uow, kind, case, choices, number=next_number(uow, kind, case))
            fonts = fonts_in_use(uow, self._open_uow)
            pdf = self._drawing(content, draft=False, fonts=fonts)
            issued = record(uow, kind, case, person, content, pdf, fonts.fonts)
            uow.commit()
        return issued

    def issued(self, case_id: str) -> tuple[IssuedPaper, ...]:
        """The notices that were issued for a case, oldest first."""
        with self._open_uow() as uow:
            return issued_of(uow, case_id)

    def issued_pdf(self, paper: IssuedPaper) -> bytes:
        """An issued notice, drawn again from its content with the fonts of then: the same file, in the same version of the program."""
        return self._drawing(paper.content, draft=False, fonts=replace(self._fonts(), fonts=paper.fonts))

    def numbered(self, number: str) -> Case:
        """The case of that number, for whoever names it by hand.

        Raises:
            PaperRefused: when no case here has it.
        """
        with self._open_uow() as uow:
            found = [summary.id for summary in uow.cases.summaries() if number and summary.number == number.strip()]
            if not found:
                raise PaperRefused(_("没有编号为{number}的案卷。").format(number=number))
            return uow.cases.get(found[0])

    # --- papers of a year and of a policy -----------------------------------------------------------------------------

    def of_year(
        self,
        kind: PaperKind,
        year: int,
        choices: PaperChoices = NO_CHOICES,
        *,
        policy: str | None = None,
        draft: bool = False,
        by: str = "",
        progress: Progress = no_progress,
    ) -> bytes:
        """A list over a year's cases under one policy (named, or the only one of that year), as a PDF.

        A public list without its period, or without where objections go, is a draft.
        One that is no draft goes on record with its digest and total; ``by``: the id of who makes it.

        Raises:
            PaperRefused: when there is nothing to list, several policies to choose from, or a memo that cannot be read.
        """
        content = self._year.content(kind, year, choices, policy, progress)
        unfinished = isinstance(content, PublicityList) and not content.complete
        pdf = self._drawing(content, draft=draft or unfinished, fonts=self._fonts())
        if not (draft or unfinished):
            said = {
                "paper/kind": kind.value,
                "paper/year": str(year),
                "paper/policy": policy or "",
                "paper/digest": content.digest,
                "paper/total": str(total_of(content)),
                "paper/sha256": hashlib.sha256(pdf).hexdigest(),
            }
            record_act(self._open_uow, OfficeAct.LIST, said, by=by)
        return pdf

    def ledger(self, year: int, policy: str | None = None, progress: Progress = no_progress) -> YearLedger:
        """What the 年度台账 says, for the screen: the same rows and sums as on paper.

        Raises:
            PaperRefused: as ``of_year`` does.
        """
        return self._year.ledger(year, policy, progress)

    def memos_of_year(
        self,
        year: int,
        keep: Keep,
        *,
        drafts: bool = True,
        by: str = "",
        progress: Progress = no_progress,
        stop: Callable[[], bool] = never,
    ) -> BatchReport:
        """Hand the memo of each case of a year to ``keep``, one in memory at a time; see ``MemoBatch.run``."""
        report = self._batch.run(year, keep, drafts=drafts, progress=progress, stop=stop)
        if report.issued or report.waiting or report.drafts:
            counts = {"issued": report.issued, "waiting": report.waiting, "drafts": report.drafts}
            said = {f"memos/{name}": str(count) for name, count in counts.items()}
            record_act(self._open_uow, OfficeAct.MEMOS, {"memos/year": str(year), **said}, by=by)
        return report

    def register(self, policy: str, *, draft: bool = False) -> bytes:
        """口径登记表 of a policy, as a PDF."""
        with self._open_uow() as uow:
            office, readings = uow.office.office(), uow.office.readings(policy)
        name = office.name if office else ""
        content = compose_readings(self._policies.get(policy), readings, name, self._clock())
        return self._drawing(content, draft=draft or not name, fonts=self._fonts())

    def _fonts(self) -> FontSet:
        with self._open_uow() as uow:
            return fonts_in_use(uow, self._open_uow)

    # --- content ------------------------------------------------------------------------------------------------------

    def _content(self, uow: UnitOfWork, kind: PaperKind, case: Case, choices: PaperChoices, *, number: str) -> Paper:
        match kind:
            case PaperKind.APPROVAL:
                return approval.compose(self._memo(uow, case), receipt=self._receipt(uow, case))
            case PaperKind.SUPPLEMENT:
                return self._supplement(uow, case, choices, number)
            case PaperKind.REFUSAL:
                return self._refusal(uow, case, choices, number)
            case PaperKind.DOSSIER:
                return self._dossier(uow, case)
        raise PaperRefused(_("这种文书不是按案卷制作的。"))

    def _memo(self, uow: UnitOfWork, case: Case, *, thorough: bool = True) -> MemoContent:
        """What the memo says: the one that stands, for an issued case; else as it would be now."""
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
        memo = self._memo(uow, case)
        if not refusal.refused(memo):
            raise PaperRefused(_("本案没有不予支持的事项。"))
        return refusal.compose(memo, self._clock(), number=number, remedies=choices.remedies, contact=choices.contact)

    def _dossier(self, uow: UnitOfWork, case: Case) -> Paper:
        entries, register = uow.journal.of_case(case.id), issue_register(uow, self._checks)
        known = uow.memos.of_case(case.id)
        for memo in known:
            if memo.id in register.digests:
                register.require(memo)
        memos = [memo_document(memo, issued_on(case)) for memo in known]
        documents = (*memos, *(paper.document() for paper in issued_of(uow, case.id)))
        return dossier.compose(
            self._memo(uow, case),
            documents,
            self._clock(),
            receipt=self._receipt(uow, case),
            entries=len(entries),
            journal=entries[-1].digest if entries else "",
        )


def _is_draft(kind: PaperKind, case: Case) -> bool:
    if kind in NOTICES:
        return True
    finished = (Stage.SIGNING, Stage.ISSUED) if kind is PaperKind.APPROVAL else (Stage.ISSUED,)
    return case.stage not in finished
