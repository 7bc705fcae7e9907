"""移交: a case goes to another PC as one file, in the state that it is in. Here it is then closed, until it is taken back or comes back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gongshu_desktop import __version__
from gongshu_desktop.review.adopted import adopted
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.values import text_problem
from gongshu_desktop.services.desk.examining import people_elsewhere
from gongshu_desktop.services.desk.exchanging import CaseFileRefused
from gongshu_desktop.services.handover.arrival import HandOverRefused, expect_recorded
from gongshu_desktop.services.handover.arrival_soundness import expect_consistent
from gongshu_desktop.services.handover.package import Origin, Package, PackedFile, PackFiles
from gongshu_desktop.services.journal.histories import History, own_stretches, rests_on, stored, stored_texts
from gongshu_desktop.services.journal.whereabouts import DIGEST, TO, HandOverAct, elsewhere_words, handed_to
from gongshu_desktop.services.memos.ledger import Ledger
from gongshu_desktop.services.ports import (
    AdoptedReading,
    Change,
    Clock,
    Entry,
    OpenUnitOfWork,
    PolicyLibrary,
    UnitOfWork,
)
from gongshu_desktop.services.records import Person
from gongshu_desktop.wording import _

LONGEST_NAME = 100
WriteFile = Callable[[bytes, Callable[[], None]], None]
"""Writes a file whole or not at all; calls the second when the bytes are safe, just before the file appears."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A package, ready to be written; ``version`` and ``entries`` of the case as it was packed."""

    file: PackedFile
    case: Case
    to: str
    person: Person
    version: int
    entries: int


