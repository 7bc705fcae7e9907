"""The official papers 文书 beside the memo, from the same records: drawn for a look, issued under a number, listed by year."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Protocol

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.papers import refusal, supplement
from gongshu_desktop.review.papers.ledger import YearLedger
from gongshu_desktop.review.papers.paper import Paper
from gongshu_desktop.review.papers.readings import compose as compose_readings
from gongshu_desktop.review.papers.refusal import RefusedMeasure
from gongshu_desktop.review.papers.shortfall import Shortfall
from gongshu_desktop.services.font_choices import BUNDLED, FontSet
from gongshu_desktop.services.journal.acts import OfficeAct, record_act
from gongshu_desktop.services.journal.adoptions import adoption_problem
from gongshu_desktop.services.memos.anchors import Anchors
from gongshu_desktop.services.memos.receipts import ReadReceipt
from gongshu_desktop.services.memos.register import SignatureChecks, StrictCheck, issue_register
from gongshu_desktop.services.memos.standing import Progress, no_progress
from gongshu_desktop.services.office.fonts import fonts_in_use
from gongshu_desktop.services.paper_kinds import DrawnPaper, PaperChoices, PaperKind, PaperRefused, goes_on_record
from gongshu_desktop.services.papers.case_papers import CasePapers, is_draft
from gongshu_desktop.services.papers.issued_papers import (
    IssuedPaper,
    issued_of,
    next_number,
    record,
    require_issuable,
)
from gongshu_desktop.services.papers.memo_batch import BatchReport, Keep, MarkedUnsigned, MemoBatch, never
from gongshu_desktop.services.papers.payment_batches import on_record
from gongshu_desktop.services.papers.year_papers import YearPapers, total_of
from gongshu_desktop.services.ports import (
    Clock,
    OpenUnitOfWork,
    PolicyLibrary,
)
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.signing.memo_life import Memos
from gongshu_desktop.services.work_list import numbered
from gongshu_desktop.wording import _

NO_CHOICES = PaperChoices()


class PaperDrawing(Protocol):
    """Draws a paper's pages (``document`` implements it); the same content and fonts always give the same bytes."""

    def __call__(self, content: Paper, *, draft: bool, fonts: FontSet = BUNDLED) -> bytes: ...


class Papers:
    """Use cases of the papers. Each call is one transaction, or one a case; safe from any thread."""

    def __init__(  # noqa: PLR0913 - one place wires it
        self,
        open_uow: OpenUnitOfWork,
        policies: PolicyLibrary,
        clock: Clock,
        drawing: PaperDrawing,
        read_receipt: ReadReceipt,
        memos: Memos,
        check: StrictCheck,
        *,
        marked_unsigned: MarkedUnsigned,
    ) -> None:
        self._open_uow, self._policies, self._clock = open_uow, policies, clock
        self._drawing = drawing
        self._checks = checks = SignatureChecks(check, Anchors(read_receipt))
        self._of_case = CasePapers(policies, clock, read_receipt, checks)
        self._batch = MemoBatch(open_uow, memos, checks, read_receipt, marked_unsigned)
        self._year = YearPapers(open_uow, policies, clock, read_receipt, checks)

    # --- for a person to choose from ----------------------------------------------------------------------------------

    def shortfalls(self, case: Case) -> tuple[Shortfall, ...]:
        """What the applicant still owes, as a supplement notice would name it; the case need not be saved."""
        return self._of_case.shortfalls(case)

    def refused(self, case: Case) -> tuple[RefusedMeasure, ...]:
        """The claims that get nothing, as a refusal would name them."""
        with self._open_uow() as uow:
            return refusal.refused(self._of_case.memo(uow, case, thorough=False))  # a dialog waits for it

    def offered_deadline(self) -> date:
        """The day that is offered for handing in what is missing."""
        return supplement.offered_deadline(self._clock().date())

    # --- papers of a case ---------------------------------------------------------------------------------------------

    def of_case(self, kind: PaperKind, case: Case, choices: PaperChoices = NO_CHOICES) -> DrawnPaper:
        """A paper of a case as it would be now; the case need not be saved.

        A notice is always a draft here (see ``issue``); a form is one until the decision, a list until the memo is issued.

        Raises:
            PaperRefused: when there is nothing that the paper could say.
        """
        with self._open_uow() as uow:
            content = self._of_case.content(uow, kind, case, choices, number="")
        return self._drawn(content, draft=is_draft(kind, case))

    def issue(self, kind: PaperKind, case_id: str, person: Person, choices: PaperChoices = NO_CHOICES) -> IssuedPaper:
        """Issue a notice: with the next number, kept with its digest, and written to the journal with its deadline.

        Raises:
            PaperRefused: when the case's stage, the person or the content does not allow it, in words.
        """
        with self._open_uow() as uow:
            case = uow.cases.get(case_id)
            require_issuable(uow, kind, case, person, choices)
            content = self._of_case.content(uow, kind, case, choices, number=next_number(uow, kind, case))
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
            found = numbered(uow.cases.summaries(), number.strip())
            if found is None:
                raise PaperRefused(_("没有编号为{number}的案卷。").format(number=number))
            return uow.cases.get(found.id)

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
    ) -> DrawnPaper:
        """A list over a year's cases under one policy (named, or the only one of that year).

        A public list without its period, or without where objections go, is a draft.
        One that is no draft goes on record with its digest and total; ``by``: the id of who makes it.

        Raises:
            PaperRefused: when there is nothing to list, several policies to choose from, or a memo that cannot be read.
        """
        content = self._year.content(kind, year, choices, policy, progress)
        recorded = goes_on_record(kind, choices, draft=draft)
        drawn = self._drawn(content, draft=not recorded)
        if recorded:
            said = {
                "paper/kind": kind.value,
                "paper/year": str(year),
                "paper/policy": policy or "",
                "paper/digest": content.digest,
                "paper/total": str(total_of(content)),
                "paper/sha256": hashlib.sha256(drawn.pdf).hexdigest(),
            }
            record_act(self._open_uow, OfficeAct.LIST, said, by=by, more=lambda uow: on_record(uow, content, by))
        return drawn

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

    def register(self, policy: str, *, draft: bool = False) -> DrawnPaper:
        """口径登记表 of a policy; a draft as long as the office has no name.

        Raises:
            PaperRefused: when the readings are stored otherwise than the journal has them.
        """
        with self._open_uow() as uow:
            issue_register(uow, self._checks)  # refuses a broken journal
            problem = adoption_problem(uow, policy)
            if problem:
                raise PaperRefused(problem)
            office, readings = uow.office.office(), uow.office.readings(policy)
        name = office.name if office else ""
        content = compose_readings(self._policies.get(policy), readings, name, self._clock())
        return self._drawn(content, draft=draft or not name)

    def _drawn(self, content: Paper, *, draft: bool) -> DrawnPaper:
        return DrawnPaper(pdf=self._drawing(content, draft=draft, fonts=self._fonts()), draft=draft)

    def _fonts(self) -> FontSet:
        with self._open_uow() as uow:
            return fonts_in_use(uow, self._open_uow)
