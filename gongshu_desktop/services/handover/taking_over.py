"""接收: what a hand-over package would bring is shown first, then taken over whole or not at all, and can be taken back in one step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gongshu_desktop.review.adopted import adopted
from gongshu_desktop.review.case import Case, Passage
from gongshu_desktop.review.conflicts import same_name
from gongshu_desktop.review.editing.changes import CaseChange, changes, last_changes
from gongshu_desktop.services.desk.case_numbers import beyond_count, next_number
from gongshu_desktop.services.handover.arrival import HandOverRefused, Here, Relation, expect_recorded, relation
from gongshu_desktop.services.handover.arrival_memos import MemoChecks, expect_genuine_memos
from gongshu_desktop.services.handover.arrival_record import arrival_changes
from gongshu_desktop.services.handover.arrival_soundness import expect_sound
from gongshu_desktop.services.handover.package import GoOn, OpenedPackage, Package, PackFiles, unstopped
from gongshu_desktop.services.journal.acts import journalled
from gongshu_desktop.services.journal.histories import History, elsewhere, stored_texts
from gongshu_desktop.services.journal.whereabouts import HandOverAct, handed_to
from gongshu_desktop.services.memos.ledger import Ledger
from gongshu_desktop.services.ports import (
    Clock,
    Entry,
    MemoRecord,
    MemoState,
    OpenUnitOfWork,
    PolicyLibrary,
    UnitOfWork,
)
from gongshu_desktop.services.records import CaseSummary, Person
from gongshu_desktop.services.summary import summary_of
from gongshu_desktop.services.work_list import namesakes, numbered
from gongshu_desktop.wording import _


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingApart:
    """A reading that the sending office has adopted otherwise than this one; ``here`` is "" where nothing is adopted."""

    key: str
    there: str
    here: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalPreview:
    """What a package would bring. ``changes`` from the case here (None: there is none) to the one in the package.

    ``number``: the number that it would have here; ``same_number``: another case that has its number already. ``people``:
    everybody who has worked on it, with whether they are registered here. ``undoable``: whether it could be taken back.
    """

    opened: OpenedPackage
    relation: Relation
    here: Case | None
    changes: tuple[CaseChange, ...]
    steps: tuple[Passage, ...]
    number: str
    same_number: CaseSummary | None
    similar: tuple[CaseSummary, ...]
    people: tuple[tuple[str, bool], ...]
    readings: tuple[ReadingApart, ...]
    elsewhere: str
    undoable: bool

    @property
    def case(self) -> Case:
        """The case as it would be here."""
        return replace(self.opened.package.case, number=self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """What was taken over, for undoing it: the case and its memos as they were before (None: there was none)."""

    case_id: str
    number: str
    entry: str
    before: Case | None
    memos: tuple[MemoRecord, ...]


class TakingOver:
    """Use cases of whoever takes over. Each call is one transaction; safe from any thread."""

    def __init__(
        self,
        open_uow: OpenUnitOfWork,
        policies: PolicyLibrary,
        clock: Clock,
        files: PackFiles,
        ledger: Ledger,
        *,
        checks: MemoChecks,
    ) -> None:
        self._open_uow, self._policies, self._clock, self._files = open_uow, policies, clock, files
        self._ledger, self._checks = ledger, checks

    def preview(self, content: bytes, go_on: GoOn = unstopped) -> ArrivalPreview:
        """What a package would bring in; nothing is changed. ``go_on`` is asked again and again: a hostile package takes minutes.

        Raises:
            CaseFileRefused: with everything that is wrong with the file.
            HandOverRefused: when it cannot be taken over here, whatever anybody chooses.
        """
        opened = self._files.read(content, go_on)
        go_on()
        expect_recorded(opened.package)
        with self._open_uow() as uow:
            found = self._previewed(uow, opened)
            office, people = uow.office.office(), uow.office.people()
        trust = b"" if office is None else office.trust
        policy = self._policies.get(opened.package.case.policy)
        go_on()
        expect_genuine_memos(opened.package, trust, policy, self._checks, go_on)
        expect_sound(opened.package, policy, people, found.here, self._checks.read_receipt)
        go_on()
        return found

    def take_over(self, preview: ArrivalPreview, person: Person, *, choose: bool = False) -> TakenOver:
        """Take the previewed package over. ``choose``: in the place of what was done here meanwhile, too.

        Raises:
            HandOverRefused: when something was done on both PCs and nobody chose, or when the case here was changed since.
        """
        package = preview.opened.package
        with self._open_uow() as uow:
            now = self._previewed(uow, preview.opened)
            if (now.relation, now.here, now.number) != (preview.relation, preview.here, preview.number):
                raise HandOverRefused(_("本机的案卷在预览之后有改动，没有接收。请重新打开移交包。"))
            if now.relation is Relation.DIVERGED and not choose:
                raise HandOverRefused(_("本案在两台电脑上都有改动，须选定以移交包为准才能接收。"))
            before = tuple(uow.memos.of_case(package.case.id)) if now.here is not None else ()
            entries = uow.journal.of_case(package.case.id)
            self._write(uow, now, before)
            written = arrival_changes(now.opened, now.here, now.case, stored_texts(entries), chosen=choose)
            entry = uow.journal.write(
                person=person.id, action=HandOverAct.TAKE_OVER, case=package.case.id, changes=written
            )
            uow.commit()
        return TakenOver(case_id=package.case.id, number=now.number, entry=entry.digest, before=now.here, memos=before)

    def undo(self, taken: TakenOver, person: Person) -> None:
        """Back to how it was before, as long as nobody has worked on the case since.

        Raises:
            HandOverRefused: when somebody has, or a sealed memo came with it.
        """
        with self._open_uow() as uow:
            case, entries = uow.cases.get(taken.case_id), uow.journal.of_case(taken.case_id)
            memos = uow.memos.of_case(taken.case_id)
            if not entries or entries[-1].digest != taken.entry:
                raise HandOverRefused(_("{number}接收后已有改动，不能撤销接收。").format(number=case.number))
            if not _undoable(taken.before, case, taken.memos, memos):
                raise HandOverRefused(_("{number}带有封存的意见书，不能撤销接收。").format(number=case.number))
            if taken.before is None:
                uow.cases.remove(case.id)
            else:
                self._restore(uow, taken.before, taken.memos)
            written = journalled(last_changes(case) if taken.before is None else changes(case, taken.before))
            uow.journal.write(person=person.id, action=HandOverAct.UNDO, case=case.id, changes=written)
            uow.commit()

    def history(self, case_id: str) -> Sequence[tuple[Entry, History]]:
        """What was done to the case on other PCs before it came here, oldest first."""
        with self._open_uow() as uow:
            return elsewhere(uow.journal.of_case(case_id))

    # --- parts --------------------------------------------------------------------------------------------------------

    def _previewed(self, uow: UnitOfWork, opened: OpenedPackage) -> ArrivalPreview:
        package = opened.package
        case, known = package.case, uow.cases.summaries()
        here = self._here(uow, case.id) if any(item.id == case.id for item in known) else None
        found = relation(package, here)
        same = numbered((item for item in known if item.id != case.id), case.number)
        number = self._number(uow, package, here, same)
        names = {same_name(person.name) for person in uow.office.people()}
        arriving = replace(case, number=number)
        memos = () if here is None else here.memos
        return ArrivalPreview(
            opened=opened,
            relation=found,
            here=None if here is None else here.case,
            changes=() if here is None else changes(here.case, arriving),
            steps=case.passages[len(here.case.passages) if here is not None else 0 :],
            number=number,
            same_number=same,
            similar=namesakes(known, case) if here is None else (),
            people=tuple((name, same_name(name) in names) for name in dict.fromkeys(package.people.values()) if name),
            readings=tuple(self._apart(uow, package)),
            elsewhere=handed_to(uow, case.id) if here is not None else "",
            undoable=_undoable(None if here is None else here.case, arriving, memos, package.memos),
        )

    def _here(self, uow: UnitOfWork, case_id: str) -> Here:
        return Here(case=uow.cases.get(case_id), memos=uow.memos.of_case(case_id), entries=uow.journal.of_case(case_id))

    def _number(self, uow: UnitOfWork, package: Package, here: Here | None, same: CaseSummary | None) -> str:
        """The case's own number, or the next one where another case has it, or it leads numbers astray; a memo's number stands
        on paper and stays, as does the one that the case has here already."""
        case = package.case
        printed = any(memo.state is not MemoState.SUPERSEDED or memo.signed_by for memo in package.memos)
        if same is None:
            stays = printed or not beyond_count(case.number) or (here is not None and here.case.number == case.number)
            return case.number if case.number and stays else next_number(uow, case.year)
        if printed:
            words = _(
                "案卷号{number}在本机已用于“{name}”，而移交的案卷已有意见书，不能改编。请先在本机改编那一案的编号。"
            )
            raise HandOverRefused(words.format(number=case.number, name=same.makerspace))
        return next_number(uow, case.year)

    def _apart(self, uow: UnitOfWork, package: Package) -> Iterator[ReadingApart]:
        ours = adopted(uow.office.readings(package.case.policy))
        options = self._policies.get(package.case.policy).readings
        for item in package.adopted:
            mine = ours.get(item.key)
            if mine is None or mine.option != item.option:
                shown = options[item.key]
                yield ReadingApart(
                    key=shown.question,
                    there=shown.options[item.option],
                    here="" if mine is None else shown.options[mine.option],
                )

    def _write(self, uow: UnitOfWork, arriving: ArrivalPreview, before: Sequence[MemoRecord]) -> None:
        package, case = arriving.opened.package, arriving.case
        kinds = {item.sha256: item.media_type for item in case.evidence}
        for sha256, content in package.attachments.items():
            uow.attachments.put(content, kinds[sha256])
        summary = summary_of(case, self._ledger.standing(uow, case), self._clock())
        if arriving.here is None:
            uow.cases.add(case, summary)
        else:
            uow.cases.save(case, summary)
        known = {memo.id for memo in before}
        for memo in package.memos:
            if memo.id in known:
                uow.memos.save(memo)
            else:
                uow.memos.add(memo)

    def _restore(self, uow: UnitOfWork, case: Case, memos: Sequence[MemoRecord]) -> None:
        now = uow.cases.get(case.id)
        summary = summary_of(case, self._ledger.standing(uow, case), self._clock())
        if now.passages == case.passages and tuple(uow.memos.of_case(case.id)) == tuple(memos):
            uow.cases.save(case, summary)
            return
        uow.cases.put_back(case, summary)
        for memo in memos:
            uow.memos.add(memo)


def _undoable(before: Case | None, after: Case, memos: Sequence[MemoRecord], arriving: Sequence[MemoRecord]) -> bool:
    """Whether it could be taken back: what is sealed stays, and steps go only with the whole case."""
    if before is not None and before.passages == after.passages and tuple(memos) == tuple(arriving):
        return True
    return not any(memo.state.closed for memo in (*memos, *arriving))
