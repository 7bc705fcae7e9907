"""What stands beside every entry of a measure, a single fact or a table: its note and its documents, and what they change."""

from collections.abc import Callable

from gongshu_desktop.desktop.screens.review.evidence_button import EvidenceButton
from gongshu_desktop.desktop.screens.review.note_line import NoteLine
from gongshu_desktop.desktop.widgets.buttons import IconButton
from gongshu_desktop.review.editing.edits import Edit, LinkEvidence, SetFactNote


def connect_beside(
    place: tuple[str, str],
    note: NoteLine,
    open_note: IconButton,
    evidence: EvidenceButton,
    edited: Callable[[Edit], object],
) -> None:
    """``place``: measure and fact. ``edited`` gets each change."""
    measure, name = place
    note.written.connect(lambda written: edited(SetFactNote(measure=measure, fact=name, note=written)))
    open_note.clicked.connect(note.open)
    evidence.linked.connect(lambda keys: edited(LinkEvidence(measure=measure, target=name, keys=keys)))
