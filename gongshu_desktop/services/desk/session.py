"""One case open for review: edits in memory, assessed at once, undone and redone; saved in the background as often as wanted."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from gongshu_desktop.policy.assessment import Assessment
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review import passage, prefill
from gongshu_desktop.review.case import Case, Evidence
from gongshu_desktop.review.conflicts import Prior, Priors
from gongshu_desktop.review.editing import edits
from gongshu_desktop.review.editing.edits import (
    AcceptClaimed,
    AddClaim,
    AddEvidence,
    AddRow,
    Edit,
    EditRefused,
    PasteCells,
    SetApproved,
    SetBasics,
    SetCell,
    SetOpinion,
    Side,
    SupplyEvidence,
)
from gongshu_desktop.review.inputs import case_inputs
from gongshu_desktop.review.printing import Unprintable, nothing_unprintable, printing_findings
from gongshu_desktop.review.stage import Stage, stage_words
from gongshu_desktop.review.sweep import Finding, sweep
from gongshu_desktop.services.desk.case_numbers import require_free
from gongshu_desktop.services.desk.evidence import media_type, new_key, new_title, page_count
from gongshu_desktop.services.journal.acts import Act, journalled
from gongshu_desktop.services.journal.edit_history import EditHistory, aim
from gongshu_desktop.services.journal.whereabouts import handed_to
from gongshu_desktop.services.ports import AdoptedReading, Clock, OpenUnitOfWork
from gongshu_desktop.services.summary import summarise
from gongshu_desktop.wording import _


class CaseMoved(Exception):
    """Somebody moved the case on, or saved it, since it was opened here; what was typed since cannot be saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a session knows besides its case: the adopted readings that count (by key), other cases' claims, who edits.

    ``version``: how often the case had been written when it was read; a save by somebody else shows in it (None: unknown).
    ``unprintable``: the characters of a text that the memo could not print.
    """

    actor: passage.Actor
    adopted: Mapping[str, AdoptedReading] = field(default_factory=dict)
    priors: tuple[Prior, ...] = ()
    version: int | None = None
    unprintable: Unprintable = nothing_unprintable


class ReviewSession:
    """A case being reviewed. Edits come from one thread; ``save`` may run in another meanwhile."""

    def __init__(
        self, case: Case, policy: Policy, *, open_uow: OpenUnitOfWork, clock: Clock, surroundings: Surroundings
    ) -> None:
        self.policy = policy
        self.surroundings = surroundings
        self._open_uow, self._clock = open_uow, clock
        self._lock, self._saving = threading.Lock(), threading.Lock()
        self._case = self._saved = case
        self._version, self._writing = surroundings.version, False
        self._priors = Priors.of(surroundings.priors)
        self._history = EditHistory()
        self.saved_at: datetime | None = None
        self.assessment: Assessment
        self.findings: tuple[Finding, ...]
        self.assessment, self.findings = self._assess(case)

    @property
    def case(self) -> Case:
        """The case as it is now, saved or not."""
        return self._case

    @property
    def editable(self) -> bool:
        """Whether this person may change the content in the case's present stage."""
        return passage.editable(self._case, self.surroundings.actor)

    @property
    def decidable(self) -> bool:
        """Whether this person may set approved amounts and opinions, as the one who decides."""
        return self.editable or passage.decidable(self._case, self.surroundings.actor)

    @property
    def dirty(self) -> bool:
        """Whether something is not saved yet. While a save is on its way, nobody can say that all is saved."""
        with self._lock:
            return self._writing or self._case is not self._saved

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return bool(self._history.back)

    @property
    def can_redo(self) -> bool:
        """Whether an edit was taken back that can be made again."""
        return bool(self._history.forward)

    def apply(self, edit: Edit) -> None:
        """Make an edit in memory and assess the case anew.

        Raises:
            EditRefused: in words; the case is as it was.
        """
        self._permit(edit)
        self._require_own_number(edit)
        changed = self._prefill(edits.apply(self._case, edit, self.policy), edit)
        if changed == self._case or not edits.changes(self._case, changed):
            return  # what the journal would not see (an empty cell left out, or written as empty) is no change
        before, now = self._case, self._clock()
        self._become(changed)
        self._history.note(before, aim(edit, before, changed), now)

    def undo(self) -> bool:
        """Take the last edit back; False when there is none."""
        return self._step(self._history.back, self._history.forward)

    def redo(self) -> bool:
        """Make the edit again that was last taken back; False when there is none."""
        return self._step(self._history.forward, self._history.back)

    def save(self) -> datetime | None:
        """Save until nothing is left to save, each time with its journal entry in one transaction; None if nothing was.

        Waits for a save that is running in another thread, and then saves what was changed meanwhile.

        Raises:
            CaseMoved: when the case was moved to another stage, or saved by somebody else, since it was opened.
            EditRefused: when its number has been given to another case meanwhile.
        """
        saved: datetime | None = None
        with self._saving:
            while True:
                with self._lock:
                    case, assessment, findings, base = self._case, self.assessment, self.findings, self._saved
                    self._writing = case is not base
                if case is base:
                    return saved
                try:
                    now = self._clock()
                    version = self._store(case, assessment, findings, now)
                    with self._lock:
                        self._saved, self._version, self.saved_at, saved = case, version, now, now
                finally:
                    self._writing = False

    def _store(self, case: Case, assessment: Assessment, findings: tuple[Finding, ...], now: datetime) -> int:
        """Write the case with what has changed since it was last stored; the version that is then stored."""
        base = self._saved
        with self._open_uow() as uow:
            stored = uow.cases.get(case.id)
            elsewhere = handed_to(uow, case.id)
            if elsewhere:
                raise CaseMoved(_("本案已移交给“{to}”，此后的修改没有保存。请重新打开本案。").format(to=elsewhere))
            if (stored.stage, stored.passages) != (base.stage, base.passages):
                raise CaseMoved(
                    _("本案已转到“{stage}”阶段，此后的修改没有保存。请重新打开本案。").format(
                        stage=stage_words(stored.stage)
                    )
                )
            if self._version is not None and uow.cases.version(case.id) != self._version:
                raise CaseMoved(_("本案打开后已在别处保存过修改，您此后的修改没有保存。请重新打开本案，再作修改。"))
            if case.number != base.number:  # another case may have been given it since it was typed or given up
                require_free(uow, case.number)
            uow.cases.save(case, summarise(case, self.policy, assessment, findings, now))
            uow.journal.write(
                person=self.surroundings.actor.id,
                action=Act.DECIDE if base.stage is Stage.DECISION else Act.EDIT,
                case=case.id,
                changes=journalled(edits.changes(base, case)),
            )
            version = uow.cases.version(case.id)
            uow.commit()
        return version

    def store(self, name: str, content: bytes, to: str | None = None) -> Evidence:
        """Check a document and store its bytes; the case is as it was. For a worker: large scans take seconds.

        ``to``: the key of a document that was only named so far. Then ``add_stored`` on the thread that edits.

        Raises:
            EvidenceRefused: when it is no PDF, PNG or JPEG, empty, or over 50 MB.
            EditRefused: when the case cannot be changed now.
        """
        if not self.editable:
            raise EditRefused(self._closed())
        kind = media_type(name, content)
        with self._open_uow() as uow:
            digest = uow.attachments.put(content, kind)
            uow.commit()
        case = self._case
        return Evidence(
            key=to or new_key(case),
            title=new_title(case, name),
            sha256=digest,
            media_type=kind,
            size=len(content),
            pages=page_count(kind, content),
        )

    def add_stored(self, evidence: Evidence, *, to: str | None = None) -> Evidence:
        """Add a stored document to the case, under a key and title that are free now; with ``to``, as that named one.

        Raises:
            EditRefused: when the case cannot be changed now.
        """
        if to is None:
            case = self._case
            evidence = replace(evidence, key=new_key(case), title=new_title(case, evidence.title))
        self.apply(AddEvidence(evidence) if to is None else SupplyEvidence(evidence))
        return next(item for item in self._case.evidence if item.key == evidence.key)

    def attach(self, name: str, content: bytes, *, to: str | None = None) -> Evidence:
        """``store`` and ``add_stored`` in one, for small things."""
        return self.add_stored(self.store(name, content, to), to=to)

    def evidence_bytes(self, key: str) -> bytes:
        """The bytes of a document; empty for one that is only named on paper. KeyError for an unknown key."""
        evidence = next((item for item in self._case.evidence if item.key == key), None)
        if evidence is None:
            raise KeyError(key)
        if not evidence.sha256:
            return b""
        with self._open_uow() as uow:
            return uow.attachments.get(evidence.sha256)

    def _permit(self, edit: Edit) -> None:
        if self.editable or (self.decidable and isinstance(edit, SetApproved | SetOpinion)):
            return
        raise EditRefused(self._closed())

    def _require_own_number(self, edit: Edit) -> None:
        if not isinstance(edit, SetBasics) or not edit.number or edit.number == self._case.number:
            return
        with self._open_uow() as uow:
            require_free(uow, edit.number)

    def _closed(self) -> str:
        if self.surroundings.actor.elsewhere:
            return self.surroundings.actor.elsewhere
        stage = stage_words(self._case.stage)
        return _("本案处于“{stage}”阶段，您现在不能修改。").format(stage=stage)

    def _prefill(self, case: Case, edit: Edit) -> Case:
        """Put in what the ledger knows, where an edit has just opened a place for it."""
        match edit:
            case AddClaim() | AcceptClaimed() | AddRow() | PasteCells():
                measure = edit.measure
            case SetCell(side=Side.VERIFIED, value=value) if value is not None:
                measure = edit.measure
            case _:
                return case
        return prefill.prefilled(case, self.policy, self._priors, measure, ledger_note())

    def _step(self, source: list[Case], other: list[Case]) -> bool:
        if not source:
            return False
        before = self._case
        self._become(source[-1])
        source.pop()
        other.append(before)
        self._history.pause()
        return True

    def _become(self, case: Case) -> None:
        assessment, findings = self._assess(case)
        with self._lock:
            self._case, self.assessment, self.findings = case, assessment, findings

    def _assess(self, case: Case) -> tuple[Assessment, tuple[Finding, ...]]:
        assessment = self.policy.assess(case_inputs(case, self.policy), derive=True)
        around = self.surroundings
        options = {key: reading.option for key, reading in around.adopted.items()}
        findings = sweep(case, self.policy, assessment, adopted=options, priors=self._priors)
        return assessment, (*findings, *printing_findings(case, around.unprintable))


def ledger_note() -> str:
    """The note on a fact that the ledger filled in; "{sources}" stands for the memos' numbers."""
    return _("台账预填：{sources}")
