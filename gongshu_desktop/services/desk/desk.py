"""The desk: the work list, new cases, cases read from files, and opening one for review."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from gongshu_desktop.policy.assessment import Assessment
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review import passage, prefill
from gongshu_desktop.review.adopted import adopted
from gongshu_desktop.review.case import Applicant, Case, Makerspace
from gongshu_desktop.review.conflicts import Prior
from gongshu_desktop.review.editing.changes import first_changes, last_changes
from gongshu_desktop.review.editing.edits import SetBasics, apply
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.stage import Role, Stage
from gongshu_desktop.review.sweep import Finding, sweep
from gongshu_desktop.services.desk.case_numbers import beyond_count, next_number
from gongshu_desktop.services.desk.examining import examiners, same_person
from gongshu_desktop.services.desk.exchanging import CaseFiles
from gongshu_desktop.services.desk.session import ReviewSession, Surroundings, ledger_note
from gongshu_desktop.services.journal.acts import Act, journalled
from gongshu_desktop.services.journal.whereabouts import elsewhere_by, elsewhere_words, handed_to
from gongshu_desktop.services.memos.ledger import Ledger
from gongshu_desktop.services.office.acting import acting
from gongshu_desktop.services.office.adopted import adopted_options
from gongshu_desktop.services.ports import Clock, Entry, OpenUnitOfWork, PolicyLibrary, StoredFile, UnitOfWork
from gongshu_desktop.services.records import CaseSummary, Person
from gongshu_desktop.services.summary import summary_of
from gongshu_desktop.services.work_list import namesakes, numbered
from gongshu_desktop.wording import _


class DeskRefused(Exception):
    """What was asked cannot be done with this case now; the message says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """What a case file would bring in. ``same_number``: a case of that number is there already, so it would get another, as it
    would where ``beyond_count`` holds; ``similar``: cases of the same makerspace and year. ``number``: what it would have here."""

    case: Case
    policy: Policy
    assessment: Assessment
    findings: tuple[Finding, ...]
    number: str
    same_number: CaseSummary | None
    similar: tuple[CaseSummary, ...]