class HandingOver:
    """Use cases of whoever hands over. Safe from any thread."""

    def __init__(
        self, open_uow: OpenUnitOfWork, policies: PolicyLibrary, clock: Clock, files: PackFiles, ledger: Ledger
    ) -> None:
        self._open_uow, self._policies, self._clock, self._files = open_uow, policies, clock, files
        self._ledger = ledger

    def elsewhere(self, case_id: str) -> str:
        """To whom the case was handed over; "" when it is worked on here."""
        with self._open_uow() as uow:
            return handed_to(uow, case_id)

    def prepare(self, case_id: str, person: Person, to: str) -> Prepared:
        """The package of a case as it is stored now; nothing is changed yet. What it holds is read back before it is given.

        Raises:
            HandOverRefused: when it was handed over already, or would not be readable.
        """
        to = _receiver(to)
        with self._open_uow() as uow:
            case, entries = uow.cases.get(case_id), uow.journal.of_case(case_id)
            gone = handed_to(uow, case_id)
            if gone:
                raise HandOverRefused(elsewhere_words(gone))
            against = self._ledger.against_journal(uow, case)
            if against:
                raise HandOverRefused(against)
            package = self._package(uow, case, entries, person, to)
            version, people = uow.cases.version(case_id), uow.office.people()
        file = self._files.write(package)
        try:
            self._files.read(file.content)
            expect_recorded(package)
            expect_consistent(package, self._policies.get(case.policy), people)
        except (CaseFileRefused, HandOverRefused) as problem:
            raise HandOverRefused(
                _("{number}不能移交，因为另一台电脑会拒绝接收：\n{problem}").format(number=case.number, problem=problem)
            ) from problem
        return Prepared(file=file, case=case, to=to, person=person, version=version, entries=len(entries))

    def hand_over(self, prepared: Prepared, write: WriteFile) -> None:
        """Write the package and mark the case as handed over: first the bytes are safe, then the mark, then the file appears.

        So no package is ever out of which this PC knows nothing. Where the last step fails, the mark is taken back.

        Raises:
            HandOverRefused: when the case was changed meanwhile, or the mark could not be taken back.
            OSError, StoreError: when it cannot be written; the case is as it was. So it is when anything else breaks in.
        """
        begun = False

        def mark() -> None:
            nonlocal begun
            begun = True
            self._mark(prepared)

        try:
            write(prepared.file.content, mark)
        except BaseException:
            if begun:
                self._unmark(prepared)
            raise

    def take_back(self, case_id: str, person: Person, reason: str) -> None:
        """收回: work on the case here again. Whoever has the package must be told, for two PCs could go on with it now.

        Raises:
            HandOverRefused: without a reason, or when it was not handed over.
        """
        reason = reason.strip()
        wrong = text_problem(reason, lines=True)
        if not reason or wrong is not None:
            raise HandOverRefused(_("请写明收回的理由。") if not reason else wrong or "")
        with self._open_uow() as uow:
            gone = handed_to(uow, case_id)
            if not gone:
                raise HandOverRefused(_("本案没有移交，不必收回。"))
            changes = (Change(subject=TO, old=gone), Change(subject="handover/reason", new=reason))
            uow.journal.write(person=person.id, action=HandOverAct.TAKE_BACK, case=case_id, changes=changes)
            uow.commit()

    def _mark(self, prepared: Prepared) -> None:
        case = prepared.case
        with self._open_uow() as uow:
            now = uow.cases.get(case.id), uow.cases.version(case.id), len(uow.journal.of_case(case.id))
            if now != (case, prepared.version, prepared.entries):
                raise HandOverRefused(_("{number}在此期间有改动，没有移交。请重新移交。").format(number=case.number))
            changes = (Change(subject=TO, new=prepared.to), Change(subject=DIGEST, new=prepared.file.digest))
            uow.journal.write(person=prepared.person.id, action=HandOverAct.HAND_OVER, case=case.id, changes=changes)
            uow.commit()

    def _unmark(self, prepared: Prepared) -> None:
        """Take the mark back, if it was set: no file of it is there."""
        case = prepared.case
        ours = Change(subject=DIGEST, new=prepared.file.digest)
        try:
            with self._open_uow() as uow:
                last = uow.journal.of_case(case.id)[-1]
            if last.action == HandOverAct.HAND_OVER and ours in last.changes:
                self.take_back(case.id, prepared.person, _("移交包没有写成"))
        except Exception as problem:
            words = _(
                "{number}已记为移交，移交包却没有写成，这一标记也没能取消。请在案卷中用“收回”取消它，再重新移交。"
            )
            raise HandOverRefused(words.format(number=case.number)) from problem

    def _package(self, uow: UnitOfWork, case: Case, entries: Sequence[Entry], person: Person, to: str) -> Package:
        if case.policy not in self._policies.ids():
            raise HandOverRefused(
                _("本程序没有本案所依据的政策文件（{policy}），不能移交。").format(policy=case.policy)
            )
        office, head = uow.office.office(), uow.journal.head()
        assert head is not None  # the case has entries
        name = office.name if office is not None else ""
        origin = Origin(
            office=name,
            by=person.name,
            to=to,
            made=self._clock(),
            program=__version__,
            head_sequence=head.sequence,
            head_digest=head.digest,
        )
        histories, rests = histories_of(uow, name, entries)
        return Package(
            origin=origin,
            case=case,
            policy_digest=self._policies.get(case.policy).digest,
            attachments={item.sha256: uow.attachments.get(item.sha256) for item in case.evidence if item.sha256},
            memos=tuple(uow.memos.of_case(case.id)),
            histories=histories,
            rests=rests,
            adopted=self._adopted(uow, case),
        )

    def _adopted(self, uow: UnitOfWork, case: Case) -> tuple[AdoptedReading, ...]:
        """What the office adopted for the readings that the case uses."""
        used = dict.fromkeys(case.readings)
        for result in self._ledger.standing(uow, case).assessment.measures:
            used |= dict.fromkeys(result.readings)
        known = adopted(uow.office.readings(case.policy))
        return tuple(known[key] for key in used if key in known)


def _receiver(to: str) -> str:
    to = to.strip()
    wrong = text_problem(to, most=LONGEST_NAME)
    if not to:
        raise HandOverRefused(_("请写明移交给谁。"))
    if wrong is not None:
        raise HandOverRefused(_("{what}应为{expected}。").format(what=_("移交给"), expected=wrong))
    return to


def histories_of(uow: UnitOfWork, office: str, entries: Sequence[Entry]) -> tuple[tuple[History, ...], tuple[str, ...]]:
    """What came in with packages, and what was done here: each stretch once. And on which of them the case rests."""
    people = people_elsewhere(entries) | {person.id: person.name for person in uow.office.people()}
    texts = stored_texts(entries)
    own = tuple(own_stretches(office, people, entries))
    found = {sha256: stored(sha256, texts) for sha256 in texts} | {history.sha256: history for history in own}
    rests = rests_on(entries, own)
    return tuple(found.values()), tuple(sha256 for sha256 in found if sha256 in rests)
