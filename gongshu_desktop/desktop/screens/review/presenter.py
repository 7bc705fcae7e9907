"""What happens on the review screen: edits, undo, the measure looked at, the next thing to settle, when to save. No Qt."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from gongshu_desktop.desktop.screens.review.state import SaveState, SaveStatus, Snapshot
from gongshu_desktop.policy.assessment import Assessment
from gongshu_desktop.policy.model import Policy
from gongshu_desktop.review.case import Case, Evidence
from gongshu_desktop.review.edits import Edit, EditRefused, RemoveClaim
from gongshu_desktop.review.sweep import Finding


class Session(Protocol):
    """One opened case as ``services.session.ReviewSession`` offers it."""

    @property
    def case(self) -> Case: ...
    @property
    def policy(self) -> Policy: ...
    @property
    def assessment(self) -> Assessment: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...
    @property
    def can_undo(self) -> bool: ...
    @property
    def can_redo(self) -> bool: ...
    @property
    def dirty(self) -> bool: ...
    @property
    def saved_at(self) -> datetime | None: ...
    def apply(self, edit: Edit) -> None: ...
    def undo(self) -> bool: ...
    def redo(self) -> bool: ...
    def save(self) -> datetime | None: ...
    def attach(self, name: str, content: bytes) -> Evidence: ...
    def evidence_bytes(self, key: str) -> bytes: ...


class ReviewView(Protocol):
    """What the presenter asks of the screen."""

    def render(self, snapshot: Snapshot) -> None: ...
    def render_saving(self, state: SaveState) -> None: ...
    def refuse(self, text: str) -> None: ...
    def reveal(self, finding: Finding) -> None: ...


class Saver(Protocol):
    """Saves the session a little after the last change, away from the window's thread."""

    def touch(self) -> None: ...
    def flush(self) -> bool: ...


class ReviewPresenter:
    """Holds the session and which measure is looked at; every change goes through it and is drawn and saved."""

    def __init__(self, session: Session, view: ReviewView, saver: Saver, locked: str = "") -> None:
        self._session = session
        self._view = view
        self._saver = saver
        self._locked = locked
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
            locked=self._locked,
            can_undo=self._session.can_undo and not self._locked,
            can_redo=self._session.can_redo and not self._locked,
        )

    def begin(self) -> None:
        """Draw everything for the first time."""
        self._view.render(self.snapshot())
        saved = self._session.saved_at
        self._view.render_saving(SaveState(status=SaveStatus.SAVED, at=saved) if saved else SaveState())

    # --- what the person does ---

    def edit(self, edit: Edit) -> bool:
        """Make a change; a refusal is said in words and nothing has changed."""
        if self._locked:
            self._view.refuse(self._locked)
            return False
        try:
            self._session.apply(edit)
        except EditRefused as refusal:
            self._view.refuse(str(refusal))
            self._view.render(self.snapshot())
            return False
        if isinstance(edit, RemoveClaim) and edit.measure == self._chosen:
            self._chosen = self._first()
        self._changed()
        return True

    def undo(self) -> None:
        """Take the last change back."""
        if not self._locked and self._session.undo():
            self._keep_choice()
            self._changed()

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        if not self._locked and self._session.redo():
            self._keep_choice()
            self._changed()

    def attach(self, name: str, content: bytes) -> Evidence | None:
        """Add a document; one that is refused is said in words."""
        if self._locked:
            self._view.refuse(self._locked)
            return None
        try:
            evidence = self._session.attach(name, content)
        except (EditRefused, ValueError) as refusal:
            self._view.refuse(str(refusal))
            return None
        self._changed()
        return evidence

    def choose(self, measure: str) -> None:
        """Look at another measure, or with "" at the case's particulars."""
        if measure != self._chosen:
            self._chosen = measure
            self._view.render(self.snapshot())

    def lead_to(self, finding: Finding) -> None:
        """Go where a finding can be settled."""
        self._at_finding = finding
        self.choose(finding.measure if finding.measure and self._claimed(finding.measure) else "")
        self._view.reveal(finding)

    def next_unresolved(self) -> Finding | None:
        """Go to the next thing that still stands in the way, from where one is, around the end."""
        findings = self._in_order(self._session.findings)
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
        self._view.render(self.snapshot())

    def _keep_choice(self) -> None:
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
        if self._at_finding in findings and self._at_finding is not None and self._at_finding.measure == (
            self._chosen or None
        ):
            return findings.index(self._at_finding) + 1
        here = [number for number, finding in enumerate(findings) if finding.measure == self._chosen]
        return here[0] if here else 0