class CaseDesk:
    """Use cases around the work list. Each call is one transaction; safe from any thread."""

    def __init__(
        self,
        open_uow: OpenUnitOfWork,
        policies: PolicyLibrary,
        clock: Clock,
        files: CaseFiles,
        *,
        ledger: Ledger | None = None,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        self._open_uow, self._policies, self._clock, self._files = open_uow, policies, clock, files
        self._new_id = new_id
        self._ledger = ledger or Ledger(policies)

    def summaries(self) -> Sequence[CaseSummary]:
        """The work list."""
        with self._open_uow() as uow:
            return uow.cases.summaries()

    def open(self, case_id: str, person: Person) -> ReviewSession:
        """A case, open for review by that person; what they may do depends on stage and roles."""
        with self._open_uow() as uow:
            case = uow.cases.get(case_id)
            surroundings = Surroundings(
                actor=actor_of(uow, person, case_id),
                adopted=adopted(uow.office.readings(case.policy)),
                priors=self._ledger.priors(uow, case),
                version=uow.cases.version(case_id),
                unprintable=self._ledger.unprintable,
            )
        return ReviewSession(
            case,
            self._policies.get(case.policy),
            open_uow=self._open_uow,
            clock=self._clock,
            surroundings=surroundings,
        )

    def create(self, policy: str, year: int, applicant: Applicant, makerspace: Makerspace, person: Person) -> str:
        """A new case with the next number of its year; its id. Whoever enters a case acts as its examiner.

        Raises:
            DeskRefused: when the person is no examiner.
            EditRefused: when a particular is missing or wrong, in words.
        """
        chosen = self._policies.get(policy)
        with self._open_uow() as uow:
            _require_examiner(uow, person)
            now = self._clock()
            blank = Case(
                id=self._new_id(),
                policy=policy,
                year=year,
                number=next_number(uow, year),
                applicant=applicant,
                makerspace=makerspace,
                received=now.date(),
            )
            case = apply(blank, SetBasics(applicant=applicant, makerspace=makerspace, year=year), chosen)
            self._add(uow, case, person, Act.CREATE, now)
            uow.commit()
        return case.id

    def preview(self, file: StoredFile) -> ImportPreview:
        """What a case file would bring in; nothing is changed yet.

        Raises:
            CaseFileRefused: with every problem of the file.
        """
        case = self._files.read(file.content)
        policy = self._policies.get(case.policy)
        with self._open_uow() as uow:
            known = uow.cases.summaries()
            same = numbered(known, case.number)
            kept = case.number and same is None and not beyond_count(case.number)
            number = case.number if kept else next_number(uow, case.year)
            priors = self._ledger.priors(uow, case)
            options = adopted_options(uow, case.policy)
        case = self._with_ledger(case, policy, priors)
        assessment = policy.assess(case_inputs(case, policy))
        return ImportPreview(
            case=case,
            policy=policy,
            assessment=assessment,
            findings=sweep(replace(case, number=number), policy, assessment, adopted=options, priors=priors),
            number=number,
            same_number=same,
            similar=namesakes(known, case),
        )

    def import_case(self, preview: ImportPreview, person: Person) -> str:
        """Take the previewed case in; its id here. Raises DeskRefused when the person is no examiner."""
        with self._open_uow() as uow:
            _require_examiner(uow, person)
            now = self._clock()
            number = preview.number
            if number in uow.cases.numbers():
                number = next_number(uow, preview.case.year)
            received = preview.case.received or now.date()
            case = replace(preview.case, id=self._new_id(), number=number, received=received)
            self._add(uow, case, person, Act.IMPORT, now)
            uow.commit()
        return case.id

    def undo_import(self, case_id: str, person: Person) -> None:
        """Take an import back, as long as nobody has worked on the case since.

        Raises:
            DeskRefused: when somebody has, or the person is no examiner.
        """
        with self._open_uow() as uow:
            _require_examiner(uow, person)
            case = uow.cases.get(case_id)
            entries = uow.journal.of_case(case_id)
            if case.stage is not Stage.REGISTERED or [entry.action for entry in entries] != [Act.IMPORT]:
                raise DeskRefused(_("{number}导入后已有改动，不能撤销导入。").format(number=case.number))
            self._remove(uow, case, person, Act.UNDO_IMPORT)
            uow.commit()

    def delete(self, case_id: str, person: Person) -> None:
        """Delete a case that is only registered; its journal stays.

        Raises:
            DeskRefused: when it was accepted already, or the person is no examiner.
        """
        with self._open_uow() as uow:
            _require_examiner(uow, person)
            case = uow.cases.get(case_id)
            elsewhere = handed_to(uow, case_id)
            if elsewhere:
                raise DeskRefused(elsewhere_words(elsewhere))
            if case.stage is not Stage.REGISTERED or case.passages:
                raise DeskRefused(_("{number}已受理，不能删除。").format(number=case.number))
            self._remove(uow, case, person, Act.DELETE)
            uow.commit()

    def export(self, case_id: str) -> bytes:
        """The case as a case file."""
        with self._open_uow() as uow:
            return self._files.write(uow.cases.get(case_id))

    def next_number(self, year: int) -> str:
        """The number that the next case of that year would have."""
        with self._open_uow() as uow:
            return next_number(uow, year)

    def journal(self, case_id: str) -> Sequence[Entry]:
        """What was done to a case, oldest first."""
        with self._open_uow() as uow:
            return uow.journal.of_case(case_id)

    def _with_ledger(self, case: Case, policy: Policy, priors: tuple[Prior, ...]) -> Case:
        for claim in case.claims:
            case = prefill.prefilled(case, policy, priors, claim.measure, ledger_note())
        return case

    def _add(self, uow: UnitOfWork, case: Case, person: Person, act: Act, now: datetime) -> None:
        uow.cases.add(case, summary_of(case, self._ledger.standing(uow, case), now))
        uow.journal.write(person=person.id, action=act, case=case.id, changes=journalled(first_changes(case)))

    def _remove(self, uow: UnitOfWork, case: Case, person: Person, act: Act) -> None:
        uow.cases.remove(case.id)
        uow.journal.write(person=person.id, action=act, case=case.id, changes=journalled(last_changes(case)))


def actor_of(uow: UnitOfWork, person: Person, case_id: str) -> passage.Actor:
    """The person as the rules of passage see them, with whether any of this case's content is by their hand."""
    person, entries = acting(uow, person), uow.journal.of_case(case_id)
    elsewhere = elsewhere_by(entries)
    known_as = same_person(uow, person, entries)
    return passage.Actor(
        id=person.id,
        name=person.name,
        roles=person.roles,
        edited=not known_as.isdisjoint(examiners(entries)),
        known_as=known_as - {person.id},
        elsewhere=elsewhere_words(elsewhere) if elsewhere else "",
    )


def _require_examiner(uow: UnitOfWork, person: Person) -> None:
    if Role.EXAMINER not in acting(uow, person).roles:
        raise DeskRefused(
            _("新建、导入和删除案卷是经办人的职责，{name}不是经办人。请由经办人办理。").format(name=person.name)
        )
