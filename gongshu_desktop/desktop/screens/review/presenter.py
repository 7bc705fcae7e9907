"""What happens on the review screen: edits, undo, the measure looked at, the next thing to settle, when to save. No Qt."""

from collections.abc import Sequence
from typing import Protocol

from gongshu_desktop.desktop.screens.review.state import SaveState, SaveStatus, Snapshot, blocking
from gongshu_desktop.review import passage
from gongshu_desktop.review.case import Case, Evidence
from gongshu_desktop.review.editing.edits import Edit, EditRefused, RemoveClaim
from gongshu_desktop.review.findings import Finding, Severity
from gongshu_desktop.review.stage import Role, Stage, role_words, stage_words
from gongshu_desktop.services.desk.session import ReviewSession
from gongshu_desktop.wording import _


class ReviewView(Protocol):
    """What the presenter asks of the screen."""

    def show_snapshot(self, snapshot: Snapshot) -> None: ...
    def show_saving(self, state: SaveState) -> None: ...
    def refuse(self, text: str) -> None: ...
    def reveal(self, finding: Finding) -> None: ...


class Saver(Protocol):
    """Saves the session a little after the last change, away from the window's thread."""

    def touch(self) -> None: ...
    def flush(self) -> bool: ...


class ReviewPresenter:
    """Holds the session and which measure is looked at; every change goes through it and is drawn and saved."""

    def __init__(self, session: ReviewSession, view: ReviewView, saver: Saver) -> None:
        self._session = session
        self._view = view
        self._saver = saver
        self._locked = why_locked(session)
        self._at_finding: Finding | None = None
        self._chosen = self._first()

    # --- what is ---

    def snapshot(self) -> Snapshot:
        """The case as it stands now."""
        return Snapshot(
            case=self._session.case,
            policy=self._session.policy,
            assessment=self._session.assessment,
            findings=self._session.findings,
            chosen=self._chosen,
            waiting=blocking(self._session.findings),
            locked=self._locked,
            decidable=self._session.decidable,
            can_undo=self._session.can_undo and self._session.decidable,
            can_redo=self._session.can_redo and self._session.decidable,
        )

    def begin(self) -> None:
        """Draw everything for the first time."""
        self._view.show_snapshot(self.snapshot())
        saved = self._session.saved_at
        self._view.show_saving(SaveState(status=SaveStatus.SAVED, at=saved) if saved else SaveState())

    # --- what the person does ---

    def edit(self, edit: Edit) -> bool:
        """Make a change; a refusal is said in words and nothing has changed."""
        try:
            self._session.apply(edit)
        except EditRefused as refusal:
            self._view.refuse(str(refusal))
            self._view.show_snapshot(self.snapshot())
            return False
        if isinstance(edit, RemoveClaim) and edit.measure == self._chosen:
            self._chosen = self._first()
        self._changed()
        return True

    def undo(self) -> None:
        """Take the last change back."""
        before = self._session.case
        if self._session.decidable and self._session.undo():
            self._look_at_change(before)
            self._changed()

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        before = self._session.case
        if self._session.decidable and self._session.redo():
            self._look_at_change(before)
            self._changed()

    def take_in(self, stored: Evidence) -> Evidence | None:
        """Add a document whose bytes a worker has stored; a refusal is said in words."""
        try:
            evidence = self._session.add_stored(stored)
        except EditRefused as refusal:
            self._view.refuse(str(refusal))
            return None
        self._changed()
        return evidence

    def choose(self, measure: str) -> None:
        """Look at another measure, or with "" at the case's particulars."""
        if measure != self._chosen:
            self._chosen = measure
            self._view.show_snapshot(self.snapshot())

    def lead_to(self, finding: Finding) -> None:
        """Go where a finding can be settled."""
        self._at_finding = finding
        in_measure = finding.measure and self._claimed(finding.measure) and not finding.target.startswith("applicant")
        self.choose(finding.measure if in_measure and finding.measure else "")
        self._view.reveal(finding)

    def next_unresolved(self) -> Finding | None:
        """Go to the next thing that still stands in the way, from where one is, around the end."""
        urgent = [finding for finding in self._session.findings if finding.severity is Severity.ERROR]
        findings = self._in_order(urgent or self._session.findings)
        if not findings:
            return None
        target = findings[self._position(findings) % len(findings)]
        self.lead_to(target)
        return target

    def leave(self) -> bool:
        """Save what is not saved yet; False if that failed (it was said)."""
        return self._saver.flush()

    # --- inside ---

    def _changed(self) -> None:
        self._saver.touch()
        self._view.show_snapshot(self.snapshot())

    def _look_at_change(self, before: Case) -> None:
        """An undo is shown where it happens, not behind another page."""
        case, old = self._session.case, {claim.measure: claim for claim in before.claims}
        changed = [claim.measure for claim in case.claims if claim is not old.get(claim.measure)]
        if changed and self._chosen not in changed:
            self._chosen = changed[0]
        elif not changed and (case.applicant, case.makerspace) != (before.applicant, before.makerspace):
            self._chosen = ""
        if self._chosen and not self._claimed(self._chosen):
            self._chosen = self._first()

    def _claimed(self, measure: str) -> bool:
        return any(claim.measure == measure for claim in self._session.case.claims)

    def _first(self) -> str:
        claims = self._session.case.claims
        return claims[0].measure if claims else ""

    def _in_order(self, findings: Sequence[Finding]) -> list[Finding]:
        """As the screen shows them: the case's own first, then measure by measure."""
        order = {claim.measure: number for number, claim in enumerate(self._session.case.claims)}
        return sorted(findings, key=lambda finding: order.get(finding.measure or "", -1))

    def _position(self, findings: Sequence[Finding]) -> int:
        """Where to go on: behind the finding one was led to last, else at the measure that is looked at."""
        if (
            self._at_finding in findings
            and self._at_finding is not None
            and self._at_finding.measure == (self._chosen or None)
        ):
            return findings.index(self._at_finding) + 1
        here = [number for number, finding in enumerate(findings) if finding.measure == self._chosen]
        return here[0] if here else 0


def why_locked(session: ReviewSession) -> str:
    """Why this person cannot change the content of this case now, in words; empty when they can."""
    if session.editable:
        return ""
    case, actor = session.case, session.surroundings.actor
    if actor.elsewhere:
        return actor.elsewhere
    if case.stage in (Stage.REGISTERED, Stage.EXAMINATION):
        return passage.may_take(case, actor, Role.EXAMINER) or ""
    if session.decidable:
        return _("本案处于“批准”阶段：您可以填写审定额和意见，其他内容须退回后修改。")
    if case.stage is Stage.ISSUED:
        return _("审核意见书已签发，内容已封存，只能查看。")
    return _("本案处于“{stage}”阶段，内容只能查看；需要修改时由{role}退回审核。").format(
        stage=stage_words(case.stage),
        role=role_words(Role.CHECKER if case.stage is Stage.CHECK else Role.APPROVER),
    )
